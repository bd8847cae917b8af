"""Algorithm 1 in the form that numba compiles; `_reference` explains each step.

It has no cache of its own: `_loader` compiles it into the cached kernel.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numba.cpython.unsafe.numbers import leading_zeros
from numpy.typing import NDArray

from p2m_core.pamg._parts import (
    BEYOND,
    BYTE,
    FREE,
    NOBODY,
    SIGNED_WORD,
    TAKEN,
    WORD,
    energies,
    map_around,
    median,
    median_beyond,
    median_of_bytes,
    meld,
    meld_all,
    u32,
    u64,
)
from p2m_core.pamg._reference import Grown
from p2m_core.pamg.params import Weights


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def grow_from(
    image: NDArray[Any],
    seed_row: int,
    seed_column: int,
    background_radius: int,
    support_radius: float,
    epsilon: float,
    forced: int,
    weights: Weights,
    void: NDArray[np.bool_],
    log: NDArray[np.float64],
    log_log: NDArray[np.float64],
) -> Grown:
    """See `_reference.grow_from`; without void pixels, `void` is empty."""
    # What the image's dtype decides is decided when the kernel is compiled. (`image.itemsize`
    # would be looked at wherever it is used, at each pixel.)
    bytes_ = image.dtype == BYTE
    exact = bytes_ or image.dtype == WORD or image.dtype == SIGNED_WORD
    height, width = image.shape
    at_seed = float(image[seed_row, seed_column])
    top, bottom = (
        max(0, seed_row - background_radius),
        min(height, seed_row + background_radius + 1),
    )
    left = max(0, seed_column - background_radius)
    right = min(width, seed_column + background_radius + 1)
    if bytes_:
        background, low, high = median_of_bytes(image, top, bottom, left, right)
    else:
        background, low, high = median(image, top, bottom, left, right)
    polarity = -1 if at_seed < background else 1
    if forced != 0 and forced != polarity:
        polarity = forced
        background = median_beyond(image, top, bottom, left, right, at_seed, forced, background)
    scale = max(high - background, background - low)
    if scale == 0.0:
        scale = 1.0

    largest = math.ceil(math.pi * support_radius**2)
    most = min(largest, height * width)
    order = np.empty(most, np.uint32)
    # Figures of the region after each step, for the energy. They are updated here, and not when
    # the path is known, because here the processor would idle: it waits for the queue.
    means = np.empty(most)
    squares = np.empty(most)  # of the differences from the mean, summed
    rims = np.empty(most)
    outsides = np.empty(most)

    # Every visited pixel is a node, numbered in the order of arrival. The loop has no branch for
    # pixels that it drops: their values go to the slot after the last one.
    room = min(3 * most + 2, height * width)
    spare = u32(room)
    place = np.empty(room + 4, np.uint32)  # on the map

    # The queue: a list of nodes for each grey level. Integers of 8 and 16 bits have few enough
    # levels for a list to hold one level each, and first in, first out is then the order of the
    # twin's heap. Otherwise a list holds a range of levels, and is a heap, mostly of one node.
    # The last list is never read: it takes the dropped pixels.
    half = 1 << (8 if bytes_ else 16 if exact else 15)
    count = 2 * half
    flip = -1 if polarity < 0 else 0  # ~grey is -grey - 1: the dark first
    heads = u32(room + 1)  # a list starts at the slot of its head, which is not a node
    following = np.empty(room + 1 + (count + 1 if exact else 0), np.uint32)
    ends = np.empty(count + 1, np.uint32)  # the youngest of each list, or the root of its heap
    eldest = np.empty(1 if exact else room + 1, np.uint32)  # a node's first child in its heap
    node_level = np.empty(1 if exact else room + 4)
    bits = np.zeros(count // 64 + 1, np.uint64)  # which lists hold something
    uppermost = 0

    # For 8 bits, a table of the lists' levels saves a division at each pixel, and emptying the
    # lists beforehand saves a test.
    table = np.zeros(count + 1 if bytes_ else 0)
    if bytes_:
        for grey in range(256):
            table[(grey ^ flip) + half] = polarity * (float(grey) - background) / scale
        for number in range(count + 1):
            ends[number] = heads + u32(number)

    shift = 8
    seen = map_around(seed_row, seed_column, shift, height, width, void)
    side = 1 << shift
    row_0, column_0 = seed_row - side // 2, seed_column - side // 2
    anchor = polarity * (at_seed - background) / scale
    place[0] = side // 2 * side + side // 2
    seen[place[0]] = TAKEN
    frontier_sum = mean = value = rim = peak = anchor
    square = 0.0
    steps = 0
    # The seed is the only one in the queue, so it is the first to leave.
    nodes = 1
    waiting = 0
    current = u32(0)

    while True:
        order[u32(steps)] = current
        frontier_sum -= value
        delta = value - mean
        mean += delta / (steps + 2)
        square += delta * (value - mean)
        rim = min(rim, value)
        peak = max(peak, value)

        at = int(place[current])
        while (
            seen[u32(at - side)] | seen[u32(at + side)] | seen[u32(at - 1)] | seen[u32(at + 1)]
        ) & BEYOND:
            shift += 1
            seen = map_around(seed_row, seed_column, shift, height, width, void)
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
            place[u32(nodes)] = to
            node = u32(nodes) if free else spare
            bucket: Any  # of several integer types in turn, as each is cheapest
            level: Any
            if exact:
                bucket = u32((int(grey) ^ flip) + half)
            if not bytes_:
                level = polarity * (float(grey) - background) / scale
            if not exact:
                node_level[u32(nodes)] = level
                bucket = u32(int(min(max(level * half + half, 0.0), 2.0 * half - 1.0)))
            bucket = u32(bucket if free else count)
            if bytes_:
                frontier_sum += table[bucket]
            else:
                frontier_sum += level if free else 0.0
            uppermost = max(uppermost, bucket if free else 0)
            word, bit = bucket >> 6, u64(free) << u64(bucket & 63)
            held = bits[u32(word)] & bit
            bits[u32(word)] |= bit
            if exact:
                last = ends[bucket]
                if not bytes_:
                    last = last if held else heads + bucket
                following[last] = node
            else:
                eldest[node] = NOBODY
                if held:
                    node = meld(ends[bucket], node, node_level, eldest, following)
            ends[bucket] = node
            nodes += free
        waiting += nodes - known
        if not exact and not math.isfinite(frontier_sum):
            for i in range(known, nodes):
                if not math.isfinite(node_level[i]):
                    path = np.empty((1, 2), np.int64)
                    path[0, 0] = (place[i] >> shift) + row_0
                    path[0, 1] = (place[i] & (side - 1)) + column_0
                    return path, means[:0], 0, polarity, background, math.inf
        means[u32(steps)] = mean
        squares[u32(steps)] = square
        rims[u32(steps)] = rim
        outsides[u32(steps)] = frontier_sum / waiting if waiting > 0 else math.nan
        steps += 1
        if waiting == 0 or steps + 1 >= largest:
            break

        waiting -= 1
        if exact:
            head = heads + u32(uppermost)
            current = following[head]
            if bytes_:
                value = table[u32(uppermost)]
            else:
                value = polarity * (float((uppermost - half) ^ flip) - background) / scale
            empty = current == ends[u32(uppermost)]
            if empty:
                ends[u32(uppermost)] = head
            else:
                following[head] = following[current]
        else:
            current = ends[u32(uppermost)]
            value = node_level[current]
            empty = eldest[current] == NOBODY
            if not empty:
                ends[u32(uppermost)] = meld_all(eldest[current], node_level, eldest, following)
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
        means[:steps], squares, rims, outsides, distances, peak, support_radius, epsilon, weights,
        log, log_log,
    )  # fmt: skip
    return path, energy, step, polarity, background, math.sqrt(farthest)
