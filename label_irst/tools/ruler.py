"""The ruler: a drag lays a line from pixel to pixel; a click or Escape takes it away."""

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
            end = _pixel(at)
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


def _pixel(at: Pointer) -> Pixel:
    row, column = at.pixel
    return column, row
