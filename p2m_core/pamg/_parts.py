"""What `_kernels` is put together from. Importing this module loads numba.

No cache of their own: they are compiled into the kernel.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

BINS = 1024


@njit  # type: ignore[untyped-decorator]
def median(values: NDArray[np.float64], low: float, high: float) -> float:
    """Return the median; `low` and `high` are the extremes. Overwrites `values`.

    Cheaper than a general selection: counts into bins, then looks into the bin that holds the
    median, until that holds one value.
    """
    n = len(values)
    below = 0  # how many values are known to lie under those still in `values`
    lower, upper = (n - 1) // 2, n // 2
    counts = np.empty(BINS, np.int32)
    while low < high:
        span = high - low
        counts[:] = 0
        for i in range(n):
            counts[int((values[i] - low) / span * (BINS - 1))] += 1
        first = 0
        while below + counts[first] <= lower:
            below += counts[first]
            first += 1
        last = first
        if below + counts[first] <= upper:  # the two middle values are in different bins
            last = first + 1
            while counts[last] == 0:
                last += 1
        kept = 0
        greatest, least, least_of_last = low, high, high
        for i in range(n):
            value = values[i]
            place = int((value - low) / span * (BINS - 1))
            if place == first:
                values[kept] = value
                kept += 1
                greatest = max(greatest, value)
                least = min(least, value)
            elif place == last:
                least_of_last = min(least_of_last, value)
        if last != first:
            return (greatest + least_of_last) / 2.0
        n = kept
        low, high = least, greatest
    return low


@njit(inline="always")  # type: ignore[untyped-decorator]
def sift_up(heap: NDArray[np.int32], hole: int, node: int, node_level: NDArray[np.float64]) -> None:
    """Add the youngest node, which passes only strictly lower levels."""
    level = node_level[node]
    while hole > 0:
        parent = (hole - 1) >> 1
        if node_level[heap[parent]] >= level:
            break
        heap[hole] = heap[parent]
        hole = parent
    heap[hole] = node


@njit(inline="always")  # type: ignore[untyped-decorator]
def sift_down(
    heap: NDArray[np.int32], size: int, node: int, node_level: NDArray[np.float64]
) -> None:
    """Put `node` in the place of the root: highest level first, then lowest number."""
    level = node_level[node]
    hole = 0
    while True:
        child = 2 * hole + 1
        if child >= size:
            break
        below, beside = heap[child], heap[child]
        if child + 1 < size:
            beside = heap[child + 1]
        if node_level[beside] > node_level[below] or (
            node_level[beside] == node_level[below] and beside < below
        ):
            below = beside
            child += 1
        if node_level[below] > level or (node_level[below] == level and below < node):
            heap[hole] = below
            hole = child
        else:
            break
    heap[hole] = node
