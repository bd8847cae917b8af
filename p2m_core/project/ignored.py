"""The regions of a project in which nothing is a target: a burnt-in overlay, a lamp.

No seed, suggestion, training sample or false alarm is to lie inside them.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.project._ignored_rows import COLUMNS, IgnoredRegion, from_row
from p2m_core.project.project import Project


def list_ignored(project: Project, sequence: int) -> list[IgnoredRegion]:
    """Return the regions of a sequence by number, those that do not hold included."""
    rows = project.read(f"SELECT {COLUMNS} FROM ignored WHERE sequence = ? ORDER BY id", sequence)
    return [from_row(row) for row in rows]


def is_ignored(regions: Iterable[IgnoredRegion], frame: int, x: float, y: float) -> bool:
    """Return whether the point ``(x, y)`` lies in a region that holds in the frame."""
    return any(region.holds(frame, x, y) for region in regions)


def paint_ignored(
    regions: Iterable[IgnoredRegion], frame: int, shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return which pixels of a frame these regions cover, bool array of `shape` (H, W).

    Raises
    ------
    InputError
        If a region reaches outside of `shape`.
    """
    return covered_by((region for region in regions if region.covers(frame)), shape)


def covered_by(regions: Iterable[IgnoredRegion], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return the pixels of all regions, whether and in whatever frames they hold.

    Raises
    ------
    InputError
        If a region reaches outside of `shape`.
    """
    found = np.zeros(shape, np.bool_)
    for region in regions:
        x0, y0, x1, y1 = region.box
        if x1 > shape[1] or y1 > shape[0]:
            raise InputError(
                f"ignored region {region.id} covers columns {x0}..{x1 - 1} and rows "
                f"{y0}..{y1 - 1}, outside the {shape[1]}x{shape[0]} frame"
            )
        found[y0:y1, x0:x1] |= region.mask
    return found


def hidden_by(
    regions: Sequence[IgnoredRegion], overlay: NDArray[np.bool_]
) -> Callable[[int], NDArray[np.bool_]]:
    """Return a function that gives the pixels of a frame in which no target can be.

    Parameters
    ----------
    regions : sequence of IgnoredRegion
        Of one sequence.
    overlay : bool array, shape (H, W)
        What the program takes for an overlay; what it found before and a person refused is none.

    Returns
    -------
    callable
        ``hidden(frame)``: bool array, shape (H, W), not to be changed.
    """
    shape = (overlay.shape[0], overlay.shape[1])
    overlay = overlay & ~covered_by((region for region in regions if not region.enabled), shape)
    painted: dict[tuple[int, ...], NDArray[np.bool_]] = {}

    def hidden(frame: int) -> NDArray[np.bool_]:
        here = tuple(region.id for region in regions if region.covers(frame))
        if here not in painted:
            painted.clear()  # ranges follow each other
            painted[here] = overlay | paint_ignored(regions, frame, shape)
        return painted[here]

    return hidden
