"""Regions to ignore in the project file: pixels of a range of frames that no target lies in.

See `p2m_core.project.ignored` for what they are for.
"""

import base64
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import frame_number
from p2m_core.project._checks import tight
from p2m_core.project._target_rows import unpacked

COLUMNS = "id, sequence, first, last, x0, y0, width, height, mask, kind, enabled"
_MASK = 8


class IgnoredKind(StrEnum):
    """Who says that a region is to be ignored."""

    DRAWN = "drawn"
    FOUND = "found"


@dataclass(frozen=True, eq=False, kw_only=True)
class IgnoredRegion:
    """Pixels of a range of frames in which there is no target: an overlay, a lamp.

    Attributes
    ----------
    id : int
        Number in the project, never used twice; 0 is replaced by the next one in `Project.apply`.
    sequence : int
        The sequence's number in the project.
    first, last : int
        Indices of the first and the last frame, both included.
    x0, y0 : int
        Column and row of the mask's top-left pixel in the frame.
    mask : bool array, shape (h, w), read-only
        The region's pixels, cropped so that each border row and column holds at least one.
    kind : IgnoredKind
        Drawn by a person, or found by the program.
    enabled : bool
        Whether it holds; a found one may be refused, and is not found again then.

    Raises
    ------
    InputError
        If the mask is empty or not tight, or a number is out of range.
    """

    id: int = 0
    sequence: int
    first: int
    last: int
    x0: int
    y0: int
    mask: NDArray[np.bool_]
    kind: IgnoredKind = IgnoredKind.DRAWN
    enabled: bool = True

    def __post_init__(self) -> None:
        for name, least in (("id", 0), ("sequence", 1), ("first", 0), ("x0", 0), ("y0", 0)):
            _set_number(self, name, least)
        _set_number(self, "last", self.first)
        object.__setattr__(self, "mask", tight(self.mask, "an ignored region"))
        object.__setattr__(self, "kind", IgnoredKind(self.kind))
        object.__setattr__(self, "enabled", bool(self.enabled))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IgnoredRegion):
            return NotImplemented
        return to_row(self) == to_row(other)

    def __hash__(self) -> int:
        return hash((self.id, self.sequence))

    @property
    def box(self) -> geometry.Box:
        """Half-open pixel box ``(x0, y0, x1, y1)`` in the frame."""
        height, width = self.mask.shape
        return self.x0, self.y0, self.x0 + width, self.y0 + height

    def covers(self, frame: int) -> bool:
        """Return whether the region holds in a frame."""
        return self.enabled and self.first <= frame <= self.last

    def holds(self, frame: int, x: float, y: float) -> bool:
        """Return whether the region holds in a frame, and the point ``(x, y)`` lies in it."""
        if not self.covers(frame):
            return False
        row, column = geometry.pixel_at(x, y)
        row, column = row - self.y0, column - self.x0
        height, width = self.mask.shape
        return 0 <= row < height and 0 <= column < width and bool(self.mask[row, column])


def ignored_from_frame_mask(
    mask: NDArray[np.bool_],
    *,
    sequence: int,
    first: int,
    last: int,
    kind: IgnoredKind = IgnoredKind.DRAWN,
    enabled: bool = True,
    id: int = 0,
) -> IgnoredRegion:
    """Return the region that covers the true pixels of the whole-frame `mask`, shape (H, W).

    The other arguments are the attributes of `IgnoredRegion`.

    Raises
    ------
    InputError
        If the mask is empty, or another argument is not a region's.
    """
    x0, y0, x1, y1 = geometry.bounding_box(mask)
    return IgnoredRegion(
        id=id, sequence=sequence, first=first, last=last, x0=x0, y0=y0, mask=mask[y0:y1, x0:x1],
        kind=kind, enabled=enabled,
    )  # fmt: skip


def _set_number(region: IgnoredRegion, name: str, least: int) -> None:
    number = int(getattr(region, name))
    if not least <= number < 2**63:
        raise InputError(f"ignored region: {name} {number} is out of range: at least {least}")
    object.__setattr__(region, name, number)


def to_row(region: IgnoredRegion) -> tuple[Any, ...]:
    """Return the region as a row of `COLUMNS`."""
    height, width = region.mask.shape
    return (
        region.id, region.sequence, region.first, region.last, region.x0, region.y0, width, height,
        np.packbits(region.mask, axis=None).tobytes(), str(region.kind), int(region.enabled),
    )  # fmt: skip


def from_row(row: Sequence[Any]) -> IgnoredRegion:
    """Return the region that a row of `COLUMNS` holds.

    Raises
    ------
    P2MError
        If the row does not hold a region: the file is damaged.
    """
    try:
        id, sequence, first, last, x0, y0, width, height, mask, kind, enabled = row
        return IgnoredRegion(
            id=id, sequence=sequence, first=first, last=last, x0=x0, y0=y0,
            mask=unpacked(mask, width, height), kind=kind, enabled=enabled,
        )  # fmt: skip
    except (TypeError, ValueError, OverflowError) as error:
        raise P2MError(f"an ignored region is damaged in the project file: {error}") from error


def read(db: sqlite3.Connection, id: int) -> IgnoredRegion | None:
    """Return the stored region of a number, or None."""
    row = db.execute(f"SELECT {COLUMNS} FROM ignored WHERE id = ?", (id,)).fetchone()
    return None if row is None else from_row(row)


def write(db: sqlite3.Connection, id: int, region: IgnoredRegion | None) -> None:
    """Store a region under its number, or none, within the caller's transaction."""
    if region is None:
        db.execute("DELETE FROM ignored WHERE id = ?", (id,))
        return
    row = to_row(region)
    db.execute(
        f"INSERT OR REPLACE INTO ignored ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row
    )
    db.execute("UPDATE counter SET next = MAX(next, ?) WHERE name = 'ignored'", (id + 1,))


def check_inside(region: IgnoredRegion, width: int, height: int, frame_count: int) -> None:
    """Raise `InputError` unless the region lies in the frames of its sequence."""
    x0, y0, x1, y1 = region.box
    if x1 > width or y1 > height:
        raise InputError(
            f"an ignored region covers columns {x0}..{x1 - 1} and rows {y0}..{y1 - 1}, outside "
            f"the {width}x{height} frame"
        )
    if region.last >= frame_count:
        raise InputError(
            f"an ignored region ends in frame {frame_number(region.last)}; the last is "
            f"{frame_count}"
        )


def to_text(region: IgnoredRegion | None) -> str | None:
    """Return the region as JSON, for the undo history; None for none."""
    if region is None:
        return None
    row = list(to_row(region))
    row[_MASK] = base64.b64encode(row[_MASK]).decode("ascii")
    return json.dumps(row)


def from_text(text: str | None) -> IgnoredRegion | None:
    """Return the region that `to_text` wrote.

    Raises
    ------
    P2MError
        If the text does not hold a region: the file is damaged.
    """
    if text is None:
        return None
    try:
        row = json.loads(text)
        row[_MASK] = base64.b64decode(row[_MASK], validate=True)
    except (TypeError, ValueError, LookupError, RecursionError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error
    return from_row(row)
