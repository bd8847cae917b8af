"""Detection by class: which share of each class's targets a detector without classes finds.

False detections have no class, so each share is at a threshold that was chosen over all targets.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.eval import curves, report
from p2m_core.eval.curves import Scored
from p2m_core.eval.detect import Found, match_frame, outside_ignored, truth_of
from p2m_core.eval.detect_report import ALLOWANCES

Hits = Mapping[str, NDArray[np.float64]]
"""By class, "" for none: the score of what hits each target, -inf where nothing does."""


def categories_of(labelled: LabelledSequence) -> dict[int, list[str]]:
    """Return the category of each target of `detect.truth_of`, by labelled frame.

    Raises
    ------
    InputError
        If a mask cannot be read.
    """
    if not labelled.masks:
        names = labelled.categories
        return {f: list(names.get(f) or [""] * len(labelled.labels[f])) for f in labelled.frames}
    with labelled.open() as images:
        shape = images.shape
    return {f: [one.category for one in labelled.targets(f, shape)] for f in labelled.frames}


def has_classes(sequences: Iterable[LabelledSequence]) -> bool:
    """Return whether a target of a labelled frame has a category."""
    return any(
        name
        for labelled in sequences
        for names in (
            *labelled.categories.values(),
            *([said.category for said in own.values()] for own in labelled.said.values()),
        )
        for name in names
    )


def hits_of(sequences: Sequence[LabelledSequence], found: Sequence[Found]) -> Hits:
    """Return how well each target is hit, by class; `found` has the detections of each sequence.

    Raises
    ------
    InputError
        If a mask cannot be read.
    """
    scores: dict[str, list[float]] = {}
    for labelled, own in zip(sequences, found, strict=True):
        names = categories_of(labelled)
        kept = outside_ignored(labelled, own)
        for frame, truth in truth_of(labelled).items():
            detections = kept.get(frame, ())
            best = [-np.inf] * len(truth)
            for d, t in zip(detections, match_frame(detections, truth).target, strict=True):
                if t >= 0:
                    best[t] = d.score
            for name, score in zip(names[frame], best, strict=True):
                scores.setdefault(name, []).append(score)
    return {name: np.array(own) for name, own in sorted(scores.items())}


def results_of(hits: Hits, scored: Scored, threshold: float | None = None) -> dict[str, Any]:
    """Return targets and Pd of each class as JSON values; nothing where no target has a class.

    Parameters
    ----------
    hits : Hits
    scored : Scored
        All detections of the same frames: they give the thresholds.
    threshold : float, optional
        A score chosen on other data, at which Pd is reported too.
    """
    if not any(hits):
        return {}
    at = {f"{a:g}": curves.point_at(scored, a).threshold for a in ALLOWANCES}
    found: dict[str, Any] = {}
    for name, own in hits.items():
        found[name] = {
            "targets": int(own.size),
            "pd_at_false_per_frame": {a: float(np.mean(own >= t)) for a, t in at.items()},
        }
        if threshold is not None:
            found[name]["pd_at_threshold"] = float(np.mean(own >= threshold))
    return found


def table(results: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the Markdown table of `results_of` by method: one line a method and class."""
    rows = [
        [
            f"{label}, {name or 'without class'}".replace("|", "\\|"), str(own["targets"]),
            *(f"{pd:.3f}" for pd in own["pd_at_false_per_frame"].values()),
            f"{own['pd_at_threshold']:.3f}" if "pd_at_threshold" in own else "-",
        ]
        for label, classes in results.items()
        for name, own in classes.items()
    ]  # fmt: skip
    columns = ["method, class", "targets", *(f"Pd at {a:g}" for a in ALLOWANCES), "at threshold"]
    return report.table(columns, rows) if rows else ""
