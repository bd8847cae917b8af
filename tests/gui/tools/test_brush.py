"""Brush and eraser: strokes without gaps, one undo step each, nothing lost."""

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits.frame_edits import pixels_of
from label_irst.tools.brush import SIZES, BrushTool, footprint, line
from label_irst.tools.pointer import Pointer, Tool
from label_irst.tools.toolbox import BRUSH, ERASER, ToolBox
from p2m_core.project import FrameState, list_targets, open_project
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH
from tests.gui.tools.strokes import stroke

points = st.tuples(st.integers(-20, WIDTH + 20), st.integers(-20, HEIGHT + 20))
inside = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))


@pytest.fixture
def brush(toolbox: ToolBox) -> Tool:
    return toolbox.tools[BRUSH]


@pytest.fixture
def eraser(toolbox: ToolBox) -> Tool:
    return toolbox.tools[ERASER]


def pieces(document: Document) -> int:
    """Parts of the selected mask that do not touch, not even at a corner."""
    assert document.selected is not None
    return cv2.connectedComponents(document.selected.mask.astype(np.uint8))[0] - 1


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=inside, rest=st.lists(inside, max_size=3), diameter=st.sampled_from(SIZES))
def test_a_fast_stroke_leaves_no_gaps_and_is_one_undo_step(
    document: Document,
    toolbox: ToolBox,
    start: tuple[int, int],
    rest: list[tuple[int, int]],
    diameter: int,
) -> None:
    toolbox.diameter = diameter
    stroke(toolbox.tools[BRUSH], start, *rest)
    assert pieces(document) == 1
    assert document.selected is not None
    painted = pixels_of(document.selected)
    assert {(y, x) for x, y in [start, *rest]} <= painted
    document.undo()
    assert document.targets == []
    assert document.state is FrameState.UNSEEN
    document.redo()
    assert [pixels_of(t) for t in document.targets] == [painted]
    document.undo()


@given(points, points)
def test_a_line_has_every_pixel_between_its_ends(
    start: tuple[int, int], end: tuple[int, int]
) -> None:
    path = line(start, end)
    assert path[0] == start
    assert path[-1] == end
    steps = np.abs(np.diff(np.array(path), axis=0))
    assert steps.max(initial=0) <= 1


@pytest.mark.parametrize("diameter", SIZES)
def test_the_footprint_is_a_disc_of_its_diameter(diameter: int) -> None:
    pixels = np.array(sorted(footprint(50, 60, diameter)))
    extent = pixels.max(axis=0) - pixels.min(axis=0) + 1
    assert tuple(extent) == (diameter, diameter)
    assert len(pixels) == pytest.approx(np.pi * diameter**2 / 4, rel=0.35)
    assert (50, 60) in footprint(50, 60, diameter)
    if diameter % 2:
        mirrored = {(100 - r, 120 - c) for r, c in footprint(50, 60, diameter)}
        assert mirrored == footprint(50, 60, diameter)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=points, end=points)
def test_strokes_over_the_border_stay_in_the_picture(
    document: Document, toolbox: ToolBox, start: tuple[int, int], end: tuple[int, int]
) -> None:
    toolbox.diameter = 7
    brush = toolbox.tools[BRUSH]
    brush.hover(Pointer(*start))
    stroke(brush, start, end)
    for target in document.targets:
        x0, y0, x1, y1 = target.box
        assert 0 <= x0 < x1 <= WIDTH
        assert 0 <= y0 < y1 <= HEIGHT
        document.undo()
    assert document.targets == []


def test_the_four_corners_can_be_painted(document: Document, toolbox: ToolBox) -> None:
    toolbox.diameter = 1
    corners = [(0, 0), (WIDTH - 1, 0), (WIDTH - 1, HEIGHT - 1), (0, HEIGHT - 1), (0, 0)]
    stroke(toolbox.tools[BRUSH], *corners)
    assert document.selected is not None
    assert document.selected.box == (0, 0, WIDTH, HEIGHT)
    assert document.selected.area == 2 * (WIDTH + HEIGHT) - 4


def test_one_pixel_is_a_target(document: Document, toolbox: ToolBox) -> None:
    toolbox.diameter = 1
    stroke(toolbox.tools[BRUSH], (31.4, 7.6))
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        (target,) = list_targets(reader, 1, 0)
    assert target.box == (31, 8, 32, 9)
    assert document.numbers(target) is not None


def test_a_stroke_adds_to_the_selected_target_or_else_makes_one(
    document: Document, brush: Tool
) -> None:
    stroke(brush, (40, 40))
    stroke(brush, (43, 40))
    (target,) = document.targets
    assert target.box == (39, 39, 45, 42)
    document.select(None)
    stroke(brush, (80, 20))
    assert len(document.targets) == 2
    assert len({t.track for t in document.targets}) == 2


