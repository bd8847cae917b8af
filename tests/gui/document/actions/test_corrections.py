"""Negative clicks: the pixel and those behind it go, and it stays out."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.actions.corrections import negative_click
from label_irst.document.edits.frame_edits import pixels_of
from label_irst.jobs.track_work import regrown
from label_irst.tools.pointer import Pointer
from label_irst.tools.seed import SeedTool
from label_irst.tools.toolbox import BRUSH, ToolBox
from p2m_core.pamg import PamgParams
from p2m_core.project import FrameState, TargetState, list_sequences, list_targets, open_project
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import BRIDGE, FIRST, LAMP, TARGET, WIDTH, leaking
from tests.gui.tools.strokes import stroke


@pytest.fixture(params=[(1, "u1"), (-1, "u1"), (1, "u2"), (-1, "f4")], ids=str)
def leak(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Document]:
    """A click on the target, whose mask leaks into the lamp."""
    image = leaking(*request.param)
    document = open_document(scenes.write_stack(tmp_path / "leak.npy", np.stack([image] * 3)))
    assert frame_actions.click(document, 41, 31)
    assert pixels_of(document.targets[0]) >= LAMP
    yield document
    document.close()


def stored(document: Document) -> set[tuple[int, int]]:
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        (target,) = list_targets(reader, 1, document.frame)
    return pixels_of(target)


def test_the_mask_retreats_from_the_lamp_in_one_undo_step(leak: Document) -> None:
    (before,) = leak.targets
    assert negative_click(leak, 48, 31)
    assert TARGET <= stored(leak) <= TARGET | {BRIDGE}
    assert leak.selected is leak.targets[0]
    assert leak.targets[0].track == before.track
    assert leak.project is not None
    assert leak.project.undo_label == "negative"
    leak.undo()
    assert leak.targets == [before]
    leak.redo()
    assert TARGET <= stored(leak) <= TARGET | {BRIDGE}


def test_an_excluded_pixel_stays_out_of_later_growths(leak: Document) -> None:
    negative_click(leak, *BRIDGE[::-1])
    assert BRIDGE not in stored(leak)
    assert stored(leak) >= TARGET
    for _ in range(400):
        frame_actions.scrub(leak, +1)
    assert BRIDGE not in stored(leak), "walking on along the path goes around it"
    assert leak.project is not None
    assert leak.info is not None
    (target,) = list_targets(leak.project, 1, 0)
    leak.select(target)  # as after the project was opened again
    assert leak.growth is not None
    assert list(BRIDGE) not in leak.growth.path.tolist()
    ((_, after),) = regrown(
        leak.info.path, [target], PamgParams(variant="paper"), lambda done, total: None
    )
    assert BRIDGE not in pixels_of(after), "also with other parameters"
    negative_click(leak, 50, 30)
    negative_click(leak, 40, 30)
    assert leak.targets[0].parameters["excluded"] == [[43, 31], [50, 30], [40, 30]]
    assert not {BRIDGE, (30, 50), (30, 40)} & stored(leak)


def test_a_small_mask_loses_the_pixel_and_at_most_its_neighbours(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    x, y = FIRST.corner(0)
    before = stored(document)
    assert len(before) == 9
    for corner in ((y, x), (y + 2, x + 2)):
        assert negative_click(document, corner[1], corner[0])
        lost = before - stored(document)
        assert corner in lost
        assert all(max(abs(r - corner[0]), abs(c - corner[1])) <= 1 for r, c in lost)
        before = stored(document)


def test_the_seed_pixel_can_be_excluded(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    x, y = FIRST.middle(0)
    before = stored(document)
    assert negative_click(document, x, y)
    assert stored(document) == before - {(y, x)}
    seed = document.targets[0].seeds[-1]
    assert (int(seed[1]), int(seed[0])) in before - {(y, x)}
    assert document.growth is not None
    for _ in range(30):
        frame_actions.scrub(document, +1)
    assert (y, x) not in stored(document)


def test_a_negative_click_never_adds_pixels(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    for _ in range(30):
        frame_actions.scrub(document, +1)
    while len(before := stored(document)) > 1:
        row, column = sorted(before)[len(before) // 3]
        assert negative_click(document, column, row)
        assert len(stored(document)) < len(before)
        assert (row, column) not in stored(document)


def test_the_only_pixel_of_a_mask_stays_and_a_message_explains_why(
    document: Document, toolbox: ToolBox, messages: list[str]
) -> None:
    toolbox.diameter = 1
    stroke(toolbox.tools[BRUSH], (50, 50))
    before = list(document.targets)
    assert not negative_click(document, 50, 50)
    assert document.targets == before
    assert "only pixel" in messages[-1]


@pytest.mark.parametrize("at", [(80, 20), (-5, 20), (WIDTH + 3, 5)])
def test_a_negative_click_on_empty_ground_only_shows_a_message(
    document: Document, messages: list[str], at: tuple[int, int]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    before = list(document.targets)
    assert not negative_click(document, *at)
    assert document.targets == before
    assert document.selected == before[0]
    assert "no mask here" in messages[-1]
    assert document.project is not None
    assert document.project.undo_label == "grow"


def test_a_pixel_near_the_mask_is_excluded_from_later_growth(
    document: Document, messages: list[str]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    before = stored(document)
    frame_actions.scrub(document, +1)
    (row, column) = next(iter(stored(document) - before))
    document.undo()
    frame_actions.click(document, *FIRST.middle(0))
    assert negative_click(document, column, row)
    assert stored(document) == before
    assert "not grow over" in messages[-1]
    for _ in range(40):
        frame_actions.scrub(document, +1)
    assert len(stored(document)) > 12
    assert (row, column) not in stored(document)


def test_a_painted_mask_is_cut(document: Document, toolbox: ToolBox) -> None:
    toolbox.diameter = 1
    stroke(toolbox.tools[BRUSH], (60, 50), (70, 50))
    stroke(toolbox.tools[BRUSH], (60, 60), (62, 60))  # another part of the same target
    assert negative_click(document, 67, 50)
    assert stored(document) == {(50, c) for c in range(60, 67)} | {(60, c) for c in (60, 61, 62)}
    document.undo()
    assert len(stored(document)) == 14


def test_the_selected_target_comes_first_where_masks_overlap(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    frame_actions.click(document, *FIRST.middle(0), new_target=True)
    first, second = document.targets
    document.select(first)
    x, y = FIRST.corner(0)
    negative_click(document, x, y)
    assert document.targets[0].area == first.area - 1
    assert document.targets[1] == second


def test_a_read_only_project_is_not_changed(leak: Document) -> None:
    assert leak.project is not None
    lines: list[str] = []
    leak.message.connect(lines.append)
    before = list(leak.targets)
    path = leak.project.path
    leak.close()
    leak.open_project(open_project(path, readonly=True))
    leak.open_sequence(list_sequences(leak.project)[0])
    assert not negative_click(leak, 48, 31)
    assert leak.targets == before
    assert lines


def test_a_second_click_keeps_the_pixels_out_and_shows_it_before(
    leak: Document,
) -> None:
    negative_click(leak, *BRIDGE[::-1])
    seed = SeedTool(leak)
    seed.hover(Pointer(40, 30))
    assert leak.preview is not None
    promised = int(leak.preview.mask.sum())
    seed.press(Pointer(40, 30))
    assert stored(leak) >= TARGET
    assert BRIDGE not in stored(leak)
    assert len(stored(leak)) == promised
    assert leak.targets[0].parameters["excluded"] == [[43, 31]]
    seed.hover(Pointer(*BRIDGE[::-1]))
    seed.press(Pointer(*BRIDGE[::-1]))  # the user changes his mind
    assert BRIDGE in stored(leak)
    assert "excluded" not in leak.targets[0].parameters
    negative_click(leak, *BRIDGE[::-1])
    before = list(leak.targets)
    seed.press(Pointer(40, 30, new_target=True))
    assert leak.targets[0] == before[0]
    assert "excluded" not in leak.targets[1].parameters, "it is another target"


def test_a_mask_that_was_scrubbed_keeps_its_size_but_for_what_is_taken_out(
    document: Document,
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    assert document.growth is not None
    path = [tuple(p) for p in document.growth.path.tolist()]
    frame_actions.scrub_to(document, 30)
    assert negative_click(document, path[20][1], path[20][0])
    assert path[20] not in stored(document)
    assert set(path[:9]) <= stored(document) < set(path[:30])
    assert len(stored(document)) >= 15
    left = stored(document)
    frame_actions.scrub(document, +3)
    assert negative_click(document, path[9][1], path[9][0])
    assert stored(document) >= set(path[:9])
    assert not stored(document) & {path[9], path[20]}
    document.undo()
    document.undo()
    assert stored(document) == left


def test_an_accepted_target_must_be_reviewed_again_even_if_its_mask_stays(
    document: Document,
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    assert document.growth is not None
    row, column = document.growth.path[9].tolist()
    frame_actions.accept(document)
    assert negative_click(document, column, row)
    assert document.targets[0].state is TargetState.EDITED
    assert document.state is FrameState.EDITED
