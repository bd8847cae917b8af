"""Model errors over the picture: only the corners of a square, so that the pixels stay visible."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from label_irst.document.model_errors import ModelError
from label_irst.i18n import percent, tr
from label_irst.views.picture.chip import chip_width, paint_chip
from label_irst.views.picture.corners import COLOUR, paint_corners
from label_irst.views.picture.viewport import Viewport

ROOM = 2.5  # pixels around the target
CORNERS = 0.35  # of each half side
WORDS_FROM = 5.0  # view pixels a pixel: from here on a word fits


def paint_errors(painter: QPainter, view: Viewport, errors: list[ModelError], reach: float) -> None:
    """Paint the frame's errors; `reach` is the least half side in view pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for error in errors:
        half = max((error.radius + ROOM) * view.scale, reach + 4.0)
        middle = view.to_view().map(QPointF(error.x, error.y))
        paint_corners(painter, middle, half, half, CORNERS)
        if view.scale >= WORDS_FROM:
            _paint_word(painter, QPointF(middle.x(), middle.y() + half + 4), error)
    painter.restore()


def _paint_word(painter: QPainter, top: QPointF, error: ModelError) -> None:
    text = tr("missed?") if error.missed else tr("target?") + f"  {percent(error.score)}"
    left, middle = chip_width(painter, text) / 2, painter.fontMetrics().height() / 2
    paint_chip(painter, top + QPointF(-left, middle), text, COLOUR)
