"""Algorithm 1 compiled with numba; `_reference` says what each step means.

Importing this module loads numba and compiles, or reads the compiled kernel from the cache.
"""

import math
from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from p2m_core.pamg._reference import WARM_UP

_SIGNATURE = types.Tuple(
    (types.int64[::1], types.float64[::1], types.int64, types.float64, types.boolean)
)(
    types.float64[:, ::1],
    types.int64,
    types.int64,
    types.int64,
    types.float64,
    types.int64,
    types.float64,
    types.float64[::1],
)


def _compiled(function: Any) -> Any:
    try:
        return njit(_SIGNATURE, cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder it may write its cache to
        return njit(_SIGNATURE, nogil=True)(function)


@_compiled
def grow_in_window(
    window: NDArray[np.float64],
    seed_row: int,
    seed_column: int,
    background_radius: int,
    support_radius: float,
    open_sides: int,
    epsilon: float,
    weights: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64], int, float, bool]:
    """See `_reference.grow_in_window`."""
    height, width = window.shape
    local = window[
        max(0, seed_row - background_radius) : seed_row + background_radius + 1,
        max(0, seed_column - background_radius) : seed_column + background_radius + 1,
    ].copy()
    background = np.median(local)
    scale = max(local.max() - background, background - local.min())
    polarity = -1 if window[seed_row, seed_column] < background else 1
    if scale == 0.0:
        scale = 1.0

    largest = math.pi * support_radius**2
    most = min(math.ceil(largest), height * width)
    path = np.empty(most, np.int64)
    levels = np.empty(most)
    frontier_means = np.empty(most)
    distances = np.empty(most)
    visited = np.zeros(height * width, np.uint8)

    # A binary heap in three arrays; each popped pixel pushes at most its four neighbours.
    room = min(4 * most + 1, height * width)
    heap_level = np.empty(room)
    heap_arrival = np.empty(room, np.int64)
    heap_pixel = np.empty(room, np.int64)

    seed = seed_row * width + seed_column
    anchor = polarity * (window[seed_row, seed_column] - background) / scale
    heap_level[0] = anchor
    heap_arrival[0] = 0
    heap_pixel[0] = seed
    waiting = 1
    visited[seed] = 1
    arrivals = 0
    frontier_sum = anchor
    n = 1
    steps = 0
    farthest = 0.0
    complete = True

    while waiting > 0 and n < largest:
        current = heap_pixel[0]
        value = heap_level[0]
        waiting -= 1
        # Sift the last entry down from the root.
        level, arrival, pixel = heap_level[waiting], heap_arrival[waiting], heap_pixel[waiting]
        hole = 0
        while True:
            child = 2 * hole + 1
            if child >= waiting:
                break
            if child + 1 < waiting and (
                heap_level[child + 1] > heap_level[child]
                or (
                    heap_level[child + 1] == heap_level[child]
                    and heap_arrival[child + 1] < heap_arrival[child]
                )
            ):
                child += 1
            if heap_level[child] > level or (
                heap_level[child] == level and heap_arrival[child] < arrival
            ):
                heap_level[hole] = heap_level[child]
                heap_arrival[hole] = heap_arrival[child]
                heap_pixel[hole] = heap_pixel[child]
                hole = child
            else:
                break
        heap_level[hole] = level
        heap_arrival[hole] = arrival
        heap_pixel[hole] = pixel

        row = current // width
        column = current - row * width
        path[steps] = current
        levels[steps] = value
        frontier_sum -= value
        n += 1
        farthest = max(farthest, float((row - seed_row) ** 2 + (column - seed_column) ** 2))
        distances[steps] = farthest
        if (
            (open_sides & 1 and row == 0)
            or (open_sides & 2 and row == height - 1)
            or (open_sides & 4 and column == 0)
            or (open_sides & 8 and column == width - 1)
        ):
            complete = False
            break
        for side in range(4):
            r, c = row, column
            if side == 0:
                r -= 1
            elif side == 1:
                r += 1
            elif side == 2:
                c -= 1
            else:
                c += 1
            if r < 0 or r >= height or c < 0 or c >= width:
                continue
            index = r * width + c
            if visited[index]:
                continue
            visited[index] = 1
            arrivals += 1
            level = polarity * (window[r, c] - background) / scale
            frontier_sum += level
            # Sift up. A new arrival is the youngest: it passes only strictly lower levels.
            hole = waiting
            waiting += 1
            while hole > 0:
                parent = (hole - 1) // 2
                if heap_level[parent] < level:
                    heap_level[hole] = heap_level[parent]
                    heap_arrival[hole] = heap_arrival[parent]
                    heap_pixel[hole] = heap_pixel[parent]
                    hole = parent
                else:
                    break
            heap_level[hole] = level
            heap_arrival[hole] = arrivals
            heap_pixel[hole] = index
        frontier_means[steps] = frontier_sum / waiting if waiting > 0 else math.nan
        steps += 1

    energy = np.full(steps, -math.inf)
    size, saliency, homogeneity, geometry = weights[0], weights[1], weights[2], weights[3]
    if complete:
        eps = epsilon * levels[:steps].max()
        n = 1
        mean = anchor
        squares = 0.0
        for k in range(steps):
            n += 1
            delta = levels[k] - mean
            mean += delta / n
            squares += delta * (levels[k] - mean)
            spread = math.sqrt(squares / n) + eps
            contrast = mean - frontier_means[k]
            if (
                n <= WARM_UP
                or not (contrast > 0.0 or (saliency == 0.0 and not math.isnan(contrast)))
                or not (spread > 0.0 or homogeneity == 0.0)
            ):
                continue
            e = size * math.log(math.log(n))
            if saliency != 0.0:
                e += saliency * math.log(contrast)
            if homogeneity != 0.0:
                e -= homogeneity * math.log(spread)
            e -= geometry * (distances[k] / (2.0 * support_radius * support_radius))
            energy[k] = e
    return path[:steps].copy(), energy, polarity, background, complete
