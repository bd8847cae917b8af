"""The two views together: blinking, the lock on a track, the style of masks."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst.display.levels import to_8bit
from label_irst.display.look import Filter
from label_irst.document.actions import frame_actions
from label_irst.settings.mask_style import MaskStyle, stored
from label_irst.views.window.main_window import MainWindow
from tests.driving import click, hover, place, press
from tests.gui import scenes
from tests.gui.scenes import FIRST, FRAMES
from tests.gui.views.screen import grabbed

Key, Keys = Qt.Key, Qt.KeyboardModifier


def frames_seen(window: MainWindow, qtbot: QtBot, turns: int) -> list[int]:
    """The frame whose picture the detail view shows, at each of the next turns."""
    seen = []
    for _ in range(turns):
        with qtbot.waitSignal(window.stage.blink.turned):
            pass
        seen.append(frame_shown(window))
    return seen


def frame_shown(window: MainWindow) -> int:
    """The frame shown in the detail view, recognized by a patch of noise."""
    document, view = window.document, window.detail_view
    assert document.sequence is not None
    screen = grabbed(view)
    points = [(x, y) for x in (60, 64, 68) for y in (40, 44, 48)]
    found = []
    for x, y in points:
        at = place(view, x, y)
        found.append(int(screen[at.y(), at.x(), 0]))
    for frame in range(len(document.sequence)):
        grey = to_8bit(document.sequence[frame], document.display.levels)
        if [int(grey[y, x]) for x, y in points] == found:
            return frame
    raise AssertionError("no frame looks so")


@pytest.fixture
def at_noise(window: MainWindow) -> MainWindow:
    window.detail_view.zoom_to(8.0)
    window.detail_view.centre_on(64, 44)
    return window


def test_k_blinks_the_neighbours_in_place_and_the_document_stays(
    at_noise: MainWindow, qtbot: QtBot
) -> None:
    window, document = at_noise, at_noise.document
    document.go_to(7)
    view = window.detail_view.view
    press(window, Key.Key_K)
    assert window.actions_by_name["blink"].isChecked()
    assert frame_shown(window) == 8, "at once"
    assert "next frame" in window.global_view.title
    assert frames_seen(window, qtbot, 5) == [6, 7, 8, 6, 7]
    assert document.frame == 7
    assert document.image is document.sequence[7]
    assert window.detail_view.view == view
    press(window, Key.Key_K)
    assert not window.actions_by_name["blink"].isChecked()
    assert frame_shown(window) == 7
    assert "frame 8 / 30" in window.global_view.title
    assert not window.stage.blink.on


def test_a_key_held_down_switches_once(window: MainWindow) -> None:
    handle = window.windowHandle()
    for key, name in ((Key.Key_K, "blink"), (Key.Key_H, "masks"), (Key.Key_I, "invert")):
        press(window, key)
        for _ in range(3):
            held = QKeyEvent(QEvent.Type.KeyPress, key, Keys.NoModifier, "x", True)
            QApplication.sendEvent(handle, held)
        assert window.actions_by_name[name].isChecked()
    document = window.document
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_D, Keys.NoModifier, "d", True)
        QApplication.sendEvent(handle, held)
    assert document.frame == 3, "frames go on while their key is down"


def test_clicks_and_hovering_while_it_blinks_are_on_the_documents_frame(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.go_to(7)
    press(window, Key.Key_K)
    frames = {window.stage.blink.offset}
    for _ in range(2):
        with qtbot.waitSignal(window.stage.blink.turned):
            pass
        frames.add(window.stage.blink.offset)
        hover(window.global_view, *FIRST.middle(7))
        assert window.document.preview is not None
        assert (window.document.preview.x0, window.document.preview.y0) == FIRST.corner(7)
    assert len(frames) == 3
    click(window.global_view, *FIRST.middle(7))
    (target,) = window.document.targets
    assert (target.frame, target.x0, target.y0) == (7, *FIRST.corner(7))


@pytest.mark.parametrize(("frame", "expected"), [(0, {0, 1}), (FRAMES - 1, {28, 29})])
def test_only_existing_frames_blink_at_the_ends(
    at_noise: MainWindow, qtbot: QtBot, frame: int, expected: set[int]
) -> None:
    at_noise.document.go_to(frame)
    press(at_noise, Key.Key_K)
    assert set(frames_seen(at_noise, qtbot, 4)) == expected


def test_a_new_frame_is_shown_itself_first_and_goes_on_blinking(
    at_noise: MainWindow, qtbot: QtBot
) -> None:
    press(at_noise, Key.Key_K)
    press(at_noise, Key.Key_D, Keys.ShiftModifier)
    assert at_noise.document.frame == 10
    assert frame_shown(at_noise) == 10
    assert frames_seen(at_noise, qtbot, 2) == [11, 9]


def test_raw_values_are_not_written_over_another_frames_picture(
    window: MainWindow, qtbot: QtBot
) -> None:
    document, view = window.document, window.detail_view
    document.go_to(7)
    view.zoom_to(48.0)
    view.centre_on(64, 44)
    own = grabbed(view)
    press(window, Key.Key_K)
    assert window.stage.blink.offset == 1
    colours = [len(np.unique(s.reshape(-1, 3), axis=0)) for s in (own, grabbed(view))]
    assert colours[1] < 0.6 * colours[0], "squares and grid only"
    press(window, Key.Key_K)
    np.testing.assert_array_equal(grabbed(view), own)


def test_an_unreadable_neighbour_is_left_out(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = empty_window
    assert window.open(scenes.write_broken_folder(tmp_path / "sky", scenes.frames(7), broken=2))
    window.document.go_to(3)
    press(window, Key.Key_K)
    offsets = [window.stage.blink.offset]
    for _ in range(3):
        with qtbot.waitSignal(window.stage.blink.turned):
            pass
        offsets.append(window.stage.blink.offset)
    assert offsets == [1, 0, 1, 0]
    for name in (Filter.DIFFERENCE, Filter.MEDIAN):
        window.document.display.change(filter=name)
        for frame in range(7):
            window.document.go_to(frame)
            shown = window.document.display.shown(frame)
            assert (shown is None) == (frame == 2)
            if name is Filter.DIFFERENCE and shown is not None:
                assert bool(shown.note) == (frame in (0, 3))
    window.document.go_to(0)
    window.document.display.change(filter=Filter.DIFFERENCE)
    assert "no frame before" in window.global_view.title


def track(window: MainWindow, frames: list[int]) -> None:
    for frame in frames:
        window.document.go_to(frame)
        assert frame_actions.click(window.document, *FIRST.middle(frame))


def middle(window: MainWindow) -> tuple[float, float]:
    view = window.detail_view.view
    return view.x, view.y


def test_l_locks_the_views_on_the_track(window: MainWindow) -> None:
    track(window, list(range(8)))
    window.document.go_to(0)
    window.detail_view.centre_on(25.5, 33.5)
    press(window, Key.Key_D)
    assert middle(window) == (25.5, 33.5), "not locked yet"
    press(window, Key.Key_L)
    for frame in range(1, 8):
        assert middle(window) == window.document.targets[0].centroid
        assert "locked on" in window.detail_view.title
        scale = window.detail_view.view.scale
        press(window, Key.Key_D)
        assert window.detail_view.view.scale == scale
        assert window.document.frame == frame + 1
    press(window, Key.Key_L)
    assert "locked" not in window.detail_view.title
    assert not window.actions_by_name["lock"].isChecked()


def test_the_locked_view_moves_evenly_over_a_gap(window: MainWindow) -> None:
    track(window, [0, 10])
    window.document.go_to(0)
    press(window, Key.Key_L)
    (x0, y0), (x1, y1) = (FIRST.middle(f) for f in (0, 10))
    for frame in (0, 3, 7, 10):
        window.document.go_to(frame)
        share = frame / 10
        expected = (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        assert middle(window) == pytest.approx(expected)
    window.document.go_to(25)
    assert middle(window) == (x1, y1), "after its end, there"


def test_the_global_view_follows_only_a_target_that_has_left_it(window: MainWindow) -> None:
    track(window, list(range(12)))
    window.document.go_to(0)
    press(window, Key.Key_L)
    window.global_view.zoom_to(30.0)
    window.global_view.centre_on(*FIRST.middle(0))
    places = []
    for _ in range(12):
        view = window.global_view.view
        places.append((view.x, view.y))
        assert view.visible().contains(QPointF(*window.document.targets[0].centroid))
        if window.document.frame < 11:
            press(window, Key.Key_D)
    assert 1 < len(set(places)) < 8


def test_the_lock_without_a_track_asks_for_one(window: MainWindow) -> None:
    press(window, Key.Key_L)
    assert "Select a target" in window.statusBar().currentMessage()
    window.document.step(1)
    assert "locked" not in window.detail_view.title


def test_masks_as_outline_or_fill_are_seen_and_remembered(window: MainWindow, qtbot: QtBot) -> None:
    track(window, [0])
    window.detail_view.centre_on(*FIRST.middle(0))
    seen: list[NDArray[np.uint8]] = []
    styles = []
    for _ in range(3):
        seen.append(grabbed(window.detail_view))
        styles.append(window.document.display.mask_style)
        press(window, Key.Key_H, Keys.ShiftModifier)
    assert styles == [MaskStyle(), MaskStyle(fill=False), MaskStyle(outline=False)]
    assert not any(np.array_equal(seen[a], seen[b]) for a, b in ((0, 1), (1, 2), (0, 2)))
    np.testing.assert_array_equal(grabbed(window.detail_view), seen[0])
    press(window, Key.Key_H, Keys.ShiftModifier)
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.document.display.mask_style == stored() == MaskStyle(fill=False)
    again.close()
