"""Targets and frame states in the project file: encoding, reading, and writing an edit.

The encoding is canonical (sorted keys, fixed separators), so two targets are the same, bit for
bit, exactly when their rows are.
"""

import base64
import json
import math
import sqlite3
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import frame_number
from p2m_core.project import _prediction_rows, _track_look_rows
from p2m_core.project.annotation import FrameState, Target
from p2m_core.project.edits import Edit
from p2m_core.words import counted

COLUMNS = (
    "id, sequence, frame, track, x0, y0, width, height, mask, seeds, origin, state, algorithm, "
    "parameters, category, centroid_x, centroid_y, radius, area"
)
_STORED = 15  # the columns that make the target; the others follow from its mask
_TRACK, _MASK, _STATE = 3, 8, 11

Row = tuple[Any, ...]

_canonical = json.JSONEncoder(allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def to_row(target: Target) -> Row:
    """Return the target as a row of `COLUMNS`."""
    row = _stored(target)
    if len(row) == _STORED:
        row = (*row, *target.centroid, target.radius, target.area)
        object.__setattr__(target, "_row", row)
    return row


def _stored(target: Target) -> Row:
    """Return the columns that make the target, or all of them where they are known."""
    if target._row:  # its own, or of the one that it was relabelled from
        row = list(target._row)
        row[_TRACK], row[_STATE] = target.track, str(target.state)
        return tuple(row)
    height, width = target.mask.shape
    return (
        target.id, target.sequence, target.frame, target.track,
        target.x0, target.y0, width, height,
        np.packbits(target.mask, axis=None).tobytes(),
        _canonical(target.seeds), str(target.origin), str(target.state), target.algorithm,
        _canonical(target.parameters), target.category,
    )  # fmt: skip


def from_row(row: Row) -> Target:
    """Return the target that a row of `COLUMNS` holds; what follows from the mask is not read.

    Raises
    ------
    P2MError
        If the row does not hold a target: the file is damaged.
    """
    try:
        (id, sequence, frame, track, x0, y0, width, height, mask, seeds, origin, state,
         algorithm, parameters, category) = row[:_STORED]  # fmt: skip
        target = Target(
            id=id, sequence=sequence, frame=frame, track=track, x0=x0, y0=y0,
            mask=unpacked(mask, width, height), seeds=json.loads(seeds), origin=origin,
            state=state, algorithm=str(algorithm), category=category,
        )  # fmt: skip
        object.__setattr__(target, "parameters", _parameters(parameters))
        object.__setattr__(target, "_row", row)
        return target
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise P2MError(f"target {row[0]!r} is damaged in the project file: {error}") from error


def _parameters(text: str) -> dict[str, Any]:
    """Return the parameters that a file holds, checked as those of a new target are."""
    parameters = json.loads(text, parse_constant=_number, parse_float=_number)
    if not isinstance(parameters, dict):
        raise ValueError(f"parameters are a {type(parameters).__name__}, not an object")
    return parameters


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} among the parameters")
    return number


def unpacked(mask: bytes, width: int, height: int) -> NDArray[np.bool_]:
    """Return the mask of a row, shape (height, width).

    Raises
    ------
    TypeError, ValueError
        If the bytes do not fit the size.
    """
    bits = np.frombuffer(mask, np.uint8)
    if width < 1 or height < 1 or bits.size != (width * height + 7) // 8:
        raise ValueError(f"{bits.size} bytes do not make a {width}x{height} mask")
    return np.unpackbits(bits, count=width * height).reshape(height, width).view(np.bool_)


def to_text(target: Target, before: Target | None = None) -> str:
    """Return the target as one JSON text, for the undo history.

    A target that differs from `before` in track or state only is stored as these two: whole tracks
    change in this way.
    """
    if before is not None and target.is_relabelled(before):
        return _canonical({"track": target.track, "state": str(target.state)})
    row = list(_stored(target)[:_STORED])
    row[_MASK] = base64.b64encode(row[_MASK]).decode("ascii")
    return _canonical(row)


