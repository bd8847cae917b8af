"""Loads the compiled kernel: compiles it, or reads what is in numba's cache."""

import math
from typing import Any

import numpy as np
from numba import from_dtype, njit, types
from numpy.typing import NDArray

from p2m_core.pamg._kernels import grow_from
from p2m_core.pamg._reference import WARM_UP, Engine, Grown


def compiled(function: Any, signature: Any = None) -> Any:
    """Compile with the cache where it can be written, and without where not."""
    arguments = () if signature is None else (signature,)
    try:
        return njit(*arguments, cache=True, nogil=True)(function)
    except (RuntimeError, OSError):  # no folder for the cache, or it cannot be written
        return njit(*arguments, nogil=True)(function)


def load(dtype: np.dtype[Any]) -> Engine:
    """Compile the kernel for images of one dtype: any strides, read-only or not."""
    image = types.Array(from_dtype(dtype), 2, "A", readonly=True)
    whole, real = types.int64, types.float64
    result = types.Tuple((whole[:, ::1], real[::1], whole, whole, real, types.boolean))
    weights = types.UniTuple(real, 4)
    kernel = compiled(grow_from, result(image, whole, whole, whole, real, real, weights, real[::1]))

    def engine(
        image: NDArray[Any],
        row: int,
        column: int,
        background_radius: int,
        support_radius: float,
        epsilon: float,
        weights: tuple[float, float, float, float],
    ) -> Grown:
        terms = _size_terms(math.ceil(math.pi * support_radius**2) + 1)
        grown: Grown = kernel(
            image, row, column, background_radius, support_radius, epsilon, weights, terms
        )
        return grown

    return engine


_terms = np.empty(0)


def _size_terms(count: int) -> NDArray[np.float64]:
    """Return ``ln(ln n)`` at index n, for n > WARM_UP and below `count` at least."""
    global _terms
    if len(_terms) < count:
        after = [math.log(math.log(n)) for n in range(WARM_UP + 1, max(count, 2048))]
        _terms = np.array([math.nan] * (WARM_UP + 1) + after)
    return _terms
