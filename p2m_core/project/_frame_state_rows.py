"""The states of frames in the project file."""

import sqlite3

from p2m_core.errors import InputError, P2MError
from p2m_core.project.annotation import FrameState


def read(db: sqlite3.Connection, sequence: int, frame: int) -> FrameState:
    """Return the stored state of a frame."""
    row = db.execute(
        "SELECT state FROM frame_states WHERE sequence = ? AND frame = ?", (sequence, frame)
    ).fetchone()
    return FrameState.UNSEEN if row is None else state_from_word(row[0])


def state_from_word(word: object) -> FrameState:
    """Return the frame state that the file names.

    Raises
    ------
    P2MError
        If the state does not exist: the file is damaged.
    """
    try:
        return FrameState.from_word(str(word))
    except InputError as error:
        raise P2MError(f"the project file is damaged: {error}") from None


def write(db: sqlite3.Connection, sequence: int, frame: int, state: FrameState) -> None:
    """Store the state of a frame, within the caller's transaction."""
    if state is FrameState.UNSEEN:
        db.execute("DELETE FROM frame_states WHERE sequence = ? AND frame = ?", (sequence, frame))
    else:
        db.execute(
            "INSERT OR REPLACE INTO frame_states (sequence, frame, state) VALUES (?, ?, ?)",
            (sequence, frame, state.word),
        )
