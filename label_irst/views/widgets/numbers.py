"""Numbers in the panels."""

import math


def short(value: float) -> str:
    """A number in few characters, with at least three significant digits."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
