"""Match the targets of two annotations frame by frame, and measure their differences."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from p2m_core.agreement.partners import Partners, Unpaired, frames_of, partners
from p2m_core.datasets.labelled import (
    Label,
    LabelledSequence,
    LabelledTarget,
    MaskLabel,
    PointLabel,
)
from p2m_core.datasets.labels import box_of, centre_of, radius_of
from p2m_core.eval.detect import POINT_DISTANCE
from p2m_core.progress import Progress, no_progress


class Reason(StrEnum):
    """Why a person should look at a pair."""

    MISSED_BY_A = "missed by A"
    MISSED_BY_B = "missed by B"
    OVERLAP = "low overlap"
    PLACE = "centres apart"
    CATEGORY = "other category"


@dataclass(frozen=True, eq=False)
class Pair:
    """One target in one frame, as both annotate it.

    Attributes
    ----------
    sequence : int
        Number of the pair of sequences.
    frame : (int, int)
        Its number in A's and in B's sequence, from 0.
    a, b : LabelledTarget or None
        None where it is missed.
    iou : float
        Of the masks, or of the boxes where one of the two has no mask; NaN for points and misses.
    distance, radius_difference : float
        Of the centres, and of the radii (B minus A), pixels; NaN where unknown.
    """

    sequence: int
    frame: tuple[int, int]
    a: LabelledTarget | None
    b: LabelledTarget | None
    iou: float = math.nan
    distance: float = math.nan
    radius_difference: float = math.nan

    @property
    def place(self) -> tuple[float, float]:
        """Centre ``(x, y)`` of A's target, or of B's where A missed it."""
        target = self.a or self.b
        assert target is not None
        return centre_of(target.label)


@dataclass(frozen=True, eq=False)
class Agreement:
    """The comparison of two annotations.

    Attributes
    ----------
    partners : list of Partners
        The sequences of both, and the frames that both label; all others are left out, since a
        frame without labels is not one without targets.
    pairs : list of Pair
        Every target of these frames.
    unpaired : Unpaired
        Sequences of one alone.
    """

    partners: list[Partners]
    pairs: list[Pair]
    unpaired: Unpaired


def compare(
    a: Sequence[LabelledSequence],
    b: Sequence[LabelledSequence],
    progress: Progress = no_progress,
) -> Agreement:
    """Compare two annotations of the same images.

    Two targets are one where they overlap, or their centres are closer than
    `eval.metrics.MATCH_DISTANCE`; among these the assignment with the greatest sum of overlap and
    closeness is taken.

    Parameters
    ----------
    a, b : sequence of LabelledSequence
    progress : callable
        Called as A's labelled frames are gone through; may raise `Cancelled`.

    Raises
    ------
    InputError
        If no sequence is in both, or images or masks cannot be read or do not fit.
    """
    total = sum(len(sequence.frames) for sequence in a)
    both, unpaired = partners(a, b, lambda: progress(0, total))
    found, pairs = [], []
    done, total = 0, sum(len(first.frames) for first, _ in both)
    for number, (first, second) in enumerate(both):
        known = frames_of(first, second)
        found.append(known)
        for at, frame in enumerate(known.frames):
            ours = first.targets(frame[0], known.shape)
            theirs = second.targets(frame[1], known.shape)
            pairs += _matched(number, frame, ours, theirs)
            progress(done + at, total)
        done += len(first.frames)
        progress(done, total)
    return Agreement(found, pairs, unpaired)


def disagreements(
    agreement: Agreement, iou: float = 0.5, distance: float = 2.0
) -> list[tuple[float, Reason, Pair]]:
    """Return what to look at, the worst first: its weight (0 to 1), the reason, and the pair.

    A miss weighs 1; masks that overlap less than `iou`, 1 minus their overlap; centres farther
    apart than `distance`, 1 minus that bound over their distance; another category, 0.5. Of
    several reasons the heaviest counts.

    Parameters
    ----------
    iou : float
        Pairs below are listed.
    distance : float
        Pixels; pairs with centres farther apart are listed.
    """
    found = []
    for pair in agreement.pairs:
        if (worst := worst_of(pair, iou, distance)) is not None:
            found.append((*worst, pair))
    return sorted(found, key=lambda item: (-item[0], item[2].sequence, item[2].frame))


def compare_frame(a: Sequence[LabelledTarget], b: Sequence[LabelledTarget]) -> list[Pair]:
    """Return the targets of one frame as pairs, put together as `compare` does."""
    return _matched(0, (0, 0), a, b)


def worst_of(pair: Pair, iou: float = 0.5, distance: float = 2.0) -> tuple[float, Reason] | None:
    """Return the weight and the reason of a pair, as in `disagreements`; None where it is alike."""
    if pair.b is None:
        return 1.0, Reason.MISSED_BY_B
    if pair.a is None:
        return 1.0, Reason.MISSED_BY_A
    reasons = []
    if pair.iou < iou:
        reasons.append((1.0 - pair.iou, Reason.OVERLAP))
    if pair.distance > distance:
        weight = 1.0 - distance / pair.distance if distance > 0.0 else 1.0
        reasons.append((weight, Reason.PLACE))
    if pair.a.category != pair.b.category and pair.a.category and pair.b.category:
        reasons.append((0.5, Reason.CATEGORY))
    return max(reasons, key=lambda item: item[0], default=None)


def _matched(
    sequence: int,
    frame: tuple[int, int],
    a: Sequence[LabelledTarget],
    b: Sequence[LabelledTarget],
) -> list[Pair]:
    overlap = np.array([[_iou(s.label, t.label) for t in b] for s in a]).reshape(len(a), len(b))
    apart = np.array([[_distance(s.label, t.label) for t in b] for s in a]).reshape(overlap.shape)
    possible = (np.nan_to_num(overlap) > 0.0) | (apart < POINT_DISTANCE)
    gain = np.where(possible, np.nan_to_num(overlap) + 1.0 / (1.0 + apart), 0.0)
    pairs, taken_a, taken_b = [], set(), set()
    for i, j in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
        if possible[i, j]:
            taken_a.add(int(i))
            taken_b.add(int(j))
            radii = radius_of(b[j].label) - radius_of(a[i].label)
            numbers = float(overlap[i, j]), float(apart[i, j]), radii
            pairs.append(Pair(sequence, frame, a[i], b[j], *numbers))
    pairs += [Pair(sequence, frame, t, None) for i, t in enumerate(a) if i not in taken_a]
    pairs += [Pair(sequence, frame, None, t) for j, t in enumerate(b) if j not in taken_b]
    return pairs


def _distance(a: Label, b: Label) -> float:
    return math.dist(centre_of(a), centre_of(b))


def _iou(a: Label, b: Label) -> float:
    """Return the IoU of two masks, or of the boxes where one is a box; NaN for a point."""
    if isinstance(a, PointLabel) or isinstance(b, PointLabel):
        return math.nan
    if isinstance(a, MaskLabel) and isinstance(b, MaskLabel):
        common = _common(a, b)
        return common / (a.area + b.area - common)
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = box_of(a), box_of(b)
    width, height = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
    shared = max(0.0, width) * max(0.0, height)
    return shared / ((ax1 - ax0) * (ay1 - ay0) + (bx1 - bx0) * (by1 - by0) - shared)


def _common(a: MaskLabel, b: MaskLabel) -> int:
    """Return how many pixels two masks share."""
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = a.box, b.box
    x0, y0, x1, y1 = max(ax0, bx0), max(ay0, by0), min(ax1, bx1), min(ay1, by1)
    if x0 >= x1 or y0 >= y1:
        return 0

    def part(label: MaskLabel) -> NDArray[np.bool_]:
        return label.mask[y0 - label.y0 : y1 - label.y0, x0 - label.x0 : x1 - label.x0]

    return int(np.count_nonzero(part(a) & part(b)))
