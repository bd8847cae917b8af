"""The keyboard: every key of the table runs its command, wherever the mouse was last."""

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QInputDialog,
    QLabel,
    QPushButton,
    QSlider,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from label_irst.display.levels import Levels
from label_irst.tools.toolbox import BRUSH, ERASER, SEED, SELECT
from label_irst.views.commands import key_text, menus
from label_irst.views.sequences.box import SequenceBox
from label_irst.views.targets.growth_curve import GrowthCurve
from label_irst.views.widgets.keyboard import FocusRing
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState, TargetState
from tests.driving import click, press
from tests.gui.scenes import FIRST, FRAMES

Key, Keys = Qt.Key, Qt.KeyboardModifier
NONE, SHIFT, CTRL = Keys.NoModifier, Keys.ShiftModifier, Keys.ControlModifier


# The offscreen platform's warning about any pop-up window.
OFFSCREEN = ("propagateSizeHints", r"support raise\(\)", "support grabbing the keyboard")
COMMANDS = [c for menu in menus() for c in menu.commands if c is not None]


def test_no_two_commands_share_a_key() -> None:
    uses = Counter(key_text(key) for command in COMMANDS for key in command.keys)
    assert [key for key, times in uses.items() if times > 1] == []
    assert len({c.name for c in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("menu", menus(), ids=lambda menu: menu.title)
def test_no_two_entries_of_a_menu_share_their_letter(menu: object) -> None:
    texts = [c.text for c in menu.commands if c is not None]
    letters = Counter(t[t.index("&") + 1].lower() for t in texts if "&" in t)
    assert [letter for letter, times in letters.items() if times > 1] == []


def test_every_tooltip_of_a_command_shows_its_key(empty_window: MainWindow) -> None:
    assert set(empty_window.actions_by_name) == {c.name for c in COMMANDS}
    for command in COMMANDS:
        action = empty_window.actions_by_name[command.name]
        assert len(action.shortcuts()) == len(command.keys)
        for key in command.keys:
            assert key_text(key)
            assert key_text(key) in action.toolTip(), command.name
        assert command.text.replace("&", "").rstrip("…") in action.toolTip()


def test_every_button_has_a_tooltip(window: MainWindow) -> None:
    shown = [b for b in window.findChildren(QAbstractButton) if b.isVisible()]
    named = [b for b in shown if b.objectName() != "qt_toolbar_ext_button"]
    assert len(named) >= 7
    for button in named:
        assert button.toolTip(), button.text()


@pytest.mark.parametrize(
    ("key", "keys", "start", "end"),
    [
        (Key.Key_D, NONE, 5, 6),
        (Key.Key_A, NONE, 5, 4),
        (Key.Key_Right, NONE, 5, 6),
        (Key.Key_Left, NONE, 5, 4),
        (Key.Key_D, SHIFT, 5, 15),
        (Key.Key_A, SHIFT, 15, 5),
        (Key.Key_Right, SHIFT, 5, 15),
        (Key.Key_Left, SHIFT, 15, 5),
        (Key.Key_Home, NONE, 5, 0),
        (Key.Key_End, NONE, 5, FRAMES - 1),
        (Key.Key_D, NONE, FRAMES - 1, FRAMES - 1),
        (Key.Key_A, NONE, 0, 0),
        (Key.Key_A, SHIFT, 3, 0),
    ],
)
def test_keys_step_through_the_frames(
    window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier, start: int, end: int
) -> None:
    window.document.go_to(start)
    press(window, key, keys)
    assert window.document.frame == end
    assert f"frame {end + 1} / {FRAMES}" in window.global_view.title


def test_keys_take_the_tools(window: MainWindow) -> None:
    assert window.toolbox.name == SEED
    for key, name in (
        (Key.Key_B, BRUSH),
        (Key.Key_R, ERASER),
        (Key.Key_V, SELECT),
        (Key.Key_S, SEED),
    ):
        press(window, key)
        assert window.toolbox.name == name
        assert window.actions_by_name[name].isChecked()
        press(window, key)
        assert window.toolbox.name == name, "once more changes nothing"
        assert window.actions_by_name[name].isChecked()


def test_brackets_size_the_brush(window: MainWindow) -> None:
    start = window.toolbox.diameter
    press(window, Key.Key_BracketRight)
    larger = window.toolbox.diameter
    assert larger > start
    press(window, Key.Key_BracketLeft)
    press(window, Key.Key_BracketLeft)
    assert window.toolbox.diameter < start


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_enter_accepts_and_goes_on(window: MainWindow, key: Qt.Key) -> None:
    document = window.document
    press(window, key)
    assert document.frame == 0, "there is nothing to accept"
    assert "Nothing to accept" in window.statusBar().currentMessage()
    click(window.global_view, *FIRST.middle(0))
    press(window, key)
    assert document.frame == 1
    assert document.states[0] == FrameState.ACCEPTED
    press(window, Key.Key_A)
    assert document.targets[0].state is TargetState.ACCEPTED
    press(window, key)
    assert document.frame == 1, "accepted already: on to the next"


def test_e_marks_empty_u_uncertain_and_space_returns(window: MainWindow) -> None:
    document = window.document
    press(window, Key.Key_E)
    press(window, Key.Key_U)
    assert document.frame == 2
    assert list(document.states[:3]) == [
        FrameState.VERIFIED_EMPTY,
        FrameState.UNCERTAIN,
        FrameState.UNSEEN,
    ]
    document.go_to(12)
    click(window.global_view, *FIRST.middle(12))
    press(window, Key.Key_Space)
    assert document.frame == 1
    press(window, Key.Key_Space)
    assert document.frame == 12
    press(window, Key.Key_E)
    assert document.frame == 12, "it has a target"
    assert "target" in window.statusBar().currentMessage()


def test_space_reports_when_nothing_is_left(window: MainWindow) -> None:
    press(window, Key.Key_Space)
    assert "left" in window.statusBar().currentMessage()
    assert window.document.frame == 0


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_keys_delete_undo_and_redo(window: MainWindow, key: Qt.Key) -> None:
    document = window.document
    click(window.global_view, *FIRST.middle(0))
    (target,) = document.targets
    press(window, key)
    assert document.targets == []
    press(window, Key.Key_Z, CTRL)
    assert document.targets == [target]
    press(window, Key.Key_Z, CTRL)
    assert document.targets == []
    press(window, Key.Key_Z, CTRL)  # nothing more to undo
    press(window, Key.Key_Z, CTRL | SHIFT)
    assert document.targets == [target]
    press(window, Key.Key_Y, CTRL)
    assert document.targets == []


def test_undo_and_redo_name_the_edit_and_are_disabled_without_one(window: MainWindow) -> None:
    undo, redo = window.actions_by_name["undo"], window.actions_by_name["redo"]
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    click(window.global_view, *FIRST.middle(0))
    assert undo.isEnabled()
    assert "new target" in undo.text()
    undo.trigger()
    assert not undo.isEnabled()
    assert "new target" in redo.text()


def test_comma_and_period_walk_the_growth(window: MainWindow) -> None:
    click(window.global_view, *FIRST.middle(0))
    assert window.document.targets[0].area == 9
    for _ in range(3):
        press(window, Key.Key_Period)
    assert window.document.targets[0].area == 12
    press(window, Key.Key_Comma)
    assert window.document.targets[0].area == 11


def test_h_hides_masks_c_sets_contrast_f_fits_and_escape_deselects(window: MainWindow) -> None:
    document = window.document
    click(window.global_view, *FIRST.middle(0))
    press(window, Key.Key_H)
    assert not document.display.masks_shown
    assert window.actions_by_name["masks"].isChecked()
    press(window, Key.Key_H)
    assert document.display.masks_shown
    assert not window.actions_by_name["masks"].isChecked()
    press(window, Key.Key_Escape)
    assert document.selected is None
    auto = document.display.levels
    document.display.set_levels(Levels(0.0, 50_000.0))
    press(window, Key.Key_C)
    assert document.display.levels == auto
    fitted = window.global_view.view
    window.global_view.zoom_to(9.0)
    press(window, Key.Key_F)
    assert window.global_view.view == fitted


def test_z_centres_the_selected_target_in_the_detail_view(window: MainWindow) -> None:
    click(window.global_view, *FIRST.middle(0))
    window.detail_view.centre_on(100.0, 5.0)
    press(window, Key.Key_Z)
    view = window.detail_view.view
    assert (view.x, view.y) == window.document.targets[0].centroid


def test_control_g_goes_to_the_frame_asked_for(window: MainWindow) -> None:
    asked = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QInputDialog) and not asked:
            asked.append((dialog.labelText(), dialog.intValue()))
            dialog.setIntValue(22)
            dialog.accept()

    window.document.go_to(3)
    timer = QTimer(window, interval=5)
    timer.timeout.connect(answer)
    timer.start()
    press(window, Key.Key_G, CTRL)
    timer.stop()
    assert asked == [(f"Frame, 1 to {FRAMES}", 4)]
    assert window.document.frame == 21


def test_f1_shows_every_key(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Key.Key_F1)
    page = QApplication.activeModalWidget()
    assert isinstance(page, QDialog)

    text = " ".join(label.text() for label in page.findChildren(QLabel))
    for command in COMMANDS:
        for key in command.keys:
            assert key_text(key).replace("&", "&amp;").replace("<", "&lt;") in text
    assert "Shift+wheel" in text
    page.close()


def clickable(window: MainWindow) -> list[QWidget]:
    kinds = (QTableView, QSlider, QComboBox, QAbstractButton, GrowthCurve)
    found = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible()]
    asking = [w for w in found if w.actions() and w.actions()[0].text().endswith("…")]
    asking += [
        w for w in found if isinstance(w, (QToolButton, QPushButton)) and w.menu()
    ]  # it waits for a choice
    return [
        w for w in found if not isinstance(w.parent(), (QTableView, QComboBox)) and w not in asking
    ]


