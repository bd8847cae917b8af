"""Videos with two moving targets and their boxes, and the whole content of a project."""

from pathlib import Path
from typing import Any

import numpy as np

from p2m_core.project import (
    get_frame_states,
    get_meta,
    iter_targets,
    list_predictions,
    list_sequences,
    open_project,
)
from tests.core.datasets.drawn import write_text


def write_clips(root: Path, count: int) -> Path:
    """Two videos of `count` frames together, with two boxes in each, in folders of their own."""
    noise = np.random.default_rng(3)
    for name in ("a/one", "b/two"):
        frames = noise.normal(60, 3, (count // 2, 48, 64)).astype(np.uint8)
        lines = []
        for i, frame in enumerate(frames):
            for track, x, y in ((7, 5 + i % 50, 10), (3, 50 - i % 40, 36)):
                frame[y : y + 3, x : x + 2] = 190
                lines.append(f"{i + 1},{track},{x - 2},{y - 2},6,7,1,-1,-1,-1")
        path = root / f"{name}.npy"
        path.parent.mkdir(parents=True)
        np.save(path, frames)
        write_text(path.with_suffix(".gt.txt"), "\n".join(lines))
    return root


def content(path: Path) -> list[tuple[Any, ...]]:
    """The whole content of a project: equal for equal projects, target by target."""
    with open_project(path, readonly=True) as project:
        return [
            (
                info,
                list(iter_targets(project, info.id)),
                get_frame_states(project, info.id).tolist(),
                [list_predictions(project, info.id, f) for f in range(info.frame_count)],
                get_meta(project, f"suggestions:{info.id}"),
            )
            for info in list_sequences(project)
        ]
