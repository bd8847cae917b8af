"""A project of several sequences in all states, for what goes over the whole project."""

from pathlib import Path

import numpy as np

from p2m_core.detector import Detection
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
    create_project,
    look_at,
    store_predictions,
)
from tests.gui import scenes


def target(sequence: int, frame: int, state: TargetState, confidence: float = 1.0) -> TargetChange:
    drawn = Target(
        sequence=sequence, frame=frame, track=1, x0=20 + frame, y0=30 + frame,
        mask=np.ones((3, 3), bool), origin=Origin.PROPAGATED, state=state, algorithm="pamg",
        parameters={"confidence": confidence},
    )  # fmt: skip
    return TargetChange(None, drawn)


def label(project: Project, id: int, frames: range, state: TargetState, sure: float = 1.0) -> None:
    """A target in each of the frames, all in one state."""
    of_frame = FrameState.ACCEPTED if state is TargetState.ACCEPTED else FrameState.EDITED
    project.apply(
        Edit(
            "propagate", id, 0,
            tuple(target(id, frame, state, sure) for frame in frames),
            tuple(FrameChange(frame, FrameState.UNSEEN, of_frame) for frame in frames),
        )
    )  # fmt: skip


def draw_flights(folder: Path) -> Path:
    """Four sequences: accepted, doubtful, suggested, and a single image nobody has seen."""
    path = folder / "flights.lirst"
    sources = [
        scenes.write_stack(folder / f"{name}.npy", scenes.frames(count))
        for name, count in (("flight-10", 4), ("flight-2", 6), ("dusk", 3), ("still", 1))
    ]
    with create_project(path) as project:
        done, doubtful, suggested, _ = (
            info.id for info in add_sequences(project, map(look_at, sources))
        )
        label(project, done, range(4), TargetState.ACCEPTED)
        label(project, doubtful, range(2, 5), TargetState.EDITED, sure=0.3)
        store_predictions(project, suggested, "RPR-Net", [(1, [Detection(22, 31, 2.0, 0.9)])])
    return path
