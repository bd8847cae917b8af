"""Edits of whole tracks in a document: one step of undo each, and clear refusals."""

from typing import Any

import numpy as np
import pytest

from label_irst.document import Document
from label_irst.document.actions import frame_actions, track_actions
from label_irst.document.looks import track_name
from label_irst.document.opening import open_path
from p2m_core.project import (
    FrameState,
    TrackLook,
    get_track_frames,
    iter_targets,
    list_sequences,
    list_tracks,
)
from tests.gui.scenes import FIRST, SECOND


@pytest.fixture
def tracked(document: Document) -> Document:
    """FIRST is track 1 in frames 0 to 5, SECOND is track 2 in frames 0 to 7; frame 3 is shown."""
    for frame in range(8):
        document.go_to(frame)
        if frame < 6:
            frame_actions.click(document, *FIRST.middle(frame))
        frame_actions.click(document, *SECOND.middle(frame))
        if frame < 2:
            frame_actions.accept(document)
    document.go_to(3)
    document.select_track(1)
    return document


def frames(document: Document) -> dict[int, list[int]]:
    project, sequence = track_actions.opened(document)
    return {t.track: get_track_frames(project, sequence, t.track).tolist() for t in
            list_tracks(project, sequence)}  # fmt: skip


def everything(document: Document) -> Any:
    project, sequence = track_actions.opened(document)
    return list(iter_targets(project, sequence)), document.states.tolist(), dict(document.looks)


def test_a_track_is_split_at_the_frame_and_undo_joins_it(tracked: Document) -> None:
    before = everything(tracked)
    assert track_actions.split(tracked)
    assert frames(tracked) == {1: [0, 1, 2], 2: list(range(8)), 3: [3, 4, 5]}
    assert tracked.selected is not None
    assert tracked.selected.track == 3, "what was selected still is"
    tracked.undo()
    assert everything(tracked) == before
    assert tracked.selected is not None
    assert tracked.selected.track == 1


@pytest.mark.parametrize("frame", [0, 20])
def test_a_track_without_targets_on_both_sides_is_not_split(
    tracked: Document, messages: list[str], frame: int
) -> None:
    tracked.go_to(frame)
    assert not track_actions.split(tracked)
    assert "Track 1 has no targets both before" in messages[-1]


@pytest.mark.parametrize(
    "command",
    [
        track_actions.split,
        track_actions.delete,
        track_actions.delete_after,
        track_actions.gaps,
        lambda d: track_actions.merge(d, 2),
        lambda d: track_actions.swap(d, 2),
    ],
)
def test_commands_without_a_track_explain_how_to_choose_one(
    tracked: Document, messages: list[str], command: Any
) -> None:
    tracked.select(None)
    before = everything(tracked)
    assert not command(tracked)
    assert messages == ["Choose a track first: in the list, or by one of its targets."]
    assert everything(tracked) == before


def test_merging_tracks_with_a_common_frame_is_refused_with_its_number(
    tracked: Document, messages: list[str]
) -> None:
    assert track_actions.clashes(tracked, 2) == [0, 1, 2, 3, 4, 5]
    assert not track_actions.merge(tracked, 2)
    assert messages == ["Track 1 and Track 2 both have a target in frame 1: they are two objects."]


@pytest.mark.parametrize("keep_other", [False, True])
def test_a_merge_keeps_the_chosen_target_of_a_common_frame(
    tracked: Document, keep_other: bool
) -> None:
    before = everything(tracked)
    other = {t.frame: t for t in before[0] if t.track == 2}
    assert track_actions.merge(tracked, 2, keep_other)
    assert frames(tracked) == {1: list(range(8))}
    kept = everything(tracked)[0]
    same = [np.array_equal(t.mask, other[t.frame].mask) for t in kept]
    assert same == [keep_other or t.frame >= 6 for t in kept]
    assert tracked.states[0] == FrameState.EDITED, "a target is gone since it was accepted"
    tracked.undo()
    assert everything(tracked) == before


def test_a_split_track_is_merged_again_under_its_name(tracked: Document) -> None:
    before = everything(tracked)
    track_actions.split(tracked)
    track_actions.rename(tracked, 3, "decoy")
    tracked.select_track(1)
    assert track_actions.merge(tracked, 3)
    assert everything(tracked) == (before[0], before[1], {3: TrackLook()})
    tracked.undo()
    assert track_name(tracked.looks, 3) == "decoy"


