"""In which frames a track is, read from the project file."""

import sqlite3

import numpy as np
from numpy.typing import NDArray


def numbers(db: sqlite3.Connection, sequence: int) -> list[int]:
    """Return the numbers of a sequence's tracks, ascending."""
    rows = db.execute(
        "SELECT DISTINCT track FROM targets WHERE sequence = ? ORDER BY track", (sequence,)
    )
    return [int(track) for (track,) in rows]


def runs(
    db: sqlite3.Connection, sequence: int, track: int, first: int, last: int
) -> NDArray[np.int64]:
    """Return the stretches of frames that a track has targets in, from `first` to `last`."""
    rows = db.execute(
        "SELECT DISTINCT frame FROM targets "
        "WHERE sequence = ? AND track = ? AND frame BETWEEN ? AND ? ORDER BY frame",
        (sequence, track, first, last),
    )
    frames = np.fromiter((frame for (frame,) in rows), np.int64)
    breaks = np.flatnonzero(np.diff(frames) > 1)
    starts = frames[np.concatenate([[0], breaks + 1])] if frames.size else frames
    ends = frames[np.concatenate([breaks, [-1]])] if frames.size else frames
    return np.stack([starts, ends], axis=1)
