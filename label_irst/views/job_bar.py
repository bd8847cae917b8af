"""In the status bar: what is being worked on, how far it is, and Stop."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from label_irst.jobs.worker import Job


class JobBar(QWidget):
    """Hidden while there is nothing to do."""

    def __init__(self, stopping: str = "") -> None:
        super().__init__()
        self._job: Job | None = None
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedSize(120, 8)
        self._bar.setTextVisible(False)
        self.stop = QToolButton()
        self.stop.setText(self.tr("Stop"))
        self.stop.setToolTip(stopping or self.tr("Stop, and leave everything as it was"))
        self.stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stop.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addWidget(self.stop)
        self.hide()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def watch(self, job: Job, text: str) -> None:
        """Show `job` until it ends; start it afterwards."""
        self._job = job
        self._text.setText(text)
        self._bar.setRange(0, 0)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)
        self.show()

    def _progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _finished(self) -> None:
        assert self._job is not None
        self._job.wait()  # for a moment: it has said its last word
        self._job.deleteLater()
        self._job = None
        self.hide()
