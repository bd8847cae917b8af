"""The ruler: a drag lays a line from pixel to pixel; a click or Escape takes it away.

With Shift the line is straight: along a row, a column or a diagonal.
"""

from label_irst.document.ruler import Line, Pixel, Ruler
from label_irst.tools.pointer import Pointer


class RulerTool:
    def __init__(self, ruler: Ruler) -> None:
        self._ruler = ruler
        self._start: Pixel | None = None

    def hover(self, at: Pointer) -> None:
        pass

    def press(self, at: Pointer) -> None:
        self._start = _pixel(at)
        self._ruler.lay(None)

    def drag(self, at: Pointer) -> None:
        if self._start is not None:
            end = _straight(self._start, _pixel(at)) if at.adds else _pixel(at)
            self._ruler.lay(Line(self._start, end) if end != self._start else None)

    def release(self, at: Pointer) -> None:
        self.drag(at)
        self._start = None

    def leave(self) -> None:
        self._start = None

    def takes(self, command: str) -> bool:
        if command != "deselect" or self._ruler.line is None:
            return False
        self._start = None
        self._ruler.lay(None)
        return True


def _straight(start: Pixel, end: Pixel) -> Pixel:
    """The end of the nearest row, column or diagonal through the start."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if abs(dx) > 2 * abs(dy):
        return end[0], start[1]
    if abs(dy) > 2 * abs(dx):
        return start[0], end[1]
    far = max(abs(dx), abs(dy))
    return start[0] + (far if dx > 0 else -far), start[1] + (far if dy > 0 else -far)


def _pixel(at: Pointer) -> Pixel:
    row, column = at.pixel
    return column, row
