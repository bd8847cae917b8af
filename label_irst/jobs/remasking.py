"""Redo the masks around a corrected one: a function for a `Job`, which opens the project itself."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from label_irst.document.edits.frame_edits import forced_polarity
from label_irst.jobs.propagation import BATCH_SECONDS, CACHE_BYTES, new_target
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress
from p2m_core.project import (
    Stretch,
    Target,
    is_settled,
    list_track_targets,
    open_project,
    paint,
)
from p2m_core.sequence import open_sequence
from p2m_core.track import Tracked, remask

MOST = 40  # masks of a batch: the window stores each batch at one go
Pair = tuple[Target, Target]


def remasked(
    project: Path, images: Path, key: Target, stretch: Stretch, params: PamgParams,
    report: Callable[[list[Pair]], object], progress: Progress,
) -> int:  # fmt: skip
    """Report the masks of `stretch` before and after, as they come; return how many were tried.

    `key` is the corrected mask; the settled ones of the stretch count, too.
    """
    with open_project(project, readonly=True) as file:
        there = list_track_targets(file, key.sequence, key.track, stretch.first, stretch.last)
    keys = {t.frame: t for t in there if is_settled(t)} | {key.frame: key}
    redo = {t.frame: t for t in there if t.frame not in keys}
    batch: list[Pair] = []
    reported_at, done = time.monotonic(), 0
    params = replace(params, polarity=forced_polarity(key))
    with open_sequence(images, cache_bytes=CACHE_BYTES) as sequence:
        for tracked in remask(
            sequence,
            {frame: _place(t) for frame, t in redo.items()},
            {frame: paint(t, sequence.shape) for frame, t in keys.items()},
            params,
            hidden={frame for frame, t in redo.items() if t.parameters.get("seen") is False},
        ):
            progress(done, len(redo))
            done += 1
            image = sequence[tracked.frame] if tracked.seen else None
            old = redo[tracked.frame]
            new = _again(old, tracked, new_target(
                tracked, old.sequence, old.track, params, image
            ))  # fmt: skip
            if new is not None:
                batch.append((old, new))
            waited = time.monotonic() - reported_at
            if len(batch) >= MOST or (batch and waited > BATCH_SECONDS):
                report(batch)
                batch, reported_at = [], time.monotonic()
    report(batch)
    progress(len(redo), len(redo))
    return len(redo)


def _place(target: Target) -> tuple[float, float]:
    return target.seeds[-1] if target.seeds else target.centroid


def _again(old: Target, tracked: Tracked, made: Target) -> Target | None:
    """`old` with the new mask; None where that is the same."""
    if (made.x0, made.y0) == (old.x0, old.y0) and np.array_equal(made.mask, old.mask):
        return None
    sure = old.parameters.get("confidence")
    known = dict(made.parameters)
    if not isinstance(sure, float | int):  # it was clicked
        sure = tracked.confidence
    known["confidence"] = round(min(float(sure), tracked.confidence), 4)
    return replace(
        old, x0=made.x0, y0=made.y0, mask=made.mask, seeds=made.seeds or old.seeds,
        algorithm=made.algorithm, parameters=known,
    )  # fmt: skip
