"""Export from the window: in a job, with progress; a cancelled one leaves no files."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThread, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document.actions import frame_actions
from label_irst.document.edits import frame_edits
from label_irst.views.datasets.export_dialog import ExportDialog
from label_irst.views.window.main_window import MainWindow
from p2m_core import files
from p2m_core.project import FrameState
from tests.gui import scenes
from tests.gui.scenes import FIRST, FRAMES
from tests.gui.typing import type_paths
from tests.gui.views.screen import grabbed

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(window: MainWindow) -> ExportDialog:
    """The dialog on a project with 26 accepted frames, an empty, an edited and two unseen ones."""
    document = window.document
    for frame in range(27):
        document.go_to(frame)
        frame_actions.click(document, *FIRST.middle(frame))
        if frame < 26:
            frame_actions.accept(document)
    document.step(1)
    frame_actions.mark(document, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY)
    assert document.states.size == FRAMES
    dialog = window.files.export()
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def texts(dialog: ExportDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def run(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Press Export and wait for the end, good or bad."""
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(dialog.start.isEnabled)


def test_the_dialog_counts_frames_to_export_and_frames_left_out(dialog: ExportDialog) -> None:
    assert "26 accepted and 1 verified-empty" in texts(dialog)
    assert "1 edited but not accepted are left out" in texts(dialog)
    dialog.findChild(QCheckBox).setChecked(True)
    assert "left out" not in texts(dialog)


def test_the_check_box_of_a_test_sequence_is_whole(dialog: ExportDialog) -> None:
    row = dialog.test.visualItemRect(dialog.test.item(0))
    screen = grabbed(dialog.test.viewport())[row.top() : row.bottom() + 1, :20]
    edges = (screen == theme.named("edge").getRgb()[:3]).all(axis=2).sum(axis=1)
    assert (edges > 8).sum() == 2, "an upper and a lower edge"


