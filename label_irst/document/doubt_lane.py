"""The doubt of every frame of a row of frames, read in slices and kept up to date by edits."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document.standing import Standing
from p2m_core.doubt import NEAR, Reason, TargetTable, doubts, joined
from p2m_core.project import Project, SequenceInfo, get_target_table

SLICE = 1500  # frames read at a time: some 20 ms

Read = Callable[[int, int], TargetTable]  # the targets in the frames from the first to the last
Judge = Callable[[TargetTable], tuple[NDArray[np.float64], NDArray[np.int64]]]


class DoubtLane(QObject):
    """Attributes are for reading.

    `table`, `doubt` and `reason` are of the targets; `of_frame`, `reason_of_frame` and `by_hand`
    (a person drew or corrected each target that is to review) of frames.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read: Read | None = None
        self._judge: Judge | None = None
        self._near = 0
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
        self.by_hand: NDArray[np.bool_] = np.zeros(frames, bool)

    def open(self, frames: int, read: Read, judge: Judge, near: int) -> None:
        """Begin with a row of `frames` frames; it is read while the window is idle.

        `judge` gives doubt and reason of targets; those up to `near` frames away count.
        """
        self._read, self._judge, self._near = read, judge, near
        self._clear(frames)
        self._unread = []
        self.read_again(0, frames - 1)

    def close(self) -> None:
        """Drop the project."""
        self._timer.stop()
        self._read = self._judge = None
        self._unread = []
        self._clear(0)
        self.changed.emit()

    def read_again(self, first: int, last: int) -> None:
        """The targets in the frames from `first` to `last` have changed."""
        self._unread += [
            (begin, min(begin + SLICE - 1, last)) for begin in range(first, last + 1, SLICE)
        ]
        self._timer.start(0)

    @property
    def pending(self) -> int:
        """How many slices are not read yet."""
        return len(self._unread)

    def review(self, ids: Sequence[int], reviewed: bool) -> None:
        """A person has accepted these targets, or they wait again; nothing else has changed."""
        which = np.flatnonzero(np.isin(self.table.id, np.array(ids)))
        if which.size and self._read is not None:
            self.table.reviewed[which] = reviewed
            frames = self.table.frame[which]
            self._compute(int(frames[0]), int(frames[-1]))
            self.changed.emit()

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

    def standing_of_tracks(self) -> dict[int, Standing]:
        """The most urgent standing of each track's targets."""
        table = self.table
        tracks, place = np.unique(table.track, return_inverse=True)
        rank = np.zeros(tracks.size, np.int64)
        np.maximum.at(rank, place, np.where(table.reviewed, 0, np.where(table.by_hand, 1, 2)))
        kinds = (Standing.ACCEPTED, Standing.BY_HAND, Standing.AUTOMATIC)
        return {t: kinds[r] for t, r in zip(tracks.tolist(), rank.tolist(), strict=True)}

    def _read_on(self) -> None:
        if self._read is None or not self._unread:
            return
        first, last = self._unread.pop(0)
        new = self._read(first, last)
        low, high = np.searchsorted(self.table.frame, [first, last + 1])
        n = np.arange(len(self.table))
        self.table = joined([self.table.take(n[:low]), new, self.table.take(n[high:])])
        fresh = len(new)
        self.doubt = np.concatenate([self.doubt[:low], np.zeros(fresh), self.doubt[high:]])
        self.reason = np.concatenate(
            [self.reason[:low], np.zeros(fresh, np.int64), self.reason[high:]]
        )
        self._compute(first - self._near, last + self._near)
        if self._unread:
            self._timer.start(0)
        self.changed.emit()

    def _compute(self, first: int, last: int) -> None:
        """Doubt of the targets in frames `first` to `last`, and of these frames."""
        low, begin, end, high = np.searchsorted(
            self.table.frame, [first - self._near, first, last + 1, last + 1 + self._near]
        )
        assert self._judge is not None
        doubt, reason = self._judge(self.table.take(np.arange(low, high)))
        self.doubt[begin:end] = doubt[begin - low : end - low]
        self.reason[begin:end] = reason[begin - low : end - low]
        first, last = max(first, 0), min(last, self.of_frame.size - 1)
        self.of_frame[first : last + 1] = 0.0
        self.reason_of_frame[first : last + 1] = int(Reason.NONE)
        self.by_hand[first : last + 1] = False
        here = self.table.frame[begin:end]
        self.by_hand[here] = True
        touched = self.table.by_hand[begin:end] | self.table.reviewed[begin:end]
        self.by_hand[here[~touched]] = False
        order = begin + np.argsort(self.doubt[begin:end], kind="stable")
        frames = self.table.frame[order]  # a frame's greatest comes last, and stays
        self.of_frame[frames] = self.doubt[order]
        self.reason_of_frame[frames] = self.reason[order]


def open_doubts(lane: DoubtLane, project: Project, info: SequenceInfo) -> None:
    """Begin with the frames of a sequence."""

    def judge(table: TargetTable) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        return doubts(table, (info.height, info.width))

    lane.open(info.frame_count, partial(get_target_table, project, info.id), judge, NEAR)
