"""Detections in the frames of a project: stored beside the targets, never among them.

A prediction is never exported, counted or trained on. It becomes a target only when a person
accepts it. The project remembers a rejected one, so that the next run does not bring it back.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project._prediction_rows import COLUMNS, Prediction, from_row, replace_pending
from p2m_core.project.project import Project
from p2m_core.project.sequences import get_sequence
from p2m_core.words import counted


def list_predictions(project: Project, sequence: int, frame: int) -> list[Prediction]:
    """Return a frame's predictions without the rejected ones, by falling score."""
    rows = project.read(
        f"SELECT {COLUMNS} FROM predictions WHERE sequence = ? AND frame = ? AND NOT rejected "
        "ORDER BY score DESC, id",
        sequence,
        frame,
    )
    return [from_row(row) for row in rows]


def get_prediction_scores(project: Project, sequence: int) -> NDArray[np.float32]:
    """Return the best score of each frame's `list_predictions`; 0 where there are none.

    The shape is (frame_count,).
    """
    scores = np.zeros(get_sequence(project, sequence).frame_count, np.float32)
    for frame, score in project.read(
        "SELECT frame, MAX(score) FROM predictions WHERE sequence = ? AND NOT rejected "
        "AND frame BETWEEN 0 AND ? GROUP BY frame",
        sequence,
        len(scores) - 1,
    ):
        scores[frame] = score
    return scores


def store_predictions(
    project: Project,
    sequence: int,
    detector: str,
    found: Iterable[tuple[int, Iterable[Detection]]],
) -> dict[int, float]:
    """Replace the predictions of these frames by what a detector found.

    Outside of the undo history, because no person made this change. Rejected predictions stay, and
    a detection of the same object is not stored again.

    Returns
    -------
    dict of int to float
        For each of these frames what `get_prediction_scores` returns from now on.

    Raises
    ------
    InputError
        If a frame is not in the sequence, or a detection's numbers are out of range; nothing is
        changed then.
    """
    count = get_sequence(project, sequence).frame_count
    scores = {}
    with project.transaction() as db:
        for frame, detections in found:
            if not 0 <= frame < count:
                raise InputError(
                    f"predictions for frame {frame_number(frame)}: the sequence has "
                    f"{counted(count, 'frame')}"
                )
            scores[frame] = replace_pending(db, sequence, frame, detections, detector)
    return scores
