"""How long the window's thread was busy at a stretch: a timer that should beat every few ms."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 5


@dataclass
class Heartbeat:
    """The gaps between beats, in ms."""

    gaps: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.gaps, default=0.0)


@contextmanager
def heartbeat() -> Iterator[Heartbeat]:
    """Listen while the block runs; what happens before the loop runs again counts as a gap too."""
    heard, last = Heartbeat(), time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        heard.gaps.append((now - last) * 1e3)
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start(BEAT_MS)
    try:
        yield heard
    finally:
        timer.stop()
        beat()
