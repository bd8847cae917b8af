"""The mask of a followed target in one frame: PAMG in guided mode, checked by the last mask."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.pamg import Growth, PamgParams, grow, grow_many
from p2m_core.pamg.params import LARGEST_SUPPORT, SMALLEST_SUPPORT

LEAP = 2.5
"""Greatest ratio of a mask's area to the usual area, or the reverse, that is accepted."""

_LEARN = 0.15  # rate at which the usual area is updated
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
    except InputError:  # NaN around it
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
) -> Drawn:
    """Return the target's mask at its spot `at` in the next frame.

    That is the step that PAMG chooses, if its mask lies on the spot and its area is within `LEAP`
    of the usual one; else the best step that meets both; else the mask of the previous frame,
    moved to `at`.

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
    radius = geometry.equivalent_radius(area)
    try:
        growth = grow_many(
            image, [_seed(image, at, polarity)], [_possible(radius, params)], params
        )[0]
    except InputError:
        return _moved(before.pixels, at, image.shape)
    if growth.polarity != polarity:
        return _moved(before.pixels, at, image.shape)
    step = _best_step(growth, at, area / LEAP, max(LEAP * area, area + 2.0))
    if step == 0:
        return _moved(before.pixels, at, image.shape)
    return Drawn(growth.path[:step], growth, step)


def _best_step(growth: Growth, at: tuple[float, float], least: float, most: float) -> int:
    """Return PAMG's step if its mask is the spot's, else the best step whose mask is; else 0.

    A mask is the spot's when its middle is within its radius (or 2 pixels) of the spot, and its
    area from `least` to `most`.
    """
    steps = np.arange(1, len(growth.path) + 1)
    middles = growth.path.cumsum(axis=0) / steps[:, None]
    apart = np.hypot(middles[:, 1] - at[0], middles[:, 0] - at[1])
    fits = (apart <= np.maximum(2.0, np.sqrt(steps / math.pi))) & (steps >= least) & (steps <= most)
    if fits[growth.step - 1]:
        return growth.step
    energy = np.where(fits, growth.energy, -np.inf)
    step = int(np.argmax(energy)) + 1
    return step if math.isfinite(energy[step - 1]) else 0


def hidden_mask(before: Drawn, at: tuple[float, float], shape: tuple[int, ...]) -> Drawn:
    """Return the mask of the previous frame, moved to the expected position."""
    return _moved(before.pixels, at, shape)


def usual_area(area: float, drawn: Drawn) -> float:
    """Return the usual area after one more frame: a running mean of the logarithm."""
    return float(area * (len(drawn.pixels) / area) ** _LEARN)


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
    around = np.where(np.isfinite(around), around, -np.inf)
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
