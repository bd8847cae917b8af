"""What the wheel does in a view: it zooms, and over the selected mask it walks the growth path.

The place decides that the pointer last moved to, or clicked at, and not where the mask or the
picture is after some turns: who zooms in on a target goes on zooming, and a mask that has become
smaller than the pointer's distance goes on shrinking.
"""

import numpy as np
from PySide6.QtCore import QPointF

from label_irst.document import Document, floods
from label_irst.views.picture.viewport import Viewport
from p2m_core.geometry import pixel_at

WHEEL_NOTCH = 120
WALKS_FROM = 5.0  # view pixels a pixel of the frame; below, masks are too small to see them change
MARGIN = 2.0  # pixels around the mask that belong to it


class Wheel:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._turned = 0
        self.walks = False

    def decide(self, view: Viewport, at: QPointF) -> bool:
        """The pointer has come to a point of the picture; return whether the meaning changes."""
        before, self._turned = self.walks, 0
        self.walks = view.scale >= WALKS_FROM and self._on_mask(at)
        return self.walks is not before

    def _on_mask(self, at: QPointF) -> bool:
        document = self._document
        target = document.selected
        if target is None or not document.display.masks_shown:
            return False
        row, column = pixel_at(at.x(), at.y())
        x0, y0, x1, y1 = target.box
        if not (x0 - MARGIN <= column < x1 + MARGIN and y0 - MARGIN <= row < y1 + MARGIN):
            return False
        rows, columns = np.nonzero(target.mask)
        away = np.hypot(rows + target.y0 - row, columns + target.x0 - column).min()
        walkable = target.algorithm == floods.ALGORITHM or document.growth is not None
        return bool(away <= MARGIN and walkable)

    def notches(self, delta: int) -> int:
        """Whole notches; what touchpads send in small parts is summed up."""
        if self._turned * delta < 0:
            self._turned = 0
        self._turned += delta
        whole = int(self._turned / WHEEL_NOTCH)
        self._turned -= whole * WHEEL_NOTCH
        return whole