@pytest.mark.qt_log_ignore(*OFFSCREEN)
def test_keys_work_after_clicks_anywhere(window: MainWindow) -> None:
    document = window.document
    for frame in (0, 1):
        document.go_to(frame)
        click(window.global_view, *FIRST.middle(frame))
    tried = set()
    for widget in clickable(window):
        document.go_to(1)
        at = widget.mapTo(window, widget.rect().center())
        if isinstance(widget, QTableView):
            first = widget.visualRect(widget.model().index(0, 0)).center()
            at = widget.viewport().mapTo(window, first)
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NONE, at)
        if isinstance(widget, SequenceBox):
            QTest.keyClick(widget.list.search, Key.Key_Return)
            assert not widget.list.isVisible()
        elif isinstance(widget, QComboBox) and widget.view().isVisible():
            QTest.keyClick(widget.view(), Key.Key_Return)
            assert not widget.view().isVisible()
        what = f"after a click on {type(widget).__name__} {getattr(widget, 'text', str)()}"
        for key, by in ((Key.Key_Right, 1), (Key.Key_D, 1), (Key.Key_A, -1), (Key.Key_Left, -1)):
            before = document.frame
            press(window, key)
            assert document.frame == before + by, what
        press(window, Key.Key_B)
        assert window.toolbox.name == BRUSH, what
        press(window, Key.Key_S)
        press(window, Key.Key_Home)
        assert document.frame == 0, what
        tried.add(type(widget).__name__)
    assert {"QSlider", "QComboBox", "QToolButton", "QPushButton", "GrowthCurve"} <= tried
    assert any("Table" in name for name in tried)


