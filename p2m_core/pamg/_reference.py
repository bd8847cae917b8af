"""Algorithm 1 in plain Python: the twin that `_kernels` is held to, line by line.

It is also what runs while the compiled kernel is still being loaded. Both take and give the same:
see `grow_in_window`.
"""

import heapq
import math

import numpy as np
from numpy.typing import NDArray

WARM_UP = 5  # energies are evaluated for n > WARM_UP


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
    """Grow from the seed, and evaluate the energy of Eq. 6 at each step.

    Parameters
    ----------
    window : float64 array, shape (h, w)
        The image around the seed.
    seed_row, seed_column : int
        The seed in `window`.
    background_radius : int
        See `PamgParams`; the window must reach that far, or to the image border.
    support_radius : float
        R_s, pixels.
    open_sides : int
        Which sides of the window are not the image's own border: 1 top + 2 bottom + 4 left
        + 8 right. Growth that wants to cross one of them gives up.
    epsilon : float
        See `PamgParams`.
    weights : float64 array, shape (4,)
        Of the terms size, saliency, homogeneity, geometry.

    Returns
    -------
    path : int64 array, shape (N,)
        Flat indices into `window`, in the order of growth.
    energy : float64 array, shape (N,)
        ``-inf`` in the warm-up and where the region is not above its frontier.
    polarity : int
        +1 for a bright target, -1 for a dark one.
    background : float
        The local background median, in the window's grey levels.
    complete : bool
        False when the growth reached an open side: try again with a larger window.
    """
    height, width = window.shape
    local = window[
        max(0, seed_row - background_radius) : seed_row + background_radius + 1,
        max(0, seed_column - background_radius) : seed_column + background_radius + 1,
    ]
    background = float(np.median(local))
    # Step 1: polarity unification. The paper's 1 - I becomes a change of sign about the
    # background; dividing by the local range makes every later number, to the last bit, the same
    # for a * I + b of an integer image.
    scale = max(float(local.max()) - background, background - float(local.min()))
    polarity = -1 if window[seed_row, seed_column] < background else 1
    if scale == 0.0:
        scale = 1.0

    def level(index: int) -> float:
        return float(polarity * (window[index // width, index % width] - background) / scale)

    # Step 2: seed anchoring. The accumulators start from the seed, which is then popped as the
    # first pixel of the path and so counts twice.
    seed = seed_row * width + seed_column
    anchor = level(seed)
    queue = [(-anchor, 0, seed)]  # equal levels leave in the order of their arrival
    visited = {seed}
    arrivals = 0
    frontier_sum = anchor
    n = 1
    path: list[int] = []
    levels: list[float] = []
    frontier_means: list[float] = []
    distances: list[float] = []
    largest = math.pi * support_radius**2
    farthest = 0.0

    # Step 3: greedy growth.
    complete = True
    while queue and n < largest:
        negative, _, current = heapq.heappop(queue)
        row, column = divmod(current, width)
        path.append(current)
        levels.append(-negative)
        frontier_sum -= -negative
        n += 1
        farthest = max(farthest, float((row - seed_row) ** 2 + (column - seed_column) ** 2))
        distances.append(farthest)
        if (
            (open_sides & 1 and row == 0)
            or (open_sides & 2 and row == height - 1)
            or (open_sides & 4 and column == 0)
            or (open_sides & 8 and column == width - 1)
        ):
            complete = False
            break
        for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            r, c = row + down, column + right
            index = r * width + c
            if 0 <= r < height and 0 <= c < width and index not in visited:
                visited.add(index)
                arrivals += 1
                value = level(index)
                frontier_sum += value
                heapq.heappush(queue, (-value, arrivals, index))
        frontier_means.append(frontier_sum / len(queue) if queue else math.nan)

    # The energy needs the peak on the path, so it is evaluated when the path is known.
    energy: list[float] = []
    size, saliency, homogeneity, geometry = (float(w) for w in weights)
    eps = epsilon * max(levels)
    n, mean, squares = 1, anchor, 0.0
    for value, outside, distance in zip(levels, frontier_means, distances, strict=False):
        n += 1
        delta = value - mean
        mean += delta / n
        squares += delta * (value - mean)
        spread = math.sqrt(squares / n) + eps
        contrast = mean - outside
        if (
            n <= WARM_UP
            or not (contrast > 0.0 or (saliency == 0.0 and not math.isnan(contrast)))
            or not (spread > 0.0 or homogeneity == 0.0)
        ):
            energy.append(-math.inf)
            continue
        e = size * math.log(math.log(n))
        if saliency != 0.0:
            e += saliency * math.log(contrast)
        if homogeneity != 0.0:
            e -= homogeneity * math.log(spread)
        e -= geometry * (distance / (2.0 * support_radius * support_radius))
        energy.append(e)
    return (
        np.array(path, np.int64),
        np.array(energy, np.float64),
        polarity,
        background,
        complete,
    )
