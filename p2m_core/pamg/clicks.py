"""Corrective clicks: pixels that a person says belong to the target, or do not.

A click chooses among the masks of the growth first: the step of the greatest energy whose mask has
all included pixels and no excluded one. What no step can satisfy is repaired around its click. A
person clicks in the middle of what is wrong, so the repair reaches some `REACH` times as far as the
mask's edge, over pixels whose level is like the clicked one's, and not beyond half way to a click
that says the opposite. An included pixel far from the mask brings the mask that grows from it.
"""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.pamg.path import Growth

Pixel = tuple[int, int]

FAR, REACH, LIKE = 2.0, 2.0, 0.1
REACH_BY_HAND, LIKE_BY_HAND = (1.2, 1.5), (0.1, 0.3)
FEWEST, FAINT = 7, 0.05
"""Chosen on 400 targets of NUDT-SIRST; `tests/bench/corrections.py` measures clicks on SIRST.

An included pixel that the path takes after `FAR` times the chosen step moves no step. Nor does one
that stands out from the background by less than `FAINT` of the peak: the path wanders there, and
what is like it is noise, so that it comes almost alone. Levels up to `LIKE` times the clicked one's
away count as like it. No excluded pixel cuts the path shorter than `FEWEST` pixels: so small a mask
is repaired. Where a person has chosen the step, less is wrong, and other figures hold, for included
and for excluded pixels (chosen on one half of SIRST).
"""


def corrected(
    growth: Growth,
    image: NDArray[Any],
    included: Sequence[Pixel],
    excluded: Sequence[Pixel],
    again: Callable[[Pixel], Growth],
    step: int = 0,
) -> Growth:
    """Return a growth whose mask has all included pixels and no excluded one.

    The repaired pixels stand right behind the seed on its path, so that the clicks hold at every
    step from there on; the energy is not defined before. Excluded pixels are no longer on it, nor
    what hangs on them alone.

    Parameters
    ----------
    growth : Growth
        From the first click.
    image : array, shape (H, W)
    included, excluded : sequence of (row, column)
        In the image; the seed is included anyhow.
    again : callable
        Grows from another pixel, for included ones that lie far away.
    step : int
        The step whose mask is to be corrected, where a person has chosen it; 0: the best one.
    """
    by_hand = step > 0
    far, like = (REACH_BY_HAND, LIKE_BY_HAND) if by_hand else ((REACH, REACH), (LIKE, LIKE))
    clear = [pixel for pixel in included if _stands_out(growth, image, pixel)]
    step = min(step, len(growth.path)) or _step(growth, clear, excluded)
    reach = 6.0 + 3.0 * math.sqrt(step)  # of a repair; what lies farther away is another part
    base = {(int(r), int(c)) for r, c in growth.path[:step]}
    parts = {
        pixel: {(int(r), int(c)) for r, c in other.path[: other.step]}
        for pixel in included
        if _distance(pixel, base) > reach
        for other in [again(pixel)]
    }
    mask, corner = _crop(base.union(*parts.values(), included, excluded), base, reach, image.shape)
    levels = growth.polarity * (_cut(image, mask, corner).astype(np.float64) - growth.background)
    own = [(r - corner[0], c - corner[1]) for r, c in included]
    out = [(r - corner[0], c - corner[1]) for r, c in excluded]
    seed = (growth.seed[1] - corner[0], growth.seed[0] - corner[1])
    for pixel in out:
        _repair(mask, levels, pixel, False, [seed, *own], far[1], like[1])
    for pixel, whole in zip(own, included, strict=True):
        if whole in parts:
            for r, c in parts[whole]:
                mask[r - corner[0], c - corner[1]] = True
        _repair(
            mask, levels, pixel, True, out, far[0] if by_hand or whole in clear else 0.0, like[0]
        )
    for pixel in (seed, *own):
        mask[pixel] = True
    for pixel in out:
        mask[pixel] = False
    _, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    mask &= np.isin(numbers, [numbers[pixel] for pixel in (seed, *own)])
    chosen = {(int(r) + corner[0], int(c) + corner[1]) for r, c in np.argwhere(mask)}
    return _with_mask(growth, step, chosen, set(excluded))


def _step(growth: Growth, included: Sequence[Pixel], excluded: Sequence[Pixel]) -> int:
    """Return the best step that has what is included and not what is excluded.

    Clicks that contradict an earlier one are left out, and so are included pixels that the path
    takes late or never.
    """
    taken = {(int(r), int(c)): step for step, (r, c) in enumerate(growth.path, start=1)}
    low, high = 1, len(growth.path)
    for pixel in excluded:
        if (before := taken.get(pixel, math.inf) - 1) >= max(low, FEWEST):
            high = min(high, int(min(before, high)))
    for pixel in included:
        step = taken.get(pixel, math.inf)
        if step <= min(high, FAR * growth.step):
            low = max(low, int(step))
    energy = growth.energy[low - 1 : high]
    return low + int(np.argmax(energy)) if np.isfinite(energy).any() else low


