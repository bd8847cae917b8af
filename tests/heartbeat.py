"""How long the window's thread was busy at a stretch: a timer that should beat every few ms."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 5


@dataclass
class Heartbeat:
    """The gaps between beats, and the thread's own work in each; in ms.

    On a machine that others use as well, a gap is longer than the work in it.
    """

    gaps: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.gaps, default=0.0)


@contextmanager
def heartbeat() -> Iterator[Heartbeat]:
    """Listen while the block runs; what happens before the loop runs again counts as a gap too."""
    heard, last, last_work = Heartbeat(), time.perf_counter(), time.thread_time()

    def beat() -> None:
        nonlocal last, last_work
        now, worked = time.perf_counter(), time.thread_time()
        heard.gaps.append((now - last) * 1e3)
        heard.work.append((worked - last_work) * 1e3)
        last, last_work = now, worked

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start(BEAT_MS)
    try:
        yield heard
    finally:
        timer.stop()
        beat()
