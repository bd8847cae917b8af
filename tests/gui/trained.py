"""A small labelled project, and trainings on it that take seconds."""

from pathlib import Path
from typing import Any

import numpy as np

from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Target,
    TargetChange,
    TargetState,
    add_sequence,
    create_project,
)
from tests.gui import scenes
from tests.gui.scenes import FIRST

PATIENCE = 90_000  # ms; a loaded machine takes its time to start a process that loads torch

TINY: dict[str, Any] = {
    "variant": "width-s", "crop": 64, "batch": 1, "steps": 2, "epochs": 2, "workers": 0,
    "device": "cpu", "augmentation": {"noise": 1.5},
}  # fmt: skip
ENDLESS = {**TINY, "epochs": 100_000}


def labelled_project(folder: Path, frames: int = 6) -> Path:
    """Two drawn sequences in a project, every frame with one accepted target."""
    path = folder / "set.lirst"
    with create_project(path) as project:
        for name in ("clip", "sky"):
            source = scenes.write_stack(folder / f"{name}.npy", scenes.frames(frames))
            id = add_sequence(project, source).id
            for frame in range(frames):
                x, y = FIRST.corner(frame)
                target = Target(
                    sequence=id, frame=frame, track=1, x0=x, y0=y, mask=np.ones((3, 3), bool),
                    seeds=((x + 1.0, y + 1.0),), origin=Origin.CLICK,
                    state=TargetState.ACCEPTED, algorithm="pamg", parameters={},
                )  # fmt: skip
                step = FrameChange(frame, FrameState.UNSEEN, FrameState.ACCEPTED)
                project.apply(
                    Edit("grow", id, frame, targets=(TargetChange(None, target),), frames=(step,))
                )
    return path
