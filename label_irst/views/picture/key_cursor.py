"""The pointer of those without a mouse: the arrow keys move it, the space bar is its button.

The tool in hand does with it what it does with the mouse: it hovers, presses, drags and releases.
"""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from label_irst.document import Document
from label_irst.tools.pointer import Pointer
from label_irst.tools.toolbox import ToolBox
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.pixels import value_text

STRIDE = 10  # pixels an arrow key moves it, with Shift
WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
BUTTON, SECOND, LEAVE = Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Escape
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
STAYS_FOR = (  # the focus comes back from these
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class KeyCursor(QObject):
    """A pixel of the frame, marked in both views while the cursor is on."""

    changed = Signal()  # on or off

    def __init__(
        self, document: Document, toolbox: ToolBox, whole: Canvas, detail: Canvas, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._toolbox = document, toolbox
        self._whole, self._detail = whole, detail
        self._at: tuple[int, int] | None = None  # x, y; kept for the next time
        self.on = False
        self._down = False  # the space bar is held
        for view in (whole, detail):
            view.installEventFilter(self)
            view.pressed_at.connect(self._follow_press)
        document.frame_changed.connect(self._frame_changed)

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self._enter()

    def _enter(self) -> None:
        document, seen = self._document, self._detail.view.visible()
        if document.image is None:
            document.message.emit(self.tr("There is no picture to move over."))
            self.changed.emit()  # the command's tick goes
            return
        target, middle = document.selected, seen.center()
        if target is not None:
            self._at = round(target.centroid[0]), round(target.centroid[1])
        elif self._at is None or not seen.contains(QPointF(*self._at)):
            self._at = round(middle.x()), round(middle.y())
        self.on = True
        if not self._whole.hasFocus():
            self._detail.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go(*self._at)
        self._toolbox.tool.hover(self._pointer())
        self.changed.emit()

    def leave(self) -> None:
        if not self.on:
            return
        self.on = self._down = False
        self._toolbox.tool.leave()
        for view in (self._whole, self._detail):
            view.show_cursor(None)
        self._detail.pointer_left.emit()
        self.changed.emit()

    # Moving

    def _go(self, x: int, y: int) -> None:
        """Move to a pixel, or the nearest one of the frame, and into the sight of both views."""
        image = self._document.image
        if image is None:
            return
        self._at = min(max(x, 0), image.shape[1] - 1), min(max(y, 0), image.shape[0] - 1)
        for view in (self._whole, self._detail):
            view.show_cursor(self._at)
            _keep_in_sight(view, QPointF(*self._at))
        self._detail.pointer_at.emit(float(self._at[0]), float(self._at[1]))

    def _move(self, way: tuple[int, int], far: bool) -> None:
        assert self._at is not None
        stride = STRIDE if far else 1
        self._go(self._at[0] + stride * way[0], self._at[1] + stride * way[1])
        if self._down:
            self._toolbox.tool.drag(self._pointer())
        else:
            self._toolbox.tool.hover(self._pointer())
        self._say()

    def _follow_press(self, x: float, y: float) -> None:
        """A click with the mouse takes the cursor along."""
        if self.on:
            self._go(round(x), round(y))

    def _frame_changed(self) -> None:
        if not self.on or self._at is None:
            return
        self._down = False  # what was begun was not meant for this frame
        self._go(*self._at)
        if self._document.image is not None:
            self._toolbox.tool.hover(self._pointer())

    def _pointer(self, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Pointer:
        assert self._at is not None
        return self._detail.pointer(QPointF(*self._at), keys)

    def _say(self) -> None:
        """Tell screen readers where it is, and what a press would give."""
        image, preview = self._document.image, self._document.preview
        if image is None or self._at is None or not QAccessible.isActive():
            return
        x, y = self._at
        text = self.tr("x {x}, y {y}, value {value}").format(
            x=x, y=y, value=value_text(image[y, x])
        )
        if preview is not None and preview.mask.any():
            text += ", " + self.tr("mask of {count} px").format(count=int(preview.mask.sum()))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._detail, text))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.on:
            return False
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            views = (self._whole, self._detail)
            if event.reason() not in STAYS_FOR and QApplication.focusWidget() not in views:
                self.leave()
            return False
        if not isinstance(event, QKeyEvent) or not _is_ours(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else the window's command of that key would run
        elif event.type() == QEvent.Type.KeyPress:
            self._press(event)
        elif event.type() == QEvent.Type.KeyRelease:
            self._release(event)
        else:
            return False
        return True

    def _press(self, event: QKeyEvent) -> None:
        key, keys = Qt.Key(event.key()), event.modifiers()
        if key in WAYS:
            self._move(WAYS[key], bool(keys & SHIFT))
        elif event.isAutoRepeat():
            return
        elif key == BUTTON:
            self._down = True
            self._toolbox.tool.press(self._pointer(keys))
        elif key == SECOND:
            if not self._toolbox.tool.takes("delete"):
                self._toolbox.second(self._pointer(keys))
        elif not self._toolbox.tool.takes("deselect"):
            self.leave()

    def _release(self, event: QKeyEvent) -> None:
        if event.key() == BUTTON and self._down and not event.isAutoRepeat():
            self._down = False
            self._toolbox.tool.release(self._pointer(event.modifiers()))


def _is_ours(event: QKeyEvent) -> bool:
    """Whether the key moves, presses or ends the cursor; the others stay the window's."""
    keys = event.modifiers() & ~KEYPAD
    none = Qt.KeyboardModifier.NoModifier
    allowed = {BUTTON: (none, SHIFT, CONTROL), SECOND: (none,), LEAVE: (none,)}
    allowed |= dict.fromkeys(WAYS, (none, SHIFT))
    return keys in allowed.get(Qt.Key(event.key()), ())


def _keep_in_sight(view: Canvas, point: QPointF) -> None:
    """Show the surroundings of the point too, where the view does not show all of the frame."""
    seen, picture = view.view.visible(), view.picture.rect()
    margin = min(seen.width(), seen.height()) / 5
    inner = seen.adjusted(margin, margin, -margin, -margin)
    if inner.contains(point) or seen.contains(picture):
        return
    x = min(max(point.x(), inner.left()), inner.right())
    y = min(max(point.y(), inner.top()), inner.bottom())
    view.centre_on(view.view.x + point.x() - x, view.view.y + point.y() - y)
