"""Suggestions in the document: beside the targets, and back again when a step is undone."""

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions, suggestion_actions
from label_irst.document.edits import frame_edits
from label_irst.document.suggestions import frames_to_ask, suggested_only
from label_irst.review.queue import next_in
from p2m_core.detector import Detection
from p2m_core.project import (
    FrameState,
    Origin,
    Prediction,
    TargetState,
    get_frame_states,
    open_project,
    paint,
)
from tests.gui.scenes import FIRST, FRAMES, HEIGHT, SECOND, WIDTH

SHAPE = (HEIGHT, WIDTH)


def seen(plane: object, frame: int, score: float = 0.9) -> Detection:
    """The detection of a drawn plane."""
    x, y = plane.middle(frame)
    return Detection(float(x), float(y), plane.size / 2, score)


def suggest(document: Document, *frames: int, score: float = 0.9) -> None:
    found = [(f, [seen(FIRST, f, score), seen(SECOND, f, score - 0.2)]) for f in frames]
    assert document.suggestions.store("rprnet", found)


def stored_states(document: Document) -> list[FrameState]:
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        return [FrameState(s) for s in get_frame_states(reader, 1)]


@pytest.fixture
def suggested(document: Document) -> Document:
    """Both planes are suggested in frames 0 and 3."""
    suggest(document, 0, 3)
    return document


def test_suggestions_are_shown_and_are_no_targets(suggested: Document) -> None:
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.9, 0.7])
    assert suggested.targets == []
    suggested.go_to(1)
    assert suggested.suggestions.shown == []
    suggested.go_to(3)
    assert len(suggested.suggestions.shown) == 2


def test_frames_with_nothing_else_count_as_suggested_on_the_screen_only(
    suggested: Document,
) -> None:
    on_screen = [FrameState(s) for s in suggested.shown_states]
    assert [i for i, s in enumerate(on_screen) if s is FrameState.SUGGESTED] == [0, 3]
    assert suggested.suggestions.frames == 2
    assert set(stored_states(suggested)) == {FrameState.UNSEEN}
    assert next_in(suggested.shown_states, suggested.frame, {FrameState.SUGGESTED}) == 3
    suggested.go_to(3)
    assert next_in(suggested.shown_states, suggested.frame, {FrameState.SUGGESTED}) == 0


def test_the_threshold_filters_what_is_stored_and_is_remembered(suggested: Document) -> None:
    suggestions = suggested.suggestions
    suggestions.set_threshold(0.8)
    assert [g.score for g in suggestions.shown] == pytest.approx([0.9])
    suggestions.set_threshold(0.95)
    assert suggestions.shown == []
    assert not suggested.shown_states.any()
    suggestions.set_threshold(0.75)
    assert suggested.shown_states[3] == FrameState.SUGGESTED
    assert suggested.info is not None
    suggested.open_sequence(suggested.info)
    assert suggestions.threshold == 0.75
    assert len(suggestions.shown) == 1
    assert [i for i, s in enumerate(suggested.shown_states) if s] == [0, 3]


def test_a_detectors_threshold_is_taken_once(suggested: Document) -> None:
    suggested.suggestions.begin("RPR-Net", 0.6)
    assert suggested.suggestions.threshold == 0.6
    suggested.suggestions.set_threshold(0.3)
    suggested.suggestions.begin("RPR-Net", 0.6)
    assert suggested.suggestions.threshold == 0.3, "what the user has chosen"
    suggested.suggestions.begin("LoG", 0.5)
    assert suggested.suggestions.threshold == 0.5, "another detector has other scores"


def test_accept_all_makes_targets_in_one_step_and_undo_brings_the_suggestions_back(
    suggested: Document,
) -> None:
    before = list(suggested.suggestions.shown)
    assert suggestion_actions.accept_all(suggested)
    assert suggested.suggestions.shown == []
    assert suggested.state is FrameState.EDITED
    assert len(suggested.targets) == 2
    for plane in (FIRST, SECOND):
        x, y = plane.middle(0)
        target = frame_edits.at_pixel(suggested.targets, x, y)
        assert target is not None
        np.testing.assert_array_equal(paint(target, SHAPE), plane.mask(0))
        assert target.origin is Origin.SUGGESTED
        assert target.state is TargetState.EDITED
        assert target.parameters["detector"] == "rprnet"
    assert sorted(t.track for t in suggested.targets) == [1, 2]
    suggested.undo()
    assert suggested.targets == []
    assert suggested.suggestions.shown == before
    assert suggested.shown_state is FrameState.SUGGESTED
    assert stored_states(suggested)[0] is FrameState.UNSEEN
    suggested.redo()
    assert len(suggested.targets) == 2
    assert suggested.suggestions.shown == []


def test_an_accepted_mask_can_be_walked_along_its_growth(suggested: Document) -> None:
    suggestion_actions.accept(suggested, suggested.suggestions.shown[:1])
    target = suggested.selected
    assert target is not None
    assert frame_actions.scrub(suggested, 1)
    assert suggested.selected is not None
    assert suggested.selected.area == target.area + 1
    assert suggested.selected.origin is Origin.SUGGESTED


def test_tracks_go_on_from_frame_to_frame(document: Document) -> None:
    suggest(document, *range(4))
    tracks = set()
    for frame in range(4):
        document.go_to(frame)
        suggestion_actions.accept_all(document)
        tracks.add(
            tuple(
                frame_edits.at_pixel(document.targets, *p.middle(frame)).track
                for p in (FIRST, SECOND)
            )
        )
    assert len(tracks) == 1


