"""One picture of a result: a crop of a frame with the labels and the detections of both models.

The colours over the picture are the same in both themes, as all that is painted there.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from label_irst import theme
from label_irst.jobs.crops import Square
from label_irst.views.widgets.crop_painting import common_levels, paint_crop, paint_outline
from p2m_core.detector import Detection
from p2m_core.eval.comparison import Case
from p2m_core.project import Target

TRUTH, NEW, OLD = QColor("#5ee0a6"), QColor("#79a7ff"), QColor("#f6b04b")
RIM = QColor(0, 0, 0, 140)
GROUND = QColor("#3a3f47")  # of the legend: a grey as in pictures
SWATCH = 16
LEAST = 32  # picture pixels of a side
AROUND = 7.0  # times the radius


def square_of_case(case: Case) -> Square:
    """The square around a case, large enough to show a small target's surroundings."""
    found = [d.radius for d in case.found if d is not None]
    radius = case.radius if not math.isnan(case.radius) else max(found, default=2.0)
    size = max(LEAST, 2 * math.ceil(AROUND * radius / 2))
    x, y = (int(np.floor(v + 0.5)) - size // 2 for v in (case.x, case.y))
    return Square(case.frame, x, y, size)


def paint_case(
    painter: QPainter,
    cell: QRectF,
    case: Case,
    crop: NDArray[Any] | None,
    read: bool,
    targets: Sequence[Target],
) -> None:
    """Paint the crop, if it is `read` already, its `targets` and the detections."""
    place = square_of_case(case)
    painter.fillRect(cell, theme.colours().canvas)
    if not read:
        return
    painter.save()
    painter.setClipRect(cell)
    finite = crop is not None and crop.size > 0 and bool(np.isfinite(crop).any())
    paint_crop(
        painter, cell, place, crop, common_levels([crop] if crop is not None and finite else [])
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for target in targets:
        painter.save()
        paint_outline(painter, cell, place, target, TRUTH)
        painter.restore()
    if case.target and not targets:  # the label was removed since: mark its place
        _paint_circle(painter, cell, place, (case.x, case.y), case.radius, TRUTH)
    old, new = case.found
    for found, colour, dashed in ((old, OLD, True), (new, NEW, False)):
        if found is not None:
            _paint_found(painter, cell, place, found, colour, dashed)
    painter.restore()


def _paint_found(
    painter: QPainter, cell: QRectF, place: Square, found: Detection, colour: QColor, dashed: bool
) -> None:
    radius = found.radius + (2.6 if dashed else 1.6)  # both circles stay visible
    _paint_circle(painter, cell, place, found[:2], radius, colour, dashed)


def _paint_circle(
    painter: QPainter, cell: QRectF, place: Square, at: tuple[float, float], radius: float,
    colour: QColor, dashed: bool = False,
) -> None:  # fmt: skip
    scale = cell.width() / place.size
    middle = QPointF(
        cell.left() + (at[0] - place.x0 + 0.5) * scale,
        cell.top() + (at[1] - place.y0 + 0.5) * scale,
    )
    around = (1.0 if math.isnan(radius) else max(radius, 1.0)) * scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(RIM, 3.2))
    painter.drawEllipse(middle, around, around)
    pen = QPen(colour, 1.6)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.drawEllipse(middle, around, around)


class Legend(QWidget):
    """The meaning of the colours over the pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._entries = (
            (TRUTH, False, self.tr("label")), (NEW, False, self.tr("new")),
            (OLD, True, self.tr("other")),
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        letters = self.fontMetrics()
        wide = sum(letters.horizontalAdvance(text) for _, _, text in self._entries)
        return QSize(wide + len(self._entries) * (SWATCH + 6 + 12), max(SWATCH, letters.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for colour, dashed, text in self._entries:
            swatch = QRectF(x, middle - SWATCH / 2, SWATCH, SWATCH)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(GROUND)
            painter.drawRoundedRect(swatch, 3, 3)
            pen = QPen(colour, 1.6)
            if dashed:
                pen.setDashPattern([3.0, 2.0])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(swatch.center(), 4.5, 4.5)
            painter.setPen(theme.colours().faint_text)
            wide = painter.fontMetrics().horizontalAdvance(text)
            place = QRectF(x + SWATCH + 6, 0, wide + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            x += SWATCH + 6 + wide + 12
