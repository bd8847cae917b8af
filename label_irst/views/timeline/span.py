"""The visible stretch of the timeline, and the frame numbers along it."""

import math
from dataclasses import dataclass, replace

FEWEST_FRAMES = 8.0


@dataclass(frozen=True)
class Span:
    """From edge `first` to edge `last`; frame i reaches from edge i to edge i + 1."""

    count: int
    first: float
    last: float

    @classmethod
    def whole(cls, count: int) -> "Span":
        return cls(count, 0.0, float(max(1, count)))

    @property
    def length(self) -> float:
        return self.last - self.first

    @property
    def is_whole(self) -> bool:
        return self.length >= self.count

    def at(self, share: float) -> float:
        """The edge at this share of the way from first to last."""
        return self.first + share * self.length

    def share(self, edge: float) -> float:
        return (edge - self.first) / self.length

    def frame_at(self, share: float) -> int:
        """The frame at this share of the way, also outside the span; always one that exists."""
        return min(max(math.floor(self.at(share)), 0), max(0, self.count - 1))

    def zoomed(self, share: float, factor: float) -> "Span":
        """A span of `factor` times fewer frames; the one at `share` of the way stays in place."""
        length = min(max(self.length / factor, FEWEST_FRAMES), float(max(1, self.count)))
        first = self.at(share) - share * length
        return replace(self, first=first, last=first + length)._inside()

    def moved(self, by: float) -> "Span":
        """A span of as many frames, `by` later."""
        return replace(self, first=self.first + by, last=self.last + by)._inside()

    def showing(self, frame: int) -> "Span":
        """The span moved just enough to contain `frame` and a few neighbours."""
        margin = min(0.1 * self.length, (self.length - 1) / 2)
        if frame < self.first:
            return self.moved(frame - margin - self.first)
        if frame + 1 > self.last:
            return self.moved(frame + 1 + margin - self.last)
        return self

    def _inside(self) -> "Span":
        first = min(max(self.first, 0.0), max(0.0, self.count - self.length))
        return replace(self, first=first, last=first + self.length)


def ticks(span: Span, room: float) -> tuple[list[int], list[int]]:
    """Frames to mark, numbered from 1 as for the user: with a number, and without.

    `room` is how many numbers fit side by side.
    """
    step = _round_up(span.length / max(1.0, room))
    fine = max(1, step // 5)
    first, last = math.floor(span.first) + 1, math.ceil(span.last)
    marks = range(-(-first // fine) * fine, last + 1, fine)
    return [m for m in marks if m % step == 0], [m for m in marks if m % step]


def _round_up(value: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50, 100, ..."""
    power = 10 ** max(0, math.floor(math.log10(max(1.0, value))))
    return int(next(r * power for r in (1, 2, 5, 10) if r * power >= value))
