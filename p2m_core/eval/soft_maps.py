"""Soft maps of another method: a score at each pixel, read as masks above many thresholds."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.mask_images import interpret
from p2m_core.detector import Detection
from p2m_core.eval import curves, detect, metrics, report, svg
from p2m_core.eval.curves import Scored
from p2m_core.eval.metrics import MaskCounts
from p2m_core.eval.parts import components
from p2m_core.eval.predictions import Map, PredictedMaps, as_detections

SHARES = (0.01, *(k / 20 for k in range(1, 20)), 0.99)
"""The thresholds, as parts of the range of the scores."""

_FEW_NUMBERS = 64


class Step(NamedTuple):
    """The figures at one threshold: a pixel above it is target.

    Attributes
    ----------
    threshold : float
        In the levels of the maps.
    counts : MaskCounts or None
        Against true masks; None where the labels are points or boxes.
    scored : Scored
        The components as detections.
    """

    threshold: float
    counts: MaskCounts | None
    scored: Scored


def is_soft(levels: Map, lossy: bool = False) -> bool:
    """Return whether a prediction is a map of scores: it has more than two levels.

    Numbers of targets (0, 1, 2, ...) are a mask, and so is one that a lossy codec has changed.

    Examples
    --------
    >>> is_soft(np.array([[0, 0], [255, 0]])), is_soft(np.array([[0.1, 0.0], [0.9, 0.2]]))
    (False, True)
    """
    if ((levels == levels.min()) | (levels == levels.max())).all():
        return False
    found = interpret(levels, lossy)
    if found is None or lossy:
        return found is None
    few = levels.max() <= min(_FEW_NUMBERS, 2 * len(np.unique(levels)))
    return found.numbers is None or not few


def range_of_scores(
    predicted: PredictedMaps, sequences: Sequence[LabelledSequence]
) -> tuple[float, float] | None:
    """Return the range of the levels where any map is soft; None where all are masks.

    It begins at 0 unless scores are negative.

    Raises
    ------
    InputError
        As `p2m_core.eval.predictions.PredictedMaps.of`.
    """
    low = high = 0.0
    soft = False
    for labelled in sequences:
        for _, levels, lossy in predicted.of(labelled):
            soft = soft or is_soft(levels, lossy)
            low, high = min(low, float(levels.min())), max(high, float(levels.max()))
    return (low, high) if soft else None


def sweep(
    predicted: PredictedMaps, sequences: Sequence[LabelledSequence], span: tuple[float, float]
) -> list[Step]:
    """Return the figures of soft maps at each threshold of `SHARES`, ascending.

    Raises
    ------
    InputError
        As `p2m_core.eval.predictions.PredictedMaps.of`.
    """
    low, high = span
    thresholds = [low + share * (high - low) for share in SHARES]
    counts: list[list[MaskCounts]] = [[] for _ in thresholds]
    scored: list[list[Scored]] = [[] for _ in thresholds]
    for labelled in sequences:
        found: list[dict[int, list[Detection]]] = [{} for _ in thresholds]
        for frame, levels, _ in predicted.of(labelled):
            true = None
            if labelled.has_masks:
                true = detect.true_parts(labelled, frame, levels.shape)
            for number, threshold in enumerate(thresholds):
                parts = components(levels > threshold)
                found[number][frame] = as_detections(parts)
                if true is not None:
                    counts[number].append(metrics.count_parts(levels.shape, parts, true))
        for number, own in enumerate(found):
            scored[number].append(detect.score_sequence(labelled, own))
    return [
        Step(threshold, metrics.total(c) if c else None, curves.merge(s))
        for threshold, c, s in zip(thresholds, counts, scored, strict=True)
    ]


def best(steps: Sequence[Step]) -> Step:
    """Return the step of the greatest pixel IoU; without true masks, of the greatest F1.

    Of equal ones the middle one.
    """
    values = np.array([_merit(step) for step in steps])
    equal = np.flatnonzero(values == values.max())
    return steps[int(equal[len(equal) // 2])]


def _merit(step: Step) -> float:
    if step.counts is not None:
        return step.counts.intersection / step.counts.union if step.counts.union else 0.0
    hits, false = int(step.scored.hit.sum()), int((~step.scored.hit).sum())
    return 2.0 * hits / max(1, step.scored.targets + hits + false)


def numbers_of(step: Step) -> dict[str, Any]:
    """Return the figures of a step: those of `metrics.summarise`, or of the detections."""
    at = curves.point_above(step.scored, -np.inf)
    if step.counts is None:
        return {
            "threshold": step.threshold, "pd": at.pd, "false_per_frame": at.false_per_frame,
            "f1": _merit(step),
        }  # fmt: skip
    return {"threshold": step.threshold, **metrics.summarise(step.counts)}


def table(steps: Sequence[Step]) -> str:
    """Return the sweep as a Markdown table, one line a threshold."""
    names = ["pd", "false_per_frame", "f1"]
    if steps[0].counts is not None:
        names = ["pd", "fa", "false_per_frame", "pixel_iou", "niou"]
    rows = []
    for step in steps:
        own = numbers_of(step)
        rows.append([f"{step.threshold:.4g}", *(f"{own[name]:.3g}" for name in names)])
    return report.table(["threshold", *names], rows)


def chart(title: str, steps: Sequence[Step]) -> str:
    """Return the sweep as an SVG chart: Pd and IoU (or F1) in percent over the threshold."""
    second = "F1" if steps[0].counts is None else "IoU"
    series: svg.Series = {
        "Pd": [100.0 * numbers_of(step)["pd"] for step in steps],
        second: [100.0 * _merit(step) for step in steps],
    }
    return svg.curves(title, "threshold, part of the scores' range", SHARES, series)
