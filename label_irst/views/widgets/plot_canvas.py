"""What a plot draws with pyqtgraph: curves, axes, zoom and pan, and the point under the pointer.

The only module that imports pyqtgraph; the first `Plot` imports it, not the start of the program.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)

from label_irst import theme
from label_irst.views.widgets.curve import Curve, Floats, Span

WIDTH, FAINT_WIDTH, SYMBOL = 2.0, 1.0, 8.0  # pixels
FAINT_SHARE = 0.45  # of its colour in a faint curve
MARGIN = 0.02  # of the range, around the curves
ZOOM = 1.3  # a press of + or -
HALF_LABEL = 12.0  # pixels
LABEL_MARGINS = 2, 6, 14, 6  # space for labels beyond the axes
FINEST_X, FINEST_Y = 1e-5, 1e-4  # the smallest view, as a share of the range
SLACK = 1.0  # ranges: how far the view may extend beyond the whole one


class _Axis(pg.AxisItem):
    """Round values in plain figures; 1, 2, 5 on an axis by magnitude."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.setStyle(maxTickLevel=0, tickLength=0, hideOverlappingLabels=False)
        self.whole = False
        self.enableAutoSIPrefix(False)

    def boundingRect(self) -> QRectF:
        """Half a label more: with a grid, pyqtgraph leaves out the first and the last."""
        room = HALF_LABEL if self.orientation == "left" else 0.0
        bounds: QRectF = super().boundingRect()
        return bounds.adjusted(0.0, -room, 0.0, room)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        if self.whole and not self.logMode:
            levels = [(spacing, offset) for spacing, offset in levels if spacing >= 1.0]
            return levels or [(1.0, 0.0)]
        return levels

    def logTickValues(
        self, low: float, high: float, size: float, ticks: object
    ) -> list[tuple[float, list[float]]]:
        powers = range(math.floor(low), math.ceil(high) + 1)
        most = max(2, int(size / 45))
        for steps in ((1, 2, 5), (1,)):
            values = [power + math.log10(step) for power in powers for step in steps]
            inside = [value for value in values if low <= value <= high]
            if len(inside) <= most:
                break
        if len(inside) < 2:  # zoomed in between two of them
            spacing = 10.0 ** math.floor(math.log10((10.0**high - 10.0**low) / 2.0))
            first, last = math.ceil(10.0**low / spacing), math.floor(10.0**high / spacing)
            inside = [math.log10(n * spacing) for n in range(first, last + 1) if n > 0]
        return [(1.0, inside[:: math.ceil(len(inside) / most) or 1])]

    def logTickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [f"{10.0**value:.6g}" for value in values]