def tab_to(window: MainWindow, kind: type[QWidget]) -> QWidget:
    """Press Tab until a control of this kind has the keyboard."""
    for _ in range(60):
        press(window, Key.Key_Tab)
        if isinstance(now := window.focusWidget(), kind):
            return now
    raise AssertionError(f"Tab does not reach a {kind.__name__}")


def test_a_control_reached_by_tab_has_its_keys_until_escape(window: MainWindow) -> None:
    slider = tab_to(window, QSlider)
    assert slider.findChild(FocusRing), "it shows that it has the keyboard"
    before = window.document.params.support_radius
    press(window, Key.Key_Right)
    assert window.document.params.support_radius == before + 1
    assert window.document.frame == 0
    press(window, Key.Key_Escape)
    press(window, Key.Key_Right)
    assert (window.document.frame, window.document.params.support_radius) == (1, before + 1)
    assert not slider.findChild(FocusRing)
    click(window.global_view, *FIRST.middle(1))
    table = tab_to(window, QTableView)
    window.document.select(None)
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    assert table is window.target_panel.target_table
    assert window.document.selected is window.document.targets[0], "Enter did not accept the frame"


def test_a_control_that_vanishes_gives_its_keys_to_no_other(window: MainWindow) -> None:
    assert window.film_strip.isHidden()
    press(window, Key.Key_F, SHIFT)
    strip = tab_to(window, type(window.film_strip))
    press(window, Key.Key_F, SHIFT)
    assert strip.isHidden()
    assert window.focusWidget() is None
    frame = window.document.frame
    press(window, Key.Key_Right)
    assert window.document.frame == frame + 1


def test_no_control_lies_outside_the_smallest_window(window: MainWindow) -> None:
    window.resize(window.minimumSize())
    QApplication.processEvents()
    frame = QRect(QPoint(0, 0), window.size())
    for widget in clickable(window):
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        assert frame.contains(place), widget


def test_all_that_tab_reaches_has_a_name_for_screen_readers(window: MainWindow) -> None:
    reached = set[QWidget]()
    for _ in range(60):
        press(window, Key.Key_Tab)
        reached |= {w for w in (QApplication.focusWidget(),) if w is not None}
    assert len(reached) > 30
    for widget in reached:
        if isinstance(widget, QTabBar):  # its tabs have names
            continue
        said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if isinstance(widget, QComboBox):  # its choice is not its name
            said = widget.accessibleName()
        assert said, f"{type(widget).__name__} {widget.objectName()} {widget.toolTip()}"
