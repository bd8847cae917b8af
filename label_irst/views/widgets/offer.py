"""An offer in the corner of a view: a button with its key, and a cross. It moves nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

MARGIN = 10  # view pixels to the corner
TITLE = 34  # view pixels: the height of the view's title, which is at the left


class Offer(QFrame):
    """Hidden until something is offered; lies at the top right of `view`."""

    def __init__(self, view: QWidget, name: str, title_width: Callable[[], int]) -> None:
        """`title_width`: of the view's title, in view pixels."""
        super().__init__(view)
        self._title_width = title_width
        self.setObjectName(name)
        self.setProperty("floating", True)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the frames
        self.button.clicked.connect(self._accept)
        self._do: Callable[[], object] | None = None
        close = QToolButton()
        close.setText("✕")
        close.setToolTip(self.tr("Dismiss"))
        close.setAccessibleName(self.tr("Dismiss"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 2, 4)
        layout.setSpacing(2)
        layout.addWidget(self.button)
        layout.addWidget(close)
        view.installEventFilter(self)
        self.hide()

    def make(self, text: str, tip: str, do: Callable[[], object]) -> None:
        """Offer to `do` something."""
        self.button.setText(text)
        self.button.setToolTip(tip)
        self._do = do
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    def _accept(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        """At the right, beside the title; below it where that reaches as far."""
        view = self.parentWidget()
        if view is None:
            return
        left = max(0, view.width() - self.width() - MARGIN)
        beside = left > 2 * MARGIN + self._title_width()
        self.move(left, MARGIN - 4 if beside else MARGIN + TITLE)
