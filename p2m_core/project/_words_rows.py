"""Many targets that get another category or other attributes at once: in the file, and its history.

A statement for all of them, and one row of history: naming a track of thousands must not take
seconds.
"""

import json
import sqlite3

from p2m_core.errors import InputError, P2MError
from p2m_core.project._checks import checked_attributes
from p2m_core.project._stretches import from_stretches, to_stretches
from p2m_core.project.changes import WordsChange

CATEGORY, ATTRIBUTES = "categories", "attributes"
"""Kinds of a row in the history."""


def kind(change: WordsChange) -> str:
    """Return the kind of its row in the history."""
    return CATEGORY if isinstance(change.after, str) else ATTRIBUTES


def column(words: str | tuple[str, ...]) -> str:
    """Return a category or attributes as the file holds them."""
    if isinstance(words, str):
        return words
    return json.dumps(words, separators=(",", ":")) if words else "[]"


def words_of(text: str) -> tuple[str, ...]:
    """Return the attributes that `column` wrote.

    Raises
    ------
    P2MError
        If the text does not hold attributes: the file is damaged.
    """
    try:
        return () if text == "[]" else checked_attributes(json.loads(text))
    except (TypeError, ValueError, RecursionError) as error:
        raise P2MError(f"the attributes {text!r} are damaged in the project file") from error


def write(db: sqlite3.Connection, sequence: int, change: WordsChange) -> int:
    """Store the new words, within the caller's transaction.

    Returns
    -------
    int
        How many of the targets had the words before; where that is not all, the caller rolls back.
    """
    name = "category" if kind(change) == CATEGORY else "attributes"
    sql = (
        f"UPDATE targets SET {name} = ? WHERE sequence = ? AND {name} = ? "
        "AND id IN (SELECT value FROM json_each(?))"
    )
    before, after = column(change.before), column(change.after)
    return db.execute(sql, (after, sequence, before, json.dumps(change.numbers))).rowcount


def to_texts(change: WordsChange) -> tuple[str, str]:
    """Return the change as two JSON texts, for the undo history: stretches of numbers, words."""
    return to_stretches(change.numbers), json.dumps([change.before, change.after])


def from_texts(kind: str, numbers: str, words: str) -> WordsChange:
    """Return the change that `to_texts` wrote.

    Raises
    ------
    P2MError
        If the texts do not hold a change: the file is damaged.
    """
    try:
        before, after = json.loads(words)
        if kind == ATTRIBUTES:
            before, after = tuple(before), tuple(after)
        return WordsChange(from_stretches(numbers), before, after)
    except (TypeError, ValueError, RecursionError, InputError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error
