"""The mask of a followed target in one frame: PAMG in guided mode, checked by the last mask."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import InputError
from p2m_core.pamg import Growth, PamgParams, grow, grow_many
from p2m_core.pamg.params import LARGEST_SUPPORT, SMALLEST_SUPPORT

LEAP = 2.5
"""Greatest ratio of a mask's area to the usual area, or the reverse, that is accepted."""

_AREA, _EDGE = 30.0, 1000.0
"""Weights of a known `Convention` against PAMG's energy.

Chosen on 30 drawn targets (seeds 500 to 509, 1388 masks), the true mask given for the first frame:
mean IoU 0.603 without, 0.667 by the area alone, 0.710 with both; 0.705 to 0.711 anywhere between
3 and 30, 300 and 3000. `tests/bench/sizes.py` measures it on other seeds.
"""

_LEARN = 0.15  # rate at which the usual area is updated
_LEARN_GIVEN = 0.03  # the same where a person gave it: in clutter it would run away
_LEAST_RADIUS = 0.5


@dataclass(frozen=True, eq=False)
class Drawn:
    """The mask of one frame.

    Attributes
    ----------
    pixels : int64 array, shape (n, 2)
        Rows and columns.
    growth : Growth or None
        The growth behind the mask; None for a moved mask.
    step : int
        The step of the growth; 0 without one.
    sure : bool
        Whether the area is reliable: False where PAMG's own step was rejected.
    """

    pixels: NDArray[np.int64]
    growth: Growth | None
    step: int
    sure: bool = True


@dataclass(frozen=True)
class Convention:
    """Where the annotator ends this target; the masks of other frames end there too.

    Attributes
    ----------
    edge : float
        The level between the dimmest pixel of the mask and the strongest one around it, above the
        local background, as a fraction of the mask's strongest: 0 to 1.
    polarity : int
        +1 bright, -1 dark.
    """

    edge: float
    polarity: int


