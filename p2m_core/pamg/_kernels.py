"""Algorithm 1 in the form that numba compiles; `_reference` says what each step means.

numba renews its cache when this file changes, but not when `_parts` does: delete
`__pycache__/*.nb?` after a change there.
"""

import math
from typing import Any

import numpy as np
from numba.cpython.unsafe.numbers import leading_zeros
from numpy.typing import NDArray

from p2m_core.pamg._parts import (
    BEYOND,
    FREE,
    NOBODY,
    TAKEN,
    energies,
    map_around,
    median,
    median_of_bytes,
    meld,
    meld_all,
    u32,
    u64,
)
from p2m_core.pamg._reference import Grown
from p2m_core.pamg.params import Weights


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
    at_seed = float(image[seed_row, seed_column])
    top, bottom = (
        max(0, seed_row - background_radius),
        min(height, seed_row + background_radius + 1),
    )
    left = max(0, seed_column - background_radius)
    right = min(width, seed_column + background_radius + 1)
    if image.itemsize == 1:
        background, low, high = median_of_bytes(image, top, bottom, left, right)
    else:
        background, low, high = median(image, top, bottom, left, right)
    scale = max(high - background, background - low)
    polarity = -1 if at_seed < background else 1
    if scale == 0.0:
        scale = 1.0

    largest = math.pi * support_radius**2
    most = min(math.ceil(largest), height * width)
    order = np.empty(most, np.uint32)
    levels = np.empty(most)
    frontier_means = np.empty(most)

    # Every visited pixel is a node, numbered in the order of arrival. The slot after the last
    # takes what is not to be kept: what the loop does without a branch, it also does in vain.
    room = min(3 * most + 2, height * width)
    spare = u32(room)
    place = np.empty(room + 4, np.uint32)  # on the map
    node_level = np.empty(room + 4)
    following = np.empty(room + 1, np.uint32)

    # The queue: a list of nodes for each grey level. Integers of 8 and 16 bits have few enough
    # levels for a list to hold one level each, and first in, first out is then the order of the
    # twin's heap. Otherwise a list holds a range of levels, and is a heap, mostly of one node.
    exact = image.itemsize <= 2
    half = 1 << (8 * image.itemsize if exact else 15)
    count = 2 * half
    ends = np.empty((count + 1, 2), np.uint32)  # the oldest and the youngest, or the root
    eldest = np.empty(1 if exact else room + 1, np.uint32)  # a node's first child in its heap
    bits = np.zeros(count // 64 + 1, np.uint64)  # which lists hold something
    uppermost = 0

    # For 8 bits, a table of levels spares a division at each pixel.
    table = np.empty(256 if image.itemsize == 1 else 0)
    for grey in range(len(table)):
        table[grey] = polarity * (float(grey) - background) / scale

    shift = 8
    seen = map_around(seed_row, seed_column, shift, height, width)
    side = 1 << shift
    row_0, column_0 = seed_row - side // 2, seed_column - side // 2
    anchor = polarity * (at_seed - background) / scale
    place[0] = side // 2 * side + side // 2
    node_level[0] = anchor
    seen[place[0]] = TAKEN
    frontier_sum = anchor
    n = 1
    steps = 0
    # The seed is the only one in the queue, so it is the first to leave.
    nodes = 1
    waiting = 0
    current = u32(0)

    while True:
        value = node_level[current]
        order[u32(steps)] = current
        levels[u32(steps)] = value
        frontier_sum -= value
        n += 1

        at = int(place[current])
        while (
            seen[u32(at - side)] | seen[u32(at + side)] | seen[u32(at - 1)] | seen[u32(at + 1)]
        ) & BEYOND:
            shift += 1
            seen = map_around(seed_row, seed_column, shift, height, width)
            for i in range(nodes):
                row, column = (place[i] >> (shift - 1)) + row_0, (place[i] & (side - 1)) + column_0
                place[i] = ((row - seed_row + side) << shift) + column - seed_column + side
                seen[place[i]] = TAKEN
            side = 1 << shift
            row_0, column_0 = seed_row - side // 2, seed_column - side // 2
            at = int(place[current])

        row, column = (at >> shift) + row_0, (at & (side - 1)) + column_0
        above, below = max(row - 1, 0), min(row + 1, height - 1)
        before, behind = max(column - 1, 0), min(column + 1, width - 1)
        known = nodes
        for direction in range(4):
            if direction == 0:
                to, grey = u32(at - side), image[u32(above), u32(column)]
            elif direction == 1:
                to, grey = u32(at + side), image[u32(below), u32(column)]
            elif direction == 2:
                to, grey = u32(at - 1), image[u32(row), u32(before)]
            else:
                to, grey = u32(at + 1), image[u32(row), u32(behind)]
            free = seen[to] == FREE
            seen[to] = TAKEN
            if image.itemsize == 1:
                level = table[u32(grey)]
            else:
                level = polarity * (float(grey) - background) / scale
            frontier_sum += level if free else 0.0
            place[u32(nodes)] = to
            node_level[u32(nodes)] = level
            node = u32(nodes) if free else spare
            bucket: Any  # of several integer types in turn, as each is cheapest
            if exact:
                bucket = polarity * int(grey) + half
            else:
                bucket = int(min(max(level * half + half, 0.0), 2.0 * half - 1.0))
            bucket = u32(bucket if free else count)
            uppermost = max(uppermost, bucket if free else 0)
            word, bit = bucket >> 6, u64(free) << u64(bucket & 63)
            held = bits[u32(word)] & bit
            bits[u32(word)] |= bit
            if exact:
                following[ends[bucket, 1] if held else spare] = node
                ends[bucket, 0] = ends[bucket, 0] if held else node
                ends[bucket, 1] = node
            else:
                eldest[node] = NOBODY
                if held:
                    node = meld(ends[bucket, 0], node, node_level, eldest, following)
                ends[bucket, 0] = node
            nodes += free
        waiting += nodes - known
        if not math.isfinite(frontier_sum):
            for i in range(known, nodes):
                if not math.isfinite(node_level[i]):
                    path = np.empty((1, 2), np.int64)
                    path[0, 0] = (place[i] >> shift) + row_0
                    path[0, 1] = (place[i] & (side - 1)) + column_0
                    return path, levels[:0], 0, polarity, background, False
        frontier_means[u32(steps)] = frontier_sum / waiting if waiting > 0 else math.nan
        steps += 1
        if waiting == 0 or n >= largest:
            break

        waiting -= 1
        bucket = u32(uppermost)
        current = ends[bucket, 0]
        if exact:
            empty = current == ends[bucket, 1]
            ends[bucket, 0] = following[current]
        else:
            empty = eldest[current] == NOBODY
            if not empty:
                ends[bucket, 0] = meld_all(eldest[current], node_level, eldest, following)
        if empty:
            word = uppermost >> 6
            bits[u32(word)] &= ~(u64(1) << u64(uppermost & 63))
            while word > 0 and bits[u32(word)] == 0:
                word -= 1
            uppermost = 64 * word + 63 - int(leading_zeros(bits[u32(word)] | u64(1)))

    path = np.empty((steps, 2), np.int64)
    distances = np.empty(steps)
    farthest = 0
    for k in range(steps):
        at = int(place[order[k]])
        row, column = (at >> shift) + row_0, (at & (side - 1)) + column_0
        path[k, 0], path[k, 1] = row, column
        farthest = max(farthest, (row - seed_row) ** 2 + (column - seed_column) ** 2)
        distances[k] = farthest
    energy, step = energies(
        levels[:steps], frontier_means, distances, anchor, support_radius, epsilon, weights, log,
        log_log,
    )  # fmt: skip
    return path, energy, step, polarity, background, True
