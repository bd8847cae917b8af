"""Frames chosen with Shift and the mouse, or with keys: the keys of one frame act on all."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from label_irst.document.actions import frame_actions, range_actions, track_actions
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    Edit,
    FrameState,
    Target,
    TargetChange,
    TargetState,
    list_targets,
    list_track_targets,
    list_tracks,
)
from tests.core.project.sample import target
from tests.driving import press
from tests.gui.scenes import FIRST, SECOND
from tests.gui.views.screen import colours, grabbed

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """FIRST is track 1 in frames 0 to 19, SECOND track 2 in 8 to 11; frame 0 is shown."""
    document = window.document
    for frame in range(20):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(frame))
        if 8 <= frame < 12:
            frame_actions.click(document, *SECOND.middle(frame))
    document.go_to(0)
    document.select_track(1)
    return window


def track(window: MainWindow, number: int = 1) -> list[Target]:
    document = window.document
    return list_track_targets(document.project, document.info.id, number)


def frames(window: MainWindow, number: int = 1) -> list[int]:
    return [target.frame for target in track(window, number)]


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, LEFT, SHIFT, start)
    QTest.mouseMove(widget, (start + end) / 2)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, LEFT, SHIFT, end)


def choose(window: MainWindow, first: int, last: int) -> None:
    """Drag with Shift along the timeline."""
    place = window.timeline.place_of
    drag(window.timeline, place(first).center().toPoint(), place(last).center().toPoint())


def message(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.track_jobs.progress.busy)


def test_shift_and_the_mouse_choose_frames_in_the_timeline_and_the_film_strip(
    filled: MainWindow, qtbot: QtBot
) -> None:
    document, timeline, strip = filled.document, filled.timeline, filled.film_strip
    choose(filled, 12, 5)
    assert document.range == (5, 12)
    assert document.frame == 5, "the frame where the drag ended"
    place = timeline.place_of
    QTest.mouseClick(timeline, LEFT, SHIFT, place(15).center().toPoint())
    assert document.range == (5, 15), "a click extends it"
    QTest.mouseClick(timeline, LEFT, pos=place(8).center().toPoint())
    assert (document.range, document.frame) == ((5, 15), 8), "a plain click only goes there"
    press(filled, Key.Key_Escape)
    assert document.range is None
    assert document.selected is not None, "the target is let go of by the next Escape"

    press(filled, Key.Key_F, SHIFT)
    qtbot.waitUntil(lambda: not strip.busy)
    cells = [strip.place_of(frame).center().toPoint() for frame in (8, 10)]
    drag(strip.viewport(), *cells)
    assert (document.range, document.frame) == ((8, 10), 10)
    QTest.mouseClick(strip.viewport(), LEFT, pos=strip.place_of(9).center().toPoint())
    QTest.mouseClick(strip.viewport(), LEFT, SHIFT, strip.place_of(7).center().toPoint())
    assert document.range == (7, 10)


def test_keys_choose_frames(filled: MainWindow) -> None:
    document = filled.document
    document.go_to(4)
    press(filled, Key.Key_BraceLeft)
    assert document.range == (4, 4)
    document.go_to(9)
    press(filled, Key.Key_BraceRight)
    assert document.range == (4, 9)
    document.go_to(12)
    press(filled, Key.Key_BraceLeft)
    assert document.range == (12, 12), "it cannot start after its end: it starts anew"
    press(filled, Key.Key_A, CONTROL)
    assert document.range == (0, 19), "the whole track"
    document.select(None)
    press(filled, Key.Key_A, CONTROL)
    assert document.range == (0, document.states.size - 1)


def test_delete_acts_on_the_chosen_frames_of_the_track_and_says_so(filled: MainWindow) -> None:
    document, delete = filled.document, filled.actions_by_name["delete"]
    plain = delete.toolTip()
    choose(filled, 5, 12)
    assert "8 targets of Track 1, frames 6 to 13" in delete.toolTip()
    before = track(filled)
    press(filled, Key.Key_Delete)
    assert frames(filled) == [*range(5), *range(13, 20)]
    assert frames(filled, 2) == [8, 9, 10, 11], "of the other track nothing"
    assert "Deleted: 8 targets, frames 6 to 13." in message(filled)
    assert document.states[5] == FrameState.UNSEEN
    assert document.states[8] == FrameState.EDITED
    press(filled, Key.Key_Z, CONTROL)
    assert track(filled) == before, "one undo"
    press(filled, Key.Key_Escape)
    assert delete.toolTip() == plain


def test_while_another_frame_is_on_show_keys_act_on_it_alone(filled: MainWindow) -> None:
    document = filled.document
    choose(filled, 5, 12)
    QTest.mouseClick(filled.timeline, LEFT, pos=filled.timeline.place_of(2).center().toPoint())
    assert document.range == (5, 12)
    press(filled, Key.Key_Delete)
    assert frames(filled) == [0, 1, *range(3, 20)]


def test_without_a_track_all_targets_of_the_chosen_frames_are_meant(filled: MainWindow) -> None:
    document = filled.document
    choose(filled, 9, 10)
    press(filled, Key.Key_Escape)
    press(filled, Key.Key_Escape)
    choose(filled, 9, 10)
    assert "4 targets of all tracks" in filled.actions_by_name["accept"].toolTip()
    press(filled, Key.Key_Return)
    accepted = [t for n in (1, 2) for t in track(filled, n) if t.state is TargetState.ACCEPTED]
    assert sorted((t.frame, t.track) for t in accepted) == [(9, 1), (9, 2), (10, 1), (10, 2)]
    assert document.states[9:11].tolist() == [FrameState.ACCEPTED] * 2
    assert document.frame == 10, "it stays"
    press(filled, Key.Key_Delete)
    assert [t.frame for n in (1, 2) for t in track(filled, n) if t.frame in (9, 10)] == []
    assert [t.track for t in list_tracks(document.project, document.info.id)] == [1, 2]


def test_frames_are_marked_together_but_those_with_targets_are_not_empty(
    filled: MainWindow,
) -> None:
    document = filled.document
    choose(filled, 18, 23)
    press(filled, Key.Key_E)
    assert (
        document.states[18:24].tolist() == [FrameState.EDITED] * 2 + [FrameState.VERIFIED_EMPTY] * 4
    )
    assert message(filled) == "4 frames marked. 2 hold targets and stay."
    press(filled, Key.Key_U)
    assert set(document.states[18:24].tolist()) == {FrameState.UNCERTAIN}
    for _ in range(2):
        press(filled, Key.Key_Z, CONTROL)
    assert document.states[20] == FrameState.UNSEEN
    choose(filled, 3, 6)
    press(filled, Key.Key_E)
    assert message(filled).startswith("Delete the targets of these frames")


def test_the_mask_is_copied_over_the_chosen_frames_but_accepted_ones(
    filled: MainWindow, qtbot: QtBot
) -> None:
    document = filled.document
    document.go_to(7)
    frame_actions.accept(document)
    document.go_to(6)
    document.select_track(1)
    frame_actions.reshape(document, larger=True)
    mine = document.selected
    choose(filled, 9, 6)
    before = track(filled)
    press(filled, Key.Key_D, CONTROL)
    settled(filled, qtbot)
    after = {t.frame: t for t in track(filled)}
    assert after[6] == mine
    assert after[7] == before[7], "accepted"
    for frame in (8, 9):
        assert after[frame].area == mine.area
        assert after[frame].centroid == FIRST.middle(frame), "moved along"
    assert after[5] == before[5]
    press(filled, Key.Key_Z, CONTROL)
    assert track(filled) == before


def test_fill_makes_anew_what_nobody_decided_on(filled: MainWindow, qtbot: QtBot) -> None:
    document = filled.document
    choose(filled, 5, 12)
    before = track(filled)
    press(filled, Key.Key_J)
    assert "All targets in frames 6 to 13 are clicked" in message(filled)
    press(filled, Key.Key_Delete)
    document.go_to(9)
    press(filled, Key.Key_J)
    settled(filled, qtbot)
    assert frames(filled) == list(range(20))
    wrong = [t for t in track(filled) if t.frame == 7]
    frame = document.frame
    document.go_to(7)
    document.select_track(1)
    press(filled, Key.Key_Delete)  # the range is still chosen: all of it goes
    assert 7 not in frames(filled)
    press(filled, Key.Key_Z, CONTROL)
    document.go_to(frame)
    press(filled, Key.Key_J)
    settled(filled, qtbot)
    again = {t.frame: t for t in track(filled)}
    assert len(again) == 20
    assert again[7].centroid == wrong[0].centroid == before[7].centroid


def test_masks_are_hidden_in_the_chosen_frames_alone(filled: MainWindow) -> None:
    document, hide = filled.document, filled.actions_by_name["masks"]
    choose(filled, 5, 8)
    assert "J: fill anew" in filled.findChild(QLabel, "hint").text()

    def masked(frame: int) -> bool:
        document.go_to(frame)
        return (0xFF, 0x5A, 0x5F) in colours(grabbed(filled.global_view))

    assert [masked(frame) for frame in (4, 8, 9)] == [True, True, True]
    document.go_to(8)
    press(filled, Key.Key_H)
    assert hide.isChecked()
    assert [masked(frame) for frame in (4, 8, 9)] == [True, False, True]
    assert not hide.isChecked()
    document.go_to(8)
    press(filled, Key.Key_H)
    assert masked(8)


def test_interpolate_goes_from_one_hand_set_target_to_the_next(
    filled: MainWindow, qtbot: QtBot
) -> None:
    document = filled.document
    choose(filled, 1, 9)
    press(filled, Key.Key_Delete)
    press(filled, Key.Key_Escape)
    document.select_track(1)
    document.go_to(0)
    hands = track(filled)
    press(filled, Key.Key_J, SHIFT)
    settled(filled, qtbot)
    assert frames(filled) == list(range(20))
    made = [t for t in track(filled) if t not in hands]
    assert [t.frame for t in made] == list(range(1, 10))
    for t in made:
        assert t.centroid == FIRST.middle(t.frame)
        assert t.parameters["interpolated"] is True
    document.go_to(5)
    found = range_actions.to_interpolate(document)
    assert found is not None
    track_actions.delete(document)
    assert not range_actions.store_refilled(document, "interpolate", found, made)
    assert frames(filled) == [], "what became of the track meanwhile counts"
    document.undo()
    document.go_to(15)
    document.select_track(1)
    press(filled, Key.Key_J, SHIFT)
    assert message(filled).startswith("Set two targets of the track by hand")


def test_while_many_targets_are_deleted_and_come_back_the_window_lives(
    window: MainWindow, tmp_path: Path
) -> None:
    count = 1500
    path = tmp_path / "long.npy"
    np.save(path, np.zeros((count, 8, 8), np.uint8))
    assert window.open(path)
    document = window.document
    new = [replace(target(frame), sequence=document.info.id, x0=2, y0=2) for frame in range(count)]
    changes = tuple(TargetChange(None, t) for t in new)
    assert document.apply(Edit("add", document.info.id, 0, changes))
    document.select_track(1)
    beats: list[int] = []
    timer = QTimer(window, interval=0)
    timer.timeout.connect(lambda: beats.append(len(list_targets(document.project, 1, 3))))
    timer.start()
    press(window, Key.Key_A, CONTROL)
    for key, keys, left in (
        (Key.Key_Delete, Qt.KeyboardModifier.NoModifier, 0), (Key.Key_Z, CONTROL, count),
    ):  # fmt: skip
        beats.clear()
        press(window, key, keys)
        assert beats, "what the window reads meanwhile does not wait for the edit"
        assert len(frames(window)) == left
    timer.stop()
