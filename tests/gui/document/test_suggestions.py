"""Suggestions in the document: beside the targets, and back again when a step is undone."""

import time

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions, suggestion_actions
from label_irst.document.edits import frame_edits
from p2m_core.detector import Detection
from p2m_core.project import FrameState, Origin, Prediction, TargetState, open_project, paint
from tests.gui.scenes import FIRST, FRAMES, HEIGHT, SECOND, WIDTH

SHAPE = (HEIGHT, WIDTH)


def seen(plane: object, frame: int, score: float = 0.9) -> Detection:
    """What a detector says of a drawn plane."""
    x, y = plane.middle(frame)
    return Detection(float(x), float(y), plane.size / 2, score)


def suggest(document: Document, *frames: int, score: float = 0.9) -> None:
    found = [(f, [seen(FIRST, f, score), seen(SECOND, f, score - 0.2)]) for f in frames]
    assert document.suggestions.store("rprnet", found)


def stored_states(document: Document) -> list[FrameState]:
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        return [FrameState(s) for s in reader.frame_states(1)]


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
    on_screen = [FrameState(s) for s in suggested.states]
    assert [i for i, s in enumerate(on_screen) if s is FrameState.SUGGESTED] == [0, 3]
    assert suggested.suggestions.frames == 2
    assert set(stored_states(suggested)) == {FrameState.UNSEEN}
    assert suggested.next_frame_in({FrameState.SUGGESTED}) == 3
    suggested.go_to(3)
    assert suggested.next_frame_in({FrameState.SUGGESTED}) == 0


def test_the_threshold_filters_what_is_stored_and_is_remembered(suggested: Document) -> None:
    suggestions = suggested.suggestions
    suggestions.set_threshold(0.8)
    assert [g.score for g in suggestions.shown] == pytest.approx([0.9])
    suggestions.set_threshold(0.95)
    assert suggestions.shown == []
    assert not suggested.states.any()
    suggestions.set_threshold(0.75)
    assert suggested.states[3] == FrameState.SUGGESTED
    assert suggested.info is not None
    suggested.open_sequence(suggested.info)
    assert suggestions.threshold == 0.75
    assert len(suggestions.shown) == 1
    assert [i for i, s in enumerate(suggested.states) if s] == [0, 3]


def test_a_detectors_threshold_is_taken_once(suggested: Document) -> None:
    suggested.suggestions.begin("RPR-Net", 0.6)
    assert suggested.suggestions.threshold == 0.6
    suggested.suggestions.set_threshold(0.3)
    suggested.suggestions.begin("RPR-Net", 0.6)
    assert suggested.suggestions.threshold == 0.3, "what the user has chosen"
    suggested.suggestions.begin("LoG", 0.5)
    assert suggested.suggestions.threshold == 0.5, "another detector has other scores"


def test_accept_all_makes_targets_in_one_step_and_undo_brings_the_ghosts_back(
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
    assert suggested.state is FrameState.SUGGESTED
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


def test_a_ghost_on_a_target_is_not_shown(suggested: Document) -> None:
    frame_actions.click(suggested, *FIRST.middle(0))
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.7])
    frame_actions.delete_selected(suggested)
    assert len(suggested.suggestions.shown) == 2


def test_two_ghosts_of_one_thing_become_one_target(document: Document) -> None:
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


def test_a_rejected_ghost_stays_away_and_undo_brings_it_back(suggested: Document) -> None:
    suggested.go_to(3)
    ghost = first(suggested)
    assert suggestion_actions.reject(suggested, ghost)
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.7])
    suggest(suggested, 3)
    assert [g.score for g in suggested.suggestions.shown] == pytest.approx([0.7])
    suggested.go_to(0)
    suggested.undo()
    assert suggested.frame == 3, "where it can be seen"
    assert ghost.detection in [g.detection for g in suggested.suggestions.shown]


def test_a_frame_whose_ghosts_are_all_rejected_is_unseen_again(suggested: Document) -> None:
    while suggested.suggestions.shown:
        suggestion_actions.reject(suggested, first(suggested))
    assert suggested.state is FrameState.UNSEEN
    assert suggested.states[3] == FrameState.SUGGESTED


@pytest.mark.parametrize("label", [frame_edits.VERIFY_EMPTY, frame_edits.UNCERTAIN])
def test_a_suggested_frame_can_be_marked_and_undo_gives_it_back(
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
    assert suggested.state is FrameState.SUGGESTED
    assert len(suggested.suggestions.shown) == 2


def test_what_was_undone_can_be_done_again_though_a_detector_ran_meanwhile(
    document: Document,
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    document.undo()
    suggest(document, 0)
    assert document.state is FrameState.SUGGESTED
    document.redo()
    assert len(document.targets) == 1
    assert document.state is FrameState.EDITED
    document.undo()
    assert document.state is FrameState.SUGGESTED


def test_reviewed_frames_show_no_ghosts_and_are_not_asked_about(suggested: Document) -> None:
    suggestion_actions.accept(suggested, [first(suggested)])
    frame_actions.accept(suggested)
    assert suggested.suggestions.shown == []
    suggested.go_to(5)
    frames = suggested.suggestions.frames_to_ask()
    assert frames == [*range(5, FRAMES), *range(1, 5)], "from here on, and around"


def test_nothing_is_accepted_where_nothing_is_suggested(
    document: Document, said: list[str]
) -> None:
    assert not suggestion_actions.accept_all(document)
    assert "no suggestion" in said[-1]


def test_a_frame_of_ghosts_is_not_accepted_as_it_is(suggested: Document, said: list[str]) -> None:
    assert not frame_actions.accept(suggested)
    assert said[-1].startswith("Accept the suggestions first")
    assert suggested.state is FrameState.SUGGESTED
    suggestion_actions.accept_all(suggested)
    assert frame_actions.accept(suggested)


def test_ghosts_are_hit_by_their_circles(suggested: Document) -> None:
    suggestions = suggested.suggestions
    (x, y), (x2, y2) = FIRST.middle(0), SECOND.middle(0)
    assert suggestions.at(x + 2, y, 0.0) == suggestions.shown[0]
    assert suggestions.at(x + 8, y, 0.0) is None
    assert suggestions.at(x + 8, y, 10.0) == suggestions.shown[0]
    assert suggestions.at(x2, y2, 200.0) == suggestions.shown[1], "the nearest"
    suggested.display.show_masks(False)
    assert suggestions.at(x, y, 10.0) is None


def test_a_sequence_of_50000_frames_is_followed_at_once(document: Document) -> None:
    """The states of all frames are brought up to date at each edit: that must cost nothing."""
    suggestions = document.suggestions
    document.states = np.zeros(50_000, np.uint8)
    suggestions._best = np.full(50_000, 0.7, np.float32)
    suggestions._only = np.zeros(50_000, bool)
    start = time.perf_counter()
    for score in (0.6, 0.8, 0.6):
        suggestions.threshold = score
        suggestions._refresh()
    assert time.perf_counter() - start < 0.05
    assert suggestions.frames == 50_000
