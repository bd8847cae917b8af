"""Correcting a mask with the mouse in the real window: clicks that add, the wheel, the handle."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from label_irst.document.edits.frame_edits import forced_polarity, pixels_of
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.polarity_button import PolarityButton
from label_irst.views.window.main_window import MainWindow
from tests.driving import LEFT, NO_KEYS, click, hover, place, press
from tests.gui import scenes
from tests.gui.scenes import BRIDGE, FIRST, LAMP, SECOND, TARGET
from tests.gui.views.screen import grabbed
from tests.gui.views.window.test_window import turn_wheel

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
WING = {(31, c) for c in range(37, 40)}  # dim, beside the target
POINT = (70, 90)  # row and column of a target of one pixel


@pytest.fixture
def lit(empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window on a target with a dim wing, a lamp beside it, and a target of one pixel."""
    image = scenes.leaking(1, "u2")
    for pixel in WING:
        image[pixel] += 22
    image[POINT] += 200
    assert empty_window.open(scenes.write_stack(tmp_path / "lit.npy", np.stack([image] * 3)))
    return empty_window


def mask(window: MainWindow) -> set[tuple[int, int]]:
    assert window.document.selected is not None
    return pixels_of(window.document.selected)


def turn(view: Canvas, x: float, y: float, notches: int, keys: Qt.KeyboardModifier = NO_KEYS):
    turn_wheel(view, QPointF(place(view, x, y)), 120 * notches, keys)


def right_click(view: Canvas, x: float, y: float) -> None:
    at = view.mapTo(view.window(), place(view, x, y))
    QTest.mouseClick(view.window().windowHandle(), Qt.MouseButton.RightButton, NO_KEYS, at)


def test_shift_adds_a_pixel_and_what_is_like_it_shown_before_and_marked_after(
    lit: MainWindow,
) -> None:
    detail, document = lit.detail_view, lit.document
    click(lit.global_view, 41, 31)
    right_click(detail, 46, 31)
    before = mask(lit)
    assert before >= TARGET
    assert not before & (LAMP | WING)
    hover(detail, 38, 31)
    assert document.preview is not None
    assert not document.preview.replaces, "without Shift, another click grows anew"
    QTest.keyPress(lit.windowHandle(), Qt.Key.Key_Shift)
    assert document.preview is not None
    assert document.preview.replaces == document.selected.id  # type: ignore[union-attr]
    promised = int(document.preview.mask.sum())
    QTest.keyRelease(lit.windowHandle(), Qt.Key.Key_Shift)
    click(detail, 38, 31, SHIFT)
    assert len(mask(lit)) == promised
    assert mask(lit) >= TARGET | {(31, 38)}
    assert not mask(lit) & LAMP, "the pixel that was taken out stays out"
    assert lit.actions_by_name["undo"].text().endswith("positive click")
    detail.zoom_to(16)
    with_marks = grabbed(detail)
    document.select(None)
    document.select(document.targets[0])
    assert np.array_equal(grabbed(detail), with_marks)
    press(lit, Qt.Key.Key_Period)
    assert mask(lit) >= TARGET | {(31, 38)}, "at every step of the growth"
    press(lit, Qt.Key.Key_Z, CONTROL)
    press(lit, Qt.Key.Key_Z, CONTROL)
    assert mask(lit) == before
    assert not np.array_equal(grabbed(detail), with_marks)
    document.select(None)
    said: list[str] = []
    document.message.connect(said.append)
    click(detail, 38, 31, SHIFT)
    assert len(document.targets) == 1
    assert said == ["Select a target first: Shift+click then adds a pixel to it."]


def test_a_correction_keeps_the_size_that_the_wheel_has_set(lit: MainWindow) -> None:
    detail = lit.detail_view
    click(lit.global_view, 41, 31)
    hover(detail, 41, 31)
    turn(detail, 41, 31, -40)
    turn(detail, 41, 31, 4)
    small = mask(lit)
    assert 4 <= len(small) <= 8
    row, column = next(iter(sorted(TARGET - small)))
    click(detail, column, row, SHIFT)
    assert mask(lit) >= small | {(row, column)}
    assert mask(lit) <= TARGET
    press(lit, Qt.Key.Key_Z, CONTROL)
    assert mask(lit) == small


def test_the_wheel_walks_over_the_mask_and_zooms_beside_it(lit: MainWindow) -> None:
    detail, document = lit.detail_view, lit.document
    click(lit.global_view, 41, 31)
    grown, scale = mask(lit), detail.view.scale
    title = grabbed(detail)
    hover(detail, 41, 31)
    document.set_preview(None)
    assert not np.array_equal(grabbed(detail), title), "it says so"
    for _ in range(4):
        turn(detail, 41, 31, -1)
    assert len(mask(lit)) < len(grown) - 3
    assert detail.view.scale == scale
    press(lit, Qt.Key.Key_Z, CONTROL)
    assert mask(lit) == grown, "one gesture, one undo"
    turn(detail, 41, 31, 1, CONTROL)
    assert detail.view.scale > scale
    hover(detail, 41, 24)
    scale = detail.view.scale
    turn(detail, 41, 24, 1)
    turn(detail, 41, 31, 1)  # the pointer is where it was: who zooms goes on zooming
    assert detail.view.scale > 1.5 * scale
    assert mask(lit) == grown
    hover(lit.global_view, 41, 31)
    scale = lit.global_view.view.scale
    turn(lit.global_view, 41, 31, 1)
    assert lit.global_view.view.scale > scale
    assert mask(lit) == grown


