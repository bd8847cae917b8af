"""The distributions of a data set: scale, saliency (the paper's Fig. 4), speed, places."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.i18n import targets
from label_irst.views.widgets.curve import Curve, Span
from label_irst.views.widgets.plot import Plot
from p2m_core.datasets.statistics.numbers import TargetStatistics, steps_of

SIDES, STEPS = 15, 25  # of the axis of scale, and of the others
SHOWN = 0.95  # share of the values on the other axes


class SetPlots(QWidget):
    """Its plots are made with the first result, not with the window: see `Plot`."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)
        self._made = False

    def _make_plots(self) -> None:
        self._made = True
        self.scale = Plot(self.tr("side of the square, px"), whole=True)
        self.saliency = Plot("SCR")
        self.speed = Plot(self.tr("px a frame"))
        self.places = PlaceMap()
        for one in (self.scale, self.saliency, self.speed, self.places):
            self._layout.addWidget(one, 1)
            one.show()  # now: children of a visible window otherwise wait for an event

    def show_statistics(self, found: TargetStatistics, results: dict[str, Any]) -> None:
        if not self._made:
            self._make_plots()
        targets = found.targets
        side = np.ceil(np.sqrt(targets["area"].astype(float))) - 0.5
        self._show(self.scale, self.tr("Scale, % of the targets"), side, SIDES, 1.0)
        self._show(self.saliency, self.tr("Saliency, %"), targets["scr"], STEPS)
        self._show(self.speed, self.tr("Speed, % of the steps"), steps_of(targets).speed, STEPS)
        self.places.show_counts(results["positions"])

    def _show(
        self, plot: Plot, title: str, values: Any, steps: int, step: float | None = None
    ) -> None:
        """Show the share of the values in each step from 0; by default steps for most of them."""
        known = values[~np.isnan(values)]
        if not known.size:
            plot.show_nothing(title, self.tr("No numbered tracks, or no targets."))
            return
        if step is None:
            step = _round_step(float(np.quantile(known, SHOWN, method="lower")), steps)
        edges = step * np.arange(steps + 1.0)
        shares = 100.0 * np.histogram(known, edges)[0] / known.size
        xs, ys = np.repeat(edges, 2)[1:-1], np.repeat(shares, 2)
        beyond = 100.0 * float((known > edges[-1]).mean())

        def describe(i: int) -> str:
            text = self.tr("{low} to {high}: {share} % · beyond {end}: {beyond} %")
            return text.format(
                low=f"{edges[i // 2]:g}", high=f"{edges[i // 2 + 1]:g}", share=f"{ys[i]:.1f}",
                end=f"{edges[-1]:g}", beyond=f"{beyond:.1f}",
            )  # fmt: skip

        high = max(float(shares.max()) * 1.08, 1.0)
        curve = Curve(title, xs, ys, "accent", describe)
        plot.show_curves(title, [curve], Span(0.0, float(edges[-1])), Span(0.0, high))


class PlaceMap(QWidget):
    """Where in the frame the targets are: frames of all sizes laid over each other."""

    def __init__(self) -> None:
        super().__init__()
        title, self.about = QLabel(self.tr("Places in the frame")), QLabel()
        title.setProperty("heading", True)
        title.setMinimumHeight(QToolButton().sizeHint().height())  # as the heads of the plots
        self.about.setProperty("faint", True)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.cells = _Cells()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(title)
        layout.addWidget(self.about)
        layout.addWidget(self.cells, 1)

    def show_counts(self, counts: Sequence[Sequence[int]]) -> None:
        self.cells.counts = counts
        most = max(max(row) for row in counts)
        self.about.setText(self.tr("up to {targets} in a cell").format(targets=targets(most)))
        self.cells.update()


class _Cells(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.counts: Sequence[Sequence[int]] = [[0]]

    def _box(self) -> QRectF:
        rows, columns = len(self.counts), len(self.counts[0])
        side = min(self.width() / columns, self.height() / rows)
        return QRectF(0.0, 0.0, side * columns, side * rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.colours()
        box = self._box()
        painter.fillRect(box, colours.panel)
        side = box.width() / len(self.counts[0])
        most = max(max(row) for row in self.counts) or 1
        for r, row in enumerate(self.counts):
            for c, count in enumerate(row):
                if count:
                    colour = QColor(colours.accent)
                    colour.setAlphaF(0.15 + 0.85 * count / most)
                    painter.fillRect(QRectF(c * side, r * side, side, side), colour)
        painter.setPen(colours.line)
        painter.drawRect(box.adjusted(0.0, 0.0, -1.0, -1.0))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at, box = QPointF(event.pos()), self._box()
            if box.contains(at):
                row = int(at.y() / box.height() * len(self.counts))
                column = int(at.x() / box.width() * len(self.counts[0]))
                count = self.counts[row][column]
                QToolTip.showText(event.globalPos(), targets(count))
            return True
        return super().event(event)


def _round_step(high: float, steps: int) -> float:
    """A round step, so that so many of them reach `high`."""
    least = min(max(high, 1e-3), 1e9) / steps
    power = 10.0 ** np.floor(np.log10(least))
    return float(
        next(
            power * k
            for k in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 8.0, 10.0)
            if power * k >= least * 0.999
        )
    )
