"""The curves of a run: loss, Pd by epoch, and Pd over false targets of the last epoch."""

import numpy as np
from PySide6.QtWidgets import QGridLayout, QWidget

from label_irst.jobs.runs.history import Epoch, RunHistory
from label_irst.views.widgets.curve import Curve, Floats, Span, rate_span
from label_irst.views.widgets.plot import Plot


class RunCurves(QWidget):
    """Its plots are made with the first history, not with the window: see `Plot`."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 8, 0, 0)
        self._layout.setSpacing(14)
        for place in (0, 1):
            self._layout.setRowStretch(place, 1)
            self._layout.setColumnStretch(place, 1)
        self._made = False

    def _make_plots(self) -> None:
        self._made = True
        self.loss = Plot(self.tr("step"), whole=True)
        self.pd = Plot(self.tr("epoch"), whole=True)
        self.rates = Plot(self.tr("false targets a frame"))
        self._layout.addWidget(self.loss, 0, 0, 1, 2)
        self._layout.addWidget(self.pd, 1, 0)
        self._layout.addWidget(self.rates, 1, 1)
        for plot in (self.loss, self.pd, self.rates):
            plot.show()  # now: children of a visible window otherwise wait for an event

    def show_history(self, history: RunHistory, rate: float) -> None:
        """Show a run; `rate` is the false targets a frame of its Pd."""
        if not self._made:
            self._make_plots()
        self._show_loss(history)
        validated = [epoch for epoch in history.epochs if epoch.pd is not None]
        self._show_pd(validated, rate)
        self._show_rates(validated[-1] if validated else None, rate)
        self.pd.setVisible(bool(validated) or not history.epochs)
        self.rates.setVisible(bool(validated) or not history.epochs)

    def fit(self) -> None:
        """Show the whole range of all plots, for another run."""
        if self._made:
            for plot in (self.loss, self.pd, self.rates):
                plot.canvas.fit()

    def _show_loss(self, history: RunHistory) -> None:
        title = self.tr("Loss")
        if not history.steps:
            self.loss.show_nothing(title, self.tr("It appears with the first steps."))
            return
        steps = np.array(history.steps, np.float64)
        raw, smooth = np.array(history.losses), np.array(history.smooth)

        def describe(i: int) -> str:
            return self.tr("step {step}: {loss}, on average {smooth}").format(
                step=history.steps[i], loss=f"{history.losses[i]:.3g}",
                smooth=f"{history.smooth[i]:.3g}",
            )  # fmt: skip

        curves = [
            Curve(self.tr("each step"), steps, raw, "accent", describe, faint=True),
            Curve(self.tr("average"), steps, smooth, "accent", describe),
        ]
        x = Span(0.0, max(float(steps[-1]), 2.0))
        self.loss.show_curves(title, curves, x, loss_span(raw, smooth))

    def _show_pd(self, validated: list[Epoch], rate: float) -> None:
        title = self.tr("Pd at {rate} false targets a frame").format(rate=f"{rate:g}")
        if not validated:
            self.pd.show_nothing(title, self.tr("It appears with the first validated epoch."))
            return
        numbers = np.array([epoch.number for epoch in validated], np.float64)
        pds = np.array([epoch.pd for epoch in validated], np.float64)
        last_best = np.flatnonzero([epoch.best for epoch in validated])[-1:]

        def describe(i: int) -> str:
            epoch = validated[i]
            text = self.tr("epoch {epoch}: Pd {pd}").format(
                epoch=epoch.number, pd=f"{epoch.pd:.3f}"
            )
            return text + (" · " + self.tr("best so far") if epoch.best else "")

        curves = [Curve(self.tr("Pd"), numbers, pds, "accent", describe, symbol="o", size=5.0)]
        if last_best.size:
            curves.insert(0, Curve(
                self.tr("best so far"), numbers[last_best], pds[last_best], "accepted",
                lambda _: describe(int(last_best[0])), line=False, symbol="d", size=14.0,
            ))  # fmt: skip
        x = Span(min(1.0, float(numbers[0])), max(float(numbers[-1]), 2.0))
        self.pd.show_curves(title, curves, x, Span(0.0, 1.0))

    def _show_rates(self, epoch: Epoch | None, rate: float) -> None:
        if epoch is None or not epoch.curve:
            title = self.tr("Pd over false targets a frame")
            self.rates.show_nothing(title, self.tr("It appears with the first validated epoch."))
            return
        title = self.tr("Pd over false targets, epoch {epoch}").format(epoch=epoch.number)
        rates, pds, thresholds = (np.array(part) for part in zip(*epoch.curve, strict=True))
        x = rate_span(rates, rate)

        def describe(i: int) -> str:
            return self.tr("Pd {pd} at {rate}, threshold {threshold}").format(
                pd=f"{pds[i]:.3f}", rate=f"{rates[i]:.3g}", threshold=f"{thresholds[i]:.2f}"
            )

        # A rate of 0 has no place on an axis by magnitude: it is drawn at the left end.
        curve = Curve(title, np.maximum(rates, x.low), pds, "accent", describe)
        self.rates.show_curves(title, [curve], x, Span(0.0, 1.0), mark=rate)


def loss_span(losses: Floats, smooth: Floats) -> Span:
    """From 0 to a little over the largest; by magnitude if `smooth` fell by far.

    Outliers may lie outside: those of the first steps, or of a batch without targets.
    """
    good = losses[np.isfinite(losses)]
    if good.size == 0 or not good.max() > 0.0:
        return Span(0.0, 1.0)
    high, low = float(np.quantile(good, 0.995)) * 1.05, float(np.nanmin(smooth)) / 2.0
    if 0.0 < low < high / 50.0:
        return Span(low, high, log=True)
    return Span(0.0, high or 1.0)
