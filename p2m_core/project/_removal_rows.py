"""Sequences that were removed from a project: hidden, until undo cannot bring them back any more.

Nothing of a removed sequence is touched but its row, so to remove one is quick however many targets
it has. Its name is free meanwhile.
"""

import sqlite3

PRESENT = "removed IS NULL"
"""Condition on a row of ``sequences``: it was not removed."""

OF_PRESENT = "sequence NOT IN (SELECT id FROM sequences WHERE removed IS NOT NULL)"
"""Condition on a row of any other table: its sequence was not removed."""


def read(db: sqlite3.Connection, sequence: int) -> bool:
    """Return whether a sequence is removed."""
    row = db.execute("SELECT removed FROM sequences WHERE id = ?", (sequence,)).fetchone()
    return row is not None and row[0] is not None


def write(db: sqlite3.Connection, sequence: int, removed: bool) -> None:
    """Remove a sequence, or bring it back; another name is found where its own is taken by now."""
    if removed:
        sql = "UPDATE sequences SET removed = name, name = 'removed:' || id || ':' || name"
        db.execute(f"{sql} WHERE id = ?", (sequence,))
        return
    wanted = str(
        db.execute("SELECT removed FROM sequences WHERE id = ?", (sequence,)).fetchone()[0]
    )
    name, count = wanted, 1
    while db.execute("SELECT 1 FROM sequences WHERE name = ?", (name,)).fetchone():
        count += 1
        name = f"{wanted}-{count}"
    db.execute("UPDATE sequences SET name = ?, removed = NULL WHERE id = ?", (name, sequence))


def to_text(removed: bool) -> str:
    """Return the state as a word, for the undo history."""
    return "removed" if removed else "present"


def from_text(text: object) -> bool:
    """Return the state that `to_text` wrote."""
    return text == "removed"


def purge(db: sqlite3.Connection) -> None:
    """Delete what no step of the undo history can bring back."""
    rows = db.execute(
        "SELECT id FROM sequences WHERE removed IS NOT NULL AND id NOT IN (SELECT h.sequence FROM "
        "history AS h JOIN history_change AS c ON c.history = h.id WHERE c.kind = 'removal')"
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
