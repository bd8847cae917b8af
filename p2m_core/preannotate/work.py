"""The work on the frames of a part: masks grow from labels, or a detector suggests."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from p2m_core import batch
from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.supervision import growth_of_label
from p2m_core.detector import Detection
from p2m_core.doubt import CLEAR_SCR, relative_margin
from p2m_core.errors import FrameError, InputError
from p2m_core.geometry import measure
from p2m_core.pamg import PamgParams
from p2m_core.preannotate.plan import NO_MASK, UNREADABLE, Detecting, Labels, Plan
from p2m_core.project import BOX, SCR, pamg_parameters
from p2m_core.sequence import Sequence, fingerprint
from p2m_core.sequence.source import Picture
from p2m_core.suggest import Suggester, suggest, suggester


@dataclass(frozen=True)
class Setup:
    """Parameters for all frames, see `Plan`."""

    params: PamgParams
    detecting: Detecting | None


@dataclass(frozen=True)
class Part(batch.Part):
    """Frames of one job; `labels` are those of these frames."""

    labels: dict[int, Labels] = field(default_factory=dict)


Ready = tuple[PamgParams, Suggester | None]


def work_of(plan: Plan) -> "batch.Work[Setup, Ready, Part, dict[str, Any]]":
    """Return the work on each part of a plan; the results are JSON values."""
    weights = plan.detecting.weights if plan.detecting is not None else None
    reads = () if weights is None else ((str(weights), fingerprint(weights)),)
    return batch.Work(Setup(plan.params, plan.detecting), _prepared, _done, reads)


def _prepared(setup: Setup) -> Ready:
    chosen = setup.detecting
    if chosen is None:
        return setup.params, None
    return setup.params, suggester(chosen.name, chosen.weights, device=chosen.device, threads=1)


def _done(ready: Ready, sequence: Sequence, part: Part) -> Iterator[dict[str, Any]]:
    params, detector = ready
    if detector is not None:
        found = _suggested(sequence, part, detector)
    else:
        found = _grown(sequence, part, params)
    return ({"job": part.number, **result} for result in found)


def _suggested(sequence: Sequence, part: Part, ready: Suggester) -> Iterator[dict[str, Any]]:
    for frame, found in suggest(sequence, part.frames, ready):
        try:
            sequence[frame]  # from the cache; a frame that cannot be read has no detections
        except FrameError as error:
            yield {"frame": frame, "failures": [[UNREADABLE, str(error)]]}
        else:
            yield {"frame": frame, "found": [list(map(float, d)) for d in found]}


def _grown(sequence: Sequence, part: Part, params: PamgParams) -> Iterator[dict[str, Any]]:
    for frame in part.frames:
        targets, failures = [], []
        try:
            image = sequence[frame]
        except FrameError as error:
            yield {"frame": frame, "failures": [[UNREADABLE, str(error)]]}
            continue
        for number, label in enumerate(part.labels[frame]):
            try:
                targets.append({"label": number, **_target(image, label, params)})
            except InputError as error:
                failures.append([NO_MASK, str(error)])
        yield {"frame": frame, "targets": targets, "failures": failures}


def _target(image: Picture, label: PointLabel | BoxLabel, params: PamgParams) -> dict[str, Any]:
    growth, certainty = growth_of_label(image, label, params)
    margin = relative_margin(certainty, growth.variant)
    parameters = pamg_parameters(growth, params)
    # In a box also the agreement of two seeds; NaN where the mask is the seed alone.
    parameters.pop("margin", None)
    if not math.isinf(margin):
        parameters["margin"] = 0.0 if math.isnan(margin) else round(margin, 4)
    scr = measure(image, growth.mask).scr
    if math.isfinite(scr):
        parameters[SCR] = round(scr, 3)
    if isinstance(label, BoxLabel):
        parameters[BOX] = [float(v) for v in label]
    return {
        "pixels": growth.path[: growth.step].tolist(),
        "seed": list(growth.seed),
        "parameters": parameters,
        "doubtful": not margin >= 1.0 or scr < CLEAR_SCR,
    }


def detections(result: dict[str, Any]) -> list[Detection]:
    """Return the detections in the result of one frame."""
    return [Detection(*numbers) for numbers in result.get("found", [])]
