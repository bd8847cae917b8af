"""A crop around a target: its grey levels and the outline of its mask."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from label_irst import theme
from label_irst.display.levels import Levels
from label_irst.i18n import tr
from label_irst.jobs.crops import Square
from label_irst.views.widgets.outline import outline
from p2m_core.project import Target

PERCENTILES = 1.0, 99.9


def common_levels(crops: list[NDArray[Any]]) -> Levels:
    """One black and one white for the whole track: a crop of something else looks unlike."""
    values = [c[np.isfinite(c)].ravel() for c in crops]
    joined = np.concatenate(values) if values else np.zeros(0)
    if joined.size == 0:
        return Levels(0.0, 1.0)
    low, high = (float(v) for v in np.percentile(joined, PERCENTILES))
    return Levels(low, high if high > low else low + 1.0)


def paint_crop(
    painter: QPainter, cell: QRectF, place: Square, crop: NDArray[Any] | None, levels: Levels
) -> None:
    """Paint the part of the square that is in the picture, where it lies in the square."""
    if crop is None:
        painter.setPen(theme.colours().faint_text)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, tr("unreadable"))
    elif crop.size:
        scale = cell.width() / place.size * place.step
        scaled = (crop.astype(np.float64) - levels.low) * (255.0 / levels.window)
        grey = np.ascontiguousarray(np.clip(np.nan_to_num(scaled), 0, 255).astype(np.uint8))
        height, width = grey.shape
        image = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
        left = cell.left() + max(0, -place.x0) * scale / place.step
        top = cell.top() + max(0, -place.y0) * scale / place.step
        painter.drawImage(QRectF(left, top, width * scale, height * scale), image)


def paint_outline(
    painter: QPainter, cell: QRectF, place: Square, target: Target, colour: QColor
) -> None:
    """Paint the edge of the mask; the painter is left moved."""
    pen = QPen(colour, 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.translate(cell.topLeft())
    painter.scale(cell.width() / place.size, cell.height() / place.size)
    painter.translate(target.x0 - place.x0 + 0.5, target.y0 - place.y0 + 0.5)
    painter.drawLines(outline(target.mask))
