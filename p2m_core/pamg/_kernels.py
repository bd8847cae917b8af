"""Algorithm 1 in the form that numba compiles; `_reference` says what each step means.

numba renews its cache when this file changes, but not when `_parts` does: delete
`__pycache__/*.nb?` after a change there.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numba.cpython.unsafe.numbers import leading_zeros
from numpy.typing import NDArray

from p2m_core.pamg._parts import median, sift_down, sift_up
from p2m_core.pamg._reference import Grown
from p2m_core.pamg.params import Weights

_DOWN = np.array([-1, 1, 0, 0])
_RIGHT = np.array([0, 0, -1, 1])
_FREE, _TAKEN, _BEYOND = 0, 1, 2  # a pixel of the map of visited pixels


@njit  # type: ignore[untyped-decorator]
def _blank_map(
    top: int, bottom: int, left: int, right: int, height: int, width: int
) -> NDArray[np.uint8]:
    """Return the map of rows `top` to `bottom` with a frame of one pixel around it."""
    seen = np.zeros((bottom - top + 2, right - left + 2), np.uint8)
    seen[0] = _TAKEN if top == 0 else _BEYOND
    seen[-1] = _TAKEN if bottom == height else _BEYOND
    seen[:, 0] = _TAKEN if left == 0 else _BEYOND
    seen[:, -1] = _TAKEN if right == width else _BEYOND
    return seen.reshape(seen.size)


def grow_from(
    image: NDArray[Any],
    seed_row: int,
    seed_column: int,
    background_radius: int,
    support_radius: float,
    epsilon: float,
    weights: Weights,
    log: NDArray[np.float64],
    log_log: NDArray[np.float64],
) -> Grown:
    """See `_reference.grow_from`."""
    height, width = image.shape

    top, bottom = (
        max(0, seed_row - background_radius),
        min(height, seed_row + background_radius + 1),
    )
    left = max(0, seed_column - background_radius)
    right = min(width, seed_column + background_radius + 1)
    local = np.empty((bottom - top) * (right - left))
    at_seed = float(image[seed_row, seed_column])
    low = high = at_seed
    i = 0
    for r in range(top, bottom):
        for c in range(left, right):
            value = float(image[r, c])
            local[i] = value
            i += 1
            low = value if value < low else low
            high = value if value > high else high
    background = median(local, low, high)
    scale = max(high - background, background - low)
    polarity = -1 if at_seed < background else 1
    if scale == 0.0:
        scale = 1.0

    largest = math.pi * support_radius**2
    most = min(math.ceil(largest), height * width)
    path = np.empty((most, 2), np.int64)
    levels = np.empty(most)
    frontier_means = np.empty(most)
    distances = np.empty(most)

    # Every visited pixel is a node, numbered in the order of arrival.
    room = min(3 * most + 2, height * width)
    node_row = np.empty(room, np.int32)
    node_column = np.empty(room, np.int32)
    node_level = np.empty(room)
    following = np.empty(room, np.int32)

    # The queue: a list of nodes for each grey level. Integers of 8 and 16 bits have few enough
    # levels for a list to hold one level each, and first in, first out is then the order of the
    # twin's heap. Otherwise a list holds a range of levels; the uppermost one is moved, when its
    # turn has come, to a heap, which also takes all that arrives at its height or above.
    exact = image.itemsize <= 2
    half = 1 << (8 * image.itemsize if exact else 12)
    ends = np.empty((2 * half, 2), np.int32)  # the oldest and the youngest
    free = np.empty(5, np.int64)
    # Which lists hold something: a bit each, a bit for each 64 of those, and again.
    bits = np.zeros(2 * half // 64, np.int64)
    bits_of_bits = np.zeros(max(1, 2 * half // 4096), np.int64)
    uppermost_bits = np.int64(0)
    heap = np.empty(1 if exact else room, np.int32)
    heaped = 0
    floor = 2 * half  # the heap takes over from this list upwards
    bucket, uppermost = 0, 0

    anchor = polarity * (at_seed - background) / scale
    frontier_sum = anchor
    n = 1
    steps = 0
    farthest = 0.0
    # The seed is the only one in the queue, so it is the first to leave.
    node_row[0], node_column[0], node_level[0] = seed_row, seed_column, anchor
    nodes = 1
    waiting = 0
    current = 0

    # The map of visited pixels starts as one pixel, and grows with the growth.
    reach = math.ceil(support_radius)
    top, bottom, left, right = seed_row, seed_row + 1, seed_column, seed_column + 1
    stride = 3
    seen = _blank_map(top, bottom, left, right, height, width)

    while True:
        row, column, value = (
            np.int64(node_row[current]),
            np.int64(node_column[current]),
            node_level[current],
        )
        path[steps, 0], path[steps, 1] = row, column
        levels[steps] = value
        frontier_sum -= value
        n += 1
        farthest = max(farthest, float((row - seed_row) ** 2 + (column - seed_column) ** 2))
        distances[steps] = farthest

        at = (row - top + 1) * stride + column - left + 1
        while (seen[at - stride] | seen[at + stride] | seen[at - 1] | seen[at + 1]) & _BEYOND:
            reach *= 2
            top, bottom = max(0, seed_row - reach), min(height, seed_row + reach + 1)
            left, right = max(0, seed_column - reach), min(width, seed_column + reach + 1)
            stride = right - left + 2
            seen = _blank_map(top, bottom, left, right, height, width)
            for i in range(nodes):
                seen[(node_row[i] - top + 1) * stride + node_column[i] - left + 1] = _TAKEN
            at = (row - top + 1) * stride + column - left + 1

        # Which neighbours are free is as good as random: gather them without a branch.
        free[0] = 0
        count = int(seen[at - stride] == _FREE)
        free[count] = 1
        count += seen[at + stride] == _FREE
        free[count] = 2
        count += seen[at - 1] == _FREE
        free[count] = 3
        count += seen[at + 1] == _FREE
        for i in range(count):
            down, right_by = _DOWN[free[i]], _RIGHT[free[i]]
            r, c = row + down, column + right_by
            seen[at + down * stride + right_by] = _TAKEN
            level = polarity * (float(image[r, c]) - background) / scale
            if not math.isfinite(level):
                path[steps, 0], path[steps, 1] = r, c
                return path[: steps + 1], levels[:0], 0, polarity, background, False
            frontier_sum += level
            node_row[nodes], node_column[nodes], node_level[nodes] = r, c, level
            if exact:
                bucket = polarity * int(image[r, c]) + half
            else:
                bucket = int(min(max(level * half + half, 0.0), 2.0 * half - 1.0))
            if bucket >= floor:
                sift_up(heap, heaped, nodes, node_level)
                heaped += 1
            else:
                word = bucket >> 6
                bit = 1 << (bucket & 63)
                if bits[word] & bit:
                    following[ends[bucket, 1]] = nodes
                else:
                    ends[bucket, 0] = nodes
                    bits[word] |= bit
                    bits_of_bits[word >> 6] |= 1 << (word & 63)
                    uppermost_bits |= 1 << (word >> 6)
                ends[bucket, 1] = nodes
                following[nodes] = -1
                uppermost = max(uppermost, bucket)
            nodes += 1
            waiting += 1
        frontier_means[steps] = frontier_sum / waiting if waiting > 0 else math.nan
        steps += 1
        if waiting == 0 or n >= largest:
            break

        waiting -= 1
        if heaped == 0:
            current = int(ends[uppermost, 0])
            node = int(following[current])
            if exact:
                ends[uppermost, 0] = node
            else:
                floor = uppermost
                if node >= 0:
                    node = current
                    while node >= 0:
                        sift_up(heap, heaped, node, node_level)
                        heaped += 1
                        node = int(following[node])
            if node < 0:
                word = uppermost >> 6
                bits[word] &= ~(1 << (uppermost & 63))
                if bits[word] == 0:
                    bits_of_bits[word >> 6] &= ~(1 << (word & 63))
                    if bits_of_bits[word >> 6] == 0:
                        uppermost_bits &= ~(1 << (word >> 6))
                    if uppermost_bits != 0:
                        word = 63 - leading_zeros(uppermost_bits)
                        word = (word << 6) + 63 - leading_zeros(bits_of_bits[word])
                uppermost = (word << 6) + 63 - leading_zeros(bits[word]) if bits[word] != 0 else 0
        if heaped > 0:
            heaped -= 1
            current = int(heap[0])
            sift_down(heap, heaped, int(heap[heaped]), node_level)

    energy = np.full(steps, -math.inf)
    best, step = -math.inf, 1
    peak = levels[:steps].max()
    eps = epsilon * peak
    n = 1
    mean = anchor
    squares = 0.0
    rim = anchor
    for k in range(steps):
        n += 1
        outside = frontier_means[k]
        delta = levels[k] - mean
        mean += delta / n
        squares += delta * (levels[k] - mean)
        spread = math.sqrt(squares / n) + eps
        contrast = mean - outside
        rim = min(rim, levels[k])
        above = rim - outside
        if (
            n <= weights.warm_up
            or math.isnan(outside)
            or (weights.saliency != 0.0 and not contrast > 0.0)
            or (weights.homogeneity != 0.0 and not spread > 0.0)
            or (weights.rim != 0.0 and not above > 0.0)
            or (weights.level != 0.0 and not peak > 0.0)
        ):
            continue
        e = weights.size * log_log[n] - weights.area * log[n - 1]
        if weights.saliency != 0.0:
            e += weights.saliency * math.log(contrast)
        if weights.homogeneity != 0.0:
            e -= weights.homogeneity * math.log(spread)
        if weights.rim != 0.0:
            e += weights.rim * math.log(above)
        if weights.level != 0.0:
            beyond = rim / peak - weights.edge
            e -= weights.level * (beyond * beyond)
        e -= weights.geometry * (distances[k] / (2.0 * support_radius * support_radius))
        energy[k] = e
        if e > best:
            best, step = e, k + 1
    return path[:steps], energy, step, polarity, background, True
