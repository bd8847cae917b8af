"""A line across the top with what went wrong and a button for the way out; not modal."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget


class Banner(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._offer = QPushButton()
        self._do: Callable[[], object] | None = None
        self._offer.clicked.connect(self._accepted)
        close = QToolButton()
        close.setText("✕")
        close.setToolTip(self.tr("Dismiss"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._offer)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def offer(self) -> QPushButton:
        return self._offer

    def show_text(self, text: str, offer: str = "", do: Callable[[], object] | None = None) -> None:
        """Show `text`; with `offer`, a button of that name runs `do`."""
        self._text.setText(text)
        self._offer.setText(offer)
        self._offer.setVisible(do is not None)
        self._do = do
        self.show()

    def _accepted(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()
