"""What is left of a mask when a pixel of it is taken out."""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from label_irst.document.edits import frame_edits
from p2m_core import geometry
from p2m_core.project import Target


def cut(target: Target, pixel: tuple[int, int]) -> frame_edits.Pixels:
    """The target's pixels without this one and those behind it, seen from the seed.

    Without a seed in the mask, the smaller parts are behind. Parts that were not connected with
    the pixel stay.
    """
    row, column = pixel[0] - target.y0, pixel[1] - target.x0
    height, width = target.mask.shape
    if not (0 <= row < height and 0 <= column < width and target.mask[row, column]):
        return frame_edits.pixels_of(target)
    connectivity = 4 if target.algorithm in ("pamg", "flood") else 8
    mask = target.mask.astype(np.uint8)
    _, whole = cv2.connectedComponents(mask, connectivity=connectivity)
    mask[row, column] = 0
    _, parts = cv2.connectedComponents(mask, connectivity=connectivity)
    torn = np.unique(parts[(whole == whole[row, column]) & (mask > 0)])
    kept = mask > 0
    if torn.size > 1:
        best = _part_of_seed(target, parts, torn)
        kept &= ~np.isin(parts, torn) | (parts == best)
    return {(int(r) + target.y0, int(c) + target.x0) for r, c in np.argwhere(kept)}


def _part_of_seed(target: Target, parts: NDArray[Any], torn: NDArray[Any]) -> int:
    for x, y in reversed(target.seeds):
        if not (math.isfinite(x) and math.isfinite(y)):
            continue
        row, column = geometry.pixel_at(x - target.x0, y - target.y0)
        inside = 0 <= row < parts.shape[0] and 0 <= column < parts.shape[1]
        if inside and parts[row, column] in torn:
            return int(parts[row, column])
    return int(max(torn, key=lambda part: np.count_nonzero(parts == part)))
