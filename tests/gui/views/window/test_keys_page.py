"""Settings, Keys: keys are recorded when pressed, and in force at once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QTreeWidgetItem

from label_irst.settings.storage import storage
from label_irst.tools.toolbox import BRUSH, SEED
from label_irst.views.commands import menus, plain
from label_irst.views.window import help_pages
from label_irst.views.window.keys_page import NAME, KeysPage
from label_irst.views.window.main_window import MainWindow
from label_irst.views.window.settings_dialog import show_settings

Key, Keys = Qt.Key, Qt.KeyboardModifier
COMMANDS = {c.name: c for menu in menus() for c in menu.commands if c}


@pytest.fixture
def page(window: MainWindow) -> Iterator[KeysPage]:
    dialog = show_settings(window, window.actions_by_name)
    page = dialog.findChild(KeysPage)
    assert isinstance(page, KeysPage)
    dialog.stack.setCurrentWidget(page)
    yield page
    leave(window)


def lines(page: KeysPage) -> dict[str, QTreeWidgetItem]:
    """The line of each command in the list."""
    tops = [page.tree.topLevelItem(i) for i in range(page.tree.topLevelItemCount())]
    items = [top.child(i) for top in tops for i in range(top.childCount())]
    return {str(item.data(0, NAME)): item for item in items}


def choose(page: KeysPage, name: str) -> None:
    """Click the command's line in the list."""
    item = lines(page)[name]
    page.tree.scrollToItem(item)
    at = page.tree.visualItemRect(item).center()
    QTest.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.command is not None
    assert page.command.name == name


def press(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def record(page: KeysPage, key: Qt.Key, keys: Qt.KeyboardModifier = Keys.NoModifier) -> None:
    press(page.add)
    assert page.recorder.isVisible()
    QTest.keyClick(page.recorder, key, keys)


def leave(window: MainWindow) -> None:
    """Close the dialog, and go on in the window."""
    for dialog in window.findChildren(QDialog):
        dialog.close()
    window.activateWindow()
    QApplication.processEvents()


def chips(page: KeysPage) -> list[QPushButton]:
    QApplication.processEvents()  # the list shows the command just changed
    return [b for b in page.findChildren(QPushButton) if "✕" in b.text() and b.isVisible()]


def shown(page: KeysPage, name: str) -> str:
    return lines(page)[name].text(1)


def test_every_command_is_listed_with_its_keys(page: KeysPage) -> None:
    assert set(lines(page)) == set(COMMANDS)
    assert shown(page, "next") == "D · Right"
    assert shown(page, "redo") == "Ctrl+Shift+Z · Ctrl+Y"
    assert lines(page)["brush"].text(0) == plain(COMMANDS["brush"].text)


def test_a_new_key_works_at_once_in_menu_tooltip_and_help(
    window: MainWindow, page: KeysPage
) -> None:
    choose(page, "brush")
    record(page, Key.Key_F9)
    assert shown(page, "brush") == "B · F9"
    assert [c.text().split()[0] for c in chips(page)] == ["B", "F9"]
    action = window.actions_by_name["brush"]
    assert [k.toString() for k in action.shortcuts()] == ["B", "F9"]
    assert "(B · F9)" in action.toolTip()
    leave(window)
    QTest.keyClick(window.windowHandle(), Key.Key_F9)
    assert window.toolbox.name == BRUSH
    help_page = help_pages.show_keys(window)
    assert any("B · F9" in label.text() for label in help_page.findChildren(QLabel))
    help_page.close()


def test_a_used_key_is_reported_and_moved_only_on_request(
    window: MainWindow, page: KeysPage
) -> None:
    choose(page, "brush")
    record(page, Key.Key_S)
    assert "S" in page.note.text()
    assert "Seed" in page.note.text()
    assert shown(page, "brush") == "B", "nothing is changed before the answer"
    press(page.leave)
    assert (shown(page, "brush"), shown(page, "seed")) == ("B", "S")
    assert page.note.text() == ""
    record(page, Key.Key_S)
    press(page.take)
    assert (shown(page, "brush"), shown(page, "seed")) == ("B · S", "")
    assert "Seed" in page.note.text()
    leave(window)
    assert window.toolbox.name == SEED
    QTest.keyClick(window.windowHandle(), Key.Key_S)
    assert window.toolbox.name == BRUSH


def test_a_removed_key_can_be_reset(window: MainWindow, page: KeysPage) -> None:
    choose(page, "next")
    press(chips(page)[1])
    assert shown(page, "next") == "D"
    assert page.reset.isEnabled()
    press(page.reset)
    assert shown(page, "next") == "D · Right"
    assert not page.reset.isEnabled()
    assert storage().allKeys() == ["recent"], "which is no key"


def test_reset_all_restores_every_key(window: MainWindow, page: KeysPage) -> None:
    assert not page.reset_all.isEnabled()
    for name, key in (("brush", Key.Key_F9), ("about", Key.Key_F2)):
        choose(page, name)
        record(page, key)
    assert window.actions_by_name["about"].shortcut().toString() == "F2"
    press(page.reset_all)
    assert {name: shown(page, name) for name in ("brush", "about")} == {"brush": "B", "about": ""}
    assert window.actions_by_name["about"].shortcuts() == []
    assert storage().allKeys() == ["recent"], "which is no key"


@pytest.mark.parametrize(
    ("key", "keys", "text"),
    [
        (Key.Key_Tab, Keys.NoModifier, "Tab"),
        (Key.Key_K, Keys.ControlModifier | Keys.ShiftModifier, "Ctrl+Shift+K"),
        (Key.Key_F11, Keys.NoModifier, "F11"),
    ],
)
def test_any_key_can_be_recorded(
    page: KeysPage, key: Qt.Key, keys: Qt.KeyboardModifier, text: str
) -> None:
    choose(page, "about")
    record(page, key, keys)
    assert shown(page, "about") == text


def test_escape_can_be_recorded(page: KeysPage) -> None:
    choose(page, "about")
    record(page, Key.Key_Escape)
    dialog = page.window()
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    assert "Deselect" in page.note.text()


def test_the_search_finds_commands_and_keys(page: KeysPage) -> None:
    def listed() -> set[str]:
        return {name for name, item in lines(page).items() if not item.isHidden()}

    QTest.keyClicks(page.search, "brush")
    assert listed() == {"brush", "brush-smaller", "brush-larger"}
    page.search.clear()
    QTest.keyClicks(page.search, "ctrl+g")
    assert listed() == {"go-to"}
    page.search.clear()
    assert listed() == set(COMMANDS)


def test_the_buttons_of_the_window_show_a_new_key(window: MainWindow, page: KeysPage) -> None:
    def button() -> str:
        texts = [b.text() for b in window.control_bar.findChildren(QPushButton)]
        return next(t for t in texts if t.startswith("Accept"))

    assert button() == "Accept   Enter"
    choose(page, "accept")
    press(chips(page)[0])
    press(chips(page)[0])
    record(page, Key.Key_F9)
    assert button() == "Accept   F9"


def test_the_next_window_has_the_keys_too(window: MainWindow, page: KeysPage) -> None:
    choose(page, "brush")
    record(page, Key.Key_F9)
    again = MainWindow()
    assert [k.toString() for k in again.actions_by_name["brush"].shortcuts()] == ["B", "F9"]
    again.close()
    again.deleteLater()
