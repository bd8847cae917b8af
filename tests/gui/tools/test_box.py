"""Flood and box seed: while the box is drawn, the mask is shown as it would be stored."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits.frame_edits import pixels_of
from label_irst.tools.pointer import Pointer, Tool
from label_irst.tools.toolbox import BOX_SEED, FLOOD, ToolBox
from p2m_core.flood import flood
from p2m_core.pamg.boxes import grow_in_box
from p2m_core.project import get_target, list_targets, open_project
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH
from tests.gui.tools.strokes import stroke

pytestmark = pytest.mark.usefixtures("qapp")  # a document has timers

TOOLS = [FLOOD, BOX_SEED]


@pytest.fixture(params=TOOLS)
def tool(toolbox: ToolBox, request: pytest.FixtureRequest) -> Tool:
    return toolbox.tools[request.param]


def around(plane: scenes.Plane, frame: int = 0, margin: int = 4) -> list[tuple[int, int]]:
    """Two corners of a rough box around it."""
    x, y = plane.corner(frame)
    return [(x - margin, y - margin + 1), (x + plane.size + margin, y + plane.size + margin - 2)]


def stored(document: Document) -> set[tuple[int, int]]:
    assert document.project is not None
    assert document.selected is not None
    with open_project(document.project.path, readonly=True) as reader:
        return pixels_of(get_target(reader, document.selected.id))


def shown(document: Document) -> set[tuple[int, int]]:
    preview = document.preview
    assert preview is not None
    return {(int(r) + preview.y0, int(c) + preview.x0) for r, c in np.argwhere(preview.mask)}


def pixels(mask: np.ndarray) -> set[tuple[int, int]]:
    return {(int(r), int(c)) for r, c in np.argwhere(mask)}


def test_a_rough_box_gives_the_drawn_target_and_one_undo_step(
    document: Document, tool: Tool
) -> None:
    for plane in (FIRST, SECOND):
        stroke(tool, *around(plane))
        assert stored(document) == pixels(plane.mask(0))
    assert len({t.track for t in document.targets}) == 2
    document.undo()
    assert len(document.targets) == 1
    document.undo()
    assert document.targets == []


@pytest.mark.parametrize("name", TOOLS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=st.tuples(st.integers(-9, WIDTH + 9), st.integers(-9, HEIGHT + 9)),
    end=st.tuples(st.integers(-9, WIDTH + 9), st.integers(-9, HEIGHT + 9)),
    steps=st.lists(st.sampled_from(["grow", "shrink"]), max_size=4),
)
def test_the_preview_while_dragging_is_the_mask_stored(
    document: Document,
    toolbox: ToolBox,
    name: str,
    start: tuple[int, int],
    end: tuple[int, int],
    steps: list[str],
) -> None:
    """Any box, over any border, drawn from any corner."""
    tool = toolbox.tools[name]
    tool.press(Pointer(*start))
    tool.drag(Pointer(*end))
    for step in steps:
        assert tool.takes(step)
    assert document.preview is not None
    assert len(document.preview.guide) == 4
    promised = shown(document)
    tool.release(Pointer(*end))
    assert document.preview is None
    assert len(document.targets) == bool(promised)
    if promised:
        assert stored(document) == promised
        assert {0} <= {min(r, c, HEIGHT - 1 - r, WIDTH - 1 - c, 0) for r, c in promised}
    document.undo()
    assert document.targets == []


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
@pytest.mark.parametrize("contrast", [90, -90])
@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize(
    ("x", "y", "size"),
    [(40, 30, 1), (0, 0, 2), (WIDTH - 3, HEIGHT - 3, 3), (WIDTH - 1, 40, 1), (60, 0, 2)],
)
def test_both_tools_find_targets_of_any_polarity_depth_size_and_place(
    tmp_path: Path, name: str, dtype: str, contrast: int, x: int, y: int, size: int
) -> None:
    image = np.random.default_rng(1).normal(120, 2, (HEIGHT, WIDTH))
    image[y : y + size, x : x + size] += contrast
    document = open_document(
        scenes.write_stack(tmp_path / "a.npy", np.stack([image] * 2).astype(dtype))
    )
    tool = ToolBox(document).tools[name]
    stroke(tool, (x - 3, y - 3), (x + size + 2, y + size + 2))
    assert stored(document) == {(r, c) for r in range(y, y + size) for c in range(x, x + size)}
    document.close()


def test_both_tools_store_the_masks_of_the_core(document: Document, toolbox: ToolBox) -> None:
    assert document.image is not None
    (x0, y0), (x1, y1) = around(SECOND)
    stroke(toolbox.tools[FLOOD], (x0, y0), (x1, y1))
    expected = flood(document.image, (x0, y0, x1 + 1, y1 + 1)).pixels
    assert stored(document) == {tuple(p) for p in expected.tolist()}
    document.undo()
    stroke(toolbox.tools[BOX_SEED], (x1, y0), (x0, y1))
    growth = grow_in_box(document.image, (x0, y0, x1 + 1 - x0, y1 + 1 - y0), document.params)
    assert stored(document) == pixels(growth.mask)
    assert document.selected is not None
    assert document.selected.seeds == (growth.seed,)


def test_a_box_seed_walks_its_growth_path_within_the_box(
    document: Document, toolbox: ToolBox
) -> None:
    box = around(FIRST)
    stroke(toolbox.tools[BOX_SEED], *box)
    assert document.project is not None
    reopened = list_targets(document.project, 1, 0)[0]
    document.select(reopened)
    assert document.growth is not None
    for _ in range(300):
        frame_actions.scrub(document, +1)
    (x0, y0), (x1, y1) = box
    assert document.selected is not None
    assert document.selected.area > 12
    assert {(r, c) for r, c in stored(document) if not (y0 <= r <= y1 and x0 <= c <= x1)} == set()
    document.undo()
    assert stored(document) == pixels(FIRST.mask(0)), "one gesture, one undo step"


def test_the_level_of_a_flood_moves_afterwards_too(document: Document, toolbox: ToolBox) -> None:
    stroke(toolbox.tools[FLOOD], *around(FIRST))
    start = stored(document)
    assert document.project is not None
    document.select(
        list_targets(document.project, 1, 0)[0]
    )  # as after the project was opened again
    for _ in range(4):
        before = stored(document)
        assert frame_actions.scrub(document, +1)
        assert before < stored(document), "another mask at each step"
    assert document.project.undo_label == "level"
    for _ in range(4):
        assert frame_actions.scrub(document, -1)
    assert stored(document) == start
    frame_actions.scrub(document, +2)
    document.undo()
    assert stored(document) == start
    document.undo()
    assert document.targets == []


def test_keys_move_the_mask_only_while_the_button_is_held(document: Document, tool: Tool) -> None:
    assert not tool.takes("grow")
    start, end = around(FIRST)
    tool.press(Pointer(*start))
    tool.drag(Pointer(*end))
    first = shown(document)
    assert tool.takes("grow")
    assert first < shown(document)
    assert tool.takes("shrink")
    assert shown(document) == first
    assert not tool.takes("next")
    tool.release(Pointer(*end))
    assert not tool.takes("grow")


def test_escape_another_frame_and_another_tool_drop_the_box(document: Document, tool: Tool) -> None:
    start, end = around(FIRST)
    for drop in (lambda: tool.takes("deselect"), lambda: document.step(1), tool.leave):
        tool.press(Pointer(*start))
        tool.drag(Pointer(*end))
        drop()
        assert document.preview is None
        tool.drag(Pointer(*end))
        tool.release(Pointer(*end))
        assert document.targets == []
        assert document.preview is None


def test_a_click_is_not_a_box_and_a_box_outside_is_refused(
    document: Document, tool: Tool, messages: list[str]
) -> None:
    stroke(tool, (40, 40))
    assert "Drag a box" in messages[-1]
    stroke(tool, (-9, 20), (-3, 40))
    assert "outside" in messages[-1]
    assert document.targets == []


def test_a_mask_that_meets_a_target_takes_its_place_unless_control_is_held(
    document: Document, tool: Tool
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    start, end = around(FIRST)
    tool.press(Pointer(*start))
    tool.drag(Pointer(*end))
    assert document.preview is not None
    assert document.preview.replaces == grown.id
    tool.release(Pointer(*end))
    (target,) = document.targets
    assert (target.id, target.track) == (grown.id, grown.track)
    tool.press(Pointer(*start))
    tool.drag(Pointer(*end, new_target=True))
    tool.release(Pointer(*end, new_target=True))
    assert len({t.track for t in document.targets}) == 2
    document.select(document.targets[0])
    stroke(tool, *around(SECOND))
    assert len(document.targets) == 3, "away from it, it is another one"


def test_a_box_over_half_of_a_large_frame_is_refused(tmp_path: Path) -> None:
    document = open_document(
        scenes.write_stack(tmp_path / "a.npy", np.zeros((1, 600, 700), np.uint16))
    )
    lines: list[str] = []
    document.message.connect(lines.append)
    stroke(ToolBox(document).tools[FLOOD], (0, 0), (520, 30))
    assert document.targets == []
    assert "512" in lines[-1]
    document.close()
