"""From the results of all frames to a project file, in a fixed order, whole or not at all."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from p2m_core.preannotate.links import Linker
from p2m_core.preannotate.plan import Job, Plan
from p2m_core.preannotate.work import detections
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    Target,
    TargetChange,
    TargetState,
    add_sequences,
    cropped,
    set_meta,
    staged_project,
    store_predictions,
)
from p2m_core.suggest import detector_title

LABEL = "preannotate"
"""Name of the one undo step of each sequence."""


def write_project(goal: Path, plan: Plan, results: Iterable[dict[str, Any]]) -> None:
    """Make the project `goal` from the results of all frames, in the plan's order.

    Masks become targets of origin imported in frames of state edited, for a person to review;
    suggestions become predictions. No frame is accepted or verified empty.

    Raises
    ------
    P2MError
        If it cannot be written; no file is left then.
    """
    with staged_project(goal) as project, project.transaction():
        sequences = add_sequences(project, (job.info for job in plan.jobs))
        for number, found in groupby(results, key=lambda result: result["job"]):
            _fill(project, sequences[number].id, plan.jobs[number], plan, list(found))


def _fill(
    project: Project, sequence: int, job: Job, plan: Plan, results: list[dict[str, Any]]
) -> None:
    if plan.detecting is not None:
        seen = [(r["frame"], detections(r)) for r in results if "found" in r]
        store_predictions(project, sequence, plan.detecting.name, seen)
        title = detector_title(plan.detecting.name)
        chosen = {"threshold": plan.detecting.threshold, "detector": title}
        set_meta(project, f"suggestions:{sequence}", chosen)
        return
    changes, frames = [], []
    linker = Linker()
    for result in results:
        frame, targets = result["frame"], result.get("targets", [])
        if not targets:
            continue
        pixels = [np.array(target["pixels"], np.int64) for target in targets]
        ids = job.tracks.get(frame)
        if ids is None:
            tracks = linker.tracks(frame, [p.mean(axis=0)[::-1] for p in pixels])
        else:
            tracks = [ids[target["label"]] for target in targets]
        for target, own, track in zip(targets, pixels, tracks, strict=True):
            x0, y0, mask = cropped(own)
            changes.append(
                TargetChange(
                    None,
                    Target(
                        sequence=sequence,
                        frame=frame,
                        track=track,
                        x0=x0,
                        y0=y0,
                        mask=mask,
                        seeds=(tuple(target["seed"]),),
                        origin=Origin.IMPORTED,
                        state=TargetState.EDITED,
                        algorithm="pamg",
                        parameters=target["parameters"],
                    ),
                )
            )
        frames.append(FrameChange(frame, FrameState.UNSEEN, FrameState.EDITED))
    if changes:
        first = changes[0].either.frame
        project.apply(Edit(LABEL, sequence, first, tuple(changes), tuple(frames)))
