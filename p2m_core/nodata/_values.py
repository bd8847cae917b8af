"""Single values that are no data: NaN, infinity, and the numbers that files use in their place."""

import math
from collections.abc import Iterator

import numpy as np

from p2m_core.nodata._kinds import Frame, Mask, grown, usual_range

SENTINELS = (0.0, -9999.0, -99999.0, -32768.0, -2147483648.0, 1e20, -1e20, 1e30, -1e30)
"""Values that mean "no data" where all others are far from them; 0 only beyond 8 bits."""

FILLS = (9.969209968386869e36, *(s * float(np.finfo(d).max) for d in "fd" for s in (-1, 1)))
"""The same for floats: the fill values of netCDF and GDAL."""

_GAP = 3.0  # distance of a sentinel from all else, in ranges of all else
_EIGHT_BITS = 255.0
_MOST_CODES = 4  # in one frame
_RIM = 2  # pixels beside a hole that resampling mixes with it
_LARGEST = float(np.finfo(np.float64).max) / 2.0  # the difference of two levels is finite


def may_have_values(part: Frame) -> bool:
    """Return whether `void_values` may find something in this part of a frame."""
    if part.dtype.itemsize == 1 or part.size == 0:
        return False
    # The sum of numbers that are not all finite is not finite either; `einsum` sums without a
    # warning, in a third of the time of the extremes.
    if part.dtype.kind == "f" and not (
        math.isfinite(np.einsum("ij->", part)) and float(part.max()) < 1e20
    ):
        return True
    low = float(part.min())
    return low in SENTINELS or low <= -1e20 or _is_code(part, low)


def _is_code(part: Frame, low: float) -> bool:
    """Return whether `low` is a whole number and the only negative one, such as -1 for unknown."""
    return low < 0.0 and low == round(low) and not ((part < 0) & (part != low)).any()


def void_values(frame: Frame) -> Mask:
    """Return the pixels that are not finite or hold a sentinel, shape (H, W)."""
    void = np.zeros(frame.shape, bool)
    if not may_have_values(frame):
        return void
    if frame.dtype.kind == "f":
        void |= ~np.isfinite(frame)
        if frame.dtype.itemsize > 4:
            void |= np.abs(np.where(void, 0.0, frame)) > _LARGEST
    known, held = void.copy(), []
    for value in _codes(frame, known):
        here = (frame == value) & ~known
        held.append((value, here))
        known |= here
    usual = usual_range(frame, grown(known, _RIM))
    if usual is None:
        return void
    low, high = usual
    least, most = low - _GAP * (high - low), high + _GAP * (high - low)
    for value, here in held:
        # A dark spot of 8 bits may be 0, whatever type the frame was given.
        if not least < value < most and (value != 0.0 or high > _EIGHT_BITS):
            mixed = frame <= least if value < low else frame >= most
            void |= here | (grown(here, _RIM) & mixed)
    return void


def _codes(frame: Frame, known: Mask) -> Iterator[float]:
    """Yield the values that may mean "no data", which are the least or the greatest of a frame.

    `known` are the pixels that hold none; its user adds those of each value.
    """
    values = SENTINELS if frame.dtype.kind != "f" else SENTINELS + FILLS
    with np.errstate(over="ignore"):
        codes = {float(np.float64(v).astype(frame.dtype)) for v in values if _fits(v, frame)}
    for _ in range(_MOST_CODES):
        rest = frame[~known] if known.any() else frame
        if rest.size == 0:
            return
        low, high = float(rest.min()), float(rest.max())
        if low in codes or _is_code(rest, low):
            yield low
        elif high in codes:
            yield high
        else:
            return


def _fits(value: float, frame: Frame) -> bool:
    if frame.dtype.kind == "f":
        return True
    return bool(np.iinfo(frame.dtype).min <= value <= np.iinfo(frame.dtype).max)
