"""Projects of known masks, to export: each target's pixels, track and category are given."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.project import (
    FrameState,
    Project,
    TargetState,
    add_sequence,
    create_project,
    get_sequence,
    list_targets,
    paint,
)
from tests.core.project.sample import HEIGHT, WIDTH, add, make_frames, set_state, target

RING = np.ones((3, 4), bool)
RING[1, 1] = False
PIXEL = np.ones((1, 1), bool)
DIAGONAL = np.eye(3, dtype=bool)
ROW = np.ones((1, WIDTH), bool)


class Drawn(NamedTuple):
    """One target of a frame."""

    mask: NDArray[np.bool_]
    x0: int
    y0: int
    track: int = 1
    category: str = ""
    attributes: tuple[str, ...] = ()
    note: str = ""


SAID = "drone", ("at 0 °C, dim", "occluded"), 'a "b"\n<c> & d; e'  # nothing a format may cut

Frames = dict[int, Sequence[Drawn]]
"""The targets of each labelled frame; none where it is verified empty."""

NIGHT: Frames = {
    0: [Drawn(RING, 4, 5), Drawn(DIAGONAL, WIDTH - 3, HEIGHT - 3, 2, *SAID)],
    1: [Drawn(PIXEL, 0, 0, 1, "", ("dim",)), Drawn(PIXEL, WIDTH - 1, HEIGHT - 1, 2, "drone")],
    2: [],
    4: [Drawn(ROW, 0, 10), Drawn(RING, 20, 2, 2, "drone"), Drawn(PIXEL, 21, 3, 3)],
}
DAY: Frames = {0: [Drawn(PIXEL, 3, 3, 7)], 1: [Drawn(RING, 4, 3, 7)], 2: [Drawn(RING, 6, 3, 7)]}
ONE: Frames = {0: [Drawn(DIAGONAL, 9, 9)]}


def draw(project: Project, sequence: int, frames: Frames) -> None:
    """Label the frames of a sequence as a person does."""
    for frame, drawn in frames.items():
        for one in drawn:
            kept = one.mask
            new = target(
                frame, sequence=sequence, track=one.track, x0=one.x0, y0=one.y0, mask=kept,
                category=one.category, attributes=one.attributes, note=one.note,
                state=TargetState.ACCEPTED,
            )  # fmt: skip
            add(project, new)
        state = FrameState.ACCEPTED if drawn else FrameState.VERIFIED_EMPTY
        set_state(project, sequence, frame, state)


def sky(folder: Path) -> Project:
    """Two sequences, of 16 and 8 bits, and a single image; a frame of the first is unseen."""
    project = create_project(folder / "sky.lirst")
    add_sequence(project, make_frames(folder / "night", 5, np.uint16))
    add_sequence(project, make_frames(folder / "day", 3, np.uint8, seed=1, names="f-{}"))
    add_sequence(
        project, make_frames(folder / "more", 1, np.uint8, seed=2, names="one") / "one.png"
    )
    for sequence, frames in enumerate((NIGHT, DAY, ONE), start=1):
        draw(project, sequence, frames)
    return project


def one_track(folder: Path) -> Project:
    """One sequence with one track; its third frame is verified empty, the fourth unseen."""
    project = create_project(folder / "one.lirst")
    add_sequence(project, make_frames(folder / "flight", 5, np.uint8))
    draw(project, 1, {0: [Drawn(RING, 4, 5)], 1: [Drawn(PIXEL, 5, 5)], 2: [], 4: ONE[0]})
    return project


def masks_of(project: Project, sequence: int, frame: int) -> list[NDArray[np.bool_]]:
    """The mask of each target of a frame, in whole frames."""
    info = get_sequence(project, sequence)
    targets = sorted(list_targets(project, sequence, frame), key=lambda t: t.id)
    return [paint(t, (info.height, info.width)) for t in targets]


def union_of(project: Project, sequence: int, frame: int) -> NDArray[np.bool_]:
    """The pixels of all targets of a frame."""
    info = get_sequence(project, sequence)
    union = np.zeros((info.height, info.width), bool)
    for mask in masks_of(project, sequence, frame):
        union |= mask
    return union


def tight(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left column, top row, width and height of the pixels."""
    rows, columns = np.nonzero(mask)
    x, y = columns.min(), rows.min()
    return int(x), int(y), int(columns.max() - x + 1), int(rows.max() - y + 1)
