"""Masks over the picture: the outline runs along the pixels' edges, at every zoom."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

# Told apart on grey pictures, and by people who see red and green alike (after Okabe and Ito).
TRACK_COLOURS = ("#ff5a5f", "#4cc9f0", "#ffd166", "#06d6a0", "#c77dff", "#ff9f1c", "#8ecae6")
PREVIEW_COLOUR = "#7cf5c6"
ERASER_COLOUR = "#ff9f1c"


def track_colour(track: int) -> QColor:
    return QColor(TRACK_COLOURS[(track - 1) % len(TRACK_COLOURS)])


def outline(mask: NDArray[np.bool_], x0: int, y0: int) -> list[QLineF]:
    """The edges between mask and not mask as lines in image coordinates."""
    padded = np.pad(mask, 1).astype(np.int8)
    lines = []
    for row, column in np.argwhere(np.diff(padded, axis=0)[:, 1:-1]):
        x, y = x0 + column - 0.5, y0 + row - 0.5
        lines.append(QLineF(x, y, x + 1, y))
    for row, column in np.argwhere(np.diff(padded, axis=1)[1:-1]):
        x, y = x0 + column - 0.5, y0 + row - 0.5
        lines.append(QLineF(x, y, x, y + 1))
    return lines


def paint_mask(
    painter: QPainter,
    to_widget: QTransform,
    mask: NDArray[np.bool_],
    origin: tuple[int, int],
    colour: QColor,
    *,
    strong: bool = False,
    dashed: bool = False,
) -> None:
    """Paint a mask: a light fill, and its outline in lines of constant width."""
    x0, y0 = origin
    fill = QColor(colour)
    fill.setAlpha(70 if strong else 38)
    for row, column in np.argwhere(mask):
        pixel = QRectF(x0 + column - 0.5, y0 + row - 0.5, 1, 1)
        painter.fillRect(to_widget.mapRect(pixel), fill)
    lines = [to_widget.map(edge) for edge in outline(mask, x0, y0)]
    # A dark rim keeps the line legible on white and on black pictures.
    painter.setPen(_pen(QColor(0, 0, 0, 150), 4.0 if strong else 3.0))
    painter.drawLines(lines)
    pen = _pen(colour, 2.0 if strong else 1.4)
    if dashed:
        pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.drawLines(lines)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen


def paint_marker(
    painter: QPainter, centre: QPointF, half: float, colour: QColor, text: str, strong: bool
) -> None:
    """Paint the square that makes a tiny target findable in the zoomed-out view."""
    box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
    painter.setPen(_pen(QColor(0, 0, 0, 150), 3.5 if strong else 3.0))
    painter.drawRect(box)
    painter.setPen(_pen(colour, 2.0 if strong else 1.2))
    painter.drawRect(box)
    place = box.topRight() + QPointF(4, 10)
    painter.setPen(QColor(0, 0, 0, 200))
    painter.drawText(place + QPointF(1, 1), text)
    painter.setPen(colour)
    painter.drawText(place, text)