def from_text(text: str, before: Target | None = None) -> Target:
    """Return the target that `to_text` wrote; `before` as it was there.

    Raises
    ------
    P2MError
        If the text does not hold a target: the file is damaged.
    """
    try:
        row = json.loads(text)
        if before is not None and isinstance(row, dict):
            to_row(before)  # once for both
            return before.relabelled(row["track"], row["state"])
        row[_MASK] = base64.b64decode(row[_MASK], validate=True)
        if len(row) == _STORED - 1:  # written before targets had a category
            row.append("")
    except (TypeError, ValueError, LookupError, RecursionError, InputError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error
    return from_row(tuple(row))


def target_row(db: sqlite3.Connection, id: int) -> Row | None:
    """Return the stored row of a target, or None."""
    row: Row | None = db.execute(f"SELECT {COLUMNS} FROM targets WHERE id = ?", (id,)).fetchone()
    return row


def frame_state(db: sqlite3.Connection, sequence: int, frame: int) -> FrameState:
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


def write_edit(db: sqlite3.Connection, edit: Edit) -> bool:
    """Change targets and frame states by `edit`, within the caller's transaction.

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
    size = db.execute(
        "SELECT width, height, frame_count FROM sequences WHERE id = ?", (edit.sequence,)
    ).fetchone()
    if size is None:
        raise InputError(f"{edit.label}: the project has no sequence {edit.sequence}")
    width, height, frame_count = size
    changed = False
    for change in edit.targets:
        expected = None if change.before is None else to_row(change.before)
        if target_row(db, change.id) != expected:
            raise P2MError(
                f"{edit.label}: target {change.id} in frame {frame_number(change.either.frame)} "
                "is not what the edit starts from; nothing was changed: read the frame again"
            )
        row = None if change.after is None else to_row(change.after)
        if row == expected:
            continue
        changed = True
        if change.after is None or row is None:
            db.execute("DELETE FROM targets WHERE id = ?", (change.id,))
        else:
            _check_inside(change.after, width, height, frame_count)
            _write_target(db, row)
    for step in edit.frames:
        if not 0 <= step.frame < frame_count:
            raise InputError(
                f"{edit.label}: there is no frame {frame_number(step.frame)}: the sequence has "
                f"{counted(frame_count, 'frame')}"
            )
        stored = frame_state(db, edit.sequence, step.frame)
        if stored != step.before:
            raise P2MError(
                f"{edit.label}: frame {frame_number(step.frame)} is {stored.word}, not "
                f"{step.before.word} as the edit starts from; nothing was changed: read the frame "
                "again"
            )
        if step.after != step.before:
            changed = True
            _write_frame_state(db, edit.sequence, step.frame, step.after)
    for look in edit.tracks:
        if _track_look_rows.read(db, edit.sequence, look.track) != look.before:
            raise P2MError(
                f"{edit.label}: track {look.track} is not called or coloured as the edit starts "
                "from; nothing was changed: read the tracks again"
            )
        if look.after != look.before:
            changed = True
            _track_look_rows.write(db, edit.sequence, look.track, look.after)
    for word in edit.predictions:
        if word.rejected != word.prediction.rejected:
            changed = True
            _prediction_rows.write(db, word.after)
    return changed


def _check_inside(target: Target, width: int, height: int, frame_count: int) -> None:
    x0, y0, x1, y1 = target.box
    if x1 > width or y1 > height:
        raise InputError(
            f"target {target.id} covers columns {x0}..{x1 - 1} and rows {y0}..{y1 - 1}, "
            f"outside the {width}x{height} frame"
        )
    if target.frame >= frame_count:
        raise InputError(
            f"target {target.id} is in frame {frame_number(target.frame)}; the last is "
            f"{frame_count}"
        )


def _write_target(db: sqlite3.Connection, row: Row) -> None:
    db.execute(
        f"INSERT OR REPLACE INTO targets ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row
    )
    db.execute("UPDATE counter SET next = MAX(next, ?) WHERE name = 'target'", (row[0] + 1,))


def _write_frame_state(
    db: sqlite3.Connection, sequence: int, frame: int, state: FrameState
) -> None:
    if state is FrameState.UNSEEN:
        db.execute("DELETE FROM frame_states WHERE sequence = ? AND frame = ?", (sequence, frame))
    else:
        db.execute(
            "INSERT OR REPLACE INTO frame_states (sequence, frame, state) VALUES (?, ?, ?)",
            (sequence, frame, state.word),
        )
