"""A path to type, or to choose by a button."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget


def typed(text: str) -> Path:
    """The path that a user means; of any text, also of half a user's name after ``~``."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody is called so
        return Path(text)


class PathLine(QWidget):
    changed = Signal()

    def __init__(self, choose: Callable[[QWidget, str], str], hint: str = "") -> None:
        """`choose` gets the parent and the current text, and returns a path or ""."""
        super().__init__()
        self._choose = choose
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.line.textChanged.connect(lambda text: self.changed.emit())
        self.button = QPushButton(self.tr("Choose…"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def give_name(self, name: str) -> None:
        """Name the line for screen readers."""
        self.line.setAccessibleName(name)
        self.button.setAccessibleName(f"{name}: {self.button.text()}")

    @property
    def text(self) -> str:
        return self.line.text().strip()

    def put(self, text: str) -> None:
        self.line.setText(text)

    def _ask(self) -> None:
        if chosen := self._choose(self, self.text):
            self.put(chosen)
