"""The project page: a card for each sequence, found, sorted and opened by keys and clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from label_irst.views.project.page import ProjectPage
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    FrameState,
    SequenceInfo,
    TargetState,
    add_sequences,
    create_project,
)
from tests.driving import press
from tests.gui import scenes
from tests.gui.flights import draw_flights, label
from tests.heartbeat import heartbeat

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def flights(tmp_path: Path) -> Path:
    return draw_flights(tmp_path)


def open_page(window: MainWindow, qtbot: QtBot) -> ProjectPage:
    press(window, Key.Key_P, Modifier.ControlModifier)
    page = window.project_page.page
    with qtbot.waitExposed(page):
        page.activateWindow()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    qtbot.waitUntil(page.grid.hasFocus)
    return page


def names(page: ProjectPage) -> list[str]:
    return [one.card.info.name for one in page.model.cards]


def shown(window: MainWindow) -> str:
    assert window.document.info is not None
    return window.document.info.name


def choose(box: QComboBox, text: str) -> None:
    """Take the entry of a box that begins so, with the arrow keys."""
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    while not box.currentText().startswith(text):
        before = box.currentIndex()
        QTest.keyClick(box, Key.Key_Down)
        assert box.currentIndex() > before, f"no {text}"


def card_place(page: ProjectPage, row: int) -> QPoint:
    return page.grid.visualRect(page.model.index(row)).center()


def test_a_sequence_is_found_sorted_and_opened_by_keys_alone(
    empty_window: MainWindow, flights: Path, qtbot: QtBot
) -> None:
    window = empty_window
    assert window.open(flights)
    page = open_page(window, qtbot)
    assert names(page) == ["flight-10", "flight-2", "dusk", "still"]
    assert page.grid.current == 1, "the sequence on show"
    done, doubtful, suggested, still = (one.card for one in page.model.cards)
    assert (done.targets, done.done, done.left) == (4, 4, False)
    assert (doubtful.targets, doubtful.done, doubtful.frame) == (3, 0, 2)
    assert suggested.suggested
    assert still.states == {FrameState.UNSEEN: 1}
    assert page.model.cards[1].doubt > 0.6

    choose(page.by, "Name")
    assert names(page) == ["dusk", "flight-2", "flight-10", "still"]
    choose(page.by, "Doubt")
    assert names(page)[0] == "flight-2"
    choose(page.only, "Left")
    assert names(page) == ["flight-2", "dusk"]
    choose(page.only, "Done")
    assert names(page) == ["flight-10"]
    choose(page.only, "Any")

    press(page, Key.Key_F, Modifier.ControlModifier)
    QTest.keyClicks(page.search, "fli 2")
    assert names(page) == ["flight-2"]
    press(page, Key.Key_Down)
    assert page.grid.hasFocus()
    press(page, Key.Key_Return)
    assert not page.isVisible()
    assert shown(window) == "flight-2"

    page = open_page(window, qtbot)
    assert names(page) == ["flight-2"], "as it was left"
    press(page, Key.Key_Escape)
    assert not page.isVisible()


def test_pictures_come_for_the_cards_in_view_and_a_double_click_opens(
    empty_window: MainWindow, flights: Path, qtbot: QtBot
) -> None:
    window = empty_window
    assert window.open(flights)
    page = open_page(window, qtbot)
    qtbot.waitUntil(lambda: len(page.thumbnails.kept) == 4)
    pictures = {wanted.path.stem: picture for wanted, picture in page.thumbnails.kept.items()}
    picture = pictures["flight-2"]
    assert picture is not None
    assert (picture.width(), picture.height()) == (128, 96), "small frames are not enlarged"
    x, y = scenes.FIRST.middle(2)  # the first frame with a target
    assert picture.pixelColor(x, y).lightness() > picture.pixelColor(x, y - 8).lightness() + 60
    (flights.parent / "dusk.npy").unlink()
    page.thumbnails.forget()
    page.grid.seen_changed.emit()
    qtbot.waitUntil(lambda: len(page.thumbnails.kept) == 4)
    assert sum(picture is None for picture in page.thumbnails.kept.values()) == 1
    page.grab()  # draws what is missing

    handle = page.grid.viewport()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Modifier.NoModifier, card_place(page, 1))
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, Modifier.NoModifier, card_place(page, 1))
    assert shown(window) == "flight-2"
    assert not page.isVisible()


def test_the_cards_follow_the_edits(empty_window: MainWindow, flights: Path, qtbot: QtBot) -> None:
    window = empty_window
    assert window.open(flights)
    page = open_page(window, qtbot)
    window.sequences.show(2)
    window.document.go_to(2)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.cards[1].card.done == 1, timeout=10_000)


def many(folder: Path) -> Path:
    """300 videos and 5,000 single images, whose images are elsewhere; all of them labelled."""
    path = folder / "many.lirst"
    with create_project(path) as project:
        infos = add_sequences(
            project,
            (
                SequenceInfo(
                    0, f"s-{i:05d}", folder / f"s-{i:05d}.npy", "x", 128, 96, "uint8",
                    50 if i < 300 else 1,
                )
                for i in range(5300)
            ),
        )  # fmt: skip
        with project.transaction():
            for info in infos:
                label(project, info.id, range(0, info.frame_count, 3), TargetState.EDITED, 0.9)
    return path


@pytest.mark.slow
def test_thousands_of_sequences_scroll_without_a_stall(
    empty_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = empty_window
    window.open(many(tmp_path))
    with heartbeat() as heard:
        page = open_page(window, qtbot)
    assert page.summary.text() == "5,300 of 5,300 sequences"
    bar = page.grid.verticalScrollBar()

    def busy(act: Callable[[], object]) -> float:
        with heartbeat() as heard:
            act()
            qtbot.wait(150)
        return max(heard.work)

    work = {
        "open": max(heard.work),
        "end": busy(lambda: press(page, Key.Key_End)),
        "scroll": max(busy(lambda at=at: bar.setValue(at)) for at in range(0, bar.maximum(), 9000)),
        "search": busy(lambda: QTest.keyClicks(page.search, "42")),
        "sort": busy(lambda: choose(page.by, "Doubt")),
        "size": busy(lambda: page.resize(900, 600)),
    }
    assert {name: ms for name, ms in work.items() if ms > 100} == {}
    assert len(page.thumbnails.kept) < 1000, "only what was in view is read"


def answer(qtbot: QtBot, asked: list[str], button: str) -> None:
    """Answer the next question with the button of this text; keep what it said."""

    def press_button() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(f"{box.text()} {box.informativeText()}")
        pressed = next(b for b in box.buttons() if b.text().replace("&", "") == button)
        QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press_button)


def test_a_note_is_written_in_place_and_sequences_are_removed_and_come_back(
    empty_window: MainWindow, flights: Path, qtbot: QtBot
) -> None:
    window = empty_window
    assert window.open(flights)
    page = open_page(window, qtbot)
    press(page, Key.Key_Right)
    press(page, Key.Key_F2)
    editor = page.grid.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "bird in the branches")
    QTest.keyClick(editor, Key.Key_Return)
    assert page.isVisible(), "Enter ended the note"
    qtbot.waitUntil(lambda: page.model.cards[1].card.note == "bird in the branches")
    assert shown(window) == "flight-10", "a note elsewhere shows nothing else"
    choose(page.only, "Has a note")
    assert names(page) == ["flight-2"]
    choose(page.only, "Any")

    asked: list[str] = []
    page.grid.setFocus()
    press(page, Key.Key_Left)
    press(page, Key.Key_Right, Modifier.ShiftModifier)
    answer(qtbot, asked, "Cancel")
    press(page, Key.Key_Delete)
    page.activateWindow()
    qtbot.waitUntil(page.grid.hasFocus)
    answer(qtbot, asked, "Remove")
    press(page, Key.Key_Delete)
    assert asked[0] == asked[1]
    assert "Remove 2 sequences?" in asked[1]
    assert "targets: 7, labelled frames: 7, notes and flags: 1" in asked[1]
    qtbot.waitUntil(lambda: names(page) == ["dusk", "still"])
    assert shown(window) == "dusk", "what is left beside those on show"

    press(page, Key.Key_Escape)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_Z, Modifier.ControlModifier)
    assert shown(window) in ("flight-10", "flight-2")
    page = open_page(window, qtbot)
    qtbot.waitUntil(lambda: names(page) == ["flight-10", "flight-2", "dusk", "still"])
    assert page.model.cards[1].card.note == "bird in the branches"


def test_the_last_sequence_can_go_and_comes_back(
    empty_window: MainWindow, clip: Path, qtbot: QtBot
) -> None:
    window = empty_window
    assert window.open(clip)
    press(window, Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    listing = window.sequence_box.list
    asked: list[str] = []

    def remove() -> None:
        menu = listing.findChild(QMenu)
        assert menu is not None
        answer(qtbot, asked, "Remove")
        menu.actions()[-1].trigger()

    listing.table.customContextMenuRequested.emit(listing.table.rect().topLeft())
    remove()
    assert len(asked) == 1
    assert window.document.info is None
    assert window.sequence_box.names == []
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_Z, Modifier.ControlModifier)
    assert shown(window) == "clip"
    press(window, Key.Key_Y, Modifier.ControlModifier)
    assert window.document.info is None
