"""In the status bar: how far long work is, and the button that ends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget


class WorkBar(QWidget):
    """Hidden while nothing is done."""

    cancelled = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(110, 6)
        self.stop = QToolButton()
        self.stop.setText("✕")
        self.stop.setToolTip(self.tr("Stop: what is done stays"))
        self.stop.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        layout.addWidget(self.stop)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        self.setVisible(done < total)
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        self._label.setText(f"{self._title}  {done} / {total}")
