"""Sequences that were removed from a project: hidden, until undo cannot bring them back any more.

Nothing of a removed sequence is touched but its row, so to remove one is quick however many targets
it has. Its name is free meanwhile.
"""

import json
import sqlite3
from collections.abc import Collection

from p2m_core.errors import P2MError

PRESENT = "removed IS NULL"
"""Condition on a row of ``sequences``: it was not removed."""

OF_PRESENT = "sequence NOT IN (SELECT id FROM sequences WHERE removed IS NOT NULL)"
"""Condition on a row of any other table: its sequence was not removed."""

REMOVAL = "removal"
"""Kind of a row in the history."""

_CHOSEN = "IN (SELECT value FROM json_each(?))"


def read(db: sqlite3.Connection, sequence: int) -> bool:
    """Return whether a sequence is removed."""
    return count(db, (sequence,), removed=True) == 1


def count(db: sqlite3.Connection, sequences: Collection[int], removed: bool) -> int:
    """Return how many of these sequences are removed, or are there."""
    state = "removed IS NOT NULL" if removed else PRESENT
    sql = f"SELECT COUNT(*) FROM sequences WHERE {state} AND id {_CHOSEN}"
    return int(db.execute(sql, (json.dumps(list(sequences)),)).fetchone()[0])


def write(db: sqlite3.Connection, sequences: Collection[int], removed: bool) -> None:
    """Remove sequences, or bring them back; under another name where their own is taken by now."""
    chosen = json.dumps(list(sequences))
    if removed:
        sql = "UPDATE sequences SET removed = name, name = 'removed:' || id || ':' || name"
        db.execute(f"{sql} WHERE id {_CHOSEN}", (chosen,))
        return
    sql = "UPDATE OR IGNORE sequences SET name = removed, removed = NULL"
    db.execute(f"{sql} WHERE id {_CHOSEN}", (chosen,))
    taken = db.execute(
        f"SELECT id, removed FROM sequences WHERE removed IS NOT NULL AND id {_CHOSEN}", (chosen,)
    ).fetchall()
    for id, wanted in taken:
        name, number = wanted, 1
        while db.execute("SELECT 1 FROM sequences WHERE name = ?", (name,)).fetchone():
            number += 1
            name = f"{wanted}-{number}"
        db.execute("UPDATE sequences SET name = ?, removed = NULL WHERE id = ?", (name, id))


def to_texts(sequences: Collection[int], removed: bool) -> tuple[str, str]:
    """Return which sequences, and what becomes of them, for the undo history."""
    return json.dumps(list(sequences)), "removed" if removed else "present"


def from_texts(sequences: str, state: str) -> tuple[tuple[int, ...], bool]:
    """Return what `to_texts` wrote.

    Raises
    ------
    P2MError
        If the texts do not hold it: the file is damaged.
    """
    try:
        return tuple(int(id) for id in json.loads(sequences)), state == "removed"
    except (TypeError, ValueError, RecursionError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error


def purge(db: sqlite3.Connection) -> None:
    """Delete what no step of the undo history can bring back."""
    rows = db.execute(
        "SELECT id FROM sequences WHERE removed IS NOT NULL AND id NOT IN (SELECT one.value FROM "
        "history_change AS c, json_each(c.before) AS one WHERE c.kind = ?)",
        (REMOVAL,),
    ).fetchall()
    for (sequence,) in rows:
        delete(db, sequence)


def delete(db: sqlite3.Connection, sequence: int) -> None:
    """Delete a sequence and everything about it, for good."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        if "sequence" in columns:
            db.execute(f"DELETE FROM {table} WHERE sequence = ?", (sequence,))
    db.execute("DELETE FROM meta WHERE key LIKE ?", (f"%:{sequence}",))
    db.execute("DELETE FROM sequences WHERE id = ?", (sequence,))
