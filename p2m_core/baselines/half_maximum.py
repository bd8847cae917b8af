"""Flood fill at half height: the oldest measure of how large a blurred point is."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core.baselines._window import Window, reach_for, window_around


def generate(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the pixels around `seed` above half of the target's peak over its background.

    The peak is the local maximum reached from the seed by steepest ascent, the background the
    median of the window: the full width at half maximum of photometry, as a mask. A seed that is
    dimmer than that lowers the threshold to its own level, so that the mask holds it.

    Parameters
    ----------
    image, seed, radius
        As every method of `p2m_core.baselines`; `radius` sets the window.
    """
    window = window_around(image, seed, reach_for(radius))
    peak = _climb(window)
    half = 0.5 * (peak + float(np.median(window.levels)))
    return window.place(window.levels >= min(half, window.levels[window.row, window.column]))


def generate_from_seed(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the pixels around `seed` above half of the seed's own level over its background.

    As `generate`, without a search for the peak. On random interior seeds of real targets this is
    the best of the simple methods, but the mask depends on the position of the click.

    Parameters
    ----------
    image, seed, radius
        As every method of `p2m_core.baselines`; `radius` sets the window.
    """
    window = window_around(image, seed, reach_for(radius))
    level = float(window.levels[window.row, window.column])
    return window.place(window.levels >= 0.5 * (level + float(np.median(window.levels))))


def _climb(window: Window) -> float:
    """Return the level of the local maximum above the seed, over 8-neighbours."""
    row, column = window.row, window.column
    while True:
        top, left = max(0, row - 1), max(0, column - 1)
        around = window.levels[top : row + 2, left : column + 2]
        down, right = np.unravel_index(np.argmax(around), around.shape)
        if around[down, right] <= window.levels[row, column]:
            return float(window.levels[row, column])
        row, column = top + int(down), left + int(right)
