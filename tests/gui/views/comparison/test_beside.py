"""Side by side: another project's masks below mine, moving with mine, differences marked."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from label_irst.views.comparison.beside import Beside
from label_irst.views.picture.other_layer import THEIRS
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    FrameState,
    TargetState,
    add_sequence,
    create_project,
    list_sequences,
    open_project,
)
from tests.core.project.sample import add, set_state, target
from tests.driving import press
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.gui.views.screen import colours, grabbed

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A flight of six frames: mine in all of them; theirs moved in frame 2, more in 3, not in 6."""
    clip = scenes.write_stack(tmp_path / "flight.npy", scenes.frames(6))
    for name in ("mine", "theirs"):
        with create_project(tmp_path / f"{name}.lirst") as project:
            add_sequence(project, clip)
            for frame in range(6):
                x, y = FIRST.corner(frame)
                moved = 2 if name == "theirs" and frame == 1 else 0
                if name == "theirs" and frame == 5:
                    continue
                add(project, target(frame, x0=x + moved, y0=y, state=TargetState.EDITED))
                if name == "theirs" and frame == 2:
                    add(project, target(frame, x0=100, y0=60, track=2, state=TargetState.EDITED))
                set_state(project, 1, frame, FrameState.EDITED)
    assert empty_window.open(tmp_path / "mine.lirst")
    return empty_window


def shows_theirs(widget: QWidget) -> bool:
    red, green, blue, _ = THEIRS.getRgb()
    return (red, green, blue) in colours(grabbed(widget))


def choose(monkeypatch: pytest.MonkeyPatch, path: Path, button: str = "Choose file…") -> None:
    """Answer the question whose labels with this path."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))

    def press_button() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, press_button)  # it is being made
            return
        pressed = next(b for b in box.buttons() if b.text().replace("&", "") == button)
        QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press_button)


def beside(window: MainWindow, qtbot: QtBot) -> Beside:
    found = window.comparison.beside
    assert found is not None
    qtbot.waitUntil(lambda: found.theirs.targets is not None)
    qtbot.waitUntil(lambda: "mine" in found.twins[0].title or "diff" in found.twins[0].title)
    return found


def test_their_masks_are_below_mine_frame_by_frame_and_move_with_them(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "theirs.lirst")
    press(window, Key.Key_F4)
    found = beside(window, qtbot)
    twin = found.twins[1]
    assert twin.isVisible()
    assert twin.title == "theirs · as mine"
    assert shows_theirs(twin)
    assert abs(twin.height() - window.detail_view.height()) < 4

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_D)
    qtbot.waitUntil(lambda: twin.title == "theirs · 1 difference")
    assert twin.marks[0].text.startswith("IoU 0.")
    press(window, Key.Key_D)
    qtbot.waitUntil(lambda: [mark.text for mark in twin.marks] == ["only theirs"])
    press(window, Key.Key_End)
    qtbot.waitUntil(lambda: twin.title == "theirs · not labelled in this frame")
    assert twin.labels == []
    press(window, Key.Key_Left)
    press(window, Key.Key_Delete)
    qtbot.waitUntil(lambda: [mark.text for mark in twin.marks] == ["only theirs"])

    middle, scale = QPointF(twin.rect().center()), window.detail_view.view.scale
    before = twin.view.to_image(middle)
    QApplication.sendEvent(
        twin,
        QWheelEvent(
            middle, QPointF(twin.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, Modifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert window.detail_view.view.scale > scale
    assert twin.view.scale == window.detail_view.view.scale
    after = twin.view.to_image(middle)
    assert (after - before).manhattanLength() < 0.1, "the point under the pointer stays"

    press(window, Key.Key_F4)
    assert not twin.isVisible()
    press(window, Key.Key_F4)
    assert twin.isVisible(), "chosen once"
    with open_project(tmp_path / "theirs.lirst", readonly=True) as theirs:
        assert len(list_sequences(theirs)) == 1


def test_their_masks_are_shown_over_mine_by_a_key(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = window.global_view
    assert not shows_theirs(view)
    choose(monkeypatch, tmp_path / "theirs.lirst")
    press(window, Key.Key_F4, Modifier.ShiftModifier)
    found = beside_over(window, qtbot)
    assert shows_theirs(view)
    assert not found.twins[0].isVisible()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_F4, Modifier.ShiftModifier)
    assert not shows_theirs(view)


def beside_over(window: MainWindow, qtbot: QtBot) -> Beside:
    found = window.comparison.beside
    assert found is not None
    qtbot.waitUntil(lambda: found.theirs.targets is not None)
    qtbot.waitUntil(lambda: shows_theirs(window.global_view))
    return found


def test_what_cannot_be_read_is_said_in_one_line(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.txt").write_text("This is no data set.\n")
    choose(monkeypatch, tmp_path / "notes.txt")
    press(window, Key.Key_F4)
    found = window.comparison.beside
    assert found is not None
    qtbot.waitUntil(lambda: "notes.txt" in window.statusBar().currentMessage())
    qtbot.waitUntil(lambda: found.twins[0].title == "notes · cannot be read")


def test_masks_of_a_data_set_are_read_as_the_frames_are_shown(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "set"
    scenes.write_folder(root / "images" / "flight", scenes.frames(6))
    (root / "masks" / "flight").mkdir(parents=True)
    for frame in range(6):
        mask = FIRST.mask(frame).astype(np.uint8) * 255
        if frame == 3:
            mask[:] = 0
        assert cv2.imwrite(str(root / "masks" / "flight" / f"{frame:04d}.png"), mask)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(root))
    choose(monkeypatch, root, "Choose folder…")
    press(window, Key.Key_F4)
    found = beside(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for frame in range(3):
        qtbot.waitUntil(lambda: found.twins[0].title == "set · as mine")
        assert window.document.frame == frame
        press(window, Key.Key_D)
    qtbot.waitUntil(lambda: [mark.text for mark in found.twins[0].marks] == ["only mine"])
