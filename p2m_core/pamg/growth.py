"""The public functions of PAMG: check and explain here, compute in `_kernels`."""

import math
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.pamg import _reference
from p2m_core.pamg.params import SMALLEST_SUPPORT, PamgParams, check_support_radius


@dataclass(frozen=True, eq=False)
class Growth:
    """One growth from one seed: the whole path, its energies, and the step that was chosen.

    Attributes
    ----------
    shape : (int, int)
        Of the image, (H, W).
    seed : (int, int)
        The pixel ``(x, y)`` the growth started from.
    path : int64 array, shape (N, 2)
        Row and column of each pixel in the order of growth.
    energy : float64 array, shape (N,)
        Eq. 6 after each step; ``-inf`` in the warm-up.
    step : int
        k* of Eq. 7, 1 to N: the mask is the first `step` pixels of the path. 1 where no energy
        is finite (a flat image): then there is nothing but the seed to point at.
    polarity : int
        +1 bright, -1 dark.
    background : float
        Local background median, the image's grey levels.
    support_radius : float
        The R_s that was used, pixels.
    """

    shape: tuple[int, int]
    seed: tuple[int, int]
    path: NDArray[np.int64]
    energy: NDArray[np.float64]
    step: int
    polarity: int
    background: float
    support_radius: float

    def mask_at(self, step: int) -> NDArray[np.bool_]:
        """Return the mask, shape (H, W), after the first `step` pixels of the path (1 to N)."""
        if not 1 <= step <= len(self.path):
            raise InputError(f"step is {step}: the growth path has steps 1 to {len(self.path)}")
        mask = np.zeros(self.shape, bool)
        mask[tuple(self.path[:step].T)] = True
        return mask

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """The mask of the chosen step, shape (H, W)."""
        return self.mask_at(self.step)

    @property
    def area(self) -> int:
        """Pixels of the mask."""
        return self.step

    @property
    def centroid(self) -> tuple[float, float]:
        """Mean ``(x, y)`` of the mask's pixels."""
        row, column = self.path[: self.step].mean(axis=0)
        return float(column), float(row)

    @property
    def radius(self) -> float:
        """Equivalent radius of the mask, pixels."""
        return geometry.equivalent_radius(self.step)


def grow(image: ArrayLike, seed: tuple[float, float], params: PamgParams | None = None) -> Growth:
    """Grow the mask of the target under one seed (paper, Algorithm 1).

    Only the surroundings of the seed are read, so the cost does not depend on the image's size.

    Parameters
    ----------
    image : array, shape (H, W)
        Boolean, integer or floating point grey levels. The mask of ``a * image + b``, a > 0, is
        the mask of `image`: to the bit for integers, up to its own rounding for floats.
    seed : (float, float)
        A point ``(x, y)`` on the target; a fraction means the nearest pixel.
    params : PamgParams, optional
        Blind mode with R_s = 20 by default. `grow_many` with radii is the guided mode.

    Returns
    -------
    Growth

    Raises
    ------
    InputError
        If the image is not a 2-D array of real numbers, has NaN or infinity around the seed, or
        the seed lies outside it.

    Examples
    --------
    >>> image = np.zeros((32, 32), np.uint8)
    >>> image[10:13, 20:23] = 200
    >>> g = grow(image, (21, 11))
    >>> g.area, g.centroid, g.polarity
    (9, (21.0, 11.0), 1)
    """
    params = params or PamgParams()
    return _grow(_checked(image), seed, params, params.support_radius)


