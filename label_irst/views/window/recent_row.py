"""A line of the start page: a recent project, when it was last changed, and its removal."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from label_irst import theme
from label_irst.views.widgets.dates import day_and_time
from label_irst.views.widgets.elided import MIDDLE, Elided

ROW = 46
_Do = Callable[[], object]


class RecentRow(QWidget):
    """A project's name and place; a click opens it, the cross takes it off the list."""

    def __init__(self, path: Path, open: _Do, forget: _Do) -> None:
        super().__init__()
        self.button = QPushButton()
        self.button.setObjectName("recent")
        self.button.setFixedHeight(ROW)
        self.button.setToolTip(str(path))
        self.button.setAccessibleName(path.name)
        self.button.clicked.connect(open)
        self._name = Elided(path.stem, MIDDLE)
        self._place = Elided(str(path.parent), MIDDLE)
        self._place.setProperty("faint", True)
        self.changed, self.missing = QLabel(), QLabel(self.tr("not found"))
        self.changed.setProperty("faint", True)
        self.missing.setProperty("doubt", True)
        self.missing.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._place)
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(10, 3, 10, 3)
        inside.setSpacing(12)
        inside.addLayout(words, 1)
        inside.addWidget(self.changed)
        inside.addWidget(self.missing)
        self.remove = QToolButton()
        self.remove.setText("✕")
        self.remove.setProperty("faint", True)
        text = self.tr("Remove from the list; the project stays where it is")
        self.remove.setToolTip(text)
        self.remove.setAccessibleName(f"{path.name}: {text}")
        self.remove.clicked.connect(forget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.remove)

    def show_found(self, seconds: float | None) -> None:
        """Show when the project was last changed, in seconds since 1970; None: it is missing."""
        self.missing.setVisible(seconds is None)
        theme.mark(self._name, "faint", seconds is None)
        when = "" if seconds is None else day_and_time(QDateTime.fromSecsSinceEpoch(round(seconds)))
        self.changed.setText(when)