def test_the_wheel_changes_the_mask_below_the_pointer_whichever_is_selected(
    window: MainWindow,
) -> None:
    detail, document = window.detail_view, window.document
    first, second = FIRST.middle(0), SECOND.middle(0)
    for plane in (first, second):
        click(window.global_view, *plane)
    assert document.selected is not None
    chosen, areas = document.selected.track, {t.track: t.area for t in document.targets}
    detail.zoom_to(8.0)
    detail.centre_on(*first)
    hover(detail, *first)
    turn(detail, *first, 1)
    assert document.selected.track != chosen, "what it changes is selected"
    after = {t.track: t.area for t in document.targets}
    assert after[chosen] == areas[chosen]
    assert after[document.selected.track] == areas[document.selected.track] + 1


def test_the_handle_is_dragged_outwards_for_a_larger_mask(lit: MainWindow) -> None:
    click(lit.global_view, 41, 31)
    handle = lit.mask_handle
    assert handle.isVisible()
    start, before = handle.mapTo(lit, handle.rect().center()), mask(lit)
    middle = lit.detail_view.view.to_view().map(QPointF(*lit.document.selected.centroid))  # type: ignore[union-attr]
    inwards = lit.detail_view.mapTo(lit, middle.toPoint())
    native = lit.windowHandle()
    QTest.mousePress(native, LEFT, NO_KEYS, start)
    QTest.mouseMove(native, (start + inwards) / 2)
    assert 0.15 < len(mask(lit)) / len(before) < 0.4, "half as far, about a quarter of the area"
    outwards = start + (start - inwards) / 8
    QTest.mouseMove(native, outwards)
    QTest.mouseRelease(native, LEFT, NO_KEYS, outwards)
    assert len(mask(lit)) > len(before)
    assert len(lit.document.targets) == 1, "the picture below was not clicked"
    press(lit, Qt.Key.Key_Z, CONTROL)
    assert mask(lit) == before
    press(lit, Qt.Key.Key_B)
    assert not handle.isVisible(), "it would be in the brush's way"


def test_a_key_goes_to_the_next_best_size_and_back(lit: MainWindow) -> None:
    click(lit.global_view, 41, 31)
    growth, best = lit.document.growth, mask(lit)
    assert growth is not None
    assert growth.rival is not None
    press(lit, Qt.Key.Key_Slash)
    assert len(mask(lit)) == growth.rival
    press(lit, Qt.Key.Key_Slash)
    assert mask(lit) == best


def test_a_click_beside_a_target_means_it_unless_alt_is_held(lit: MainWindow) -> None:
    row, column = POINT
    lit.detail_view.centre_on(column, row)
    hover(lit.detail_view, column + 1, row + 1)
    preview = lit.document.preview
    assert preview is not None
    assert preview.aim is not None
    assert (preview.aim.at, preview.aim.meant) == ((column + 1, row + 1), (column, row))
    click(lit.detail_view, column + 1, row + 1)
    assert mask(lit) == {POINT}
    press(lit, Qt.Key.Key_Delete)
    click(lit.detail_view, column + 1, row + 1, ALT)
    assert (row + 1, column + 1) in mask(lit)
    assert lit.document.selected.seeds == ((column + 1, row + 1),)  # type: ignore[union-attr]


def test_a_forced_polarity_stays_with_the_track(lit: MainWindow, qtbot: QtBot) -> None:
    document = lit.document
    (button,) = lit.control_bar.findChildren(PolarityButton)
    QTest.mouseClick(button, LEFT)
    assert button.accessibleName() == "Bright targets only"
    click(lit.global_view, 41, 31)
    press(lit, Qt.Key.Key_Period)
    assert forced_polarity(document.targets[0]) == 1
    press(lit, Qt.Key.Key_I, SHIFT)
    assert button.accessibleName() == "Dark targets only"
    press(lit, Qt.Key.Key_I, SHIFT)
    assert button.accessibleName().startswith("Bright or dark")
    press(lit, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: lit.propagation.job is None)
    press(lit, Qt.Key.Key_D)
    assert [forced_polarity(t) for t in document.targets] == [1], "the propagated one has it"
    press(lit, Qt.Key.Key_Delete)
    click(lit.global_view, 41, 31)
    assert forced_polarity(document.targets[0]) == 1, "the track's, where nothing else is chosen"
    click(lit.global_view, BRIDGE[1] + 40, 60, CONTROL)
    assert forced_polarity(document.targets[-1]) == 0
