"""The polygon tool: clicks make vertices, and the preview is the mask that closing gives."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits.frame_edits import pixels_of
from label_irst.tools.pointer import Pointer
from label_irst.tools.polygon import PolygonTool
from label_irst.tools.toolbox import POLYGON, SEED, ToolBox
from p2m_core.polygon import polygon_pixels
from p2m_core.project import FrameState, get_target, open_project
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH

Point = tuple[float, float]
SQUARE: list[Point] = [(39.6, 19.6), (44.4, 19.6), (44.4, 23.4), (39.6, 23.4)]


@pytest.fixture
def tool(document: Document) -> PolygonTool:
    return PolygonTool(document)


def click(tool: PolygonTool, point: Point, new_target: bool = False, reach: float = 0.6) -> None:
    at = Pointer(*point, new_target, reach)
    tool.hover(at)
    tool.press(at)
    tool.release(at)


def draw(tool: PolygonTool, points: list[Point], close: bool = True) -> None:
    for point in points:
        click(tool, point)
    if close:
        assert tool.takes("accept")


def stored(document: Document) -> set[tuple[int, int]]:
    assert document.project is not None
    assert document.selected is not None
    with open_project(document.project.path, readonly=True) as reader:
        return pixels_of(get_target(reader, document.selected.id))


def shown(document: Document) -> set[tuple[int, int]]:
    preview = document.preview
    assert preview is not None
    return {(int(r) + preview.y0, int(c) + preview.x0) for r, c in np.argwhere(preview.mask)}


@pytest.mark.parametrize("how", ["enter", "first", "double"])
def test_enter_the_first_vertex_and_a_double_click_close_the_polygon(
    document: Document, tool: PolygonTool, how: str
) -> None:
    draw(tool, SQUARE, close=False)
    assert document.targets == []
    if how == "enter":
        assert tool.takes("accept")
    else:
        click(tool, SQUARE[0 if how == "first" else -1])
    assert stored(document) == {(r, c) for r in range(20, 24) for c in range(40, 45)}
    assert document.preview is None
    assert document.state is FrameState.EDITED
    assert document.targets[0].algorithm == "polygon"
    assert not tool.takes("accept"), "and Enter is the window's again"
    document.undo()
    assert document.targets == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    points=st.lists(
        st.tuples(st.floats(-20, WIDTH + 20), st.floats(-20, HEIGHT + 20)),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_the_preview_is_the_mask_stored_also_over_the_border(
    document: Document, tool: PolygonTool, points: list[Point]
) -> None:
    for point in points:
        tool.press(Pointer(*point))
        tool.release(Pointer(*point))
    promised = shown(document)
    tool.takes("accept")
    assert len(document.targets) == bool(promised)
    if promised:
        assert stored(document) == promised
        assert all(0 <= r < HEIGHT and 0 <= c < WIDTH for r, c in promised)
    document.undo()
    assert document.targets == []


def test_the_pointer_is_one_more_vertex_in_the_preview(
    document: Document, tool: PolygonTool
) -> None:
    draw(tool, SQUARE[:3], close=False)
    tool.hover(Pointer(*SQUARE[3], reach=0.6))
    assert document.preview is not None
    assert document.preview.guide == tuple(SQUARE)
    assert document.preview.corners == 3
    promised = shown(document)
    click(tool, SQUARE[3])
    tool.takes("accept")
    assert stored(document) == promised
    assert promised == {tuple(p) for p in polygon_pixels(SQUARE, (HEIGHT, WIDTH)).tolist()}


@pytest.mark.parametrize("key", ["delete", "undo"])
def test_backspace_removes_the_last_vertex_and_ends_the_polygon_at_the_first(
    document: Document, tool: PolygonTool, key: str
) -> None:
    draw(tool, SQUARE[:3], close=False)
    assert tool.takes(key)
    click(tool, (44.4, 21.4))
    assert tool.takes("accept")
    assert stored(document) == {
        tuple(p) for p in polygon_pixels([*SQUARE[:2], (44.4, 21.4)], (HEIGHT, WIDTH)).tolist()
    }
    click(tool, (90, 10))
    assert tool.takes(key)
    assert document.preview is None
    assert not tool.takes(key), "then it is the window's key again"


def test_escape_drops_the_polygon(document: Document, tool: PolygonTool) -> None:
    draw(tool, SQUARE, close=False)
    assert tool.takes("deselect")
    assert document.preview is None
    assert not tool.takes("deselect")
    assert not tool.takes("accept")
    assert document.targets == []


def test_other_commands_stay_with_the_window(document: Document, tool: PolygonTool) -> None:
    draw(tool, SQUARE, close=False)
    for command in ("next", "masks", "fit", "grow", "seed"):
        assert not tool.takes(command)


@pytest.mark.parametrize("points", [[(31.4, 7.6)], [(30.7, 7.6), (31.3, 7.7), (31.1, 8.3)]])
def test_a_polygon_over_one_pixel_gives_a_pixel(
    document: Document, tool: PolygonTool, points: list[Point]
) -> None:
    for point in points:
        click(tool, point, reach=0.1)
    tool.takes("accept")
    assert stored(document) == {(8, 31)}
    assert document.numbers(document.targets[0]) is not None


def test_a_double_click_makes_a_target_of_one_pixel(document: Document, tool: PolygonTool) -> None:
    click(tool, (0.2, 0.1))
    click(tool, (0.2, 0.1))
    assert stored(document) == {(0, 0)}


def test_a_polygon_redraws_the_selected_target_that_it_meets(
    document: Document, tool: PolygonTool
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    x, y = FIRST.corner(0)
    around = [(x - 1.5, y - 1.5), (x + 3.5, y - 1.5), (x + 3.5, y + 3.5), (x - 1.5, y + 3.5)]
    draw(tool, around, close=False)
    assert document.preview is not None
    assert document.preview.replaces == grown.id
    tool.takes("accept")
    (drawn,) = document.targets
    assert (drawn.id, drawn.track, drawn.area) == (grown.id, grown.track, 25)
    assert document.growth is not None, "the growth is still there to go back to"
    document.undo()
    assert document.targets == [grown]


@pytest.mark.parametrize("case", ["elsewhere", "control", "deselected"])
def test_a_polygon_elsewhere_draws_a_new_target(
    document: Document, tool: PolygonTool, case: str
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    x, y = FIRST.corner(0) if case != "elsewhere" else SECOND.corner(0)
    if case == "deselected":
        document.select(None)
    for point in ((x - 0.5, y - 0.5), (x + 1.5, y - 0.5), (x + 1.5, y + 1.5), (x - 0.5, y + 1.5)):
        click(tool, point, new_target=case == "control")
    assert document.preview is not None
    assert document.preview.replaces == 0
    tool.takes("accept")
    assert document.targets[0] == grown
    assert len(document.targets) == 2
    assert document.targets[1].track != grown.track


def test_a_polygon_outlives_the_pointer_leaving_the_view_but_not_another_tool_or_frame(
    document: Document, toolbox: ToolBox
) -> None:
    toolbox.take(POLYGON)
    tool = toolbox.tools[POLYGON]
    assert isinstance(tool, PolygonTool)
    draw(tool, SQUARE[:3], close=False)
    tool.leave()
    assert document.preview is not None
    assert document.preview.guide == tuple(SQUARE[:3])
    toolbox.take(SEED)
    assert document.preview is None
    assert not tool.takes("accept")
    draw(tool, SQUARE[:3], close=False)
    document.step(1)
    assert not tool.takes("accept"), "Enter accepts the frame"
    click(tool, SQUARE[0])
    assert document.preview is not None
    assert document.preview.guide == (SQUARE[0],), "a new one is begun"


def test_a_polygon_outside_of_the_picture_is_refused(
    document: Document, tool: PolygonTool, messages: list[str]
) -> None:
    draw(tool, [(-9, -9), (-5, -9), (-5, -3)])
    assert "outside" in messages[-1]
    assert document.targets == []


@pytest.mark.parametrize(("gap", "replaces"), [(0, True), (1, True), (4, False)])
def test_a_polygon_near_the_selected_mask_redraws_its_target(
    document: Document, tool: PolygonTool, gap: int, replaces: bool
) -> None:
    """As for a target that has moved on by a pixel or two."""
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    x0, y0, x1, _ = grown.box
    left = x1 + gap - 0.4
    draw(tool, [(left, y0 - 0.4), (left + 2, y0 - 0.4), (left + 2, y0 + 1.6), (left, y0 + 1.6)])
    assert len(document.targets) == (1 if replaces else 2)
    assert x0 < document.targets[-1].x0 == x1 + gap
