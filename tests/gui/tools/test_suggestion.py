"""Suggestions under the tools: a click accepts one, a right click rejects it."""

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import suggestion_actions
from label_irst.tools import suggestion
from label_irst.tools.pointer import Pointer
from label_irst.tools.seed import SeedTool
from label_irst.tools.select import SelectTool
from p2m_core.project import Origin
from tests.gui.document.test_suggestions import suggest
from tests.gui.scenes import FIRST
from tests.gui.tools.strokes import stroke

BESIDE = FIRST.middle(0)[0] + 2.4, FIRST.middle(0)[1] + 0.2  # in the circle, off the target


@pytest.fixture
def suggested(document: Document) -> Document:
    suggest(document, 0)
    return document


@pytest.mark.parametrize("tool", [SeedTool, SelectTool])
def test_hovering_shows_the_mask_that_a_click_gives(suggested: Document, tool: type) -> None:
    hand = tool(suggested)
    hand.hover(Pointer(*BESIDE))
    promised = suggested.preview
    assert promised is not None
    assert suggested.suggestions.hovered == suggested.suggestions.shown[0]
    stroke(hand, BESIDE)
    target = suggested.selected
    assert target is not None
    assert target.origin is Origin.SUGGESTED
    assert (target.x0, target.y0) == (promised.x0, promised.y0)
    np.testing.assert_array_equal(target.mask, promised.mask)
    assert suggested.preview is None
    assert len(suggested.targets) == 1
    assert len(suggested.suggestions.shown) == 1
    suggested.undo()
    assert len(suggested.suggestions.shown) == 2


@pytest.mark.parametrize("tool", [SeedTool, SelectTool])
def test_the_preview_goes_when_the_pointer_leaves_the_suggestion(
    suggested: Document, tool: type
) -> None:
    hand = tool(suggested)
    hand.hover(Pointer(*BESIDE))
    hand.hover(Pointer(60, 10))
    assert suggested.suggestions.hovered is None
    assert (suggested.preview is None) is (tool is SelectTool), "the seed tool shows its own"
    hand.hover(Pointer(*BESIDE))
    hand.leave()
    assert suggested.preview is None


def test_hidden_suggestions_ignore_clicks(suggested: Document) -> None:
    suggested.display.show_masks(False)
    assert not suggestion.hover(suggested, Pointer(*BESIDE))
    assert not suggestion.accept(suggested, Pointer(*BESIDE))
    assert not suggestion.reject(suggested, Pointer(*BESIDE))
    suggested.display.show_masks(True)
    assert suggestion.accept(suggested, Pointer(*BESIDE))


def test_the_preview_goes_when_all_are_accepted_by_key(suggested: Document) -> None:
    SeedTool(suggested).hover(Pointer(*BESIDE))
    assert suggested.preview is not None
    suggestion_actions.accept_all(suggested)
    assert suggested.preview is None


def test_a_click_with_ctrl_sets_a_seed_on_a_suggestion(suggested: Document) -> None:
    tool = SeedTool(suggested)
    tool.press(Pointer(*FIRST.middle(0), new_target=True))
    assert suggested.selected is not None
    assert suggested.selected.origin is Origin.CLICK


def test_a_right_click_rejects_what_it_hits(suggested: Document) -> None:
    assert not suggestion.reject(suggested, Pointer(60, 10))
    assert suggestion.reject(suggested, Pointer(*BESIDE))
    assert len(suggested.suggestions.shown) == 1
    assert suggested.targets == []
    assert not suggestion.reject(suggested, Pointer(*BESIDE)), "it is gone"
    suggested.undo()
    assert len(suggested.suggestions.shown) == 2
