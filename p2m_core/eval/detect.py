"""The protocol for detectors: scored detections against labels, on labelled frames only.

The kind of label decides when a detection may hit a target:

- a box: the detection's centre lies in the box or up to `BOX_MARGIN` pixels outside; the box
  reaches from half a pixel before its first column to half a pixel after its last;
- a point: the centre is less than `POINT_DISTANCE` pixels away;
- a mask: the centre is less than `POINT_DISTANCE` pixels from the target's centroid, as in
  `p2m_core.eval.metrics`, or on one of its pixels, for targets larger than that.

Each target is hit by at most one detection, and each detection hits at most one target: pairs are
matched by descending score, of equal scores the nearer first. Every other detection is false, also
a second one on a target that a stronger one has hit.

Frames without labels are left out with all their detections: they may show targets. So are
detections in a region that is ignored (`LabelledSequence.ignored`).
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import (
    BoxLabel,
    Label,
    LabelledSequence,
    MaskLabel,
    check_fit,
)
from p2m_core.datasets.labels import centre_of, radius_of
from p2m_core.detection.masks import as_detection, circle_mask, growth_mask, guided_growths
from p2m_core.detector import Detection, Detector
from p2m_core.errors import InputError
from p2m_core.eval import curves, metrics
from p2m_core.eval.curves import Scored
from p2m_core.eval.metrics import MaskCounts
from p2m_core.eval.parts import Parts, instances, parts_of_labels
from p2m_core.sequence import Sequence as Frames

BOX_MARGIN = 2.0
POINT_DISTANCE = metrics.MATCH_DISTANCE

Truth = Sequence[Label]
"""The targets of one labelled frame."""

Found = Mapping[int, Sequence[Detection]]
"""Detections by frame number; a frame without an entry has none."""


class Matches(NamedTuple):
    """The target that each of N detections of a frame hits.

    Attributes
    ----------
    target : int64 array, shape (N,)
        Number of the target in the frame, from 0; -1 for a false detection.
    distance, radius_error : float64 arrays, shape (N,)
        Distance from the target's centre, and difference of the radii, pixels. NaN without a hit;
        `radius_error` also where the label has no radius.
    """

    target: NDArray[np.int64]
    distance: NDArray[np.float64]
    radius_error: NDArray[np.float64]


def match_frame(detections: Sequence[Detection], truth: Truth) -> Matches:
    """Match the detections of one labelled frame with its targets; see the module.

    Raises
    ------
    InputError
        If a number of a detection is NaN, or its position or radius is infinite.
    """
    numbers = np.array(detections, np.float64).reshape(-1, 4)
    if np.isnan(numbers).any() or np.isinf(numbers[:, :3]).any():
        raise InputError(
            "a detection holds NaN or infinity: position, radius and score are numbers"
        )
    distance, radius = _distances(numbers[:, 0], numbers[:, 1], truth)
    hit = np.full(len(numbers), -1)
    centroid_error = np.full(len(numbers), np.nan)
    radius_error = np.full(len(numbers), np.nan)
    pairs = np.argwhere(np.isfinite(distance))
    order = np.lexsort((distance[tuple(pairs.T)], -numbers[pairs[:, 0], 3]))
    taken = np.zeros(distance.shape[1], bool)
    for d, t in pairs[order]:
        if hit[d] < 0 and not taken[t]:
            hit[d], taken[t] = t, True
            centroid_error[d] = distance[d, t]
            radius_error[d] = abs(numbers[d, 2] - radius[t])
    return Matches(hit, centroid_error, radius_error)


def score_frame(detections: Sequence[Detection], truth: Truth) -> Scored:
    """Score the detections of one labelled frame by `match_frame`.

    Raises
    ------
    InputError
        As `match_frame`.
    """
    return scored_by(match_frame(detections, truth), detections, truth)


def scored_by(matches: Matches, detections: Sequence[Detection], truth: Truth) -> Scored:
    """Return the scored detections of one labelled frame with these `matches`."""
    score = np.array([d.score for d in detections], np.float64)
    hit = matches.target >= 0
    return Scored(1, len(truth), score, hit, matches.distance, matches.radius_error)


def outside_ignored(labelled: LabelledSequence, found: Found) -> dict[int, list[Detection]]:
    """Return the detections whose centre is not in a region that is ignored."""
    return {
        frame: [d for d in own if not labelled.ignores(frame, d.x, d.y)]
        for frame, own in found.items()
    }


def score_sequence(labelled: LabelledSequence, found: Found) -> Scored:
    """Match the detections in the labelled frames of one sequence; other frames are left out.

    Raises
    ------
    InputError
        If a mask cannot be read.
    """
    truth = truth_of(labelled)
    found = outside_ignored(labelled, found)
    return curves.merge(score_frame(found.get(frame, ()), own) for frame, own in truth.items())


def truth_of(labelled: LabelledSequence) -> dict[int, Truth]:
    """Return the targets of each labelled frame, in order of frames.

    Raises
    ------
    InputError
        If a mask cannot be read.
    """
    if not labelled.masks:  # their size is not needed
        return {frame: labelled.labels[frame] for frame in labelled.frames}
    with labelled.open() as images:
        shape = images.shape
    return {
        frame: [target.label for target in labelled.targets(frame, shape)]
        for frame in labelled.frames
    }


@dataclass(frozen=True, eq=False)
class SequenceResult:
    """The detections of a detector in one sequence, and their scores against the labels.

    Attributes
    ----------
    name : str
    found : dict of int to list of Detection
        By labelled frame.
    circles : Scored
        The detections as they are.
    masks : Scored
        The detections as masks grown by guided PAMG, each at the centroid of its mask.
    frames : int
        Frames processed, labelled or not.
    seconds : float
        Time for these frames: reading and detecting, without growing masks.
    growing_seconds : float
        Time to grow the masks of all detections in the labelled frames.
    """

    name: str
    found: dict[int, list[Detection]]
    circles: Scored
    masks: Scored
    frames: int
    seconds: float
    growing_seconds: float


def run_detector(detector: Detector, labelled: LabelledSequence) -> SequenceResult:
    """Run `detector` on one sequence and score it on the labelled frames.

    Raises
    ------
    InputError
        If the sequence or a mask cannot be read, or the labels do not fit the sequence.
    """
    with labelled.open() as frames:
        check_fit(labelled, len(frames), frames.shape)
        wanted = set(labelled.frames)
        found: dict[int, list[Detection]] = {}
        seen = 0
        begun = time.perf_counter()
        for frame, detections in detector.detect(frames):
            seen += 1
            if frame in wanted:
                found[frame] = list(detections)
        seconds = time.perf_counter() - begun
        found = outside_ignored(labelled, found)
        grown, growing = _in_mask_form(frames, found)
    return SequenceResult(
        name=labelled.name,
        found=found,
        circles=score_sequence(labelled, found),
        masks=score_sequence(labelled, grown),
        frames=seen,
        seconds=seconds,
        growing_seconds=growing,
    )


class PixelCounts(NamedTuple):
    """Counts of the predicted targets of each frame against the true masks."""

    circles: MaskCounts
    masks: MaskCounts


def pixel_counts(labelled: LabelledSequence, found: Found, threshold: float) -> PixelCounts:
    """Compare the detections from `threshold` on, as discs and as PAMG's masks, with true masks.

    A detection is one predicted target, also where it touches another one; of pixels of several,
    the strongest gets them, and one that gets none is left out.

    Raises
    ------
    InputError
        If the sequence has no masks, or one cannot be read or has another size than its frame.
    """
    if not labelled.has_masks:
        raise InputError(f"{labelled.path}: no masks: pixel metrics need them")
    circles: list[MaskCounts] = []
    masks: list[MaskCounts] = []
    counted = outside_ignored(labelled, found)
    with labelled.open() as frames:
        shape = frames.shape
        check_fit(labelled, len(frames), shape)
        for frame in labelled.frames:
            true = true_parts(labelled, frame, shape)
            kept = [d for d in counted.get(frame, ()) if d.score >= threshold]
            kept.sort(key=lambda d: -d.score)
            grown = [growth for _, growth in guided_growths(frames[frame], kept)]
            for counts, drawn in (
                (circles, [circle_mask(shape, [d]) for d in kept]),
                (masks, [growth_mask(shape, [growth]) for growth in grown]),
            ):
                counts.append(metrics.count_parts(shape, _shared_out(shape, drawn), true))
    return PixelCounts(metrics.total(circles), metrics.total(masks))


def true_parts(labelled: LabelledSequence, frame: int, shape: tuple[int, int]) -> Parts:
    """Return the targets of a labelled frame for `metrics.count_parts`; they must be masks.

    Raises
    ------
    InputError
        If a mask cannot be read, has another size than its frame, or reaches outside of it.
    """
    targets = [target.label for target in labelled.targets(frame, shape)]
    try:
        return parts_of_labels(shape, [one for one in targets if isinstance(one, MaskLabel)])
    except InputError as error:
        raise InputError(f"{labelled.place(frame)}: {error}") from None


def _shared_out(shape: tuple[int, int], masks: Iterable[NDArray[np.bool_]]) -> Parts:
    """Return masks of the frame's shape as parts; a pixel belongs to the first that has it."""
    numbers = np.zeros(shape, np.int64)
    for number, mask in enumerate(masks, start=1):
        numbers[mask & (numbers == 0)] = number
    return instances(numbers)


