"""The targets of all sequences that nobody has accepted, with their doubt: one queue for all."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2m_core.doubt import NEAR, Floats, TargetTable, doubts
from p2m_core.progress import Progress, no_progress
from p2m_core.project.project import Project
from p2m_core.project.sequences import SequenceInfo, list_sequences
from p2m_core.project.table import get_tables

_ROOM = 20_000
"""Frames judged at a time: few calls for thousands of single images, none that takes long."""


@dataclass(frozen=True, eq=False)
class Waiting:
    """The targets of one sequence that are not accepted.

    Attributes
    ----------
    id, frame, track, reason : int64 arrays, shape (N,)
        `reason` holds values of `p2m_core.doubt.Reason`.
    doubt : float64 array, shape (N,)
    by_hand : bool array, shape (N,)
        Whether a person drew or corrected it.
    """

    id: NDArray[np.int64]
    frame: NDArray[np.int64]
    track: NDArray[np.int64]
    reason: NDArray[np.int64]
    doubt: Floats
    by_hand: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.id)

    @property
    def worst(self) -> float:
        """The greatest doubt; 0 without a target."""
        return float(self.doubt.max(initial=0.0))


def waiting_of(table: TargetTable, doubt: Floats, reason: NDArray[np.int64]) -> Waiting:
    """Return what waits of a table of targets; doubts and reasons are what `doubts` returned."""
    which = np.flatnonzero(~table.reviewed)
    return Waiting(
        table.id[which], table.frame[which], table.track[which], reason[which], doubt[which],
        table.by_hand[which],
    )  # fmt: skip


def list_waiting(
    project: Project, only: Collection[int] | None = None, progress: Progress = no_progress
) -> dict[int, Waiting]:
    """Return what waits in each sequence, by its number; sequences without any are left out.

    Parameters
    ----------
    project : Project
    only : collection of int, optional
        Numbers of sequences; all by default.
    progress : callable
        Called with the numbers of sequences done and of all; may raise `Cancelled`.
    """
    infos = [one for one in list_sequences(project) if only is None or one.id in only]
    found: dict[int, Waiting] = {}
    done = 0
    for part in _parts(infos):
        progress(done, len(infos))
        done += len(part)
        found |= _judged(project, part)
    return found


def _parts(infos: Sequence[SequenceInfo]) -> Iterator[list[SequenceInfo]]:
    """Yield sequences that follow each other, of some `_ROOM` frames together."""
    part: list[SequenceInfo] = []
    frames = 0
    for info in infos:
        if part and frames + info.frame_count + NEAR > _ROOM:
            yield part
            part, frames = [], 0
        part.append(info)
        frames += info.frame_count + NEAR + 1
    if part:
        yield part


def _judged(project: Project, part: list[SequenceInfo]) -> dict[int, Waiting]:
    """Return what waits in these sequences: judged at once, as frames that lie far apart."""
    owner, table = get_tables(project, part[0].id, part[-1].id)
    ids = np.array([info.id for info in part])
    place = np.searchsorted(ids, owner)
    known = (place < len(ids)) & (ids[np.minimum(place, len(ids) - 1)] == owner)
    if not known.all():  # of a sequence that another program has just added
        which = np.flatnonzero(known)
        owner, place, table = owner[which], place[which], table.take(which)
    sizes = np.array([(info.height, info.width) for info in part])
    lengths = np.array([info.frame_count + NEAR + 1 for info in part])
    first = np.cumsum(lengths) - lengths
    own_frame = table.frame.copy()
    table.frame[:] = own_frame + first[place]
    height, width = sizes[place].T
    doubt, reason = doubts(table, (height, width))
    table.frame[:] = own_frame
    waiting = waiting_of(table, doubt, reason)
    owners = owner[~table.reviewed]
    found = {}
    edges = np.flatnonzero(np.diff(owners)) + 1
    for which in np.split(np.arange(len(owners)), edges):
        if which.size:
            found[int(owners[which[0]])] = Waiting(
                waiting.id[which], waiting.frame[which], waiting.track[which],
                waiting.reason[which], waiting.doubt[which], waiting.by_hand[which],
            )  # fmt: skip
    return found
