"""From labelled sequences to the input of the loop: clips to train on, and a validation."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from p2m_core.datasets.labelled import LabelledSequence, MaskLabel, PointLabel
from p2m_core.datasets.supervision import supervise
from p2m_core.errors import InputError
from p2m_core.eval import curves
from p2m_core.eval.detect import score_sequence
from p2m_core.networks.rprnet.decode import FLOOR
from p2m_core.networks.rprnet.model import RPRNet
from p2m_core.networks.rprnet.stream import SequenceDetector
from p2m_core.progress import Progress, no_progress
from p2m_core.sampling import evenly
from p2m_core.train.config import TrainConfig
from p2m_core.train.loop import Validate
from p2m_core.train.samples import MEMORY, Clip, open_clip

CURVE_POINTS, CURVE_END = 40, 2.0
"""Most points of a validation's curve, and false targets per frame at its end."""


def training_clips(
    sequences: Sequence[LabelledSequence],
    config: TrainConfig,
    cache: Path | None = None,
    progress: Progress = no_progress,
) -> list[Clip]:
    """Turn labels into supervision, and open the frames.

    Parameters
    ----------
    cache : path, optional
        A folder for supervision, which takes time to compute from points and boxes.
    progress : callable
        Called after each sequence.

    Raises
    ------
    InputError
        If labels or images cannot be read, or `sequences` is empty.
    """
    if not sequences:
        raise InputError("nothing to train on: the data set's training part is empty")
    clips: list[Clip] = []
    memory = MEMORY
    for number, labelled in enumerate(sequences, start=1):
        known = as_points(labelled, config.seed) if config.supervise_by == "points" else labelled
        supervision = supervise(
            known, cache=cache, box_seed=config.box_seed, doubtful=config.doubtful
        )
        clip = open_clip(labelled, supervision, memory)
        if isinstance(clip.frames, list):
            memory -= sum(frame.nbytes for frame in clip.frames)
        clips.append(clip)
        progress(number, len(sequences))
    return clips


def as_points(labelled: LabelledSequence, seed: int) -> LabelledSequence:
    """Return the sequence with one random pixel of each mask's targets in place of its masks.

    That is the paper's point supervision (IV-C). The points follow from the seed, the name of the
    sequence and the frame. Sequences without masks are returned as they are.
    """
    if not labelled.has_masks:
        return labelled
    points: dict[int, tuple[PointLabel, ...]] = {}
    with labelled.open() as images:
        shape = images.shape
    for frame in labelled.frames:
        rng = np.random.default_rng([seed, frame, *labelled.name.encode(errors="surrogateescape")])
        drawn = []
        for target in labelled.targets(frame, shape):
            if isinstance(label := target.label, MaskLabel):
                row, column = rng.choice(np.argwhere(label.mask))
                drawn.append(PointLabel(float(label.x0 + column), float(label.y0 + row)))
        points[frame] = tuple(drawn)
    return replace(labelled, labels=points, masks={}, instances={})


def validation_of(sequences: Sequence[LabelledSequence], config: TrainConfig) -> Validate:
    """Return a function that scores a model on evenly spread labelled frames of each sequence.

    It returns Pd at `config.false_per_frame`, the threshold that gives it, and the curve.
    """

    def validate(model: RPRNet) -> dict[str, Any]:
        detector = SequenceDetector(
            model, config.device, precision=config.precision, threshold=FLOOR
        )
        parts = []
        for labelled in sequences:
            every = labelled.frames
            chosen = [every[i] for i in evenly(len(every), config.validate_frames)]
            with labelled.open() as frames:
                found = dict(detector.detect(frames, chosen))
            parts.append(score_sequence(labelled.only(chosen), found))
        scored = curves.merge(parts)
        point = curves.point_at(scored, config.false_per_frame)
        return {
            "pd": point.pd,
            "false_per_frame": point.false_per_frame,
            "threshold": min(max(point.threshold, FLOOR), 1.0),
            "curve": _points_of(curves.curve(scored)),
        }

    return validate


def _points_of(curve: curves.Curve) -> list[list[float]]:
    """Return at most `CURVE_POINTS` of the curve's points: false targets a frame, Pd, threshold.

    The last one at each number of false targets: all others lie straight below it.
    """
    if np.isnan(curve.pd).any():
        return []
    last = np.append(np.diff(curve.false_per_frame) > 0.0, True)
    shown = np.flatnonzero(last & (curve.false_per_frame <= CURVE_END))
    some = shown[evenly(shown.size, CURVE_POINTS)]
    columns = curve.false_per_frame[some], curve.pd[some], np.minimum(curve.threshold[some], 1.0)
    return np.round(np.stack(columns, axis=1), 5).tolist()  # type: ignore[no-any-return]
