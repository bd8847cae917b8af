"""The public functions of PAMG: check and explain here, compute in `_kernels`."""

import math
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import InputError
from p2m_core.pamg._engines import COMPILED, engine_for
from p2m_core.pamg._reference import Grown
from p2m_core.pamg.clicks import corrected
from p2m_core.pamg.params import PamgParams, Weights, guided_support
from p2m_core.pamg.path import Growth

FEWEST_A_THREAD = 16  # growths that are worth a thread
Arguments = tuple[int, float, float, int, Weights]
DEFAULT = PamgParams()  # one for all calls: to validate it takes a tenth of a growth's time


def grow(
    image: ArrayLike,
    seed: tuple[float, float],
    params: PamgParams | None = None,
    included: Iterable[tuple[float, float]] = (),
    excluded: Iterable[tuple[float, float]] = (),
    polarity: int = 0,
    step: int = 0,
) -> Growth:
    """Grow the mask of the target under one seed (paper, Algorithm 1).

    The growth is the paper's; ``params.variant`` decides which step of it becomes the mask.

    Only the surroundings of the seed are read, so the cost does not depend on the image's size.
    Pixels that hold no data (`p2m_core.nodata.valid_mask`) count in nothing, and the growth stops
    at them as at the image's border.

    Parameters
    ----------
    image : array, shape (H, W)
        Boolean, integer or floating point grey levels. The mask of ``a * image + b``, a > 0, is
        the mask of `image`: to the bit for integers, up to its own rounding for floats.
    seed : (float, float)
        A point ``(x, y)`` on the target; a fraction means the nearest pixel.
    params : PamgParams, optional
        Blind mode with R_s = 20 by default. `grow_many` with radii is the guided mode.
    included, excluded : iterable of (float, float)
        Corrective points ``(x, y)``: pixels that are part of the target, and pixels that are not.
        They choose the step, and repair what no step has right, see `p2m_core.pamg.clicks`.
    polarity : int
        +1 for a target brighter than its surroundings, -1 for a darker one; 0 for that of
        `params`, whose default is by the seed's level.
    step : int
        The step of the growth whose mask the corrective points correct, where a person has chosen
        it; 0: they choose it.

    Returns
    -------
    Growth

    Raises
    ------
    InputError
        If the image is not a 2-D array of real numbers, a point lies outside it, the seed or an
        included pixel is excluded too, the seed's pixel holds no data, the polarity is neither
        1, -1 nor 0, or the step is negative.

    See Also
    --------
    grow_many : Several seeds of one image; the guided mode.
    p2m_core.pamg.boxes.grow_in_box : A box in place of a seed.
    p2m_core.pamg.calibrate.calibrate : Fit the energy to masks drawn by hand.
    p2m_core.track.propagate : One click through a whole sequence.

    Examples
    --------
    >>> image = np.zeros((32, 32), np.uint8)
    >>> image[10:13, 20:23] = 200
    >>> g = grow(image, (21, 11))
    >>> g.area, g.centroid, g.polarity
    (9, (21.0, 11.0), 1)

    A dark target in 16 bits; a pixel that does not belong to it is excluded, and the path shows
    the mask as it grew:

    >>> image = np.full((32, 32), 30000, np.uint16)
    >>> image[10:13, 20:23] = 20000
    >>> g = grow(image, (21, 11), excluded=[(20, 10)])
    >>> bool(g.mask[10, 20]), g.polarity, int(g.mask_at(3).sum())
    (False, -1, 3)
    """
    params = _with_polarity(params or DEFAULT, polarity)
    checked = _checked(image)
    valid_in = nodata.valid_in(checked)
    growth = _grow(checked, valid_in, seed, params, params.support_radius)
    wanted = [_pixel(checked, "included point", point) for point in included]
    unwanted = [_pixel(checked, "excluded point", point) for point in excluded]
    if step < 0:
        raise InputError(f"step is {step}: it must be a step of the growth, or 0 for the best one")
    if not wanted and not unwanted:
        return replace(growth, step=min(step, len(growth.path))) if step else growth
    first = (growth.seed[1], growth.seed[0])
    for row, column in {first, *wanted} & set(unwanted):
        what = "the seed" if (row, column) == first else "the included point"
        raise InputError(
            f"{what} ({column}, {row}) is excluded too: choose another pixel of the target"
        )

    def again(pixel: tuple[int, int]) -> Growth:
        row, column = pixel
        return _grow(checked, valid_in, (column, row), params, params.support_radius)

    return corrected(growth, checked, wanted, unwanted, again, step)


