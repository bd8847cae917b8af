"""Classes by key, attributes, notes and flags, with real keys on the real window."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from label_irst.document.actions import description_actions, frame_actions
from label_irst.review.entry import FLAGGED
from label_irst.views.describing.classes_dialog import ClassesDialog
from label_irst.views.describing.note_dialog import NoteDialog
from label_irst.views.describing.word_list import NAME
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    Edit,
    Origin,
    Remark,
    Target,
    TargetChange,
    TargetClass,
    TargetState,
    Vocabulary,
    add_sequence,
    iter_targets,
    list_track_targets,
    open_project,
    set_vocabulary,
)
from tests.gui.scenes import FIRST, SECOND, frames, write_stack

Dialog = TypeVar("Dialog", bound=QDialog)

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = Vocabulary((TargetClass("drone"), TargetClass("bird")), ("dim", "occluded"))


@pytest.fixture
def drawn(window: MainWindow) -> MainWindow:
    """The window with two tracks in frames 1 to 4; the fourth is on show, the first selected."""
    document = window.document
    for frame in range(4):
        document.go_to(frame)
        for plane in (FIRST, SECOND):
            frame_actions.click(document, *map(float, plane.middle(frame)))
    document.select(document.targets[0])
    return window


def classes(window: MainWindow, track: int) -> list[str]:
    project = window.document.project
    assert project is not None
    return [t.category for t in list_track_targets(project, 1, track)]


def selected(window: MainWindow) -> Target:
    assert window.document.selected is not None
    return window.document.selected


def opened(qtbot: QtBot, window: MainWindow, kind: type[Dialog]) -> Dialog:
    """The dialog of this kind that is open over the window."""
    (found,) = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    qtbot.waitUntil(found.isActiveWindow)  # its keys work from then on
    return found


def close(qtbot: QtBot, window: MainWindow, button: QPushButton) -> None:
    """Close a dialog with a button of it."""
    button.click()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def define_by_hand(qtbot: QtBot, window: MainWindow, names: list[str]) -> None:
    """Define classes in the dialog, with the keyboard."""
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    dialog = opened(qtbot, window, ClassesDialog)
    for name in names:
        dialog.classes.add.click()
        editors = dialog.classes.table.findChildren(QLineEdit)
        (editor,) = [one for one in editors if one.isVisible()]
        QTest.keyClicks(editor, name)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda name=name: dialog.classes.names()[-1] == name)
    close(qtbot, window, dialog.apply)


def test_a_day_with_classes(drawn: MainWindow, qtbot: QtBot) -> None:
    window, document = drawn, drawn.document
    said: list[str] = []
    document.message.connect(said.append)
    QTest.keyClick(window, Qt.Key.Key_1)  # no key press is lost: it says what is missing
    assert "no classes yet" in said[-1]
    define_by_hand(qtbot, window, ["drone", "bird"])
    assert document.descriptions.vocabulary.classes == WORDS.classes
    QTest.keyClick(window, Qt.Key.Key_1)
    assert classes(window, 1) == ["drone"] * 4
    assert classes(window, 2) == [""] * 4
    assert window.target_panel.description.class_button.text().strip() == "drone"
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)  # only here
    assert classes(window, 1) == ["drone", "drone", "drone", "bird"]
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert classes(window, 1) == ["drone"] * 4
    document.choose_range((2, 3))  # the chosen frames alone
    QTest.keyClick(window, Qt.Key.Key_2)
    assert classes(window, 1) == ["drone", "drone", "bird", "bird"]
    project = document.project
    assert project is not None
    description_actions.define(document, WORDS, {}, {})
    QTest.keyClick(window, Qt.Key.Key_1, ALT)
    assert [t.attributes for t in list_track_targets(project, 1, 1)] == [(), (), ("dim",), ("dim",)]
    document.choose_range(None)
    QTest.keyClick(window, Qt.Key.Key_0)
    assert classes(window, 1) == [""] * 4
    QTest.keyClick(window, Qt.Key.Key_1)
    # A new mask of the track is a drone too, and a second click loses nothing.
    document.go_to(4)
    frame_actions.click(document, *map(float, FIRST.middle(4)))
    assert classes(window, 1) == ["drone"] * 5
    QTest.keyClick(window, Qt.Key.Key_2, ALT)
    x, y = FIRST.middle(4)
    frame_actions.click(document, float(x), float(y))
    frame_actions.reshape(document, larger=True)
    assert (selected(window).category, selected(window).attributes) == ("drone", ("occluded",))
    QTest.keyClick(window, Qt.Key.Key_3)
    assert "no class 3" in said[-1]
    with open_project(project.path, readonly=True) as again:
        assert {t.category for t in iter_targets(again, 1) if t.track == 1} == {"drone"}


def test_a_class_is_renamed_on_all_targets_in_one_step(drawn: MainWindow, qtbot: QtBot) -> None:
    window, document = drawn, drawn.document
    project = document.project
    assert project is not None
    set_vocabulary(project, WORDS)
    document.descriptions.open_project(project)
    document.descriptions.open_sequence(1)
    QTest.keyClick(window, Qt.Key.Key_1)
    QTest.keyClick(window, Qt.Key.Key_2, ALT)

    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    dialog = opened(qtbot, window, ClassesDialog)
    words = dialog.classes
    words.table.item(0, NAME).setText("uav")
    words.table.selectRow(1)
    words.remove.click()
    dialog.attributes.table.item(1, NAME).setText("dim")  # the two become one
    close(qtbot, window, dialog.apply)
    assert classes(window, 1) == ["uav"] * 4
    assert selected(window).attributes == ("dim",)
    assert document.descriptions.vocabulary == Vocabulary((TargetClass("uav"),), ("dim",))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert classes(window, 1) == ["drone"] * 4
    assert document.descriptions.vocabulary == WORDS
    assert [one.name for one in document.descriptions.classes] == ["drone", "bird"]


def test_what_an_import_brought_can_be_chosen(drawn: MainWindow) -> None:
    window, document = drawn, drawn.document
    assert document.project is not None
    change = [(t, t.described(category="balloon")) for t in document.targets if t.track == 2]
    frame_actions.replace_target(document, "import", *change[0])
    document.descriptions.open_project(document.project)
    document.select(document.targets[0])
    QTest.keyClick(window, Qt.Key.Key_1)
    assert classes(window, 1) == ["balloon"] * 4


def test_notes_and_flags_are_found_again(drawn: MainWindow, qtbot: QtBot) -> None:
    window, document = drawn, drawn.document

    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    QTest.keyClick(window, Qt.Key.Key_T, CTRL)
    dialog = opened(qtbot, window, NoteDialog)
    QTest.keyClicks(dialog.edit, "behind the mast")
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return, CTRL)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert (selected(window).flagged, selected(window).note) == (True, "behind the mast")
    document.go_to(9)
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    assert document.descriptions.notes == {9: Remark("", True)}
    assert window.actions_by_name["flag-frame"].isChecked()
    assert document.descriptions.flagged.tolist() == [3, 9]
    assert "flagged" in window.timeline.tip_at(window.timeline.place_of(9).center().toPoint())
    panel = window.review_panel
    (tabs,) = (tabs for tabs in window.findChildren(QTabWidget) if tabs.indexOf(panel) >= 0)
    tabs.setCurrentWidget(panel)
    panel.reasons.setCurrentIndex(panel.reasons.findData(FLAGGED))
    panel.refresh()
    cells = [row.cells for row in panel._rows.rows]
    assert cells == [("4", "1", "", "behind the mast"), ("10", "–", "", "")]
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert document.frame == 3
    assert selected(window).flagged
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert document.frame == 9
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    assert document.descriptions.notes == {}
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert document.descriptions.notes == {9: Remark("", True)}


def test_a_rename_reaches_other_sequences_and_leaves_the_user_here(
    drawn: MainWindow, tmp_path: Path
) -> None:
    document = drawn.document
    project = document.project
    assert project is not None
    other = add_sequence(project, write_stack(tmp_path / "other.npy", frames(2)))
    project.apply(Edit("new", other.id, 1, (TargetChange(None, target_of(other.id)),)))
    description_actions.define(document, WORDS, {}, {})
    uav = Vocabulary((TargetClass("uav"), TargetClass("bird")), WORDS.attributes)
    for step in (
        lambda: description_actions.define(document, uav, {"drone": "uav"}, {}),
        document.undo,
        document.redo,
    ):
        step()
        name = "drone" if step == document.undo else "uav"
        assert [t.category for t in iter_targets(project, other.id)] == [name]
        assert document.descriptions.classes[0].name == name
        if step != document.redo:
            assert document.info is not None
            assert (document.info.id, document.frame) == (1, 3)


def target_of(sequence: int) -> Target:
    return Target(
        sequence=sequence, frame=1, track=1, x0=3, y0=3, mask=np.ones((2, 2), bool),
        origin=Origin.IMPORTED, state=TargetState.EDITED, category="drone",
    )  # fmt: skip
