"""An offer, made when it fits what was just done: a button with its key, and a cross."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from label_irst.views.widgets.keyboard import reached_by_tab


class Offer(QWidget):
    """Hidden until something is offered; its row finds a place for it that moves nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.button = QPushButton()
        reached_by_tab(self.button)
        self.button.clicked.connect(self._accept)
        self._do: Callable[[], object] | None = None
        close = QToolButton()
        close.setText("✕")
        close.setToolTip(self.tr("Dismiss"))
        close.setAccessibleName(self.tr("Dismiss"))
        reached_by_tab(close)
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.button)
        layout.addWidget(close)
        self.hide()

    def make(self, text: str, tip: str, do: Callable[[], object]) -> None:
        """Offer to `do` something."""
        self.button.setText(text)
        self.button.setToolTip(tip)
        self._do = do
        self.adjustSize()
        self.show()

    def _accept(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()
