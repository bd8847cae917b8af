"""Previous, current and next frame in turn: what moves catches the eye."""

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document

INTERVAL_MS = 300
_TURNS = (-1, 0, +1)


class Blink(QObject):
    """Only the picture blinks; document, masks and tools stay at the current frame."""

    turned = Signal()

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self.offset = 0  # from the document's frame to the one whose picture is shown
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._turn)
        document.frame_changed.connect(self._rest)
        document.sequence_changed.connect(self.stop)

    @property
    def on(self) -> bool:
        return self._timer.isActive()

    def toggle(self) -> None:
        if self.on or self._document.image is None:
            self.stop()
        else:
            self._timer.start()
            self._turn()

    def stop(self) -> None:
        self._timer.stop()
        self._rest()
        self.turned.emit()

    def _rest(self) -> None:
        """Show a new frame itself first."""
        self.offset = 0

    def _turn(self) -> None:
        """Show the next readable frame of the three."""
        at = _TURNS.index(self.offset)
        for step in (1, 2, 3):
            offset = _TURNS[(at + step) % 3]
            frame = self._document.frame + offset
            if 0 <= frame < self._document.states.size and self._document.display.shown(frame):
                self.offset = offset
                break
        self.turned.emit()
