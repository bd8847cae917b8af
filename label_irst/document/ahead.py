"""Frames are read by other threads; the next ones ahead of time.

Decoding never blocks the window: it stays alive while it waits for a frame, and the next frames in
the direction of travel have mostly been read.
"""

import threading
from collections import deque
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from p2m_core.errors import FrameError
from p2m_core.sequence import Sequence

QUICK_SECONDS = 0.015  # for a frame that takes no longer, the window simply waits
AHEAD_FRAMES = 8
AHEAD_BYTES = 64 * 2**20
GROUP_FRAMES = 64  # of a video read at once when going back: it can only be decoded forwards
STRIDE = 10
THREADS = 2


class _Wish:
    """A frame that the window waits for."""

    def __init__(self, frame: int) -> None:
        self.frame = frame
        self.done = threading.Event()
        self.image: NDArray[Any] | None = None
        self.error: Exception | None = None


class ReadAhead(QObject):
    """Reads one sequence; call it from the window's thread only."""

    _came = Signal()

    def __init__(self, sequence: Sequence, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sequence = sequence
        self._last = 0
        self._wishes: deque[_Wish] = deque()
        self._plan: deque[tuple[int, int]] = deque()  # frame to read, and from which one on
        self._wake = threading.Condition()
        self._closing = False
        frame_bytes = sequence.shape[0] * sequence.shape[1] * sequence.dtype.itemsize
        self._reach = max(2, min(AHEAD_FRAMES, AHEAD_BYTES // max(1, frame_bytes)))
        self._group = max(2, min(GROUP_FRAMES, AHEAD_BYTES // max(1, frame_bytes)))
        self._threads = [
            threading.Thread(target=self._work, name="read-ahead", daemon=True)
            for _ in range(THREADS if sequence.independent else 1)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End the threads after the frames they are reading; requests that wait get an error."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join()
        for wish in self._wishes:
            self._end(wish, None, FrameError(f"{self._sequence.path}: closed meanwhile"))

    def read(self, frame: int) -> NDArray[Any]:
        """The raw frame; the window stays alive meanwhile.

        Raises
        ------
        FrameError
            If it cannot be read, or the sequence is closed meanwhile.
        """
        if self._sequence.is_cached(frame):
            return self._sequence[frame]
        wish = _Wish(frame)
        loop = QEventLoop()
        self._came.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        with self._wake:
            if self._closing:
                raise FrameError(f"{self._sequence.path}: closed")
            self._wishes.append(wish)
            self._wake.notify()
        if not wish.done.wait(QUICK_SECONDS):
            while not wish.done.is_set():
                loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if wish.error is not None:
            raise wish.error
        assert wish.image is not None
        return wish.image

    def travel(self, frame: int) -> None:
        """The user is at `frame` now: read what probably comes next."""
        way = 1 if frame >= self._last else -1
        stride = abs(frame - self._last)
        jumped = stride > STRIDE
        reach = 1 if jumped else self._reach  # more would delay the next jump
        self._last = frame
        count = len(self._sequence)
        plan: list[tuple[int, int]] = []
        onwards = [(f, f) for k in range(1, reach + 1) if 0 <= (f := frame + way * k) < count]
        if self._sequence.on_the_way:
            back = self._behind(frame)
            plan = [*onwards, *back] if way > 0 else back
        else:
            strides = () if jumped else (frame + way * stride, frame + 2 * way * stride)
            first = [(f, f) for f in strides if 0 <= f < count]  # one is mostly followed by more
            plan = [*first, *onwards, *((f, f) for f in (frame - way,) if 0 <= f < count)]
        with self._wake:
            self._plan = deque(step for step in plan if not self._sequence.is_cached(step[0]))
            self._wake.notify_all()

    def _behind(self, frame: int) -> list[tuple[int, int]]:
        """What to read so that the cache always has frames before this one."""
        first = frame
        while first > max(0, frame - self._group // 2) and self._sequence.is_cached(first - 1):
            first -= 1
        if first == max(0, frame - self._group // 2):
            return []
        return [(first - 1, max(0, first - self._group))]

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or self._wishes or self._plan)
                if self._closing:
                    return
                wish = self._wishes.popleft() if self._wishes else None
                step = self._plan.popleft() if wish is None else None
            if wish is not None:
                self._grant(wish)
            elif step is not None:
                self._sequence.read_ahead(*step, self._is_urgent)

    def _is_urgent(self) -> bool:
        return bool(self._wishes) or self._closing

    def _grant(self, wish: _Wish) -> None:
        try:
            self._end(wish, self._sequence[wish.frame], None)
        except Exception as error:
            self._end(wish, None, error)

    def _end(self, wish: _Wish, image: NDArray[Any] | None, error: Exception | None) -> None:
        wish.image, wish.error = image, error
        wish.done.set()
        self._came.emit()
