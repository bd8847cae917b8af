"""The shift between two pictures of one scene."""

import cv2
import numpy as np
from numpy.typing import NDArray

_LEAST_PEAK = 0.1  # of the phase correlation; below it the pictures have no common shift


def common_shift(
    before: NDArray[np.float32], after: NDArray[np.float32]
) -> tuple[float, float] | None:
    """Return the shift ``(dx, dy)`` of the strongest phase correlation of two pictures.

    Shape (H, W) both, finite. None where they have no common shift, or are too small.
    """
    height, width = before.shape
    if min(height, width) < 16:
        return None
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    # Copies: OpenCV multiplies the window into its arguments where their size suits it.
    (dx, dy), peak = cv2.phaseCorrelate(before.copy(), after.copy(), window)
    return (dx, dy) if peak > _LEAST_PEAK else None
