"""Suggestions over the picture: dashed circles, so that they cannot be mistaken for targets."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from label_irst.document.suggestions import Suggestions, circle
from label_irst.i18n import percent
from label_irst.views.picture.chip import paint_chip
from label_irst.views.picture.viewport import Viewport

COLOUR = QColor("#c4b5fd")  # the light form of the timeline's colour for suggested frames
SCORES_FROM = 5.0  # view pixels a pixel: from here on the score fits


def paint_suggestions(
    painter: QPainter, view: Viewport, suggestions: Suggestions, reach: float
) -> None:
    """Paint the frame's suggestions; `reach` is the least radius in view pixels."""
    dense = painter.device().devicePixelRatioF()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for suggestion in suggestions.shown:
        strong = suggestions.hovered is suggestion
        radius = circle(suggestion, reach / view.scale) * view.scale
        centre = view.to_view().map(QPointF(suggestion.x, suggestion.y))
        # A dark rim keeps the circle legible on white and on black pictures.
        painter.setPen(_pen(QColor(0, 0, 0, 150), 3.4 * dense, dashed=False))
        painter.drawEllipse(centre, radius, radius)
        painter.setPen(_pen(COLOUR, (2.4 if strong else 1.6) * dense, dashed=not strong))
        painter.drawEllipse(centre, radius, radius)
        if view.scale >= SCORES_FROM or strong:
            right = centre + QPointF(radius + 5, 0)
            paint_chip(painter, right, percent(suggestion.score), COLOUR)
    painter.restore()


def _pen(colour: QColor, width: float, dashed: bool) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # square caps would fill the gaps
        pen.setDashPattern([3.0, 2.5])
    return pen
