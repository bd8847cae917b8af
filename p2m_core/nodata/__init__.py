"""Pixels that hold no data: NaN, borders of moved frames, telemetry rows, dead columns.

They are told from the picture by what no scene has; what is not certain counts as data.
`valid_mask` is the one place that decides; what computes with a frame asks it, and leaves the other
pixels out.
"""

import math
import weakref
from collections.abc import Callable

import numpy as np

from p2m_core.nodata._border import border_values, void_border
from p2m_core.nodata._fill import filled
from p2m_core.nodata._kinds import OUTER, SMALLEST, Frame, Mask
from p2m_core.nodata._lines import (
    dead_columns,
    may_be_telemetry,
    may_have_dead_columns,
    telemetry_rows,
)
from p2m_core.nodata._values import may_have_values, void_values
from p2m_core.nodata._words import described, note

__all__ = [
    "Box",
    "Mask",
    "described",
    "filled",
    "holds",
    "is_fixed",
    "may_lack",
    "note",
    "valid_in",
    "valid_mask",
]

Box = tuple[int, int, int, int]
"""Half-open, as `p2m_core.geometry.Box`."""

_known: dict[int, tuple[weakref.ref[Frame], Mask | None]] = {}


def valid_mask(frame: Frame) -> Mask | None:
    """Return which pixels of a frame hold data; None where all do, as in most frames.

    No data are

    - NaN and infinity;
    - values such as -9999, and beyond 8 bits 0, where all other levels are far from them;
    - a region of one value at the border, where this value is far from all others, or where the
      region is cut off along straight edges, as by a shift or a turn of the frame;
    - rows at the top or the bottom that are unlike the picture: telemetry of cameras;
    - columns and rows of one value in a picture that varies.

    Parameters
    ----------
    frame : array, shape (H, W)
        Real grey levels of any depth, as read.

    Returns
    -------
    bool array, shape (H, W), read-only, or None
        For a read-only frame the result is kept as long as the frame lives.

    Examples
    --------
    >>> frame = np.random.default_rng(0).normal(7000, 50, (64, 64)).astype(np.uint16)
    >>> valid_mask(frame) is None
    True
    >>> frame[:, :6] = 0
    >>> int((~valid_mask(frame)).sum())
    384
    """
    fixed = is_fixed(frame)
    if fixed:
        known = _known.get(id(frame))
        if known is not None and known[0]() is frame:
            return known[1]
    valid = _judged(frame)
    if valid is not None:
        valid.flags.writeable = False
    if fixed:
        key = id(frame)
        _known[key] = weakref.ref(frame, lambda _: _known.pop(key, None)), valid
    return valid


def valid_in(frame: Frame) -> Callable[[Box], Mask | None]:
    """Return a function that gives the part of `valid_mask` in a pixel box; None where all is True.

    It looks only as far as it must: its cost does not depend on the size of a frame without fault.
    """
    judged: list[Mask | None] = []

    def part(box: Box) -> Mask | None:
        if not (judged or is_fixed(frame) or may_lack(frame, box)):
            return None
        if not judged:
            judged.append(valid_mask(frame))
        if judged[0] is None:
            return None
        x0, y0, x1, y1 = box
        valid = judged[0][y0:y1, x0:x1]
        return None if valid.all() else valid

    return part


def holds(frame: Frame, point: tuple[float, float]) -> bool:
    """Return whether the pixel of the frame under a point ``(x, y)`` holds data."""
    x, y = (math.floor(value + 0.5) for value in point)
    return valid_in(frame)((x, y, x + 1, y + 1)) is None


def is_fixed(frame: Frame) -> bool:
    """Return whether the levels of a frame cannot change, so that it is judged once."""
    return not frame.flags.writeable and frame.flags.owndata


def may_lack(frame: Frame, box: Box) -> bool:
    """Return whether a pixel in the box may hold no data, by a quick look.

    False only where `valid_mask` has none in it. `_compiled` has the same for PAMG's kernel.
    """
    x0, y0, x1, y1 = box
    return (
        may_have_values(frame[y0:y1, x0:x1])
        or bool(border_values(frame))
        or (y0 < OUTER and _may_begin_with_telemetry(frame))
        or (y1 > len(frame) - OUTER and _may_begin_with_telemetry(frame[::-1]))
        or may_have_dead_columns(frame[:, x0:x1])
        or may_have_dead_columns(frame[y0:y1].T)
    )


def _may_begin_with_telemetry(frame: Frame) -> bool:
    with np.errstate(over="ignore", invalid="ignore"):  # a sum of the largest floats is infinite
        return may_have_values(frame[:SMALLEST]) or may_be_telemetry(frame)


def _judged(frame: Frame) -> Mask | None:
    if not may_lack(frame, (0, 0, frame.shape[1], frame.shape[0])):
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        void = void_values(frame)
        void |= void_border(frame, void)
        top, bottom = telemetry_rows(frame, void), telemetry_rows(frame[::-1], void[::-1])
        void[:top] = void[len(frame) - bottom :] = True
        columns, rows = dead_columns(frame, void), dead_columns(frame.T, void.T)
        void[:, columns] = void[rows] = True
    return np.logical_not(void) if void.any() else None
