"""Model errors over the picture: only the corners of a square, so that the pixels stay visible."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from label_irst.document.model_errors import ModelError
from label_irst.i18n import percent, tr
from label_irst.views.picture.chip import chip_width, paint_chip
from label_irst.views.picture.viewport import Viewport

COLOUR = QColor("#f6b04b")  # the amber of doubt, legible on every picture with its dark rim
ROOM = 2.5  # pixels around the target
CORNER = 0.35  # of half a side
WORDS_FROM = 5.0  # view pixels a pixel: from here on a word fits


def paint_errors(painter: QPainter, view: Viewport, errors: list[ModelError], reach: float) -> None:
    """Paint the frame's errors; `reach` is the least half side in view pixels."""
    dense = painter.device().devicePixelRatioF()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for error in errors:
        half = max((error.radius + ROOM) * view.scale, reach + 4.0)
        middle = view.to_view().map(QPointF(error.x, error.y))
        for colour, width in ((QColor(0, 0, 0, 150), 3.6), (COLOUR, 1.8)):
            pen = QPen(colour, width * dense)
            pen.setCosmetic(True)
            painter.setPen(pen)
            for sx in (-1, 1):
                for sy in (-1, 1):
                    corner = middle + QPointF(sx * half, sy * half)
                    painter.drawLine(corner, corner - QPointF(sx * half * CORNER, 0))
                    painter.drawLine(corner, corner - QPointF(0, sy * half * CORNER))
        if view.scale >= WORDS_FROM:
            _paint_word(painter, QPointF(middle.x(), middle.y() + half + 4), error)
    painter.restore()


def _paint_word(painter: QPainter, top: QPointF, error: ModelError) -> None:
    text = tr("missed?") if error.missed else tr("target?") + f"  {percent(error.score)}"
    left, middle = chip_width(painter, text) / 2, painter.fontMetrics().height() / 2
    paint_chip(painter, top + QPointF(-left, middle), text, COLOUR)
