"""PAMG with the signature of the others, in its default form and in the paper's."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core.pamg import PamgParams, grow_many


def generate(
    image: ArrayLike,
    seed: tuple[float, float],
    radius: float | None = None,
    params: PamgParams | None = None,
) -> NDArray[np.bool_]:
    """Return the mask of `p2m_core.pamg`: blind, or guided where `radius` is given."""
    return grow_many(image, [seed], None if radius is None else [radius], params)[0].mask


def generate_by_the_paper(
    image: ArrayLike, seed: tuple[float, float], radius: float | None = None
) -> NDArray[np.bool_]:
    """Return the mask with the energy of Eq. 6 as it stands."""
    return generate(image, seed, radius, PamgParams(variant="paper"))
