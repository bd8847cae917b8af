"""The histogram of the sequence with a handle for black and one for white.

A drag between the handles moves both: the level changes and the window stays.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from label_irst import theme
from label_irst.display.colour_maps import colours
from label_irst.document import Document
from label_irst.views.widgets.keyboard import reached_by_tab

REACH = 7.0  # widget pixels: the reach of a handle
MARGIN = 6.0
RAMP = 4.0  # height of the strip with the colour of each grey level
FINEST = 1 / 2000  # of the range: the narrowest window

STEP = 0.01  # of the range, a key press
_BY_KEY: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class LevelsStrip(QWidget):
    def __init__(self, document: Document, height: int) -> None:
        super().__init__()
        self._document = document
        self._held = ""  # "low", "high" or "both" during a drag
        self._from = 0.0
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self.setMouseTracking(True)
        reached_by_tab(self, tuple(map(Qt.Key, _BY_KEY)))
        self.setAccessibleName(self.tr("Levels"))
        self.setToolTip(
            self.tr(
                "Grey levels of the whole sequence. Drag the ends: black and white; "
                "drag between them: the level. Double click: automatic.\n"
                "By keyboard: Left and Right move the level, Up and Down change the window."
            )
        )
        document.display_changed.connect(self.update)
        document.sequence_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)

    # Places

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, 0)

    def x_of(self, value: float) -> float:
        """The widget coordinate of a grey level, clipped to the range."""
        low, high = self._document.display.sample.range
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return self._plot().left() + share * self._plot().width()

    def value_at(self, x: float) -> float:
        low, high = self._document.display.sample.range
        share = (x - self._plot().left()) / max(1.0, self._plot().width())
        return low + min(max(share, 0.0), 1.0) * (high - low)

    def _handle_at(self, x: float) -> str:
        levels = self._document.display.levels
        low, high = self.x_of(levels.low), self.x_of(levels.high)
        if min(abs(x - low), abs(x - high)) > REACH and low < x < high:
            return "both"
        # Where the handles meet, take the one that can move in the pointer's direction.
        return "low" if abs(x - low) < abs(x - high) or (low == high and x < low) else "high"

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().window)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if self._document.sequence is None:
            return
        display = self._document.display
        low, high = self.x_of(display.levels.low), self.x_of(display.levels.high)
        top, ground = plot.top() + 3, plot.bottom() - RAMP
        outline = self._outline(display.sample.counts, plot.left(), plot.width(), top, ground)
        painter.setBrush(theme.colours().line)
        painter.drawPolygon(outline)
        painter.setClipRect(QRectF(low, 0, high - low, self.height()))
        painter.setBrush(theme.colours().faint_text)
        painter.drawPolygon(outline)
        painter.setClipping(False)
        self._paint_ramp(painter, plot, ground)
        for x in (low, high):
            painter.setPen(QPen(theme.colours().text, 1.6))
            painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours().text)
            painter.drawRoundedRect(QRectF(x - 3, self.height() / 2 - 6, 6, 12), 3, 3)

    def _outline(
        self, counts: NDArray[np.int64], left: float, width: float, top: float, ground: float
    ) -> QPolygonF:
        """The histogram's shape, of square roots: small targets must show beside the sky."""
        heights = np.sqrt(counts) / max(1.0, float(np.sqrt(counts).max())) * (ground - top)
        xs = left + np.arange(counts.size + 1) / counts.size * width
        points = [QPointF(left, ground)]
        for i, height in enumerate(heights.tolist()):
            points += [QPointF(xs[i], ground - height), QPointF(xs[i + 1], ground - height)]
        return QPolygonF([*points, QPointF(left + width, ground)])

    def _paint_ramp(self, painter: QPainter, plot: QRectF, top: float) -> None:
        """Paint the colour of each grey level."""
        display = self._document.display
        table = colours(display.look.colour_map, display.look.inverted)
        levels = display.levels
        for x in range(int(plot.left()), int(plot.right()) + 1):
            share = min(max((self.value_at(x) - levels.low) / levels.window, 0.0), 1.0)
            colour = table[round(share ** (1 / levels.gamma) * 255)]
            painter.fillRect(QRectF(x, top, 1, RAMP), QColor(*colour.tolist()))

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._document.sequence is not None:
            self._from = event.position().x()
            self._held = self._handle_at(self._from)
            if self._held != "both":
                self._drag_to(self._from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._held:
            self._drag_to(x)
        elif self._document.sequence is not None:
            between = self._handle_at(x) == "both"
            self.setCursor(
                Qt.CursorShape.OpenHandCursor if between else Qt.CursorShape.SizeHorCursor
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the level, Up and Down widen or narrow the window."""
        move, widen = _BY_KEY.get(event.key(), (0, 0))
        if (move, widen) == (0, 0) or self._document.sequence is None:
            super().keyPressEvent(event)
            return
        display = self._document.display
        first, last = display.sample.range
        step, levels = (last - first) * STEP, display.levels
        low, high = levels.low + (move - widen) * step, levels.high + (move + widen) * step
        if high - low >= (last - first) * FINEST:
            display.set_levels(replace(levels, low=low, high=high))

    def _drag_to(self, x: float) -> None:
        display = self._document.display
        levels = display.levels
        first, last = display.sample.range
        least = (last - first) * FINEST
        value = self.value_at(x)
        if self._held == "low":
            levels = replace(levels, low=min(value, levels.high - least))
        elif self._held == "high":
            levels = replace(levels, high=max(value, levels.low + least))
        else:
            by = value - self.value_at(self._from)
            self._from = x
            levels = replace(levels, low=levels.low + by, high=levels.high + by)
        display.set_levels(levels)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._document.display.auto_levels()
