"""Brush and eraser: one stroke is one edit, stored when the button is released."""

from collections.abc import Callable

import numpy as np

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits.frame_edits import Pixels, cropped, stroked
from label_irst.document.preview import Preview
from label_irst.tools.pointer import Pointer

SIZES = (1, 2, 3, 5, 7, 9, 13, 19)  # diameters, pixels


def footprint(row: int, column: int, diameter: int) -> Pixels:
    """The pixels of a disc around a pixel; a diameter of 2 is the 2x2 block to its lower right."""
    if diameter == 2:
        return {(row + r, column + c) for r in (0, 1) for c in (0, 1)}
    reach = diameter // 2
    return {
        (row + r, column + c)
        for r in range(-reach, reach + 1)
        for c in range(-reach, reach + 1)
        if r * r + c * c <= diameter * diameter / 4
    }


def line(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """Every pixel between two pointer positions, so that a fast stroke leaves no gaps."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    return [
        (
            round(start[0] + (end[0] - start[0]) * i / steps),
            round(start[1] + (end[1] - start[1]) * i / steps),
        )
        for i in range(steps + 1)
    ]


class BrushTool:
    def __init__(self, document: Document, erases: bool, diameter: Callable[[], int]) -> None:
        self._document = document
        self._erases = erases
        self._diameter = diameter
        self._stroke: Pixels = set()
        self._last: tuple[int, int] | None = None
        self._on: object = None  # the picture on which the stroke was begun

    def hover(self, at: Pointer) -> None:
        inside = self._inside(footprint(*at.pixel, self._diameter()))
        if not inside or self._document.image is None:
            self._document.set_preview(None)
            return
        x0, y0, mask = cropped(np.array(sorted(inside)))
        self._document.set_preview(Preview(x0, y0, mask, erases=self._erases))

    def press(self, at: Pointer) -> None:
        self._stroke, self._last, self._on = set(), at.pixel, self._document.image
        self.drag(at)

    def drag(self, at: Pointer) -> None:
        if self._on is not self._document.image:
            self.leave()  # a key has changed the frame: the stroke is not meant for this one
        if self._last is None or self._document.image is None:
            return
        for row, column in line(self._last, at.pixel):
            self._stroke |= self._inside(footprint(row, column, self._diameter()))
        self._last = at.pixel
        self._show_stroke()

    def _show_stroke(self) -> None:
        target = self._document.selected
        new = stroked(target, self._stroke, self._erases)
        replaces = target.id if target is not None else 0
        if new:
            x0, y0, mask = cropped(np.array(sorted(new)))
            self._document.set_preview(Preview(x0, y0, mask, replaces=replaces))
        else:
            nothing = np.zeros((1, 1), bool)
            self._document.set_preview(Preview(0, 0, nothing, replaces=replaces))

    def release(self, at: Pointer) -> None:
        if self._on is not self._document.image:
            self.leave()
        stroke, self._stroke, self._last = self._stroke, set(), None
        self._document.set_preview(None)
        if stroke:
            frame_actions.paint(self._document, stroke, self._erases)

    def leave(self) -> None:
        self._stroke, self._last = set(), None
        self._document.set_preview(None)

    def takes(self, command: str) -> bool:
        return False

    def _inside(self, pixels: Pixels) -> Pixels:
        image = self._document.image
        if image is None:
            return set()
        height, width = image.shape
        return {(r, c) for r, c in pixels if 0 <= r < height and 0 <= c < width}