def labelled_only(sequences: Iterable[LabelledSequence], source: str) -> list[LabelledSequence]:
    """Return the sequences with labelled frames.

    Raises
    ------
    InputError
        If no frame is labelled; the message names `source`.
    """
    kept = [s for s in sequences if s.frames]
    if not kept:
        raise InputError(f"{source}: no labelled frame: there is nothing to score on")
    return kept


def _in_mask_form(
    frames: Frames, found: Mapping[int, Sequence[Detection]]
) -> tuple[dict[int, list[Detection]], float]:
    grown: dict[int, list[Detection]] = {}
    seconds = 0.0
    for frame, detections in found.items():
        picture = frames[frame]
        if not grown:  # not timed: the first growth of a process loads the kernel
            guided_growths(picture, detections[:1])
        begun = time.perf_counter()
        growths = guided_growths(picture, detections)
        seconds += time.perf_counter() - begun
        grown[frame] = [as_detection(d, growth) for d, growth in growths]
    return grown, seconds


def _distances(
    x: NDArray[np.float64], y: NDArray[np.float64], truth: Truth
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the distance of each detection (row) from each target, and the targets' radii.

    Infinite where the detection may not hit the target; a radius is NaN where it is unknown.
    """
    centres = np.array([centre_of(target) for target in truth], np.float64).reshape(-1, 2)
    radius = np.array([radius_of(target) for target in truth], np.float64)
    away_x, away_y = np.abs(x[:, None] - centres[:, 0]), np.abs(y[:, None] - centres[:, 1])
    distance: NDArray[np.float64] = np.hypot(away_x, away_y)
    reached = distance < POINT_DISTANCE
    for t, target in enumerate(truth):
        if isinstance(target, MaskLabel):
            reached[:, t] |= _on_pixels(x, y, target)
        elif isinstance(target, BoxLabel):
            reached[:, t] = (away_x[:, t] <= target.width / 2 + BOX_MARGIN) & (
                away_y[:, t] <= target.height / 2 + BOX_MARGIN
            )
    return np.where(reached, distance, np.inf), radius


def _on_pixels(
    x: NDArray[np.float64], y: NDArray[np.float64], target: MaskLabel
) -> NDArray[np.bool_]:
    """Return whether the pixel under each point is one of the target."""
    height, width = target.mask.shape
    columns = np.floor(x + 0.5).astype(int) - target.x0
    rows = np.floor(y + 0.5).astype(int) - target.y0
    inside: NDArray[np.bool_] = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    inside[inside] = target.mask[rows[inside], columns[inside]]
    return inside
