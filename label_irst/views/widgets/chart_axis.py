"""The axes of a chart: where a value lies, and which values are written."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`; by magnitude where `log`, and `low` is above 0 then."""

    low: float
    high: float
    log: bool = False

    def share(self, values: ArrayLike) -> NDArray[np.float64]:
        """How far along the axis values lie, 0 to 1; outside of it, its ends."""
        at = np.clip(np.asarray(values, np.float64), self.low, self.high)
        if self.log:
            span = math.log(self.high / self.low) or 1.0
            return np.asarray(np.log(at / self.low) / span)
        return np.asarray((at - self.low) / ((self.high - self.low) or 1.0))

    def ticks(self, most: int) -> list[float]:
        """Round values on the axis, ascending: at most about `most`."""
        return _log_ticks(self, most) if self.log else _linear_ticks(self, most)


def _linear_ticks(axis: Axis, most: int) -> list[float]:
    rough = (axis.high - axis.low) / max(1, most)
    if not rough > 0.0:
        return [axis.low]
    unit = 10.0 ** math.floor(math.log10(rough))
    spacing = next(unit * s for s in (1.0, 2.0, 5.0, 10.0) if unit * s >= rough * (1 - 1e-9))
    first, last = math.ceil(axis.low / spacing - 1e-6), math.floor(axis.high / spacing + 1e-6)
    return [round(i * spacing, 12) for i in range(first, last + 1)]


def _log_ticks(axis: Axis, most: int) -> list[float]:
    powers = range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high)) + 1)
    for steps in ((1, 2, 5), (1,)):
        every = [step * 10.0**power for power in powers for step in steps]
        inside = [v for v in every if axis.low * (1 - 1e-9) <= v <= axis.high * (1 + 1e-9)]
        if len(inside) <= most:
            return inside
    return inside[:: math.ceil(len(inside) / max(1, most))]


def whole_ticks(axis: Axis, most: int) -> list[float]:
    """As `Axis.ticks`, of a number of things: whole numbers only."""
    return [tick for tick in axis.ticks(most) if tick == round(tick)]


def loss_axis(losses: NDArray[np.float64], smooth: NDArray[np.float64]) -> Axis:
    """From 0, a little over the largest; by magnitude where `smooth` went down by far.

    Single losses far from all others are cut off: of the first steps, of a batch without targets.
    """
    good = losses[np.isfinite(losses)]
    if good.size == 0 or not good.max() > 0.0:
        return Axis(0.0, 1.0)
    high, low = float(np.quantile(good, 0.995)) * 1.05, float(np.nanmin(smooth)) / 2.0
    if 0.0 < low < high / 50.0:
        return Axis(low, high, log=True)
    return Axis(0.0, high or 1.0)


def rate_axis(rates: NDArray[np.float64], shown: float) -> Axis:
    """By magnitude, over all `rates` of false targets above 0 and the one that is looked at."""
    good = np.append(rates[rates > 0.0], shown if shown > 0.0 else 0.05)
    low, high = float(good.min()), float(good.max())
    return Axis(10.0 ** math.floor(math.log10(low) - 1e-9), max(high, low * 10.0), log=True)
