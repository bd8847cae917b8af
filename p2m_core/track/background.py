"""Background spots that were there before the target: branches, lamps, the edges of clouds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.track.spots import Spots

STOOD = 8.0
"""Evidence against a spot that was there in an earlier frame, a log-likelihood ratio."""

_PLACE = 1.5  # pixels within which a spot counts as unmoved
_FADED = 0.7  # change of the logarithm of its strength
_ALIKE = 0.5  # least product of the looks of both
_ITSELF = 3.0  # pixels: a path that was nearer may have been on the spot itself


class Earlier(NamedTuple):
    """An earlier frame: its spots, the shift of the picture, and the position of each path.

    Attributes
    ----------
    spots : Spots
    drift : float64 array, shape (2,)
        Shift of the picture since the first frame, pixels.
    at : float64 array, shape (M, 2), or (1, 2) where all paths are one
    """

    spots: Spots
    drift: NDArray[np.float64]
    at: NDArray[np.float64]


def stood_there(
    spots: Spots, drift: NDArray[np.float64], earlier: list[Earlier], paths: int
) -> NDArray[np.float64]:
    """Return the evidence against each spot for each path, shape (M, N).

    A background spot beside the target's path may look like the target, and is stronger when the
    target fades. But it was there in earlier frames too, when the target was elsewhere.

    Parameters
    ----------
    spots : Spots
        N spots of the frame.
    drift : float64 array, shape (2,)
        Shift of the picture from the first frame to this one, pixels.
    earlier : list of Earlier
    paths : int
        Number of paths, M.
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
