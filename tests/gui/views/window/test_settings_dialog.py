"""Settings: a choice takes effect at once, everywhere, and at the next start."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from label_irst import app, theme
from label_irst.palettes import DARK, LIGHT, Palette
from label_irst.settings import preferences
from label_irst.settings.storage import storage
from label_irst.views.window.main_window import MainWindow
from label_irst.views.window.settings_dialog import GeneralPage, SettingsDialog, show_settings
from tests.driving import click
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.gui.views.screen import colours, grabbed


def rgb(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))  # type: ignore[return-value]


def opened(window: MainWindow) -> tuple[SettingsDialog, GeneralPage]:
    dialog = show_settings(window, window.actions_by_name)
    page = dialog.stack.currentWidget()
    assert isinstance(page, GeneralPage)
    return dialog, page


def kept() -> list[str]:
    names = {field.name for field in fields(preferences.Preferences)}
    return [key for key in storage().allKeys() if key in names]


@pytest.fixture
def general(window: MainWindow) -> Iterator[GeneralPage]:
    """The first page of the open dialog."""
    dialog, page = opened(window)
    yield page
    dialog.close()


def choose(box: QComboBox, data: str) -> None:
    """Choose with the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == data


def test_control_comma_opens_the_settings(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    dialog.close()


def test_a_new_theme_takes_effect_at_once_and_everywhere(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    click(window.global_view, *FIRST.middle(0))
    window.banner.show_text("What is wrong.")
    dialog, general = opened(window)
    dark = colours(grabbed(window))
    assert rgb(DARK.panel) in dark
    choose(general.theme, "light")
    light = grabbed(window)
    assert rgb(LIGHT.panel) in colours(light)
    dialog.close()
    left = {rgb(c) for c in (DARK.panel, DARK.window, DARK.raised, DARK.faint_text)}
    assert left & set(colours(light)) == set(), "nothing of the dark theme is left"
    again = MainWindow()  # made in the light theme from the start
    qtbot.addWidget(again)
    again.resize(window.size())
    with qtbot.waitExposed(again):
        again.show()
    (tmp_path / "b").mkdir()
    assert again.open(scenes.write_stack(tmp_path / "b" / "clip.npy", scenes.frames()))
    click(again.global_view, *FIRST.middle(0))
    again.banner.show_text("What is wrong.")
    for ours, theirs in (
        (window.global_view, again.global_view),
        (window.detail_view, again.detail_view),
        (window.timeline, again.timeline),
        (window.control_bar, again.control_bar),
        (window.target_panel, again.target_panel),
        (window.banner, again.banner),
    ):
        np.testing.assert_array_equal(grabbed(ours), grabbed(theirs), str(type(ours)))
    again.close()


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_the_highlighted_row_of_a_box_is_legible(
    general: GeneralPage, application: QApplication, palette: Palette
) -> None:
    theme.apply(application, "light" if palette is LIGHT else "dark")
    general.theme.showPopup()
    rows = general.theme.view()
    row = rows.visualRect(rows.currentIndex())
    assert row.height() >= 22
    screen = grabbed(rows.viewport())[row.top() : row.bottom() + 1]
    assert colours(screen)[rgb(palette.accent)] > row.width() * row.height() / 2
    letters = np.abs(screen.astype(int) - rgb(palette.on_accent)).max(axis=2) < 40
    assert letters.sum() > 10
    general.theme.hidePopup()


def test_the_icons_change_with_the_theme(window: MainWindow, general: GeneralPage) -> None:
    def inks() -> set[tuple[int, int, int, int]]:
        image = window.actions_by_name["brush"].icon().pixmap(20, 20).toImage()
        return {image.pixelColor(x, y).getRgb() for x in range(20) for y in range(20)}  # type: ignore[misc]

    assert (*rgb(DARK.text), 255) in inks()
    choose(general.theme, "light")
    assert (*rgb(LIGHT.text), 255) in inks()
    assert (*rgb(DARK.text), 255) not in inks()


def test_the_theme_follows_the_system_only_when_asked_to(
    window: MainWindow, general: GeneralPage
) -> None:
    application = app.make_application("en")
    hints = application.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours().panel.name() == DARK.panel, "dark was chosen"
    choose(general.theme, "system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.colours().panel.name() == LIGHT.panel
    assert rgb(LIGHT.panel) in colours(grabbed(window))
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert rgb(DARK.panel) in colours(grabbed(window))


def test_chosen_preferences_are_kept_and_defaults_are_not(general: GeneralPage) -> None:
    assert kept() == []
    choose(general.theme, "light")
    QTest.mouseClick(general.reopen, Qt.MouseButton.LeftButton)
    assert preferences.load() == preferences.Preferences(theme="light", reopen=False)
    choose(general.theme, "dark")
    QTest.mouseClick(general.reopen, Qt.MouseButton.LeftButton)
    assert kept() == []


@pytest.mark.parametrize(("key", "value"), [("theme", "pink"), ("language", 7), ("reopen", "x")])
def test_an_invalid_settings_file_gives_the_defaults(key: str, value: object) -> None:
    storage().setValue(key, value)
    assert preferences.load() == preferences.Preferences()
