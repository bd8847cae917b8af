"""What the wheel does in a view: it zooms, and over a mask it walks the growth path.

The place decides that the pointer last moved to, or clicked at, and not where the mask or the
picture is after some turns: who zooms in on a target goes on zooming, and a mask that has become
smaller than the pointer's distance goes on shrinking.
"""

import numpy as np
from PySide6.QtCore import QPointF

from label_irst.document import Document, floods
from label_irst.views.picture.viewport import Viewport
from p2m_core.geometry import pixel_at
from p2m_core.project import Target

WHEEL_NOTCH = 120
WALKS_FROM = 5.0  # view pixels a pixel of the frame; below, masks are too small to see them change
MARGIN = 2.0  # pixels around the selected mask that belong to it


class Wheel:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._turned = 0
        self.over: Target | None = None  # whose growth path it walks

    @property
    def walks(self) -> bool:
        return self.over is not None

    def decide(self, view: Viewport, at: QPointF) -> bool:
        """The pointer has come to a point of the picture; return whether the meaning changes."""
        before, self._turned = self.walks, 0
        self.over = self._below(at) if view.scale >= WALKS_FROM else None
        return self.walks is not before

    def select(self) -> None:
        """Select the target whose mask is below the pointer: the wheel is about to change it."""
        document, over = self._document, self.over
        if over is None or (document.selected is not None and document.selected.id == over.id):
            return
        document.select(next((t for t in document.targets if t.id == over.id), document.selected))

    def leave(self) -> None:
        """The pointer has left the view."""
        self.over = None

    def _below(self, at: QPointF) -> Target | None:
        document, chosen = self._document, self._document.selected
        if not document.display.masks_shown:
            return None
        if chosen is not None and self._on_mask(chosen, at, MARGIN):
            return chosen
        return next((t for t in document.targets if self._on_mask(t, at, 0.0)), None)

    def _on_mask(self, target: Target, at: QPointF, margin: float) -> bool:
        row, column = pixel_at(at.x(), at.y())
        x0, y0, x1, y1 = target.box
        if not (x0 - margin <= column < x1 + margin and y0 - margin <= row < y1 + margin):
            return False
        rows, columns = np.nonzero(target.mask)
        away = np.hypot(rows + target.y0 - row, columns + target.x0 - column).min()
        return bool(away <= margin and self._walkable(target))

    def _walkable(self, target: Target) -> bool:
        if target.algorithm == floods.ALGORITHM:
            return True
        if target is self._document.selected:
            return self._document.growth is not None
        return target.algorithm == "pamg"

    def notches(self, delta: int) -> int:
        """Whole notches; what touchpads send in small parts is summed up."""
        if self._turned * delta < 0:
            self._turned = 0
        self._turned += delta
        whole = int(self._turned / WHEEL_NOTCH)
        self._turned -= whole * WHEEL_NOTCH
        return whole
