"""Work that stores what it finds as it goes, while its user makes other edits: one entry.

What it finds is added to its entry, and so counts as done before the edits that were made since.
"""

import sqlite3
from dataclasses import replace

from p2m_core.project import _history, _review_rows
from p2m_core.project._frame_state_rows import state_from_word
from p2m_core.project._target_rows import from_text
from p2m_core.project.changes import FrameChange
from p2m_core.project.edits import Edit

# In this order: few entries are asked for, and one may have ten thousand changes.
_CHANGES = "FROM history h CROSS JOIN history_change c ON c.history = h.id"
_OF_STATES = "c.frame IS NOT NULL AND c.kind IS NULL"
_OF_TARGETS = "COALESCE(c.frame, c.track, c.prediction, c.kind) IS NULL"


def extend(db: sqlite3.Connection, edit: Edit) -> bool:
    """Add `edit`, which the file holds already, to the newest entry of its label and place.

    Returns
    -------
    bool
        False, and nothing is done, where there is no such entry, or it is undone, or thousands of
        frames were reviewed since, with one of these among them.
    """
    row = db.execute(
        "SELECT id, undone FROM history WHERE label = ? AND sequence = ? AND frame = ? "
        "ORDER BY id DESC LIMIT 1",
        (edit.label, edit.sequence, edit.frame),
    ).fetchone()
    if row is None or row[1]:
        return False
    touched = {c.either.frame for c in edit.targets} | {c.frame for c in edit.frames}
    if not touched.isdisjoint(_reviewed(db, "h.id > ? AND NOT h.undone", row[0])):
        return False
    _drop_undone_of(db, touched)
    frames = _moved_before(db, row[0], edit, touched)
    _history.write_changes(db, row[0], replace(edit, frames=frames))
    return True


def _moved_before(
    db: sqlite3.Connection, number: int, edit: Edit, touched: set[int]
) -> tuple[FrameChange, ...]:
    """Return the changes of frames that `edit` makes when it comes right after entry `number`.

    A frame whose state later entries changed has the state that `edit` brings before the first of
    them, and after the last.
    """
    later: dict[int, list[tuple[int, int, str, str]]] = {}
    for frame, *change in db.execute(
        f"SELECT c.frame, c.history, c.position, c.before, c.after {_CHANGES} "
        f"WHERE h.id > ? AND h.sequence = ? AND NOT h.undone AND {_OF_STATES} "
        "ORDER BY c.history, c.position",
        (number, edit.sequence),
    ):
        if frame in touched:
            later.setdefault(frame, []).append(tuple(change))
    brought = {change.frame: change.after.word for change in edit.frames}
    frames = [change for change in edit.frames if change.frame not in later]
    for frame, changes in later.items():
        first, last = changes[0], changes[-1]
        state = brought.get(frame, last[3])
        for column, (history, position, _, _) in (("before", first), ("after", last)):
            db.execute(
                f"UPDATE history_change SET {column} = ? WHERE history = ? AND position = ?",
                (state, history, position),
            )
        db.executemany(
            "DELETE FROM history_change WHERE history = ? AND position = ? AND before = after",
            [first[:2], last[:2]],
        )
        if first[2] != state:
            frames.append(FrameChange(frame, state_from_word(first[2]), state_from_word(state)))
    return tuple(frames)


def _drop_undone_of(db: sqlite3.Connection, frames: set[int]) -> None:
    """Drop what was undone if it changes one of these frames: it could not be redone."""
    rows = db.execute(
        f"SELECT c.frame, c.before, c.after {_CHANGES} "
        f"WHERE h.undone AND (({_OF_STATES}) OR ({_OF_TARGETS}))"
    )
    changed = {from_text(row[1] or row[2]).frame if row[0] is None else row[0] for row in rows}
    changed |= _reviewed(db, "h.undone")
    if not frames.isdisjoint(changed):
        db.execute("DELETE FROM history WHERE undone")


def _reviewed(db: sqlite3.Connection, which: str, *values: int) -> set[int]:
    """Return the frames that were reviewed by the thousand in the entries `which`."""
    rows = db.execute(
        f"SELECT c.kind, c.before, c.after {_CHANGES} WHERE {which} AND c.kind = ?",
        (*values, _review_rows.FRAMES),
    )
    return {frame for row in rows for frame in _review_rows.from_texts(*row).numbers}
