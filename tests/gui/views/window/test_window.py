"""The window with a sequence open: the pointer in its views, and what they show."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QThread
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from label_irst.display.levels import to_8bit
from label_irst.document.actions import frame_actions
from label_irst.tools.toolbox import BRUSH, SELECT
from label_irst.views.picture.canvas import Canvas
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import open_project
from tests.driving import click, drag, hover, place
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND
from tests.gui.views.screen import grabbed

Keys = Qt.KeyboardModifier


def turn_wheel(view: QWidget, at: QPointF, delta: int, keys: Keys = Keys.NoModifier) -> None:
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def status(window: MainWindow) -> str:
    return "   ".join(label.text() for label in window.statusBar().findChildren(QLabel))


@pytest.fixture(params=["global", "detail"])
def view(window: MainWindow, request: pytest.FixtureRequest) -> Canvas:
    window.detail_view.centre_on(*FIRST.middle(0))
    return window.global_view if request.param == "global" else window.detail_view


def test_a_click_in_either_view_makes_the_drawn_target(window: MainWindow, view: Canvas) -> None:
    click(view, *FIRST.middle(0))
    (target,) = window.document.targets
    assert target.box == (20, 30, 23, 33)
    assert target.area == 9


def test_the_hover_preview_is_in_both_views_and_ends_when_the_pointer_leaves(
    window: MainWindow, view: Canvas
) -> None:
    before = grabbed(window.detail_view)
    hover(view, *FIRST.middle(0))
    preview = window.document.preview
    assert preview is not None
    assert preview.mask.sum() == 9
    assert not np.array_equal(grabbed(window.detail_view), before)
    QTest.mouseMove(window.windowHandle(), QPoint(window.width() // 2, window.height() - 4))
    assert window.document.preview is None
    np.testing.assert_array_equal(grabbed(window.detail_view), before)


def test_a_click_in_the_global_view_brings_the_place_into_the_detail_view(
    window: MainWindow,
) -> None:
    click(window.global_view, *SECOND.middle(0))
    seen = window.detail_view.view.visible()
    assert seen.contains(QPointF(*SECOND.middle(0)))
    assert window.detail_view.view.scale == pytest.approx(16.0)


def test_the_wheel_zooms_at_the_pointer(view: Canvas) -> None:
    at = QPointF(200.0, 150.0)
    before = view.view
    turn_wheel(view, at, 120)
    assert view.view.scale > before.scale
    moved = view.view.to_image(at) - before.to_image(at)
    assert abs(moved.x()) + abs(moved.y()) < 1e-6
    turn_wheel(view, at, -120)
    assert view.view.scale == pytest.approx(before.scale)


def test_the_wheel_with_shift_walks_the_growth_and_does_not_zoom(
    window: MainWindow, view: Canvas
) -> None:
    click(window.global_view, *FIRST.middle(0))
    scale = view.view.scale
    for delta, area in ((120, 10), (120, 11), (-120, 10)):
        turn_wheel(view, QPointF(200, 150), delta, Keys.ShiftModifier)
        assert window.document.targets[0].area == area
    assert view.view.scale == scale
    window.document.undo()
    assert window.document.targets[0].area == 9, "one undo step"


def drag_screen(view: Canvas, button: Qt.MouseButton, *points: tuple[int, int]) -> None:
    """Drag through places of the widget, not of the picture that moves under them."""
    handle, none = view.window().windowHandle(), Keys.NoModifier
    places = [view.mapTo(view.window(), QPoint(*point)) for point in points]
    QTest.mousePress(handle, button, none, places[0])
    for point in places[1:]:
        QTest.mouseMove(handle, point)
    QTest.mouseRelease(handle, button, none, places[-1])


def test_a_drag_with_the_middle_button_moves_the_picture(window: MainWindow, view: Canvas) -> None:
    before = view.view
    grip = before.to_image(QPointF(160, 120))
    drag_screen(view, Qt.MouseButton.MiddleButton, (160, 120), (190, 140), (200, 150))
    after = view.view.to_image(QPointF(200, 150))
    assert (after.x(), after.y()) == pytest.approx((grip.x(), grip.y()))
    assert view.view.scale == before.scale
    assert window.document.targets == []


def test_with_the_select_tool_a_left_drag_moves_and_a_click_selects(window: MainWindow) -> None:
    frame_actions.click(window.document, *FIRST.middle(0))
    window.document.select(None)
    window.toolbox.take(SELECT)
    view = window.detail_view
    view.centre_on(*FIRST.middle(0))
    click(view, *FIRST.middle(0))
    assert window.document.selected is window.document.targets[0]
    before = view.view
    drag_screen(view, Qt.MouseButton.LeftButton, (100, 90), (108, 90), (140, 90))
    assert view.view.x < before.x
    assert view.view.y == before.y
    assert window.document.selected is not None, "a drag is no click beside the target"
    assert len(window.document.targets) == 1


def test_a_brush_stroke_in_the_view_paints_where_it_went(window: MainWindow, view: Canvas) -> None:
    window.toolbox.take(BRUSH)
    window.toolbox.diameter = 1
    drag(view, [(18, 28), (24, 28), (24, 34)])
    (target,) = window.document.targets
    assert target.box == (18, 28, 25, 35)
    assert target.area == 13


def test_the_views_show_the_frame_with_its_levels(window: MainWindow) -> None:
    document, view = window.document, window.detail_view
    view.zoom_to(8.0)
    for frame in (0, 9):
        document.go_to(frame)
        view.centre_on(60.0, 48.0)
        assert document.image is not None
        grey = to_8bit(document.image, document.display.levels)
        screen = grabbed(view)
        for x, y in ((60, 48), (55, 40), (70, 52)):
            at = place(view, x, y)
            assert list(screen[at.y(), at.x()]) == [grey[y, x]] * 3


def test_masks_are_shown_and_hidden(window: MainWindow) -> None:
    view = window.detail_view
    view.centre_on(*FIRST.middle(0))
    window.actions_by_name["growth"].trigger()
    bare = {v: grabbed(v) for v in (view, window.global_view)}
    frame_actions.click(window.document, *FIRST.middle(0))
    for v, picture in bare.items():
        assert not np.array_equal(grabbed(v), picture)
    window.actions_by_name["masks"].trigger()
    for v, picture in bare.items():
        np.testing.assert_array_equal(grabbed(v), picture)


def test_zoom_and_place_stay_from_frame_to_frame(window: MainWindow) -> None:
    window.detail_view.zoom_to(11.0)
    window.detail_view.centre_on(64.0, 40.0)
    view = window.detail_view.view
    window.document.step(1)
    window.document.step(10)
    assert window.detail_view.view == view


def test_the_detail_view_follows_a_track_that_flies_out_of_it(window: MainWindow) -> None:
    document = window.document
    for frame in range(12):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(frame))
    window.detail_view.zoom_to(40.0)
    document.go_to(0)
    for _ in range(12):
        assert document.selected is not None
        assert window.detail_view.view.visible().contains(QPointF(*document.selected.centroid))
        document.step(1)


def test_the_status_bar_shows_the_raw_value_under_the_pointer(
    window: MainWindow, view: Canvas
) -> None:
    for x, y in (FIRST.middle(0), (22, 30)):
        hover(view, x, y)
        assert window.document.image is not None
        raw = window.document.image[y, x]
        assert f"x {x}   y {y}" in status(window)
        assert str(raw) in status(window)
    QTest.mouseMove(window.windowHandle(), QPoint(window.width() // 2, window.height() - 4))
    assert "value" not in status(window)


def test_the_value_follows_the_frame_under_a_resting_pointer(
    window: MainWindow,
) -> None:
    x, y = 64, 40
    hover(window.global_view, x, y)
    for _ in range(3):
        window.document.step(1)
        assert window.document.image is not None
        assert f"value {window.document.image[y, x]}" in status(window)


def test_the_status_bar_counts_finished_frames(window: MainWindow) -> None:
    frame_actions.click(window.document, *FIRST.middle(0))
    assert "0 accepted · 1 to review · 29 unseen" in status(window)
    window.actions_by_name["accept"].trigger()
    window.actions_by_name["empty"].trigger()
    window.actions_by_name["uncertain"].trigger()
    assert "2 accepted · 1 to review · 27 unseen" in status(window)
    assert "every edit is saved" in status(window)


def test_the_support_radius_bounds_the_next_click(window: MainWindow) -> None:
    slider = named(window, "How far a click may grow")
    slider.setValue(3)
    assert window.document.params.support_radius == 3.0
    click(window.global_view, *SECOND.middle(0))
    (target,) = window.document.targets
    assert target.parameters["support_radius"] == 3.0


def named(window: MainWindow, start: str) -> QSlider:
    return next(s for s in window.findChildren(QSlider) if s.toolTip().startswith(start))


def test_changes_of_levels_and_colours_are_seen_at_once(window: MainWindow) -> None:
    before = grabbed(window.global_view)
    window.document.display.change(colour_map="black-hot")
    inverted = grabbed(window.global_view)
    assert not np.array_equal(inverted, before)
    window.document.display.change(colour_map="white-hot")
    np.testing.assert_array_equal(grabbed(window.global_view), before)


def test_the_next_window_has_the_work_of_the_last(window: MainWindow, qtbot: QtBot) -> None:
    click(window.global_view, *FIRST.middle(0))
    window.document.go_to(17)
    assert window.document.project is not None
    path = window.document.project.path
    assert window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.open(path)
    assert again.document.frame == 17
    again.document.go_to(0)
    assert [t.area for t in again.document.targets] == [9]
    again.close()


def test_a_closed_window_leaves_neither_threads_nor_locks(window: MainWindow) -> None:
    assert window.document.project is not None
    path = window.document.project.path
    assert window.close()
    assert not any(t.isRunning() for t in window.findChildren(QThread))
    assert window.document.project is None
    open_project(path).close()


def test_the_window_remembers_size_and_panes(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1240, 701)
    window.splitter.setSizes([200, 400])
    shares = [size / sum(window.splitter.sizes()) for size in window.splitter.sizes()]
    window.session.keep()
    again = MainWindow()
    qtbot.addWidget(again)
    again.session.restore()
    again.show()
    # Only the height: the offscreen platform's screen is 800 pixels wide, and restoring fits.
    assert again.height() == 701
    found = [size / sum(again.splitter.sizes()) for size in again.splitter.sizes()]
    assert found == pytest.approx(shares, abs=0.02)
    assert found[1] > 1.5 * found[0]


def test_an_unreadable_frame_is_named_in_the_views_and_can_be_passed(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    folder = scenes.write_broken_folder(tmp_path / "sky", scenes.frames(4), broken=1)
    window = empty_window
    assert window.open(folder)
    readable = grabbed(window.global_view)
    window.actions_by_name["next"].trigger()
    assert "0001.png" in window.document.frame_error
    broken = grabbed(window.global_view)
    assert not np.array_equal(broken, readable)
    assert (broken == (0xF2, 0xA9, 0x3B)).all(axis=2).any(), "in the colour of doubt"
    click(window.global_view, *FIRST.middle(1))
    hover(window.global_view, *FIRST.middle(1))
    assert window.document.targets == []
    window.actions_by_name["empty"].trigger()
    assert "0001.png" in window.statusBar().currentMessage()
    assert window.document.frame == 1
    window.actions_by_name["next"].trigger()
    click(window.global_view, *FIRST.middle(2))
    assert window.document.targets[0].area == 9


def test_the_empty_window_offers_to_open_and_survives_every_key(empty_window: MainWindow) -> None:
    shown = grabbed(empty_window.global_view)
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) > 5, "an invitation is written there"
    asks = {"open", "open-folder", "new-project", "sample", "quit", "keys", "about"}
    for name, action in empty_window.actions_by_name.items():
        if name not in asks:
            action.trigger()
    hover(empty_window.global_view, 5, 5)
    click(empty_window.global_view, 5, 5)
    turn_wheel(empty_window.detail_view, QPointF(50, 50), 120, Keys.ShiftModifier)
    assert empty_window.document.project is None
