"""From a mask to polygons along the edges of its pixels: filled again, they give the same mask.

Vertices are corners of pixels, ``(x, y)`` in whole numbers: pixel ``[r, c]`` covers the square from
``(c, r)`` to ``(c + 1, r + 1)``, as in COCO, YOLO, LabelMe and CVAT. That is half a pixel more than
the coordinates of `p2m_core.geometry`, where the pixel's centre is ``(c, r)``.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError

Ring = NDArray[np.int64]
"""Corners ``(x, y)``, shape (N, 2); the last is joined to the first."""

# For each direction right, down, left, up: the one that turns right, goes on, turns left.
_TURNS = ((1, 0, 3), (2, 1, 0), (3, 2, 1), (0, 3, 2))
_SEARCHED = 400
_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def outlines(mask: NDArray[np.bool_], origin: tuple[int, int] = (0, 0)) -> list[list[Ring]]:
    """Return the rings around the pixels of a mask, part by part.

    Filled by the even-odd rule, all rings together give the mask; those of one part give the part.

    Parameters
    ----------
    mask : bool array, shape (h, w)
        At least one pixel is set.
    origin : (int, int)
        ``(x, y)`` of its top-left pixel in the frame.

    Returns
    -------
    list of list of Ring
        A list for each 4-connected part of the mask, row by row: first the ring around it, with
        the part on its right-hand side, then those around its holes. Pixels that touch only at a
        corner are parts of their own.

    Raises
    ------
    InputError
        If no pixel is set.

    Examples
    --------
    >>> outlines(np.ones((1, 2), bool), origin=(5, 7))[0][0].tolist()
    [[5, 7], [7, 7], [7, 8], [5, 8]]
    """
    if not mask.any():
        raise InputError("the mask is empty: a target has at least one pixel")
    _, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    parts: dict[int, list[Ring]] = {}
    for ring, (row, column) in _rings(mask):
        # The ring around a part is the first that is met, row by row.
        parts.setdefault(int(numbers[row, column]), []).append(ring + np.array(origin))
    return list(parts.values())


def _rings(mask: NDArray[np.bool_]) -> Iterator[tuple[Ring, tuple[int, int]]]:
    """Yield each ring and a pixel on its inner side, by the first edge row by row."""
    inside = np.pad(mask, 1)
    edges: dict[tuple[int, int], list[int]] = {}  # the directions in which edges leave a corner
    starts = []
    for direction, (rows, columns) in enumerate(
        np.nonzero(mask & ~other)
        for other in (inside[:-2, 1:-1], inside[1:-1, 2:], inside[2:, 1:-1], inside[1:-1, :-2])
    ):
        dx, dy = ((0, 0), (1, 0), (1, 1), (0, 1))[direction]
        for r, c in zip(rows.tolist(), columns.tolist(), strict=True):
            edges.setdefault((c + dx, r + dy), []).append(direction)
            if direction == 0 or direction == 2:  # every ring has horizontal edges
                starts.append((r, c, direction))
    for r, c, direction in sorted(starts):
        corner = (c, r) if direction == 0 else (c + 1, r + 1)
        if direction in edges.get(corner, ()):
            yield _walked(edges, corner, direction), (r, c)


def _walked(
    edges: dict[tuple[int, int], list[int]], start: tuple[int, int], direction: int
) -> Ring:
    """Take the ring that begins with an edge out of `edges`; return its corners."""
    corners, at, came = [], start, -1
    while direction in edges.get(at, ()):
        edges[at].remove(direction)
        if direction != came:
            corners.append(at)
        came = direction
        at = (at[0] + _STEPS[direction][0], at[1] + _STEPS[direction][1])
        # To the right where there is a choice: it keeps to the same pixel.
        left = edges[at]
        direction = next((turn for turn in _TURNS[direction] if turn in left), -1)
    if len(corners) > 1 and came == _direction(corners[0], corners[1]):
        corners.pop(0)  # the ring began in the middle of a straight side
    return np.array(corners, np.int64)


def _direction(a: tuple[int, int], b: tuple[int, int]) -> int:
    return _STEPS.index((int(np.sign(b[0] - a[0])), int(np.sign(b[1] - a[1]))))


def joined(rings: list[Ring]) -> Ring:
    """Return one ring that fills, by the even-odd rule, what all of `rings` do together.

    For formats with one ring a target. Rings are joined by bridges without width, along the edges
    of pixels, there and back.
    """
    walk = rings[0].tolist()
    for ring in rings[1:]:
        # Near the end of the walk: to search all of it takes minutes where a mask is all specks.
        first = max(0, len(walk) - _SEARCHED)
        distance = np.abs(np.array(walk[first:])[:, np.newaxis] - ring).sum(axis=2)
        here, there = divmod(int(distance.argmin()), len(ring))
        here += first
        corner = [int(ring[there, 0]), walk[here][1]]
        around = np.roll(ring, -there, axis=0).tolist()
        walk[here + 1 : here + 1] = [corner, *around, around[0], corner, walk[here]]
    corners = np.array(walk, np.int64)
    return corners[np.any(corners != np.roll(corners, 1, axis=0), axis=1)]
