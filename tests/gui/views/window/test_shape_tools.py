"""Box seed, flood, polygon, negative click and the rest through the real window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from label_irst.document.edits.frame_edits import pixels_of
from label_irst.tools.toolbox import BOX_SEED, FLOOD, POLYGON
from label_irst.views.picture.canvas import Canvas
from label_irst.views.window.main_window import MainWindow
from tests.driving import LEFT, NO_KEYS, click, drag, hover, place, press
from tests.gui.scenes import FIRST, SECOND
from tests.gui.views.screen import grabbed
from tests.real_data import real

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
RIGHT = Qt.MouseButton.RightButton


def wheel(view: Canvas, x: float, y: float, notches: int) -> None:
    at = QPointF(place(view, x, y))
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(0, 0), QPoint(0, 120 * notches),
        LEFT, NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def mask(window: MainWindow) -> set[tuple[int, int]]:
    assert window.document.selected is not None
    return pixels_of(window.document.selected)


def drawn(mask: np.ndarray) -> set[tuple[int, int]]:
    return {(int(r), int(c)) for r, c in np.argwhere(mask)}


@pytest.fixture
def view(window: MainWindow) -> Canvas:
    window.detail_view.centre_on(*FIRST.middle(0))
    return window.detail_view


def test_each_tool_has_its_key_its_button_and_its_tooltip(window: MainWindow) -> None:
    buttons = {
        b.defaultAction().objectName(): b
        for b in window.findChildren(QToolButton)
        if b.defaultAction() is not None
    }
    for key, name in ((Key.Key_X, BOX_SEED), (Key.Key_W, FLOOD), (Key.Key_G, POLYGON)):
        press(window, key)
        assert window.toolbox.name == name
        assert window.actions_by_name[name].isChecked()
        assert buttons[name].isVisible()
        assert not buttons[name].icon().isNull()
        assert "\n" in buttons[name].toolTip(), "it explains the use"
        press(window, Key.Key_S)
        QTest.mouseClick(buttons[name], LEFT)
        assert window.toolbox.name == name


@pytest.mark.parametrize("key", [Key.Key_X, Key.Key_W])
@pytest.mark.parametrize("where", ["detail", "global"])
def test_the_box_tool_makes_a_target_from_a_dragged_box(
    window: MainWindow, view: Canvas, key: Qt.Key, where: str
) -> None:
    press(window, key)
    x, y = FIRST.corner(0)
    shown = view if where == "detail" else window.global_view
    drag(shown, [(x - 3, y - 3), (x + 2, y), (x + 6, y + 5)])
    assert mask(window) == drawn(FIRST.mask(0))
    press(window, Key.Key_Z, CTRL)
    assert window.document.targets == []


def test_the_box_and_its_mask_are_visible_during_the_drag(window: MainWindow, view: Canvas) -> None:
    press(window, Key.Key_X)
    bare = grabbed(view)
    x, y = FIRST.corner(0)
    handle = window.windowHandle()
    at = [view.mapTo(window, place(view, *p)) for p in ((x - 3, y - 3), (x + 6, y + 5))]
    QTest.mousePress(handle, LEFT, NO_KEYS, at[0])
    QTest.mouseMove(handle, at[1])
    changed = (grabbed(view) != bare).any(axis=2)
    edge = place(view, x - 3.5, y)
    assert changed[edge.y() - 20 : edge.y() + 20, edge.x() - 2 : edge.x() + 3].any(axis=1).all()
    inside = place(view, x - 0.5, y + 1)
    assert changed[inside.y(), inside.x() - 2 : inside.x() + 3].any()
    QTest.mouseRelease(handle, LEFT, NO_KEYS, at[1])
    assert len(window.document.targets) == 1


@pytest.mark.parametrize("how", ["wheel", "keys"])
def test_wheel_and_keys_move_the_level_during_the_drag(
    window: MainWindow, view: Canvas, how: str
) -> None:
    press(window, Key.Key_W)
    x, y = FIRST.corner(0)
    handle = window.windowHandle()
    at = [view.mapTo(window, place(view, *p)) for p in ((x - 3, y - 3), (x + 6, y + 5))]
    scale = view.view.scale
    QTest.mousePress(handle, LEFT, NO_KEYS, at[0])
    QTest.mouseMove(handle, at[1])
    areas = []
    for by in (+1, +1, -1):
        if how == "wheel":
            wheel(view, x + 6, y + 5, by)
        else:
            press(window, Key.Key_Period if by > 0 else Key.Key_Comma)
        assert window.document.preview is not None
        areas.append(int(window.document.preview.mask.sum()))
    assert 9 < areas[0] < areas[1]
    assert areas[2] == areas[0]
    assert view.view.scale == scale, "it does not zoom"
    QTest.mouseRelease(handle, LEFT, NO_KEYS, at[1])
    assert window.document.targets[0].area == areas[0]
    press(window, Key.Key_Comma)
    assert mask(window) == drawn(FIRST.mask(0)), "and afterwards"
    wheel(view, x, y, 1)
    assert view.view.scale > scale, "then the wheel zooms again"


def test_an_unfinished_polygon_takes_the_keys(window: MainWindow, view: Canvas) -> None:
    document = window.document
    click(view, *FIRST.middle(0))
    (grown,) = document.targets
    document.select(None)
    press(window, Key.Key_G)
    for point in ((26.6, 26.6), (32.4, 26.6), (32.4, 31.4)):
        click(view, *point)
    click(window.global_view, 60, 31)
    press(window, Key.Key_Backspace)  # that one was too far
    assert document.targets == [grown], "Backspace deletes no target now"
    view.centre_on(26.0, 28.0)
    click(view, 26.6, 31.4)
    press(window, Key.Key_Return)
    assert document.frame == 0, "and Enter accepts no frame"
    assert mask(window) == {(r, c) for r in range(27, 32) for c in range(27, 33)}
    press(window, Key.Key_Return)
    assert document.frame == 1, "but after it"


def test_a_double_click_closes_the_polygon(window: MainWindow, view: Canvas) -> None:
    press(window, Key.Key_G)
    click(view, 26.6, 26.6)
    click(view, 32.4, 26.6)
    at = view.mapTo(window, place(view, 32.4, 31.4))
    QTest.mouseDClick(window.windowHandle(), LEFT, NO_KEYS, at)
    (target,) = window.document.targets
    assert target.box == (28, 27, 33, 32)
    assert window.document.preview is None
    hover(view, 25, 25)
    assert window.document.preview is None, "no new one is begun by it"


def test_escape_drops_the_polygon_and_keeps_the_selection(window: MainWindow, view: Canvas) -> None:
    click(view, *FIRST.middle(0))
    press(window, Key.Key_G)
    click(view, 26.6, 26.6)
    press(window, Key.Key_Escape)
    assert window.document.preview is None
    assert window.document.selected is not None
    press(window, Key.Key_Escape)
    assert window.document.selected is None


def test_a_right_click_removes_a_pixel_with_every_tool(window: MainWindow, view: Canvas) -> None:
    document = window.document
    click(view, *FIRST.middle(0))
    x, y = FIRST.corner(0)
    left = drawn(FIRST.mask(0))
    for tool, (column, row) in (
        (Key.Key_S, (x, y)), (Key.Key_B, (x + 2, y)), (Key.Key_V, (x, y + 2)),
    ):  # fmt: skip
        press(window, tool)
        drag(view, [(column, row)], RIGHT)
        lost = left - mask(window)
        assert (row, column) in lost, "and what is like it around, nothing else"
        assert all(max(abs(r - row), abs(c - column)) <= 2 for r, c in lost)
        left = left - lost
        assert mask(window) == left
    drag(view, [(x + 2, y + 2), (x + 6, y + 6)], RIGHT)
    assert mask(window) == left, "a right drag is free"
    press(window, Key.Key_Z, CTRL)
    assert mask(window) == left | lost
    before = list(document.targets)
    drag(window.global_view, [(90, 20)], RIGHT)
    assert document.targets == before
    assert "no mask here" in window.statusBar().currentMessage()


def test_plus_and_minus_grow_and_shrink_the_mask(window: MainWindow, view: Canvas) -> None:
    click(window.global_view, *SECOND.middle(0))
    for key, area in ((Key.Key_Plus, 45), (Key.Key_Equal, 69), (Key.Key_Minus, 45)):
        press(window, key)
        assert len(mask(window)) == area
    press(window, Key.Key_Z, CTRL)
    assert mask(window) == drawn(SECOND.mask(0))


def test_control_d_copies_the_target_to_the_next_frame(window: MainWindow, view: Canvas) -> None:
    click(view, *FIRST.middle(0))
    for frame in (1, 2, 3):
        press(window, Key.Key_D, CTRL)
        assert window.document.frame == frame
        assert mask(window) == drawn(FIRST.mask(frame))
    assert "copy to next frame" in window.actions_by_name["undo"].text()


def boxes(path: Path) -> dict[int, tuple[float, ...]]:
    lines = [line.split(",") for line in path.read_text().split()]
    return {int(line[0]) - 1: tuple(map(float, line[2:6])) for line in lines}


@pytest.mark.parametrize("name", ["IR_HELICOPTER_044", "IR_DRONE_134", "IR_BIRD_067"])
def test_box_and_polygon_work_on_a_real_video(
    empty_window: MainWindow, tmp_path: Path, name: str
) -> None:
    """A rough box, a pixel out, a polygon around it, and on to the next frames."""
    folder = real("drone_ir/val")
    window, video = empty_window, tmp_path / f"{name}.mp4"
    video.symlink_to(folder / video.name)
    assert window.open(video)
    truth = boxes(folder / f"{name}.gt.txt")
    first = min(f for f in truth if all(f + i in truth for i in range(6)))
    window.document.go_to(first)
    x, y, width, height = truth[first]
    view = window.detail_view
    view.centre_on(x + width / 2, y + height / 2)
    press(window, Key.Key_X)
    corners = [(round(x) - 1, round(y) - 1), (round(x + width), round(y + height))]
    drag(view, corners)
    seeded = mask(window)
    inside = {(r, c) for r in range(corners[0][1], corners[1][1] + 1)
              for c in range(corners[0][0], corners[1][0] + 1)}  # fmt: skip
    assert seeded <= inside
    assert len(seeded) > 1
    row, column = max(seeded, key=lambda p: (abs(p[0] - y - height / 2), p))
    drag(view, [(column, row)], RIGHT)
    assert mask(window) < seeded
    assert (row, column) not in mask(window)
    press(window, Key.Key_Z, CTRL)
    press(window, Key.Key_W)
    drag(view, corners)
    assert len(window.document.targets) == 1, "it takes the place of the other"
    assert mask(window) <= inside
    press(window, Key.Key_Z, CTRL)
    assert mask(window) == seeded
    for frame in range(first + 1, first + 6):
        press(window, Key.Key_D, CTRL)
        assert window.document.frame == frame
        bx, by, bw, bh = truth[frame]
        assert window.document.selected is not None
        cx, cy = window.document.selected.centroid
        assert bx - 2 <= cx <= bx + bw + 1
        assert by - 2 <= cy <= by + bh + 1


def test_a_held_right_button_previews_the_rest_of_the_mask(
    window: MainWindow, view: Canvas
) -> None:
    document, handle = window.document, window.windowHandle()
    click(view, *FIRST.middle(0))
    (grown,) = document.targets
    x, y = FIRST.corner(0)
    at = view.mapTo(window, place(view, x, y))
    QTest.mousePress(handle, RIGHT, NO_KEYS, at)
    assert document.preview is not None
    assert document.preview.replaces == grown.id
    assert int(document.preview.mask.sum()) == 8
    QTest.mouseMove(handle, at + QPoint(1, 1))
    assert document.preview is not None, "a hand that trembles"
    QTest.mouseMove(handle, at + QPoint(30, 0))
    assert document.preview is None, "moving away takes it back"
    QTest.mouseRelease(handle, RIGHT, NO_KEYS, at + QPoint(30, 0))
    assert document.targets == [grown]
    QTest.mousePress(handle, RIGHT, NO_KEYS, at)
    QTest.mouseRelease(handle, RIGHT, NO_KEYS, at)
    assert mask(window) == drawn(FIRST.mask(0)) - {(y, x)}