def grow_many(
    image: ArrayLike,
    seeds: Iterable[tuple[float, float]],
    radii: Iterable[float] | None = None,
    params: PamgParams | None = None,
    polarity: int = 0,
) -> list[Growth]:
    """Grow from several seeds of one image; see `grow`.

    Parameters
    ----------
    radii : iterable of float, optional
        Target radii in pixels, one a seed: the guided mode, ``R_s = params.guided_factor * r``
        (paper, III-C), but at least 1.5 pixels. Blind mode without it.
    polarity : int
        Of all of them, as for `grow`.

    Returns
    -------
    list of Growth
        One a seed, in their order.

    Raises
    ------
    InputError
        As `grow`; or if there are not as many radii as seeds, or one is not above 0.

    See Also
    --------
    grow : One seed, with pixels to exclude.

    Examples
    --------
    >>> image = np.zeros((32, 32), np.uint8)
    >>> image[4:6, 4:6] = image[20:23, 20:23] = 200
    >>> [g.area for g in grow_many(image, [(4, 4), (21, 21)], radii=[1.1, 1.7])]
    [4, 9]
    """
    params = _with_polarity(params or DEFAULT, polarity)
    checked = _checked(image)
    seeds = list(seeds)
    if radii is None:
        supports = [params.support_radius] * len(seeds)
    else:
        radii = list(radii)
        if len(radii) != len(seeds):
            raise InputError(f"{len(seeds)} seeds but {len(radii)} radii: give one radius a seed")
        supports = [guided_support(r, params.guided_factor) for r in radii]
    jobs = list(zip(seeds, supports, strict=True))
    valid_in = nodata.valid_in(checked)

    def grow_some(some: list[tuple[tuple[float, float], float]]) -> list[Growth]:
        return [_grow(checked, valid_in, seed, params, support) for seed, support in some]

    workers = min(os.cpu_count() or 1, len(jobs) // FEWEST_A_THREAD)
    if workers < 2:
        return grow_some(jobs)
    # The kernel runs without the GIL. More chunks than threads, since growths differ in length;
    # one pool a call, since a pool that outlives the call would not survive a fork.
    size = max(FEWEST_A_THREAD, math.ceil(len(jobs) / (8 * workers)))
    chunks = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    with ThreadPoolExecutor(workers, "grow") as pool:
        return list(chain.from_iterable(pool.map(grow_some, chunks)))


def _with_polarity(params: PamgParams, polarity: int) -> PamgParams:
    return replace(params, polarity=polarity) if polarity else params


def _checked(image: ArrayLike) -> NDArray[Any]:
    array = np.asarray(image)
    if array.ndim != 2 or array.size == 0:
        raise InputError(f"the image has shape {array.shape}: it must be 2-D and not empty")
    if array.dtype.kind not in "buif":
        raise InputError(f"the image has dtype {array.dtype}: it must hold real numbers")
    return array


def _pixel(image: NDArray[Any], what: str, point: tuple[float, float]) -> tuple[int, int]:
    """Return the row and column of a point; raise `InputError` where it is not in the image."""
    height, width = image.shape
    x, y = point
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InputError(f"the {what} is ({x}, {y}): it must be a point in the image")
    row, column = geometry.pixel_at(x, y)
    if not (0 <= row < height and 0 <= column < width):
        raise InputError(
            f"the {what} ({x:g}, {y:g}) lies outside the {width}x{height} image: "
            f"x must be 0..{width - 1} and y 0..{height - 1}"
        )
    return row, column


def _grow(
    image: NDArray[Any],
    valid_in: Callable[[nodata.Box], nodata.Mask | None],
    seed: tuple[float, float],
    params: PamgParams,
    support_radius: float,
) -> Growth:
    height, width = image.shape
    row, column = _pixel(image, "seed", seed)
    arguments = (
        int(params.background_radius),
        float(support_radius),
        float(params.epsilon),
        int(params.polarity),
        params.weights,
    )
    compiled = image.dtype in COMPILED and image.flags.aligned
    # The kernel looks for pixels without data itself, unless the frame is judged once for all.
    looks = compiled and not nodata.is_fixed(image)
    grown: Grown | None = None
    reach = max(int(params.background_radius), math.ceil(4.0 * support_radius)) + 1
    while True:
        left, top = max(0, column - reach), max(0, row - reach)
        right, bottom = min(width, column + reach + 1), min(height, row + reach + 1)
        if looks:
            grown = engine_for(image.dtype)(image, row, column, *arguments, None, reach)
            if grown[-1] >= 0.0:
                path, energy, step, polarity, background, reached = grown
                break
            looks, grown = False, None
        valid = valid_in((left, top, right, bottom))
        if valid is not None or not compiled:
            part = np.s_[top:bottom, left:right]
            grown = _grow_in_copy(image, part, valid, (row, column), arguments)
        elif grown is None:
            grown = engine_for(image.dtype)(image, row, column, *arguments, None)
        path, energy, step, polarity, background, reached = grown
        if reached + 1.0 < reach or (bottom - top, right - left) == image.shape:
            break
        # The growth left what was looked at.
        reach = 2 * reach if math.isinf(reached) else max(reach, math.ceil(reached)) + 2
    return Growth(
        shape=(height, width),
        seed=(column, row),
        path=path,
        energy=energy,
        step=step,
        polarity=polarity,
        background=background,
        support_radius=float(support_radius),
        variant=params.variant,
    )


def _grow_in_copy(
    image: NDArray[Any],
    part: tuple[slice, slice],
    valid: nodata.Mask | None,
    seed: tuple[int, int],
    arguments: Arguments,
) -> Grown:
    """Grow in a copy of the part around the seed (row, column).

    For a dtype that no kernel is made for, and where some pixels hold no data: these get the median
    of the valid ones in the background square, which changes none of its statistics.
    """
    dtype = image.dtype.newbyteorder("=")
    if dtype not in COMPILED:
        dtype = np.dtype(np.uint8 if dtype.kind == "b" else np.float64)
    window = image[part].astype(dtype)
    top, left = part[0].start, part[1].start
    row, column = seed[0] - top, seed[1] - left
    void = None
    if valid is not None:
        if not valid[row, column]:
            raise InputError(
                f"the image holds no data at x={seed[1]}, y={seed[0]}, only the value "
                f"{image[seed]}: choose a pixel of the picture"
            )
        void = ~valid
        radius = arguments[0]
        near = np.s_[
            max(0, row - radius) : row + radius + 1, max(0, column - radius) : column + radius + 1
        ]
        window[void] = np.median(window[near][valid[near]])
    grown = engine_for(dtype)(window, row, column, *arguments, void)
    return grown[0] + np.array((top, left)), *grown[1:]
