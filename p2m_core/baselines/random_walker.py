"""Random walker between the seed and the window's border."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from skimage.segmentation import random_walker

from p2m_core.baselines._window import reach_for, window_around

_BETA = 130.0


def generate(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the pixels from which a walker reaches `seed` before the window's border.

    L. Grady, "Random walks for image segmentation", IEEE TPAMI 28(11), 2006, as in scikit-image
    with its default beta of 130. The 3x3 pixels around the seed are marked as target, the border of
    the window as background.

    Parameters
    ----------
    image, seed, radius
        As every method of `p2m_core.baselines`; `radius` sets the window.
    """
    window = window_around(image, seed, reach_for(radius))
    marks = np.zeros(window.levels.shape, np.int32)
    marks[[0, -1], :] = 2
    marks[:, [0, -1]] = 2
    row, column = window.row, window.column
    marks[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = 1
    if not window.levels.any() or not (marks == 0).any():  # nowhere to walk
        return window.place(marks == 1)
    return window.place(random_walker(window.levels, marks, beta=_BETA, mode="bf") == 1)
