"""Link labels of the same object in neighbouring frames, where the labels have no tracks."""

from collections.abc import Iterator, Sequence

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
        given: dict[int, int] = {}
        taken: set[int] = set()
        for track, i in self._near(frame, places):
            if i not in given and track not in taken:
                given[i] = track
                taken.add(track)
        for i in range(len(places)):
            if i not in given:
                given[i] = self._next
                self._next += 1
        for i, place in enumerate(places):
            self._last[given[i]] = (frame, float(place[0]), float(place[1]))
        return [given[i] for i in range(len(places))]

    def _near(self, frame: int, places: Sequence[NDArray[np.float64]]) -> Iterator[tuple[int, int]]:
        """Yield open tracks and the indices of targets in their reach, the nearest pair first."""
        if not self._last or not len(places):
            return
        from scipy.spatial import cKDTree  # here: the window starts without it

        tree = cKDTree(np.array(places, np.float64))
        by_age: dict[int, list[int]] = {}
        for track, (seen, _, _) in self._last.items():
            by_age.setdefault(frame - seen, []).append(track)
        found = []
        for age, tracks in by_age.items():
            known = cKDTree(np.array([self._last[track][1:] for track in tracks]))
            pairs = known.sparse_distance_matrix(tree, _REACH * age, output_type="ndarray")
            found += [(v / age, tracks[i], int(j)) for i, j, v in pairs.tolist()]
        for _, track, i in sorted(found):
            yield track, i
