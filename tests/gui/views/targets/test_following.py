"""While a target is followed, everything acts on what its user sees, never on the running head."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from p2m_core.project import Target, get_track_frames, iter_targets, next_track
from tests.driving import click, drag, press
from tests.gui import scenes
from tests.gui.scenes import Plane

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
STILL, OTHER = Plane(30, 40), Plane(90, 60, size=5)
FRAMES = 160


@pytest.fixture(scope="module")
def still_clip(tmp_path_factory):
    """Two targets that stay where they are, long enough that following them takes seconds."""
    frames = np.stack([scenes.frame(i, (STILL, OTHER)) for i in range(FRAMES)])
    return scenes.write_stack(tmp_path_factory.mktemp("still") / "still.npy", frames)


@pytest.fixture
def window(empty_window, still_clip, tmp_path):
    """STILL is track 1, OTHER is track 2; both in frame 0 alone, STILL selected."""
    clip = tmp_path / "still.npy"
    clip.symlink_to(still_clip)
    assert empty_window.open(clip)
    for plane in (OTHER, STILL):
        click(empty_window.global_view, *plane.middle(0))
    return empty_window


def frames_of(window, track: int) -> list[int]:
    document = window.document
    return get_track_frames(document.project, document.info.id, track).tolist()


def targets(window) -> list[Target]:
    document = window.document
    return list(iter_targets(document.project, document.info.id))


def follow(window, qtbot) -> int:
    """Press P, wait for the first targets; return the track that is followed."""
    track = window.document.active_track
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: len(frames_of(window, track)) > 4)
    return track


def wait_for_more(window, qtbot, track: int) -> None:
    count = len(frames_of(window, track))
    qtbot.waitUntil(lambda: len(frames_of(window, track)) > count)


def wait_for_end(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())


def stop(window, qtbot) -> None:
    window.propagation.progress.stop.click()
    wait_for_end(window, qtbot)


def test_undo_takes_all_of_it_back_and_redo_brings_all_of_it(window, qtbot):
    before = targets(window)
    track = follow(window, qtbot)
    wait_for_more(window, qtbot, track)
    found = targets(window)
    press(window, Key.Key_Z, CTRL)
    assert targets(window) == before
    wait_for_end(window, qtbot)
    qtbot.waitUntil(lambda: "left no target" in window.statusBar().currentMessage())
    assert targets(window) == before, "and nothing more comes"
    press(window, Key.Key_Y, CTRL)
    assert targets(window) == found
    assert frames_of(window, track) == list(range(len(found) - 1)), "without a hole"


def test_undo_before_anything_was_found_stops_it_and_nothing_else(window, qtbot):
    before = targets(window)
    press(window, Key.Key_P)
    press(window, Key.Key_Z, CTRL)
    wait_for_end(window, qtbot)
    assert targets(window) == before


def test_the_frame_the_track_and_the_view_stay_where_the_user_is(window, qtbot):
    document = window.document
    track = follow(window, qtbot)
    press(window, Key.Key_D)
    assert document.frame == 1
    place = window.detail_view.place
    wait_for_more(window, qtbot, track)
    assert (document.frame, document.active_track) == (1, track)
    assert window.detail_view.place == place
    press(window, Key.Key_End)
    other = next(t.track for t in targets(window) if t.track != track)
    document.select_track(other)
    wait_for_more(window, qtbot, track)
    assert (document.frame, document.active_track) == (FRAMES - 1, other)
    stop(window, qtbot)
    assert (document.frame, document.active_track) == (FRAMES - 1, other)


def test_the_view_stays_where_it_is_when_the_head_arrives(window, qtbot):
    document, view = window.document, window.detail_view
    track = follow(window, qtbot)
    document.go_to(60)
    assert document.selected is None
    for _ in range(3):
        seen = view.view.visible()
        left, right, y = seen.left() + 1, seen.right() - 1, seen.center().y()
        drag(view, [(right, y), (left, y)], Qt.MouseButton.MiddleButton)
    place = view.place
    qtbot.waitUntil(lambda: 60 in frames_of(window, track))
    assert document.targets
    assert view.place == place
    found = document.targets
    press(window, Key.Key_Plus)
    assert document.targets == found, "a mask that is out of sight is only shown"
    stop(window, qtbot)


def test_a_command_acts_on_the_track_that_is_chosen_at_the_frame_on_show(window, qtbot):
    """The other track is split while this one is followed, which goes on."""
    document = window.document
    for frame in (4, 8):
        document.go_to(frame)
        click(window.global_view, *OTHER.middle(frame))
    other = document.active_track
    document.go_to(0)
    click(window.global_view, *STILL.middle(0))
    track = follow(window, qtbot)
    document.select_track(other)
    document.go_to(6)
    wait_for_more(window, qtbot, track)
    new = next_track(document.project, document.info.id)
    window.actions_by_name["split-track"].trigger()
    assert frames_of(window, other) == [0, 4]
    assert frames_of(window, new) == [8]
    wait_for_more(window, qtbot, track)
    document.select_track(track)
    window.actions_by_name["split-track"].trigger()
    assert frames_of(window, track) == list(range(6))
    wait_for_end(window, qtbot)
    assert frames_of(window, track) == list(range(6)), "a track that was split is not followed on"
    assert "Following has stopped" in window.statusBar().currentMessage()


def test_an_edit_made_meanwhile_is_undone_before_the_propagation(window, qtbot):
    document, before = window.document, targets(window)
    track = follow(window, qtbot)
    press(window, Key.Key_End)
    press(window, Key.Key_Escape)
    press(window, Key.Key_B)
    drag(window.global_view, [(60, 20), (62, 20)])
    drawn = document.selected
    assert drawn is not None
    wait_for_more(window, qtbot, track)
    press(window, Key.Key_Z, CTRL)
    assert drawn.id not in {t.id for t in targets(window)}
    assert len(frames_of(window, track)) > 2
    wait_for_more(window, qtbot, track)
    press(window, Key.Key_Y, CTRL)
    assert drawn in targets(window)
    press(window, Key.Key_Z, CTRL)
    press(window, Key.Key_Z, CTRL)
    assert targets(window) == before
    wait_for_end(window, qtbot)
    assert targets(window) == before


def test_a_mask_set_ahead_of_it_ends_it_there(window, qtbot):
    document = window.document
    track = follow(window, qtbot)
    document.go_to(FRAMES // 2)
    click(window.global_view, *STILL.middle(0))
    mine = document.selected
    assert mine.track == track
    wait_for_end(window, qtbot)
    assert frames_of(window, track) == list(range(FRAMES // 2 + 1))
    assert mine in targets(window)
    assert str(FRAMES // 2 - 1) in window.statusBar().currentMessage()


def test_the_message_counts_what_is_left(window, qtbot):
    track = follow(window, qtbot)
    for _ in range(2):
        press(window, Key.Key_D)
        press(window, Key.Key_Delete)
    stop(window, qtbot)
    left = len(frames_of(window, track)) - 1  # without the first, which was clicked
    assert frames_of(window, track)[:2] == [0, 3]
    assert window.statusBar().currentMessage().startswith(f"{left} ")
