"""The curves of a run: its loss, its Pd epoch by epoch, and Pd over false targets of the last."""

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QWidget

from label_irst import theme
from label_irst.jobs.runs.history import Epoch, RunHistory
from label_irst.views.widgets.chart import Chart, Line
from label_irst.views.widgets.chart_axis import Axis, loss_axis, rate_axis
from p2m_core.project import FrameState

RAW_SHARE = 0.45  # of the accent in the colour of the single losses


class RunCurves(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.loss = Chart(self.tr("step"), whole=True)
        self.pd = Chart(self.tr("epoch"), whole=True, below=True)
        self.rates = Chart(self.tr("false targets a frame"), below=True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.loss, 0, 0, 1, 2)
        layout.addWidget(self.pd, 1, 0)
        layout.addWidget(self.rates, 1, 1)
        for row in (0, 1):
            layout.setRowStretch(row, 1)
        for column in (0, 1):
            layout.setColumnStretch(column, 1)

    def show_history(self, history: RunHistory, rate: float) -> None:
        """`rate`: the false targets a frame at which the run's Pd is told."""
        self._show_loss(history)
        validated = [epoch for epoch in history.epochs if epoch.pd is not None]
        self._show_pd(validated, rate)
        self._show_rates(validated[-1] if validated else None, rate)
        self.pd.setVisible(bool(validated) or not history.epochs)
        self.rates.setVisible(bool(validated) or not history.epochs)

    def _show_loss(self, history: RunHistory) -> None:
        title = self.tr("Loss")
        if not history.steps:
            self.loss.show_nothing(title, self.tr("It appears with the first steps."))
            return
        steps = np.array(history.steps, np.float64)
        raw, smooth = np.array(history.losses), np.array(history.smooth)
        faint = _between(theme.colours().window, theme.colours().accent, RAW_SHARE)

        def tell(i: int) -> str:
            return self.tr("step {step}: {loss}, on average {smooth}").format(
                step=history.steps[i], loss=f"{history.losses[i]:.3g}",
                smooth=f"{history.smooth[i]:.3g}",
            )  # fmt: skip

        lines = [Line(steps, raw, faint, 1.0), Line(steps, smooth, theme.colours().accent)]
        last = max(float(steps[-1]), 2.0)
        self.loss.show_lines(title, lines, Axis(0.0, last), loss_axis(raw, smooth), tell)

    def _show_pd(self, validated: list[Epoch], rate: float) -> None:
        title = self.tr("Pd at {rate} false targets a frame").format(rate=f"{rate:g}")
        if not validated:
            self.pd.show_nothing(title, self.tr("It appears with the first validated epoch."))
            return
        numbers = np.array([epoch.number for epoch in validated], np.float64)
        pds = np.array([epoch.pd for epoch in validated], np.float64)
        best = np.array([epoch.best for epoch in validated])

        def tell(i: int) -> str:
            epoch = validated[i]
            text = self.tr("epoch {epoch}: Pd {pd}").format(
                epoch=epoch.number, pd=f"{epoch.pd:.3f}"
            )
            return text + (" · " + self.tr("best so far") if epoch.best else "")

        chosen = theme.state_colour(FrameState.ACCEPTED)
        lines = [Line(numbers, pds, theme.colours().accent, dots=2.5)]
        if best.any():
            last = np.flatnonzero(best)[-1:]
            lines.insert(0, Line(numbers[last], pds[last], chosen, dots=6.0))
        x = Axis(min(1.0, float(numbers[0])), max(float(numbers[-1]), 2.0))
        self.pd.show_lines(title, lines, x, Axis(0.0, 1.0), tell)

    def _show_rates(self, epoch: Epoch | None, rate: float) -> None:
        if epoch is None or not epoch.curve:
            title = self.tr("Pd over false targets a frame")
            self.rates.show_nothing(title, self.tr("It appears with the first validated epoch."))
            return
        title = self.tr("Pd over false targets, epoch {epoch}").format(epoch=epoch.number)
        rates, pds, thresholds = (np.array(part) for part in zip(*epoch.curve, strict=True))

        def tell(i: int) -> str:
            return self.tr("Pd {pd} at {rate}, threshold {threshold}").format(
                pd=f"{pds[i]:.3f}", rate=f"{rates[i]:.3g}", threshold=f"{thresholds[i]:.2f}"
            )

        line = Line(rates, pds, theme.colours().accent)
        self.rates.show_lines(
            title, [line], rate_axis(rates, rate), Axis(0.0, 1.0), tell, mark=rate
        )


def _between(ground: QColor, colour: QColor, share: float) -> QColor:
    """A fainter `colour`, opaque."""

    def mixed(a: int, b: int) -> int:
        return round(a + share * (b - a))

    return QColor(
        mixed(ground.red(), colour.red()), mixed(ground.green(), colour.green()),
        mixed(ground.blue(), colour.blue()),
    )  # fmt: skip
