"""A line over the window with what went wrong and a button for the way out; not modal.

It covers what is below the picture, never the picture: a click aimed before it came hits its pixel.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

EDGES = 2  # view pixels: one line of text and a button fill the row below the picture, no more


class Banner(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._row: QWidget | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._offer = QPushButton()
        self._do: Callable[[], object] | None = None
        self._offer.clicked.connect(self._accepted)
        close = QToolButton()
        close.setText("✕")
        close.setToolTip(self.tr("Dismiss"))
        close.setAccessibleName(self.tr("Dismiss"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
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

    def lie_over(self, row: QWidget) -> None:
        """Lie over `row`, and what is below it; while the row is hidden, at the top."""
        parent = row.parentWidget()
        assert parent is not None
        self._row = row
        self.setParent(parent)
        for watched in (row, parent):
            watched.installEventFilter(self)

    def show_text(self, text: str, offer: str = "", do: Callable[[], object] | None = None) -> None:
        """Show `text`; with `offer`, a button of that name runs `do`."""
        self._text.setText(text)
        self._offer.setText(offer)
        self._offer.setVisible(do is not None)
        self._do = do
        self.show()
        self.raise_()
        self._place()

    def _accepted(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in kinds and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        row, parent = self._row, self.parentWidget()
        layout = self.layout()
        if row is None or parent is None or layout is None:
            return
        width = parent.width()
        layout.activate()
        height = max(row.height(), layout.totalHeightForWidth(width) + EDGES)
        top = 0 if row.isHidden() else min(row.y(), parent.height() - height)
        self.setGeometry(0, max(0, top), width, height)
