"""Otsu's threshold in a window."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from skimage.filters import threshold_otsu

from p2m_core.baselines._window import reach_for, window_around


def generate(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the pixels around `seed` above Otsu's threshold of the window.

    N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9(1),
    1979: the threshold that splits the histogram (256 bins) into the two classes of least
    variance inside them. A target of a few pixels hardly weighs in it.

    Parameters
    ----------
    image, seed, radius
        As every method of `p2m_core.baselines`; `radius` sets the window.
    """
    window = window_around(image, seed, reach_for(radius))
    threshold = threshold_otsu(window.levels)  # type: ignore[no-untyped-call]
    return window.place(window.levels > threshold)
