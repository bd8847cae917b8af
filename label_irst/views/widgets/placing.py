"""Windows beside the main one: inside the screen, and over its middle at first."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QWidget

FRAME = QSize(8, 40)  # pixels: about what the title bar and the edges take


def place(window: QWidget) -> None:
    """Fit a window into the screen, over its parent's middle, unless it was placed before."""
    parent = window.parentWidget()
    if parent is None or window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        return
    screen = parent.screen().availableGeometry()
    window.resize(window.size().boundedTo(screen.size() - FRAME))
    frame = window.size().expandedTo(window.minimumSizeHint()) + FRAME
    corner = parent.frameGeometry().center() - QPoint(frame.width() // 2, frame.height() // 2)
    last = screen.bottomRight() - QPoint(frame.width(), frame.height())
    window.move(
        max(screen.left(), min(corner.x(), last.x())), max(screen.top(), min(corner.y(), last.y()))
    )


def bring_up(window: QWidget) -> None:
    """Show a window in front, with the keyboard."""
    place(window)
    window.show()
    window.raise_()
    window.activateWindow()
