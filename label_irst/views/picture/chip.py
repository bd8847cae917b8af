"""A word on a dark chip over the picture, legible on white and on black."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

BACK = QColor(20, 23, 28, 190)
ROOM = 4.0  # view pixels on either side of the text


def paint_chip(painter: QPainter, left: QPointF, text: str, colour: QColor) -> None:
    """Paint `text`; `left` is the middle of the chip's left side."""
    size = painter.fontMetrics().size(0, text)
    place = QRectF(left.x(), left.y() - size.height() / 2, size.width() + 2 * ROOM, size.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BACK)
    painter.drawRoundedRect(place, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(colour)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def chip_width(painter: QPainter, text: str) -> float:
    """The width of the chip of `text`."""
    return painter.fontMetrics().size(0, text).width() + 2 * ROOM