class PlotCanvas(pg.PlotWidget):
    pointed = Signal()  # `point` changed
    menu_wanted = Signal(object)  # at this place of the screen

    def __init__(self, unit: str, whole: bool) -> None:
        axes = {"bottom": _Axis("bottom"), "left": _Axis("left")}
        super().__init__(background=None, axisItems=axes)
        self.setObjectName("plot")
        self._unit, self._axes = unit, axes
        axes["bottom"].whole = whole
        self._curves: Sequence[Curve] = ()
        self._items: list[Any] = []
        self._x, self._y = Span(0.0, 1.0), Span(0.0, 1.0)
        self._hidden: frozenset[str] = frozenset()
        self._at: QPointF | None = None  # the place of the pointer
        self.point: tuple[int, int] | None = None  # the selected curve and point
        self.zoomed = False
        self._view = self.getPlotItem().getViewBox()
        self._view.setDefaultPadding(0.0)
        self._view.sigRangeChangedManually.connect(self._zoomed_by_hand)
        self.getPlotItem().setMenuEnabled(False)
        self.getPlotItem().hideButtons()
        self.getPlotItem().setDownsampling(auto=True, mode="peak")
        self.getPlotItem().setClipToView(True)
        self.getPlotItem().layout.setContentsMargins(*LABEL_MARGINS)
        self._mark = pg.InfiniteLine(angle=90)
        self._cross = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(size=SYMBOL + 1, pxMode=True)
        for item, above in ((self._mark, -1), (self._cross, 5), (self._dot, 6)):
            item.setZValue(above)
            item.hide()
            self.addItem(item, ignoreBounds=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)
        self.restyle()

    def show_curves(
        self, curves: Sequence[Curve], x: Span, y: Span, mark: float | None, hidden: frozenset[str]
    ) -> None:
        """Show these curves; the range stays if the user zoomed."""
        if (x.log, y.log) != (self._x.log, self._y.log):
            self.zoomed = False  # a zoomed range means nothing on the other kind of axis
        self._curves, self._x, self._y, self._hidden = curves, x, y, hidden
        self.getPlotItem().setLogMode(x.log, y.log)
        while len(self._items) > len(curves):
            self.removeItem(self._items.pop())
        while len(self._items) < len(curves):
            item = pg.PlotDataItem(connect="finite", antialias=True)
            item.opts["autoDownsampleFactor"] = 1.0  # pixels, not the default's fifths of one
            self._items.append(item)
            self.addItem(item)  # which takes log mode and downsampling from the plot
        for item, curve in zip(self._items, curves, strict=True):
            item.setVisible(curve.name not in hidden)
            item.setZValue(1 if curve.dashed else 0)  # both are visible where they coincide
        self._mark.setVisible(mark is not None)
        if mark is not None:
            self._mark.setValue(_placed(np.array([mark]), x)[0])
        self.restyle()
        self._limit()
        if not self.zoomed:
            self.fit()
        if self._at is not None:
            self._point_at(self._at)
        elif self.point is not None and not self._has(self.point):
            self._look(None)
        else:
            self._place_cross()

    def _has(self, point: tuple[int, int]) -> bool:
        curve, at = point
        return curve < len(self._curves) and at < self._curves[curve].x.size

    def hide_curves(self, names: frozenset[str]) -> None:
        """Hide these curves, show all others."""
        self._hidden = names
        for item, curve in zip(self._items, self._curves, strict=True):
            item.setVisible(curve.name not in names)
        if self.point is not None and self._curves[self.point[0]].name in names:
            self._look(None)

    def paint_into(self, painter: QPainter, box: QRectF, ratio: float) -> None:
        """Paint the view without the selected point, at `ratio` pixels a pixel."""
        point, self.point = self.point, None
        self._place_cross()
        items = [item for item in self.scene().items() if hasattr(item, "setExportMode")]
        for item in items:  # symbols as drawings, not as the pixels of the screen
            item.setExportMode(True, {"antialias": True})
        self.restyle(ratio)
        self.render(painter, box, self.viewport().rect())
        for item in items:
            item.setExportMode(False)
        self.restyle()
        self.point = point
        self._place_cross()

    # Colours

    def restyle(self, ratio: float | None = None) -> None:
        """Take the colours of the theme; lines as wide at any `ratio`, by default the screen's."""
        ratio, colours = ratio or self.devicePixelRatioF(), theme.colours()
        for axis in self._axes.values():
            axis.setZValue(-1)  # the grid is below the curves
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(colours.faint_text)
            axis.setTickPen(pg.mkPen(colours.line, width=ratio))
        self._axes["left"].setGrid(255)
        self._axes["bottom"].setLabel(self._unit, color=colours.faint_text.name())
        for item, curve in zip(self._items, self._curves, strict=True):
            colour = colour_of(curve)
            item.setData(  # all at once: each change alone has the curve drawn anew
                curve.x, curve.y, pen=pen_of(curve, ratio), symbolSize=curve.size,
                symbol=curve.symbol or (None if curve.x.size > 1 else "o"),
                symbolPen=pg.mkPen(colour, width=WIDTH * ratio),
                symbolBrush=colour if curve.line else None,
            )  # fmt: skip
        self._mark.setPen(pg.mkPen(colours.faint_text, width=ratio, style=Qt.PenStyle.DashLine))
        self._cross.setPen(pg.mkPen(colours.faint_text, width=ratio, style=Qt.PenStyle.DotLine))
        self._dot.setPen(pg.mkPen(colours.panel, width=1.5 * ratio))
        self._dot.setBrush(colours.text)

    # Range

    def fit(self) -> None:
        """Show the whole range."""
        self.zoomed = False
        self._view.setRange(xRange=_ends(self._x), yRange=_ends(self._y), padding=MARGIN)

    def zoom(self, factor: float) -> None:
        """Show `factor` times as much, around the middle."""
        self.zoomed = True
        self._view.scaleBy((factor, factor))

    def _zoomed_by_hand(self) -> None:
        self.zoomed = True

    def _limit(self) -> None:
        """Limit zoom and pan: the view stays near the curves, and wider than two points."""
        (left, right), (low, high) = _ends(self._x), _ends(self._y)
        wide, tall = right - left, high - low
        self._view.setLimits(
            xMin=left - SLACK * wide, xMax=right + SLACK * wide, minXRange=FINEST_X * wide,
            yMin=low - SLACK * tall, yMax=high + SLACK * tall, minYRange=FINEST_Y * tall,
        )  # fmt: skip

    # The selected point

    def _point_at(self, at: QPointF) -> None:
        """Select the point nearest to a place of the widget: by x, then by the curve."""
        place = self._view.mapSceneToView(self.mapToScene(at.toPoint()))
        wide, tall = self._view.viewPixelSize()
        best: tuple[float, int, int] | None = None
        for number, curve in enumerate(self._curves):
            if curve.name in self._hidden or not curve.x.size:
                continue
            xs, ys = _placed(curve.x, self._x), _placed(curve.y, self._y)
            there = np.isfinite(xs) & np.isfinite(ys)
            off = np.where(there, np.abs(np.where(there, xs, 0.0) - place.x()), np.inf)
            point = int(np.argmin(off))
            if not np.isfinite(off[point]):
                continue
            far = math.hypot(off[point] / wide, (ys[point] - place.y()) / tall)
            if best is None or far < best[0]:
                best = (far, number, point)
        self._look(best[1:] if best is not None else None)

    def _look(self, point: tuple[int, int] | None) -> None:
        self.point = point
        self._place_cross()
        self.pointed.emit()

    def _place_cross(self) -> None:
        shown = self.point is not None and self._has(self.point)
        self._cross.setVisible(shown)
        self._dot.setVisible(shown)
        if self.point is not None and shown:
            curve, at = self._curves[self.point[0]], self.point[1]
            x = float(_placed(curve.x[at : at + 1], self._x)[0])
            y = float(_placed(curve.y[at : at + 1], self._y)[0])
            self._cross.setValue(x)
            self._dot.setData([x], [y])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # moved to another screen
            self.restyle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._at = event.position()
        self._point_at(self._at)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._at = None
        self._look(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.RightButton:  # the right button opens the menu
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.0 / ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(ZOOM)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_F):
            self.fit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(key)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._change_curve(1 if key == Qt.Key.Key_Down else -1)
        else:
            event.ignore()

    def _shown(self) -> list[int]:
        return [
            number
            for number, curve in enumerate(self._curves)
            if curve.name not in self._hidden and curve.x.size
        ]

    def _step(self, key: int) -> None:
        if not (shown := self._shown()):
            return
        curve, at = self.point or (shown[-1], self._curves[shown[-1]].x.size - 1)
        last = self._curves[curve].x.size - 1
        moved = {
            Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0,
        }.get(Qt.Key(key), last)  # fmt: skip
        self._look((curve, min(max(moved, 0), last)))

    def _change_curve(self, by: int) -> None:
        if not (shown := self._shown()):
            return
        curve, at = self.point or (shown[-1], self._curves[shown[-1]].x.size - 1)
        other = shown[(shown.index(curve) + by) % len(shown)] if curve in shown else shown[-1]
        x = self._curves[curve].x[at]
        self._look((other, int(np.argmin(np.abs(self._curves[other].x - x)))))


