"""The probability that each annotated target is wrong, and why, to order a review."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from p2m_core.geometry import Box
from p2m_core.pamg.params import LOW_MARGIN

Floats = NDArray[np.float64]

_REACH = 4  # targets of its track before and after, to compare a target with
_WORTH_SAYING = 0.05  # of a single reason
DOUBTFUL = 0.5
"""A target of at least this doubt is doubtful: who accepts many is asked about it."""

CLEAR_SCR, LOST_SCR = 2.5, 1.5
"""SCR from which on a mask raises no doubt, and at or below which it is most likely none.

Chosen on one half of `sirst`, `nudt`, `drone_ir` and `antiuav` against random places without a
target; `tests/bench/contrast.py` prints the shares on the other half.
"""

NEAR = 12
"""Most frames between two compared targets of a track: doubt reaches no farther."""


class Reason(IntEnum):
    """The main reason to doubt a target, or to look at a place without one."""

    NONE = 0
    HIDDEN = 1  # its mask only shows the expected position
    CONFIDENCE = 2  # the tracker is not sure that it is the same object
    AREA = 3  # its area jumps against its track
    PLACE = 4  # its place jumps against its track
    MARGIN = 5  # PAMG has another step of nearly the same energy
    RHO = 6  # saliency below the paper's Eq. 9
    BORDER = 7  # it touches the picture's border
    CONTACT = 8  # it touches another target
    CONTRAST = 11  # it hardly differs from what is around it
    MOVED = 12  # its mask is that of another frame, moved here: nothing was grown
    # Not a doubt of a mask: a model disagrees with the label.
    MISSED = 9
    FALSE_ALARM = 10


@dataclass(frozen=True, eq=False)
class TargetTable:
    """N targets of one sequence by frame, then track.

    Attributes
    ----------
    id, frame, track, area : int64 arrays, shape (N,)
    box : int64 array, shape (N, 4)
        Half-open ``x0, y0, x1, y1``.
    at : float64 array, shape (N, 2)
        Centroids ``(x, y)``.
    confidence, margin, rho, scr : float64 arrays, shape (N,)
        Of the tracker; of PAMG's energy over `LOW_MARGIN` of its form; the paper's rho; and the
        mask's SCR. NaN where unknown.
    hidden, moved, by_hand, reviewed : bool arrays, shape (N,)
        Whether the tracker did not see it; whether its mask was moved here from another frame;
        whether a person drew or corrected it, and whether one accepted it.
    """

    id: NDArray[np.int64]
    frame: NDArray[np.int64]
    track: NDArray[np.int64]
    area: NDArray[np.int64]
    box: NDArray[np.int64]
    at: Floats
    confidence: Floats
    margin: Floats
    rho: Floats
    scr: Floats
    hidden: NDArray[np.bool_]
    moved: NDArray[np.bool_]
    by_hand: NDArray[np.bool_]
    reviewed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.id)

    @staticmethod
    def empty() -> "TargetTable":
        """Return an empty table."""
        none, unknown, no = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool)
        return TargetTable(
            none, none, none, none, np.zeros((0, 4), np.int64), np.zeros((0, 2)),
            unknown, unknown, unknown, unknown, no, no, no, no,
        )  # fmt: skip

    def take(self, which: NDArray[np.int64]) -> "TargetTable":
        """Return these targets, in this order."""
        return TargetTable(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


def joined(tables: list[TargetTable]) -> TargetTable:
    """Return the targets of all tables, one table after the other."""
    names = TargetTable.__dataclass_fields__
    return TargetTable(*(np.concatenate([getattr(t, name) for t in tables]) for name in names))


def relative_margin(margin: float, variant: str) -> float:
    """Return the margin of a growth over `LOW_MARGIN` of its form: doubtful below 1."""
    return margin / LOW_MARGIN[variant]


def doubts(
    table: TargetTable, shape: tuple[int | NDArray[np.int64], int | NDArray[np.int64]]
) -> tuple[Floats, NDArray[np.int64]]:
    """Return each target's doubt, 0 to 1, and the `Reason` that counts most.

    Each reason gives a probability p of being wrong; the doubt is ``1 - product of (1 - p)``. It is
    0 for reviewed targets.

    Parameters
    ----------
    table : TargetTable
    shape : (int, int), or two int64 arrays of shape (N,)
        Of the frames, (H, W); of each target's frame, where their sizes differ.

    Returns
    -------
    doubt : float64 array, shape (N,)
    reason : int64 array, shape (N,)
    """
    n = len(table)
    parts = np.zeros((max(Reason) + 1, n))
    parts[Reason.HIDDEN] = np.where(table.hidden, 0.8, 0.0)
    unsure = 1.0 - np.nan_to_num(table.confidence, nan=1.0)
    parts[Reason.CONFIDENCE] = np.where(table.moved, 0.0, unsure)
    parts[Reason.MOVED] = np.where(table.moved, unsure, 0.0)
    area, place = _jumps(table)
    parts[Reason.AREA] = 0.7 * np.clip((area - np.log(2.0)) / np.log(3.0), 0.0, 1.0)
    parts[Reason.PLACE] = 0.7 * np.clip((place - 2.0) / 6.0, 0.0, 1.0)
    parts[Reason.MARGIN] = 0.1 * np.clip(1.0 - np.nan_to_num(table.margin, nan=1.0), 0.0, 1.0)
    parts[Reason.RHO] = 0.1 * np.clip(1.0 - np.nan_to_num(table.rho, nan=1.0), 0.0, 1.0)
    dim = (CLEAR_SCR - np.nan_to_num(table.scr, nan=CLEAR_SCR)) / (CLEAR_SCR - LOST_SCR)
    parts[Reason.CONTRAST] = 0.9 * np.clip(dim, 0.0, 1.0)
    height, width = shape
    x0, y0, x1, y1 = table.box.T
    parts[Reason.BORDER] = 0.3 * ((x0 <= 0) | (y0 <= 0) | (x1 >= width) | (y1 >= height))
    parts[Reason.CONTACT] = 0.4 * _in_contact(table)
    doubt = 1.0 - np.prod(1.0 - np.clip(parts, 0.0, 0.999), axis=0)
    reason = np.where(parts.max(axis=0) >= _WORTH_SAYING, np.argmax(parts, axis=0), 0)
    doubt[table.reviewed], reason[table.reviewed] = 0.0, int(Reason.NONE)
    return doubt, reason


def doubt_of_mask(
    box: Box, area: int, shape: tuple[int, int], scr: float, rho: float, margin: float
) -> tuple[float, Reason]:
    """Return the doubt and the reason of one mask that was just grown, by the rules of `doubts`.

    Parameters
    ----------
    box : (x0, y0, x1, y1)
        Half-open, around the mask.
    area : int
        Pixels.
    shape : (int, int)
        Of the frame, (H, W).
    scr, rho : float
        As `p2m_core.geometry.measure` gives them; NaN where they are not defined.
    margin : float
        As `relative_margin` gives it.
    """
    x0, y0, x1, y1 = box
    one = np.ones(1, np.int64)
    no = np.zeros(1, bool)
    middle = np.array([[(x0 + x1 - 1) / 2.0, (y0 + y1 - 1) / 2.0]])
    table = TargetTable(
        one, 0 * one, one, area * one, np.array([box]), middle, np.full(1, np.nan),
        np.full(1, margin), np.full(1, rho), np.full(1, scr), no, no, no, no,
    )  # fmt: skip
    doubt, reason = doubts(table, shape)
    return float(doubt[0]), Reason(int(reason[0]))


def _jumps(table: TargetTable) -> tuple[Floats, Floats]:
    """Return the differences of area (log ratio) and place (pixels) from the track around.

    The place is compared with the straight lines through the targets before and after.
    """
    n = len(table)
    order = np.lexsort((table.frame, table.track))
    frame, track = table.frame[order], table.track[order]
    log_area, at = np.log(np.maximum(table.area[order], 1)), table.at[order]
    around = np.full((2 * _REACH, n), np.nan)
    for i, by in enumerate([*range(-_REACH, 0), *range(1, _REACH + 1)]):
        here, there = _pairs(frame, track, by)
        around[i, here] = log_area[there]
    area = np.zeros(n)
    count = np.isfinite(around).sum(axis=0)
    known = np.flatnonzero(count >= 3)
    ranked = np.sort(around, axis=0)  # NaN last
    middle = (ranked[(count[known] - 1) // 2, known] + ranked[count[known] // 2, known]) / 2.0
    area[known] = np.abs(log_area[known] - middle)
    place = np.full(n, np.inf)
    # A neighbour of a target off the track is off the line through that target, but not off the
    # next line.
    for by in (1, 2):
        before, after = _partner(frame, track, -by), _partner(frame, track, +by)
        both = np.flatnonzero((before >= 0) & (after >= 0))
        a, b = before[both], after[both]
        part = ((frame[both] - frame[a]) / (frame[b] - frame[a]))[:, None]
        off = np.hypot(*(at[both] - at[a] - part * (at[b] - at[a])).T)
        place[both] = np.minimum(place[both], off)
    place[np.isinf(place)] = 0.0
    back = np.empty(n, np.int64)
    back[order] = np.arange(n)
    return area[back], place[back]


def _partner(frame: NDArray[np.int64], track: NDArray[np.int64], by: int) -> NDArray[np.int64]:
    """Return the index of the target `by` places on in the same track, -1 where there is none."""
    partner = np.full(len(frame), -1, np.int64)
    here, there = _pairs(frame, track, by)
    partner[here] = there
    return partner


def _pairs(
    frame: NDArray[np.int64], track: NDArray[np.int64], by: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    index = np.arange(len(frame))
    there = index + by
    inside = (there >= 0) & (there < len(frame))
    here, there = index[inside], there[inside]
    near = (track[here] == track[there]) & (np.abs(frame[here] - frame[there]) <= NEAR)
    return here[near], there[near]


def _in_contact(table: TargetTable) -> NDArray[np.bool_]:
    """Return which targets' boxes touch or overlap that of another one in their frame."""
    contact = np.zeros(len(table), bool)
    x0, y0, x1, y1 = table.box.T
    most = int(np.bincount(table.frame - table.frame.min()).max()) if len(table) else 0
    for by in range(1, most):
        a = np.flatnonzero(table.frame[by:] == table.frame[:-by])
        b = a + by
        touch = (x0[a] <= x1[b]) & (x0[b] <= x1[a]) & (y0[a] <= y1[b]) & (y0[b] <= y1[a])
        contact[a[touch]] = contact[b[touch]] = True
    return contact
