"""In the status bar: the running job, its progress, and Stop."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from label_irst.jobs.task import Job
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.thin_bar import thin_bar


class JobBar(QWidget):
    """Hidden while no job runs."""

    def __init__(self, stopping: str = "") -> None:
        super().__init__()
        self._job: Job | None = None
        self._what = ""
        self._text = QLabel()
        self._bar = thin_bar(90)
        self.stop = QToolButton()
        self.stop.setText(self.tr("Stop"))
        self.stop.setToolTip(stopping or self.tr("Stop, and leave everything as it was"))
        reached_by_tab(self.stop)
        self.stop.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addWidget(self.stop)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def begin(self, what: str) -> None:
        """Appear, for work of unknown length."""
        self._what = what
        self._text.setText(what)
        self._bar.setRange(0, 0)
        self.show()

    def show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._text.setText(f"{self._what}  {100 * done // max(1, total)} %")

    def watch(self, job: Job, what: str) -> None:
        """Show `job` until it ends; call before its start."""
        self._job = job
        self.begin(what)
        job.progressed.connect(self.show_progress)
        job.finished.connect(self._finished)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _finished(self) -> None:
        self._job = None
        self.hide()
