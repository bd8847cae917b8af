"""LoG: the Laplacian of Gaussians of several widths."""

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

SIGMAS = (0.8, 1.13, 1.6, 2.26, 3.2)
CLUTTER_WIDTH = 21


def respond(image: NDArray[np.float32]) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """Yield the radius and the response of each scale, shape (H, W).

    The scale-normalised Laplacian ``|sigma^2 (G_xx + G_yy) * I|`` of bright and dark spots, whose
    response to a disc is largest at ``sigma = r / sqrt(2)`` (T. Lindeberg, "Feature detection with
    automatic scale selection", IJCV 30(2), 1998).
    """
    for sigma in SIGMAS:
        smooth = cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
        curved = cv2.Laplacian(smooth, cv2.CV_32F, borderType=cv2.BORDER_REFLECT)
        yield sigma * math.sqrt(2.0), np.abs(curved) * np.float32(sigma**2)