def test_two_tracks_are_swapped_from_the_frame_on(tracked: Document) -> None:
    before = everything(tracked)
    was = {t.id: t.track for t in before[0]}
    assert track_actions.swap(tracked, 2)
    for t in everything(tracked)[0]:
        assert t.track == (was[t.id] if t.frame < 3 else 3 - was[t.id])
    assert everything(tracked)[1] == before[1], "accepted masks stay accepted"
    tracked.undo()
    assert everything(tracked) == before


def test_a_track_that_has_ended_is_not_swapped(tracked: Document, messages: list[str]) -> None:
    tracked.go_to(7)
    assert not track_actions.swap(tracked, 2)
    assert "Track 1 has no target from this frame on" in messages[-1]


@pytest.mark.parametrize(
    ("command", "left"),
    [
        (track_actions.delete_before, [3, 4, 5]),
        (track_actions.delete_after, [0, 1, 2, 3]),
        (track_actions.delete, None),
    ],
)
def test_a_track_or_a_part_of_it_is_deleted_and_undo_restores_it(
    tracked: Document, command: Any, left: list[int] | None
) -> None:
    track_actions.rename(tracked, 1, "drone")
    before = everything(tracked)
    assert command(tracked)
    assert frames(tracked).get(1) == left
    assert frames(tracked)[2] == list(range(8))
    assert track_name(tracked.looks, 1) == ("drone" if left else "Track 1")
    tracked.undo()
    assert everything(tracked) == before


def test_frames_that_lose_their_last_target_are_unseen_again(tracked: Document) -> None:
    tracked.select_track(2)
    assert track_actions.delete(tracked)
    assert tracked.states.tolist()[:9] == [FrameState.EDITED] * 6 + [FrameState.UNSEEN] * 3


def test_an_empty_part_and_a_whole_track_are_not_deleted_as_parts(
    tracked: Document, messages: list[str]
) -> None:
    tracked.go_to(0)
    assert not track_actions.delete_before(tracked)
    assert messages[-1] == "The track has no target there."
    tracked.go_to(20)
    assert not track_actions.delete_before(tracked)
    assert messages[-1].startswith("That would be all of Track 1")


def test_a_name_and_a_colour_are_undone_one_by_one(tracked: Document, messages: list[str]) -> None:
    assert track_actions.rename(tracked, 1, "  drone ")
    assert track_actions.recolour(tracked, 1, "#ABCDEF")
    assert tracked.looks[1] == TrackLook("drone", "#abcdef")
    tracked.undo()
    assert tracked.looks[1] == TrackLook("drone")
    tracked.undo()
    assert track_name(tracked.looks, 1) == "Track 1"
    assert not track_actions.rename(tracked, 1, "Track 1"), "it is called so already"
    assert not track_actions.rename(tracked, 1, "x" * 61)
    assert "shorten it" in messages[-1]


def test_the_gap_at_the_frame_is_chosen_or_else_all_gaps(
    tracked: Document, messages: list[str]
) -> None:
    assert track_actions.gaps(tracked) == []
    assert messages[-1] == "The track has no gap."
    for frame in (1, 3, 4):
        tracked.go_to(frame)
        tracked.select_track(1)
        frame_actions.delete_selected(tracked)
    tracked.select_track(1)
    tracked.go_to(4)
    assert [(a.frame, b.frame) for a, b in track_actions.gaps(tracked)] == [(2, 5)]
    tracked.go_to(5)
    assert [(a.frame, b.frame) for a, b in track_actions.gaps(tracked)] == [(0, 2), (2, 5)]


def test_a_read_only_project_is_not_changed(tracked: Document, messages: list[str]) -> None:
    assert tracked.project is not None
    path = tracked.project.path
    tracked.close()
    project, _ = open_path(path, readonly=True)
    tracked.open_project(project)
    tracked.open_sequence(list_sequences(project)[0])
    tracked.select_track(1)
    assert not track_actions.delete(tracked)
    assert not track_actions.rename(tracked, 1, "drone")
    assert all("read-only" in line for line in messages)
