"""The undo history in the project file.

Entries are numbered without gaps, oldest first; the undone ones are the newest. Every function runs
within the caller's transaction, so the history can never disagree with the targets.
"""

import sqlite3

from p2m_core.errors import P2MError
from p2m_core.project import _prediction_rows, _store, _track_look_rows
from p2m_core.project.annotation import FrameState, Target
from p2m_core.project.edits import (
    Edit,
    FrameChange,
    PredictionChange,
    TargetChange,
    TrackChange,
    can_fold,
    fold,
)

HISTORY_LIMIT = 2000
"""Entries kept, and all of a step that one of them is of; the oldest go first."""

Entry = tuple[int, str]
"""Number and label."""


def record(db: sqlite3.Connection, edit: Edit, merge: bool, extend: bool = False) -> None:
    """Add `edit` as the newest entry; what was undone can no longer be redone.

    With `merge`, and when nothing is undone, the edit is folded into the newest entry where that
    is a step of the same gesture; with `extend` it is added to that, without reading it.
    """
    dropped = db.execute("DELETE FROM history WHERE undone").rowcount
    newest = next_undo(db)
    number = 1 if newest is None else newest[0] + 1
    if merge and newest is not None and dropped == 0:
        last = load(db, newest[0])
        if can_fold(last, edit):
            number, edit = newest[0], fold(last, edit)
            db.execute("DELETE FROM history WHERE id = ?", (number,))
    first = 0
    if extend and newest is not None and dropped == 0 and _place(db, newest[0]) == (
        edit.label, edit.sequence, edit.frame,
    ):  # fmt: skip
        number = newest[0]
        sql = "SELECT MAX(position) + 1 FROM history_change WHERE history = ?"
        first = int(db.execute(sql, (number,)).fetchone()[0] or 0)
    else:
        db.execute(
            "INSERT INTO history (id, label, sequence, frame) VALUES (?, ?, ?, ?)",
            (number, edit.label, edit.sequence, edit.frame),
        )
    # Of frame, track and prediction one is not null; none, where a target changes.
    changes: list[tuple[int | None, int | None, int | None, str | None, str | None]] = [
        (None, None, None, _text(change.before), _text(change.after, change.before))
        for change in edit.targets
    ]
    changes += [(step.frame, None, None, step.before.word, step.after.word) for step in edit.frames]
    changes += [
        (
            None,
            step.track,
            None,
            _track_look_rows.to_text(step.before),
            _track_look_rows.to_text(step.after),
        )
        for step in edit.tracks
    ]
    changes += [
        (None, None, p.id, _prediction_rows.to_text(p), _prediction_rows.to_text(change.after))
        for change in edit.predictions
        for p in [change.prediction]
    ]
    db.executemany(
        "INSERT INTO history_change (history, position, frame, track, prediction, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(number, position, *change) for position, change in enumerate(changes, first)],
    )
    _drop_oldest(db, number - HISTORY_LIMIT)


def _drop_oldest(db: sqlite3.Connection, last: int) -> None:
    """Drop the entries up to `last`, but none of a step that reaches beyond: half of it is no undo.

    Entries of one step, of many sequences, have a numbered name in common.
    """
    sql = "SELECT label FROM history WHERE id = (SELECT MIN(id) FROM history) OR id = ? ORDER BY id"
    rows = db.execute(sql, (last + 1,)).fetchall()
    kept = rows[-1][0] if rows[-1][0].rpartition(" ")[2].isdecimal() else ""
    if rows[0][0] != kept:  # else nothing is older than that step
        db.execute("DELETE FROM history WHERE id <= ? AND label != ?", (last, kept))


def _place(db: sqlite3.Connection, number: int) -> tuple[str, int, int]:
    """Return label, sequence and frame of an entry."""
    sql = "SELECT label, sequence, frame FROM history WHERE id = ?"
    label, sequence, frame = db.execute(sql, (number,)).fetchone()
    return label, sequence, frame


def next_undo(db: sqlite3.Connection) -> Entry | None:
    """Return the entry that undo takes back, or None."""
    entry: Entry | None = db.execute(
        "SELECT id, label FROM history WHERE NOT undone ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return entry


def next_redo(db: sqlite3.Connection) -> Entry | None:
    """Return the entry that redo does again, or None."""
    entry: Entry | None = db.execute(
        "SELECT id, label FROM history WHERE undone ORDER BY id LIMIT 1"
    ).fetchone()
    return entry


def mark(db: sqlite3.Connection, number: int, undone: bool) -> None:
    """Note that an entry was undone, or done again."""
    db.execute("UPDATE history SET undone = ? WHERE id = ?", (int(undone), number))


def load(db: sqlite3.Connection, number: int) -> Edit:
    """Return the edit of an entry.

    Raises
    ------
    P2MError
        If the entry is damaged.
    """
    label, sequence, frame = db.execute(
        "SELECT label, sequence, frame FROM history WHERE id = ?", (number,)
    ).fetchone()
    targets: list[TargetChange] = []
    frames: list[FrameChange] = []
    tracks: list[TrackChange] = []
    rejections: list[PredictionChange] = []
    for changed_frame, track, prediction, before, after in db.execute(
        "SELECT frame, track, prediction, before, after FROM history_change WHERE history = ? "
        "ORDER BY position",
        (number,),
    ):
        if track is not None:
            looks = _track_look_rows.from_text(before), _track_look_rows.from_text(after)
            tracks.append(TrackChange(_number(track), *looks))
        elif prediction is not None:
            rejected = _prediction_rows.from_text(after).rejected
            rejections.append(PredictionChange(_prediction_rows.from_text(before), rejected))
        elif changed_frame is None:
            old = _target(before)
            targets.append(TargetChange(old, _target(after, old)))
        else:
            frames.append(FrameChange(_number(changed_frame), _state(before), _state(after)))
    return Edit(
        label, sequence, frame, tuple(targets), tuple(frames), tuple(tracks), tuple(rejections)
    )


def _text(target: Target | None, before: Target | None = None) -> str | None:
    return None if target is None else _store.to_text(target, before)


def _target(text: str | None, before: Target | None = None) -> Target | None:
    return None if text is None else _store.from_text(text, before)


def _state(word: object) -> FrameState:
    return _store.state_from_word(word)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise P2MError(
            f"the undo history is damaged in the project file: {value!r} is not a number"
        )
    return value
