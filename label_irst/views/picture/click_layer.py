"""The corrective clicks of the selected target, and what a click under the pointer means."""

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from label_irst.document.preview import Aim
from label_irst.document.regrowth import excluded, included
from label_irst.views.picture.overlay import ERASER_COLOUR, PREVIEW_COLOUR
from label_irst.views.picture.viewport import Viewport
from p2m_core.project import Target

SHOWN_FROM = 5.0  # view pixels a pixel of the frame: below, the signs would hide the masks
RIM = QColor(0, 0, 0, 190)
CIRCLE = QColor(255, 255, 255, 150)


def paint_clicks(painter: QPainter, view: Viewport, target: Target) -> None:
    """Paint a plus on the pixels that clicks put into the target, a minus on those taken out."""
    if view.scale < SHOWN_FROM:
        return
    for points, sign in ((included(target), 1), (excluded(target), -1)):
        for x, y in points:
            _paint_sign(painter, view, QPointF(round(x), round(y)), sign)


def paint_aim(painter: QPainter, view: Viewport, aim: Aim) -> None:
    """Paint the circle within which a click snaps, and the pixel that it then means."""
    to_view = view.to_view()
    if aim.sign:
        if view.scale >= SHOWN_FROM:
            _paint_sign(painter, view, QPointF(*aim.at), aim.sign)
        return
    if not aim.radius:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    at, meant = to_view.map(QPointF(*aim.at)), to_view.map(QPointF(*aim.meant))
    radius = (aim.radius + 0.5) * view.scale
    for pen in (QPen(QColor(0, 0, 0, 90), 2.5), QPen(CIRCLE, 1.0)):
        painter.setPen(pen)
        painter.drawEllipse(at, radius, radius)
    if aim.meant != aim.at:
        for colour, width in ((RIM, 3.5), (QColor(PREVIEW_COLOUR), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(at, meant)
            painter.drawEllipse(meant, 3.0, 3.0)
    painter.restore()


def _paint_sign(painter: QPainter, view: Viewport, middle: QPointF, sign: int) -> None:
    """A plus or a minus within the pixel, in the colours of what is added and taken away."""
    at = view.to_view().map(middle)
    half = min(7.0, max(2.5, 0.3 * view.scale))
    lines = [QLineF(at - QPointF(half, 0), at + QPointF(half, 0))]
    if sign > 0:
        lines.append(QLineF(at - QPointF(0, half), at + QPointF(0, half)))
    colour = QColor(PREVIEW_COLOUR if sign > 0 else ERASER_COLOUR)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen_colour, width in ((RIM, 5.0), (colour, 2.2)):
        pen = QPen(pen_colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)
    painter.restore()