def colour_of(curve: Curve) -> QColor:
    """The colour of the theme; opaque where faint, for the pieces of a line overlap."""
    if not curve.faint:
        return theme.named(curve.colour)
    ground, ink = theme.colours().window, theme.named(curve.colour)

    def mixed(a: int, b: int) -> int:
        return round(a + FAINT_SHARE * (b - a))

    return QColor(
        mixed(ground.red(), ink.red()), mixed(ground.green(), ink.green()),
        mixed(ground.blue(), ink.blue()),
    )  # fmt: skip


def pen_of(curve: Curve, ratio: float) -> QPen:
    """`ratio`: pixels of the device a pixel, for pyqtgraph's pens are as wide at any scale."""
    if not curve.line:
        return QPen(Qt.PenStyle.NoPen)
    width = FAINT_WIDTH if curve.faint else WIDTH
    pen = pg.mkPen(colour_of(curve), width=width * ratio)
    assert isinstance(pen, QPen)
    if curve.dashed:
        pen.setDashPattern([4.0, 2.5])
    return pen


def draw_swatch(painter: QPainter, box: QRectF, curve: Curve, ratio: float) -> None:
    """Draw a curve's line and symbol for a legend."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen_of(curve, ratio))
    middle = box.center()
    painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    if curve.symbol:
        size = min(curve.size, box.height() - 2.0)
        painter.save()
        painter.translate(middle)
        painter.scale(size, size)
        painter.setPen(pg.mkPen(colour_of(curve), width=WIDTH * ratio))
        painter.setBrush(colour_of(curve) if curve.line else Qt.BrushStyle.NoBrush)
        painter.drawPath(Symbols[curve.symbol])
        painter.restore()


def _placed(values: Floats, span: Span) -> Floats:
    """The view coordinates of values: exponents of ten on an axis by magnitude."""
    if not span.log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(values > 0.0, np.log10(values), np.nan))


def _ends(span: Span) -> tuple[float, float]:
    if span.log:
        return math.log10(span.low), math.log10(span.high)
    return span.low, span.high if span.high > span.low else span.low + 1.0
