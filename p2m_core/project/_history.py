"""The undo history in the project file.

Entries are numbered without gaps, oldest first; the undone ones are the newest. Every function runs
within the caller's transaction, so the history can never disagree with the targets.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

from p2m_core.errors import P2MError
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
from p2m_core.project.annotation import FrameState, Target
from p2m_core.project.changes import (
    FrameChange,
    IgnoredChange,
    NoteChange,
    PredictionChange,
    RemovalChange,
    ReviewChange,
    TargetChange,
    TrackChange,
    VocabularyChange,
    WordsChange,
)
from p2m_core.project.edits import Edit, can_fold, fold, is_numbered

HISTORY_LIMIT = 2000
"""Entries kept, and all of a step that one of them is of; the oldest go first."""

_KEYS = "frame, track, prediction, kind"
_NOTE, _IGNORED, _VOCABULARY = "note", "ignored", "vocabulary"

Entry = tuple[int, str]
"""Number and label."""


def record(db: sqlite3.Connection, edit: Edit, merge: bool) -> None:
    """Add `edit` as the newest entry; what was undone can no longer be redone.

    With `merge`, and when nothing is undone, the edit is folded into the newest entry where that
    is a step of the same gesture.
    """
    dropped = db.execute("DELETE FROM history WHERE undone").rowcount
    newest = next_undo(db)
    number = 1 if newest is None else newest[0] + 1
    if merge and newest is not None and dropped == 0:
        last = load(db, newest[0])
        if can_fold(last, edit):
            number, edit = newest[0], fold(last, edit)
            db.execute("DELETE FROM history WHERE id = ?", (number,))
    db.execute(
        "INSERT INTO history (id, label, sequence, frame) VALUES (?, ?, ?, ?)",
        (number, edit.label, edit.sequence, edit.frame),
    )
    write_changes(db, number, edit)
    _drop_oldest(db, number - HISTORY_LIMIT)


def write_changes(db: sqlite3.Connection, number: int, edit: Edit) -> None:
    """Add the changes of `edit` to those of an entry, without reading them."""
    sql = "SELECT MAX(position) + 1 FROM history_change WHERE history = ?"
    first = int(db.execute(sql, (number,)).fetchone()[0] or 0)
    db.executemany(
        f"INSERT INTO history_change (history, position, {_KEYS}, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, position, *change) for position, change in enumerate(_changes(edit), first)],
    )


def _drop_oldest(db: sqlite3.Connection, last: int) -> None:
    """Drop the entries up to `last`, but none of a step that reaches beyond: half of it is no undo.

    Those of one step, of many sequences, have a numbered label in common.
    """
    sql = "SELECT label FROM history WHERE id = (SELECT MIN(id) FROM history) OR id = ? ORDER BY id"
    rows = db.execute(sql, (last + 1,)).fetchall()
    kept = rows[-1][0] if is_numbered(rows[-1][0]) else ""
    if rows[0][0] != kept:  # else nothing is older than that step
        db.execute("DELETE FROM history WHERE id <= ? AND label != ?", (last, kept))
        _removal_rows.purge(db)


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


def _changes(edit: Edit) -> Iterator[tuple[Any, ...]]:
    """Yield each change as `_KEYS`, before and after; all keys are null where a target changes."""
    for target in edit.targets:
        yield None, None, None, None, _text(target.before), _text(target.after, target.before)
    for step in edit.frames:
        yield step.frame, None, None, None, step.before.word, step.after.word
    for track in edit.tracks:
        looks = [_track_look_rows.to_text(look) for look in (track.before, track.after)]
        yield None, track.track, None, None, *looks
    for rejection in edit.predictions:
        both = rejection.prediction, rejection.after
        yield None, None, both[0].id, None, *map(_prediction_rows.to_text, both)
    for note in edit.notes:
        yield note.frame, None, None, _NOTE, *map(_note_rows.to_text, (note.before, note.after))
    for region in edit.ignored:
        regions = [_ignored_rows.to_text(one) for one in (region.before, region.after)]
        yield None, None, None, _IGNORED, *regions
    for review in edit.reviews:
        yield None, None, None, _review_rows.kind(review), *_review_rows.to_texts(review)
    for change in edit.words:
        yield None, None, None, _words_rows.kind(change), *_words_rows.to_texts(change)
    if edit.vocabulary is not None:
        words = [edit.vocabulary.before, edit.vocabulary.after]
        yield None, None, None, _VOCABULARY, *map(_vocabulary_rows.to_text, words)
    if edit.removal is not None:
        texts = _removal_rows.to_texts(*astuple(edit.removal))
        yield None, None, None, _removal_rows.REMOVAL, *texts


def load(db: sqlite3.Connection, number: int) -> Edit:
    """Return the edit of an entry.

    Raises
    ------
    P2MError
        If the entry is damaged.
    """
    label, sequence, frame = _place(db, number)
    targets: list[TargetChange] = []
    frames: list[FrameChange] = []
    tracks: list[TrackChange] = []
    rejections: list[PredictionChange] = []
    notes: list[NoteChange] = []
    ignored: list[IgnoredChange] = []
    vocabulary: VocabularyChange | None = None
    removal: RemovalChange | None = None
    reviews: list[ReviewChange] = []
    said: list[WordsChange] = []
    for changed_frame, track, prediction, kind, before, after in db.execute(
        f"SELECT {_KEYS}, before, after FROM history_change WHERE history = ? ORDER BY position",
        (number,),
    ):
        if kind == _NOTE:
            place = None if changed_frame is None else _number(changed_frame)
            remarks = _note_rows.from_text(before), _note_rows.from_text(after)
            notes.append(NoteChange(place, *remarks))
        elif kind == _IGNORED:
            regions = _ignored_rows.from_text(before), _ignored_rows.from_text(after)
            ignored.append(IgnoredChange(*regions))
        elif kind in (_review_rows.TARGETS, _review_rows.FRAMES):
            reviews.append(_review_rows.from_texts(kind, before, after))
        elif kind in (_words_rows.CATEGORY, _words_rows.ATTRIBUTES):
            said.append(_words_rows.from_texts(kind, before, after))
        elif kind == _VOCABULARY:
            words = _vocabulary_rows.from_text(before), _vocabulary_rows.from_text(after)
            vocabulary = VocabularyChange(*words)
        elif kind == _removal_rows.REMOVAL:
            removal = RemovalChange(*_removal_rows.from_texts(before, after))
        elif track is not None:
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
        label, sequence, frame, tuple(targets), tuple(frames), tuple(tracks), tuple(rejections),
        tuple(notes), tuple(ignored), vocabulary, removal, tuple(reviews), tuple(said),
    )  # fmt: skip


def _text(target: Target | None, before: Target | None = None) -> str | None:
    return None if target is None else _target_rows.to_text(target, before)


def _target(text: str | None, before: Target | None = None) -> Target | None:
    return None if text is None else _target_rows.from_text(text, before)


def _state(word: object) -> FrameState:
    return _frame_state_rows.state_from_word(word)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise P2MError(
            f"the undo history is damaged in the project file: {value!r} is not a number"
        )
    return value
