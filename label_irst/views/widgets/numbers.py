"""Numbers as the panels write them."""

import math


def short(value: float) -> str:
    """A number in few characters: four digits are more than any of these is good for."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
