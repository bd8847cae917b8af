"""Playing the frames by the clock, forwards or backwards; what cannot be shown in time is left out.

Only the frame on show changes: it plays what the document shows, with all masks.
"""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from label_irst.document import Document
from label_irst.document.row import row_of

RATE = 25.0  # frames a second at 1x, whatever the sequence was recorded at
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
MOST_A_SECOND = 50.0  # pictures; faster than that, whole strides of frames are left out
BREATH_MS = 4  # between two frames, for the mouse and the keys
LONGEST_SKIP = 0.1  # seconds of the sequence that one late frame may cost


class Playback(QObject):
    """Plays the chosen frames, or the whole row; whatever else changes the frame pauses it."""

    changed = Signal()  # playing, its way, speed or loop

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self.playing = False
        self.way = 1
        self.speed = 1.0
        self.loop = False
        self._stepping = False  # we change the frame, nobody else
        self._on_show: object = None  # the targets of the last frame that we showed
        self._start = 0  # the place that `_clock` counts from
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        for signal in (
            document.frame_changed,
            document.sequence_changed,
            document.targets_changed,
            document.selection_changed,
        ):
            signal.connect(self._disturbed)

    # Controls

    def toggle(self, way: int) -> None:
        """Play that way; pause if it does."""
        if self.playing and self.way == way:
            self.pause()
        else:
            self._play(way)

    def pause(self) -> None:
        if self.playing:
            self.playing = False
            self._timer.stop()
            self.changed.emit()

    def set_speed(self, speed: float) -> None:
        self.speed = speed
        self._count_from_here()
        self.changed.emit()

    def change_speed(self, by: int) -> None:
        """Take the next faster (+1) or slower (-1) speed."""
        place = SPEEDS.index(self.speed) + by
        self.set_speed(SPEEDS[min(max(place, 0), len(SPEEDS) - 1)])

    def set_loop(self, loop: bool) -> None:
        self.loop = loop
        self.changed.emit()

    # Playing

    def _play(self, way: int) -> None:
        size, here = row_of(self._document).size, row_of(self._document).here
        if size < 2:
            self._document.message.emit(self.tr("There is only one frame to play."))
            self.changed.emit()  # the command's tick goes
            return
        self.way, self.playing, self._on_show = way, True, self._targets()
        first, last = self._bounds()
        end = last if way > 0 else first
        if here == end or not first <= here <= last:
            self._show(first if way > 0 else last)
        self._count_from_here()
        self._timer.start(BREATH_MS)
        self.changed.emit()

    def _bounds(self) -> tuple[int, int]:
        """The first and the last place to play."""
        row = row_of(self._document)
        return (not row.images and self._document.range) or (0, row.size - 1)

    def _count_from_here(self) -> None:
        self._start = row_of(self._document).here
        self._clock.start()

    def _tick(self) -> None:
        rate = RATE * self.speed
        stride = max(1, round(rate / MOST_A_SECOND))
        here = row_of(self._document).here
        passed = int(self._clock.elapsed() * rate / 1000.0) // stride * stride
        skip = passed - self.way * (here - self._start)
        most = max(stride, round(LONGEST_SKIP * rate))
        if skip > 0:
            self._step(here, min(skip, most))
        if skip > most:  # the reading does not keep up: go on from here, not ever farther on
            self._count_from_here()
        if self.playing:
            done = self.way * (row_of(self._document).here - self._start)
            due = (done + stride) * 1000.0 / rate - self._clock.elapsed()
            self._timer.start(max(BREATH_MS, round(due)))

    def _step(self, here: int, by: int) -> None:
        first, last = self._bounds()
        goal = here + self.way * by
        if first <= goal <= last:
            self._show(goal)
        elif self.loop:
            self._show(first if self.way > 0 else last)
            self._count_from_here()
        else:
            self._show(last if self.way > 0 else first)
            self.pause()

    def _show(self, place: int) -> None:
        self._stepping = True
        try:
            row_of(self._document).go_to(place)
        finally:
            self._stepping = False
        self._on_show = self._targets()

    def _targets(self) -> object:
        document = self._document
        selected = document.selected.id if document.selected is not None else 0
        targets = [(t.id, t.x0, t.y0, t.area, t.state) for t in document.targets]
        return document.info, document.frame, selected, targets

    def _disturbed(self) -> None:
        """Someone else changed what is on show: leave it there. Jobs may change other frames."""
        if self.playing and not self._stepping and self._targets() != self._on_show:
            self.pause()


def speed_text(speed: float) -> str:
    """1/4×, 1/2×, 1× ..."""
    return f"{speed:.0f}×" if speed >= 1 else f"1/{1 / speed:.0f}×"
