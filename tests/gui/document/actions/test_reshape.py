"""Thicker and thinner masks: by one pixel all around, and never empty."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import ndimage

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits.frame_edits import Pixels, pixels_of
from label_irst.tools.toolbox import BRUSH, ToolBox
from tests.gui.scenes import FIRST, HEIGHT, WIDTH
from tests.gui.tools.strokes import stroke


def whole(pixels: Pixels) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    for pixel in pixels:
        mask[pixel] = True
    return mask


def selected(document: Document) -> np.ndarray:
    assert document.selected is not None
    return whole(pixels_of(document.selected))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    points=st.lists(
        st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1)), min_size=1, max_size=3
    ),
    diameter=st.sampled_from([1, 3, 9]),
)
def test_reshaping_is_dilation_and_erosion_by_a_cross_up_to_the_border(
    document: Document, toolbox: ToolBox, points: list[tuple[int, int]], diameter: int
) -> None:
    toolbox.diameter = diameter
    stroke(toolbox.tools[BRUSH], *points)
    before = selected(document)
    frame_actions.reshape(document, larger=True)
    np.testing.assert_array_equal(selected(document), ndimage.binary_dilation(before))
    document.undo()
    expected = ndimage.binary_erosion(before, border_value=1)
    frame_actions.reshape(document, larger=False)
    if expected.any():
        np.testing.assert_array_equal(selected(document), expected)
    else:
        assert selected(document).sum() == 1
        assert (selected(document) & before).any()
    while document.targets:
        document.undo()


def test_several_presses_are_one_undo_step(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    for _ in range(3):
        frame_actions.reshape(document, larger=True)
    frame_actions.reshape(document, larger=False)
    assert document.targets[0].area > grown.area
    assert document.targets[0].track == grown.track
    document.undo()
    assert document.targets == [grown]


def test_a_mask_that_would_vanish_keeps_its_strongest_pixel(
    document: Document, messages: list[str]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    for _ in range(4):
        frame_actions.reshape(document, larger=False)
    assert document.targets[0].area == 1
    assert pixels_of(document.targets[0]) <= {
        (int(r), int(c)) for r, c in np.argwhere(FIRST.mask(0))
    }
    assert not frame_actions.reshape(document, larger=False)
    assert "One pixel" in messages[-1]


@pytest.mark.parametrize("larger", [True, False])
def test_reshaping_without_a_selection_asks_for_one(
    document: Document, messages: list[str], larger: bool
) -> None:
    assert not frame_actions.reshape(document, larger)
    assert "Select" in messages[-1]
    assert document.targets == []
