"""What clicking, scrubbing, accepting and marking do to the project, and when it is stored."""

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits import frame_edits
from p2m_core.project import (
    FrameState,
    Origin,
    Target,
    TargetState,
    add_sequence,
    create_project,
    get_frame_states,
    get_sequence,
    list_sequences,
    list_targets,
    open_project,
    paint,
)
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH, Plane

SHAPE = (HEIGHT, WIDTH)


def in_file(document: Document, frame: int | None = None) -> list[Target]:
    """The targets that another program reads from the project file now."""
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        return list_targets(reader, 1, document.frame if frame is None else frame)


def states_in_file(document: Document) -> list[FrameState]:
    assert document.project is not None
    with open_project(document.project.path, readonly=True) as reader:
        return [FrameState(int(s)) for s in get_frame_states(reader, 1)]


# Clicks


def test_a_click_grows_the_target_under_it(document: Document) -> None:
    assert frame_actions.click(document, *FIRST.middle(0))
    (target,) = document.targets
    np.testing.assert_array_equal(paint(target, SHAPE), FIRST.mask(0))
    assert target.seeds == (FIRST.middle(0),)
    assert (target.origin, target.state) == (Origin.CLICK, TargetState.EDITED)
    assert document.state is FrameState.EDITED
    assert document.selected is target


def test_a_change_is_in_the_file_before_its_signal(document: Document) -> None:
    seen: list[tuple[list[Target], FrameState]] = []
    document.targets_changed.connect(
        lambda: seen.append((in_file(document, 0), states_in_file(document)[0]))
    )
    frame_actions.click(document, *FIRST.middle(0))
    assert seen[-1] == (document.targets, FrameState.EDITED)
    frame_actions.scrub(document, 3)
    assert seen[-1][0][0].area == 12
    frame_actions.accept(document)
    assert seen[-1][1] is FrameState.ACCEPTED
    frame_actions.delete_selected(document)
    assert seen[-1] == ([], FrameState.UNSEEN)
    document.undo()
    assert seen[-1] == (document.targets, FrameState.ACCEPTED)
    document.redo()
    assert seen[-1] == ([], FrameState.UNSEEN)


