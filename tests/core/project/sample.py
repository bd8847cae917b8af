"""Small sequences, targets and edits for the tests of the project file and the exporters."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    SequenceInfo,
    Target,
    TargetChange,
    TargetState,
    add_sequence,
    create_project,
    get_frame_states,
)

HEIGHT, WIDTH = 24, 32
CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)
PIXEL = np.ones((1, 1), bool)


def make_frames(
    folder: Path, count: int = 6, dtype: type = np.uint16, seed: int = 0, names: str = "{:04d}"
) -> Path:
    """Write a folder of PNG frames that use the whole range of `dtype`."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    top = np.iinfo(dtype).max
    for i in range(count):
        image = rng.integers(0, top, (HEIGHT, WIDTH), dtype=dtype, endpoint=True)
        assert cv2.imwrite(str(folder / f"{names.format(i)}.png"), image)
    return folder


def make_project(folder: Path, count: int = 6) -> tuple[Project, SequenceInfo]:
    """Create a project with one sequence."""
    project = create_project(folder / "sky.lirst")
    return project, add_sequence(project, make_frames(folder / "clip", count))


def target(frame: int = 0, **changes: Any) -> Target:
    """Return a target of the first sequence; number 0, so that the project gives it one."""
    values: dict[str, Any] = {
        "sequence": 1,
        "frame": frame,
        "track": 1,
        "x0": 4,
        "y0": 5,
        "mask": CROSS,
        "seeds": ((5.25, 6.0),),
        "origin": Origin.CLICK,
        "state": TargetState.EDITED,
        "algorithm": "pamg",
        "parameters": {"support_radius": 20.0, "polarity": 1},
    }
    return Target(**(values | changes))


def add(project: Project, new: Target, label: str = "add") -> Target:
    """Store a new target; return it with its number."""
    change = TargetChange(None, new)
    edit = project.apply(Edit(label, new.sequence, new.frame, (change,)))
    stored = edit.targets[0].after
    assert stored is not None
    return stored


def change(
    project: Project, before: Target, after: Target | None, label: str = "edit", merge: bool = False
) -> None:
    """Store a change of one target."""
    step = TargetChange(before, after)
    project.apply(Edit(label, before.sequence, before.frame, (step,)), merge=merge)


def set_state(project: Project, sequence: int, frame: int, state: FrameState) -> None:
    """Store a frame's state."""
    before = FrameState(get_frame_states(project, sequence)[frame])
    step = FrameChange(frame, before, state)
    project.apply(Edit("set state", sequence, frame, frames=(step,)))
