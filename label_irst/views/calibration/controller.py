"""Calibration: offer it once enough masks are corrected, apply it, reset it."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from label_irst.document import Document
from label_irst.jobs.calibration import CalibrationResult, corrected
from label_irst.jobs.task import Job
from label_irst.views.calibration.window import CalibrationWindow
from label_irst.views.commands import Doings
from label_irst.views.picture.control_bar import ControlBar
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.offer import Offer
from label_irst.views.widgets.placing import bring_up
from p2m_core.errors import P2MError
from p2m_core.pamg import PamgParams
from p2m_core.project import Project, get_calibration, get_meta, set_calibration, set_meta

ENOUGH = 8  # corrected masks: fewer show no convention
OFFERED = "calibration offered"  # key in the project's meta: the number of corrected masks then
PAUSE_MS = 4000  # after an edit: never in the middle of a stroke


class CalibrationController(QObject):
    def __init__(
        self, window: QWidget, document: Document, bar: ControlBar, action: QAction
    ) -> None:
        """A chip beside the support in `bar` shows that the project is calibrated.

        `action` is the command that opens the window.
        """
        super().__init__(window)
        self._window, self._document = window, document
        self._bar, self._action = bar, action
        self._project: Project | None = None
        self._job: Job | None = None
        self.window = CalibrationWindow(window)
        self.window.used.connect(self.use)
        self.window.found.connect(self._note)
        self.offer = Offer("calibration-offer")
        self.chip = self._make_chip()
        bar.add_beside_support(self.chip)
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self._count)
        self._document.sequence_changed.connect(self._adopt)
        self._document.targets_changed.connect(self.pause.start)
        document.params_changed.connect(self._refresh)
        self._refresh()

    def commands(self) -> Doings:
        return {"calibrate": self.calibrate}

    def _make_chip(self) -> QToolButton:
        chip = QToolButton()
        chip.setText(self.tr("calibrated"))
        chip.setProperty("small", True)
        reached_by_tab(chip)
        chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        chip.setToolTip(self.tr("New masks in this project follow the way you draw"))
        menu = QMenu(chip)
        menu.addAction(self._action)
        menu.addAction(self.tr("Back to the default"), partial(self.use, None))
        chip.setMenu(menu)
        return chip

    def calibrate(self) -> None:
        """Open the window and start."""
        if (project := self._project) is None:
            return
        self.offer.hide()
        self.window.resize(self.window.sizeHint())
        bring_up(self.window)
        self.window.start(project.path)

    def use(self, params: PamgParams | None) -> None:
        """Grow masks in this project with these parameters from now on; None for the defaults."""
        project = self._document.project
        if project is None:
            return
        try:
            set_calibration(project, params)
        except P2MError as error:
            self._document.message.emit(str(error))
            return
        self._document.set_params(params or PamgParams())
        self._document.report.emit(
            self.tr("Masks grow with the calibrated parameters from now on.")
            if params is not None
            else self.tr("Masks grow with the default parameters from now on.")
        )

    def _refresh(self) -> None:
        project = self._project
        calibrated = project is not None and get_calibration(project) is not None
        self._bar.show_beside_support(calibrated)
        self._action.setEnabled(project is not None and not project.readonly)

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self.window.close()
            self.offer.hide()
            self._refresh()
            self.pause.start()

    # Offering

    @property
    def idle(self) -> bool:
        """Whether no count of corrected masks runs or is due."""
        return self._job is None and not self.pause.isActive()

    def _count(self) -> None:
        project = self._project
        if project is None or project.readonly or self._job is not None:
            return
        self._job = job = Job(partial(corrected, project.path), self._window)
        job.succeeded.connect(partial(self._offer, project))
        job.finished.connect(self._counted)
        job.start()

    def _counted(self) -> None:
        self._job = None

    def _offer(self, project: Project, count: int) -> None:
        if project is not self._project:
            return
        offered = get_meta(project, OFFERED, 0)
        if count < max(ENOUGH, 2 * offered if isinstance(offered, int) else 0):
            return
        self._keep(count)
        text = self.tr("{count} masks corrected: calibrate…").format(count=count)
        tip = self.tr("Let new masks follow the way you draw")
        self.offer.make(text, tip, self.calibrate)

    def _note(self, outcome: CalibrationResult) -> None:
        """Offer no calibration for masks whose result was looked at."""
        self._keep(outcome.corrected)

    def _keep(self, count: int) -> None:
        project = self._project
        if project is not None and not project.readonly:
            try:
                set_meta(project, OFFERED, count)
            except P2MError as error:
                self._document.message.emit(str(error))

    def close(self) -> None:
        self.pause.stop()
        self.window.close()