def _stands_out(growth: Growth, image: NDArray[Any], pixel: Pixel) -> bool:
    rows, columns = growth.path[: growth.step].T
    own = growth.polarity * (image[rows, columns].astype(np.float64) - growth.background)
    level = growth.polarity * (float(image[pixel]) - growth.background)
    return level >= FAINT * float(own.max())


def _distance(pixel: Pixel, mask: set[Pixel]) -> float:
    return min(math.hypot(pixel[0] - r, pixel[1] - c) for r, c in mask)


def _crop(
    pixels: set[Pixel], base: set[Pixel], reach: float, shape: tuple[int, ...]
) -> tuple[NDArray[np.bool_], Pixel]:
    """Return the mask `base` in a part of the image with room around all pixels, and its corner."""
    room = math.ceil(REACH * reach) + 1
    rows, columns = zip(*pixels, strict=True)
    top, left = max(min(rows) - room, 0), max(min(columns) - room, 0)
    bottom, right = min(max(rows) + room + 1, shape[0]), min(max(columns) + room + 1, shape[1])
    mask = np.zeros((bottom - top, right - left), np.bool_)
    for r, c in base:
        mask[r - top, c - left] = True
    return mask, (top, left)


def _cut(image: NDArray[Any], mask: NDArray[np.bool_], corner: Pixel) -> NDArray[Any]:
    (top, left), (height, width) = corner, mask.shape
    return image[top : top + height, left : left + width]


def _repair(
    mask: NDArray[np.bool_],
    levels: NDArray[np.float64],
    pixel: Pixel,
    wanted: bool,
    opposite: Sequence[Pixel],
    reach: float,
    like: float,
) -> None:
    """Put the surroundings of a click into the mask, or take them out of it."""
    if mask[pixel] == wanted:
        return
    # Beyond the image there is no target, so its border is an edge of the mask.
    wrong = cv2.copyMakeBorder(
        (mask != wanted).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=int(wanted)
    )
    edge = float(cv2.distanceTransform(wrong, cv2.DIST_L2, 5)[pixel[0] + 1, pixel[1] + 1])
    rows = np.arange(mask.shape[0], dtype=np.float64)[:, None]
    columns = np.arange(mask.shape[1], dtype=np.float64)

    def distance(to: Pixel) -> NDArray[np.float64]:
        apart: NDArray[np.float64] = np.hypot(rows - to[0], columns - to[1])
        return apart

    away = distance(pixel)
    tolerance = like * abs(levels[pixel])
    if not wanted:  # pixels of a target without gradient are all alike: take out the clicked one
        above = float(np.median(levels[mask])) - levels[pixel]
        tolerance = min(tolerance, max(0.0, above / 2.0))
    sign = 1.0 if wanted else -1.0
    zone = sign * (levels - levels[pixel]) > -tolerance
    zone[pixel] = True
    zone &= away <= max(1.0, reach * edge)
    for other in opposite:
        zone &= away <= distance(other)
    mask[zone] = wanted


def _with_mask(growth: Growth, step: int, mask: set[Pixel], excluded: set[Pixel]) -> Growth:
    """Return the growth with its path put in the order that has the mask at its new step."""
    path = [(int(r), int(c)) for r, c in growth.path]
    repaired = sorted(mask.difference(path[:step]))
    kept = [i for i, pixel in enumerate(path[:step]) if pixel in mask]
    later = _around(path, step, mask, excluded)
    energy = growth.energy[kept]
    energy[-1] = growth.energy[step - 1]  # of the chosen step, whichever pixels were taken out
    order = [path[0], *repaired, *(path[i] for i in kept[1:] + later)]
    undefined = np.full(len(repaired), -math.inf)
    return replace(
        growth,
        path=np.array(order, np.int64),
        energy=np.concatenate([undefined, energy, growth.energy[later]]),
        step=len(mask),
    )


def _around(path: list[Pixel], step: int, mask: set[Pixel], excluded: set[Pixel]) -> list[int]:
    """Return the rest of the path in its order, as far as it goes on from the mask.

    What lies behind an excluded pixel comes when the growth around has reached it.
    """
    index = {p: i for i, p in enumerate(path) if i >= step and p not in mask and p not in excluded}
    queue: list[int] = []

    def reach(r: int, c: int) -> None:
        for beside in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if (i := index.pop(beside, None)) is not None:
                heapq.heappush(queue, i)

    for r, c in mask:
        reach(r, c)
    order = []
    while queue:
        order.append(heapq.heappop(queue))
        reach(*path[order[-1]])
    return order
