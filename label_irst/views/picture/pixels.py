"""The picture itself, pixel by pixel; at high zoom also the grid and the raw values."""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QTransform

from label_irst.views.picture.viewport import Viewport

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
    """Paint the visible pixels as sharp squares; below 1:1, `reduced`, so that none is dropped."""
    c0, c1, r0, r1 = pixel_range(view, picture.width(), picture.height())
    if c0 >= c1 or r0 >= r1:
        return
    to_view = view.to_view()
    if not reduced.isNull():
        whole = QRectF(-0.5, -0.5, picture.width(), picture.height())
        painter.drawImage(to_view.mapRect(whole), reduced)
        return
    _paint_elements(painter, view, picture)


def reduced(picture: QImage, scale: float) -> QImage:
    """The picture at `scale` below 1; each pixel is the mean of those it covers."""
    width, height = picture.width(), picture.height()
    source = _array(picture)
    if source.dtype == np.uint32:
        source = source.view(np.uint8).reshape(height, width, 4)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(source, size, interpolation=cv2.INTER_AREA)
    return _image(small, picture).convertToFormat(QImage.Format.Format_RGB32)


def _array(picture: QImage) -> NDArray[Any]:
    """The elements of a picture, shape (H, W): indices into its colour table, or colours."""
    kind = np.uint8 if picture.format() == QImage.Format.Format_Indexed8 else np.uint32
    lines = np.frombuffer(picture.constBits(), kind).reshape(picture.height(), -1)
    return lines[:, : picture.width()]


def _image(array: NDArray[Any], like: QImage) -> QImage:
    """A picture on the array, which has to outlive it, in the colours of another picture."""
    image = QImage(array.data, array.shape[1], array.shape[0], array.strides[0], like.format())
    image.setColorTable(like.colorTable())
    return image


def _paint_elements(painter: QPainter, view: Viewport, picture: QImage) -> None:
    """Give each screen pixel the element under its middle, as `Viewport.to_image` computes it.

    Qt's own scaling rounds place and step of the picture: up to a third of the screen pixels would
    show a neighbour of the element that a click there selects.
    """
    dense = painter.device().devicePixelRatioF()
    left, columns = _elements(view.width, dense, view.scale, view.x, picture.width())
    top, rows = _elements(view.height, dense, view.scale, view.y, picture.height())
    if not (columns.size and rows.size):
        return
    source = _array(picture)
    screen = np.take(source[rows[0] : rows[-1] + 1], columns, axis=1)
    screen = np.take(screen, rows - rows[0], axis=0)
    image = _image(screen, picture)
    image.setDevicePixelRatio(dense)
    painter.drawImage(QPointF(left / dense, top / dense), image)


def _elements(
    length: float, dense: float, scale: float, middle: float, count: int
) -> tuple[int, NDArray[np.intp]]:
    """The first screen pixel that shows the picture, and the element of each from there on."""
    centres = (np.arange(math.ceil(length * dense)) + 0.5) / dense
    elements = np.floor((centres - length / 2) / scale + middle + 0.5).astype(np.intp)
    first, end = np.searchsorted(elements, [0, count])
    return int(first), elements[first:end]


def paint_grid(ground: QImage, view: Viewport, columns: int, rows: int) -> None:
    """Mark the screen pixels between two elements, the more the larger the zoom.

    Drawn in the pixels themselves: translucent lines take the painter ten times as long. Lines are
    darker than bright pixels and lighter than dark ones, so that they show on any picture.
    """
    if view.scale < GRID_FROM:
        return
    c0, c1, r0, r1 = pixel_range(view, columns, rows)
    if c0 >= c1 or r0 >= r1:
        return
    dense = ground.devicePixelRatioF()
    to_view = view.to_view() * QTransform.fromScale(dense, dense)
    area = to_view.mapRect(QRectF(c0 - 0.5, r0 - 0.5, c1 - c0, r1 - r0)).toRect()
    left, top = max(0, area.left()), max(0, area.top())
    height, width = ground.height(), ground.width()
    screen = np.frombuffer(ground.bits(), np.uint8).reshape(height, width, 4)
    inside = screen[top : area.bottom() + 1, left : area.right() + 1]
    xs = np.array([round(to_view.map(QPointF(c - 0.5, 0.0)).x()) for c in range(c0, c1 + 1)])
    ys = np.array([round(to_view.map(QPointF(0.0, r - 0.5)).y()) for r in range(r0, r1 + 1)])
    xs = xs[(xs >= left) & (xs < left + inside.shape[1])] - left
    ys = ys[(ys >= top) & (ys < top + inside.shape[0])] - top
    strength = min(1.0, (view.scale - GRID_FROM) / GRID_FROM)
    levels = np.arange(256)
    marked = np.where(levels >= 56, levels * (1 - 0.32 * strength), levels + 16 * strength)
    blend = marked.astype(np.uint8)
    crossings = inside[np.ix_(ys, xs)]
    inside[:, xs] = blend[inside[:, xs]]
    inside[ys] = blend[inside[ys]]
    inside[np.ix_(ys, xs)] = blend[crossings]  # once, not twice


def paint_values(
    painter: QPainter, view: Viewport, image: NDArray[Any], picture: QImage, font: QFont
) -> None:
    """Paint the raw value in each pixel, where all of them fit."""
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
    """A grey level in few characters, exact enough to read."""
    if isinstance(value, np.floating):
        return f"{value:.4g}"
    return str(value)