def grow_many(
    image: ArrayLike,
    seeds: Iterable[tuple[float, float]],
    radii: Iterable[float] | None = None,
    params: PamgParams | None = None,
) -> list[Growth]:
    """Grow from several seeds of one image; see `grow`.

    Parameters
    ----------
    radii : iterable of float, optional
        Target radii in pixels, one a seed: the guided mode, ``R_s = params.guided_factor * r``
        (paper, III-C), but at least 1.5 pixels.

    Raises
    ------
    InputError
        As `grow`; or if there are not as many radii as seeds, or one is not above 0.
    """
    params = params or PamgParams()
    checked = _checked(image)
    seeds = list(seeds)
    if radii is None:
        return [_grow(checked, seed, params, params.support_radius) for seed in seeds]
    radii = list(radii)
    if len(radii) != len(seeds):
        raise InputError(f"{len(seeds)} seeds but {len(radii)} radii: give one radius a seed")
    for r in radii:
        if not r > 0.0:
            raise InputError(f"radius is {r}: it must be above 0 pixels")
    supports = [max(SMALLEST_SUPPORT, params.guided_factor * r) for r in radii]
    for support in supports:
        check_support_radius(support)
    return [_grow(checked, s, params, r) for s, r in zip(seeds, supports, strict=True)]


def _checked(image: ArrayLike) -> NDArray[Any]:
    array = np.asarray(image)
    if array.ndim != 2 or array.size == 0:
        raise InputError(f"the image has shape {array.shape}: it must be 2-D and not empty")
    if array.dtype.kind not in "buif":
        raise InputError(f"the image has dtype {array.dtype}: it must hold real numbers")
    return array


def _grow(
    image: NDArray[Any], seed: tuple[float, float], params: PamgParams, support_radius: float
) -> Growth:
    height, width = image.shape
    x, y = seed
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InputError(f"the seed is ({x}, {y}): it must be a point in the image")
    row, column = geometry.pixel_at(x, y)
    if not (0 <= row < height and 0 <= column < width):
        raise InputError(
            f"the seed ({x:g}, {y:g}) lies outside the {width}x{height} image: "
            f"x must be 0..{width - 1} and y 0..{height - 1}"
        )
    weights = np.array([params.size, params.saliency, params.homogeneity, params.geometry])
    engine = _engine()
    # A compact target stays well inside this window; a growth that creeps along an edge of the
    # scene gets a larger one, so that the result never depends on it.
    reach = max(params.background_radius, math.ceil(5.0 * support_radius))
    while True:
        top, left = max(0, row - reach), max(0, column - reach)
        bottom, right = min(height, row + reach + 1), min(width, column + reach + 1)
        window = np.ascontiguousarray(image[top:bottom, left:right], np.float64)
        _refuse_non_finite(image, window, left, top)
        open_sides = (top > 0) + 2 * (bottom < height) + 4 * (left > 0) + 8 * (right < width)
        path, energy, polarity, background, complete = engine(
            window,
            row - top,
            column - left,
            int(params.background_radius),
            float(support_radius),
            open_sides,
            float(params.epsilon),
            weights,
        )
        if complete:
            break
        reach *= 2
    rows, columns = np.divmod(path, right - left)
    return Growth(
        shape=(height, width),
        seed=(column, row),
        path=np.stack([rows + top, columns + left], axis=1),
        energy=energy,
        step=int(np.argmax(energy)) + 1,
        polarity=int(polarity),
        background=float(background),
        support_radius=float(support_radius),
    )


def _refuse_non_finite(
    image: NDArray[Any], window: NDArray[np.float64], left: int, top: int
) -> None:
    if image.dtype.kind != "f" or np.isfinite(window).all():
        return
    row, column = np.argwhere(~np.isfinite(window))[0]
    raise InputError(
        f"the image holds {window[row, column]} at x={left + column}, y={top + row}: "
        "replace NaN and infinity before growing"
    )


_kernel: Callable[..., Any] | None = None
_loading = threading.Lock()


def warm_up() -> None:
    """Load the compiled kernel, which takes about a second the first time; for a worker thread.

    Until it is there, `grow` in other threads runs the plain-Python twin, which gives the same
    masks more slowly.
    """
    global _kernel
    with _loading:
        if _kernel is None:
            from p2m_core.pamg import _kernels

            _kernel = _kernels.grow_in_window


def _engine() -> Callable[..., Any]:
    if _kernel is None:
        if _loading.locked():  # another thread is loading it: do not wait
            return _reference.grow_in_window
        warm_up()
    assert _kernel is not None
    return _kernel