def test_an_export_does_not_block_the_window(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    goal = tmp_path / "set"
    dialog.folder.setText(str(goal))
    dialog.name.setText("SKY")
    steps, ticks = [], []
    QTest.mouseClick(dialog.start, LEFT)
    assert dialog.job is not None
    dialog.job.progressed.connect(lambda done, total: steps.append((done, total)))
    beat = QTimer(dialog, interval=1)
    beat.timeout.connect(lambda: ticks.append(dialog.job is not None and dialog.job.isRunning()))
    beat.start()
    assert not dialog.start.isEnabled()
    assert dialog.stop.text() == "Cancel"
    assert dialog.findChild(QProgressBar).isVisible()
    qtbot.waitUntil(dialog.start.isEnabled)
    assert steps[-1] == (27, 27)
    assert any(ticks), "the window lived while it ran"
    assert dialog.summary is not None
    assert (dialog.summary.frames, dialog.summary.empty_frames) == (27, 1)
    assert "Wrote 27 frames (1 empty) with 26 targets" in dialog.status
    assert str(goal) in dialog.status
    assert not dialog.findChild(QProgressBar).isVisible()
    for frame in (0, 12, 25):
        mask = files.read_png(goal / "masks" / "clip" / f"{frame:06d}.png") > 0
        assert (mask == FIRST.mask(frame)).all()
    beat.stop()
    QTest.mouseClick(dialog.stop, LEFT)
    assert not dialog.isVisible(), "one press on Close closes"


def test_edited_frames_are_exported_on_request_and_test_sequences_listed(
    dialog: ExportDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.reject()
    window.files.add_sequence(scenes.write_folder(tmp_path / "sky", scenes.frames(3)))
    frame_actions.click(window.document, *FIRST.middle(0))
    frame_actions.accept(window.document)
    dialog = window.files.export()
    assert dialog is not None
    goal = tmp_path / "set"
    dialog.folder.setText(str(goal))
    dialog.name.setText("SKY")
    dialog.findChild(QCheckBox).setChecked(True)
    assert [dialog.test.item(i).text() for i in range(2)] == ["clip", "sky"]
    dialog.test.item(1).setCheckState(Qt.CheckState.Checked)
    run(qtbot, dialog)
    assert "Wrote 29 frames" in dialog.status
    lists = {p.name: p.read_text().split() for p in (goal / "img_idx").iterdir()}
    assert lists["test_SKY.txt"] == ["sky/0000"]
    assert len(lists["train_SKY.txt"]) == 28
    dialog.reject()


def test_a_cancelled_export_leaves_no_files(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    before = sorted(p.name for p in tmp_path.iterdir())
    dialog.folder.setText(str(tmp_path / "set"))
    QTest.mouseClick(dialog.start, LEFT)
    assert dialog.job is not None
    job = dialog.job
    # Directly, from the thread of the work, so that it is in the middle of it.
    job.progressed.connect(job.cancel, Qt.ConnectionType.DirectConnection)
    qtbot.waitUntil(dialog.start.isEnabled)
    assert "Cancelled; nothing was written" in dialog.status
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert dialog.isVisible()
    run(qtbot, dialog)
    assert "Wrote 27 frames" in dialog.status
    dialog.reject()


def test_the_cancel_button_and_escape_cancel_the_export(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    for stop in (lambda: QTest.mouseClick(dialog.stop, LEFT),
                 lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape)):  # fmt: skip
        dialog.folder.setText(str(tmp_path / "set"))
        QTest.mouseClick(dialog.start, LEFT)
        job = dialog.job
        assert job is not None
        stop()
        assert job.isInterruptionRequested()
        assert dialog.isVisible(), "it shows how it ended before it closes"
        qtbot.waitUntil(dialog.start.isEnabled)
        assert not (tmp_path / "set").exists()
    dialog.reject()


def test_a_window_closed_in_the_middle_of_an_export_ends_it_in_order(
    dialog: ExportDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.folder.setText(str(tmp_path / "set"))
    QTest.mouseClick(dialog.start, LEFT)
    job = dialog.job
    assert job is not None
    reached = threading.Event()

    def hold(*_: int) -> None:
        """Hold the work at its first step until the window cancels it."""
        for _ in range(0 if reached.is_set() else 10_000):
            reached.set()
            if job.isInterruptionRequested():
                break
            QThread.msleep(1)

    job.progressed.connect(hold, Qt.ConnectionType.DirectConnection)
    assert reached.wait(120)
    assert window.close()
    assert not job.isRunning()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clip.lirst", "clip.npy"]


def test_a_failed_export_is_reported_and_can_be_repeated(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "precious.txt").write_text("mine")
    dialog.folder.setText(str(full))
    run(qtbot, dialog)
    assert str(full) in dialog.status
    assert dialog.summary is None
    assert [p.name for p in full.iterdir()] == ["precious.txt"]
    dialog.folder.setText(str(tmp_path / "set"))
    run(qtbot, dialog)
    assert "Wrote" in dialog.status
    dialog.reject()


def test_a_project_without_reviewed_frames_cannot_be_exported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    frame_actions.click(window.document, *FIRST.middle(0))
    dialog = window.files.export()
    assert dialog is not None
    assert "0 accepted and 0 verified-empty" in texts(dialog)
    dialog.folder.setText(str(tmp_path / "set"))
    run(qtbot, dialog)
    assert dialog.status
    assert dialog.summary is None
    assert not (tmp_path / "set").exists()
    dialog.reject()


def test_a_frame_that_became_unreadable_fails_the_export_and_is_named(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = scenes.write_folder(tmp_path / "sky", scenes.frames(4))
    assert empty_window.open(folder)
    for frame in range(4):
        empty_window.document.go_to(frame)
        frame_actions.click(empty_window.document, *FIRST.middle(frame))
        frame_actions.accept(empty_window.document)
    (folder / "0001.png").write_text("spilled coffee")
    dialog = empty_window.files.export()
    assert dialog is not None
    dialog.folder.setText(str(tmp_path / "set"))
    run(qtbot, dialog)
    assert dialog.summary is None
    assert "sky" in dialog.status
    assert not (tmp_path / "set").exists()
    dialog.reject()


def test_any_text_may_be_typed_as_the_folder(window: MainWindow) -> None:
    dialog = window.files.export()
    assert dialog is not None
    type_paths(dialog.folder)
    dialog.folder.setText("/")
    assert "/ is there already" in texts(dialog)
