"""Calibration in the main window: offered when there is enough to learn from, and taken back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu, QToolButton

from label_irst.jobs.calibration import Outcome, corrected
from label_irst.jobs.task import Job
from label_irst.views.calibration.window import CalibrationWindow
from p2m_core.errors import P2MError
from p2m_core.pamg import PamgParams
from p2m_core.project import Project, get_calibration, get_meta, set_calibration, set_meta

if TYPE_CHECKING:
    from label_irst.views.window.main_window import MainWindow

ENOUGH = 24  # corrected masks that follow a convention well
OFFERED = "calibration offered"  # the key in the project's meta: at so many corrected masks
PAUSE_MS = 4000  # after an edit; nobody is interrupted in the middle of a stroke


class CalibrationViews(QObject):
    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._document = window, window.document
        self._project: Project | None = None
        self._job: Job | None = None
        self.window = CalibrationWindow(window)
        self.window.used.connect(self.use)
        self.window.found.connect(self._note)
        self._offer_text = self.tr("Calibrate masks…")
        self.chip = QToolButton()
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self._count)
        self._document.sequence_changed.connect(self._adopt)
        self._document.targets_changed.connect(self.pause.start)
        window.installEventFilter(self)

    def commands(self) -> dict[str, Callable[[], object]]:
        return {"calibrate": self.calibrate}

    def attach(self) -> None:
        """Put what says that the project is calibrated beside the support, when all is there."""
        self.chip.setText(self.tr("calibrated"))
        self.chip.setProperty("small", True)
        self.chip.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.chip.setToolTip(
            self.tr("What grows in this project follows the masks of its annotator")
        )
        menu = QMenu(self.chip)
        menu.addAction(self._window.actions_by_name["calibrate"])
        menu.addAction(self.tr("Back to the default"), partial(self.use, None))
        self.chip.setMenu(menu)
        self._window.control_bar.add_beside_support(self.chip)
        self._document.params_changed.connect(self._refresh)
        self._refresh()

    def calibrate(self) -> None:
        """Open the window, which sets about it."""
        if (project := self._project) is None:
            return
        if self._window.banner.offer.text() == self._offer_text:
            self._window.banner.hide()
        self.window.resize(self.window.sizeHint())
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.start(project.path)

    def use(self, params: PamgParams | None) -> None:
        """Let everything that grows in the project do so with these; None is the default."""
        project = self._document.project
        if project is None:
            return
        try:
            set_calibration(project, params)
        except P2MError as error:
            self._document.message.emit(str(error))
            return
        self._document.set_params(params or PamgParams())
        self._document.message.emit(
            self.tr("Masks grow as they were calibrated from now on.")
            if params is not None
            else self.tr("Masks grow with the default parameters from now on.")
        )

    def _refresh(self) -> None:
        project = self._project
        calibrated = project is not None and get_calibration(project) is not None
        self._window.control_bar.show_beside_support(calibrated)
        self._window.actions_by_name["calibrate"].setEnabled(
            project is not None and not project.readonly
        )

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self.window.close()
            self._refresh()
            self.pause.start()

    # Offering

    @property
    def idle(self) -> bool:
        """Whether nothing is being counted, nor about to be."""
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
        assert self._job is not None
        self._job.wait()  # for a moment: it has said its last word
        self._job.deleteLater()
        self._job = None

    def _offer(self, project: Project, count: int) -> None:
        if project is not self._project or self._window.banner.isVisible():
            return  # what is said there already comes first; there will be another pause
        offered = get_meta(project, OFFERED, 0)
        if count < max(ENOUGH, 2 * offered if isinstance(offered, int) else 0):
            return
        self._keep(count)
        text = self.tr(
            "You have corrected {count} masks: what grows can follow the way you draw them."
        )
        self._window.banner.say(text.format(count=count), self._offer_text, self.calibrate)

    def _note(self, outcome: Outcome) -> None:
        """Who has looked at the result is not asked for one of the same masks."""
        self._keep(outcome.corrected)

    def _keep(self, count: int) -> None:
        project = self._project
        if project is not None and not project.readonly:
            try:
                set_meta(project, OFFERED, count)
            except P2MError as error:
                self._document.message.emit(str(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        gone = event.type() == QEvent.Type.Hide and not event.spontaneous()
        if gone and watched is self._window:
            self.pause.stop()
            self.window.close()
        return False
