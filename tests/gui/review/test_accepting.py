"""Accepting many asks about the doubtful ones; N and Enter go on where something is left."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from label_irst.document.actions import frame_actions
from label_irst.review.reasons import reason_text
from label_irst.views.window.main_window import MainWindow
from p2m_core.doubt import DOUBTFUL as DOUBTFUL_FROM
from p2m_core.project import FrameState, add_sequences, create_project, look_at
from tests.driving import answering, choose, click, press
from tests.gui import scenes
from tests.gui.scenes import FIRST, FRAMES

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
DOUBTFUL = [9, 20]


@pytest.fixture
def spoiled(window: MainWindow) -> MainWindow:
    """The first target in all frames; in two of them its mask is much too large."""
    document = window.document
    for frame in range(FRAMES):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(frame))
    for frame in DOUBTFUL:
        document.go_to(frame)
        document.select(document.targets[0])
        x, y = FIRST.middle(frame)
        pixels = {(y + r, x + c) for r in range(-6, 7) for c in range(-6, 7)}
        frame_actions.paint(document, pixels, erase=False)
    document.go_to(3)
    document.select(document.targets[0])
    return window


def answered(window: MainWindow, answer: Callable[[QMessageBox], None]) -> str:
    """Press Shift+Enter, and answer the question; returns it, "" where none was asked."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    with answering(answer) as asked:
        press(window, Key.Key_Return, SHIFT)
    return asked[0] if asked else ""


def frames_in(window: MainWindow, state: FrameState) -> list[int]:
    return np.flatnonzero(window.document.states == state).tolist()


def test_accepting_a_track_asks_about_its_doubtful_frames(spoiled: MainWindow) -> None:
    document = spoiled.document
    question = answered(spoiled, lambda box: QTest.keyClick(box, Key.Key_Escape))
    assert question.startswith("2 of 30 frames are doubtful. Most doubtful: frame ")
    assert "area jumps" in question
    assert frames_in(spoiled, FrameState.ACCEPTED) == []

    answered(spoiled, lambda box: choose(box, "Show"))
    assert (document.frame, frames_in(spoiled, FrameState.ACCEPTED)) == (DOUBTFUL[0], [])
    assert document.selected is not None

    answered(spoiled, lambda box: QTest.keyClick(box, Key.Key_Return))  # the others
    assert frames_in(spoiled, FrameState.EDITED) == DOUBTFUL
    assert [t.frame for t in document.targets if t.state == "accepted"] == []
    document.undo()
    assert len(frames_in(spoiled, FrameState.EDITED)) == FRAMES, "one undo takes all back"
    document.redo()
    assert frames_in(spoiled, FrameState.EDITED) == DOUBTFUL

    document.go_to(DOUBTFUL[1])
    frame_actions.accept(document)
    assert answered(spoiled, lambda box: QTest.keyClick(box, Key.Key_Escape)).startswith("This")
    document.go_to(DOUBTFUL[0])
    frame_actions.accept(document)
    document.go_to(3)
    click(spoiled.global_view, *FIRST.middle(3))
    assert answered(spoiled, lambda box: QTest.keyClick(box, Key.Key_Escape)) == "", "no doubt left"
    assert frames_in(spoiled, FrameState.EDITED) == []


def test_n_goes_to_frames_without_a_label_also_in_other_sequences(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    sources = [scenes.write_stack(tmp_path / f"{n}.npy", scenes.frames(4)) for n in "abc"]
    with create_project(tmp_path / "three.lirst") as project:
        add_sequences(project, (look_at(source) for source in sources))
    assert empty_window.open(tmp_path / "three.lirst")
    document = empty_window.document
    said: list[str] = []
    document.message.connect(said.append)

    def here() -> tuple[str, int]:
        assert document.info is not None
        return document.info.name, document.frame

    for _ in range(3):  # frames 0, 1 and 2 are done
        press(empty_window, Key.Key_E)
    press(empty_window, Key.Key_Home)
    press(empty_window, Key.Key_N)
    assert here() == ("a", 3)
    press(empty_window, Key.Key_N)
    assert here() == ("b", 0)
    assert said[-1] == "The next frame without a label is in b."
    press(empty_window, Key.Key_N, SHIFT)
    assert here() == ("a", 3)
    press(empty_window, Key.Key_N, SHIFT)
    assert here() == ("c", 3)


@pytest.mark.parametrize("reviewing", [False, True])
def test_enter_accepts_and_goes_on_wherever_the_keyboard_is(
    window: MainWindow, reviewing: bool
) -> None:
    document, tabs = window.document, window.review.panel.parentWidget().parentWidget()
    tabs.setCurrentWidget(window.review.panel if reviewing else window.target_panel)
    for frame, owner in enumerate((window, window.timeline, window.global_view, tabs)):
        assert document.frame == frame
        click(window.global_view, *FIRST.middle(frame))
        owner.setFocus(Qt.FocusReason.OtherFocusReason)
        press(window, Key.Key_Return)
        assert document.states[frame] == FrameState.ACCEPTED
    assert document.frame == 4, "the next frame that nobody has labelled"


def test_a_click_on_empty_sky_is_doubtful_and_so_is_what_follows_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    document = window.document
    click(window.global_view, 64, 20)
    document.doubts.settle()
    assert document.doubt[0] >= DOUBTFUL_FROM
    assert reason_text(int(document.doubts.reason_of_frame[0])) == "low contrast"
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: not window.propagation.progress.isVisible())
    document.doubts.settle()
    made = document.doubts.doubt
    assert (made >= DOUBTFUL_FROM).mean() > 0.8
    document.go_to(0)
    document.select(None)
    click(window.global_view, *FIRST.middle(0))
    document.doubts.settle()
    table = document.doubts.table
    (real,) = document.doubts.doubt[(table.frame == 0) & (table.id == document.selected.id)]
    assert real < 0.1
