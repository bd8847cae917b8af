"""The growth curve: its handle walks the mask."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from label_irst import theme
from label_irst.document.actions import frame_actions
from label_irst.views.targets.growth_curve import GrowthCurve
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import list_targets, open_project
from tests.driving import click, drag, place
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND, leaking
from tests.gui.views.screen import grabbed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def curve(window: MainWindow) -> GrowthCurve:
    click(window.global_view, *SECOND.middle(0))
    assert window.growth_curve.isVisible()
    return window.growth_curve


def at(curve: GrowthCurve, x: float) -> QPoint:
    """A place on the panel, in its window."""
    return curve.mapTo(curve.window(), QPoint(round(x), curve.height() // 2))


def drag_to(curve: GrowthCurve, *xs: float) -> None:
    handle = curve.window().windowHandle()
    QTest.mousePress(handle, LEFT, NONE, at(curve, xs[0]))
    for x in xs[1:]:
        QTest.mouseMove(handle, at(curve, x))
    QTest.mouseRelease(handle, LEFT, NONE, at(curve, xs[-1]))


def test_the_curve_is_shown_with_a_grown_target_only(
    window: MainWindow, curve: GrowthCurve
) -> None:
    window.document.select(None)
    assert not curve.isVisible()
    frame_actions.paint(window.document, {(5, 5), (5, 6)}, erase=False)
    assert not curve.isVisible(), "a painted target has no path"
    window.document.select(window.document.targets[0])
    assert curve.isVisible()
    window.document.step(1)
    assert not curve.isVisible()


def test_the_curve_can_be_hidden(window: MainWindow, curve: GrowthCurve) -> None:
    action = window.actions_by_name["growth"]
    assert action.isChecked()
    action.trigger()
    assert not curve.isVisible()
    click(window.global_view, *FIRST.middle(0))
    assert not curve.isVisible()
    action.trigger()
    assert curve.isVisible()


def test_the_handle_walks_the_mask_and_each_step_is_stored(
    window: MainWindow, curve: GrowthCurve
) -> None:
    document = window.document
    assert document.project is not None
    (grown,) = document.targets
    start, end = curve.x_of(grown.area), curve.x_of(12)
    areas = []
    document.targets_changed.connect(lambda: areas.append(document.targets[0].area))
    drag_to(curve, start, *np.linspace(start, end, 8)[1:])
    assert document.targets[0].area == 12
    assert len(set(areas)) > 3
    with open_project(document.project.path, readonly=True) as reader:
        assert list_targets(reader, 1, 0)[0].area == 12
    document.undo()
    assert document.targets == [grown], "the whole drag is one step"


def test_the_handle_stays_under_the_pointer(window: MainWindow, curve: GrowthCurve) -> None:
    left, right = curve.x_of(1), curve.width() - 20.0
    handle = curve.window().windowHandle()
    QTest.mousePress(handle, LEFT, NONE, at(curve, left))
    growth = window.document.growth
    assert growth is not None
    for x in np.linspace(left, right, 25):
        QTest.mouseMove(handle, at(curve, float(x)))
        step = window.document.targets[0].area
        assert abs(curve.x_of(step) - x) < 8
        # Less than a second reading of the scale could make of it.
        assert step <= max(60, 4 * growth.step)
    QTest.mouseRelease(handle, LEFT, NONE, at(curve, right))


def test_a_drag_beyond_the_ends_stops_at_the_first_pixel(
    window: MainWindow, curve: GrowthCurve
) -> None:
    drag_to(curve, curve.x_of(20), 30.0, 2.0)
    assert window.document.targets[0].area == 1


def test_a_press_on_the_panel_is_no_click_on_the_picture(
    window: MainWindow, curve: GrowthCurve
) -> None:
    seed = window.document.targets[0].seeds
    drag_to(curve, curve.x_of(25))
    assert [t.seeds for t in window.document.targets] == [seed]


def test_the_picture_of_the_curve_follows_the_step(window: MainWindow, curve: GrowthCurve) -> None:
    before = grabbed(curve)
    frame_actions.scrub(window.document, 5)
    assert not np.array_equal(grabbed(curve), before)
    frame_actions.scrub(window.document, -5)
    np.testing.assert_array_equal(grabbed(curve), before)


def test_the_curve_keeps_to_its_corner_when_the_window_is_resized(
    window: MainWindow, curve: GrowthCurve
) -> None:
    for width, height in ((1400, 800), (900, 600)):
        window.resize(width, height)
        view = window.detail_view
        assert view.rect().contains(curve.geometry())
        assert view.width() - curve.geometry().right() < 20


def test_the_curve_offers_another_mask_unless_a_negative_click_excludes_it(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    window = empty_window
    assert window.open(scenes.write_stack(tmp_path / "a.npy", leaking(1, "u2")[np.newaxis]))
    click(window.global_view, 41, 31)

    def offered() -> int:
        warm = grabbed(window.growth_curve).astype(int)
        return int(np.abs(warm - theme.colours().doubt.getRgb()[:3]).max(axis=2).min())

    assert window.document.growth is not None
    assert window.document.growth.doubtful
    assert offered() < 10, "something is written in the colour of doubt"
    drag(window.detail_view, [(48, 31)], Qt.MouseButton.RightButton)
    assert window.document.selected is not None
    assert window.document.selected.area < 15
    assert offered() > 40


def test_the_curve_moves_up_where_it_would_hide_the_mask(
    window: MainWindow, curve: GrowthCurve
) -> None:
    view, target = window.detail_view, window.document.selected
    assert target is not None
    low = curve.geometry()
    x, y = target.centroid
    view.centre_on(x - view.width() / 40, y - view.height() / 40)
    shown = place(view, x, y)
    assert low.contains(shown)
    assert curve.isVisible()
    assert not curve.geometry().contains(shown)
    view.centre_on(x, y)
    assert curve.geometry() == low
