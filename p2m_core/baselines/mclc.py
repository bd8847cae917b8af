"""MCLC: Monte Carlo linear clustering."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from skimage.segmentation import slic

from p2m_core.baselines._window import BLIND_REACH, reach_for, window_around

RUNS = 50
SUPERPIXELS = 9
SALT = 0.05
COMPACTNESS = 20.0
_SEED = 3407


def generate(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the pixels that share the superpixel of `seed` in most noisy copies of the window.

    B. Li et al., "Monte Carlo linear clustering with single-point supervision is enough for
    infrared small target detection", ICCV 2023. 50 times: salt on 5 % of the values, SLIC into 9
    superpixels of compactness 20, take the one that holds the seed. As in the authors' code
    the window is a colour picture, and salt falls on each channel independently. Unlike there, half
    of the runs decide, without a conditional random field, and SLIC does not merge superpixels
    below half the mean size: that would merge most targets into the background.

    Parameters
    ----------
    image, seed
        As every method of `p2m_core.baselines`.
    radius : float, optional
        Chooses the window by the authors' three classes of area (up to 9 pixels, up to 81, more):
        4, 10 or 20 pixels to each side, the middle of the ranges they draw from. Without it the
        32x32 pixels of the paper's blind mode.
    """
    window = window_around(image, seed, _reach(radius))
    rng = np.random.default_rng(_SEED)
    colour = np.repeat(window.levels[:, :, None], 3, axis=2)
    counts = np.zeros(window.levels.shape, np.int64)
    for _ in range(RUNS):
        noisy = np.where(rng.random(colour.shape) < SALT, 1.0, colour)
        clusters = slic(noisy, SUPERPIXELS, COMPACTNESS, enforce_connectivity=False)
        counts += clusters == clusters[window.row, window.column]
    return window.place(2 * counts > RUNS)


def _reach(radius: float | None) -> int:
    if radius is None:
        return BLIND_REACH
    reach_for(radius)  # checks the radius
    area = math.pi * radius**2
    return 4 if area <= 9.5 else 10 if area <= 81.5 else 20
