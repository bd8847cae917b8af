"""What one process does: the frames of a chunk, one after the other."""

import math
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import connection, parent_process
from typing import Any

import cv2

from p2m_core.data.labelled import BoxLabel, PointLabel
from p2m_core.data.supervision import growth_of_label
from p2m_core.detection import Detection
from p2m_core.doubt import relative_margin
from p2m_core.errors import FrameError, InputError
from p2m_core.pamg import PamgParams
from p2m_core.preannotate.plan import NO_MASK, UNREADABLE, Detecting, Labels
from p2m_core.project.grown import BOX, pamg_parameters
from p2m_core.sequence import Sequence, open_sequence
from p2m_core.sequence.source import Picture
from p2m_core.suggest import Suggester, suggest, suggester

_CACHE_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Task:
    """Frames of one sequence; `labels` are those of these frames."""

    job: int
    path: str
    frames: tuple[int, ...]
    labels: dict[int, Labels] = field(default_factory=dict)


@dataclass
class _Process:
    """What a process keeps between its chunks."""

    params: PamgParams
    ready: Suggester | None
    path: str = ""
    sequence: Sequence | None = None


_process: _Process | None = None


def start(params: PamgParams, detecting: Detecting | None) -> None:
    """Prepare this process: one thread, deaf to Ctrl+C, gone when its parent is."""
    global _process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow_into_death, args=(parent.sentinel,), daemon=True).start()
    cv2.setNumThreads(1)
    ready = None
    if detecting is not None:
        ready = suggester(detecting.name, detecting.weights, device=detecting.device, threads=1)
    _process = _Process(params, ready)


def _follow_into_death(sentinel: int) -> None:
    """End with the parent: killed, it says nothing to its processes, which would wait for ever."""
    connection.wait([sentinel])
    os._exit(1)


def do_chunk(tasks: list[Task]) -> list[dict[str, Any]]:
    """Return what is in each frame of the tasks, in order, as JSON values."""
    assert _process is not None
    results = []
    for task in tasks:
        sequence = _opened(_process, task.path)
        if _process.ready is not None:
            results += [{"job": task.job, **r} for r in _suggested(sequence, task, _process.ready)]
        else:
            results += [{"job": task.job, **r} for r in _grown(sequence, task, _process.params)]
    return results


def _opened(process: _Process, path: str) -> Sequence:
    """Open the sequence, or go on with it: the chunks of a video follow each other."""
    if process.sequence is None or process.path != path:
        if process.sequence is not None:
            process.sequence.close()
        process.sequence, process.path = open_sequence(path, cache_bytes=_CACHE_BYTES), path
    return process.sequence


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
