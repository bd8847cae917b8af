"""Many targets or frames that change their review state at once: in the file, and in its history.

A statement for all of them, and one row of history: accepting thousands must not take seconds.
"""

import json
import sqlite3

from p2m_core.errors import InputError, P2MError
from p2m_core.project._frame_state_rows import state_from_word
from p2m_core.project._stretches import from_stretches, to_stretches
from p2m_core.project.annotation import FrameState, TargetState
from p2m_core.project.changes import ReviewChange

TARGETS, FRAMES = "targets reviewed", "frames reviewed"
"""Kinds of a row in the history."""


def kind(change: ReviewChange) -> str:
    """Return the kind of its row in the history."""
    return TARGETS if change.of_targets else FRAMES


def write(db: sqlite3.Connection, sequence: int, change: ReviewChange) -> int:
    """Store the new states, within the caller's transaction.

    Returns
    -------
    int
        How many of them were in the state before; where that is not all, the caller rolls back.
    """
    before, after, numbers = _word(change.before), _word(change.after), json.dumps(change.numbers)
    listed = "IN (SELECT value FROM json_each(:numbers))"
    values = {"sequence": sequence, "before": before, "after": after, "numbers": numbers}
    if change.of_targets:
        sql = (
            "UPDATE targets SET state = :after "
            f"WHERE sequence = :sequence AND state = :before AND id {listed}"
        )
        return db.execute(sql, values).rowcount
    where = f"sequence = :sequence AND frame {listed}"
    if change.before is FrameState.UNSEEN:  # they have no row
        sql = (
            "INSERT OR IGNORE INTO frame_states (sequence, frame, state) "
            "SELECT :sequence, value, :after FROM json_each(:numbers)"
        )
    elif change.after is FrameState.UNSEEN:
        sql = f"DELETE FROM frame_states WHERE {where} AND state = :before"
    else:
        sql = f"UPDATE frame_states SET state = :after WHERE {where} AND state = :before"
    return db.execute(sql, values).rowcount


def to_texts(change: ReviewChange) -> tuple[str, str]:
    """Return the change as two JSON texts, for the undo history: stretches of numbers, states."""
    words = json.dumps([_word(change.before), _word(change.after)])
    return to_stretches(change.numbers), words


def from_texts(kind: str, numbers: str, states: str) -> ReviewChange:
    """Return the change that `to_texts` wrote.

    Raises
    ------
    P2MError
        If the texts do not hold a change: the file is damaged.
    """
    try:
        words = json.loads(states)
        found = from_stretches(numbers)
        before, after = (TargetState(w) if kind == TARGETS else state_from_word(w) for w in words)
        return ReviewChange(found, before, after)
    except (TypeError, ValueError, RecursionError, InputError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error


def _word(state: TargetState | FrameState) -> str:
    return state.word if isinstance(state, FrameState) else str(state)
