"""Masks over the picture: the outline runs along the pixels' edges, at every zoom."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from label_irst.settings.mask_style import MaskStyle
from label_irst.views.widgets.outline import outline

OUTLINE_AND_FILL = MaskStyle()
STRONGER = 1.75  # the fill of the selected target
PREVIEW_COLOUR = "#7cf5c6"
ERASER_COLOUR = "#ff9f1c"
GUIDE_COLOUR = "#ffffff"
CURSOR_COLOUR = "#ffe14d"
CURSOR_CLEAR, CURSOR_ARM = 8.0, 14.0  # view pixels from the middle to an arm, and its length
CURSOR_CELL_FROM = 6.0  # view pixels a pixel, where its square is legible
FRAME_RECTANGLE = QColor(255, 255, 255, 170)


@lru_cache(maxsize=512)
def _drawing(shape: tuple[int, int], packed: bytes, colour: int) -> tuple[list[QLineF], QImage]:
    """Outline and fill of a mask; cached, since the same masks are painted again and again."""
    height, width = shape
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=height * width)
    mask = bits.reshape(shape).astype(bool)
    fill = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    pixels = np.frombuffer(fill.bits(), np.uint32).reshape(height, fill.bytesPerLine() // 4)
    pixels[:, :width] = np.where(mask, np.uint32(colour), np.uint32(0))
    return outline(mask), fill


def paint_mask(
    painter: QPainter,
    to_view: QTransform,
    mask: NDArray[np.bool_],
    origin: tuple[int, int],
    colour: QColor,
    *,
    strong: bool = False,
    dashed: bool = False,
    style: MaskStyle = OUTLINE_AND_FILL,
) -> None:
    """Paint a mask: a light fill, and its outline in lines of constant width."""
    height, width = mask.shape
    lines, fill = _drawing((height, width), np.packbits(mask).tobytes(), colour.rgba())
    painter.save()
    painter.setTransform(QTransform.fromTranslate(*origin) * to_view, True)
    if style.fill:
        painter.setOpacity(min(1.0, style.opacity * (STRONGER if strong else 1.0)))
        painter.drawImage(QRectF(-0.5, -0.5, width, height), fill)
        painter.setOpacity(1.0)
    if style.outline:
        _paint_outline(painter, lines, colour, strong, dashed)
    painter.restore()


def _paint_outline(
    painter: QPainter, lines: list[QLineF], colour: QColor, strong: bool, dashed: bool
) -> None:
    dense = painter.device().devicePixelRatioF()
    # A dark rim keeps the line legible on white and on black pictures.
    painter.setPen(_pen(QColor(0, 0, 0, 150), (4.0 if strong else 3.0) * dense))
    painter.drawLines(lines)
    pen = _pen(colour, (2.0 if strong else 1.4) * dense)
    if dashed:
        pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.drawLines(lines)


def _pen(colour: QColor, width: float) -> QPen:
    """A pen of `width` screen pixels at every zoom."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen


def paint_guide(
    painter: QPainter, to_view: QTransform, points: Sequence[tuple[float, float]], corners: int
) -> None:
    """Paint an unfinished outline, and a handle on each of its first `corners` points.

    The first one stands out: a click there closes the outline.
    """
    dense = painter.device().devicePixelRatioF()
    outline = QPolygonF([to_view.map(QPointF(x, y)) for x, y in points])
    extent = outline.boundingRect()
    largest = max(1.5, max(extent.width(), extent.height()) / 8)  # or they hide the outline
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, corners > 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(0, 0, 0, 150), 3.0), (QColor(GUIDE_COLOUR), 1.2)):
        painter.setPen(_pen(colour, width * dense))
        painter.drawPolygon(outline)
    for number, corner in enumerate(outline.toList()[:corners]):
        half = min(4.0 if number == 0 else 3.0, largest)
        painter.setPen(_pen(QColor(0, 0, 0, 150), dense))
        painter.setBrush(QColor(PREVIEW_COLOUR if number == 0 else GUIDE_COLOUR))
        painter.drawRect(QRectF(corner.x() - half, corner.y() - half, 2 * half, 2 * half))
    painter.restore()


def paint_marker(
    painter: QPainter, centre: QPointF, half: float, colour: QColor, text: str, strong: bool
) -> None:
    """Paint the square that makes a tiny target findable in the zoomed-out view."""
    dense = painter.device().devicePixelRatioF()
    box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
    painter.setPen(_pen(QColor(0, 0, 0, 150), (3.5 if strong else 3.0) * dense))
    painter.drawRect(box)
    painter.setPen(_pen(colour, (2.0 if strong else 1.2) * dense))
    painter.drawRect(box)
    place = box.topRight() + QPointF(4, 10)
    painter.setPen(QColor(0, 0, 0, 200))
    painter.drawText(place + QPointF(1, 1), text)
    painter.setPen(colour)
    painter.drawText(place, text)


def paint_frame(painter: QPainter, box: QRectF) -> None:
    """Paint a frame around the part that the other view shows, visible on every picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
    painter.drawRect(box)
    painter.setPen(QPen(FRAME_RECTANGLE, 1, Qt.PenStyle.DashLine))
    painter.drawRect(box)


def paint_cursor(painter: QPainter, to_view: QTransform, pixel: tuple[int, int]) -> None:
    """Paint the keyboard's cursor: arms that leave the pixel and its surroundings visible."""
    dense = painter.device().devicePixelRatioF()
    cell = to_view.mapRect(QRectF(pixel[0] - 0.5, pixel[1] - 0.5, 1, 1))
    middle, clear = cell.center(), max(CURSOR_CLEAR, cell.width() / 2 + 2)
    arms = [
        QLineF(middle + QPointF(x * clear, y * clear), middle + QPointF(x * reach, y * reach))
        for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1))
        for reach in (clear + CURSOR_ARM,)
    ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(0, 0, 0, 170), 4.0), (QColor(CURSOR_COLOUR), 1.8)):
        painter.setPen(_pen(colour, width * dense))
        painter.drawLines(arms)
        if cell.width() >= CURSOR_CELL_FROM:
            painter.drawRect(cell)
