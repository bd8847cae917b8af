"""Ignored regions with real keys and a real mouse: drawn, found, listed, let go."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from label_irst.views.window.main_window import MainWindow
from p2m_core.detector import Detection
from p2m_core.project import IgnoredKind, list_ignored, paint_ignored
from tests.driving import click, drag, press
from tests.gui import scenes
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


def ignored(window: MainWindow, frame: int) -> np.ndarray:
    """The pixels of a frame that the project file ignores."""
    project = window.document.project
    assert project is not None
    return paint_ignored(list_ignored(project, 1), frame, (HEIGHT, WIDTH))


def box_around(window: MainWindow, plane: scenes.Plane, frame: int) -> None:
    x, y = plane.corner(frame)
    end = x + plane.size + 3, y + plane.size + 3
    drag(window.global_view, [(x - 3, y - 3), end])


def test_nothing_grows_in_a_drawn_region_until_a_click_lets_it_go(window: MainWindow) -> None:
    document = window.document
    press(window, Key.Key_W, SHIFT)
    box_around(window, FIRST, 0)
    x, y = (int(v) for v in FIRST.middle(0))
    assert ignored(window, 0)[y, x]
    assert ignored(window, len(document.states) - 1)[y, x], "without chosen frames, in all of them"
    press(window, Key.Key_S)
    click(window.global_view, *FIRST.middle(0))
    assert document.targets == []
    assert "ignored" in window.statusBar().currentMessage()
    click(window.global_view, *SECOND.middle(0))
    assert len(document.targets) == 1
    press(window, Key.Key_W, SHIFT)
    click(window.global_view, *FIRST.middle(0))
    assert not ignored(window, 0).any()
    press(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ignored(window, 0)[y, x], "letting go is one step of undo"


def test_while_frames_are_chosen_the_region_is_for_these_alone(window: MainWindow) -> None:
    window.document.choose_range((0, 1))
    press(window, Key.Key_W, SHIFT)
    box_around(window, FIRST, 0)
    assert [ignored(window, frame).any() for frame in range(4)] == [True, True, False, False]


def test_suggestions_in_a_region_are_not_shown(window: MainWindow) -> None:
    document = window.document
    (x, y), (u, v) = FIRST.middle(0), SECOND.middle(0)
    found = [Detection(x, y, 2.0, 0.9), Detection(u, v, 2.0, 0.8)]
    document.suggestions.begin("test", 0.5)
    document.suggestions.store("test", [(0, found)])
    assert len(document.suggestions.shown) == 2
    press(window, Key.Key_W, SHIFT)
    box_around(window, FIRST, 0)
    assert [(s.x, s.y) for s in document.suggestions.shown] == [(u, v)]


@pytest.fixture
def overlaid(empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a video that has text burnt into its frames."""
    frames = np.clip(np.repeat(scenes.frames() / 16.0, 3, axis=0), 10, 200)
    frames += np.random.default_rng(0).normal(0.0, 2.0, frames.shape)
    ink = np.zeros(frames.shape[1:], np.uint8)
    cv2.putText(ink, "AZ 27", (4, HEIGHT - 6), cv2.FONT_HERSHEY_PLAIN, 1.0, 255, 2)
    frames[:, ink > 0] = 255
    scenes.write_stack(tmp_path / "text.npy", np.clip(frames, 0, 255).astype(np.uint8))
    assert empty_window.open(tmp_path / "text.npy")
    return empty_window


def test_burnt_in_text_is_found_by_itself_and_ignored_on_a_click(
    overlaid: MainWindow, qtbot: QtBot
) -> None:
    document, banner = overlaid.document, overlaid.banner
    overlaid.ignoring.pause.setInterval(0)
    overlaid.ignoring.pause.start()
    qtbot.waitUntil(banner.isVisible)
    assert document.ignored.regions == [], "nothing happens unasked"
    qtbot.mouseClick(banner.offer, Qt.MouseButton.LeftButton)
    (region,) = document.ignored.in_frame(0)
    assert region.kind is IgnoredKind.FOUND
    assert region.y0 > HEIGHT // 2
    # Refused, it is not offered again.
    overlaid.actions_by_name["ignored-regions"].trigger()
    listed = overlaid.ignoring.window.list
    assert "Found" in listed.item(0).text()
    listed.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert document.ignored.in_frame(0) == []
    overlaid.actions_by_name["find-overlay"].trigger()
    qtbot.waitUntil(lambda: overlaid.ignoring.idle)
    qtbot.waitUntil(lambda: "No overlay" in overlaid.statusBar().currentMessage())
    assert document.ignored.in_frame(0) == []
