"""A filter's response in units of the clutter around: a constant false alarm rate, as in radar."""

import math
from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_GUARD_WIDTH = 9  # the target's own response is not clutter
# Lower bound of the clutter, as a fraction of that of the whole frame. Tuned on `drone_ir/train`,
# as the widths are.
_FRAME_PART = 0.3
_AS_SUM: Any = {"normalize": False, "borderType": cv2.BORDER_REFLECT}


def prepare(frame: NDArray[np.generic]) -> tuple[Floats, float]:
    """Return `frame` as float32 in -1..1 around its mean, and the unit of its grey level.

    Gain and offset of the grey levels cancel. NaN and infinity become the mean.
    """
    levels = frame.astype(np.float64)
    finite = np.isfinite(levels) if frame.dtype.kind == "f" else np.ones((), bool)
    known = levels if finite.all() else levels[finite]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    if low == high:
        return np.zeros(frame.shape, np.float32), 1.0
    # Scaled before any sum: a sum of the largest floats is infinite.
    largest = max(abs(low), abs(high))
    levels /= largest
    middle = known.mean() if known is levels else (known / largest).mean()
    if known is not levels:
        levels[~finite] = middle
    levels -= middle
    scale = float(max(levels.max(), -levels.min()))
    levels /= scale
    return levels.astype(np.float32), 1.0 / scale / largest


def over_clutter(answer: Floats, width: int, noise: float) -> Floats:
    """Divide each pixel's response by the root mean square of those around it.

    Parameters
    ----------
    answer : float32 array, shape (H, W)
        Not negative.
    width : int
        Side of the square around, pixels; the `_GUARD_WIDTH` in the middle is left out.
    noise : float
        Response of mere noise, in the image's unit.
    """
    power = answer * answer
    outer = cv2.boxFilter(power, -1, (width, width), **_AS_SUM)
    inner = cv2.boxFilter(power, -1, (_GUARD_WIDTH, _GUARD_WIDTH), **_AS_SUM)
    clutter = np.maximum(outer - inner, 0.0)
    clutter *= 1.0 / (width**2 - _GUARD_WIDTH**2)
    np.sqrt(clutter, out=clutter)
    clutter += _FRAME_PART * math.sqrt(float(power.mean(dtype=np.float64))) + noise
    ratio: Floats = np.divide(answer, clutter, out=np.zeros_like(answer), where=clutter > 0.0)
    return ratio


def strongest(
    answers: Iterable[tuple[float, Floats]], width: int, noise: float
) -> tuple[Floats, Floats]:
    """Return the largest `over_clutter` of the scales at each pixel, and that scale's radius."""
    best: Floats | None = None
    for radius, answer in answers:
        ratio = over_clutter(answer, width, noise)
        if best is None:
            best, radii = ratio, np.full(ratio.shape, radius, np.float32)
        else:
            radii[ratio > best] = radius
            np.maximum(best, ratio, out=best)
    assert best is not None, "a filter has at least one scale"
    return best, radii
