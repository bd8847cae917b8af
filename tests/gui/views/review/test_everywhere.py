"""The review list over all sequences: the most doubtful first, across sequences by keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from label_irst.views.window.main_window import MainWindow
from p2m_core.project import TargetState, add_sequences, create_project, look_at
from tests.driving import press
from tests.gui import scenes
from tests.gui.flights import label
from tests.heartbeat import heartbeat
from tests.real_data import real

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def project_of(folder: Path, sources: list[Path], sure: list[tuple[range, float]]) -> Path:
    path = folder / "flights.lirst"
    with create_project(path) as project:
        infos = add_sequences(project, map(look_at, sources))
        for info, (frames, confidence) in zip(infos, sure, strict=True):
            label(project, info.id, frames, TargetState.EDITED, confidence)
    return path


@pytest.fixture
def three(empty_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """Two sequences and a single image between them: doubts of 20, 90 and 50 %."""
    sources = [
        scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(count))
        for name, count in (("a", 4), ("still", 1), ("c", 6))
    ]
    sure = [(range(1, 2), 0.8), (range(1), 0.1), (range(2, 5, 2), 0.5)]
    assert empty_window.open(project_of(tmp_path, sources, sure))
    show_all(empty_window, qtbot)
    return empty_window


def show_all(window: MainWindow, qtbot: QtBot) -> None:
    """Bring the Review tab to the front, and let it list all sequences."""
    panel = window.review_panel
    tabs = next(tabs for tabs in window.findChildren(QTabWidget) if tabs.indexOf(panel) >= 0)
    tabs.setCurrentWidget(panel)
    assert panel.isVisible()
    QTest.keyClick(panel.scope, Key.Key_Down)
    assert panel.everywhere
    qtbot.waitUntil(lambda: window.survey.known)


def listed(window: MainWindow) -> list[str]:
    model = window.review_panel.table.model()
    return [model.index(i, 0).data() for i in range(model.rowCount())]


def at(window: MainWindow) -> tuple[str, int]:
    assert window.document.info is not None
    return window.document.info.name, window.document.frame


def test_enter_goes_on_across_sequences_the_most_doubtful_first(three: MainWindow) -> None:
    assert listed(three) == ["still", "c · 3", "c · 5", "a · 2"]
    press(three, Key.Key_Space)
    assert at(three) == ("still", 0)
    assert three.document.selected is not None
    press(three, Key.Key_Space)
    assert at(three) == ("c", 2), "Space goes on without a decision"
    press(three, Key.Key_Return)
    assert at(three) == ("still", 0), "what is worst now"
    assert listed(three) == ["still", "c · 5", "a · 2"], "the accepted one is gone at once"
    press(three, Key.Key_Return)
    assert at(three) == ("c", 4)
    press(three, Key.Key_Return)
    assert at(three) == ("a", 1)
    press(three, Key.Key_Return)
    assert listed(three) == []
    assert three.statusBar().currentMessage() == "Nothing is left to review."
    for left in (1, 2, 3):
        press(three, Key.Key_Z, Modifier.ControlModifier)
        assert len(listed(three)) == left, "an undo brings it back into the list"
    assert at(three)[0] == "still"


def test_a_click_on_a_row_shows_it_and_what_cannot_be_opened_is_passed_over(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    table = three.review_panel.table
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, place)
    assert at(three) == ("c", 4)
    press(three, Key.Key_Space)
    assert at(three) == ("a", 1), "on from there"
    (tmp_path / "still.npy").unlink()
    press(three, Key.Key_Escape)
    press(three, Key.Key_Space)
    assert at(three) == ("c", 2), "not the image that is gone"
    assert "still.npy" in three.banner.text


@pytest.mark.slow
def test_real_videos_are_gone_through_without_a_stall(
    empty_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    videos = sorted(real("drone_ir").rglob("*.mp4"))[:5]
    sure = [(range(10 * i, 10 * i + 3), 0.9 - 0.2 * i) for i in range(5)]
    assert empty_window.open(project_of(tmp_path, videos, sure))
    show_all(empty_window, qtbot)
    seen = set()
    with heartbeat() as heard:
        for _ in range(15):
            press(empty_window, Key.Key_Return)
            seen.add(at(empty_window)[0])
            qtbot.wait(20)
    assert len(seen) == 5
    assert max(heard.work) < 100
