"""A line that its user laid over the picture to measure it; no edit, and stored nowhere."""

import math
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

Pixel = tuple[int, int]  # x, y


class Line(NamedTuple):
    """From the middle of one pixel to that of another."""

    start: Pixel
    end: Pixel

    @property
    def dx(self) -> int:
        return self.end[0] - self.start[0]

    @property
    def dy(self) -> int:
        """Positive downwards, as y is."""
        return self.end[1] - self.start[1]

    @property
    def length(self) -> float:
        return math.hypot(self.dx, self.dy)

    @property
    def angle(self) -> float:
        """Degrees from the right, anticlockwise as one sees it: above -180, up to 180."""
        return math.degrees(math.atan2(-self.dy, self.dx)) if self.dy else 180.0 * (self.dx < 0)


class Ruler(QObject):
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.line: Line | None = None

    def lay(self, line: Line | None) -> None:
        """Lay the ruler there, or take it away."""
        if line != self.line:
            self.line = line
            self.changed.emit()
