"""Independent random streams of one seed, so that one part's draws never shift another's."""

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """Purpose of a stream of random numbers; to change a number changes all data."""

    SCENE = 0
    CAMERA = 1
    FLIGHTS = 2
    SENSOR = 3
    NOISE = 4


def generator(seed: int, stream: Stream, index: int = 0) -> np.random.Generator:
    """Return the generator of `stream`; `index` is the frame for per-frame noise."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(stream), index)))
