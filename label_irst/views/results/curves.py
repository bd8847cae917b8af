"""Pd over false targets a frame, of both models."""

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from label_irst.views.widgets.curve import Curve, Span, rate_span
from label_irst.views.widgets.plot import Plot
from p2m_core.eval.comparison import Compared, Comparison

MOST = 2.0  # false targets a frame: more are of no interest


class ResultCurves(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.plot = Plot(self.tr("false targets a frame"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)

    def show_comparison(self, comparison: Comparison, names: tuple[str, str], rate: float) -> None:
        """Show the curves, with a dashed upright at `rate`."""
        old, new = comparison.models
        least = 1.0 / max(1, comparison.frames)  # one false target in all frames
        x = rate_span(np.array([least, rate, MOST]), rate)
        curves = [
            self._curve(names[0], old, x, "doubt", dashed=True),
            self._curve(names[1], new, x, "accent", dashed=False),
        ]
        title = self.tr("Pd over false targets")
        self.plot.show_curves(title, curves, x, Span(0.0, 1.0), mark=rate)

    def _curve(self, name: str, model: Compared, x: Span, colour: str, dashed: bool) -> Curve:
        """The curve in steps, from one end of the axis to the other."""
        rates, pds, _ = (np.array(part) for part in zip(*model.curve, strict=True))
        inside = rates <= x.high
        rates, pds = np.maximum(rates[inside], x.low), pds[inside]
        rates, pds = np.append(rates, x.high), np.append(pds, pds[-1])
        xs, ys = np.repeat(rates, 2)[1:], np.repeat(pds, 2)[:-1]

        def describe(i: int) -> str:
            text = self.tr("{name}: Pd {pd} at {rate}")
            return text.format(name=name, pd=f"{ys[i]:.3f}", rate=f"{xs[i]:.2g}")

        return Curve(name, xs, ys, colour, describe, dashed=dashed)
