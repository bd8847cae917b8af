"""What one process does: the frames of a chunk, one after the other."""

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.supervision import growth_of_label
from p2m_core.detector import Detection
from p2m_core.doubt import relative_margin
from p2m_core.errors import FrameError, InputError
from p2m_core.pamg import PamgParams
from p2m_core.parallel.files import check_same
from p2m_core.preannotate.plan import NO_MASK, UNREADABLE, Detecting, Labels
from p2m_core.project import BOX, pamg_parameters
from p2m_core.sequence import Sequence, open_sequence
from p2m_core.sequence.source import Picture
from p2m_core.suggest import Suggester, suggest, suggester

_CACHE_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Setup:
    """What is the same for all frames, see `Plan`; and the fingerprint of the weights."""

    params: PamgParams
    detecting: Detecting | None
    weights: str = ""


@dataclass(frozen=True)
class Task:
    """Frames of one sequence; `labels` are those of these frames."""

    job: int
    path: str
    fingerprint: str
    frames: tuple[int, ...]
    labels: dict[int, Labels] = field(default_factory=dict)


class _Kept(threading.local):
    """What a thread keeps between its chunks."""

    setup: Setup | None = None
    ready: Suggester | None = None
    sequence: Sequence | None = None
    fingerprint: str = ""


_kept = _Kept()


def do_chunk(setup: Setup, tasks: list[Task]) -> list[dict[str, Any]]:
    """Return what is in each frame of the tasks, in order, as JSON values."""
    ready = _suggester(setup)
    results = []
    for task in tasks:
        sequence = _opened(task)
        if ready is not None:
            results += [{"job": task.job, **r} for r in _suggested(sequence, task, ready)]
        else:
            results += [{"job": task.job, **r} for r in _grown(sequence, task, setup.params)]
    return results


def look(setup: Setup, tasks: list[Task]) -> None:
    """Raise `InputError` if this machine cannot do a chunk; nothing is kept."""
    if setup.detecting is not None:
        _made(setup.detecting, setup.weights)
    check_same(tasks[0].path, tasks[0].fingerprint)


def _suggester(setup: Setup) -> Suggester | None:
    if setup.detecting is None:
        return None
    if _kept.setup != setup:
        _kept.ready, _kept.setup = _made(setup.detecting, setup.weights), setup
    return _kept.ready


def _made(chosen: Detecting, weights: str) -> Suggester:
    if chosen.weights is not None:
        check_same(chosen.weights, weights)
    return suggester(chosen.name, chosen.weights, device=chosen.device, threads=1)


def _opened(task: Task) -> Sequence:
    """Open the sequence, or go on with it: the chunks of a video follow each other."""
    kept = _kept.sequence
    if kept is None or (str(kept.path), _kept.fingerprint) != (task.path, task.fingerprint):
        if kept is not None:
            kept.close()
            _kept.sequence = None
        check_same(task.path, task.fingerprint)
        kept = _kept.sequence = open_sequence(task.path, cache_bytes=_CACHE_BYTES)
        _kept.fingerprint = task.fingerprint
    return kept


def _suggested(sequence: Sequence, task: Task, ready: Suggester) -> Iterator[dict[str, Any]]:
    for frame, found in suggest(sequence, task.frames, ready):
        try:
            sequence[frame]  # it lies in the cache; one that cannot be read has no detections
        except FrameError as error:
            yield {"frame": frame, "failures": [[UNREADABLE, str(error)]]}
        else:
            yield {"frame": frame, "found": [list(map(float, d)) for d in found]}


def _grown(sequence: Sequence, task: Task, params: PamgParams) -> Iterator[dict[str, Any]]:
    for frame in task.frames:
        targets, failures = [], []
        try:
            image = sequence[frame]
        except FrameError as error:
            yield {"frame": frame, "failures": [[UNREADABLE, str(error)]]}
            continue
        for number, label in enumerate(task.labels[frame]):
            try:
                targets.append({"label": number, **_target(image, label, params)})
            except InputError as error:
                failures.append([NO_MASK, str(error)])
        yield {"frame": frame, "targets": targets, "failures": failures}


def _target(image: Picture, label: PointLabel | BoxLabel, params: PamgParams) -> dict[str, Any]:
    growth, certainty = growth_of_label(image, label, params)
    margin = relative_margin(certainty, growth.variant)
    parameters = pamg_parameters(growth, params)
    # In a box also how far two seeds agree; NaN where there was nothing but the seed.
    parameters.pop("margin", None)
    if not math.isinf(margin):
        parameters["margin"] = 0.0 if math.isnan(margin) else round(margin, 4)
    if isinstance(label, BoxLabel):
        parameters[BOX] = [float(v) for v in label]
    return {
        "pixels": growth.path[: growth.step].tolist(),
        "seed": list(growth.seed),
        "parameters": parameters,
        "doubtful": not margin >= 1.0,
    }


def detections(result: dict[str, Any]) -> list[Detection]:
    """Return the detections of one frame's result."""
    return [Detection(*numbers) for numbers in result.get("found", [])]
