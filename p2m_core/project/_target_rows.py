"""Targets in the project file: encoding, reading and writing them.

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
from p2m_core.project.annotation import Target

COLUMNS = (
    "id, sequence, frame, track, x0, y0, width, height, mask, seeds, origin, state, algorithm, "
    "parameters, category, attributes, note, flagged, centroid_x, centroid_y, radius, area"
)
_STORED = 18  # the columns that make the target; the others follow from its mask
_TRACK, _MASK, _STATE = 3, 8, 11
_DESCRIPTION = slice(14, 18)
_LATER = ("", "[]", "", 0)  # the description, for undo steps of programs that knew less of it

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
        row[_DESCRIPTION] = _description(target)
        return tuple(row)
    height, width = target.mask.shape
    return (
        target.id, target.sequence, target.frame, target.track,
        target.x0, target.y0, width, height,
        np.packbits(target.mask, axis=None).tobytes(),
        _canonical(target.seeds), str(target.origin), str(target.state), target.algorithm,
        _canonical(target.parameters), *_description(target),
    )  # fmt: skip


def _description(target: Target) -> tuple[str, str, str, int]:
    attributes = _canonical(target.attributes) if target.attributes else "[]"
    return target.category, attributes, target.note, int(target.flagged)


def from_row(row: Row) -> Target:
    """Return the target that a row of `COLUMNS` holds; what follows from the mask is not read.

    Raises
    ------
    P2MError
        If the row does not hold a target: the file is damaged.
    """
    try:
        (id, sequence, frame, track, x0, y0, width, height, mask, seeds, origin, state,
         algorithm, parameters, category, attributes, note, flagged) = row[:_STORED]  # fmt: skip
        target = Target(
            id=id, sequence=sequence, frame=frame, track=track, x0=x0, y0=y0,
            mask=unpacked(mask, width, height), seeds=json.loads(seeds), origin=origin,
            state=state, algorithm=str(algorithm), category=category,
            attributes=() if attributes == "[]" else json.loads(attributes), note=note,
            flagged=flagged,
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

    A target that differs from `before` in track, state or description only is stored as these:
    whole tracks change in this way.
    """
    if before is not None and target.is_relabelled(before):
        values = {"track": target.track, "state": str(target.state)}
        if _description(target) != _description(before):
            values["description"] = _description(target)
        return _canonical(values)
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
            after = before.relabelled(row["track"], row["state"])
            if "description" not in row:
                return after
            category, attributes, note, flagged = row["description"]
            return after.described(
                category=category, attributes=json.loads(attributes), note=note,
                flagged=flagged,
            )  # fmt: skip
        row[_MASK] = base64.b64decode(row[_MASK], validate=True)
        row += _LATER[len(row) - _STORED :] if len(row) < _STORED else ()
    except (TypeError, ValueError, LookupError, RecursionError, InputError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error
    return from_row(tuple(row))


def read(db: sqlite3.Connection, id: int) -> Row | None:
    """Return the stored row of a target, or None."""
    row: Row | None = db.execute(f"SELECT {COLUMNS} FROM targets WHERE id = ?", (id,)).fetchone()
    return row


def check_inside(target: Target, width: int, height: int, frame_count: int) -> None:
    """Raise `InputError` unless the target lies in a frame of its sequence."""
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


def write(db: sqlite3.Connection, row: Row) -> None:
    """Store a row of `COLUMNS`, within the caller's transaction."""
    db.execute(
        f"INSERT OR REPLACE INTO targets ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row
    )
    db.execute("UPDATE counter SET next = MAX(next, ?) WHERE name = 'target'", (row[0] + 1,))
