"""Targets as columns: what doubt is computed from, without reading masks."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.doubt import TargetTable, joined
from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project.hands import BY_HAND
from p2m_core.project.project import Project

_COLUMNS = f"""
    id, frame, track, area, x0, y0, x0 + width, y0 + height, centroid_x, centroid_y,
    json_extract(parameters, '$.confidence'), json_extract(parameters, '$.margin'),
    json_extract(parameters, '$.rho'), json_extract(parameters, '$.scr'),
    json_extract(parameters, '$.seen') = 0, algorithm IN ('moved', 'interpolated'),
    {BY_HAND}, state = 'accepted'
"""

_AT_ONCE = 4000  # rows: numpy keeps other threads waiting for some 10 ms then


def get_target_table(
    project: Project, sequence: int, first: int = 0, last: int = 2**62
) -> TargetTable:
    """Return the table of the targets in frames `first` to `last`, without suggested ones."""
    rows = project.read(
        f"SELECT {_COLUMNS} FROM targets WHERE sequence = ? AND frame BETWEEN ? AND ? "
        "AND state != 'suggested' ORDER BY frame, track, id",
        sequence,
        first,
        last,
    )
    return _table(rows)


def get_image_table(project: Project, first: int, last: int) -> TargetTable:
    """Return the table of the targets in the first frames of sequences `first` to `last`.

    That is for sequences of single images: `frame` holds the number of the sequence.
    """
    rows = project.read(
        f"SELECT {_COLUMNS.replace('frame', 'sequence', 1)} FROM targets "
        f"WHERE sequence BETWEEN ? AND ? AND {OF_PRESENT} AND frame = 0 "
        "AND state != 'suggested' ORDER BY sequence, track, id",
        first,
        last,
    )
    return _table(rows)


def get_tables(project: Project, first: int, last: int) -> tuple[NDArray[np.int64], TargetTable]:
    """Return the targets of sequences `first` to `last`, one after the other, as one table.

    Returns
    -------
    sequence : int64 array, shape (N,)
        The number of each target's sequence.
    table : TargetTable
        Without suggested ones.
    """
    rows = project.read(
        f"SELECT sequence, {_COLUMNS} FROM targets WHERE sequence BETWEEN ? AND ? "
        f"AND {OF_PRESENT} AND state != 'suggested' ORDER BY sequence, frame, track, id",
        first,
        last,
    )
    owners = np.array([row[0] for row in rows], np.int64)
    parts = [rows[begin : begin + _AT_ONCE] for begin in range(0, max(len(rows), 1), _AT_ONCE)]
    return owners, joined([_table([row[1:] for row in part]) for part in parts])


def _table(rows: list[Any]) -> TargetTable:
    # Another program may have written text where numbers belong; that value is unknown then.
    columns = np.array(
        [[v if isinstance(v, int | float) else np.nan for v in row] for row in rows], np.float64
    ).reshape(len(rows), 18)
    whole = np.array([row[:8] for row in rows], np.int64).reshape(len(rows), 8)
    return TargetTable(
        id=whole[:, 0], frame=whole[:, 1], track=whole[:, 2], area=whole[:, 3], box=whole[:, 4:8],
        at=columns[:, 8:10], confidence=columns[:, 10], margin=columns[:, 11],
        rho=columns[:, 12], scr=columns[:, 13], hidden=columns[:, 14] == 1,
        moved=columns[:, 15] == 1, by_hand=columns[:, 16] == 1, reviewed=columns[:, 17] == 1,
    )  # fmt: skip
