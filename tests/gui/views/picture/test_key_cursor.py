"""The cursor of the keyboard: all that the mouse does with a tool, without one."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from label_irst.tools.toolbox import BRUSH
from label_irst.views.picture import overlay
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState
from tests.driving import click, press
from tests.gui.scenes import FIRST, WIDTH
from tests.gui.views.screen import grabbed

Key, Keys = Qt.Key, Qt.KeyboardModifier
CURSOR = tuple(int(overlay.CURSOR_COLOUR[i : i + 2], 16) for i in (1, 3, 5))


def walk(window: MainWindow, dx: int, dy: int) -> None:
    """Move the cursor as a user would: tens with Shift, then ones."""
    for way, more, less in ((dx, Key.Key_Right, Key.Key_Left), (dy, Key.Key_Down, Key.Key_Up)):
        tens, ones = divmod(abs(way), 10)
        for _ in range(tens):
            press(window, more if way > 0 else less, Keys.ShiftModifier)
        for _ in range(ones):
            press(window, more if way > 0 else less)


def place(window: MainWindow) -> tuple[int, int]:
    """The cursor's place, read from the status bar."""
    label = window.statusBar().findChild(QLabel, "place")
    assert isinstance(label, QLabel)
    words = label.text().split()
    return int(words[1]), int(words[3])


def test_a_target_is_annotated_in_ten_frames_with_the_keyboard_alone(window: MainWindow) -> None:
    document = window.document
    press(window, Key.Key_M)
    assert window.actions_by_name["key-cursor"].isChecked()
    assert "Space: click" in window.notice_row.hint.whole
    x, y = place(window)
    for frame in range(10):
        assert document.frame == frame
        goal = FIRST.middle(frame)
        walk(window, goal[0] - x, goal[1] - y)
        x, y = place(window)
        assert (x, y) == goal
        assert document.preview is not None, "the mask to be"
        assert document.preview.mask.sum() == 9
        for view in (window.global_view, window.detail_view):
            assert view.view.visible().contains(QPointF(*goal))
            assert (grabbed(view) == CURSOR).all(axis=2).any()
        press(window, Key.Key_Space)
        (target,) = document.targets
        assert target.box == (*FIRST.corner(frame), x + 2, y + 2)
        press(window, Key.Key_Return)  # the keys of the window go on: accept, next frame
    assert (document.states[:10] == FrameState.ACCEPTED).all()
    assert len(document.track_runs.runs) == 1, "one track"


def test_the_arrows_are_the_frames_again_when_it_ends(window: MainWindow) -> None:
    document = window.document
    press(window, Key.Key_Right)
    assert document.frame == 1
    press(window, Key.Key_M)
    start = place(window)
    press(window, Key.Key_Right)
    assert (document.frame, place(window)) == (1, (start[0] + 1, start[1]))
    press(window, Key.Key_D)
    assert document.frame == 2, "D still goes on"
    walk(window, 400, 0)
    assert place(window) == (WIDTH - 1, start[1]), "it stays in the frame"
    press(window, Key.Key_Escape)
    assert not window.actions_by_name["key-cursor"].isChecked()
    assert not (grabbed(window.detail_view) == CURSOR).all(axis=2).any()
    press(window, Key.Key_Left)
    assert document.frame == 1
    press(window, Key.Key_Delete)  # nothing is selected: nothing happens
    assert document.targets == []


def test_space_is_held_for_a_stroke_and_backspace_is_the_right_click(window: MainWindow) -> None:
    document, handle = window.document, window.windowHandle()
    click(window.global_view, *FIRST.middle(0))
    window.toolbox.take(BRUSH)
    window.toolbox.set_brush(1)
    press(window, Key.Key_M)
    assert place(window) == FIRST.middle(0), "it begins at the selected target"
    walk(window, 2, 0)
    QTest.keyPress(handle, Key.Key_Space)
    walk(window, 3, 0)
    assert document.targets[0].area == 9, "the stroke is not finished"
    QTest.keyRelease(handle, Key.Key_Space)
    assert document.targets[0].area == 13
    press(window, Key.Key_Z, Keys.ControlModifier)
    assert document.targets[0].area == 9, "one stroke, one undo"
    press(window, Key.Key_S)
    walk(window, -5, -1)
    press(window, Key.Key_Backspace)
    (target,) = document.targets
    x, y = FIRST.corner(0)
    assert not target.mask[place(window)[1] - target.y0, place(window)[0] - target.x0]
    assert (x, y) <= place(window)
    assert np.count_nonzero(target.mask) < 9
    walk(window, 3, 1)
    press(window, Key.Key_Space, Keys.ShiftModifier)  # as a click with Shift: this one too
    (target,) = document.targets
    at = place(window)
    assert target.mask[at[1] - target.y0, at[0] - target.x0]
