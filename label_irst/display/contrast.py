"""Local contrast: each part of the picture is spread over the greys by its own histogram."""

import cv2
import numpy as np
from numpy.typing import NDArray

TILES = 8  # a side


def local_contrast(grey: NDArray[np.uint8], strength: float) -> NDArray[np.uint8]:
    """Contrast-limited adaptive equalisation (CLAHE) of the displayed picture, 0 < strength <= 1.

    It also stretches the noise of a flat sky; the limit bounds that.
    """
    equaliser = cv2.createCLAHE(clipLimit=1.0 + 7.0 * strength**2, tileGridSize=(TILES, TILES))
    return np.asarray(equaliser.apply(grey), dtype=np.uint8)
