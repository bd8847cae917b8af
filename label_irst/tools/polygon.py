"""The polygon tool: click its vertices; the pixels whose centres are inside become the mask."""

import math

import numpy as np

from label_irst.document import Document, shapes
from label_irst.document.preview import Preview
from label_irst.tools.pointer import Pointer
from p2m_core.errors import P2MError

Point = tuple[float, float]
_MINE = ("accept", "delete", "undo", "deselect")  # commands that go to a begun polygon


class PolygonTool:
    """A click on the first vertex or once more on the last, or Enter, closes it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._vertices: list[Point] = []
        self._new_target = False
        self._on: object = None  # the picture on which the polygon was begun

    def hover(self, at: Pointer) -> None:
        if self._begun():
            self._show((at.x, at.y), at)

    def press(self, at: Pointer) -> None:
        if self._document.image is None:
            return
        if not self._begun():
            self._vertices, self._new_target = [], False
            self._on = self._document.image
        self._new_target |= at.new_target
        if self._closes(at):
            self._close()
        else:
            self._vertices.append((at.x, at.y))
            self._show(None, at)

    def drag(self, at: Pointer) -> None:
        self.hover(at)

    def release(self, at: Pointer) -> None:
        pass

    def leave(self) -> None:
        """The pointer may go to the other view, or to a menu, and come back."""
        if self._begun():
            self._show(None, None)
        else:
            self._drop()

    def takes(self, command: str) -> bool:
        if not self._begun() or command not in _MINE:
            return False
        if command == "accept":
            self._close()
        elif command == "deselect" or len(self._vertices) == 1:
            self._drop()
        else:
            self._vertices.pop()
            self._show(None, None)
        return True

    def _begun(self) -> bool:
        """Whether a polygon is being drawn; one begun on another frame is dropped."""
        if self._vertices and self._on is not self._document.image:
            self._drop()
        return bool(self._vertices)

    def _closes(self, at: Pointer) -> bool:
        """Whether the pointer is on the first vertex or the last, as in a double click."""
        ends = (self._vertices[0], self._vertices[-1]) if self._vertices else ()
        return any(math.hypot(at.x - x, at.y - y) <= at.reach / 2 for x, y in ends)

    def _show(self, loose: Point | None, at: Pointer | None) -> None:
        """Preview the closed polygon, with the pointer as one more vertex."""
        document = self._document
        points, corners = tuple(self._vertices), len(self._vertices)
        if loose is not None and at is not None and not self._closes(at):
            points = (*points, loose)
        new_target = self._new_target or (at is not None and at.new_target)
        shown = Preview(0, 0, np.zeros((1, 1), bool), guide=points, corners=corners)
        try:
            shape = shapes.outlined(document, points)
            shown = shapes.preview(document, shape, points, new_target, corners)
        except P2MError:  # outside of the picture: shown when the polygon is closed
            pass
        document.set_preview(shown)

    def _close(self) -> None:
        points, new_target = tuple(self._vertices), self._new_target
        self._drop()
        try:
            shape = shapes.outlined(self._document, points)
        except P2MError as error:
            self._document.message.emit(str(error))
            return
        shapes.store(self._document, shape, new_target)

    def _drop(self) -> None:
        self._vertices = []
        self._document.set_preview(None)
