"""A quick look for pixels without data, compiled into PAMG's kernel. Importing it loads numba."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from p2m_core.nodata._border import ALIKE, LOOKS, RUN
from p2m_core.nodata._kinds import OUTER, SMALLEST
from p2m_core.nodata._lines import OUTSIDE, REFERENCE, SAMPLES, UNLIKE

_u32 = np.uint32
_BYTE = np.dtype(np.uint8)


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def may_lack(image: NDArray[Any], row: int, column: int, reach: int) -> bool:
    """Return whether a pixel near another one may hold no data by its place, not by its value.

    False only where none does.
    """
    height, width = image.shape
    top, left = max(0, row - reach), max(0, column - reach)
    bottom, right = min(height, row + reach + 1), min(width, column + reach + 1)
    if height < SMALLEST or width < SMALLEST:
        return False
    if _begins_with_run(image) or _has_dead(image, left, right) or _has_dead(image.T, top, bottom):
        return True
    if top < OUTER and _is_unlike(image):
        return True
    return bool(bottom > height - OUTER and _is_unlike(image[::-1]))


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def may_have_values(image: NDArray[Any], row: int, column: int, reach: int) -> bool:
    """Return whether a value near a pixel may mean that there is no data."""
    bytes_ = image.dtype == _BYTE
    if bytes_:
        return False
    height, width = image.shape
    top, left = max(0, row - reach), max(0, column - reach)
    bottom, right = min(height, row + reach + 1), min(width, column + reach + 1)
    odd = False
    for r in range(_u32(top), _u32(bottom)):  # unsigned: see `pamg._parts`
        for c in range(_u32(left), _u32(right)):
            odd |= _is_odd(image[r, c])
    return odd


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def met_values(image: NDArray[Any], path: NDArray[np.int64]) -> bool:
    """Return whether such a value is on the path of a growth or beside it."""
    bytes_ = image.dtype == _BYTE
    if bytes_:
        return False
    height, width = image.shape
    odd = False
    for k in range(len(path)):
        row, column = path[k, 0], path[k, 1]
        above, below = _u32(max(row - 1, 0)), _u32(min(row + 1, height - 1))
        before, behind = _u32(max(column - 1, 0)), _u32(min(column + 1, width - 1))
        r, c = _u32(row), _u32(column)
        odd |= _is_odd(image[above, c]) or _is_odd(image[below, c])
        odd |= _is_odd(image[r, before]) or _is_odd(image[r, behind])
    return odd


@njit(inline="always")  # type: ignore[untyped-decorator]
def _is_odd(value: Any) -> bool:
    return not (value > 0 and value < 1e20)  # also true of NaN


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _begins_with_run(image: NDArray[Any]) -> bool:
    height, width = image.shape
    for side in range(4):
        count = width if side < 2 else height
        for place in range(3):
            start = (count - RUN) * place // 2 if place != 1 else (count - RUN) // 2
            alike = True
            first = image[0, 0]
            for i in range(start, start + RUN):
                if side == 0:
                    value = image[0, i]
                elif side == 1:
                    value = image[height - 1, i]
                elif side == 2:
                    value = image[i, 0]
                else:
                    value = image[i, width - 1]
                if i == start:
                    first = value
                elif value != first:
                    alike = False
                    break
            if alike:
                same = 0
                for r in range(LOOKS):
                    for c in range(LOOKS):
                        at = image[(2 * r + 1) * height // (2 * LOOKS),
                                   (2 * c + 1) * width // (2 * LOOKS)]  # fmt: skip
                        same += at == first
                if same <= ALIKE:
                    return True
    return False


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _has_dead(image: NDArray[Any], left: int, right: int) -> bool:
    height = image.shape[0]
    for column in range(left, right):
        first = image[OUTER, column]
        k = 1
        while k < SAMPLES and image[OUTER + k * (height - 2 * OUTER) // SAMPLES, column] == first:
            k += 1
        if k == SAMPLES:
            return True
    return False


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _is_unlike(image: NDArray[Any]) -> bool:
    width = image.shape[1]
    rough = outer_rough = 0.0
    low = high = float(image[OUTER, 0])
    for row in (OUTER, OUTER + REFERENCE // 2):
        total = 0.0
        for c in range(width):
            value = float(image[row, c])
            low, high = min(low, value), max(high, value)
            if c > 0:
                total += abs(value - float(image[row, c - 1]))
        rough = max(rough, total)
    reach, beyond = high - low, 0
    for c in range(width):
        value = float(image[0, c])
        beyond += value < low - reach or value > high + reach
        if c > 0:
            outer_rough += abs(value - float(image[0, c - 1]))
    return outer_rough > UNLIKE * rough or beyond >= OUTSIDE * width
