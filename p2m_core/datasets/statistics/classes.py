"""Classes of scale, saliency, place and motion: what tables and charts count."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15)
"""Classes of scale: areas up to the square of each, in pixels, and larger ones."""

SCRS = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 50.0)
"""Classes of saliency: SCR below each, and from the last one on."""

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Classes of speed: pixels a frame below each, and from the last one on."""

LENGTHS = (2, 5, 10, 20, 50, 100, 200, 500)
"""Classes of length: frames of a track below each, and from the last one on."""

GRID = (16, 12)
"""Columns and rows into which a frame is divided to count where its targets are."""

_LAST_SIDE, _LAST_SCR = 15, 20  # of the unit steps of Fig. 4
PERCENTILES = (5, 25, 50, 75, 95)


def scale_classes(area: NDArray[np.int64]) -> dict[str, int]:
    """Return how many targets are of each class of scale.

    Examples
    --------
    >>> scale_classes(np.array([1, 5, 9, 300]))["5-9 px"]
    2
    """
    edges = [0, *(side * side for side in SIDES)]
    counts = {}
    for low, high in pairwise(edges):
        name = f"{low + 1}-{high} px" if high > low + 1 else f"{high} px"
        counts[name] = int(((area > low) & (area <= high)).sum())
    return {**counts, f"over {edges[-1]} px": int((area > edges[-1]).sum())}


def classes(values: NDArray[Any], edges: Sequence[float]) -> dict[str, int]:
    """Return how many values are below each edge but not below the one before; NaN in none.

    Examples
    --------
    >>> classes(np.array([0.5, 3.0, np.inf, np.nan]), (1.0, 4.0))
    {'0-1': 1, '1-4': 1, 'from 4': 1}
    """
    counts = {}
    for low, high in pairwise([0.0, *edges]):
        counts[f"{low:g}-{high:g}"] = int(((values >= low) & (values < high)).sum())
    return {**counts, f"from {edges[-1]:g}": int((values >= edges[-1]).sum())}


def saliency_classes(scr: NDArray[np.float64]) -> dict[str, int]:
    """Return how many targets are of each class of saliency; those without an SCR in none.

    Examples
    --------
    >>> saliency_classes(np.array([0.5, 2.0, 2.5, np.inf]))["2-3"]
    2
    """
    return classes(scr, SCRS)


def scale_density(area: NDArray[np.int64]) -> dict[str, float]:
    """Return the share in % of the targets that fit into each square but not into a smaller one.

    That is the paper's Fig. 4(a), the density over the side ``sqrt(area)`` in steps of a pixel.
    """
    side = np.ceil(np.sqrt(area))
    shares = {f"{k}×{k}": _share(side == k) for k in range(1, _LAST_SIDE + 1)}
    return {**shares, "larger": _share(side > _LAST_SIDE)}


def saliency_density(scr: NDArray[np.float64]) -> dict[str, float]:
    """Return the share in % of the targets in each unit step of SCR: the paper's Fig. 4(b)."""
    known = scr[~np.isnan(scr)]
    shares = {f"{k}-{k + 1}": _share((known >= k) & (known < k + 1)) for k in range(_LAST_SCR)}
    return {**shares, f"from {_LAST_SCR}": _share(known >= _LAST_SCR)}


def positions(
    x: NDArray[np.float64], y: NDArray[np.float64], width: NDArray[Any], height: NDArray[Any]
) -> NDArray[np.int64]:
    """Return how many targets are in each cell of the frame, shape (rows, columns) of `GRID`.

    Parameters
    ----------
    x, y : float64 array, shape (N,)
        Centroids, pixels.
    width, height : array, shape (N,)
        Of each target's frame, pixels; frames of all sizes are laid over each other.
    """
    columns, rows = GRID
    column = np.clip(((x + 0.5) / width * columns).astype(int), 0, columns - 1)
    row = np.clip(((y + 0.5) / height * rows).astype(int), 0, rows - 1)
    counts = np.bincount(row * columns + column, minlength=rows * columns)
    return counts.reshape(rows, columns)


def spread(values: NDArray[Any]) -> dict[str, float | None]:
    """Return percentiles by their names, not interpolated: an SCR may be infinite."""
    known = values[~np.isnan(values)]
    return {
        f"{p} %": float(np.percentile(known, p, method="inverted_cdf")) if known.size else None
        for p in PERCENTILES
    }


def _share(chosen: NDArray[np.bool_]) -> float:
    return 100.0 * float(chosen.mean()) if chosen.size else 0.0
