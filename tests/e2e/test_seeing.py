"""Looking closely at a real video: seeds without a mouse, the loupe, playback, what is measured."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState
from tests.driving import drag, hover, press
from tests.heartbeat import heartbeat
from tests.real_data import boxes, is_in

pytestmark = pytest.mark.slow

VIDEO = "drone_ir/train/IR_DRONE_059.mp4"
SEEDED = 5
STALL = 100.0  # ms of the window's thread
Key, Keys = Qt.Key, Qt.KeyboardModifier


def cursor(window: MainWindow) -> tuple[int, int]:
    label = window.statusBar().findChild(QLabel, "place")
    assert isinstance(label, QLabel)
    words = label.text().split()
    return int(words[1]), int(words[3])


def walk_to(window: MainWindow, goal: tuple[int, int]) -> None:
    at = cursor(window)
    for axis, more, less in ((0, Key.Key_Right, Key.Key_Left), (1, Key.Key_Down, Key.Key_Up)):
        tens, ones = divmod(abs(goal[axis] - at[axis]), 10)
        key = more if goal[axis] > at[axis] else less
        for keys, times in ((Keys.ShiftModifier, tens), (Keys.NoModifier, ones)):
            for _ in range(times):
                press(window, key, keys)


def test_a_target_is_seeded_by_keys_watched_and_measured(
    opened: Callable[[Path], MainWindow], linked: Callable[[str], Path], qtbot: QtBot
) -> None:
    window, truth = opened(linked(VIDEO)), boxes(VIDEO.replace(".mp4", ".gt.txt"))
    document, playback = window.document, window.stage.playback
    with heartbeat() as beat:
        press(window, Key.Key_M)
        for frame in range(SEEDED):
            x, y, width, height = truth[frame]
            walk_to(window, (round(x + (width - 1) / 2), round(y + (height - 1) / 2)))
            press(window, Key.Key_Space)
            assert document.selected is not None
            assert is_in(truth[frame], document.selected.centroid)
            press(window, Key.Key_Return)
        assert (document.states[:SEEDED] == FrameState.ACCEPTED).all()
        assert len(document.track_runs.runs) == 1
        press(window, Key.Key_Escape)

        press(window, Key.Key_Home)
        x, y, width, height = truth[0]
        hover(window.global_view, x + width / 2, y + height / 2)
        assert window.loupe.isVisible()
        press(window, Key.Key_V, Keys.ShiftModifier)
        document.choose_range((0, SEEDED - 1))
        press(window, Key.Key_L, Keys.ShiftModifier)
        seen: list[int] = []
        document.frame_changed.connect(lambda: seen.append(document.frame))
        press(window, Key.Key_F5)
        qtbot.waitUntil(lambda: seen.count(0) >= 3)
        press(window, Key.Key_F5)
        assert set(seen) <= set(range(SEEDED))
        assert not playback.playing

        press(window, Key.Key_R, Keys.ControlModifier)
        drag(window.global_view, [(x, y), (x + width, y), (x + width, y + height)])
        line = window.toolbox.ruler.line
        assert line is not None
        assert abs(line.dx - width) <= 1
        assert abs(line.dy - height) <= 1
    print(f"longest stall {beat.longest:.0f} ms; own work {max(beat.work):.0f} ms")
    assert len(document.targets) == 1
    assert max(beat.work) < STALL
