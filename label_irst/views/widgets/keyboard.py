"""The window by keyboard: Tab reaches a control, a click does not take the keys from the frames.

A control that Tab reached has the keys it works with, such as the arrows of a slider, until Esc or
Tab leaves it. One that gets the focus in any other way leaves all keys to the commands.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QSlider,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from label_irst import theme

Key = Qt.Key
_PRESS = (Key.Key_Space, Key.Key_Return, Key.Key_Enter)
_SIDEWAYS, _UPRIGHT = (Key.Key_Left, Key.Key_Right), (Key.Key_Up, Key.Key_Down)
_FAR = (Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown)
_KEYS: dict[type[QWidget], tuple[Qt.Key, ...]] = {
    QSlider: (*_SIDEWAYS, *_UPRIGHT, *_FAR),
    QAbstractButton: _PRESS,
    QComboBox: (*_PRESS, *_UPRIGHT),
    QAbstractItemView: (*_PRESS, *_UPRIGHT, *_FAR),
    QTabBar: _SIDEWAYS,
}
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


def reached_by_tab(widget: QWidget, keys: tuple[Qt.Key, ...] = ()) -> None:
    """Let Tab reach a control; `keys` are those it works with beside those of its kind."""
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    widget.installEventFilter(_Keys(widget, keys))


def order_by_tab(parts: Sequence[QWidget]) -> None:
    """Let Tab go through the controls of each part of a window, in this order."""
    window = parts[0].window()
    chain = [
        widget
        for part in parts
        for widget in (part, *part.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QTabBar)  # it stands for its tab widget
        and widget.window() is window
    ]
    for first, second in pairwise(dict.fromkeys(chain)):
        QWidget.setTabOrder(first, second)


class _Keys(QObject):
    def __init__(self, widget: QWidget, keys: tuple[Qt.Key, ...]) -> None:
        super().__init__(widget)
        kinds = (kind for kind in _KEYS if isinstance(widget, kind))
        self._keys = (*keys, *(key for kind in kinds for key in _KEYS[kind]))
        if self._keys:
            self._keys += (Key.Key_Escape,)
        self._has_keys = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            if event.reason() not in _STAYS:
                self._has_keys = event.reason() in _BY_KEY
        elif self._has_keys and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
            )  # fmt: skip
            ours = plain and event.key() in self._keys
            if event.key() == Key.Key_Escape and not isinstance(watched.window(), QMainWindow):
                return False  # it closes the window
            if ours and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if ours and event.type() == QEvent.Type.KeyPress:
                return _pressed(watched, Qt.Key(event.key()))
        return False


def _pressed(widget: QWidget, key: Qt.Key) -> bool:
    """What Qt's own controls do not do by themselves; False for all else."""
    if key == Key.Key_Escape:
        widget.clearFocus()
    elif key in _PRESS and isinstance(widget, QAbstractItemView):
        if widget.currentIndex().isValid():
            widget.clicked.emit(widget.currentIndex())
    elif key in (Key.Key_Return, Key.Key_Enter) and isinstance(widget, QAbstractButton):
        widget.click()
    elif key in (Key.Key_Return, Key.Key_Enter) and isinstance(widget, QComboBox):
        widget.showPopup()
    else:
        return False
    return True


class FocusRing(QWidget):
    """Around the control that the keyboard has reached; of line edits the border says it."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(owner.rect())
        owner.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours().focus, 2))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()


class ShownFocus(QObject):
    """Puts the ring around the control that has the keyboard, in every window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ring: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._move)

    def _move(self, old: QWidget | None, now: QWidget | None) -> None:
        ring, self._ring = self._ring, None
        if ring is not None and isValid(ring):  # else it went with its owner
            ring.hide()
            ring.deleteLater()
        if now is None or isinstance(now, (QLineEdit, QAbstractSpinBox)) or now.isWindow():
            return
        by_key = now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if by_key and not QApplication.mouseButtons():
            self._ring = FocusRing(now)
