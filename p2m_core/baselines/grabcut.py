"""GrabCut with a box around the seed."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core.baselines._window import reach_for, window_around

_ITERATIONS = 5
# Certain background on each side of the box.
_MARGIN = 8


def generate(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return GrabCut's foreground in a box around `seed`.

    C. Rother, V. Kolmogorov, A. Blake, "GrabCut: interactive foreground extraction using
    iterated graph cuts", SIGGRAPH 2004, as in OpenCV: five rounds of two Gaussian mixtures and a
    graph cut. The seed is certain target, the box may be either, 8 pixels around it are
    background.

    Parameters
    ----------
    image, seed, radius
        As every method of `p2m_core.baselines`; `radius` sets the box.
    """
    reach = reach_for(radius)
    window = window_around(image, seed, reach + _MARGIN)
    gray = np.rint(255.0 * window.levels).astype(np.uint8)
    marks: NDArray[Any] = np.full(gray.shape, cv2.GC_BGD, np.uint8)
    box = np.s_[
        max(0, window.row - reach) : window.row + reach,
        max(0, window.column - reach) : window.column + reach,
    ]
    marks[box] = cv2.GC_PR_FGD
    marks[window.row, window.column] = cv2.GC_FGD
    if not (marks == cv2.GC_BGD).any():  # the box covers the whole image: no background
        return window.place(marks == cv2.GC_FGD)
    cv2.setRNGSeed(0)  # the mixtures start from k-means, which is random
    colour = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
    mixtures = np.zeros((2, 1, 65))
    cv2.grabCut(
        colour, marks, (0, 0, 0, 0), mixtures[0], mixtures[1], _ITERATIONS, cv2.GC_INIT_WITH_MASK
    )
    return window.place((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD))
