"""Masks as annotation files write them, polygons and runs of pixels, to labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import MaskLabel
from p2m_core.datasets.labels import label_of_pixels
from p2m_core.datasets.readers.files import number, shown, whole
from p2m_core.errors import InputError
from p2m_core.geometry import bounding_box
from p2m_core.polygon import fill_polygon

Points = NDArray[np.float64]
"""Vertices (x, y), shape (N, 2)."""

_PLAIN = {int, float}
_MOST_PIXELS = 2**31
_LARGEST_IMAGE = 2**28


@dataclass
class Masks:
    """Makes the masks of one file, and ends where all of them together would fill the memory.

    A few bytes may describe a mask that fills the image, a million times.
    """

    room: int = _MOST_PIXELS

    def of_polygons(
        self, parts: Sequence[Points], shape: tuple[int, int], place: str, vertices: str = "edges"
    ) -> MaskLabel | None:
        """Return the union of some polygons, see `fill_polygon`; None if all miss the image.

        Raises
        ------
        InputError
            If a polygon has no vertex, or one far off.
        """
        found = []
        for part in parts:
            try:
                found.append(fill_polygon(part, shape, vertices))
            except InputError as error:
                raise InputError(f"{place}: {error}") from error
        return self._label(np.concatenate(found) if found else np.empty((0, 2), np.int64), place)

    def of_runs(
        self, runs: Sequence[int], shape: tuple[int, int], place: str, by_rows: bool = False
    ) -> MaskLabel | None:
        """Return a mask of (height, width) `shape` from the lengths of its runs; None if empty.

        Parameters
        ----------
        runs : sequence of int
            Background and target in turns, background first.
        shape : (int, int)
        place : str
            For messages.
        by_rows : bool
            Whether pixels are counted row by row, as in CVAT, not column by column, as in COCO.

        Raises
        ------
        InputError
            If the runs do not fill the mask.
        """
        height, width = shape
        if height * width > _LARGEST_IMAGE:
            raise InputError(f"{place}: a mask of {width}x{height} pixels is too large")
        total = sum(runs)
        if total != height * width or min(runs, default=0) < 0:
            raise InputError(
                f"{place}: the runs of its mask do not fill {width}x{height} pixels: write it again"
            )
        start, stop = runs[0], total - (runs[-1] if len(runs) % 2 else 0)
        if start >= stop:
            return None
        # Only the rows, or columns, that the target has a part in are unrolled.
        side = width if by_rows else height
        first, last = start // side, -(-stop // side)
        lengths = np.array(runs if len(runs) % 2 else [*runs, 0], np.int64)
        lengths[0] -= first * side
        lengths[-1] = last * side - stop
        lines = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths).reshape(-1, side)
        if not lines.any():
            return None
        x0, y0, x1, y1 = bounding_box(lines if by_rows else lines.T)
        mask = np.ascontiguousarray((lines if by_rows else lines.T)[y0:y1, x0:x1])
        self._take(mask.size, place)
        return MaskLabel(x0, y0 + first, mask) if by_rows else MaskLabel(x0 + first, y0, mask)

    def _label(self, pixels: NDArray[np.int64], place: str) -> MaskLabel | None:
        if not len(pixels):
            return None
        self._take(int(np.prod(pixels.max(axis=0) - pixels.min(axis=0) + 1)), place)
        return label_of_pixels(pixels)

    def _take(self, pixels: int, place: str) -> None:
        self.room -= pixels
        if self.room < 0:
            raise InputError(f"{place}: the masks of this file are too large together: split it")


def runs_of(counts: object, place: str) -> list[int]:
    """Return the runs of a COCO mask: of its list of numbers, or of its compressed text.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> runs_of(";230009", "")
    [11, 2, 3, 2, 3, 2, 12]
    """
    if isinstance(counts, list):
        return [whole(count, "a run", place, least=0) for count in counts]
    if not isinstance(counts, str):
        raise InputError(f"{place}: counts is {shown(counts)}, neither a list nor a text")
    # As in the C code of COCO: 5 bits a sign, lowest first; a 6th bit says that more follow; from
    # the fourth run on the difference to the run before the last one.
    runs: list[int] = []
    value = shift = 0
    for sign in counts:
        bits = ord(sign) - 48
        if not 0 <= bits < 64 or shift > 30:
            raise InputError(f"{place}: counts has {sign!r}, which no compressed mask has there")
        value |= (bits & 0x1F) << shift
        shift += 5
        if not bits & 0x20:
            if bits & 0x10:
                value -= 1 << shift
            if len(runs) > 2:
                value += runs[-2]
            runs.append(value)
            value = shift = 0
    if shift or min(runs, default=0) < 0:
        raise InputError(f"{place}: counts {shown(counts)} is cut short or damaged: write it again")
    return runs


def points_of(values: object, place: str) -> Points:
    """Return the vertices of a flat list x, y, x, y ... of finite numbers, shape (N, 2).

    Raises
    ------
    InputError
        If it is something else.
    """
    if not isinstance(values, list) or len(values) % 2 or not values:
        raise InputError(f"{place}: a polygon is {shown(values)}: give a list x, y, x, y, ...")
    if not set(map(type, values)) <= _PLAIN:
        values = [number(value, "a polygon", place) for value in values]
    try:
        found = np.array(values, np.float64).reshape(-1, 2)
    except OverflowError:  # a whole number of hundreds of digits
        found = np.full((1, 2), np.inf)
    if not np.isfinite(found).all():
        raise InputError(f"{place}: a polygon has a number that is not finite: correct it")
    return found
