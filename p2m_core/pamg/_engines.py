"""The choice between the compiled kernel for the image's dtype and the plain-Python twin."""

import threading
from typing import Any

import numpy as np

from p2m_core.pamg import _reference
from p2m_core.pamg._reference import Engine

COMPILED = frozenset(
    np.dtype(d) for d in (np.uint8, np.uint16, np.int16, np.int32, np.float32, np.float64)
)

_kernels: dict[np.dtype[Any], Engine] = {}
_loading = threading.Lock()


def warm_up() -> None:
    """Load the kernels for 8-bit and 16-bit images; for a worker thread.

    That takes half a second, and some seconds the very first time. Until a kernel is loaded,
    `grow` in other threads runs the plain-Python twin, which gives the same masks more slowly.
    Kernels for other dtypes are loaded with the first such image.
    """
    for dtype in (np.uint8, np.uint16):
        with _loading:
            _load(np.dtype(dtype))


def _load(dtype: np.dtype[Any]) -> Engine:
    if dtype not in _kernels:
        from p2m_core.pamg._loader import load

        _kernels[dtype] = load(dtype)
    return _kernels[dtype]


def engine_for(dtype: np.dtype[Any]) -> Engine:
    """Return the kernel for images of a dtype in `COMPILED`, or the twin while one is loading."""
    kernel = _kernels.get(dtype)
    if kernel is not None:
        return kernel
    if not _loading.acquire(blocking=False):  # another thread is loading one: do not wait
        return _reference.grow_from
    try:
        return _load(dtype)
    finally:
        _loading.release()
