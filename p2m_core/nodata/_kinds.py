"""What the kinds of no data share: their type, and a thinned look at a frame's levels."""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[Any]
Mask = NDArray[np.bool_]

OUTER = 8
"""Telemetry has fewer rows, at the top or the bottom; statistics of a frame leave them out."""

SMALLEST = 32
"""Pixels a side of the smallest frame that is judged by its picture, not only by its values."""

_ENOUGH = 2**14  # values that give the range of a frame


def usual_range(frame: Frame, void: Mask) -> tuple[float, float] | None:
    """Return the range of the levels that hold data, without a thousandth at either end.

    None where there are few levels, as in a mask, or hardly any pixels.
    """
    step = max(1, math.isqrt(frame.size // _ENOUGH))
    margin = OUTER if min(frame.shape) >= SMALLEST else 0
    inner = np.s_[margin : len(frame) - margin : step, margin : frame.shape[1] - margin : step]
    levels = frame[inner][~void[inner]]
    if levels.size < 64:
        return None
    low, high = np.percentile(levels, (0.1, 99.9)).tolist()
    few = levels.size < 256 or bool((levels[:256] == levels[0]).all())
    if low == high or (few and len(np.unique(levels)) < 4):
        return None
    return low, high


def least_step(frame: Frame) -> float:
    """Return the smallest difference of levels that counts: two steps of the levels in use."""
    step = max(1, math.isqrt(frame.size // 4096))
    used = np.unique(frame[::step, ::step].astype(np.float64))
    used = used[np.isfinite(used)]
    return 2.0 * float(np.diff(used).min()) if used.size > 1 else 0.0


def grown(mask: Mask, by: int) -> Mask:
    """Return the mask and the pixels up to `by` beside it, obliquely too."""
    kernel = np.ones((2 * by + 1, 2 * by + 1), np.uint8)
    return cv2.dilate(mask.view(np.uint8), kernel).view(bool)
