"""Find a patch of one frame in the next."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata

MARGIN = 2  # pixels around the box to match with it: one pixel alone has no shape
LEAST_CORRELATION = 0.3  # below it the patch is not found


def displacement(
    before: NDArray[Any],
    after: NDArray[Any],
    box: geometry.Box,
    expected: tuple[float, float] = (0.0, 0.0),
    reach: int = 8,
) -> tuple[int, int]:
    """Return how far the patch in `box` moved from one frame to the next, whole pixels (x, y).

    That is the greatest correlation of the patch (the box and 2 pixels around it) with the next
    frame, weighted down with the distance from the expected position. Where nothing resembles the
    patch, the expected shift is returned, rounded.

    Parameters
    ----------
    before, after : array, shape (H, W)
        The frames, of any real dtype.
    box : (int, int, int, int)
        Half-open pixel box in `before`.
    expected : (float, float)
        Expected shift of the patch, ``(x, y)``.
    reach : int
        Greatest distance from the expected position, pixels.
    """
    height, width = before.shape
    dx, dy = round(expected[0]), round(expected[1])
    x0, y0 = max(0, box[0] - MARGIN), max(0, box[1] - MARGIN)
    x1, y1 = min(width, box[2] + MARGIN), min(height, box[3] + MARGIN)
    left, top = max(0, x0 + dx - reach), max(0, y0 + dy - reach)
    right, bottom = min(width, x1 + dx + reach), min(height, y1 + dy + reach)
    patch = _level_free(before, (x0, y0, x1, y1))
    window = _level_free(after, (left, top, max(left, right), max(top, bottom)))
    if patch is None or window is None or (np.array(window.shape) < patch.shape).any():
        return dx, dy
    correlation = cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED)
    found = np.nan_to_num(correlation, nan=-1.0, posinf=-1.0, neginf=-1.0)
    rows, columns = np.indices(found.shape)
    away = np.hypot(columns + left - x0 - dx, rows + top - y0 - dy)
    row, column = np.unravel_index(
        np.argmax(found * np.exp(-0.5 * (away / reach) ** 2)), found.shape
    )
    if found[row, column] < LEAST_CORRELATION:
        return dx, dy
    return left + int(column) - x0, top + int(row) - y0


def _level_free(frame: NDArray[Any], box: geometry.Box) -> NDArray[np.float32] | None:
    """Without its median, in which single precision would lose small differences."""
    x0, y0, x1, y1 = box
    part = frame[y0:y1, x0:x1]
    if part.size == 0:
        return None
    levels = nodata.filled(part, nodata.valid_in(frame)(box)).astype(np.float64)
    levels -= np.median(levels)
    most = float(np.abs(levels).max())
    return (levels / most).astype(np.float32) if most > 0.0 else None
