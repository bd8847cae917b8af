"""Masks over the picture: the outline runs along the pixels' edges, at every zoom."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

# Told apart on grey pictures, and by people who see red and green alike (after Okabe and Ito).
TRACK_COLOURS = ("#ff5a5f", "#4cc9f0", "#ffd166", "#06d6a0", "#c77dff", "#ff9f1c", "#8ecae6")
PREVIEW_COLOUR = "#7cf5c6"
ERASER_COLOUR = "#ff9f1c"


def track_colour(track: int) -> QColor:
    return QColor(TRACK_COLOURS[(track - 1) % len(TRACK_COLOURS)])


def outline(mask: NDArray[np.bool_]) -> list[QLineF]:
    """The edges between mask and not mask, pixel (0, 0) of the mask having its centre at (0, 0).

    Edges in one line are one line.
    """
    edges = np.diff(np.pad(mask, 1).astype(np.int8), axis=0)[:, 1:-1] != 0
    lines = [QLineF(a - 0.5, k - 0.5, b - 0.5, k - 0.5) for k, a, b in _stretches(edges)]
    edges = np.diff(np.pad(mask, 1).astype(np.int8), axis=1)[1:-1].T != 0
    lines += [QLineF(k - 0.5, a - 0.5, k - 0.5, b - 0.5) for k, a, b in _stretches(edges)]
    return lines


def _stretches(edges: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Row, start and end of each run of true values along the rows."""
    steps = np.diff(np.pad(edges, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))


@lru_cache(maxsize=512)
def _shape(shape: tuple[int, int], packed: bytes) -> tuple[list[QLineF], QImage]:
    """Outline and stencil of a mask; kept, for the same masks are painted again and again."""
    height, width = shape
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=height * width)
    mask = bits.reshape(shape).astype(bool)
    stencil = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    stencil.fill(Qt.GlobalColor.transparent)
    view = np.frombuffer(stencil.bits(), np.uint32).reshape(height, stencil.bytesPerLine() // 4)
    view[:, :width][mask] = 0xFFFFFFFF
    return outline(mask), stencil


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
    height, width = mask.shape
    lines, stencil = _shape((height, width), np.packbits(mask).tobytes())
    here = QTransform.fromTranslate(*origin) * to_widget
    tint = QImage(stencil)
    tinting = QPainter(tint)
    tinting.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    tinting.fillRect(tint.rect(), colour)
    tinting.end()
    painter.setOpacity(0.28 if strong else 0.16)
    painter.drawImage(here.mapRect(QRectF(-0.5, -0.5, width, height)), tint)
    painter.setOpacity(1.0)
    edges = [here.map(line) for line in lines]
    # A dark rim keeps the line legible on white and on black pictures.
    painter.setPen(_pen(QColor(0, 0, 0, 150), 4.0 if strong else 3.0))
    painter.drawLines(edges)
    pen = _pen(colour, 2.0 if strong else 1.4)
    if dashed:
        pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.drawLines(edges)


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
