"""The states of a project's frames."""

import numpy as np
from numpy.typing import NDArray

from p2m_core.project import _frame_state_rows
from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project.annotation import FrameState
from p2m_core.project.project import Project
from p2m_core.project.sequences import get_sequence


def get_frame_states(project: Project, sequence: int) -> NDArray[np.uint8]:
    """Return each frame's `FrameState` as a number, shape (frame_count,)."""
    states = np.zeros(get_sequence(project, sequence).frame_count, np.uint8)
    rows = project.read(
        "SELECT state, frame FROM frame_states WHERE sequence = ? AND frame BETWEEN 0 AND ?",
        sequence,
        len(states) - 1,
    )
    numbers = {
        word: int(_frame_state_rows.state_from_word(word)) for word in {row[0] for row in rows}
    }
    states[[row[1] for row in rows]] = [numbers[row[0]] for row in rows]
    return states


def count_states(project: Project) -> dict[int, dict[FrameState, int]]:
    """Return how many frames of each sequence are in each state but unseen, where any are."""
    counts: dict[int, dict[FrameState, int]] = {}
    for sequence, state, count in project.read(
        f"SELECT sequence, state, COUNT(*) FROM frame_states WHERE {OF_PRESENT} "
        "GROUP BY sequence, state"
    ):
        counts.setdefault(sequence, {})[_frame_state_rows.state_from_word(state)] = count
    return counts