def test_a_stroke_repaints_the_grown_target_and_undo_gives_it_back(
    document: Document, brush: Tool, eraser: Tool
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    x, y = FIRST.corner(0)
    stroke(brush, (x, y), (x + 6, y))
    assert len(document.targets) == 1
    assert document.targets[0].area > grown.area
    wider = document.targets[0]
    stroke(eraser, (x + 6, y))
    assert document.targets[0].area < wider.area
    document.undo()
    assert document.targets == [wider]
    document.undo()
    assert document.targets == [grown], "bit for bit, with its seed and its path"
    assert document.growth is not None


def test_erasing_the_last_pixel_removes_the_target_and_undo_brings_it_back(
    document: Document, toolbox: ToolBox, eraser: Tool
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    toolbox.diameter = 19
    stroke(eraser, FIRST.middle(0))
    assert document.targets == []
    assert document.selected is None
    assert document.state is FrameState.UNSEEN
    document.undo()
    assert document.targets == [grown]
    assert document.state is FrameState.EDITED
    assert document.selected == grown


def test_the_eraser_touches_the_selected_target_only(
    document: Document, toolbox: ToolBox, eraser: Tool, messages: list[str]
) -> None:
    for plane in (FIRST, SECOND):
        frame_actions.click(document, *plane.middle(0))
    before = list(document.targets)
    document.select(None)
    stroke(eraser, FIRST.middle(0))
    assert document.targets == before
    assert "Select" in messages[-1]
    document.select(before[1])
    stroke(eraser, FIRST.middle(0))
    assert document.targets == before


def test_the_preview_of_a_stroke_is_what_is_stored(
    document: Document, toolbox: ToolBox, brush: Tool, eraser: Tool
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    x, y = FIRST.middle(0)
    for tool in (brush, eraser):
        tool.press(Pointer(x - 2, y))
        tool.drag(Pointer(x + 1, y + 1))
        preview = document.preview
        assert preview is not None
        assert document.selected is not None
        assert preview.replaces == document.selected.id
        tool.release(Pointer(x + 1, y + 1))
        assert document.preview is None
        target = document.selected
        assert (preview.x0, preview.y0) == (target.x0, target.y0)
        np.testing.assert_array_equal(preview.mask, target.mask)


@pytest.mark.parametrize("name", [BRUSH, ERASER])
def test_hovering_shows_the_footprint_until_the_pointer_leaves(
    document: Document, toolbox: ToolBox, name: str
) -> None:
    toolbox.diameter = 5
    tool = toolbox.tools[name]
    tool.hover(Pointer(30, 40))
    assert document.preview is not None
    rows, columns = np.nonzero(document.preview.mask)
    seen = {
        (int(r) + document.preview.y0, int(c) + document.preview.x0)
        for r, c in zip(rows, columns, strict=True)
    }
    assert seen == footprint(40, 30, 5)
    assert document.preview.erases is (name == ERASER)
    assert document.preview.replaces == 0, "no target is hidden by it"
    tool.hover(Pointer(-50, 40))
    assert document.preview is None
    tool.hover(Pointer(30, 40))
    tool.leave()
    assert document.preview is None


@pytest.mark.parametrize("dragged_on", [False, True])
def test_a_stroke_never_lands_on_another_frame(
    document: Document, brush: Tool, dragged_on: bool
) -> None:
    """The frame is changed by a key while the button is held."""
    brush.press(Pointer(40, 40))
    brush.drag(Pointer(45, 40))
    document.step(1)
    if dragged_on:
        brush.drag(Pointer(50, 40))
    brush.release(Pointer(50, 40))
    assert document.preview is None
    assert document.project is not None
    assert list_targets(document.project, 1, 1) == []


def test_a_change_of_tool_in_the_middle_of_a_stroke_paints_nothing(
    document: Document, toolbox: ToolBox
) -> None:
    toolbox.take(BRUSH)
    toolbox.tool.press(Pointer(40, 40))
    toolbox.take(ERASER)
    assert document.preview is None
    toolbox.take(BRUSH)
    toolbox.tool.drag(Pointer(60, 40))
    toolbox.tool.release(Pointer(60, 40))
    assert document.targets == []


def test_a_stroke_that_changes_nothing_is_no_undo_step(
    document: Document, toolbox: ToolBox, brush: Tool
) -> None:
    frame_actions.click(document, *SECOND.middle(0))
    toolbox.diameter = 1
    stroke(brush, SECOND.middle(0))
    assert document.project is not None
    assert document.project.undo_label == "grow"


def test_the_brush_keeps_within_its_sizes(toolbox: ToolBox) -> None:
    seen = set()
    for by in [-1] * 12 + [1] * 12:
        toolbox.resize_brush(by)
        seen.add(toolbox.diameter)
    assert seen == set(SIZES)
    assert toolbox.diameter == SIZES[-1]


def test_the_chosen_brush_size_is_the_size_that_paints(document: Document) -> None:
    diameter = 1
    tool = BrushTool(document, erases=False, diameter=lambda: diameter)
    stroke(tool, (40, 40))
    diameter = 9
    document.select(None)
    stroke(tool, (80, 40))
    assert [t.mask.shape for t in document.targets] == [(1, 1), (9, 9)]
