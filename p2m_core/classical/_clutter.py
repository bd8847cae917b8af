"""A filter's response in units of the clutter around: a constant false alarm rate, as in radar."""

import math
from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

_GUARD_WIDTH = 9  # the target's own response is not clutter
# Lower bound of the clutter, as a fraction of that of the whole frame. Tuned on `drone_ir/train`,
# as the widths are.
_FRAME_PART = 0.3
_AS_SUM: Any = {"normalize": False, "borderType": cv2.BORDER_REFLECT}


def prepare(frame: NDArray[np.generic]) -> tuple[Floats, float]:
    """Return `frame` as float32 in -1..1 around its mean, and the unit of its grey level.

    Gain and offset of the grey levels cancel. Its levels must be finite.
    """
    levels = frame.astype(np.float64)
    low, high = float(levels.min()), float(levels.max())
    if low == high:
        return np.zeros(frame.shape, np.float32), 1.0
    # Scaled before any sum: a sum of the largest floats is infinite.
    largest = max(abs(low), abs(high))
    levels /= largest
    levels -= levels.mean()
    scale = max(float(levels.max()), -float(levels.min()))
    levels /= scale
    return levels.astype(np.float32), 1.0 / scale / largest


def over_clutter(answer: Floats, width: int, noise: float, valid: Mask | None = None) -> Floats:
    """Divide each pixel's response by the root mean square of those around it.

    Parameters
    ----------
    answer : float32 array, shape (H, W)
        Not negative.
    width : int
        Side of the square around, pixels; the `_GUARD_WIDTH` in the middle is left out.
    noise : float
        Response of mere noise, in the image's unit.
    valid : bool array, shape (H, W), or None
        Pixels that count; the ratio of others is 0.
    """
    power = answer * answer
    if valid is not None:
        power[~valid] = 0.0
    clutter = np.maximum(_around(power, width), 0.0)
    if valid is None:
        clutter *= 1.0 / (width**2 - _GUARD_WIDTH**2)
        usual = float(power.mean(dtype=np.float64))
    else:
        clutter /= np.maximum(_around(valid.astype(np.float32), width), 1.0)
        usual = float(power.sum(dtype=np.float64)) / max(1, int(np.count_nonzero(valid)))
    np.sqrt(clutter, out=clutter)
    clutter += _FRAME_PART * math.sqrt(usual) + noise
    counts = clutter > 0.0 if valid is None else (clutter > 0.0) & valid
    ratio: Floats = np.divide(answer, clutter, out=np.zeros_like(answer), where=counts)
    return ratio


def _around(values: Floats, width: int) -> Floats:
    """Return the sum over the square around each pixel, without its middle."""
    outer = cv2.boxFilter(values, -1, (width, width), **_AS_SUM)
    inner = cv2.boxFilter(values, -1, (_GUARD_WIDTH, _GUARD_WIDTH), **_AS_SUM)
    return np.asarray(outer - inner)


def strongest(
    answers: Iterable[tuple[float, Floats]], width: int, noise: float, valid: Mask | None = None
) -> tuple[Floats, Floats]:
    """Return the largest `over_clutter` of the scales at each pixel, and that scale's radius."""
    best: Floats | None = None
    for radius, answer in answers:
        ratio = over_clutter(answer, width, noise, valid)
        if best is None:
            best, radii = ratio, np.full(ratio.shape, radius, np.float32)
        else:
            radii[ratio > best] = radius
            np.maximum(best, ratio, out=best)
    assert best is not None, "a filter has at least one scale"
    return best, radii
