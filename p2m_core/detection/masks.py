"""Detections as masks: the disc of a detection, or the mask that PAMG grows from it."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core import geometry, nodata
from p2m_core.detector import Detection
from p2m_core.pamg import Growth, PamgParams, grow_many
from p2m_core.pamg.params import LARGEST_SUPPORT


def circle_mask(shape: tuple[int, int], detections: Iterable[Detection]) -> NDArray[np.bool_]:
    """Return the union of the detections' discs, shape (H, W).

    A disc holds the pixels whose centres are within the radius of its centre, and always the pixel
    under the centre.
    """
    mask = np.zeros(shape, bool)
    height, width = shape
    for d in detections:
        row, column = _pixel_inside(shape, d)
        reach = math.ceil(d.radius) + 1
        top, left = max(0, row - reach), max(0, column - reach)
        bottom, right = min(height, row + reach + 1), min(width, column + reach + 1)
        rows, columns = np.ogrid[top:bottom, left:right]
        inside = (columns - d.x) ** 2 + (rows - d.y) ** 2 <= d.radius**2
        mask[top:bottom, left:right] |= inside
        mask[row, column] = True
    return mask


def guided_growths(
    frame: ArrayLike, detections: Sequence[Detection], params: PamgParams | None = None
) -> list[tuple[Detection, Growth]]:
    """Grow the detections' masks by guided PAMG, ``R_s = k * r`` with k = 5 (paper, III-C).

    Detections that grow into the same mask are one target: a detection is left out when the
    centroid of its mask lies in the mask of a stronger one. The result does not depend on weaker
    detections, so a threshold may be applied before or after.

    Parameters
    ----------
    frame : array, shape (H, W)
        At its native depth.
    detections : sequence of Detection
        In any order. A centre outside the frame, or on a pixel that holds no data, means the
        nearest pixel that does.

    Returns
    -------
    list of (Detection, Growth)
        By descending score, each with its detection; none where the whole frame holds no data.

    Raises
    ------
    InputError
        As `p2m_core.pamg.grow`.
    """
    params = params or PamgParams()
    image = np.asarray(frame)
    valid = nodata.valid_mask(image)
    if valid is not None and not valid.any():
        return []
    ordered = sorted(detections, key=lambda d: -d.score)
    pixels = [_nearest(valid, _pixel_inside(image.shape, d)) for d in ordered]
    largest = LARGEST_SUPPORT / params.guided_factor
    radii = [min(max(d.radius, 0.5), largest) for d in ordered]
    growths = grow_many(image, [(float(c), float(r)) for r, c in pixels], radii, params)
    covered = np.zeros(image.shape[:2], bool)
    kept = []
    for detection, growth in zip(ordered, growths, strict=True):
        if covered[geometry.pixel_at(*growth.centroid)]:
            continue
        covered[tuple(growth.path[: growth.step].T)] = True
        kept.append((detection, growth))
    return kept


def growth_mask(shape: tuple[int, int], growths: Iterable[Growth]) -> NDArray[np.bool_]:
    """Return the union of the growths' masks, shape (H, W)."""
    mask = np.zeros(shape, bool)
    for growth in growths:
        mask[tuple(growth.path[: growth.step].T)] = True
    return mask


def as_detection(detection: Detection, growth: Growth) -> Detection:
    """Return the detection with the centroid and the radius of its mask."""
    x, y = growth.centroid
    return detection._replace(x=x, y=y, radius=growth.radius)


def _pixel_inside(shape: tuple[int, ...], d: Detection) -> tuple[int, int]:
    row, column = geometry.pixel_at(d.x, d.y)
    return min(max(row, 0), shape[0] - 1), min(max(column, 0), shape[1] - 1)


def _nearest(valid: NDArray[np.bool_] | None, pixel: tuple[int, int]) -> tuple[int, int]:
    """Return the nearest pixel that holds data."""
    if valid is None or valid[pixel]:
        return pixel
    rows, columns = np.nonzero(valid)
    nearest = int(np.argmin((rows - pixel[0]) ** 2 + (columns - pixel[1]) ** 2))
    return int(rows[nearest]), int(columns[nearest])
