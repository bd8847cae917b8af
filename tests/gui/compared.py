"""A project on real videos with some frames reviewed, and a run on it that has ended."""

from pathlib import Path

import torch

from label_irst.jobs.runs.run_folder import LABELS
from p2m_core.networks.rprnet import checkpoint
from p2m_core.pamg import PamgParams, grow
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    Role,
    RunStatus,
    TargetChange,
    TargetState,
    add_run,
    add_sequence,
    create_project,
    set_roles,
    take_snapshot,
    target_from_frame_mask,
)
from p2m_core.resources import shipped_weights
from p2m_core.sequence import open_sequence
from tests.real_data import boxes, real

DRONE, BIRD = "IR_DRONE_134", "IR_BIRD_001"
PLACE = "drone_ir/val"


def add_video(project: Project, name: str, count: int) -> int:
    """Add a video with so many frames accepted, each with the target that its box is around."""
    source = project.path.parent / f"{name}.mp4"
    source.symlink_to(real(f"{PLACE}/{name}.mp4"))
    id = add_sequence(project, source).id
    given = boxes(f"{PLACE}/{name}.gt.txt")
    labelled = sorted(given)
    with open_sequence(source) as sequence:
        for frame in labelled[5 :: len(labelled) // count][:count]:
            x, y, width, height = given[frame]
            radius = max(width, height) / 2
            seed = (x + (width - 1) / 2, y + (height - 1) / 2)
            grown = grow(sequence[frame], seed, PamgParams(support_radius=5 * max(radius, 1.0)))
            target = target_from_frame_mask(
                grown.mask, sequence=id, frame=frame, track=1, seeds=(seed,),
                origin=Origin.CLICK, state=TargetState.ACCEPTED, algorithm="pamg",
            )  # fmt: skip
            state = FrameChange(frame, FrameState.UNSEEN, FrameState.ACCEPTED)
            project.apply(Edit("grow", id, frame, (TargetChange(None, target),), (state,)))
    return id


def reviewed_project(folder: Path, frames: int = 6, roles: dict[str, Role] | None = None) -> Path:
    """Two videos; by default, the second is held out."""
    path = folder / "sky.lirst"
    with create_project(path) as project:
        for name in (DRONE, BIRD):
            id = add_video(project, name, frames)
            role: Role = "test" if name == BIRD else "train"
            set_roles(project, {id: (roles or {}).get(name, role)})
    return path


def finished_run(project: Project, weights: Path) -> int:
    """Note a training run that has ended, with these weights as its best."""
    folder = project.path.with_suffix(".runs") / "001"
    folder.mkdir(parents=True)
    take_snapshot(project.path, folder / LABELS)
    (folder / "best.safetensors").write_bytes(weights.read_bytes())
    return add_run(project, "train", folder, "2026-11-24T10:00:00+00:00", {}, RunStatus.FINISHED).id


def other_weights(path: Path, noise: float = 0.0) -> Path:
    """Write the shipped model as another file, with so much noise on its weights."""
    stored = checkpoint.load(shipped_weights())
    torch.manual_seed(5)
    for parameter in stored.model.parameters():
        spread = parameter.data.std() if parameter.numel() > 1 else 0.0
        parameter.data += noise * spread * torch.randn_like(parameter)
    facts = {
        "sequences": [DRONE], "sequence_count": 1, "frames": 6, "targets": 6, "epoch": 2,
        "config": {"variant": "full", "epochs": 2}, "date": "2026-11-24T10:20:00+00:00",
    }  # fmt: skip
    checkpoint.save(path, stored.model, 0.6, facts)
    return path
