"""The loupe: the mask under the pointer at 8x, beside the pointer, where the view is too small."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from label_irst.views.picture import overlay
from label_irst.views.window.main_window import MainWindow
from tests.driving import click, hover, place, press
from tests.gui.scenes import FIRST, HEIGHT, WIDTH
from tests.gui.views.screen import colours, grabbed

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
PREVIEW = tuple(int(overlay.PREVIEW_COLOUR[i : i + 2], 16) for i in (1, 3, 5))


def test_the_mask_to_be_is_shown_at_8x_beside_the_pointer_and_inside_the_view(
    window: MainWindow,
) -> None:
    view, loupe = window.global_view, window.loupe
    view.zoom_to(3.0)
    view.centre_on(WIDTH / 2, HEIGHT / 2)
    assert not loupe.isVisible(), "the pointer is not over the view"
    room = QRect(QPoint(0, 0), view.size())
    for x, y in ((1, 1), (WIDTH - 2, 1), (WIDTH - 2, HEIGHT - 2), (1, HEIGHT - 2), (64, 48)):
        hover(view, x, y)
        assert loupe.isVisible()
        assert room.contains(loupe.geometry())
        clear = loupe.geometry().adjusted(-20, -20, 20, 20)
        assert not clear.contains(place(view, x, y)), "it would hide what is pointed at"
    press(window, Key.Key_V, SHIFT)
    panel = window.profile_panel
    assert panel.isVisible()
    hover(view, 64, 20)
    window_box = QRect(loupe.mapTo(window, QPoint()), loupe.size())
    assert not window_box.intersects(QRect(panel.mapTo(window, QPoint()), panel.size()))
    press(window, Key.Key_V, SHIFT)
    hover(view, *FIRST.middle(0))
    preview = window.document.preview
    assert preview is not None
    assert preview.mask.sum() == 9
    screen = grabbed(loupe)
    rows, columns = np.nonzero((screen == PREVIEW).all(axis=2))
    for found in (rows, columns):  # the dashed outline of 3x3 pixels, 8 view pixels each
        assert abs(np.ptp(found) - 24) <= 3
        assert abs(found.mean() - (len(screen) - 1) / 2) <= 2


def test_it_shows_the_stored_mask_after_the_click_and_every_change_below_a_resting_pointer(
    window: MainWindow,
) -> None:
    view, loupe, document = window.global_view, window.loupe, window.document
    click(view, *FIRST.middle(0))
    hover(view, *FIRST.middle(0))
    before = grabbed(loupe)
    press(window, Key.Key_H)
    assert not np.array_equal(grabbed(loupe), before), "masks are hidden in it too"
    press(window, Key.Key_H)
    document.display.set_levels(document.display.levels.with_gamma(3.0))
    assert len(set(colours(before)) - set(colours(grabbed(loupe)))) > 5, "the view's levels"
    first = grabbed(loupe)
    press(window, Key.Key_D)
    assert loupe.isVisible()
    assert not np.array_equal(grabbed(loupe), first), "the next frame"


def test_it_stays_away_where_it_does_not_help_and_when_it_is_switched_off(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, loupe = window.global_view, window.loupe
    at = FIRST.middle(0)
    hover(view, *at)
    assert loupe.isVisible()
    press(window, Key.Key_V)
    assert not loupe.isVisible(), "with the select tool there is no mask to be"
    press(window, Key.Key_S)
    hover(window.detail_view, *window.detail_view.view.visible().center().toTuple())
    assert not loupe.isVisible(), "the pointer is in the detail view"
    view.zoom_to(8.0)
    view.centre_on(*at)
    hover(view, *at)
    assert not loupe.isVisible(), "the view itself is as large"
    press(window, Key.Key_F)
    hover(view, *at)
    assert loupe.isVisible()
    near = grabbed(loupe)
    view.centre_on(30, 80)
    assert not np.array_equal(grabbed(loupe), near), "another place is under the pointer"
    press(window, Key.Key_F)
    hover(view, *at)
    QTest.mouseMove(window.windowHandle(), QPoint(window.width() // 2, window.height() - 4))
    assert not loupe.isVisible()
    press(window, Key.Key_Z, SHIFT)
    hover(view, *at)
    assert not loupe.isVisible()
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    again.session.keeps = True
    again.session.restore()
    assert not again.loupe.wanted, "remembered"
    assert not again.actions_by_name["loupe"].isChecked()
    again.close()
