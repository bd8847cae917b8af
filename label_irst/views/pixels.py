"""The picture itself, pixel by pixel; at high zoom also the grid and the raw values."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from label_irst.views.viewport import Viewport

GRID_FROM = 9.0  # view pixels a picture pixel
VALUES_FROM = 30.0


def pixel_range(view: Viewport, columns: int, rows: int) -> tuple[int, int, int, int]:
    """First and one past the last visible column, then row."""
    seen = view.visible()
    return (
        max(0, math.floor(seen.left() + 0.5)),
        min(columns, math.ceil(seen.right() + 0.5)),
        max(0, math.floor(seen.top() + 0.5)),
        min(rows, math.ceil(seen.bottom() + 0.5)),
    )


def paint_picture(painter: QPainter, view: Viewport, picture: QImage, reduced: QImage) -> None:
    """Paint the visible pixels as sharp squares; below 1:1, `reduced` instead of dropping some."""
    c0, c1, r0, r1 = pixel_range(view, picture.width(), picture.height())
    if c0 >= c1 or r0 >= r1:
        return
    to_view = view.to_view()
    if not reduced.isNull():
        whole = QRectF(-0.5, -0.5, picture.width(), picture.height())
        painter.drawImage(to_view.mapRect(whole), reduced)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    target = to_view.mapRect(QRectF(c0 - 0.5, r0 - 0.5, c1 - c0, r1 - r0))
    painter.drawImage(target, picture, QRectF(c0, r0, c1 - c0, r1 - r0))


def paint_grid(painter: QPainter, view: Viewport, columns: int, rows: int) -> None:
    """Thin lines between pixels, fading in with the zoom."""
    if view.scale < GRID_FROM:
        return
    c0, c1, r0, r1 = pixel_range(view, columns, rows)
    to_view = view.to_view()
    strength = min(1.0, (view.scale - GRID_FROM) / GRID_FROM)
    for colour, shift in ((QColor(0, 0, 0), 0.0), (QColor(255, 255, 255), 1.0)):
        colour.setAlphaF((0.32 if shift == 0.0 else 0.05) * strength)
        painter.setPen(QPen(colour, 0))
        for column in range(c0, c1 + 1):
            top = to_view.map(QPointF(column - 0.5, r0 - 0.5)) + QPointF(shift, 0)
            bottom = to_view.map(QPointF(column - 0.5, r1 - 0.5)) + QPointF(shift, 0)
            painter.drawLine(top, bottom)
        for row in range(r0, r1 + 1):
            left = to_view.map(QPointF(c0 - 0.5, row - 0.5)) + QPointF(0, shift)
            right = to_view.map(QPointF(c1 - 0.5, row - 0.5)) + QPointF(0, shift)
            painter.drawLine(left, right)


def paint_values(
    painter: QPainter, view: Viewport, image: NDArray[Any], picture: QImage, font: QFont
) -> None:
    """The raw value in each pixel, where all of them fit."""
    if view.scale < VALUES_FROM:
        return
    rows, columns = image.shape
    c0, c1, r0, r1 = pixel_range(view, columns, rows)
    if c0 >= c1 or r0 >= r1:
        return
    texts = [[value_text(v) for v in line] for line in image[r0:r1, c0:c1]]
    widest = max((t for line in texts for t in line), key=len)
    font = QFont(font)
    font.setPixelSize(max(1, min(13, int(view.scale * 0.34))))
    width = QFontMetricsF(font).horizontalAdvance(widest)
    if width > view.scale * 0.92:
        font.setPixelSize(int(font.pixelSize() * view.scale * 0.92 / width))
    if font.pixelSize() < 7:
        return
    painter.setFont(font)
    to_view = view.to_view()
    dark, light = QColor(0, 0, 0, 190), QColor(255, 255, 255, 170)
    for i, line in enumerate(texts):
        for j, text in enumerate(line):
            shade = picture.pixelColor(c0 + j, r0 + i).lightness()
            painter.setPen(dark if shade > 120 else light)
            cell = to_view.mapRect(QRectF(c0 + j - 0.5, r0 + i - 0.5, 1, 1))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)


def value_text(value: Any) -> str:
    """A grey level as short as it is exact enough to read."""
    if isinstance(value, np.floating):
        return f"{value:.4g}"
    return str(value)
