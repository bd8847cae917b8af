"""The frame difference: the change of each pixel with the camera's motion removed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.alignment import common_shift

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

GAP = 5
"""Distance of the compared frames: slow targets hardly move from one frame to the next."""

_LEAST_SHIFT = 0.05  # pixels; a smaller shift is not worth the blur of resampling


def neighbours(frame: int, frames: int) -> list[int]:
    """Return the frames to compare with: `GAP` before and after, as far as there are any."""
    ends = max(0, frame - GAP), min(frames - 1, frame + GAP)
    return [end for end in ends if end != frame]


def change(image: Floats, others: list[tuple[Floats, Mask | None]]) -> Floats:
    """Return the largest absolute difference of `image` from `others`, shape (H, W).

    Each of the others comes with its pixels that hold data, None where all do.

    Each of the others is first moved onto `image` by the phase correlation of the two, which
    undoes a pan of the camera but neither a turn nor a zoom. The result is smoothed a little: the
    compression of videos and the resampling change single pixels.
    """
    differences = [_difference(image, *other) for other in others]
    changed: Floats = np.maximum.reduce(differences)
    return np.asarray(cv2.GaussianBlur(changed, (0, 0), 1.0), np.float32)


def _difference(image: Floats, other: Floats, valid: Mask | None) -> Floats:
    height, width = image.shape
    right, down = common_shift(other, image) or (0.0, 0.0)
    matrix = np.array([[1.0, 0.0, right], [0.0, 1.0, down]])
    moves = _LEAST_SHIFT < max(abs(right), abs(down)) < min(height, width) / 4

    def moved(picture: Floats) -> Floats:
        if not moves:
            return picture
        found = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found, np.float32)

    difference: Floats = np.abs(image - moved(other))
    if valid is not None:
        difference[moved(valid.astype(np.float32)) < 1.0] = 0.0
    return difference
