"""The select tool: a click selects the target under the pointer, or the nearest in reach."""

import math

from label_irst.document import Document
from label_irst.document.edits.frame_edits import at_pixel
from label_irst.tools import suggestion
from label_irst.tools.pointer import Pointer
from p2m_core.project import Target


class SelectTool:
    def __init__(self, document: Document) -> None:
        self._document = document

    def hover(self, at: Pointer) -> None:
        suggestion.hover(self._document, at)

    def press(self, at: Pointer) -> None:
        pass

    def release(self, at: Pointer) -> None:
        # Not at the press: a drag that moves the picture would then drop the selection.
        if suggestion.accept(self._document, at):
            return
        targets = self._document.targets
        self._document.select(at_pixel(targets, at.x, at.y) or self._nearest(at))

    def _nearest(self, at: Pointer) -> Target | None:
        def distance(target: Target) -> float:
            x, y = target.centroid
            return max(0.0, math.hypot(x - at.x, y - at.y) - target.radius)

        nearest = min(self._document.targets, key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= at.reach else None

    def drag(self, at: Pointer) -> None:
        pass

    def leave(self) -> None:
        self._document.set_preview(None)

    def takes(self, command: str) -> bool:
        return False
