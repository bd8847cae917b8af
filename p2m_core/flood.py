"""Flood within a box: the pixels connected with the strongest one in it, above a level."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import InputError

SURROUND = 8  # pixels around the box that stand for the background


@dataclass(frozen=True, eq=False)
class Flood:
    """A flooded mask, and the parameters to flood it again.

    Attributes
    ----------
    box : (int, int, int, int)
        The half-open pixel box that bounds the mask.
    seed : (int, int)
        The strongest pixel ``(x, y)`` in the box.
    polarity : int
        +1 if the seed is brighter than the background, -1 if darker.
    level : float
        Grey level that every pixel of the mask reaches.
    pixels : int64 array, shape (N, 2)
        Row and column of the mask's pixels; 4-connected.
    """

    box: geometry.Box
    seed: tuple[int, int]
    polarity: int
    level: float
    pixels: NDArray[np.int64]


def flood(image: NDArray[Any], box: geometry.Box, level: float | None = None) -> Flood:
    """Flood from the strongest pixel in `box`.

    That is the one farthest from the background, the median of the pixels up to 8 around the box
    (of all in it, where it fills the image); it may be brighter or darker.

    Parameters
    ----------
    image : array, shape (H, W)
        Real grey levels; pixels that hold no data are never flooded.
    box : (int, int, int, int)
        Half-open pixel box; cut at the image border.
    level : float, optional
        The lowest grey level of the mask (the highest, for a dark target), inclusive. By default
        half-way between background and strongest pixel: the width at half maximum.

    Raises
    ------
    InputError
        If the box lies outside the image, or nothing in it stands out.

    Examples
    --------
    >>> image = np.zeros((8, 8))
    >>> image[2:4, 3:6] = [[6, 9, 4], [2, 5, 2]]
    >>> flood(image, (1, 1, 7, 7)).pixels.tolist()
    [[2, 3], [2, 4], [3, 4]]
    """
    box, levels = _levels(image, box)
    seed, polarity, half = _strongest(image, box, levels)
    return _flooded(box, seed, polarity, polarity * levels, half if level is None else level)


def step_of(image: NDArray[Any], found: Flood, by: int) -> Flood:
    """Move the level of a flood: `by` times to the next one that gives a larger or smaller mask.

    A positive `by` makes it larger. Where there is no next one, the same flood is returned.
    """
    _, levels = _levels(image, found.box)
    strength = found.polarity * levels
    for _ in range(abs(by)):
        level = _next_level(strength, found, larger=by > 0)
        if level is None:
            break
        found = _flooded(found.box, found.seed, found.polarity, strength, level)
    return found


def _levels(image: NDArray[Any], box: geometry.Box) -> tuple[geometry.Box, NDArray[np.float64]]:
    """Return the part of the box that lies in the image, and its grey levels."""
    x0, y0, x1, y1 = box
    height, width = image.shape
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
    if x0 >= x1 or y0 >= y1:
        raise InputError(f"the box {box} lies outside the {width}x{height} image")
    return (x0, y0, x1, y1), _read(image, (x0, y0, x1, y1))


def _read(image: NDArray[Any], box: geometry.Box) -> NDArray[np.float64]:
    """Return the grey levels in the box, NaN where there is no data."""
    x0, y0, x1, y1 = box
    levels = image[y0:y1, x0:x1].astype(np.float64)
    valid = nodata.valid_in(image)(box)
    if valid is not None:
        levels[~valid] = np.nan
    return levels


def _strongest(
    image: NDArray[Any], box: geometry.Box, levels: NDArray[np.float64]
) -> tuple[tuple[int, int], int, float]:
    """Return the strongest pixel, its polarity, and the level half-way to the background."""
    x0, y0, x1, y1 = box
    left, top = max(0, x0 - SURROUND), max(0, y0 - SURROUND)
    right, bottom = min(image.shape[1], x1 + SURROUND), min(len(image), y1 + SURROUND)
    around = _read(image, (left, top, right, bottom))
    ring = np.ones(around.shape, bool)
    ring[y0 - top : y1 - top, x0 - left : x1 - left] = False
    outside = around[ring & np.isfinite(around)]
    inside = levels[np.isfinite(levels)]
    if inside.size == 0:
        raise InputError("no pixel in the box holds data")
    background = float(np.median(outside if outside.size else inside))
    away = np.where(np.isfinite(levels), np.abs(levels - background), -1.0)
    row, column = np.unravel_index(np.argmax(away), away.shape)
    peak = float(levels[row, column])
    if peak == background:
        raise InputError("nothing in the box stands out from what is around it")
    half = background + (peak - background) / 2.0
    return (x0 + int(column), y0 + int(row)), 1 if peak > background else -1, half


def _flooded(
    box: geometry.Box,
    seed: tuple[int, int],
    polarity: int,
    strength: NDArray[np.float64],
    level: float,
) -> Flood:
    row, column = seed[1] - box[1], seed[0] - box[0]
    # A level beyond the seed's leaves the seed.
    reached = strength >= min(polarity * level, strength[row, column])
    reached &= np.isfinite(strength)
    _, labels = cv2.connectedComponents(reached.astype(np.uint8), connectivity=4)
    pixels = np.argwhere(labels == labels[row, column]).astype(np.int64)
    return Flood(box, seed, polarity, float(level), pixels + np.array((box[1], box[0])))


def _next_level(strength: NDArray[np.float64], found: Flood, larger: bool) -> float | None:
    x0, y0 = found.box[:2]
    mask = np.zeros(strength.shape, np.uint8)
    mask[found.pixels[:, 0] - y0, found.pixels[:, 1] - x0] = 1
    if larger:
        cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
        beside = strength[(cv2.dilate(mask, cross) > mask) & np.isfinite(strength)]
        return found.polarity * float(beside.max()) if beside.size else None
    weakest = float(strength[mask > 0].min())
    row, column = found.seed[1] - y0, found.seed[0] - x0
    if not strength[row, column] > weakest:
        return None
    above = strength > weakest
    _, labels = cv2.connectedComponents(above.astype(np.uint8), connectivity=4)
    return found.polarity * float(strength[labels == labels[row, column]].min())
