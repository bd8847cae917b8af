"""Small pieces of many frames, read beside the window for the film strip."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core import sequence
from p2m_core.errors import FrameError
from p2m_core.progress import Progress
from p2m_core.project import Target

CACHE_BYTES = 16 * 2**20  # the crops are kept, not the frames


class Place(NamedTuple):
    """A square of one frame; it may reach over the border of the picture."""

    frame: int
    x0: int
    y0: int
    size: int


def place_of(target: Target, size: int) -> Place:
    """The square of `size` pixels that has the target's centroid in its middle."""
    x, y = (int(np.floor(v + 0.5)) - size // 2 for v in target.centroid)
    return Place(target.frame, x, y, size)


def cut(image: NDArray[Any], place: Place) -> NDArray[Any]:
    """The part of the square that is in the picture; a copy, that keeps no frame in memory."""
    rows = slice(max(place.y0, 0), max(place.y0 + place.size, 0))
    columns = slice(max(place.x0, 0), max(place.x0 + place.size, 0))
    return image[rows, columns].copy()


class CropReader:
    """Reads from a sequence of its own, opened when first asked; one call at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sequence: sequence.Sequence | None = None

    def read(self, places: Sequence[Place], progress: Progress) -> dict[Place, NDArray[Any] | None]:
        """The crops at `places`, in their order; None for a frame that cannot be read."""
        if self._sequence is None:
            self._sequence = sequence.open_sequence(self._path, cache_bytes=CACHE_BYTES)
        crops: dict[Place, NDArray[Any] | None] = {}
        for done, place in enumerate(places):
            progress(done, len(places))
            crops[place] = None
            with suppress(FrameError):
                crops[place] = cut(self._sequence[place.frame], place)
        return crops

    def close(self) -> None:
        if self._sequence is not None:
            self._sequence.close()
        self._sequence = None
