"""The doubt of every frame of the open sequence, read in slices and kept up to date by edits."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from p2m_core.doubt import NEAR, Reason, TargetTable, doubts, joined
from p2m_core.project import Edit, Project, SequenceInfo, get_target_table

SLICE = 1500  # frames read at a time: some 20 ms


class DoubtLane(QObject):
    """Attributes are for reading.

    `table`, `doubt` and `reason` are of the targets; `of_frame` and `reason_of_frame` of frames.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._info: SequenceInfo | None = None
        self._unread: list[tuple[int, int]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_on)
        self._clear(0)

    def _clear(self, frames: int) -> None:
        self.table = TargetTable.empty()
        self.doubt: NDArray[np.float64] = np.zeros(0)
        self.reason: NDArray[np.int64] = np.zeros(0, np.int64)
        self.of_frame: NDArray[np.float32] = np.zeros(frames, np.float32)
        self.reason_of_frame: NDArray[np.int64] = np.zeros(frames, np.int64)

    def open(self, project: Project, info: SequenceInfo) -> None:
        """Begin with a sequence; it is read while the window is idle."""
        self._project, self._info = project, info
        self._clear(info.frame_count)
        self._unread = [
            (first, min(first + SLICE, info.frame_count) - 1)
            for first in range(0, info.frame_count, SLICE)
        ]
        self._timer.start(0)

    def close(self) -> None:
        """Drop the project."""
        self._timer.stop()
        self._project = self._info = None
        self._unread = []
        self._clear(0)
        self.changed.emit()

    def update(self, edit: Edit) -> None:
        """Follow a stored edit of the open sequence."""
        frames = {c.either.frame for c in edit.targets}
        if frames:
            first, last = min(frames), max(frames)
            self._unread += [
                (begin, min(begin + SLICE - 1, last)) for begin in range(first, last + 1, SLICE)
            ]
            self._timer.start(0)

    def settle(self) -> None:
        """Read all that is left now, for a question that must not miss the last edit."""
        while self._unread:
            self._read_on()

    def worst_of_tracks(self) -> dict[int, float]:
        """The greatest doubt of each track that has targets."""
        tracks, place = np.unique(self.table.track, return_inverse=True)
        worst = np.zeros(tracks.size)
        np.maximum.at(worst, place, self.doubt)
        return dict(zip(tracks.tolist(), worst.tolist(), strict=True))

    def _read_on(self) -> None:
        if self._project is None or self._info is None or not self._unread:
            return
        first, last = self._unread.pop(0)
        new = get_target_table(self._project, self._info.id, first, last)
        low, high = np.searchsorted(self.table.frame, [first, last + 1])
        n = np.arange(len(self.table))
        self.table = joined([self.table.take(n[:low]), new, self.table.take(n[high:])])
        fresh = len(new)
        self.doubt = np.concatenate([self.doubt[:low], np.zeros(fresh), self.doubt[high:]])
        self.reason = np.concatenate(
            [self.reason[:low], np.zeros(fresh, np.int64), self.reason[high:]]
        )
        self._compute(self._info, first - NEAR, last + NEAR)
        if self._unread:
            self._timer.start(0)
        self.changed.emit()

    def _compute(self, info: SequenceInfo, first: int, last: int) -> None:
        """Doubt of the targets in frames `first` to `last`, and of these frames."""
        low, begin, end, high = np.searchsorted(
            self.table.frame, [first - NEAR, first, last + 1, last + 1 + NEAR]
        )
        part = self.table.take(np.arange(low, high))
        doubt, reason = doubts(part, (info.height, info.width))
        self.doubt[begin:end] = doubt[begin - low : end - low]
        self.reason[begin:end] = reason[begin - low : end - low]
        first, last = max(first, 0), min(last, info.frame_count - 1)
        self.of_frame[first : last + 1] = 0.0
        self.reason_of_frame[first : last + 1] = int(Reason.NONE)
        order = begin + np.argsort(self.doubt[begin:end], kind="stable")
        frames = self.table.frame[order]  # a frame's greatest comes last, and stays
        self.of_frame[frames] = self.doubt[order]
        self.reason_of_frame[frames] = self.reason[order]
