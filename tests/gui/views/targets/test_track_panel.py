"""The list of tracks and the Track menu, with mouse and keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document.actions import frame_actions
from label_irst.document.looks import PALETTE
from label_irst.views.window.main_window import MainWindow
from p2m_core.pamg import PamgParams
from tests.driving import press
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND
from tests.gui.views.screen import colours, grabbed
from tests.gui.views.targets.test_target_panel import rows
from tests.gui.views.window.test_keys import OFFSCREEN

LEFT = Qt.MouseButton.LeftButton
FOREGROUND = Qt.ItemDataRole.ForegroundRole


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """FIRST is track 1 in frames 0 to 3, SECOND track 2 in 0 to 5; frame 2 is shown."""
    document = window.document
    for frame in range(6):
        document.go_to(frame)
        if frame < 4:
            frame_actions.click(document, *FIRST.middle(frame))
        frame_actions.click(document, *SECOND.middle(frame))
    document.go_to(2)
    document.select_track(1)
    return window


def listed(window: MainWindow) -> list[list[str]]:
    """Name, frames and accepted."""
    return [row[:3] for row in rows(window.target_panel.tracks.table)]


def doubts(window: MainWindow) -> list[str]:
    window.document.doubts.settle()
    return [row[3] for row in rows(window.target_panel.tracks.table)]


def cell(window: MainWindow, row: int, column: int = 0) -> QPoint:
    table = window.target_panel.tracks.table
    return table.visualRect(table.model().index(row, column)).center()


def button(window: MainWindow, name: str) -> QToolButton:
    found = window.target_panel.tracks.findChildren(QToolButton)
    return next(b for b in found if b.defaultAction().objectName() == name)


@contextmanager
def answering(window: MainWindow, answer: Callable[[Any], None]) -> Iterator[list[str]]:
    """Answer the question that comes up meanwhile; yields its texts."""
    asked: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            text = dialog.labelText() if isinstance(dialog, QInputDialog) else dialog.text()
            asked.append(text)
            answer(dialog)

    timer = QTimer(window, interval=5)
    timer.timeout.connect(look)
    timer.start()
    yield asked
    timer.stop()


def test_the_list_shows_name_frames_and_accepted(filled: MainWindow) -> None:
    assert listed(filled) == [["Track 1", "1–4", "0/4"], ["Track 2", "1–6", "0/6"]]
    frame_actions.accept(filled.document)
    assert [row[2] for row in listed(filled)] == ["1/4", "1/6"]


def test_the_list_shows_the_worst_doubt_of_each_track(filled: MainWindow) -> None:
    document = filled.document
    calm = doubts(filled)
    document.go_to(3)
    document.select_track(2)
    x, y = SECOND.middle(3)
    leak = {(y + r, x + c) for r in range(-9, 10) for c in range(-9, 10)}
    assert frame_actions.paint(document, leak, erase=False)
    assert doubts(filled)[0] == calm[0]
    assert doubts(filled)[1] == f"{100 * document.doubt.max():.0f} %"
    assert document.doubt.max() > 0.5
    colour = filled.target_panel.tracks.table.model().index(1, 3).data(FOREGROUND)
    assert colour == theme.colours().doubt
    for frame in range(6):
        document.go_to(frame)
        frame_actions.accept(document)
    assert doubts(filled) == ["", ""], "nothing is in doubt that a person has accepted"


def test_a_click_selects_the_track_or_goes_to_its_nearest_frame_and_two_to_its_first(
    filled: MainWindow,
) -> None:
    document, table = filled.document, filled.target_panel.tracks.table
    QTest.mouseClick(table.viewport(), LEFT, pos=cell(filled, 1, 1))
    assert document.frame == 2
    assert document.selected is not None
    assert document.selected.track == 2
    document.go_to(5)
    QTest.mouseClick(table.viewport(), LEFT, pos=cell(filled, 0, 1))
    assert document.frame == 3
    assert document.selected.track == 1
    QTest.mouseDClick(table.viewport(), LEFT, pos=cell(filled, 0, 1))
    assert document.frame == 0
    assert [i.row() for i in table.selectionModel().selectedRows()] == [0]


def type_name(window: MainWindow, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    editor = window.target_panel.tracks.table.findChild(QLineEdit)
    assert editor is not None
    for letter in text:  # through the window, as a keyboard does: "s" must not take the seed tool
        QTest.keyClick(window.windowHandle(), letter)
    QTest.keyClick(window.windowHandle(), end)


def test_a_double_click_renames_a_track(filled: MainWindow) -> None:
    table, frame = filled.target_panel.tracks.table, filled.document.frame
    filled.toolbox.take("brush")
    QTest.mouseClick(table.viewport(), LEFT, pos=cell(filled, 1))
    QTest.mouseDClick(table.viewport(), LEFT, pos=cell(filled, 1))
    type_name(filled, "seed")
    assert listed(filled)[1][0] == "seed"
    assert filled.document.frame == frame, "Enter ends the typing, and accepts no frame"
    assert filled.toolbox.name == "brush"
    assert rows(filled.target_panel.target_table)[1][0] == "seed"
    press(filled, Qt.Key.Key_D)
    assert filled.document.frame == frame + 1, "the keys are commands again"
    filled.document.undo()
    assert listed(filled)[1][0] == "Track 2"


def test_escape_keeps_the_old_name(filled: MainWindow) -> None:
    filled.actions_by_name["rename-track"].trigger()
    type_name(filled, "x", Qt.Key.Key_Escape)
    assert listed(filled)[0][0] == "Track 1"


@pytest.mark.qt_log_ignore(*OFFSCREEN)
def test_a_click_on_the_swatch_offers_colours(filled: MainWindow) -> None:
    table = filled.target_panel.tracks.table
    left = table.visualRect(table.model().index(0, 0)).left()
    QTest.mouseClick(table.viewport(), LEFT, pos=QPoint(left + 8, cell(filled, 0).y()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [a.text() for a in menu.actions()[:7]] == [
        "Red", "Blue", "Yellow", "Violet", "Lime", "Pink", "Ochre",
    ]  # fmt: skip
    menu.actions()[4].trigger()
    menu.close()
    shown = colours(grabbed(filled.detail_view)) | colours(grabbed(filled.global_view))
    assert QColor(PALETTE[4]).getRgb()[:3] in shown
    filled.document.undo()
    shown = colours(grabbed(filled.detail_view)) | colours(grabbed(filled.global_view))
    assert QColor(PALETTE[4]).getRgb()[:3] not in shown


@pytest.mark.qt_log_ignore(*OFFSCREEN)
def test_a_right_click_offers_the_actions_of_that_track(filled: MainWindow) -> None:
    table = filled.target_panel.tracks.table
    table.customContextMenuRequested.emit(cell(filled, 1))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert filled.document.active_track == 2
    names = [a.objectName() for a in menu.actions() if not a.isSeparator()]
    assert len(names) == 11
    next(a for a in menu.actions() if a.objectName() == "split-track").trigger()
    menu.close()
    assert [row[0] for row in listed(filled)] == ["Track 1", "Track 2", "Track 3"]
    assert filled.actions_by_name["undo"].text().endswith("split track")


def test_the_buttons_split_and_merge_a_track(filled: MainWindow) -> None:
    before = listed(filled)
    QTest.mouseClick(button(filled, "split-track"), LEFT)
    assert listed(filled)[2] == ["Track 3", "3–4", "0/2"]
    filled.document.select_track(1)

    def first(dialog: QInputDialog) -> None:
        assert dialog.comboBoxItems()[0] == "Track 3   3–4", "the next in time is the likeliest"
        dialog.accept()

    with answering(filled, first) as asked:
        QTest.mouseClick(button(filled, "merge-tracks"), LEFT)
    assert asked == ["Which track becomes part of Track 1?"]
    assert listed(filled) == before


@pytest.mark.parametrize(("choice", "area"), [("Track 1", 9), ("Track 2", 25), ("Cancel", None)])
def test_a_merge_of_two_objects_asks_whose_targets_stay(
    filled: MainWindow, choice: str, area: int | None
) -> None:
    before = listed(filled)
    filled.document.go_to(5)  # here is no target of track 1
    filled.document.select_track(1)

    def answer(dialog: QWidget) -> None:
        if isinstance(dialog, QMessageBox):
            next(b for b in dialog.buttons() if b.text().replace("&", "") == choice).click()
        else:
            dialog.accept()

    with answering(filled, answer) as asked:
        button(filled, "merge-tracks").click()
    assert asked[1] == "Track 1 and Track 2 both have a target in 4 frames, first in frame 1."
    if area is None:
        assert listed(filled) == before
    else:
        assert listed(filled) == [["Track 1", "1–6", "0/6"]]
        filled.document.go_to(2)
        assert [t.area for t in filled.document.targets] == [area]


def test_with_two_tracks_in_the_frame_the_keys_merge_and_swap_without_a_question(
    filled: MainWindow,
) -> None:
    document = filled.document
    ids = {t.track: t.id for t in document.targets}
    press(filled, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert {t.track: t.id for t in document.targets} == {1: ids[2], 2: ids[1]}
    document.undo()
    press(filled, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert listed(filled) == [["Track 1", "1–6", "0/6"]]
    assert [t.area for t in document.targets] == [9], "the selected track's stays"
    assert "of Track 1 stayed: in 4 frames" in filled.statusBar().currentMessage()
    document.undo()
    document.select_track(1)
    press(filled, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert listed(filled)[2] == ["Track 3", "3–4", "0/2"]


def test_swap_offers_the_nearest_track_first(filled: MainWindow) -> None:
    document = filled.document
    frame_actions.click(document, 120, 5, new_target=True)
    frame_actions.click(document, 120, 90, new_target=True)
    document.select_track(1)
    ids = {t.track: t.id for t in document.targets if t.track < 3}
    with answering(filled, lambda dialog: dialog.accept()):
        button(filled, "swap-tracks").click()
    assert {t.track: t.id for t in document.targets if t.track < 3} == {1: ids[2], 2: ids[1]}
    document.go_to(1)
    assert [t.area for t in document.targets] == [9, 25]


def test_a_single_track_cannot_be_merged(window: MainWindow) -> None:
    frame_actions.click(window.document, *FIRST.middle(0))
    button(window, "merge-tracks").click()
    assert "no other track" in window.statusBar().currentMessage()


def test_fill_gap_does_not_block_the_window(filled: MainWindow, qtbot: QtBot) -> None:
    document = filled.document
    for frame in (2, 3):
        document.go_to(frame)
        document.select_track(2)
        frame_actions.delete_selected(document)
    document.select_track(2)
    assert listed(filled)[1] == ["Track 2", "1–6", "0/4"]
    button(filled, "fill-gaps").click()
    qtbot.waitUntil(lambda: listed(filled)[1] == ["Track 2", "1–6", "0/6"])
    assert "Filled 2 frames: 2 masks grown" in filled.statusBar().currentMessage()
    qtbot.waitUntil(lambda: not filled.track_jobs.progress.isVisible())
    document.undo()
    assert listed(filled)[1] == ["Track 2", "1–6", "0/4"]


def test_regrow_asks_and_keeps_drawn_masks(filled: MainWindow, qtbot: QtBot) -> None:
    document = filled.document
    frame_actions.paint(document, {(5, 5)}, erase=False)
    document.set_params(PamgParams(support_radius=2.0, variant="paper"))

    def answer(dialog: QMessageBox) -> None:
        assert dialog.checkBox().text() == "Also the 1 drawn by hand"
        next(b for b in dialog.buttons() if b.text() == "Regrow").click()

    with answering(filled, answer) as asked:
        button(filled, "regrow-track").click()
    assert asked == [
        "Grow 3 masks of Track 1 again with the parameters set below: support 2 px, form paper?"
    ]
    qtbot.waitUntil(lambda: "of 3 masks" in filled.statusBar().currentMessage())
    assert document.selected is not None
    assert document.selected.algorithm == "brush"


def test_work_on_a_track_can_be_stopped(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    still = np.repeat(scenes.frames(1), 1000, axis=0)
    assert empty_window.open(scenes.write_stack(tmp_path / "still.npy", still))
    document = empty_window.document
    for frame in (0, 999):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(0))
    before = listed(empty_window)
    assert len(before) == 1
    button(empty_window, "fill-gaps").click()
    bar = empty_window.track_jobs.progress
    assert bar.isVisible()
    button(empty_window, "fill-gaps").click()
    assert "One track after the other" in empty_window.statusBar().currentMessage()
    QTest.mouseClick(bar.stop, LEFT)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert listed(empty_window) == before


def test_a_track_is_deleted_in_part_and_as_a_whole(filled: MainWindow) -> None:
    filled.actions_by_name["delete-after"].trigger()
    assert listed(filled)[0] == ["Track 1", "1–3", "0/3"]
    filled.actions_by_name["delete-before"].trigger()
    assert listed(filled)[0] == ["Track 1", "3", "0/1"]
    button(filled, "delete-track").click()
    assert listed(filled) == [["Track 2", "1–6", "0/6"]]
    for _ in range(3):
        filled.document.undo()
    assert listed(filled)[0] == ["Track 1", "1–4", "0/4"]
