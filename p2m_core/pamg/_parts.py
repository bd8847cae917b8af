"""The parts of `_kernels`. Importing this module loads numba.

They have no cache of their own: they are compiled into the kernel.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from p2m_core.pamg.params import Weights

# Indices are unsigned: numba tests signed ones for counting from the end, which would take more
# than half of the time of the growth.
u32, u64 = np.uint32, np.uint64

BYTE, WORD, SIGNED_WORD = np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int16)

FREE, TAKEN, BEYOND = 0, 1, 2  # a pixel of the map of visited pixels
NOBODY = np.uint32(2**32 - 1)
BINS = 1024


@njit  # type: ignore[untyped-decorator]
def median_of_bytes(
    image: NDArray[Any], top: int, bottom: int, left: int, right: int
) -> tuple[float, float, float]:
    """Return median, least and greatest of a part of an image of 8 bits."""
    # Neighbours are counted in separate tables: to count one level twice in a row is slower.
    counts = np.zeros((4, 256), np.uint32)
    for r in range(u32(top), u32(bottom)):
        for c in range(u32(left), u32(right)):
            counts[c & u32(3), u32(image[r, c])] += u32(1)
    n = (bottom - top) * (right - left)
    lower = upper = high = -1
    low = 256
    below = 0
    for grey in range(256):
        there = counts[0, grey] + counts[1, grey] + counts[2, grey] + counts[3, grey]
        below += there
        if there > 0:
            low = min(low, grey)
            high = grey
        if lower < 0 and below > (n - 1) // 2:
            lower = grey
        if upper < 0 and below > n // 2:
            upper = grey
    return (lower + upper) / 2.0, float(low), float(high)


@njit  # type: ignore[untyped-decorator]
def median(
    image: NDArray[Any], top: int, bottom: int, left: int, right: int
) -> tuple[float, float, float]:
    """Return median, least and greatest of a part of an image.

    Cheaper than a general selection: counts into bins, then into bins of the bin that holds the
    median, until that holds one value.
    """
    n = (bottom - top) * (right - left)
    values = np.empty(n)
    low = high = float(image[top, left])
    end = u32(0)
    for r in range(u32(top), u32(bottom)):
        for c in range(u32(left), u32(right)):
            value = float(image[r, c])
            values[end] = value
            end += u32(1)
            low = value if value < low else low
            high = value if value > high else high
    least_of_all, greatest_of_all = low, high
    below = 0  # number of values below those still in `values`
    lower, upper = (n - 1) // 2, n // 2
    counts = np.empty(BINS, np.int32)
    while low < high:
        span = high - low
        counts[:] = 0
        for i in range(n):
            counts[u32((values[i] - low) / span * (BINS - 1))] += 1
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
            bin_ = u32((value - low) / span * (BINS - 1))
            if bin_ == first:
                values[kept] = value
                kept += 1
                greatest = max(greatest, value)
                least = min(least, value)
            elif bin_ == last:
                least_of_last = min(least_of_last, value)
        if last != first:
            return (greatest + least_of_last) / 2.0, least_of_all, greatest_of_all
        n = kept
        low, high = least, greatest
    return low, least_of_all, greatest_of_all


@njit  # type: ignore[untyped-decorator]
def median_beyond(
    image: NDArray[Any], top: int, bottom: int, left: int, right: int,
    at_seed: float, polarity: int, otherwise: float,
) -> float:  # fmt: skip
    """Return the median of what the seed stands out from; `otherwise` if it does from nothing."""
    values = np.empty((bottom - top) * (right - left))
    count = 0
    for r in range(top, bottom):
        for c in range(left, right):
            value = float(image[r, c])
            if polarity * (value - at_seed) < 0.0:
                values[count] = value
                count += 1
    if count == 0:
        return otherwise
    values = np.sort(values[:count])
    middle: float = (values[(count - 1) // 2] + values[count // 2]) / 2.0
    return middle


@njit  # type: ignore[untyped-decorator]
def map_around(
    seed_row: int, seed_column: int, shift: int, height: int, width: int, void: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Return a map of ``2**shift`` rows and columns, flat, the seed at its centre.

    Pixels next to the image and those that are `void` count as taken, so that the growth stops
    there.
    """
    side = 1 << shift
    seen = np.zeros((side, side), np.uint8)
    seen[0] = seen[-1] = BEYOND
    seen[:, 0] = seen[:, -1] = BEYOND
    for row in (-1, height):
        if abs(row - seed_row) < side // 2:
            seen[row - seed_row + side // 2] = TAKEN
    for column in (-1, width):
        if abs(column - seed_column) < side // 2:
            seen[:, column - seed_column + side // 2] = TAKEN
    if void.size > 0:
        top, left = seed_row - side // 2, seed_column - side // 2
        for row in range(max(0, top), min(height, top + side)):
            for column in range(max(0, left), min(width, left + side)):
                if void[row, column]:
                    seen[row - top, column - left] = TAKEN
    return seen.reshape(side * side)


@njit(inline="always")  # type: ignore[untyped-decorator]
def meld(
    a: np.uint32,
    b: np.uint32,
    node_level: NDArray[np.float64],
    eldest: NDArray[np.uint32],
    following: NDArray[np.uint32],
) -> np.uint32:
    """Join two pairing heaps, given by their roots; highest level first, then lowest number."""
    if node_level[b] > node_level[a] or (node_level[b] == node_level[a] and b < a):
        a, b = b, a
    following[b] = eldest[a]
    eldest[a] = b
    return a


@njit  # type: ignore[untyped-decorator]
def meld_all(
    first: np.uint32,
    node_level: NDArray[np.float64],
    eldest: NDArray[np.uint32],
    following: NDArray[np.uint32],
) -> np.uint32:
    """Make one heap of a list of them: by pairs, and these from the last to the first."""
    done = NOBODY
    while first != NOBODY:
        root, second = first, following[first]
        first = NOBODY
        if second != NOBODY:
            first = following[second]
            root = meld(root, second, node_level, eldest, following)
        following[root] = done
        done = root
    root, done = done, following[done]
    while done != NOBODY:
        next_one = following[done]
        root = meld(root, done, node_level, eldest, following)
        done = next_one
    return root


@njit  # type: ignore[untyped-decorator]
def energies(
    means: NDArray[np.float64],
    squares: NDArray[np.float64],
    rims: NDArray[np.float64],
    outsides: NDArray[np.float64],
    distances: NDArray[np.float64],
    peak: float,
    support_radius: float,
    epsilon: float,
    weights: Weights,
    log: NDArray[np.float64],
    log_log: NDArray[np.float64],
) -> tuple[NDArray[np.float64], int]:
    """Return the energy of Eq. 6 at each step, and the first step of the greatest.

    Term by term, in the twin's order: the processor runs short loops without branches for several
    steps at once. `means` to `outsides` are overwritten.
    """
    steps = len(means)
    eps = epsilon * peak
    contrast, spread, above = means, squares, outsides
    for k in range(steps):
        spread[k] = math.sqrt(squares[k] / (k + 2)) + eps
    no_saliency = weights.saliency == 0.0
    no_homogeneity = weights.homogeneity == 0.0
    no_rim = weights.rim == 0.0
    peaked = not (weights.level != 0.0 and not peak > 0.0)
    defined = np.empty(steps, np.bool_)
    for k in range(steps):
        outside = outsides[k]
        contrast[k] = means[k] - outside
        above[k] = rims[k] - outside
        defined[k] = (
            peaked
            & (k + 2 > weights.warm_up)
            & (outside == outside)
            & (no_saliency | (contrast[k] > 0.0))
            & (no_homogeneity | (spread[k] > 0.0))
            & (no_rim | (above[k] > 0.0))
        )
    energy = np.empty(steps)
    for k in range(steps):
        e = weights.size * log_log[k + 2] - weights.area * log[k + 1]
        energy[k] = e if defined[k] else -math.inf
    if weights.saliency != 0.0:
        for k in range(steps):
            if defined[k]:
                energy[k] += weights.saliency * math.log(contrast[k])
    if weights.homogeneity != 0.0:
        for k in range(steps):
            if defined[k]:
                energy[k] -= weights.homogeneity * math.log(spread[k])
    if weights.rim != 0.0:
        for k in range(steps):
            if defined[k]:
                energy[k] += weights.rim * math.log(above[k])
    if weights.level != 0.0 and peak > 0.0:
        for k in range(steps):
            beyond = rims[k] / peak - weights.edge
            energy[k] -= weights.level * (beyond * beyond) if defined[k] else 0.0
    twice = 2.0 * support_radius * support_radius
    for k in range(steps):
        energy[k] -= weights.geometry * (distances[k] / twice) if defined[k] else 0.0
    best, step = -math.inf, 1
    for k in range(steps):
        if energy[k] > best:
            best, step = energy[k], k + 1
    return energy, step
