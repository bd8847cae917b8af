"""The display panel and its keys: the picture changes at once, measurements never do."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from label_irst.display.look import Filter, Look
from label_irst.views.picture.levels_strip import LevelsStrip
from label_irst.views.window.main_window import MainWindow
from p2m_core.geometry import measure
from p2m_core.project import add_sequence
from tests.driving import click, hover, press
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.gui.views.screen import grabbed

Key, Keys = Qt.Key, Qt.KeyboardModifier


def picture(window: MainWindow) -> NDArray[np.uint8]:
    """The global view without the panel."""
    return grabbed(window.global_view)


def controls(window: MainWindow, kind: type[QWidget]) -> list[QWidget]:
    return window.display_panel.findChildren(kind)


def look(window: MainWindow) -> Look:
    return window.document.display.look


def test_o_shows_and_hides_the_panel(window: MainWindow) -> None:
    panel, action = window.display_panel, window.actions_by_name["display"]
    assert not panel.isVisible()
    for shown in (True, False, True):
        press(window, Key.Key_O)
        assert panel.isVisible() == shown
        assert action.isChecked() == shown
    (close,) = controls(window, QToolButton)
    close.click()
    assert not panel.isVisible()
    assert not action.isChecked()


def test_the_panel_lies_wholly_over_the_views(window: MainWindow) -> None:
    press(window, Key.Key_O)
    for width, height in ((window.minimumWidth(), 640), (1280, 800)):
        window.resize(width, height)
        QTest.qWait(0)
        panel = QRect(window.display_panel.mapTo(window, QPoint()), window.display_panel.size())
        views = QRect(window.splitter.mapTo(window, QPoint()), window.splitter.size())
        assert views.contains(panel)
        assert window.display_panel.width() >= window.display_panel.minimumSizeHint().width()
        assert window.display_panel.height() >= window.display_panel.minimumSizeHint().height()


def test_clicks_on_the_panel_do_not_reach_the_picture(window: MainWindow) -> None:
    press(window, Key.Key_O)
    panel = window.display_panel
    for widget in (panel, *panel.findChildren(QWidget)):
        if widget.isVisible() and not isinstance(widget, (QToolButton, QComboBox)):
            at = widget.mapTo(window, QPoint(2, 2))
            QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert window.document.targets == []


@pytest.mark.parametrize(
    ("key", "keys", "name", "value", "action"),
    [
        (Key.Key_I, Keys.NoModifier, "inverted", True, "invert"),
        (Key.Key_C, Keys.ShiftModifier, "contrast", 0.5, "local-contrast"),
        (Key.Key_K, Keys.ShiftModifier, "filter", Filter.DIFFERENCE, "difference"),
        (Key.Key_K, Keys.ControlModifier, "filter", Filter.MEDIAN, "median"),
    ],
)
def test_keys_switch_display_filters_and_the_menu_is_ticked(
    window: MainWindow, key: Qt.Key, keys: Keys, name: str, value: object, action: str
) -> None:
    window.document.go_to(5)
    plain, before = picture(window), look(window)
    press(window, key, keys)
    assert getattr(look(window), name) == value
    assert window.actions_by_name[action].isChecked()
    assert not np.array_equal(picture(window), plain)
    press(window, key, keys)
    assert getattr(look(window), name) == getattr(before, name)
    assert not window.actions_by_name[action].isChecked()
    np.testing.assert_array_equal(picture(window), plain)


def test_difference_and_median_exclude_each_other(window: MainWindow) -> None:
    for name in ("difference", "median"):
        window.actions_by_name[name].trigger()
        on = {n for n in ("difference", "median") if window.actions_by_name[n].isChecked()}
        assert on == {name}


def test_each_control_of_the_panel_changes_the_picture_and_follows_the_keys(
    window: MainWindow,
) -> None:
    press(window, Key.Key_O)
    gamma, contrast, _ = controls(window, QSlider)
    maps, filters, _ = controls(window, QComboBox)
    (inverted,) = controls(window, QCheckBox)
    seen = [picture(window)]

    def new_picture() -> bool:
        seen.append(picture(window))
        return not any(np.array_equal(seen[-1], before) for before in seen[:-1])

    gamma.setValue(50)
    assert new_picture()
    contrast.setValue(80)
    assert new_picture()
    maps.setCurrentIndex(maps.findText("Inferno"))
    maps.activated.emit(maps.currentIndex())
    assert new_picture()
    inverted.click()
    assert new_picture()
    for index in (1, 2):
        filters.setCurrentIndex(index)
        filters.activated.emit(index)
        assert new_picture()
    assert look(window).filter is Filter.MEDIAN
    press(window, Key.Key_K, Keys.ControlModifier)
    assert filters.currentIndex() == 0
    press(window, Key.Key_I)
    assert not inverted.isChecked()
    press(window, Key.Key_C, Keys.ShiftModifier)
    assert contrast.value() == 0
    (reset,) = (b for b in controls(window, QPushButton) if b.text() == "Reset")
    reset.click()
    np.testing.assert_array_equal(picture(window), seen[0])
    assert gamma.value() == 0


def test_both_colour_boxes_and_both_histograms_agree(window: MainWindow) -> None:
    press(window, Key.Key_O)
    boxes = [b for b in window.findChildren(QComboBox) if b.findText("Viridis") >= 0]
    assert len(boxes) == 2
    boxes[0].setCurrentIndex(4)
    boxes[0].activated.emit(4)
    assert boxes[1].currentText() == "Viridis"
    assert len(window.findChildren(LevelsStrip)) == 2


def test_clicks_previews_and_numbers_use_the_raw_frame_in_every_display(
    window: MainWindow,
) -> None:
    document, display = window.document, window.document.display
    document.go_to(4)
    assert document.image is not None
    assert document.sequence is not None
    at = FIRST.middle(4)
    click(window.global_view, *at)
    (plain,) = document.targets
    for change in (
        {"filter": Filter.DIFFERENCE}, {"filter": Filter.MEDIAN}, {"contrast": 1.0},
        {"inverted": True}, {"colour_map": "inferno"},
    ):  # fmt: skip
        display.change(**change)
        document.select(None)
        document.undo()
        hover(window.global_view, *at)
        assert document.preview is not None
        np.testing.assert_array_equal(document.preview.mask, plain.mask)
        click(window.global_view, *at)
        (target,) = document.targets
        assert target.box == plain.box
        np.testing.assert_array_equal(target.mask, plain.mask)
        assert document.image is document.sequence[4]
        numbers = measure(
            document.sequence[4], target.mask, document.params.support_radius,
            (target.x0, target.y0),
        )  # fmt: skip
        assert document.numbers(target) == numbers
        assert (
            window.statusBar()
            .findChild(QLabel, "place")
            .text()
            .endswith(str(document.sequence[4][at[1], at[0]]))
        )


def test_the_look_is_each_sequences_own_and_kept_in_the_project(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    document, display = window.document, window.document.display
    assert document.project is not None
    first = document.info
    assert first is not None
    display.change(filter=Filter.MEDIAN, contrast=0.3, inverted=True, colour_map="iron")
    display.set_levels(display.levels.with_gamma(3.0))
    kept = display.look
    other = scenes.write_stack(tmp_path / "other.npy", scenes.frames(4) // 2)
    second = add_sequence(document.project, other)
    document.open_sequence(second)
    assert display.look.filter is Filter.NONE
    assert display.levels.high < kept.levels.high
    assert display.look.colour_map == "iron", "a new sequence looks like the last one"
    display.change(colour_map="viridis")
    document.open_sequence(first)
    assert display.look == kept
    path = document.project.path
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.open(path)
    assert again.document.display.look == kept
    assert again.actions_by_name["median"].isChecked()
    again.close()
