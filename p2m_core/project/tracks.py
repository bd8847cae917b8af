"""The tracks of a project: their targets, frames, names and colours."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.project._target_rows import COLUMNS, from_row
from p2m_core.project._track_look_rows import TrackLook, from_columns
from p2m_core.project.annotation import Target
from p2m_core.project.project import Project


class TrackInfo(NamedTuple):
    """One track: its number, in how many frames it has targets, the first and the last of them.

    `n_accepted` of its targets are accepted.
    """

    track: int
    n_frames: int
    first: int
    last: int
    n_accepted: int


def list_tracks(project: Project, sequence: int) -> list[TrackInfo]:
    """Return the tracks of a sequence by number."""
    rows = project.read(
        "SELECT track, COUNT(DISTINCT frame), MIN(frame), MAX(frame), SUM(state = 'accepted') "
        "FROM targets WHERE sequence = ? GROUP BY track ORDER BY track",
        sequence,
    )
    return [TrackInfo(*row) for row in rows]


def list_track_numbers(project: Project, sequence: int) -> list[int]:
    """Return the numbers of a sequence's tracks, ascending."""
    rows = project.read(
        "SELECT DISTINCT track FROM targets WHERE sequence = ? ORDER BY track", sequence
    )
    return [int(track) for (track,) in rows]


def list_track_targets(
    project: Project, sequence: int, track: int, first: int = 0, last: int = 2**62
) -> list[Target]:
    """Return a track's targets in frames `first` to `last`, both included, frame by frame."""
    rows = project.read(
        f"SELECT {COLUMNS} FROM targets WHERE sequence = ? AND track = ? "
        "AND frame BETWEEN ? AND ? ORDER BY frame, id",
        sequence,
        track,
        first,
        last,
    )
    return [from_row(row) for row in rows]


def get_track_frames(
    project: Project, sequence: int, track: int, first: int = 0, last: int = 2**62
) -> NDArray[np.int64]:
    """Return the frames `first` to `last` in which a track has a target, ascending, each once."""
    rows = project.read(
        "SELECT DISTINCT frame FROM targets "
        "WHERE sequence = ? AND track = ? AND frame BETWEEN ? AND ? ORDER BY frame",
        sequence,
        track,
        first,
        last,
    )
    return np.fromiter((frame for (frame,) in rows), np.int64)


def get_track_runs(
    project: Project, sequence: int, track: int, first: int = 0, last: int = 2**62
) -> NDArray[np.int64]:
    """Return the stretches of frames in which a track has targets, shape (n, 2).

    Each is its first frame and its last; they lie apart, and between `first` and `last`.
    """
    frames = get_track_frames(project, sequence, track, first, last)
    breaks = np.flatnonzero(np.diff(frames) > 1)
    starts = frames[np.concatenate([[0], breaks + 1])] if frames.size else frames
    ends = frames[np.concatenate([breaks, [-1]])] if frames.size else frames
    return np.stack([starts, ends], axis=1)


def get_track_looks(project: Project, sequence: int) -> dict[int, TrackLook]:
    """Return the names and colours of a sequence's tracks, where they were chosen."""
    rows = project.read(
        "SELECT track, name, colour FROM tracks WHERE sequence = ? ORDER BY track", sequence
    )
    return {track: from_columns(name, colour) for track, name, colour in rows}


def next_track(project: Project, sequence: int) -> int:
    """Return the first number above all tracks of a sequence; 1 where there are none.

    One that has a name, but no target any more, counts: a new track must not inherit it.
    """
    rows = project.read(
        "SELECT MAX(track) FROM (SELECT track FROM targets WHERE sequence = ? "
        "UNION ALL SELECT track FROM tracks WHERE sequence = ?)",
        sequence,
        sequence,
    )
    return int(rows[0][0] or 0) + 1
