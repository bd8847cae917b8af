"""Windows beside the main one: inside the screen, over its middle at first, closed by Escape."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

FRAME = QSize(8, 40)  # pixels: about what the title bar and the edges take


def place(window: QWidget) -> None:
    """Fit a window into the screen, over its parent or where the user left it."""
    parent = window.parentWidget()
    if parent is None:
        return
    moved = window.testAttribute(Qt.WidgetAttribute.WA_Moved)
    screen = (window if moved else parent).screen().availableGeometry()
    window.resize(window.size().boundedTo(screen.size() - FRAME))
    frame = window.size().expandedTo(window.minimumSizeHint()) + FRAME
    middle = parent.frameGeometry().center() - QPoint(frame.width() // 2, frame.height() // 2)
    corner = window.pos() if moved else middle
    last = screen.bottomRight() - QPoint(frame.width(), frame.height())
    at = QPoint(
        max(screen.left(), min(corner.x(), last.x())), max(screen.top(), min(corner.y(), last.y()))
    )
    if at != corner or not moved:
        window.move(at)


def close_by_keys(window: QWidget) -> None:
    """Let Escape and Ctrl+W close a window, as far as they have no meaning of their own there."""
    # A dialog has Escape already, and asks what it has to ask before it closes.
    keys = ("Ctrl+W",) if isinstance(window, QDialog) else ("Escape", "Ctrl+W")
    close = window.reject if isinstance(window, QDialog) else window.close
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    taken = [s.key().toString() for s in window.findChildren(QShortcut, options=direct)]
    for key in map(QKeySequence, keys):
        if key.toString() not in taken:
            QShortcut(key, window, close)


def bring_up(window: QWidget) -> None:
    """Show a window in front, with the keyboard; a dialog keeps the main window waiting."""
    close_by_keys(window)
    place(window)
    if isinstance(window, QDialog):
        window.open()
    else:
        window.show()
    window.raise_()
    window.activateWindow()
