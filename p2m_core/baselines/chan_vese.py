"""Morphological Chan-Vese: active contours without edges."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from skimage.segmentation import morphological_chan_vese

from p2m_core.baselines._window import reach_for, window_around

_ITERATIONS = 30
_START_RADIUS = 3.0


def generate(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the region that a contour started around `seed` converges to.

    P. Marquez-Neila, L. Baumela, L. Alvarez, "A morphological approach to curvature-based
    evolution of curves and surfaces", IEEE TPAMI 36(1), 2014, as in scikit-image: 30 rounds from
    a disc of 3 pixels (of the target's radius where it is known), both sides weighted alike, and
    without its smoothing, which removes regions only a few pixels wide.

    Parameters
    ----------
    image, seed, radius
        As every method of `p2m_core.baselines`; `radius` sets the window and the disc.
    """
    window = window_around(image, seed, reach_for(radius))
    rows, columns = np.indices(window.levels.shape)
    distance = np.hypot(rows - window.row, columns - window.column)
    start = (distance < (radius or _START_RADIUS)).astype(np.int8)
    if min(start.shape) < 2:  # scikit-image takes a gradient along both sides
        return window.place(distance == 0)
    region = morphological_chan_vese(  # type: ignore[no-untyped-call]
        window.levels, _ITERATIONS, init_level_set=start, smoothing=0
    )
    return window.place(region.astype(bool))
