"""Link labels of the same object in neighbouring frames, where the labels have no tracks."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_REACH = 12.0  # pixels from one frame to the next: labelled targets seldom move by more
_GAP = 5  # most frames without a label within a track


class Linker:
    """Numbers the targets of one sequence, frame by frame in ascending order.

    The nearest pair of an open track and a target is linked first; a target too far from all open
    tracks begins a new one.
    """

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, float, float]] = {}  # frame and place by track
        self._next = 1

    def tracks(self, frame: int, places: Sequence[NDArray[np.float64]]) -> list[int]:
        """Return the track of each target of a frame; `places` are centroids ``(x, y)``."""
        # Ended tracks go, or a long sequence would be compared with all it ever had.
        self._last = {t: last for t, last in self._last.items() if frame - last[0] <= _GAP}
        pairs = sorted(
            (math.dist((x, y), place) / (frame - seen), track, i)
            for track, (seen, x, y) in self._last.items()
            for i, place in enumerate(places)
        )
        given: dict[int, int] = {}
        for pace, track, i in pairs:
            if pace <= _REACH and i not in given and track not in given.values():
                given[i] = track
        for i in range(len(places)):
            if i not in given:
                given[i] = self._next
                self._next += 1
        for i, place in enumerate(places):
            self._last[given[i]] = (frame, float(place[0]), float(place[1]))
        return [given[i] for i in range(len(places))]