def test_a_second_click_on_a_mask_replaces_it(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (before,) = document.targets
    corner = FIRST.corner(0)
    frame_actions.click(document, *corner)
    (after,) = document.targets
    assert (after.id, after.track) == (before.id, before.track)
    assert after.seeds == (corner,)
    document.undo()
    assert document.targets == [before]


def test_a_click_with_control_makes_another_on_another_track(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    frame_actions.click(document, *FIRST.middle(0), new_target=True)
    first, second = document.targets
    assert first.id != second.id
    assert first.track != second.track
    np.testing.assert_array_equal(first.mask, second.mask)
    assert document.selected is second


@pytest.mark.parametrize("backwards", [False, True])
def test_two_targets_keep_their_tracks_in_any_order_of_clicks(
    document: Document, backwards: bool
) -> None:
    order = list(permutations((FIRST, SECOND)))
    numbers = range(12, -1, -1) if backwards else range(13)
    rng = np.random.default_rng(0)
    for number in numbers:
        document.go_to(number)
        for plane in order[int(rng.integers(2))]:
            frame_actions.click(document, *plane.middle(number))
    assert len({tracks_of(document, p, numbers) for p in (FIRST, SECOND)}) == 2


@pytest.mark.parametrize("stride", [2, 4])
def test_two_targets_keep_their_tracks_where_frames_are_skipped_and_filled_in_later(
    document: Document, stride: int
) -> None:
    rng = np.random.default_rng(stride)
    key_frames = list(range(0, 13, stride))
    between = [n for n in range(13) if n not in key_frames]
    for number in [*key_frames, *rng.permutation(between)]:
        document.go_to(int(number))
        for plane in rng.permutation(np.array([FIRST, SECOND], object)):
            frame_actions.click(document, *plane.middle(int(number)))
    assert len({tracks_of(document, p, range(13)) for p in (FIRST, SECOND)}) == 2


def tracks_of(document: Document, plane: Plane, numbers: Iterable[int]) -> int:
    """The one track that `plane` has in all of these frames."""
    tracks = {
        t.track for n in numbers for t in in_file(document, n) if t.seeds == (plane.middle(n),)
    }
    assert len(tracks) == 1, tracks
    return tracks.pop()


def test_a_click_far_from_every_track_begins_a_new_one(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    document.step(1)
    frame_actions.click(document, *SECOND.middle(1))
    assert document.selected is not None
    assert document.selected.track != in_file(document, 0)[0].track


def test_frames_that_were_skipped_do_not_break_the_active_track(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    assert document.selected is not None
    track = document.selected.track
    document.step(10)
    frame_actions.click(document, *FIRST.middle(10))
    assert document.selected is not None
    assert document.selected.track == track


# Growth scrubbing


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.integers(-40, 60), min_size=1, max_size=5))
def test_a_walk_along_the_path_is_one_undo_step_and_each_step_is_stored(
    document: Document, steps: list[int]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    (grown,) = document.targets
    growth = document.growth
    assert growth is not None
    place = growth.step
    for by in steps:
        place = min(max(place + by, 1), len(growth.path))
        frame_actions.scrub(document, by)
        (target,) = in_file(document)
        assert target.area == place
        np.testing.assert_array_equal(paint(target, SHAPE), growth.mask_at(place))
        assert frame_actions.growth_step(target, growth) == place
    assert document.project is not None
    if document.project.undo_label == frame_edits.SCRUB:
        document.undo()
    assert document.targets == [grown]
    document.undo()
    assert document.targets == []


def test_the_walk_ends_at_the_ends_of_the_path(document: Document) -> None:
    frame_actions.click(document, *SECOND.middle(0))
    growth = document.growth
    assert growth is not None
    frame_actions.scrub(document, -10_000)
    assert document.targets[0].area == 1
    assert not frame_actions.scrub(document, -1), "nothing to do, and nothing to undo"
    frame_actions.scrub(document, 100_000)
    assert document.targets[0].area == len(growth.path)
    assert not frame_actions.scrub(document, 1)
    frame_actions.scrub(document, -1)
    assert document.targets[0].area == len(growth.path) - 1, "one step back from the end itself"


def test_the_path_is_there_again_after_reopening(document: Document, clip: Path) -> None:
    frame_actions.click(document, *SECOND.middle(0))
    frame_actions.scrub(document, 4)
    path = document.growth.path if document.growth else None
    document.close()
    again = open_document(clip)
    again.select(again.targets[0])
    assert again.growth is not None
    np.testing.assert_array_equal(again.growth.path, path)
    frame_actions.scrub(again, -4)
    np.testing.assert_array_equal(paint(again.targets[0], SHAPE), SECOND.mask(0))
    again.close()


def test_a_mask_that_was_not_grown_has_no_path_to_walk(document: Document) -> None:
    assert not frame_actions.scrub(document, 1)
    frame_actions.paint(document, {(5, 5), (5, 6)}, erase=False)
    assert document.selected is not None
    assert document.growth is None
    assert not frame_actions.scrub(document, 1)


# Review


def test_accept_takes_the_frame_and_its_targets(document: Document) -> None:
    for plane in (FIRST, SECOND):
        frame_actions.click(document, *plane.middle(0))
    assert frame_actions.accept(document)
    assert {t.state for t in in_file(document)} == {TargetState.ACCEPTED}
    assert states_in_file(document)[0] is FrameState.ACCEPTED
    document.undo()
    assert {t.state for t in in_file(document)} == {TargetState.EDITED}
    assert document.state is FrameState.EDITED


@pytest.mark.parametrize("change", ["click", "scrub", "brush", "erase", "delete one"])
def test_any_change_makes_an_accepted_frame_edited(document: Document, change: str) -> None:
    for plane in (SECOND, FIRST):
        frame_actions.click(document, *plane.middle(0))
    frame_actions.accept(document)
    assert document.state is FrameState.ACCEPTED
    x, y = FIRST.corner(0)
    document.select(next(t for t in document.targets if t.box[:2] == (x, y)))
    if change == "click":
        frame_actions.click(document, x, y)
    elif change == "scrub":
        frame_actions.scrub(document, 1)
    elif change == "brush":
        frame_actions.paint(document, {(y - 1, x)}, erase=False)
    elif change == "erase":
        frame_actions.paint(document, {(y, x)}, erase=True)
    else:
        frame_actions.delete_selected(document)
    assert states_in_file(document)[0] is FrameState.EDITED
    if change != "delete one":
        assert document.selected is not None
        assert document.selected.state is TargetState.EDITED
    document.undo()
    assert states_in_file(document)[0] is FrameState.ACCEPTED


def test_deleting_the_last_target_makes_the_frame_unseen(document: Document) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    frame_actions.accept(document)
    assert frame_actions.delete_selected(document)
    assert (in_file(document), document.state) == ([], FrameState.UNSEEN)
    assert not frame_actions.delete_selected(document), "nothing is selected any more"


def test_an_empty_frame_cannot_be_accepted(document: Document, messages: list[str]) -> None:
    assert not frame_actions.accept(document)
    assert "Nothing to accept" in messages[-1]
    assert document.state is FrameState.UNSEEN


def test_a_frame_with_targets_is_not_verified_empty(
    document: Document, messages: list[str]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    assert not frame_actions.mark(document, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY)
    assert "Delete the targets" in messages[-1]
    assert document.state is FrameState.EDITED


@pytest.mark.parametrize("state", [FrameState.VERIFIED_EMPTY, FrameState.UNCERTAIN])
def test_a_frame_can_be_marked_and_reset(document: Document, state: FrameState) -> None:
    assert frame_actions.mark(document, frame_edits.UNCERTAIN, state)
    assert states_in_file(document)[0] is state
    assert frame_actions.mark(document, frame_edits.RESET, FrameState.UNSEEN)
    assert states_in_file(document)[0] is FrameState.UNSEEN
    document.undo()
    assert document.state is state
    assert frame_actions.mark(document, frame_edits.UNCERTAIN, state), "already so: go on"
    assert document.project is not None
    assert document.project.redo_label == frame_edits.RESET, "and no undo step was made for it"


def test_a_target_makes_a_verified_empty_frame_edited(document: Document) -> None:
    frame_actions.mark(document, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY)
    frame_actions.click(document, *FIRST.middle(0))
    assert document.state is FrameState.EDITED


# Refused edits


def everything(document: Document) -> list[bool]:
    """Try each edit; return what each did."""
    x, y = FIRST.middle(document.frame)
    tried = [
        frame_actions.click(document, x, y),
        frame_actions.click(document, x, y, new_target=True),
        frame_actions.paint(document, {(y, x - 5)}, erase=False),
        frame_actions.paint(document, {(y, x)}, erase=True),
        frame_actions.scrub(document, 2),
        frame_actions.delete_selected(document),
        frame_actions.accept(document),
        frame_actions.mark(document, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY),
        frame_actions.mark(document, frame_edits.UNCERTAIN, FrameState.UNCERTAIN),
    ]
    document.set_preview(None)
    return tried


def test_a_read_only_project_refuses_every_edit_with_a_message(
    qapp: QApplication, clip: Path
) -> None:
    writer = open_document(clip)
    frame_actions.click(writer, *FIRST.middle(0))
    before = in_file(writer)
    assert writer.project is not None
    reader = Document()
    reader.open_project(open_project(writer.project.path, readonly=True))
    assert reader.project is not None
    reader.open_sequence(list_sequences(reader.project)[0])
    reader.select(reader.targets[0])
    messages: list[str] = []
    reader.message.connect(messages.append)
    assert not any(everything(reader))
    assert len(messages) == 9
    reader.undo()
    reader.redo()
    reader.go_to(7)
    reader.display.auto_levels()
    assert len(messages) == 11
    assert all("read-only" in line for line in messages)
    assert in_file(writer) == before
    assert states_in_file(writer)[0] is FrameState.EDITED
    reader.close()
    writer.close()


def test_an_unreadable_frame_is_named_and_not_edited(qapp: QApplication, tmp_path: Path) -> None:
    folder = scenes.write_broken_folder(tmp_path / "sky", scenes.frames(5), broken=2)
    document = open_document(folder)
    frame_actions.click(document, *FIRST.middle(0))
    document.go_to(1)
    frame_actions.click(document, *FIRST.middle(1))
    document.step(1)
    assert document.frame == 2
    assert document.image is None
    assert "0002.png" in document.frame_error
    messages: list[str] = []
    document.message.connect(messages.append)
    assert not any(everything(document))
    assert messages
    assert all("0002.png" in line for line in messages), "each names the file"
    assert in_file(document, 2) == []
    assert states_in_file(document)[2] is FrameState.UNSEEN
    document.undo()
    assert document.frame == 1
    assert document.image is not None
    assert document.frame_error == ""
    assert document.targets == []
    document.step(2)
    assert document.frame == 3
    assert document.image is not None
    assert frame_actions.click(document, *FIRST.middle(3))
    document.close()


def test_undo_still_works_where_the_frame_itself_became_unreadable(
    qapp: QApplication, tmp_path: Path
) -> None:
    folder = scenes.write_folder(tmp_path / "sky", scenes.frames(3))
    document = open_document(folder)
    frame_actions.click(document, *FIRST.middle(0))
    document.close()
    (folder / "0000.png").write_text("spilled coffee")
    document = open_document(folder)
    assert document.image is None
    assert len(document.targets) == 1
    assert document.numbers(document.targets[0]) is None
    document.select(document.targets[0])
    assert document.growth is None
    document.undo()
    assert document.targets == []
    document.redo()
    assert len(document.targets) == 1
    document.close()


def test_nothing_grows_in_a_frame_of_nan(qapp: QApplication, tmp_path: Path) -> None:
    stack = scenes.frames(2).astype(np.float32)
    stack[0] = np.nan
    document = open_document(scenes.write_stack(tmp_path / "nan.npy", stack))
    messages: list[str] = []
    document.message.connect(messages.append)
    assert not frame_actions.click(document, 30, 30)
    assert "nan" in messages[-1]
    document.close()


def test_an_edit_that_the_disk_refuses_changes_nothing(
    document: Document, messages: list[str]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    before = list(document.targets)
    assert document.project is not None
    document.project._file.db.execute("PRAGMA query_only = ON")  # as a disk that is full would
    assert not frame_actions.click(document, *SECOND.middle(0))
    assert messages
    assert document.targets == before == in_file(document)
    document.undo()
    assert document.targets == before


def test_the_project_of_another_sequence_is_not_touched(qapp: QApplication, tmp_path: Path) -> None:
    project = create_project(tmp_path / "two.lirst")
    for name in ("a", "b"):
        add_sequence(project, scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(4)))
    document = Document()
    document.open_project(project)
    document.open_sequence(get_sequence(project, 2))
    frame_actions.click(document, *FIRST.middle(0))
    assert list_targets(project, 1, 0) == []
    assert len(list_targets(project, 2, 0)) == 1
    document.close()
