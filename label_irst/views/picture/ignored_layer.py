"""Ignored regions over the picture: drawn boxes are hatched, found letters tinted."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from label_irst.settings.mask_style import MaskStyle
from label_irst.views.picture import overlay
from label_irst.views.picture.viewport import Viewport
from p2m_core.project import IgnoredKind, IgnoredRegion

COLOUR = QColor("#ff8f70")
OUTLINED = MaskStyle(outline=True, fill=False)
FILLED = MaskStyle(outline=False, fill=True, opacity=0.4)


def paint_ignored_regions(
    painter: QPainter, view: Viewport, regions: Sequence[IgnoredRegion]
) -> None:
    """Paint the regions of the frame."""
    for region in regions:
        to_view, (x0, y0, x1, y1) = view.to_view(), region.box
        style = FILLED  # along letters an outline would be louder than what it tells
        if region.kind is IgnoredKind.DRAWN:
            style = OUTLINED
            box = to_view.mapRect(QRectF(x0 - 0.5, y0 - 0.5, x1 - x0, y1 - y0))
            painter.fillRect(box, QBrush(COLOUR, Qt.BrushStyle.BDiagPattern))
        overlay.paint_mask(
            painter, to_view, region.mask, (x0, y0), COLOUR, dashed=True, style=style
        )
