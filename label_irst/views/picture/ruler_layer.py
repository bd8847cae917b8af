"""The ruler over the picture: a line from pixel to pixel, and what it measures beside its end."""

import math

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from label_irst.document.ruler import Line
from label_irst.i18n import tr
from label_irst.views.picture.chip import chip_width, paint_chip
from label_irst.views.picture.viewport import Viewport

COLOUR = QColor("#8fd3ff")
END = 6.0  # view pixels: half of the stroke across each end
GAP = 12.0  # from the end of the line to its numbers


def ruler_text(line: Line) -> str:
    """Length, components and angle."""
    text = tr("{length} px   dx {dx}   dy {dy}   {angle}°")
    return text.format(
        length=f"{line.length:.1f}", dx=line.dx, dy=line.dy, angle=f"{line.angle:.1f}"
    )


def paint_ruler(painter: QPainter, view: Viewport, line: Line) -> None:
    to_view, dense = view.to_view(), painter.device().devicePixelRatioF()
    start, end = to_view.map(QPointF(*line.start)), to_view.map(QPointF(*line.end))
    along = QPointF(line.dx, line.dy) / line.length
    across = QPointF(-along.y(), along.x()) * END
    strokes = [QLineF(start, end), *(QLineF(p - across, p + across) for p in (start, end))]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((QColor(0, 0, 0, 170), 3.6), (COLOUR, 1.6)):
        pen = QPen(colour, width * dense)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(strokes)
    painter.restore()
    _paint_numbers(painter, view, line, end)


def _paint_numbers(painter: QPainter, view: Viewport, line: Line, end: QPointF) -> None:
    """Beyond the end, where they do not hide the line, and inside the view."""
    text = ruler_text(line)
    width, height = chip_width(painter, text), painter.fontMetrics().height()
    x = end.x() + GAP if line.dx >= 0 else end.x() - GAP - width
    y = end.y() + math.copysign(GAP + height / 2, line.dy or 1)
    x = min(max(x, 2.0), max(2.0, view.width - width - 2))
    y = min(max(y, height / 2 + 2), view.height - height / 2 - 2)
    paint_chip(painter, QPointF(x, y), text, COLOUR)
