"""Load the compiled kernel: compile it, or read it from numba's cache."""

import math
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numba import from_dtype, njit, types
from numpy.typing import NDArray

from p2m_core.nodata import _compiled
from p2m_core.nodata._compiled import may_have_values, may_lack, met_values
from p2m_core.pamg import _kernels, _parts
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


def _source_key() -> int:
    """Return a number that changes with the sources that the kernel is compiled from."""
    digest = blake2b(digest_size=7)
    for module in (_kernels, _parts, _compiled):
        with suppress(OSError, TypeError):  # a frozen program has no sources, and no cache
            digest.update(Path(str(module.__file__)).read_bytes())
    return int.from_bytes(digest.digest(), "big")


def _kernel(key: int) -> Any:
    # numba's cache compares the time of this file alone, and the values that a function closes
    # over: `key` is one of them, and stands for the other files.
    def kernel(
        image: NDArray[Any],
        row: int,
        column: int,
        background_radius: int,
        support_radius: float,
        epsilon: float,
        forced: int,
        weights: Weights,
        void: NDArray[np.bool_],
        look: int,
        log: NDArray[np.float64],
        log_log: NDArray[np.float64],
    ) -> Grown:
        _ = key
        if look > 0 and (
            may_lack(image, row, column, look)
            or may_have_values(image, row, column, background_radius)
        ):
            return np.empty((0, 2), np.int64), np.empty(0), 0, 0, 0.0, -1.0
        grown = grow_from(
            image, row, column, background_radius, support_radius, epsilon, forced, weights,
            void, log, log_log,
        )  # fmt: skip
        reached = grown[5]
        if look > 0 and (
            met_values(image, grown[0])
            or (reached + 1.0 >= look and may_lack(image, row, column, int(reached) + 2))
        ):
            return np.empty((0, 2), np.int64), np.empty(0), 0, 0, 0.0, -1.0
        return grown  # type: ignore[no-any-return]

    return kernel


def load(dtype: np.dtype[Any]) -> Engine:
    """Compile the kernel for images of one dtype: any strides, read-only or not."""
    image = types.Array(from_dtype(dtype), 2, "A", readonly=True)
    whole, real = types.int64, types.float64
    result = types.Tuple((whole[:, ::1], real[::1], whole, whole, real, real))
    weights = types.NamedTuple((*(real,) * len(TERMS), real, whole), Weights)
    table = real[::1]
    no_data = types.Array(types.boolean, 2, "A", readonly=True)
    signature = result(
        image, whole, whole, whole, real, real, whole, weights, no_data, whole, table, table
    )
    kernel = compiled(_kernel(_source_key()), signature)

    def engine(
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
    ) -> Grown:
        log, log_log = _logarithms(math.ceil(math.pi * support_radius**2) + 1)
        grown: Grown = kernel(
            image, row, column, background_radius, support_radius, epsilon, forced, weights,
            _NOTHING if void is None else void, look, log, log_log,
        )  # fmt: skip
        return grown

    return engine


_NOTHING = np.empty((0, 0), bool)

_tables = np.empty(0), np.empty(0)


def _logarithms(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ``ln n`` and ``ln(ln n)`` at index n, up to `count` at least; NaN where undefined."""
    global _tables
    if len(_tables[0]) <= count:
        log = [math.nan, 0.0] + [math.log(n) for n in range(2, max(count + 1, 2048))]
        log_log = [math.nan, math.nan] + [math.log(value) for value in log[2:]]
        _tables = np.array(log), np.array(log_log)
    return _tables
