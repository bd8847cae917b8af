"""Pd over false targets a frame, of both models."""

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from label_irst import theme
from label_irst.review.comparison import Compared, Comparison
from label_irst.views.widgets.chart import Chart, Line
from label_irst.views.widgets.chart_axis import Axis, rate_axis

MOST = 2.0  # false targets a frame that anybody is interested in


class ResultCurves(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.chart = Chart(self.tr("false targets a frame"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chart)

    def show_comparison(self, comparison: Comparison, names: tuple[str, str], rate: float) -> None:
        """A dashed upright stands at `rate`."""
        old, new = comparison.models
        least = 1.0 / max(1, comparison.frames)  # one false target in all frames
        every = np.array([least, rate, MOST])
        axis = rate_axis(every, rate)
        lines = [_line(old, axis, theme.colours().doubt), _line(new, axis, theme.colours().accent)]
        rates, pds = lines[1].x, lines[1].y

        def tell(i: int) -> str:
            text = self.tr("{name}: Pd {pd} at {rate}")
            return text.format(name=names[1], pd=f"{pds[i]:.3f}", rate=f"{rates[i]:.2g}")

        title = self.tr("Pd over false targets")
        self.chart.show_lines(title, lines, axis, Axis(0.0, 1.0), tell, mark=rate)


def _line(model: Compared, axis: Axis, colour: QColor) -> Line:
    """The curve as the steps that it is, from one end of the axis to the other."""
    rates, pds, _ = (np.array(part) for part in zip(*model.curve, strict=True))
    inside = rates <= axis.high
    rates, pds = np.maximum(rates[inside], axis.low), pds[inside]
    rates, pds = np.append(rates, axis.high), np.append(pds, pds[-1])
    x = np.repeat(rates, 2)[1:]
    y = np.repeat(pds, 2)[:-1]
    return Line(x, y, colour)