def test_a_suggestion_on_a_target_is_not_shown(suggested: Document) -> None:
    frame_actions.click(suggested, *FIRST.middle(0))
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.7])
    frame_actions.delete_selected(suggested)
    assert len(suggested.suggestions.shown) == 2


def test_two_suggestions_of_one_object_become_one_target(document: Document) -> None:
    one = seen(FIRST, 0)
    document.suggestions.store("rprnet", [(0, [one, one._replace(x=one.x + 1, score=0.8)])])
    assert len(document.suggestions.shown) == 2
    suggestion_actions.accept_all(document)
    assert len(document.targets) == 1
    assert document.suggestions.shown == []
    document.undo()
    assert len(document.suggestions.shown) == 2


def first(document: Document) -> Prediction:
    return document.suggestions.shown[0]


def test_a_rejected_suggestion_stays_away_and_undo_brings_it_back(suggested: Document) -> None:
    suggested.go_to(3)
    suggestion = first(suggested)
    assert suggestion_actions.reject(suggested, suggestion)
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.7])
    suggest(suggested, 3)
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.7])
    suggested.go_to(0)
    suggested.undo()
    assert suggested.frame == 3, "where it can be seen"
    assert suggestion.detection in [g.detection for g in suggested.suggestions.shown]


def test_a_frame_whose_suggestions_are_all_rejected_is_unseen_again(suggested: Document) -> None:
    while suggested.suggestions.shown:
        suggestion_actions.reject(suggested, first(suggested))
    assert suggested.state is FrameState.UNSEEN
    assert suggested.shown_states[3] == FrameState.SUGGESTED


@pytest.mark.parametrize("label", [frame_edits.VERIFY_EMPTY, frame_edits.UNCERTAIN])
def test_a_suggested_frame_can_be_marked_and_undo_restores_it(
    suggested: Document, label: str
) -> None:
    state = FrameState.from_word(
        {frame_edits.VERIFY_EMPTY: "verified-empty", frame_edits.UNCERTAIN: "uncertain"}[label]
    )
    assert frame_actions.mark(suggested, label, state)
    assert suggested.state is state
    assert stored_states(suggested)[0] is state
    assert bool(suggested.suggestions.shown) is (state is FrameState.UNCERTAIN)
    suggested.undo()
    assert suggested.shown_state is FrameState.SUGGESTED
    assert len(suggested.suggestions.shown) == 2


def test_an_undone_edit_can_be_redone_after_a_detector_has_run(
    document: Document,
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    document.undo()
    suggest(document, 0)
    assert document.shown_state is FrameState.SUGGESTED
    document.redo()
    assert len(document.targets) == 1
    assert document.state is FrameState.EDITED
    document.undo()
    assert document.shown_state is FrameState.SUGGESTED


def test_reviewed_frames_show_no_suggestions_and_are_not_sent_to_the_detector(
    suggested: Document,
) -> None:
    suggestion_actions.accept(suggested, [first(suggested)])
    frame_actions.accept(suggested)
    assert suggested.suggestions.shown == []
    suggested.go_to(5)
    frames = frames_to_ask(suggested.states, suggested.frame)
    assert frames == [*range(5, FRAMES), *range(1, 5)], "from here on, and around"


def test_accepting_without_suggestions_is_refused(document: Document, messages: list[str]) -> None:
    assert not suggestion_actions.accept_all(document)
    assert "no suggestion" in messages[-1]


def test_a_frame_with_only_suggestions_cannot_be_accepted(
    suggested: Document, messages: list[str]
) -> None:
    assert not frame_actions.accept(suggested)
    assert messages[-1].startswith("Accept the suggestions first")
    assert suggested.shown_state is FrameState.SUGGESTED
    suggestion_actions.accept_all(suggested)
    assert frame_actions.accept(suggested)


def test_suggestions_are_hit_by_their_circles(suggested: Document) -> None:
    suggestions = suggested.suggestions
    (x, y), (x2, y2) = FIRST.middle(0), SECOND.middle(0)
    assert suggestions.at(x + 2, y, 0.0) == suggestions.shown[0]
    assert suggestions.at(x + 8, y, 0.0) is None
    assert suggestions.at(x + 8, y, 10.0) == suggestions.shown[0]
    assert suggestions.at(x2, y2, 200.0) == suggestions.shown[1], "the nearest"


def test_suggestions_change_the_painted_states_and_not_the_stored_ones(suggested: Document) -> None:
    """Edits start from the stored states, so that undo restores those."""
    assert suggested.shown_states[0] == FrameState.SUGGESTED
    assert not suggested.states.any()
    frame_actions.click(suggested, *FIRST.middle(0))
    assert suggested.shown_states[0] == suggested.states[0] == FrameState.EDITED
    suggested.undo()
    assert suggested.shown_states[0] == FrameState.SUGGESTED
    assert not suggested.states.any()
    suggested.suggestions.set_threshold(0.95)
    assert not suggested.shown_states.any()


def test_in_a_sequence_of_50000_frames_only_unseen_ones_become_suggested() -> None:
    states = np.zeros(50_000, np.uint8)
    states[::2] = FrameState.ACCEPTED
    best = np.linspace(0.0, 1.0, 50_000, dtype=np.float32)
    only = suggested_only(states, best, 0.5)
    assert np.count_nonzero(only) == 12_500
    assert not only[::2].any()
    assert not only[:25_000].any()
