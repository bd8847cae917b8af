"""MPCM: multi-scale patch-based contrast."""

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

PATCHES = (3, 5, 7, 9)
CLUTTER_WIDTH = 41  # the patches around the largest one span 27 pixels

_DIRECTIONS = ((0, 1), (1, 0), (1, 1), (1, -1))


def respond(image: NDArray[np.float32]) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """Yield the radius and the response of each scale, shape (H, W).

    The mean of a patch is compared with those of the eight patches around it; the differences
    to opposite patches are multiplied, so that an edge gives 0, and the least of the four products
    counts (Wei, You, Li, "Multiscale patch-based contrast measure for small
    infrared target detection", Pattern Recognition 58, 2016). It is positive for bright and for
    dark spots. The response is its square root, in grey levels as in the other filters.
    """
    height, width = image.shape
    for patch in PATCHES:
        mean = cv2.blur(image, (patch, patch), borderType=cv2.BORDER_REFLECT)
        around = np.pad(mean, patch, mode="edge")
        least = np.full(image.shape, np.inf, np.float32)
        for down, right in _DIRECTIONS:
            one, other = (
                mean - around[top : top + height, left : left + width]
                for top, left in (
                    (patch + down * patch, patch + right * patch),
                    (patch - down * patch, patch - right * patch),
                )
            )
            np.minimum(least, one * other, out=least)
        yield patch / math.sqrt(math.pi), np.sqrt(np.maximum(least, 0.0))
