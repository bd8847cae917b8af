"""Tools that draw a box: the mask it gives is shown while the user draws."""

import numpy as np

from label_irst.document import Document, shapes
from label_irst.document.preview import Preview
from label_irst.i18n import tr
from label_irst.tools.pointer import Pointer
from p2m_core import geometry
from p2m_core.errors import InputError, P2MError

LARGEST = 512  # pixels: small targets are far smaller, and larger boxes take long to search


class BoxTool:
    """`find` returns the shape in a box; keys and the wheel step it while the button is held."""

    def __init__(self, document: Document, find: shapes.Find) -> None:
        self._document = document
        self._find = find
        self._start: tuple[int, int] | None = None
        self._end = Pointer(0.0, 0.0)
        self._steps = 0
        self._on: object = None  # the picture on which the box was begun

    def hover(self, at: Pointer) -> None:
        pass

    def press(self, at: Pointer) -> None:
        self._start, self._steps, self._on = at.pixel, 0, self._document.image
        self.drag(at)

    def drag(self, at: Pointer) -> None:
        if self._on is not self._document.image:
            self.leave()  # a key has changed the frame: the box is not meant for this one
        if self._start is None:
            return
        self._end = at
        self._show()

    def _show(self) -> None:
        assert self._start is not None
        document, box = self._document, box_of(self._start, self._end.pixel)
        shown = outlined(box)
        if not self._is_click():
            try:
                shape = self._shape(box)
                shown = shapes.preview(document, shape, shown.guide, self._end.new_target)
            except P2MError:  # shown when the button is released
                pass
        document.set_preview(shown)

    def _shape(self, box: geometry.Box) -> shapes.Shape:
        x0, y0, x1, y1 = box
        if max(x1 - x0, y1 - y0) > LARGEST:
            text = tr("A box around one target is at most {pixels} pixels wide and high.")
            raise InputError(text.format(pixels=LARGEST))
        return self._find(self._document, box, self._steps)

    def _is_click(self) -> bool:
        return self._start == self._end.pixel

    def release(self, at: Pointer) -> None:
        self.drag(at)
        start, document = self._start, self._document
        self._start = None
        document.set_preview(None)
        if start is None:
            return
        if start == at.pixel:
            document.message.emit(tr("Drag a box around the target."))
            return
        try:
            shape = self._shape(box_of(start, at.pixel))
        except P2MError as error:
            document.message.emit(str(error))
            return
        shapes.store(document, shape, at.new_target)

    def leave(self) -> None:
        self._start = None
        self._document.set_preview(None)

    def takes(self, command: str) -> bool:
        if self._start is None or command not in ("grow", "shrink", "deselect"):
            return False
        if command == "deselect":
            self.leave()
        else:
            self._steps += 1 if command == "grow" else -1
            self._show()
        return True


def box_of(a: tuple[int, int], b: tuple[int, int]) -> geometry.Box:
    """The half-open box whose corners are these pixels (row, column)."""
    return min(a[1], b[1]), min(a[0], b[0]), max(a[1], b[1]) + 1, max(a[0], b[0]) + 1


def outlined(box: geometry.Box) -> Preview:
    """The outline of a half-open box, without a mask."""
    x0, y0, x1, y1 = box
    left, top, right, bottom = x0 - 0.5, y0 - 0.5, x1 - 0.5, y1 - 0.5
    guide = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Preview(0, 0, np.zeros((1, 1), bool), guide=guide)
