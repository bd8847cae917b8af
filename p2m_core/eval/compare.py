"""Several models on the same held-out frames: figures, curves, each hit, miss and false target.

The Pd of all models is reported at the same rate of false targets. Each model's threshold for this
rate is chosen on the measured frames themselves, for all alike.

Neighbouring frames of a video succeed and fail together. The bootstrap therefore resamples
stretches of sequences, `STRETCHES` of each, not frames or targets.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, check_fit
from p2m_core.datasets.labels import centre_of, radius_of
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.eval import COMPARISON_FORMAT, bootstrap, by_class, curves
from p2m_core.eval.curves import Point, Scored
from p2m_core.eval.detect import Truth, match_frame, outside_ignored, scored_by, truth_of
from p2m_core.eval.detect_report import ALLOWANCES
from p2m_core.progress import Progress, no_progress
from p2m_core.provenance import file_fingerprint, provenance_of
from p2m_core.resources import shipped_weights
from p2m_core.sampling import evenly

FRAMES = 150
"""Frames measured by default: ten seconds a model at 320x256 on one processor."""
STRETCHES = 8

_MOST_CORNERS = 400  # of a stored curve


@dataclass(frozen=True)
class TrueTarget:
    """One labelled target: its sequence, frame and position.

    `sequence` counts from 0 in the comparison; `radius` is NaN where the label has none.
    """

    sequence: int
    frame: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """The detections of one model.

    Attributes
    ----------
    weights : Path
    own_threshold : float
        The threshold stored with the model.
    scored : Scored
        Over all frames.
    hits : dict of int to Detection
        The detection that hit a target, by the target's number; targets never hit are absent.
    false : list of (int, int, Detection)
        Sequence, frame and detection of each false one.
    milliseconds : float
        Time a frame, reading included.
    """

    weights: Path
    own_threshold: float
    scored: Scored
    hits: dict[int, Detection]
    false: list[tuple[int, int, Detection]]
    milliseconds: float


@dataclass(frozen=True, eq=False)
class Measurement:
    """Models on the same frames.

    Attributes
    ----------
    sequences : list of LabelledSequence
        With the chosen frames only.
    labelled : int
        Number of labelled frames before the choice.
    targets : list of TrueTarget
        Frame by frame.
    stretch : int64 array, shape (targets,)
        Number of the stretch of each target.
    categories : list of str
        Of each target; empty where none has one.
    outcomes : list of Outcome
        One a model, in the order given.
    """

    sequences: list[LabelledSequence]
    labelled: int
    targets: list[TrueTarget]
    stretch: NDArray[np.int64]
    categories: list[str]
    outcomes: list[Outcome]


def spread(sequences: Sequence[LabelledSequence], most: int = FRAMES) -> list[LabelledSequence]:
    """Return the sequences with at most `most` labelled frames in all, evenly spread over them.

    A sequence that gets no frame is left out.

    Raises
    ------
    InputError
        If `most` is less than 1, or no frame is labelled.
    """
    if most < 1:
        raise InputError(f"frames is {most}: compare on 1 at least")
    every = [(i, frame) for i, s in enumerate(sequences) for frame in s.frames]
    if not every:
        raise InputError("no labelled frame to compare the models on: review some first")
    count = min(most, len(every))
    # The middle of each of `count` equal parts: a single frame is not the first one.
    places = (np.arange(count) + 0.5) * len(every) / count
    wanted: dict[int, list[int]] = {}
    for place in places.astype(int):
        i, frame = every[place]
        wanted.setdefault(i, []).append(frame)
    return [sequences[i].only(frames) for i, frames in wanted.items()]


def compare(
    sequences: Sequence[LabelledSequence],
    weights: Sequence[Path | None],
    most: int = FRAMES,
    device: str = "auto",
    progress: Progress = no_progress,
) -> Measurement:
    """Score several models on the same labelled frames.

    Parameters
    ----------
    sequences : sequence of LabelledSequence
        None of the models should have been trained on them.
    weights : sequence of path or None
        Checkpoints of RPR-Net; None for the shipped one.
    most : int
        See `spread`.
    progress : callable
        Called after each frame of each model.

    Raises
    ------
    InputError
        If weights, labels or images cannot be read, or there is no labelled frame.
    """
    from p2m_core.networks.rprnet import SequenceDetector
    from p2m_core.networks.rprnet.decode import FLOOR

    chosen = spread(sequences, most)
    truth = {(i, f): own for i, s in enumerate(chosen) for f, own in truth_of(s).items()}
    targets, stretch = _targets(chosen, truth)
    total = len(truth) * len(weights)
    outcomes: list[Outcome] = []
    done = 0
    for path in (shipped_weights() if w is None else w for w in weights):
        detector = SequenceDetector(path, device, precision="auto", threshold=FLOOR)
        parts, hits, false = [], {}, []
        first, begun = 0, time.perf_counter()
        for i, labelled in enumerate(chosen):
            with labelled.open() as frames:
                check_fit(labelled, len(frames), frames.shape)
                for frame, everything in detector.detect(frames, labelled.frames):
                    found = outside_ignored(labelled, {frame: everything})[frame]
                    there = truth[i, frame]
                    matches = match_frame(found, there)
                    for d, t in zip(found, matches.target.tolist(), strict=True):
                        if t < 0:
                            false.append((i, frame, d))
                        else:
                            hits[first + t] = d
                    parts.append(scored_by(matches, found, there))
                    first += len(there)
                    done += 1
                    progress(done, total)
        spent = 1000.0 * (time.perf_counter() - begun) / len(truth)
        threshold = detector.own_threshold
        outcomes.append(Outcome(path, threshold, curves.merge(parts), hits, false, spent))
    labelled_frames = sum(len(s.frames) for s in sequences)
    names: list[str] = []
    if by_class.has_classes(chosen):
        names = [n for one in chosen for own in by_class.categories_of(one).values() for n in own]
    return Measurement(chosen, labelled_frames, targets, stretch, names, outcomes)


def results_of(comparison: Measurement) -> dict[str, Any]:
    """Return a comparison as JSON values, for a window to show.

    ``truth`` lists the targets, ``[sequence, frame, x, y, radius]``. Of each model, ``hits`` lists
    ``[target, x, y, radius, score]`` and ``false`` lists ``[sequence, frame, x, y, radius,
    score]``, down to the lowest of its thresholds. ``at`` gives figures at each
    rate of false targets, with the interval of Pd, and the difference from the first model's with
    its interval; ``classes`` is as of `by_class.results_of`; ``curve`` is ``[false targets a frame,
    Pd, threshold]``.
    """
    first = comparison.outcomes[0]
    return {
        "format": COMPARISON_FORMAT,
        "frames": first.scored.frames,
        "labelled": comparison.labelled,
        "targets": len(comparison.targets),
        "sequences": [
            {"name": s.name, "path": str(s.path), "start": s.start, "frames": s.frames}
            for s in comparison.sequences
        ],
        "truth": [
            [t.sequence, t.frame, round(t.x, 3), round(t.y, 3), round(t.radius, 3)]
            for t in comparison.targets
        ],
        "models": [_model(comparison, outcome, first) for outcome in comparison.outcomes],
    }


def _model(comparison: Measurement, outcome: Outcome, first: Outcome) -> dict[str, Any]:
    points = {a: curves.point_at(outcome.scored, a) for a in ALLOWANCES}
    own = curves.point_above(outcome.scored, outcome.own_threshold)
    lowest = min(own.threshold, *(p.threshold for p in points.values()))
    swept = curves.corners(curves.curve(outcome.scored))
    count = swept.pd.size
    kept = evenly(count, _MOST_CORNERS)
    at = {}
    for allowance, point in points.items():
        reference = curves.point_at(first.scored, allowance)
        at[f"{allowance:g}"] = {
            **point._asdict(),
            "interval": _interval(comparison, _found(comparison, outcome, point)),
            "difference": point.pd - reference.pd,
            "difference_interval": _interval(
                comparison,
                _found(comparison, outcome, point) - _found(comparison, first, reference),
            ),
        }
    return {
        "weights": str(outcome.weights),
        "fingerprint": file_fingerprint(outcome.weights),
        "provenance": provenance_of(outcome.weights).as_dict(),
        "milliseconds": outcome.milliseconds,
        "at": at,
        "at_threshold": own._asdict(),
        "classes": by_class.results_of(
            _hits(comparison, outcome), outcome.scored, outcome.own_threshold
        ),
        "curve": np.column_stack(
            [swept.false_per_frame[kept], swept.pd[kept], swept.threshold[kept]]
        ).tolist(),
        "hits": [[t, *_row(d)] for t, d in sorted(outcome.hits.items()) if d.score >= lowest],
        "false": [[i, frame, *_row(d)] for i, frame, d in outcome.false if d.score >= lowest],
    }


def _hits(comparison: Measurement, outcome: Outcome) -> by_class.Hits:
    """Return the score of what hits each target, by its class."""
    best = np.full(len(comparison.targets), -np.inf)
    for t, d in outcome.hits.items():
        best[t] = d.score
    names = np.array(comparison.categories)
    return {name: best[names == name] for name in sorted(set(comparison.categories))}


def _found(comparison: Measurement, outcome: Outcome, point: Point) -> NDArray[np.float64]:
    """Return 1 for each target that is detected at the point, else 0."""
    found = np.zeros(len(comparison.targets))
    for t, d in outcome.hits.items():
        found[t] = d.score >= point.threshold
    return found


def _interval(comparison: Measurement, values: NDArray[np.float64]) -> list[float] | None:
    return list(bootstrap.interval(values, comparison.stretch)) if values.size else None


def _targets(
    chosen: Sequence[LabelledSequence], truth: dict[tuple[int, int], Truth]
) -> tuple[list[TrueTarget], NDArray[np.int64]]:
    targets: list[TrueTarget] = []
    stretch: list[int] = []
    for i, labelled in enumerate(chosen):
        frames = labelled.frames
        for k, frame in enumerate(frames):
            own = [TrueTarget(i, frame, *place) for place in _places(truth[i, frame])]
            targets += own
            stretch += [i * STRETCHES + k * STRETCHES // len(frames)] * len(own)
    return targets, np.array(stretch, np.int64)


def _places(truth: Truth) -> Iterable[tuple[float, float, float]]:
    """Yield x, y and radius of each target."""
    for label in truth:
        if isinstance(label, BoxLabel):
            radius = max(label.width, label.height) / 2
        else:
            radius = radius_of(label)
        yield *centre_of(label), radius


def _row(d: Detection) -> list[float]:
    # The score as it is: it is compared with thresholds.
    return [round(d.x, 3), round(d.y, 3), round(d.radius, 3), d.score]
