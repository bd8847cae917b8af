"""The select tool: the target under the pointer, or the nearest within a finger's reach."""

import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.tools.pointer import Pointer
from label_irst.tools.toolbox import SELECT, ToolBox
from p2m_core.project import Target, list_targets
from tests.gui.scenes import FIRST, SECOND


@pytest.fixture
def targets(document: Document) -> list[Target]:
    for plane in (FIRST, SECOND):
        frame_actions.click(document, *plane.middle(0))
    document.select(None)
    assert len(document.targets) == 2
    return document.targets


def pick(toolbox: ToolBox, at: Pointer) -> None:
    tool = toolbox.tools[SELECT]
    tool.hover(at)
    tool.press(at)
    tool.drag(at)
    tool.release(at)
    tool.leave()


def test_a_click_on_a_mask_selects_it_and_its_track(
    document: Document, toolbox: ToolBox, targets: list[Target]
) -> None:
    for target, plane in zip(targets, (FIRST, SECOND), strict=True):
        pick(toolbox, Pointer(*plane.corner(0)))
        assert document.selected is target
        assert document.active_track == target.track


def test_a_click_takes_the_nearest_target_within_reach_and_none_beyond(
    document: Document, toolbox: ToolBox, targets: list[Target]
) -> None:
    x, y = FIRST.middle(0)
    pick(toolbox, Pointer(x + 8, y, reach=7.0))
    assert document.selected is targets[0]
    pick(toolbox, Pointer(x + 8, y, reach=3.0))
    assert document.selected is None
    between = Pointer((x + SECOND.middle(0)[0]) / 2 + 6, (y + SECOND.middle(0)[1]) / 2, reach=99.0)
    pick(toolbox, between)
    assert document.selected is targets[1]


def test_the_newest_of_overlapping_masks_is_selected(
    document: Document, toolbox: ToolBox, targets: list[Target]
) -> None:
    frame_actions.click(document, *FIRST.middle(0), new_target=True)
    document.select(None)
    pick(toolbox, Pointer(*FIRST.middle(0)))
    assert document.selected is not None
    assert document.selected.id == max(t.id for t in document.targets)


def test_selecting_changes_nothing_in_the_project(
    document: Document, toolbox: ToolBox, targets: list[Target]
) -> None:
    assert document.project is not None
    before = list_targets(document.project, 1, 0)
    pick(toolbox, Pointer(*FIRST.middle(0)))
    pick(toolbox, Pointer(5, 5))
    assert list_targets(document.project, 1, 0) == before
    assert document.project.undo_label == "grow"
