"""From a polygon to the pixels in it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError


def polygon_pixels(
    points: Iterable[tuple[float, float]], shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Return the pixels whose centres lie in the polygon.

    Centres on a left or upper edge belong to it, as edges belong to pixels (`p2m_core.geometry`),
    so that polygons side by side share no pixel. Where the outline crosses itself, regions that it
    winds around twice are outside. A polygon too thin to hold a centre gives the pixels that its
    outline runs through: one pixel for one point, or for a polygon within a pixel.

    Parameters
    ----------
    points : iterable of (float, float)
        The vertices ``(x, y)``; may lie outside the image. The last one is joined to the first.
    shape : (int, int)
        Of the image, (H, W).

    Returns
    -------
    int64 array, shape (N, 2)
        Row and column of each; none where the polygon misses the image.

    Raises
    ------
    InputError
        If there is no vertex, or one is not finite.

    Examples
    --------
    >>> polygon_pixels([(0.6, 0.6), (3.4, 0.6), (3.4, 2.4), (0.6, 2.4)], (8, 8)).tolist()
    [[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]]
    """
    vertices = np.array(list(points), np.float64).reshape(-1, 2)
    if len(vertices) == 0 or not np.isfinite(vertices).all():
        raise InputError("a polygon needs vertices with finite coordinates")
    inside = _filled(vertices, shape)
    return inside if len(inside) else _outline(vertices, shape)


def _filled(vertices: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.int64]:
    height, width = shape
    first = int(max(0, np.ceil(vertices[:, 1].min())))
    last = int(min(height, np.ceil(vertices[:, 1].max())))
    left = int(min(max(0, np.floor(vertices[:, 0].min())), width))
    right = int(min(max(0, np.ceil(vertices[:, 0].max())), width))
    # Each edge inverts the pixels to its right; past the last column there are none.
    turned = np.zeros((max(0, last - first), max(0, right - left) + 1), bool)
    for (xa, ya), (xb, yb) in zip(vertices, np.roll(vertices, -1, axis=0), strict=True):
        rows = np.arange(max(first, np.ceil(min(ya, yb))), min(last, np.ceil(max(ya, yb))))
        if rows.size:
            columns = np.ceil(xa + (rows - ya) * (xb - xa) / (yb - ya))
            places = np.clip(columns, left, right).astype(np.int64) - left
            turned[rows.astype(np.int64) - first, places] ^= True
    inside = np.logical_xor.accumulate(turned, axis=1)[:, :-1]
    pixels: NDArray[np.int64] = np.argwhere(inside) + np.array((first, left))
    return pixels


def _outline(vertices: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.int64]:
    found = [np.empty((0, 2), np.int64)]
    for start, end in zip(vertices, np.roll(vertices, -1, axis=0), strict=True):
        steps = int(np.ceil(np.abs(end - start).max())) + 1
        points = start + (end - start) * np.linspace(0.0, 1.0, steps)[:, np.newaxis]
        found.append(np.floor(points[:, ::-1] + 0.5).astype(np.int64))
    pixels = np.unique(np.concatenate(found), axis=0)
    kept: NDArray[np.int64] = pixels[((pixels >= 0) & (pixels < shape)).all(axis=1)]
    return kept
