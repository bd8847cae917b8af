"""The targets of a project."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project._target_rows import COLUMNS, from_row
from p2m_core.project.annotation import Target, TargetState
from p2m_core.project.project import Project
from p2m_core.project.sequences import get_sequence


def get_target(project: Project, id: int) -> Target:
    """Return one target.

    Raises
    ------
    InputError
        If the project has no such target.
    """
    rows = project.read(f"SELECT {COLUMNS} FROM targets WHERE id = ?", id)
    if not rows:
        raise InputError(f"{project.path} has no target {id}")
    return from_row(rows[0])


def list_targets(project: Project, sequence: int, frame: int) -> list[Target]:
    """Return the targets of a frame, ordered by track, then number."""
    rows = project.read(
        f"SELECT {COLUMNS} FROM targets WHERE sequence = ? AND frame = ? ORDER BY track, id",
        sequence,
        frame,
    )
    return [from_row(row) for row in rows]


def list_targets_between(project: Project, sequence: int, first: int, last: int) -> list[Target]:
    """Return the targets in frames `first` to `last`, both included, frame by frame, then track."""
    rows = project.read(
        f"SELECT {COLUMNS} FROM targets WHERE sequence = ? AND frame BETWEEN ? AND ? "
        "ORDER BY frame, track, id",
        sequence,
        first,
        last,
    )
    return [from_row(row) for row in rows]


def iter_targets(project: Project, sequence: int) -> Iterator[Target]:
    """Yield the targets of a sequence frame by frame, reading each frame when it is reached."""
    frames = project.read(
        "SELECT DISTINCT frame FROM targets WHERE sequence = ? ORDER BY frame", sequence
    )
    for (frame,) in frames:
        yield from list_targets(project, sequence, frame)


def count_targets(project: Project, sequence: int, waiting: bool = False) -> NDArray[np.int64]:
    """Return how many targets each frame has, shape (frame_count,).

    With `waiting`, only those are counted that are not accepted yet.
    """
    counts = np.zeros(get_sequence(project, sequence).frame_count, np.int64)
    for frame, count in project.read(
        "SELECT frame, COUNT(*) FROM targets WHERE sequence = ? AND frame BETWEEN 0 AND ? "
        "AND state NOT IN (?) GROUP BY frame",
        sequence,
        len(counts) - 1,
        str(TargetState.ACCEPTED) if waiting else "",
    ):
        counts[frame] = count
    return counts


def count_accepted(project: Project) -> dict[int, int]:
    """Return how many targets of each sequence lie in accepted frames, where any do.

    Targets in state suggested are not counted.
    """
    rows = project.read(
        "SELECT sequence, COUNT(*) FROM frame_states AS f JOIN targets AS t "
        "USING (sequence, frame) WHERE f.state = 'accepted' AND t.state != 'suggested' "
        f"AND {OF_PRESENT} GROUP BY sequence"
    )
    return dict(rows)
