"""One place, large: mine in a solid outline, theirs in a dashed one."""

import math
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from label_irst import theme
from label_irst.jobs.crops import Crops, Square
from label_irst.palettes import DARK
from label_irst.views.picture.other_layer import RIM, THEIRS, WIDTH, lines_of, paint_lines
from label_irst.views.widgets.crop_painting import common_levels, paint_crop
from p2m_core.agreement import Pair
from p2m_core.datasets.labels import box_of

MINE = QColor(DARK.accepted)  # the same in both themes, as all that is painted over the picture
GROUND = QColor("#3a3f47")  # of the legend: a grey as in pictures
KEPT = 200
LEAST = 24  # pixels of the frame a side
AROUND = 2.0  # times the extent of the two
SWATCH = 26
GAP = 6


def square_of_pair(pair: Pair) -> Square:
    """The square around both targets of a pair, with their surroundings."""
    boxes = [box_of(target.label) for target in (pair.a, pair.b) if target is not None]
    x0, y0 = (min(box[i] for box in boxes) for i in (0, 1))
    x1, y1 = (max(box[i] for box in boxes) for i in (2, 3))
    size = max(LEAST, math.ceil(AROUND * max(x1 - x0, y1 - y0)))
    x, y = (math.floor((low + high - size + 1) / 2) for low, high in ((x0, x1), (y0, y1)))
    return Square(pair.frame[0], x, y, size)


class PairView(QWidget):
    opened = Signal()  # double-clicked

    def __init__(self) -> None:
        super().__init__()
        self.pair: Pair | None = None
        self._source = Path()
        self.crops = Crops(KEPT, self)
        self.crops.came.connect(self.update)
        self.crops.free.connect(self._read)
        self.setMinimumSize(220, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_pair(self, pair: Pair | None, source: Path) -> None:
        """Show a pair; the images are at `source`."""
        self.pair, self._source = pair, source
        self._read()
        self.update()

    def close_images(self) -> None:
        self.pair = None
        self.crops.clear()
        self.update()

    def _read(self) -> None:
        if self.pair is not None:
            square = square_of_pair(self.pair)
            if (self._source, square) not in self.crops.kept:
                self.crops.read(self._source, [square])

    def cell(self) -> QRectF:
        """The square in the middle of the widget."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().canvas)
        if self.pair is None:
            return
        square, cell = square_of_pair(self.pair), self.cell()
        crop = self.crops.kept.get((self._source, square))
        if (self._source, square) in self.crops.kept:
            finite = crop is not None and crop.size > 0 and bool(np.isfinite(crop).any())
            levels = common_levels([crop] if crop is not None and finite else [])
            paint_crop(painter, cell, square, crop, levels)
        painter.setClipRect(cell)
        to_view = QTransform()
        to_view.translate(cell.left(), cell.top())
        to_view.scale(cell.width() / square.size, cell.height() / square.size)
        to_view.translate(0.5 - square.x0, 0.5 - square.y0)
        mine, theirs = (
            [] if target is None else lines_of(target.label)
            for target in (self.pair.a, self.pair.b)
        )
        # Both rims first: where the outlines coincide, the dashes lie on the solid line.
        for lines, colour, width, dashed in (
            (mine, RIM, WIDTH + 1.6, False), (theirs, RIM, WIDTH + 1.6, False),
            (mine, MINE, WIDTH, False), (theirs, THEIRS, WIDTH, True),
        ):  # fmt: skip
            paint_lines(painter, to_view, lines, colour, width, dashed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()


class Legend(QWidget):
    """The meaning of the two lines."""

    def __init__(self) -> None:
        super().__init__()
        self._entries = (
            (MINE, False, self.tr("mine: solid")), (THEIRS, True, self.tr("theirs: dashed")),
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        letters = self.fontMetrics()
        wide = sum(letters.horizontalAdvance(text) for _, _, text in self._entries)
        return QSize(wide + len(self._entries) * (SWATCH + 3 * GAP), max(18, letters.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = 0.0, self.height() / 2
        for colour, dashed, text in self._entries:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(GROUND)
            painter.drawRoundedRect(QRectF(x, middle - 8, SWATCH, 16), 3, 3)
            pen = QPen(colour, 2)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dashed:
                pen.setDashPattern([3.0, 2.0])
            painter.setPen(pen)
            painter.drawLine(QPointF(x + 3, middle), QPointF(x + SWATCH - 3, middle))
            painter.setPen(theme.colours().faint_text)
            wide = painter.fontMetrics().horizontalAdvance(text)
            place = QRectF(x + SWATCH + GAP, 0, wide + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            x += SWATCH + 3 * GAP + wide
