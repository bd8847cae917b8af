"""Numbers, curve and detail view are of one target; keys change no mask that is out of sight."""

import pytest
from PySide6.QtCore import Qt

from tests.driving import click, drag, press
from tests.gui.scenes import FIRST, SECOND

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(window):
    """Both targets in frame 0; the second one is selected, and in the detail view."""
    for plane in (FIRST, SECOND):
        click(window.global_view, *plane.middle(0))
    return window


def shown(window) -> bool:
    """Whether everything is about the selected target."""
    target = window.document.selected
    assert target is not None
    heading = window.target_panel._target_heading.text()
    return (
        window.detail_view.shows(*target.centroid)
        and window.growth_curve.isVisible()
        and heading.startswith(f"Target {target.track}")
    )


def pan_away(window) -> None:
    """Move the picture in the detail view until the target is gone."""
    view = window.detail_view
    for _ in range(3):
        seen = view.view.visible()
        left, right, y = seen.left() + 1, seen.right() - 1, seen.center().y()
        drag(view, [(right, y), (left, y)], Qt.MouseButton.MiddleButton)


def test_undo_shows_the_target_whose_mask_it_changes(window):
    document, second = window.document, window.document.active_track
    press(window, Key.Key_Period)
    press(window, Key.Key_V)
    click(window.global_view, *FIRST.middle(0))
    assert document.active_track != second
    assert shown(window)
    press(window, Key.Key_Z, CTRL)  # of the second's growth step
    assert document.active_track == second
    assert shown(window)


def test_esc_and_p_for_all_targets_leave_none_selected(window, qtbot):
    document, place = window.document, window.detail_view.place
    press(window, Key.Key_Escape)
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())
    assert len(document.track_runs.runs) == 2
    assert document.selected is None
    assert window.detail_view.place == place
    assert not window.growth_curve.isVisible()
    before = document.targets
    press(window, Key.Key_Period)
    press(window, Key.Key_Delete)
    assert document.targets == before


@pytest.mark.parametrize("key", [Key.Key_Period, Key.Key_Comma, Key.Key_Plus, Key.Key_Minus])
def test_a_mask_out_of_sight_is_shown_before_a_key_changes_it(window, key):
    document = window.document
    press(window, Key.Key_Plus)
    before = document.selected
    pan_away(window)
    assert not window.growth_curve.isVisible(), "it would be of a target that is not there"
    press(window, key)
    assert document.selected == before
    assert window.detail_view.shows(*before.centroid)
    assert "out of sight" in window.statusBar().currentMessage()
    press(window, key)
    assert document.selected != before
    assert window.statusBar().currentMessage() == "", "it was about the mask as it was"


def test_a_message_ends_with_the_frame_it_is_about(window, qtbot):
    bar = window.statusBar()
    press(window, Key.Key_Escape)
    press(window, Key.Key_Plus)
    assert "Select the target" in bar.currentMessage()
    press(window, Key.Key_D)
    assert bar.currentMessage() == ""
    press(window, Key.Key_Plus)
    click(window.global_view, *FIRST.middle(1))
    assert bar.currentMessage() == "", "there is a target now"


def test_what_a_job_reports_stays_until_it_is_undone(window, qtbot):
    bar = window.statusBar()
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: "propagated" in bar.currentMessage())
    press(window, Key.Key_D)
    press(window, Key.Key_Plus)
    assert "propagated" in bar.currentMessage()
    for _ in range(2):
        press(window, Key.Key_Z, CTRL)
    assert bar.currentMessage() == ""
