"""Copy to the next frame: the mask moves with the image."""

from pathlib import Path

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.actions.carry import to_next_frame
from label_irst.document.actions.corrections import negative_click
from label_irst.document.edits.frame_edits import pixels_of
from label_irst.tools.toolbox import BOX_SEED, BRUSH, ToolBox
from p2m_core.project import FrameState, Origin, Target, TargetState, list_targets
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, FRAMES, HEIGHT, SECOND, WIDTH
from tests.gui.tools.strokes import stroke
from tests.real_data import real

pytestmark = pytest.mark.usefixtures("qapp")  # a document has timers


def pixels(mask: np.ndarray) -> set[tuple[int, int]]:
    return {(int(r), int(c)) for r, c in np.argwhere(mask)}


def only(document: Document, frame: int) -> Target:
    assert document.project is not None
    (target,) = list_targets(document.project, 1, frame)
    return target


@pytest.mark.parametrize("plane", [FIRST, SECOND])
def test_the_copies_follow_the_target_frame_by_frame(
    document: Document, plane: scenes.Plane
) -> None:
    frame_actions.click(document, *plane.middle(0))
    for frame in range(1, 12):
        assert to_next_frame(document)
        assert document.frame == frame, "and the user is there"
        assert document.selected is not None
        assert pixels_of(document.selected) == pixels(plane.mask(frame))
        assert document.selected.track == 1
        assert document.selected.origin is Origin.PROPAGATED
        assert document.state is FrameState.EDITED
    document.undo()
    assert document.frame == 11
    assert document.targets == []
    assert document.state is FrameState.UNSEEN


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
@pytest.mark.parametrize("contrast", [60, -60])
def test_one_pixel_is_copied_at_both_polarities_and_every_depth(
    tmp_path: Path, dtype: str, contrast: int
) -> None:
    rng = np.random.default_rng(4)
    stack = rng.normal(120, 2, (3, HEIGHT, WIDTH))
    for frame in range(3):
        stack[frame, 20 + 3 * frame, 30 - 2 * frame] += contrast
    document = open_document(scenes.write_stack(tmp_path / "a.npy", stack.astype(dtype)))
    toolbox = ToolBox(document)
    toolbox.diameter = 1
    stroke(toolbox.tools[BRUSH], (30, 20))
    for frame in (1, 2):
        assert to_next_frame(document)
        assert pixels_of(only(document, frame)) == {(20 + 3 * frame, 30 - 2 * frame)}
    document.close()


def test_seeds_and_parameters_move_with_the_copy(document: Document, toolbox: ToolBox) -> None:
    x, y = SECOND.corner(0)
    stroke(toolbox.tools[BOX_SEED], (x - 4, y - 4), (x + 8, y + 8))
    negative_click(document, x, y)
    before = only(document, 0)
    to_next_frame(document)
    after = only(document, 1)
    assert after.parameters["excluded"] == [[x - 2, y - 1]]
    assert after.parameters["box"][:2] == [x - 6, y - 5]
    assert after.seeds[-1] == (before.seeds[-1][0] - 2, before.seeds[-1][1] - 1)
    assert document.growth is not None
    frame_actions.scrub(document, +1)
    assert (y - 1, x - 2) not in pixels_of(only(document, 1))


def test_the_copy_replaces_a_target_of_its_track_unless_that_is_accepted(
    document: Document, toolbox: ToolBox, messages: list[str]
) -> None:
    document.go_to(1)
    frame_actions.click(document, *FIRST.middle(1))
    document.go_to(0)
    frame_actions.click(document, *FIRST.middle(0))
    stroke(toolbox.tools[BRUSH], FIRST.corner(0))
    wider = only(document, 0)
    assert to_next_frame(document)
    assert only(document, 1).area == wider.area
    document.undo()
    assert only(document, 1).area == 9
    frame_actions.accept(document)
    document.go_to(0)
    assert not to_next_frame(document)
    assert document.frame == 0
    assert "accepted" in messages[-1]
    assert only(document, 1).state is TargetState.ACCEPTED


def test_other_targets_of_the_next_frame_stay(document: Document) -> None:
    document.go_to(1)
    frame_actions.click(document, *SECOND.middle(1))
    document.go_to(0)
    frame_actions.click(document, *FIRST.middle(0))
    assert to_next_frame(document)
    assert {t.track for t in document.targets} == {1, 2}


def test_on_plain_ground_the_copy_keeps_its_motion_until_it_leaves_the_picture(
    tmp_path: Path,
) -> None:
    document = open_document(
        scenes.write_stack(tmp_path / "a.npy", np.full((4, HEIGHT, WIDTH), 7, np.uint16))
    )
    lines: list[str] = []
    document.message.connect(lines.append)
    brush = ToolBox(document).tools[BRUSH]
    for frame, column in ((0, 21), (1, 11)):
        document.go_to(frame)
        stroke(brush, (column, 80))
    assert {only(document, frame).track for frame in (0, 1)} == {1}
    assert to_next_frame(document)
    assert only(document, 2).box == (0, 79, 3, 82)
    assert not to_next_frame(document)
    assert "leaves the picture" in lines[-1]
    assert document.frame == 2
    document.close()


def test_copying_without_a_selection_or_at_the_last_frame_is_refused_with_a_reason(
    document: Document, messages: list[str]
) -> None:
    assert not to_next_frame(document)
    assert "Select" in messages[-1]
    document.go_to(FRAMES - 1)
    frame_actions.click(document, *FIRST.middle(FRAMES - 1))
    assert not to_next_frame(document)
    assert "last frame" in messages[-1]


def test_an_unreadable_next_frame_is_reported(tmp_path: Path) -> None:
    document = open_document(
        scenes.write_broken_folder(tmp_path / "frames", scenes.frames(3), broken=1)
    )
    lines: list[str] = []
    document.message.connect(lines.append)
    frame_actions.click(document, *FIRST.middle(0))
    assert not to_next_frame(document)
    assert document.frame == 0
    assert "0001.png" in lines[-1]
    document.close()


def test_on_real_video_the_copies_stay_in_the_boxes(tmp_path: Path) -> None:
    folder = real("drone_ir/val")
    inside = frames = 0
    for truth in sorted(folder.glob("*.gt.txt")):
        name = truth.name.removesuffix(".gt.txt")
        boxes = {}
        for line in truth.read_text().split():
            frame, _, *box = line.split(",")[:6]
            boxes[int(frame) - 1] = tuple(map(float, box))
        start = min(f for f in boxes if all(f + i in boxes for i in range(16)))
        video = tmp_path / f"{name}.mp4"
        video.symlink_to(folder / video.name)
        document = open_document(video)
        document.go_to(start)
        x, y, width, height = boxes[start]
        tool = ToolBox(document).tools[BOX_SEED]
        stroke(tool, (round(x) - 1, round(y) - 1), (round(x + width), round(y + height)))
        for frame in range(start + 1, start + 16):
            assert to_next_frame(document)
            x, y, width, height = boxes[frame]
            cx, cy = only(document, frame).centroid
            inside += x - 1 <= cx <= x + width and y - 1 <= cy <= y + height
            frames += 1
        document.close()
    assert frames >= 45
    assert inside >= 0.95 * frames
