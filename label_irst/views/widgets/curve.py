"""What a plot shows: plain data."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Span:
    """An axis from `low` to `high`; by magnitude where `log`, and `low` is above 0 then."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True, eq=False)
class Curve:
    """Points ascending in x, joined by a line that has a gap where y is NaN.

    `describe` puts the values at a point in words. `colour` is the name of one of
    the theme's. Curves of one plot differ by more than the colour: `dashed`, a `symbol` of
    pyqtgraph at each point, or symbols alone without `line`.
    """

    name: str
    x: Floats
    y: Floats
    colour: str
    describe: Callable[[int], str]
    dashed: bool = False
    faint: bool = False
    line: bool = True
    symbol: str = ""
    size: float = 6.0  # of the symbol, in pixels


def rate_span(rates: Floats, shown: float) -> Span:
    """By magnitude, over all `rates` of false targets above 0 and the one that is looked at."""
    good = np.append(rates[rates > 0.0], shown if shown > 0.0 else 0.05)
    low, high = float(good.min()), float(good.max())
    return Span(10.0 ** math.floor(math.log10(low) - 1e-9), max(high, low * 10.0), log=True)
