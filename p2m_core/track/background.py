"""What stood at its place before the target came by: branches, lamps, the edges of clouds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.track.spots import Spots

STOOD = 8.0
"""How much it speaks against a spot that it stood there before, a log-likelihood ratio."""

_PLACE = 1.5  # pixels within which a spot is still at its place
_FADED = 0.7  # of the logarithm of its strength
_ALIKE = 0.5  # the product of its looks
_ITSELF = 3.0  # pixels: a target that was nearer may be the spot itself


class Earlier(NamedTuple):
    """An earlier frame: its spots, how the picture had moved, and where each path was then.

    Attributes
    ----------
    spots : Spots
    drift : float64 array, shape (2,)
        Of the picture since the first frame, pixels.
    at : float64 array, shape (M, 2), or (1, 2) where all paths are one
    """

    spots: Spots
    drift: NDArray[np.float64]
    at: NDArray[np.float64]


def stood_there(
    spots: Spots, drift: NDArray[np.float64], earlier: list[Earlier], paths: int
) -> NDArray[np.float64]:
    """Return what speaks against each spot for each path, shape (M, N).

    What stands beside the target's way looks as much like it as itself, and is stronger when it
    fades. But it was there in earlier frames too, when the target was elsewhere.

    Parameters
    ----------
    spots : Spots
        N spots of the frame.
    drift : float64 array, shape (2,)
        Of the frame.
    earlier : list of Earlier
    paths : int
        M.
    """
    against = np.zeros((paths, len(spots)))
    for then in earlier:
        if not len(then.spots) or not len(spots):
            continue
        there = spots.at - (drift - then.drift)
        apart = np.hypot(*(there[:, None] - then.spots.at[None]).transpose(2, 0, 1))
        ratio = np.log(spots.strength)[:, None] - np.log(then.spots.strength)[None]
        alike = spots.looks @ then.spots.looks.T > _ALIKE
        stands = ((apart < _PLACE) & (np.abs(ratio) < _FADED) & alike).any(axis=1)
        own = np.hypot(*(there[None] - then.at[:, None]).transpose(2, 0, 1))
        np.maximum(against, np.where((own > _ITSELF) & stands[None], STOOD, 0.0), out=against)
    return against
