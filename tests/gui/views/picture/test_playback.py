"""Playback: by the clock, over the chosen frames, and paused by whatever its user does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from label_irst.views.picture.playback import SPEEDS, speed_text
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState
from tests.driving import click, press
from tests.gui.scenes import FIRST, FRAMES
from tests.gui.views.picture.test_canvas import turn_wheel

Key, Keys = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def seen(window: MainWindow) -> Iterator[list[int]]:
    """The frames shown, in order."""
    frames: list[int] = []
    window.document.frame_changed.connect(lambda: frames.append(window.document.frame))
    yield frames
    window.stage.playback.pause()


def wait_for_end(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.stage.playback.playing)


def test_it_plays_to_the_end_and_back(window: MainWindow, qtbot: QtBot, seen: list[int]) -> None:
    playback = window.stage.playback
    for _ in range(3):
        press(window, Key.Key_Up, Keys.ControlModifier)
    assert playback.speed == 8.0
    press(window, Key.Key_F5)
    assert playback.playing
    assert window.actions_by_name["play"].isChecked()
    assert "▶ 8×" in window.global_view.title
    wait_for_end(window, qtbot)
    assert seen == sorted(set(seen)), "forwards, none twice"
    assert seen[-1] == FRAMES - 1
    assert not window.actions_by_name["play"].isChecked()
    assert "▶" not in window.global_view.title
    seen.clear()
    press(window, Key.Key_F5, Keys.ShiftModifier)
    assert "◀ 8×" in window.global_view.title
    wait_for_end(window, qtbot)
    assert seen == sorted(set(seen), reverse=True)
    assert seen[-1] == 0


def test_chosen_frames_are_played_in_a_loop(
    window: MainWindow, qtbot: QtBot, seen: list[int]
) -> None:
    window.document.choose_range((10, 14))
    press(window, Key.Key_L, Keys.ShiftModifier)
    press(window, Key.Key_Up, Keys.ControlModifier)
    press(window, Key.Key_F5)
    qtbot.waitUntil(lambda: seen.count(10) >= 3)
    assert set(seen) <= set(range(10, 15))
    assert 14 in seen or 13 in seen
    press(window, Key.Key_F5)
    assert not window.stage.playback.playing


def test_an_edit_or_a_click_while_it_plays_only_pauses(window: MainWindow, qtbot: QtBot) -> None:
    document, playback = window.document, window.stage.playback
    press(window, Key.Key_L, Keys.ShiftModifier)
    for act in (
        lambda: press(window, Key.Key_E),
        lambda: press(window, Key.Key_P),
        lambda: click(window.global_view, *FIRST.middle(document.frame)),
        lambda: press(window, Key.Key_Return),
        lambda: turn_wheel(window.global_view, QPointF(200, 150), 120, Keys.ShiftModifier),
    ):
        press(window, Key.Key_F5)
        with qtbot.waitSignal(document.frame_changed):
            pass
        act()
        assert not playback.playing
        assert f"frame {document.frame + 1}." in window.statusBar().currentMessage()
        assert document.targets == []
        assert (document.states == FrameState.UNSEEN).all()
    click(window.global_view, *FIRST.middle(document.frame))
    assert len(document.targets) == 1, "the next click is one again"
    press(window, Key.Key_F5)
    press(window, Key.Key_H)  # what only changes the view does not pause
    assert playback.playing
    press(window, Key.Key_D)
    assert not playback.playing
    press(window, Key.Key_F5)
    document.go_to(3)  # as a click into the timeline does
    assert not playback.playing
    assert document.frame == 3


def test_the_buttons_below_the_picture_show_and_set_the_speed(window: MainWindow) -> None:
    transport, playback = window.transport, window.stage.playback
    assert [speed_text(speed) for speed in SPEEDS] == ["1/4×", "1/2×", "1×", "2×", "4×", "8×"]
    assert transport.speed.currentText() == "1×"
    press(window, Key.Key_Down, Keys.ControlModifier)
    assert transport.speed.currentText() == "1/2×"
    transport.speed.showPopup()
    QTest.keyClick(transport.speed.view(), Key.Key_End)
    QTest.keyClick(transport.speed.view(), Key.Key_Return)
    assert playback.speed == 8.0
    press(window, Key.Key_Up, Keys.ControlModifier)
    assert transport.speed.currentText() == "8×"
