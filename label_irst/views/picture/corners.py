"""Only the corners of a box, so that the pixels in it stay visible."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

COLOUR = QColor("#f6b04b")  # the amber of doubt, legible on every picture with its dark rim


def paint_corners(
    painter: QPainter, middle: QPointF, width: float, height: float, share: float
) -> None:
    """Paint them around a point; `width` and `height` are half sides in view pixels.

    `share`: how much of each half side is painted.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, thick in ((QColor(0, 0, 0, 150), 3.6), (COLOUR, 1.8)):
        pen = QPen(colour, thick * painter.device().devicePixelRatioF())
        pen.setCosmetic(True)
        painter.setPen(pen)
        for sx in (-1, 1):
            for sy in (-1, 1):
                corner = middle + QPointF(sx * width, sy * height)
                painter.drawLine(corner, corner - QPointF(sx * width * share, 0))
                painter.drawLine(corner, corner - QPointF(0, sy * height * share))
