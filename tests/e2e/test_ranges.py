"""A bird passes behind a branch: thirteen frames of its track are put right with two actions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from p2m_core.project import list_track_targets
from tests.driving import click, press
from tests.e2e.test_story import brightest
from tests.real_data import boxes, is_in

BIRD = "drone_ir/train/IR_BIRD_004"
FIRST, LAST, AGAIN = 175, 187, 193  # behind the branch, frames from 0; seen on both sides of it
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.slow  # a video is followed
def test_thirteen_frames_behind_a_branch_are_two_actions(qtbot, opened, linked) -> None:
    video, truth = linked(f"{BIRD}.mp4"), boxes(f"{BIRD}.gt.txt")
    window = opened(video)
    document, timeline = window.document, window.timeline

    def track():
        return {t.frame: t for t in list_track_targets(document.project, document.info.id, 1)}

    click(window.global_view, *brightest(window, truth[0]))
    press(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: window.propagation.job is None, timeout=120_000)
    assert AGAIN in track()
    document.go_to(FIRST)
    document.select_track(1)
    before = track()

    actions = 0
    ends = [timeline.place_of(frame).center().toPoint() for frame in (FIRST, LAST)]
    QTest.mousePress(timeline, LEFT, SHIFT, ends[0])
    QTest.mouseMove(timeline, ends[1])
    QTest.mouseRelease(timeline, LEFT, SHIFT, ends[1])
    actions += 1
    assert document.range == (FIRST, LAST)
    press(window, Qt.Key.Key_J)
    actions += 1
    qtbot.waitUntil(lambda: not window.track_jobs.progress.busy, timeout=60_000)
    assert actions <= 4
    after = track()
    assert after.keys() == before.keys()
    assert all(after[f] == before[f] for f in after if not FIRST <= f <= LAST)
    assert any(after[f] != before[f] for f in range(FIRST, LAST + 1))
    assert all(is_in(truth[f], after[f].centroid) for f in range(FIRST, LAST + 1))
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert track() == before, "one undo"
