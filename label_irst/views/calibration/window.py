"""The result of a calibration, before and after, in numbers and pictures; the user decides."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst.i18n import tr
from label_irst.jobs.calibration import CalibrationResult, calibration
from label_irst.jobs.task import Job
from label_irst.views.calibration.cells import CalibrationCells, Legend
from label_irst.views.widgets.tables import heading
from p2m_core.pamg import PamgParams
from p2m_core.pamg.calibrate import FEWEST, FOLDS
from p2m_core.progress import Progress

SAME = 1.1  # areas that differ by less count as equal


class CalibrationWindow(QWidget):
    """Beside the main window, not in its way."""

    used = Signal(object)  # PamgParams that were chosen
    found = Signal(object)  # CalibrationResult

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Calibrate masks"))
        self.job: Job | None = None
        self.outcome: CalibrationResult | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self._busy_page())
        self.pages.addWidget(self._result_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.addWidget(self.pages)

    def _busy_page(self) -> QWidget:
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        layout.addLayout(row)
        return page

    def _result_page(self) -> QWidget:
        self.title, self.numbers, self.sample = QLabel(), QLabel(), QLabel()
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self.title.setFont(font)
        self.title.setWordWrap(True)
        self.sample.setWordWrap(True)
        self.sample.setProperty("faint", True)
        self.best_heading, self.worst_heading = heading(""), heading("")
        self.best, self.worst = CalibrationCells(), CalibrationCells()
        self.legend = Legend()
        self.keep, self.use = QPushButton(), QPushButton(self.tr("Use"))
        self.keep.clicked.connect(self.close)
        self.use.setToolTip(self.tr("For all new masks of this project; existing masks stay"))
        self.use.setProperty("primary", True)
        self.use.clicked.connect(self._use)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.legend)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.use)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for one in (self.title, self.numbers, self.sample):
            layout.addWidget(one)
        for above, cells in ((self.best_heading, self.best), (self.worst_heading, self.worst)):
            layout.addSpacing(10)
            layout.addWidget(above)
            layout.addWidget(cells)
        layout.addSpacing(10)
        layout.addStretch(1)
        layout.addLayout(row)
        return page

    # Working

    def start(self, project: Path) -> None:
        """Calibrate on the masks of the project, unless that is running already."""
        if self.job is not None:
            return
        self.outcome = None

        def work(progress: Progress) -> CalibrationResult:
            return calibration(project, progress)

        self.state.setText(self.tr("Trying parameters on your masks; you can go on meanwhile…"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.cancel.setText(self.tr("Cancel"))
        self.pages.setCurrentIndex(0)
        self.job = job = Job(work, self)
        job.progressed.connect(self._show_progress)
        job.succeeded.connect(self._show)
        job.failed.connect(self._show_text)
        job.finished.connect(self._ended)
        job.start(Job.Priority.LowPriority)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _ended(self) -> None:
        self.job = None

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.job is not None:
            self.job.cancel()
        event.accept()

    # Showing

    def _show_text(self, text: str) -> None:
        self.state.setText(text)
        self.bar.hide()
        self.cancel.setText(self.tr("Close"))

    def _show(self, outcome: CalibrationResult) -> None:
        if not self.isVisible():
            return  # closed just before it ended
        self.outcome = outcome
        self.found.emit(outcome)
        if outcome.found is None:
            self._show_text(_too_few(outcome))
            return
        changed = outcome.changed
        self.title.setText(_title(outcome))
        self.numbers.setText(_numbers(outcome))
        self.sample.setText(_sample(outcome))
        self.best_heading.setText(self.tr("Gain most") if changed else self.tr("Fit best"))
        self.worst_heading.setText(
            self.tr("Gain least, or lose") if changed else self.tr("Fit worst")
        )
        self.best.show_pictures(outcome.best)
        self.worst.show_pictures(outcome.worst)
        self.legend.show_entries(changed)
        self.keep.setText(self.tr("Keep as it is") if changed else self.tr("Close"))
        self.use.setVisible(changed)
        self.pages.setCurrentIndex(1)
        (self.use if changed else self.keep).setFocus()

    @property
    def params(self) -> PamgParams | None:
        """The parameters found, if they are better than those in use."""
        outcome = self.outcome
        if outcome is None or outcome.found is None or not outcome.changed:
            return None
        return outcome.found.params

    def _use(self) -> None:
        self.used.emit(self.params)
        self.close()


def _too_few(outcome: CalibrationResult) -> str:
    if outcome.count < FEWEST:
        text = tr(
            "Calibration needs at least {least} of your masks; so far there are {count}. Click "
            "targets, correct masks that are wrong, and accept the frames."
        )
        return text.format(least=FEWEST, count=outcome.count)
    text = tr(
        "Your {count} masks are too much alike: they must come from at least {least} tracks, "
        "or from places far apart on a track."
    )
    return text.format(count=outcome.count, least=FOLDS)


def _title(outcome: CalibrationResult) -> str:
    if not outcome.changed:
        return tr("The present parameters fit your masks already")
    if outcome.larger > SAME:
        return tr("Your masks are wider than the grown ones")
    if outcome.larger < 1 / SAME:
        return tr("Your masks are tighter than the grown ones")
    return tr("Your masks differ from the grown ones")


def _numbers(outcome: CalibrationResult) -> str:
    found = outcome.found
    assert found is not None
    if not outcome.changed:
        text = tr("Mean IoU {before:.3f}; no other parameters were ahead by more than chance.")
        return text.format(before=found.before)
    text = tr(
        "Mean IoU {before:.3f} → {after:.3f}: {gain:+.3f} ± {error:.3f}; areas become {ratio:.2f} "
        "times what they were, in the median."
    )
    return text.format(
        before=found.before, after=found.after, gain=found.after - found.before, error=found.error,
        ratio=outcome.larger,
    )  # fmt: skip


def _sample(outcome: CalibrationResult) -> str:
    if outcome.count < outcome.total:
        text = tr("{count} of your {total} masks, spread evenly · sequences: {sequences}")
    else:
        text = tr("{count} masks of yours · sequences: {sequences}")
    counts = text.format(count=outcome.count, total=outcome.total, sequences=outcome.sequences)
    how = tr("each scored by a fit without it and its neighbours in the track")
    return f"{counts} · {how}"
