"""Names and colours of tracks in the project file."""

import json
import re
import sqlite3
from dataclasses import dataclass

from p2m_core.errors import InputError, P2MError

LONGEST_NAME = 60


@dataclass(frozen=True)
class TrackLook:
    """A track's name and colour, as its user wants them.

    Attributes
    ----------
    name : str
        One line of at most `LONGEST_NAME` characters; empty for a name by its number.
    colour : str
        ``#rrggbb``; empty for a colour by its number.

    Raises
    ------
    InputError
        If they are not of this form.
    """

    name: str = ""
    colour: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())
        object.__setattr__(self, "colour", self.colour.lower())
        if len(self.name) > LONGEST_NAME or not self.name.isprintable():
            raise InputError(
                f"the track name {self.name[:80]!r} is not a line of at most "
                f"{LONGEST_NAME} characters: shorten it"
            )
        if self.colour and not re.fullmatch("#[0-9a-f]{6}", self.colour):
            raise InputError(f"the track colour {self.colour!r} is not of the form #rrggbb")


DEFAULT = TrackLook()


def read(db: sqlite3.Connection, sequence: int, track: int) -> TrackLook:
    """Return the look of one track."""
    row = db.execute(
        "SELECT name, colour FROM tracks WHERE sequence = ? AND track = ?", (sequence, track)
    ).fetchone()
    return DEFAULT if row is None else from_columns(*row)


def write(db: sqlite3.Connection, sequence: int, track: int, look: TrackLook) -> None:
    """Store the look of one track, within the caller's transaction."""
    if look == DEFAULT:
        db.execute("DELETE FROM tracks WHERE sequence = ? AND track = ?", (sequence, track))
    else:
        db.execute(
            "INSERT OR REPLACE INTO tracks (sequence, track, name, colour) VALUES (?, ?, ?, ?)",
            (sequence, track, look.name, look.colour),
        )


def to_text(look: TrackLook) -> str:
    """Return the look as JSON, for the undo history."""
    return json.dumps([look.name, look.colour])


def from_text(text: str) -> TrackLook:
    """Return the look that `to_text` wrote.

    Raises
    ------
    P2MError
        If the text does not hold a look: the file is damaged.
    """
    try:
        name, colour = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error
    return from_columns(name, colour)


def from_columns(name: object, colour: object) -> TrackLook:
    try:
        return TrackLook(str(name), str(colour))
    except InputError as error:
        raise P2MError(f"the project file is damaged: {error}") from error
