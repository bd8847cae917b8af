"""Loads the compiled kernel: compiles it, or reads what is in numba's cache."""

import math
from typing import Any

import numpy as np
from numba import from_dtype, njit, types
from numpy.typing import NDArray

from p2m_core.pamg._kernels import grow_from
from p2m_core.pamg._reference import Engine, Grown
from p2m_core.pamg.params import TERMS, Weights


def compiled(function: Any, signature: Any = None) -> Any:
    """Compile with the cache where it can be written, and without where not."""
    arguments = () if signature is None else (signature,)
    try:
        return njit(*arguments, cache=True, nogil=True, error_model="numpy")(function)
    except (RuntimeError, OSError):  # no folder for the cache, or it cannot be written
        return njit(*arguments, nogil=True, error_model="numpy")(function)


def load(dtype: np.dtype[Any]) -> Engine:
    """Compile the kernel for images of one dtype: any strides, read-only or not."""
    image = types.Array(from_dtype(dtype), 2, "A", readonly=True)
    whole, real = types.int64, types.float64
    result = types.Tuple((whole[:, ::1], real[::1], whole, whole, real, types.boolean))
    weights = types.NamedTuple((*(real,) * len(TERMS), real, whole), Weights)
    table = real[::1]
    kernel = compiled(
        grow_from, result(image, whole, whole, whole, real, real, weights, table, table)
    )

    def engine(
        image: NDArray[Any],
        row: int,
        column: int,
        background_radius: int,
        support_radius: float,
        epsilon: float,
        weights: Weights,
    ) -> Grown:
        log, log_log = _logarithms(math.ceil(math.pi * support_radius**2) + 1)
        grown: Grown = kernel(
            image, row, column, background_radius, support_radius, epsilon, weights, log, log_log
        )
        return grown

    return engine


_tables = np.empty(0), np.empty(0)


def _logarithms(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ``ln n`` and ``ln(ln n)`` at index n, up to `count` at least; NaN where undefined."""
    global _tables
    if len(_tables[0]) <= count:
        log = [math.nan, 0.0] + [math.log(n) for n in range(2, max(count + 1, 2048))]
        log_log = [math.nan, math.nan] + [math.log(value) for value in log[2:]]
        _tables = np.array(log), np.array(log_log)
    return _tables
