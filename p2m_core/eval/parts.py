"""The targets of one frame as pixels with owners: of a mask, an instance map, or labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labels import MaskLabel
from p2m_core.errors import InputError


@dataclass(frozen=True, eq=False)
class Parts:
    """The targets of one frame, in the order of their first pixel row by row.

    Attributes
    ----------
    pixels : int64 array, shape (P,)
        The pixels of all parts, as ``row * W + column``; a pixel of two parts is there twice.
    owner : int64 array, shape (P,)
        The part of each pixel, from 0.
    area : int64 array, shape (N,)
        Pixels.
    x, y : float64 array, shape (N,)
        Centroids.
    """

    pixels: NDArray[np.int64]
    owner: NDArray[np.int64]
    area: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]


def components(mask: NDArray[np.bool_]) -> Parts:
    """Return the 8-connected components of `mask`, shape (H, W)."""
    _, found = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    return instances(found)


def instances(numbers: NDArray[Any]) -> Parts:
    """Return the parts of an instance map, shape (H, W): a part is the pixels of one number."""
    pixels = np.flatnonzero(numbers)
    _, owner = np.unique(numbers.ravel()[pixels], return_inverse=True)
    return _parts(numbers.shape, pixels, owner)


def parts_of_labels(shape: tuple[int, int], targets: Sequence[MaskLabel]) -> Parts:
    """Return targets as parts, which may overlap.

    Raises
    ------
    InputError
        If a mask reaches outside the frame of this `shape`.
    """
    pixels = [np.zeros(0, np.int64)]
    for target in targets:
        x0, y0, x1, y1 = target.box
        if min(x0, y0) < 0 or x1 > shape[1] or y1 > shape[0]:
            raise InputError(
                f"a mask reaches columns {x0}..{x1 - 1} and rows {y0}..{y1 - 1}, outside the "
                f"{shape[1]}x{shape[0]} image"
            )
        rows, columns = np.nonzero(target.mask)
        pixels.append((rows + y0) * shape[1] + columns + x0)
    owner = np.repeat(np.arange(len(targets)), [own.size for own in pixels[1:]])
    return _parts(shape, np.concatenate(pixels), owner)


def _parts(shape: tuple[int, ...], pixels: NDArray[np.int64], owner: NDArray[np.int64]) -> Parts:
    """Return parts numbered by their first pixel, and measured."""
    count = int(owner.max()) + 1 if owner.size else 0
    first = np.full(count, shape[0] * shape[1])
    np.minimum.at(first, owner, pixels)
    order = np.empty(count, np.int64)
    order[np.argsort(first, kind="stable")] = np.arange(count)
    owner = order[owner]
    rows, columns = np.divmod(pixels, shape[1])
    area = np.bincount(owner, minlength=count)
    return Parts(
        pixels=pixels,
        owner=owner,
        area=area,
        x=np.bincount(owner, columns, count) / area,
        y=np.bincount(owner, rows, count) / area,
    )
