"""Notes and flags of frames, and of whole sequences, in the project file."""

import json
import sqlite3
from dataclasses import dataclass

from p2m_core.errors import InputError, P2MError
from p2m_core.project._checks import checked_note

WHOLE = -1
"""The frame under which the file holds the note of a whole sequence."""


@dataclass(frozen=True)
class Remark:
    """What a person noted of a frame or a sequence.

    Attributes
    ----------
    note : str
        At most 2000 characters, may have several lines; empty for none.
    flagged : bool
        Whether a person wants to come back to it.

    Raises
    ------
    InputError
        If the note is too long or has control characters.
    """

    note: str = ""
    flagged: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "note", checked_note(self.note))
        object.__setattr__(self, "flagged", bool(self.flagged))

    def __bool__(self) -> bool:
        return bool(self.note) or self.flagged


NOTHING = Remark()


def read(db: sqlite3.Connection, sequence: int, frame: int) -> Remark:
    """Return the remark on one frame."""
    row = db.execute(
        "SELECT note, flagged FROM notes WHERE sequence = ? AND frame = ?", (sequence, frame)
    ).fetchone()
    return NOTHING if row is None else from_columns(*row)


def write(db: sqlite3.Connection, sequence: int, frame: int, remark: Remark) -> None:
    """Store the remark on one frame, within the caller's transaction."""
    if remark == NOTHING:
        db.execute("DELETE FROM notes WHERE sequence = ? AND frame = ?", (sequence, frame))
    else:
        db.execute(
            "INSERT OR REPLACE INTO notes (sequence, frame, note, flagged) VALUES (?, ?, ?, ?)",
            (sequence, frame, remark.note, int(remark.flagged)),
        )


def to_text(remark: Remark) -> str:
    """Return the remark as JSON, for the undo history."""
    return json.dumps([remark.note, int(remark.flagged)])


def from_text(text: str) -> Remark:
    """Return the remark that `to_text` wrote.

    Raises
    ------
    P2MError
        If the text does not hold a remark: the file is damaged.
    """
    try:
        note, flagged = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error
    return from_columns(note, flagged)


def from_columns(note: object, flagged: object) -> Remark:
    """Return the remark that a row of the file holds.

    Raises
    ------
    P2MError
        If it does not hold one: the file is damaged.
    """
    if not isinstance(note, str) or flagged not in (0, 1):
        raise P2MError(f"the project file is damaged: {note!r}, {flagged!r} is no note")
    try:
        return Remark(note, bool(flagged))
    except InputError as error:
        raise P2MError(f"the project file is damaged: {error}") from error
