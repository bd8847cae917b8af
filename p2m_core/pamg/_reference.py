"""Algorithm 1 in plain Python: the twin with which `_kernels` must agree, bit for bit.

It also runs while the compiled kernel is loading. Both have the same arguments and results, see
`grow_from`.
"""

import heapq
import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.pamg.params import Weights

Grown = tuple[NDArray[np.int64], NDArray[np.float64], int, int, float, float]


NOTHING_GROWN: Grown = np.empty((0, 2), np.int64), np.empty(0), 0, 0, 0.0, -1.0


class Engine(Protocol):
    """The signature of `grow_from` and its compiled form."""

    def __call__(
        self,
        image: NDArray[Any],
        row: int,
        column: int,
        background_radius: int,
        support_radius: float,
        epsilon: float,
        forced: int,
        weights: Weights,
        void: NDArray[np.bool_] | None = None,
        look: int = 0,
        /,
    ) -> Grown:
        """See `grow_from`."""


def grow_from(
    image: NDArray[Any],
    seed_row: int,
    seed_column: int,
    background_radius: int,
    support_radius: float,
    epsilon: float,
    forced: int,
    weights: Weights,
    void: NDArray[np.bool_] | None = None,
    look: int = 0,
) -> Grown:
    """Grow from the seed, and evaluate the energy of Eq. 6 at each step.

    Parameters
    ----------
    image : array, shape (H, W)
        Its background square must be finite.
    seed_row, seed_column : int
        A pixel of `image`.
    background_radius, support_radius, epsilon
        See `PamgParams`.
    forced : int
        The polarity, +1 or -1; 0: by the level of the seed.
    weights : Weights
        Of the terms of the energy.
    void : bool array, shape (H, W), or None
        Pixels at which the growth stops, as at the image's border; they are not in the frontier.
    look : int
        Above 0: look for pixels without data, up to this distance of the seed and as far as the
        growth comes.

    Returns
    -------
    path : int64 array, shape (N, 2)
        Rows and columns, in the order of growth.
    energy : float64 array, shape (N,)
        ``-inf`` in the warm-up, where the region is not above its frontier, and, if the rim
        counts, where its dimmest pixel is not.
    step : int
        The first step of the greatest energy, 1 to N; 1 where none is finite.
    polarity : int
        +1 for a bright target, -1 for a dark one.
    background : float
        The local background median, in the image's grey levels.
    reach : float
        Greatest distance of a pixel of the path from the seed, pixels. Infinite when the growth
        met a pixel that is not finite: the last of `path`; the other results are then undefined.
        -1 where `look` found that a pixel may hold no data: nothing was grown.
    """
    height, width = image.shape

    def lacks(reach: int) -> bool:
        left, top = max(0, seed_column - reach), max(0, seed_row - reach)
        right, bottom = min(width, seed_column + reach + 1), min(height, seed_row + reach + 1)
        return nodata.may_lack(image, (left, top, right, bottom))

    if look > 0 and lacks(look):
        return NOTHING_GROWN
    local = image[
        max(0, seed_row - background_radius) : seed_row + background_radius + 1,
        max(0, seed_column - background_radius) : seed_column + background_radius + 1,
    ].astype(np.float64)
    background = float(np.median(local))
    # Step 1: polarity unification. The paper's 1 - I becomes a change of sign about the
    # background; dividing by the local range makes every later number, to the last bit, the same
    # for a * I + b of an integer image.
    at_seed = float(image[seed_row, seed_column])
    polarity = -1 if at_seed < background else 1
    if forced not in (0, polarity):
        # The seed is on the wrong side of the median: the background is what it stands out from.
        polarity = forced
        behind = local[forced * (local - at_seed) < 0.0]
        background = float(np.median(behind)) if behind.size else background
    scale = max(float(local.max()) - background, background - float(local.min()))
    if scale == 0.0:
        scale = 1.0

    def level(row: int, column: int) -> float:
        return polarity * (float(image[row, column]) - background) / scale

    def free(row: int, column: int) -> bool:
        return void is None or not void[row, column]

    # Step 2: seed anchoring. The accumulators start from the seed, which is then popped as the
    # first pixel of the path and so counts twice.
    anchor = level(seed_row, seed_column)
    queue = [(-anchor, 0, seed_row, seed_column)]  # equal levels leave in the order of arrival
    visited = {(seed_row, seed_column)}
    arrivals = 0
    frontier_sum = anchor
    n = 1
    path: list[tuple[int, int]] = []
    levels: list[float] = []
    frontier_means: list[float] = []
    distances: list[float] = []
    largest = math.pi * support_radius**2
    farthest = 0.0

    # Step 3: greedy growth.
    while queue and n < largest:
        negative, _, row, column = heapq.heappop(queue)
        path.append((row, column))
        levels.append(-negative)
        frontier_sum -= -negative
        n += 1
        farthest = max(farthest, float((row - seed_row) ** 2 + (column - seed_column) ** 2))
        distances.append(farthest)
        for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            r, c = row + down, column + right
            if 0 <= r < height and 0 <= c < width and (r, c) not in visited and free(r, c):
                visited.add((r, c))
                arrivals += 1
                value = level(r, c)
                if not math.isfinite(value):
                    if look > 0:
                        return NOTHING_GROWN
                    return np.array([(r, c)]), np.empty(0), 0, polarity, background, math.inf
                frontier_sum += value
                heapq.heappush(queue, (-value, arrivals, r, c))
        frontier_means.append(frontier_sum / len(queue) if queue else math.nan)

    # The energy needs the peak on the path, so it is evaluated when the path is known.
    energy: list[float] = []
    peak = max(levels)
    eps = epsilon * peak
    n, mean, squares = 1, anchor, 0.0
    rim = anchor
    for value, outside, distance in zip(levels, frontier_means, distances, strict=True):
        n += 1
        delta = value - mean
        mean += delta / n
        squares += delta * (value - mean)
        spread = math.sqrt(squares / n) + eps
        contrast = mean - outside
        rim = min(rim, value)
        above = rim - outside
        if (
            n <= weights.warm_up
            or math.isnan(outside)
            or (weights.saliency != 0.0 and not contrast > 0.0)
            or (weights.homogeneity != 0.0 and not spread > 0.0)
            or (weights.rim != 0.0 and not above > 0.0)
            or (weights.level != 0.0 and not peak > 0.0)
        ):
            energy.append(-math.inf)
            continue
        e = weights.size * math.log(math.log(n)) - weights.area * math.log(n - 1)
        if weights.saliency != 0.0:
            e += weights.saliency * math.log(contrast)
        if weights.homogeneity != 0.0:
            e -= weights.homogeneity * math.log(spread)
        if weights.rim != 0.0:
            e += weights.rim * math.log(above)
        if weights.level != 0.0:
            beyond = rim / peak - weights.edge
            e -= weights.level * (beyond * beyond)
        e -= weights.geometry * (distance / (2.0 * support_radius * support_radius))
        energy.append(e)
    step = energy.index(max(energy)) + 1
    reach = math.sqrt(farthest)
    if look > 0 and reach + 1.0 >= look and lacks(int(reach) + 2):
        return NOTHING_GROWN
    return np.array(path, np.int64), np.array(energy), step, polarity, background, reach
