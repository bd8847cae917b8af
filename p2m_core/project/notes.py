"""The notes and flags of a project: on frames, and on whole sequences."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.project._note_rows import WHOLE, Remark, from_columns
from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project.project import Project


class Flagged(NamedTuple):
    """A flag: on the target of this number, or on the frame as a whole where it is 0."""

    sequence: int
    frame: int
    target: int
    track: int
    note: str


def get_notes(project: Project, sequence: int) -> dict[int, Remark]:
    """Return the remarks on the frames of a sequence, where there are any."""
    rows = project.read(
        "SELECT frame, note, flagged FROM notes WHERE sequence = ? AND frame >= 0 ORDER BY frame",
        sequence,
    )
    return {frame: from_columns(note, flagged) for frame, note, flagged in rows}


def get_sequence_notes(project: Project) -> dict[int, Remark]:
    """Return the remarks on whole sequences, by their number, where there are any."""
    rows = project.read(
        f"SELECT sequence, note, flagged FROM notes WHERE frame = ? AND {OF_PRESENT} "
        "ORDER BY sequence",
        WHOLE,
    )
    return {sequence: from_columns(note, flagged) for sequence, note, flagged in rows}


def count_flagged(project: Project) -> dict[int, int]:
    """Return in how many frames of each sequence the frame or a target is flagged, where any is."""
    rows = project.read(
        "SELECT sequence, COUNT(*) FROM (SELECT sequence, frame FROM notes WHERE flagged AND "
        "frame >= 0 UNION SELECT sequence, frame FROM targets WHERE flagged) "
        f"WHERE {OF_PRESENT} GROUP BY sequence"
    )
    return dict(rows)


def get_flagged_frames(project: Project, sequence: int) -> NDArray[np.int64]:
    """Return the frames of a sequence that are flagged or have a flagged target, ascending."""
    return _frames(project, sequence, "flagged")


def get_noted_frames(project: Project, sequence: int) -> NDArray[np.int64]:
    """Return the frames of a sequence with a note on them or on a target, ascending."""
    return _frames(project, sequence, "note != ''")


def list_flagged(project: Project, sequence: int | None = None) -> list[Flagged]:
    """Return the flags of a sequence, or of all, frame by frame."""
    own = f"AND {OF_PRESENT}" if sequence is None else "AND sequence = ?"
    values = () if sequence is None else (sequence, sequence)
    rows = project.read(
        "SELECT sequence, frame, 0, 0, note FROM notes "
        f"WHERE flagged AND frame >= 0 {own} "
        "UNION ALL SELECT sequence, frame, id, track, note FROM targets "
        f"WHERE flagged {own} ORDER BY 1, 2, 4, 3",
        *values,
    )
    return [Flagged(*row) for row in rows]


def _frames(project: Project, sequence: int, condition: str) -> NDArray[np.int64]:
    rows = project.read(
        f"SELECT frame FROM notes WHERE {condition} AND sequence = ? AND frame >= 0 "
        f"UNION SELECT frame FROM targets WHERE {condition} AND sequence = ? ORDER BY frame",
        sequence,
        sequence,
    )
    return np.fromiter((frame for (frame,) in rows), np.int64, len(rows))
