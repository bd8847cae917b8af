"""From a polygon to the pixels in it: of the polygon tool, and of annotation files."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core.errors import InputError

_FAR = 1e6
_EDGES = 4096  # looked at together: memory stays small
_NEARLY_WHOLE = 2e-3  # shares of the frame with six digits, as YOLO has, become whole again


def polygon_pixels(
    points: Iterable[tuple[float, float]] | NDArray[np.float64], shape: tuple[int, int]
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
        If there is no vertex, or one is not finite or further than a million pixels away.

    Examples
    --------
    >>> polygon_pixels([(0.6, 0.6), (3.4, 0.6), (3.4, 2.4), (0.6, 2.4)], (8, 8)).tolist()
    [[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]]
    """
    vertices = np.array(points if isinstance(points, np.ndarray) else list(points), np.float64)
    vertices = vertices.reshape(-1, 2)
    if len(vertices) == 0 or not np.isfinite(vertices).all():
        raise InputError("a polygon needs vertices with finite coordinates")
    if np.abs(vertices).max() > _FAR:
        raise InputError(f"a polygon has a vertex further than {_FAR:g} pixels away")
    inside = _filled(vertices, shape)
    return inside if len(inside) else _outline(vertices, shape)


def _filled(vertices: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.int64]:
    height, width = shape
    first = int(max(0, np.ceil(vertices[:, 1].min())))
    last = int(min(height, np.ceil(vertices[:, 1].max())))
    left = int(min(max(0, np.floor(vertices[:, 0].min())), width))
    right = int(min(max(0, np.ceil(vertices[:, 0].max())), width))
    rows = np.arange(first, max(first, last))
    # Each edge inverts the pixels to its right; past the last column there are none.
    turned = np.zeros((rows.size, max(0, right - left) + 1), np.int64)
    starts, ends = vertices, np.roll(vertices, -1, axis=0)
    # From top to bottom, so that an edge drawn there and back cancels to the last bit.
    down = (starts[:, 1] < ends[:, 1]) | (
        (starts[:, 1] == ends[:, 1]) & (starts[:, 0] < ends[:, 0])
    )
    upper, lower = np.where(down[:, None], starts, ends), np.where(down[:, None], ends, starts)
    for at in range(0, len(vertices), _EDGES):
        (xa, ya), (xb, yb) = upper[at : at + _EDGES].T, lower[at : at + _EDGES].T
        edge, row = np.nonzero((ya[:, None] <= rows) & (rows < yb[:, None]))
        below = rows[row] - ya[edge]
        columns = np.ceil(xa[edge] + below * (xb[edge] - xa[edge]) / (yb[edge] - ya[edge]))
        np.add.at(turned, (row, np.clip(columns, left, right).astype(np.int64) - left), 1)
    inside = np.cumsum(turned, axis=1)[:, :-1] % 2 == 1
    pixels: NDArray[np.int64] = np.argwhere(inside) + np.array((first, left))
    return pixels


def _outline(vertices: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.int64]:
    found = [np.empty((0, 2), np.int64)]
    far = np.array((shape[1], shape[0]), np.float64)
    for start, end in zip(vertices, np.roll(vertices, -1, axis=0), strict=True):
        steps = int(np.ceil(np.abs(end - start).max())) + 1
        first, last = 0, steps - 1
        # Only the part near the image: an edge may be a million pixels long.
        for a, b, limit in zip(start, end, far, strict=True):
            if a != b and last > 0:
                near = sorted(((-1.0 - a) / (b - a), (limit + 1.0 - a) / (b - a)))
                first = max(first, int(np.floor(np.clip(near[0], 0.0, 1.0) * (steps - 1))))
                last = min(last, int(np.ceil(np.clip(near[1], 0.0, 1.0) * (steps - 1))))
        shares = np.arange(first, last + 1) / max(1, steps - 1)
        points = start + (end - start) * shares[:, np.newaxis]
        found.append(np.floor(points[:, ::-1] + 0.5).astype(np.int64))
    pixels = np.unique(np.concatenate(found), axis=0)
    kept: NDArray[np.int64] = pixels[((pixels >= 0) & (pixels < shape)).all(axis=1)]
    return kept


def fill_polygon(
    points: ArrayLike, shape: tuple[int, int], vertices: str = "edges"
) -> NDArray[np.int64]:
    """Return the pixels of a polygon of an annotation file.

    In files, x counts from the left edge of the image: pixel ``(c, r)`` covers ``[c, c + 1)`` by
    ``[r, r + 1)``, and its centre is at ``(c + 0.5, r + 0.5)``. The rule is even-odd, so that a
    hole may be part of the outline, joined to it by an edge there and back. A mask whose outline
    runs along the edges of pixels comes back as it was.

    Parameters
    ----------
    points : array-like, shape (N, 2)
        The vertices ``(x, y)``; may lie outside the image. The last one is joined to the first.
    shape : (int, int)
        Of the image, (H, W).
    vertices : {"edges", "pixels"}
        "pixels": the vertices are pixels of the target, as in contours of OpenCV; the pixels on
        the outline belong to it. See `traced_through_pixels`.

    Returns
    -------
    int64 array, shape (N, 2)
        Row and column of each. A polygon too thin to hold a centre gives the pixels that its
        outline runs through; one that misses the image gives none.

    Raises
    ------
    InputError
        As `polygon_pixels`.

    Examples
    --------
    >>> square = [(1, 1), (3, 1), (3, 2), (1, 2)]
    >>> fill_polygon(square, (8, 8)).tolist()
    [[1, 1], [1, 2]]
    >>> fill_polygon(square, (8, 8), "pixels").tolist()
    [[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]]
    """
    own = np.array(points, np.float64).reshape(-1, 2)
    if vertices == "edges":
        # A thin one runs through the pixels that its vertices lie in, not through their corners.
        return polygon_pixels(own - 0.5, shape)
    inside = polygon_pixels(own, shape)
    return np.unique(np.concatenate([inside, _outline(own, shape)]), axis=0)


def traced_through_pixels(polygons: Iterable[ArrayLike]) -> bool:
    """Return whether the vertices of a file's polygons are pixels, not corners of pixels.

    They are where all are whole numbers and an edge runs aslant: outlines along the edges of pixels
    have no such edge, and those drawn by hand have fractions.

    Examples
    --------
    >>> traced_through_pixels([[(3, 2), (2, 3), (3, 4), (4, 3)]])
    True
    >>> traced_through_pixels([[(3, 2), (4, 2), (4, 3), (3, 3)]])
    False
    """
    aslant = False
    for points in polygons:
        own = np.array(points, np.float64).reshape(-1, 2)
        if np.abs(own - np.round(own)).max(initial=0.0) > _NEARLY_WHOLE:
            return False
        if aslant:
            continue
        whole = [(int(x), int(y)) for x, y in np.round(np.clip(own, -_FAR, _FAR)).tolist()]
        edges = Counter(
            (min(a, b), max(a, b))
            for a, b in zip(whole, [*whole[1:], *whole[:1]], strict=True)
            if a[0] != b[0] and a[1] != b[1]
        )
        # An edge there and back joins a hole or another part.
        aslant = any(times % 2 for times in edges.values())
    return aslant
