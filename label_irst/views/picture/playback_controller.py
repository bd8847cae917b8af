"""Playback's commands, and what pauses it: any command, click or key that is about the frame.

A click or an edit is meant for a frame that one has looked at. While it plays, they only pause it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.views.commands import Doings, menus
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.playback import Playback

OWN = {"play", "play-back", "faster", "slower", "loop"}
NEAR = 8.0  # pixels around the selected mask where the wheel may change it
AIMING = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)  # the middle one moves the picture


class PlaybackController(QObject):
    def __init__(
        self, document: Document, playback: Playback, views: Sequence[QWidget],
        actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        """`views`: where a press or the wheel may change the targets on show."""
        super().__init__(document)
        self._document, self._playback, self._actions = document, playback, actions
        self._going_on = OWN | _beside("fit") - {"blink", "centre"}
        self._edits = _beside("delete") | _beside("accept") | _beside("propagate")
        for view in views:
            view.installEventFilter(self)
        playback.changed.connect(self._tick)
        self._tick()

    def commands(self) -> Doings:
        playback = self._playback
        return {
            "play": lambda: playback.toggle(+1),
            "play-back": lambda: playback.toggle(-1),
            "faster": lambda: playback.change_speed(+1),
            "slower": lambda: playback.change_speed(-1),
            "loop": lambda: playback.set_loop(self._actions["loop"].isChecked()),
        }

    def claims(self, name: str) -> bool:
        """Pause for a command; True if it must not run, since it edits what flies past."""
        if not self._playback.playing or name in self._going_on:
            return False
        self._pause()
        return name in self._edits

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._playback.playing:
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._pause()
        elif self._aims(watched, event):
            self._pause()
            return True
        return False

    def _aims(self, view: QObject, event: QEvent) -> bool:
        """Whether the mouse would change a target; the wheel may also zoom."""
        if isinstance(event, QWheelEvent):
            keys, target = event.modifiers(), self._document.selected
            if keys & Qt.KeyboardModifier.ShiftModifier or not isinstance(view, Canvas):
                return True
            if keys & Qt.KeyboardModifier.ControlModifier or target is None:
                return False
            x0, y0, x1, y1 = target.box
            box = QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-NEAR, -NEAR, NEAR, NEAR)
            return box.contains(view.view.to_image(event.position()))
        pressed = event.type() == QEvent.Type.MouseButtonPress
        return pressed and isinstance(event, QMouseEvent) and event.button() in AIMING

    def _pause(self) -> None:
        self._playback.pause()
        row = row_of(self._document)
        text = (
            self.tr("Paused at image {place}.")
            if row.images
            else self.tr("Paused at frame {place}.")
        )
        self._document.message.emit(text.format(place=row.here + 1))

    def _tick(self) -> None:
        playback = self._playback
        self._actions["play"].setChecked(playback.playing and playback.way > 0)
        self._actions["play-back"].setChecked(playback.playing and playback.way < 0)
        self._actions["loop"].setChecked(playback.loop)


def _beside(name: str) -> set[str]:
    """The commands in the menu of this one."""
    menu = next(m for m in menus() if any(c and c.name == name for c in m.commands))
    return {command.name for command in menu.commands if command}
