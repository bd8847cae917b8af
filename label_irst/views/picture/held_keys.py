"""Shift, Ctrl and Alt change what a click means: the preview follows them, the pointer at rest."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from label_irst.views.picture.canvas import ALT, CONTROL, SHIFT, Canvas

HELD = {Qt.Key.Key_Shift: SHIFT, Qt.Key.Key_Control: CONTROL, Qt.Key.Key_Alt: ALT}


class HeldKeys(QObject):
    def __init__(self, window: QWidget, views: Sequence[Canvas]) -> None:
        super().__init__(window)
        self._views = views
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and (key := Qt.Key(event.key())) in HELD:
            # Platforms differ in whether the key itself is among the modifiers of its own event.
            keys = event.modifiers() & ~HELD[key]
            if event.type() == QEvent.Type.KeyPress:
                keys |= HELD[key]
            for view in self._views:
                view.hover_with(keys)
        return False
