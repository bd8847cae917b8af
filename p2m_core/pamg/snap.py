"""A click beside a target means the target: the pixel that it snaps to."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import InputError

AROUND = 12
STANDS_OUT, DIM, FEW = 5.0, 1.0, 0.2
SLIGHT, POINT = 0.02, 0.2
"""The local background is the square of `AROUND` pixels around a click, its noise 1.48 times the
median of what deviates from it. A click snaps to a peak of at least `STANDS_OUT` times the noise
if its own pixel has at most `DIM` times the noise, but `FEW` of the peak's strength, or `SLIGHT` of
it; or `POINT` of it where the peak is a point: the median of it and its neighbours is as weak.

Chosen on SIRST so that clicks on a target keep their masks: mean IoU .746 with a radius of 2 and
without, where one pixel beside the target .54 becomes .63, and two .29 becomes .44. To snap from
the dim rim of a target too would cost .03: where a person clicks says how far the target goes.
"""


def snapped(
    image: ArrayLike, seed: tuple[float, float], radius: float, polarity: int = 0
) -> tuple[int, int]:
    """Return the pixel that a click at `seed` means: the peak beside it, or its own.

    Parameters
    ----------
    image : array, shape (H, W)
        Real grey levels.
    seed : (float, float)
        The click, ``(x, y)``.
    radius : float
        How far to look for a peak, pixels.
    polarity : int
        +1 for bright peaks alone, -1 for dark ones, 0 for both.

    Returns
    -------
    (int, int)
        The pixel ``(x, y)``. The clicked one where it belongs to a target itself, or where nothing
        around it stands out.

    Raises
    ------
    InputError
        If the image is not 2-D, the click lies outside it, the radius is not a number, at least 0,
        or the polarity is neither 1, -1 nor 0.

    Examples
    --------
    >>> image = np.zeros((32, 32), np.uint8)
    >>> image[11, 21] = 200
    >>> snapped(image, (20, 12), 2.0), snapped(image, (24, 12), 2.0)
    ((21, 11), (24, 12))
    """
    levels = np.asarray(image)
    if levels.ndim != 2:
        raise InputError(f"the image has shape {levels.shape}: it must be 2-D")
    if not (math.isfinite(radius) and radius >= 0.0):
        raise InputError(f"radius is {radius}: it must be a number of pixels, at least 0")
    if polarity not in (-1, 0, 1):
        raise InputError(f"polarity is {polarity}: it must be 1, -1 or 0")
    x, y = seed
    row, column = geometry.pixel_at(x, y) if math.isfinite(x) and math.isfinite(y) else (-1, -1)
    height, width = levels.shape
    if not (0 <= row < height and 0 <= column < width):
        raise InputError(f"the click ({x:g}, {y:g}) lies outside the {width}x{height} image")
    reach = max(AROUND, math.ceil(radius))
    top, left = max(0, row - reach), max(0, column - reach)
    bottom, right = min(height, row + reach + 1), min(width, column + reach + 1)
    valid = nodata.valid_in(levels)((left, top, right, bottom))
    away, noise = _deviation(levels[top:bottom, left:right], valid)
    rows, columns = np.ogrid[top - row : bottom - row, left - column : right - column]
    near = rows**2 + columns**2 <= radius * radius
    if valid is not None:
        near &= valid
    strength = np.where(near, np.abs(away) if polarity == 0 else polarity * away, -math.inf)
    r, c = np.unravel_index(int(np.argmax(strength)), strength.shape)
    peak = float(strength[r, c])
    own = float(np.copysign(1.0, away[r, c]) * away[row - top, column - left])
    spot = np.copysign(1.0, away[r, c]) * away[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2]
    point = float(np.median(spot)) <= POINT * peak
    slight = POINT * peak if point else min(max(DIM * noise, SLIGHT * peak), FEW * peak)
    if peak > 0.0 and peak >= STANDS_OUT * noise and own <= slight:
        return left + int(c), top + int(r)
    return column, row


def _deviation(part: NDArray[Any], valid: nodata.Mask | None) -> tuple[NDArray[np.float64], float]:
    """Return how far each level is from the median of the valid ones, and the noise."""
    levels = part.astype(np.float64)
    known = levels if valid is None else levels[valid]
    if known.size == 0:
        return np.zeros(levels.shape), 0.0
    away = levels - np.median(known)
    noise = 1.4826 * float(np.median(np.abs(away if valid is None else away[valid])))
    return away, noise
