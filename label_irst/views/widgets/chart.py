"""A chart of one quantity over another: lines with axes, and the value under the pointer.

Painted by hand, as the growth curve: few points, repainted as they come, in the theme's colours.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from label_irst import theme
from label_irst.views.widgets.chart_axis import Axis, whole_ticks

Floats = NDArray[np.float64]

GAP = 6
TICK_WIDTH, TICK_HEIGHT = 56, 30  # pixels that a written value needs, with the room around it


@dataclass(frozen=True, eq=False)
class Line:
    """Points joined by a line, ascending in x; each is a dot too, of radius `dots`.

    An opaque colour: the pieces of the line overlap.
    """

    x: Floats
    y: Floats
    colour: QColor
    width: float = 1.8
    dots: float = 0.0


class Chart(QWidget):
    """Values of the last line are told at the pointer, by the text that `tell` makes of one."""

    def __init__(self, unit: str, whole: bool = False, below: bool = False) -> None:
        """`unit` is of the x axis, written beside its values or `below` them.

        With `whole`, it counts something.
        """
        super().__init__()
        self._unit, self._whole, self._below = unit, whole, below
        self._title, self._empty = "", ""
        self._lines: Sequence[Line] = ()
        self._x, self._y = Axis(0.0, 1.0), Axis(0.0, 1.0)
        self._mark: float | None = None
        self._tell: Callable[[int], str] | None = None
        self._at: float | None = None  # where the pointer is
        self.setMouseTracking(True)
        self.setMinimumSize(220, 130)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(360, 200)

    def show_lines(
        self, title: str, lines: Sequence[Line], x: Axis, y: Axis, tell: Callable[[int], str],
        mark: float | None = None,
    ) -> None:  # fmt: skip
        """Show these lines; a dashed upright is drawn at `mark`."""
        self._title, self._lines, self._x, self._y = title, lines, x, y
        self._tell, self._mark, self._empty = tell, mark, ""
        self.update()

    def show_nothing(self, title: str, why: str) -> None:
        self._title, self._empty, self._lines, self._tell = title, why, (), None
        self.update()

    @property
    def told(self) -> str:
        """What is said of the point nearest to the pointer; without it, of the last point."""
        if self._tell is None or not self._lines or not self._lines[-1].x.size:
            return ""
        return self._tell(self._nearest())

    def _nearest(self) -> int:
        xs = self._lines[-1].x
        if self._at is None:
            return int(xs.size) - 1
        plot = self._plot()
        where = plot.left() + self._x.share(xs) * plot.width()
        return int(np.argmin(np.abs(where - self._at)))

    # Places

    def _plot(self) -> QRectF:
        letters = QFontMetrics(self.font())
        widest = max((letters.horizontalAdvance(_text(v)) for v in self._y_ticks(4)), default=0)
        row = letters.height() + GAP
        below = 2 * row - GAP if self._below else row
        return QRectF(self.rect()).adjusted(widest + 2 * GAP, row + GAP, -GAP, -below)

    def _y_ticks(self, most: int) -> list[float]:
        return self._y.ticks(most)

    def _to_points(self, line: Line, plot: QRectF) -> tuple[Floats, Floats]:
        xs = plot.left() + self._x.share(line.x) * plot.width()
        return xs, plot.bottom() - self._y.share(line.y) * plot.height()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        self._paint_heading(painter)
        if not self._lines:
            painter.setPen(theme.colours().faint_text)
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(GAP, 0, -GAP, 0), middle, self._empty)
            return
        self._paint_axes(painter, plot)
        if self._mark is not None:
            painter.setPen(QPen(theme.colours().faint_text, 1, Qt.PenStyle.DashLine))
            x = plot.left() + float(self._x.share(self._mark)) * plot.width()
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        for line in self._lines:
            self._paint_line(painter, line, plot)
        if self._at is not None and self._tell is not None:
            self._paint_pointer(painter, plot)

    def _paint_heading(self, painter: QPainter) -> None:
        letters = QFontMetrics(self.font())
        row = QRectF(GAP, 0, self.width() - 2 * GAP, letters.height() + GAP)
        told = self.told
        room = row.width() - letters.horizontalAdvance(told) - 3 * GAP
        wanted = letters.horizontalAdvance(self._title)
        if wanted <= room or self._at is None:
            painter.setPen(theme.colours().text)
            elide = Qt.TextElideMode.ElideRight
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft, letters.elidedText(
                self._title, elide, int(row.width()))
            )  # fmt: skip
        if wanted <= room or self._at is not None:
            painter.setPen(theme.colours().faint_text)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight, told)

    def _paint_axes(self, painter: QPainter, plot: QRectF) -> None:
        letters = QFontMetrics(self.font())
        high = letters.height()
        for value in self._y_ticks(max(2, int(plot.height() / TICK_HEIGHT))):
            y = plot.bottom() - float(self._y.share(value)) * plot.height()
            painter.setPen(QPen(theme.colours().line, 1))
            crisp = math.floor(y) + 0.5  # one row of pixels, not two half ones
            painter.drawLine(QPointF(plot.left(), crisp), QPointF(plot.right(), crisp))
            painter.setPen(theme.colours().faint_text)
            box = QRectF(0, y - high / 2, plot.left() - GAP, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, _text(value))
        painter.setPen(theme.colours().faint_text)
        below = QRectF(plot.left(), plot.bottom() + GAP / 2, plot.width(), high)
        if self._below:
            row = below.translated(0, high)
            painter.drawText(row, Qt.AlignmentFlag.AlignHCenter, self._unit)
            end = self.width() + 0.0
        else:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._unit)
            end = plot.right() - letters.horizontalAdvance(self._unit) - 2 * GAP
        for value in self._x_ticks(int(plot.width() / TICK_WIDTH)):
            x = plot.left() + float(self._x.share(value)) * plot.width()
            wide = letters.horizontalAdvance(_text(value))
            if x + wide / 2 <= end:
                box = QRectF(x - TICK_WIDTH / 2, below.top(), TICK_WIDTH, high)
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, _text(value))

    def _x_ticks(self, most: int) -> list[float]:
        return whole_ticks(self._x, most) if self._whole else self._x.ticks(most)

    def _paint_line(self, painter: QPainter, line: Line, plot: QRectF) -> None:
        xs, ys = thinned(*self._to_points(line, plot))
        points = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        painter.setPen(QPen(line.colour, line.width))
        # Not as one polyline: where it crosses itself often, that takes a hundred times as long.
        painter.drawLines([QLineF(a, b) for a, b in pairwise(points)])
        radius = line.dots or (2.5 if len(points) == 1 else 0.0)
        if radius:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(line.colour)
            for point in points:
                painter.drawEllipse(point, radius, radius)

    def _paint_pointer(self, painter: QPainter, plot: QRectF) -> None:
        line, nearest = self._lines[-1], self._nearest()
        if not line.x.size:
            return
        xs, ys = self._to_points(line, plot)
        at = QPointF(float(xs[nearest]), float(ys[nearest]))
        painter.setPen(QPen(theme.colours().faint_text, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at.x(), plot.top()), QPointF(at.x(), plot.bottom()))
        painter.setPen(QPen(theme.colours().panel, 1.5))
        painter.setBrush(theme.colours().text)
        painter.drawEllipse(at, 4, 4)

    # The pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position().x()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._at = None
        self.update()


def thinned(xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
    """Of many points in each column of pixels, the first, the lowest, the highest and the last."""
    columns = np.floor(xs)
    starts = np.flatnonzero(np.diff(columns, prepend=-np.inf))
    if xs.size <= 4 * starts.size:
        return xs, ys
    ends = np.append(starts[1:], xs.size) - 1
    low, high = np.minimum.reduceat(ys, starts), np.maximum.reduceat(ys, starts)
    return np.repeat(columns[starts], 4), np.stack([ys[starts], low, high, ys[ends]], 1).ravel()


def _text(value: float) -> str:
    return f"{value:g}"