def given_mask(
    image: NDArray[np.generic], mask: NDArray[np.bool_], params: PamgParams
) -> tuple[Drawn, Convention | None]:
    """Return a mask that a person gave, and its convention; None where the levels show none.

    Parameters
    ----------
    image : array, shape (H, W)
    mask : bool array, shape (H, W)
        At least one pixel.
    """
    pixels = np.argwhere(mask)
    drawn = Drawn(pixels, None, 0)
    row, column = pixels[np.argmin(((pixels - pixels.mean(axis=0)) ** 2).sum(axis=1))]
    radius = _possible(geometry.equivalent_radius(len(pixels)), params)
    try:
        growth = grow_many(image, [(float(column), float(row))], [radius], params)[0]
    except InputError:  # NaN around it
        return drawn, None
    x0, y0, x1, y1 = geometry.bounding_box(mask)
    near = np.s_[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1]
    inside = mask[near]
    ring = (cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~inside
    levels = growth.polarity * (image[near].astype(np.float64) - growth.background)
    peak = levels[inside].max()
    if peak <= 0.0:
        return drawn, None
    dimmest, outside = levels[inside].min(), levels[ring].max(initial=0.0)
    edge = (max(dimmest, 0.0) + max(outside, 0.0)) / (2.0 * peak)
    return drawn, Convention(float(min(edge, 1.0)), growth.polarity)


def first_mask(
    image: NDArray[np.generic],
    at: tuple[float, float],
    polarity: int,
    radius: float | None,
    params: PamgParams,
) -> Drawn:
    """Return the mask of a target of unknown area: blind, or guided where its radius is known."""
    seed = _seed(image, at, polarity)
    try:
        growth = (
            grow(image, seed, params)
            if radius is None
            else grow_many(image, [seed], [_possible(radius, params)], params)[0]
        )
    except InputError:  # it holds no data
        return replace(_moved(np.zeros((1, 2), np.int64), at, image.shape), sure=False)
    step = _best_step(growth, at, 1.0, math.inf) or 1
    return Drawn(growth.path[:step], growth, step, sure=step == growth.step)


def next_mask(
    image: NDArray[np.generic],
    at: tuple[float, float],
    polarity: int,
    area: float,
    before: Drawn,
    params: PamgParams,
    convention: Convention | None = None,
) -> Drawn:
    """Return the target's mask at its spot `at` in the next frame.

    That is the step that PAMG chooses, if its mask lies on the spot and its area is within `LEAP`
    of the usual one; else the best step that meets both; else the mask of the previous frame,
    moved to `at`. With a convention, it is the best step by the energy, the usual area and the
    level where the mask ends together.

    Parameters
    ----------
    at : (x, y)
    polarity : int
        +1 bright, -1 dark.
    area : float
        The usual area, pixels.
    before : Drawn
        The mask of the previous frame.
    """
    growth = guided(image, at, polarity, area, params)
    if growth is None:
        return _moved(before.pixels, at, image.shape)
    if convention is not None:
        energy = energy_by_convention(growth, image, area, convention.edge)
        growth = replace(growth, energy=energy, step=int(np.argmax(energy)) + 1)
    step = _best_step(growth, at, area / LEAP, max(LEAP * area, area + 2.0))
    if step == 0:
        return _moved(before.pixels, at, image.shape)
    return Drawn(growth.path[:step], growth, step)


def guided(
    image: NDArray[np.generic],
    at: tuple[float, float],
    polarity: int,
    area: float,
    params: PamgParams,
) -> Growth | None:
    """Return the growth at a spot of usual area `area`; None if nothing like it grows there."""
    radius = _possible(geometry.equivalent_radius(area), params)
    try:
        growth = grow_many(image, [_seed(image, at, polarity)], [radius], params)[0]
    except InputError:  # it holds no data
        return None
    return growth if growth.polarity == polarity else None


def energy_by_convention(
    growth: Growth, image: NDArray[np.generic], area: float, edge: float | None
) -> NDArray[np.float64]:
    """Return the energy of each step with its distance from the usual area and edge taken off."""
    sizes = np.arange(1, len(growth.path) + 1)
    energy: NDArray[np.float64] = growth.energy - _AREA * np.log(sizes / area) ** 2
    levels = growth.polarity * (image[tuple(growth.path.T)].astype(float) - growth.background)
    peak = levels[: math.ceil(area)].max()
    if edge is None or not peak > 0.0:
        return energy
    dimmest = np.minimum.accumulate(levels) / peak  # of the mask after each step
    outside = np.append(dimmest[1:], 0.0)  # what the next step would take
    off = np.clip(edge - dimmest, 0.0, 1.0) ** 2 + np.clip(outside - edge, 0.0, 1.0) ** 2
    energy -= _EDGE * off
    return energy


def _best_step(growth: Growth, at: tuple[float, float], least: float, most: float) -> int:
    """Return PAMG's step if its mask is the spot's, else the best step whose mask is; else 0."""
    fits = fitting(growth, at, least, most)
    if fits[growth.step - 1]:
        return growth.step
    energy = np.where(fits, growth.energy, -np.inf)
    step = int(np.argmax(energy)) + 1
    return step if math.isfinite(energy[step - 1]) else 0


def fitting(
    growth: Growth, at: tuple[float, float], least: float, most: float
) -> NDArray[np.bool_]:
    """Return for each step whether its mask is that of the spot.

    It is when its middle is within its radius (or 2 pixels) of the spot, and its area from `least`
    to `most`.
    """
    steps = np.arange(1, len(growth.path) + 1)
    middles = growth.path.cumsum(axis=0) / steps[:, None]
    apart = np.hypot(middles[:, 1] - at[0], middles[:, 0] - at[1])
    near = apart <= np.maximum(2.0, np.sqrt(steps / math.pi))
    return near & (steps >= least) & (steps <= most)


def hidden_mask(before: Drawn, at: tuple[float, float], shape: tuple[int, ...]) -> Drawn:
    """Return the mask of the previous frame, moved to the expected position."""
    return _moved(before.pixels, at, shape)


def usual_area(area: float, drawn: Drawn, given: bool) -> float:
    """Return the usual area after one more frame: a running mean of the logarithm.

    It follows slowly where a person's mask gave it (`given`).
    """
    return float(area * (len(drawn.pixels) / area) ** (_LEARN_GIVEN if given else _LEARN))


def _possible(radius: float, params: PamgParams) -> float:
    least = SMALLEST_SUPPORT / params.guided_factor
    return min(max(radius, _LEAST_RADIUS, least), LARGEST_SUPPORT / params.guided_factor)


def _seed(
    image: NDArray[np.generic], at: tuple[float, float], polarity: int
) -> tuple[float, float]:
    """Return the strongest pixel within one of the spot's middle."""
    row, column = geometry.pixel_at(*at)
    row = min(max(row, 0), image.shape[0] - 1)
    column = min(max(column, 0), image.shape[1] - 1)
    top, left = max(0, row - 1), max(0, column - 1)
    around = image[top : row + 2, left : column + 2].astype(np.float64) * polarity
    valid = nodata.valid_in(image)((left, top, left + around.shape[1], top + len(around)))
    if valid is not None:
        around = np.where(valid, around, -np.inf)
    if around[row - top, column - left] < around.max():  # the middle where all are equal
        r, c = np.unravel_index(int(np.argmax(around)), around.shape)
        row, column = top + int(r), left + int(c)
    return float(column), float(row)


def _moved(pixels: NDArray[np.int64], at: tuple[float, float], shape: tuple[int, ...]) -> Drawn:
    """Return the pixels in the frame with their middle at the point; one at least."""
    row, column = geometry.pixel_at(*at)
    row, column = min(max(row, 0), shape[0] - 1), min(max(column, 0), shape[1] - 1)
    middle = pixels.mean(axis=0)
    shift = np.rint(np.array([at[1], at[0]]) - middle).astype(np.int64)
    moved = pixels + shift
    inside = (moved >= 0).all(axis=1) & (moved < shape[:2]).all(axis=1)
    left = moved[inside] if inside.any() else np.array([[row, column]])
    return Drawn(left, None, 0)
