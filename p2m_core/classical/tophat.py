"""Top-hat: what a morphological opening removes."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

RADII = (1, 2, 4)
CLUTTER_WIDTH = 21


def respond(image: NDArray[np.float32]) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """Yield the radius and the response of each scale, shape (H, W).

    The white top-hat ``I - opening(I)`` for bright spots and the black one ``closing(I) - I`` for
    dark ones, whichever is larger, with discs of `RADII` pixels: the response is the
    contrast of a spot smaller than the disc (as used for small targets by Tom et al.,
    "Morphology-based algorithm for point target detection in infrared backgrounds", SPIE 1954,
    1993).
    """
    for radius in RADII:
        disc = _disc(radius)
        white = cv2.morphologyEx(image, cv2.MORPH_TOPHAT, disc)
        black = cv2.morphologyEx(image, cv2.MORPH_BLACKHAT, disc)
        yield float(radius), np.maximum(white, black)


def _disc(radius: int) -> NDArray[np.uint8]:
    rows, columns = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    inside: NDArray[np.bool_] = rows**2 + columns**2 <= (radius + 0.5) ** 2
    return inside.astype(np.uint8)
