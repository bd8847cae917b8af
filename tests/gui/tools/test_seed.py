"""The seed tool: the preview under the pointer is the mask that a click gives."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from label_irst.document import Document
from label_irst.tools.pointer import Pointer
from label_irst.tools.seed import SeedTool
from p2m_core.pamg import PamgParams, grow
from p2m_core.project import get_target, iter_targets, open_project, paint
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH
from tests.gui.tools.strokes import stroke


@pytest.fixture
def tool(document: Document) -> SeedTool:
    return SeedTool(document)


def shown(document: Document) -> NDArray[np.bool_]:
    """The preview in the whole frame."""
    assert document.preview is not None
    frame = np.zeros((HEIGHT, WIDTH), bool)
    height, width = document.preview.mask.shape
    x0, y0 = document.preview.x0, document.preview.y0
    frame[y0 : y0 + height, x0 : x0 + width] = document.preview.mask
    return frame


def stored(document: Document) -> NDArray[np.bool_]:
    """The selected target in the whole frame, as the file has it."""
    assert document.project is not None
    assert document.selected is not None
    with open_project(document.project.path, readonly=True) as reader:
        return paint(get_target(reader, document.selected.id), (HEIGHT, WIDTH))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    x=st.floats(-0.5, WIDTH - 0.51),
    y=st.floats(-0.5, HEIGHT - 0.51),
    frame=st.integers(0, 3),
    radius=st.sampled_from([3.0, 8.0, 20.0]),
)
def test_the_preview_is_the_mask_that_a_click_gives(
    document: Document, tool: SeedTool, x: float, y: float, frame: int, radius: float
) -> None:
    document.go_to(frame)
    document.set_params(PamgParams(support_radius=radius))
    assert document.targets == []
    tool.hover(Pointer(x, y))
    preview = shown(document)
    stroke(tool, (x, y))
    np.testing.assert_array_equal(stored(document), preview)
    assert document.image is not None
    np.testing.assert_array_equal(preview, grow(document.image, (x, y), document.params).mask)
    document.undo()


def test_a_click_gives_the_drawn_target_and_one_undo_step(
    document: Document, tool: SeedTool
) -> None:
    for plane in (FIRST, SECOND):
        stroke(tool, plane.middle(0), (5, 5), (90, 10))  # dragging on changes nothing
        np.testing.assert_array_equal(stored(document), plane.mask(0))
    assert len(document.targets) == 2
    document.undo()
    assert len(document.targets) == 1
    document.undo()
    assert document.targets == []


def test_the_preview_follows_the_pointer_the_frame_and_the_parameters(
    document: Document, tool: SeedTool
) -> None:
    at = Pointer(*FIRST.middle(0))
    tool.hover(at)
    np.testing.assert_array_equal(shown(document), FIRST.mask(0))
    tool.hover(Pointer(*SECOND.middle(0)))
    np.testing.assert_array_equal(shown(document), SECOND.mask(0))
    tool.hover(at)
    document.step(1)
    assert document.preview is None
    tool.hover(Pointer(*FIRST.middle(1)))
    np.testing.assert_array_equal(shown(document), FIRST.mask(1))
    assert document.image is not None
    tool.hover(Pointer(60, 10))
    default = shown(document)
    document.set_params(PamgParams(variant="paper"))
    tool.hover(Pointer(60, 10))
    other = grow(document.image, (60, 10), document.params).mask
    np.testing.assert_array_equal(shown(document), other)
    assert not np.array_equal(other, default)


def test_the_preview_goes_when_the_pointer_leaves_the_view(
    document: Document, tool: SeedTool
) -> None:
    tool.hover(Pointer(*FIRST.middle(0)))
    assert document.preview is not None
    tool.leave()
    assert document.preview is None
    tool.hover(Pointer(*FIRST.middle(0)))
    assert document.preview is not None, "and back again at the same pixel"


@pytest.mark.parametrize("at", [(-1.0, 5.0), (5.0, -1.0), (WIDTH + 3.0, 5.0), (5.0, HEIGHT + 0.0)])
def test_a_click_outside_the_picture_is_refused_and_has_no_preview(
    document: Document, tool: SeedTool, messages: list[str], at: tuple[float, float]
) -> None:
    tool.hover(Pointer(*FIRST.middle(0)))
    tool.hover(Pointer(*at))
    assert document.preview is None
    stroke(tool, at)
    assert document.targets == []
    assert "outside" in messages[-1]


def test_a_preview_is_never_stored(document: Document, tool: SeedTool) -> None:
    for x in range(0, WIDTH, 4):
        tool.hover(Pointer(x, x * HEIGHT / WIDTH))
    assert document.preview is not None
    assert document.preview.replaces == 0, "and hides no target"
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        assert list(iter_targets(reader, 1)) == []
    assert document.project.undo_label is None
    assert not document.states.any()
