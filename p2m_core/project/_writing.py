"""Writing an edit into the project file, which must hold what the edit starts from."""

import sqlite3
from typing import NamedTuple

from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import frame_number
from p2m_core.project import (
    _frame_state_rows,
    _ignored_rows,
    _note_rows,
    _prediction_rows,
    _removal_rows,
    _review_rows,
    _target_rows,
    _track_look_rows,
    _vocabulary_rows,
    _words_rows,
)
from p2m_core.project.edits import Edit
from p2m_core.words import counted


class _Size(NamedTuple):
    width: int
    height: int
    frame_count: int


def write_edit(db: sqlite3.Connection, edit: Edit) -> bool:
    """Change what `edit` changes, within the caller's transaction.

    Returns
    -------
    bool
        Whether anything changed, to the bit: ``0.0`` and ``-0.0`` differ here.

    Raises
    ------
    P2MError
        If the file does not hold what the edit starts from, bit for bit, or the edit reaches
        outside its sequence. The caller rolls back.
    """
    removed = _removal(db, edit)
    row = db.execute(
        "SELECT width, height, frame_count FROM sequences WHERE id = ?", (edit.sequence,)
    ).fetchone()
    if row is None or (edit.removal is None and _removal_rows.read(db, edit.sequence)):
        raise InputError(f"{edit.label}: the project has no sequence {edit.sequence}")
    size = _Size(*row)
    parts = (
        _targets, _frames, _tracks, _predictions, _notes, _ignored, _vocabulary, _reviews, _words,
    )  # fmt: skip
    changed = [write(db, edit, size) for write in parts]
    return any(changed) or removed


def _removal(db: sqlite3.Connection, edit: Edit) -> bool:
    if edit.removal is None:
        return False
    sequences, removed = edit.removal.sequences, edit.removal.removed
    known = _removal_rows.count(db, sequences, not removed)
    if edit.sequence not in sequences or known < len(set(sequences)):
        numbers = ", ".join(map(str, sequences[:5]))
        what = f"sequences {numbers} are not all what the edit starts from"
        raise _outdated(edit, what, "project")
    _removal_rows.write(db, sequences, removed)
    return True


def _targets(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    changed = False
    for change in edit.targets:
        expected = None if change.before is None else _target_rows.to_row(change.before)
        if _target_rows.read(db, change.id) != expected:
            where = f"target {change.id} in frame {frame_number(change.either.frame)}"
            raise _outdated(edit, f"{where} is not what the edit starts from", "frame")
        row = None if change.after is None else _target_rows.to_row(change.after)
        if row == expected:
            continue
        changed = True
        if change.after is None or row is None:
            db.execute("DELETE FROM targets WHERE id = ?", (change.id,))
        else:
            _target_rows.check_inside(change.after, *size)
            _target_rows.write(db, row)
    return changed


def _frames(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    for change in edit.frames:
        _check_frame(edit, change.frame, size)
        stored = _frame_state_rows.read(db, edit.sequence, change.frame)
        if stored != change.before:
            what = f"frame {frame_number(change.frame)} is {stored.word}, not {change.before.word}"
            raise _outdated(edit, f"{what} as the edit starts from", "frame")
        if change.after != change.before:
            _frame_state_rows.write(db, edit.sequence, change.frame, change.after)
    return any(change.after != change.before for change in edit.frames)


def _tracks(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    for change in edit.tracks:
        if _track_look_rows.read(db, edit.sequence, change.track) != change.before:
            what = f"track {change.track} is not called or coloured as the edit starts from"
            raise _outdated(edit, what, "tracks")
        if change.after != change.before:
            _track_look_rows.write(db, edit.sequence, change.track, change.after)
    return any(change.after != change.before for change in edit.tracks)


def _predictions(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    changed = [c for c in edit.predictions if c.rejected != c.prediction.rejected]
    for change in changed:
        _prediction_rows.write(db, change.after)
    return bool(changed)


def _notes(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    for change in edit.notes:
        if change.frame is None:
            place, where = _note_rows.WHOLE, "the sequence"
        else:
            _check_frame(edit, change.frame, size)
            place, where = change.frame, f"frame {frame_number(change.frame)}"
        if _note_rows.read(db, edit.sequence, place) != change.before:
            raise _outdated(edit, f"the note on {where} is not what the edit starts from", "note")
        if change.after != change.before:
            _note_rows.write(db, edit.sequence, place, change.after)
    return any(change.after != change.before for change in edit.notes)


def _ignored(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    for change in edit.ignored:
        if _ignored_rows.read(db, change.id) != change.before:
            what = f"ignored region {change.id} is not what the edit starts from"
            raise _outdated(edit, what, "regions")
        if change.after is not None:
            _ignored_rows.check_inside(change.after, *size)
        if change.after != change.before:
            _ignored_rows.write(db, change.id, change.after)
    return any(change.after != change.before for change in edit.ignored)


def _vocabulary(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    change = edit.vocabulary
    if change is None:
        return False
    if _vocabulary_rows.read(db) != change.before:
        raise _outdated(edit, "the project's classes are not those the edit starts from", "classes")
    if change.after != change.before:
        _vocabulary_rows.write(db, change.after)
    return change.after != change.before


def _reviews(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    for change in edit.reviews:
        if not change.of_targets:
            _check_frame(edit, change.numbers[0], size)
            _check_frame(edit, change.numbers[-1], size)
        if _review_rows.write(db, edit.sequence, change) != len(change.numbers):
            what = "targets" if change.of_targets else "frames"
            raise _outdated(edit, f"not all {what} are in the state the edit starts from", "frame")
    return bool(edit.reviews)


def _words(db: sqlite3.Connection, edit: Edit, size: _Size) -> bool:
    for change in edit.words:
        if _words_rows.write(db, edit.sequence, change) != len(change.numbers):
            what = f"not all targets have the {_words_rows.kind(change)} the edit starts from"
            raise _outdated(edit, what, "frame")
    return bool(edit.words)


def _check_frame(edit: Edit, frame: int, size: _Size) -> None:
    if not 0 <= frame < size.frame_count:
        raise InputError(
            f"{edit.label}: there is no frame {frame_number(frame)}: the sequence has "
            f"{counted(size.frame_count, 'frame')}"
        )


def _outdated(edit: Edit, what: str, again: str) -> P2MError:
    return P2MError(f"{edit.label}: {what}; nothing was changed: read the {again} again")
