"""The window of the training runs, the status bar and the closing of the main window."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from label_irst.app import in_chosen_language
from label_irst.jobs.runs import run_folder
from label_irst.views.training.runs_window import RunsWindow
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import RunStatus, add_run, open_project
from tests.gui.trained import ENDLESS, PATIENCE, TINY, labelled_project
from tests.heartbeat import heartbeat

LEFT = Qt.MouseButton.LeftButton
STALL_MS = 100.0


@pytest.fixture
def window(empty_window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with a labelled project; all runs are ended after the test."""
    assert empty_window.open(labelled_project(tmp_path))
    yield empty_window
    empty_window.runs.leave()
    for child in tmp_path.rglob(run_folder.CHILD):
        run_folder.kill(child.parent)


@pytest.fixture
def runs_window(window: MainWindow, qtbot: QtBot) -> RunsWindow:
    window.actions_by_name["runs"].trigger()
    shown = window.training_runs.runs_window
    qtbot.waitUntil(shown.isVisible)
    return shown


def start(qtbot: QtBot, window: MainWindow, config: dict[str, Any] = ENDLESS) -> int:
    """Start a run; wait until it has done some steps."""
    run = window.runs.start(config)
    assert run is not None
    qtbot.waitUntil(lambda: window.runs.history(run.id).step > 2, timeout=PATIENCE)
    return run.id


def wait_for(qtbot: QtBot, window: MainWindow, id: int, status: RunStatus) -> None:
    def is_it() -> bool:
        run = window.runs.run(id)
        return run is not None and run.status is status

    qtbot.waitUntil(is_it, timeout=PATIENCE)


def cells(window: RunsWindow) -> list[tuple[str, ...]]:
    return [row.cells for row in window.rows.rows]


def press(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def answer(qtbot: QtBot, parent: QWidget, text: str) -> None:
    """Press the button of that name in the question that `parent` asks."""
    qtbot.waitUntil(lambda: any(b.isVisible() for b in parent.findChildren(QMessageBox)))
    box = next(b for b in parent.findChildren(QMessageBox) if b.isVisible())
    press(next(b for b in box.buttons() if b.text().replace("&", "") == text))


def kill(window: MainWindow, id: int) -> None:
    run = window.runs.run(id)
    assert run is not None
    pid = json.loads((run.folder / run_folder.CHILD).read_text())["pid"]
    os.kill(pid, signal.SIGKILL)


def test_the_empty_runs_window_explains_how_to_start_a_run(runs_window: RunsWindow) -> None:
    assert cells(runs_window) == []
    assert runs_window.stack.currentWidget() is not runs_window.page
    assert "No training run yet" in runs_window.stack.currentWidget().text()


@pytest.mark.slow
def test_a_run_is_shown_stopped_and_resumed(
    window: MainWindow, runs_window: RunsWindow, qtbot: QtBot
) -> None:
    page, bar = runs_window.page, window.training_runs.progress
    assert bar.isHidden()
    id = start(qtbot, window)
    assert cells(runs_window)[0][:2] == ("Run 1", "training")
    assert "step" in page.facts.text()
    qtbot.waitUntil(lambda: "left" in page.facts.text(), timeout=PATIENCE)
    assert page.bar.isVisible()
    assert bar.isVisible()
    assert page.curves.loss.readout.text().startswith("step ")
    qtbot.waitUntil(lambda: page.curves.pd.readout.text().startswith("epoch "), timeout=PATIENCE)
    assert not page.remove.isVisible()
    press(page.stop)
    assert cells(runs_window)[0][1] == "stopping…"
    assert not page.stop.isEnabled()
    wait_for(qtbot, window, id, RunStatus.STOPPED)
    assert cells(runs_window)[0][1] == "stopped"
    assert bar.isHidden()
    assert not page.bar.isVisible()
    assert not page.trouble.isVisible()
    press(page.resume)
    wait_for(qtbot, window, id, RunStatus.RUNNING)
    press(bar.stop)
    wait_for(qtbot, window, id, RunStatus.STOPPED)


@pytest.mark.slow
def test_cancel_asks_before_it_removes_a_run(
    window: MainWindow, runs_window: RunsWindow, qtbot: QtBot
) -> None:
    id = start(qtbot, window)
    run = window.runs.run(id)
    assert run is not None
    assert window.runs.start(ENDLESS) is not None
    assert runs_window.page.title.text() == "Run 1", "the one that works, not the newest"
    press(runs_window.page.cancel)
    answer(qtbot, runs_window, "Keep it")
    assert run_folder.lives(run.folder)
    press(runs_window.page.cancel)
    answer(qtbot, runs_window, "Cancel the run")
    wait_for(qtbot, window, id, RunStatus.CANCELLED)
    assert not run.folder.exists()
    qtbot.waitUntil(lambda: runs_window.page.title.text() == "Run 2")
    assert cells(runs_window)[0][1] == "training"
    runs_window.look_at(id)
    press(runs_window.page.remove)
    answer(qtbot, runs_window, "Remove")
    qtbot.waitUntil(lambda: [row[0] for row in cells(runs_window)] == ["Run 2"])


@pytest.mark.slow
def test_the_page_of_a_killed_run_shows_what_to_do(
    window: MainWindow, runs_window: RunsWindow, qtbot: QtBot
) -> None:
    id = start(qtbot, window)
    kill(window, id)
    wait_for(qtbot, window, id, RunStatus.FAILED)
    page = runs_window.page
    assert page.trouble.isVisible()
    assert "killed" in page.why.text()
    assert "smaller batch" in page.todo.text()
    assert page.resume.isVisible()


@pytest.mark.slow
@pytest.mark.skipif(not psutil.LINUX, reason="memory is taken from a process on Linux only")
def test_the_page_of_a_run_out_of_memory_shows_its_last_lines_and_what_to_do(
    window: MainWindow, runs_window: RunsWindow, qtbot: QtBot
) -> None:
    id = start(qtbot, window)
    run = window.runs.run(id)
    assert run is not None
    child = psutil.Process(json.loads((run.folder / run_folder.CHILD).read_text())["pid"])
    enough = child.memory_info().vms // 2  # less than it has, so that it gets no more
    child.rlimit(psutil.RLIMIT_AS, (enough, enough))
    wait_for(qtbot, window, id, RunStatus.FAILED)
    page = runs_window.page
    assert "memory" in page.why.text()
    assert "smaller batch" in page.todo.text()
    lines = page.last_lines.text().splitlines()
    assert page.last_lines.isVisible()
    assert 1 <= len(lines) <= 3
    assert not any("^^^" in line for line in lines)
    page.tabs.setCurrentWidget(page.log)
    assert page.log.toPlainText().endswith(lines[-1])
    assert "has failed" in window.banner.text
    window.training_runs.runs_window.close()
    press(window.banner.offer)
    assert runs_window.isVisible()


@pytest.mark.slow
def test_a_finished_run_shows_its_end_and_offers_its_result(
    window: MainWindow, runs_window: RunsWindow, qtbot: QtBot
) -> None:
    page = runs_window.page
    run = window.runs.start(TINY)
    assert run is not None
    qtbot.waitUntil(lambda: bool(window.runs.history(run.id).epochs), timeout=PATIENCE)
    assert not page.result.isVisible(), "its weights may change any moment"
    wait_for(qtbot, window, run.id, RunStatus.FINISHED)
    assert page.result.isVisible()
    assert "best: epoch" in page.facts.text()
    assert cells(runs_window)[0][1:3] == ("finished", "2/2")
    assert "augmentation.noise=1.5" in page.settings.toPlainText()


def test_the_newest_run_is_on_top_and_another_can_be_selected(
    window: MainWindow, qtbot: QtBot
) -> None:
    project = window.document.project
    assert project is not None
    for number in (1, 2):
        folder = project.path.parent / "set.runs" / f"00{number}"
        add_run(project, "train", folder, "2026-11-25T02:20:00+01:00", {}, RunStatus.STOPPED)
    path = project.path
    window.document.close()
    assert window.open(path)
    window.training_runs.show_runs()
    shown = window.training_runs.runs_window
    assert [row[0] for row in cells(shown)] == ["Run 2", "Run 1"]
    assert shown.page.title.text() == "Run 2"
    index = shown.rows.index(1, 0)
    QTest.mouseClick(shown.table.viewport(), LEFT, pos=shown.table.visualRect(index).center())
    assert shown.page.title.text() == "Run 1"
    window.runs.changed.emit()
    assert shown.page.title.text() == "Run 1", "what is looked at stays"


# Closing the main window


def test_the_window_asks_whether_the_run_may_go_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    id = start(qtbot, window)
    run = window.runs.run(id)
    assert run is not None
    bar = window.training_runs.progress
    QTest.mouseClick(bar, LEFT, pos=QPoint(5, bar.height() // 2))
    assert window.training_runs.runs_window.isVisible(), "a click on the status bar opens it"
    window.close()
    assert window.isVisible()
    answer(qtbot, window, "Do not close")
    assert window.isVisible()
    window.close()
    box = next(b for b in window.findChildren(QMessageBox) if b.isVisible())
    assert box.defaultButton().text().replace("&", "") == "Go on"
    answer(qtbot, window, "Go on")
    assert not window.isVisible()
    assert window.document.project is None
    assert run_folder.lives(run.folder), "it works on without the window"
    assert window.open(tmp_path / "set.lirst")
    again = window.runs.run(id)
    assert again is not None
    assert again.status is RunStatus.RUNNING


@pytest.mark.slow
def test_the_question_at_closing_can_stop_the_run_in_order(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    id = start(qtbot, window)
    run = window.runs.run(id)
    assert run is not None
    window.close()
    answer(qtbot, window, "Stop it")
    assert not window.isVisible()
    qtbot.waitUntil(lambda: not run_folder.lives(run.folder), timeout=PATIENCE)
    assert (run.folder / "state.pt").exists()
    assert window.open(tmp_path / "set.lirst")
    wait_for(qtbot, window, id, RunStatus.STOPPED)


def test_a_window_without_a_run_closes_at_once(window: MainWindow) -> None:
    assert window.close()


@pytest.mark.slow
def test_a_change_of_language_does_not_ask_and_the_run_goes_on(
    application: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    old = MainWindow()  # not qtbot's: it is deleted when the other takes its place
    assert old.open(labelled_project(tmp_path))
    id = start(qtbot, old)
    new = in_chosen_language(old)
    qtbot.addWidget(new)
    assert not any(isinstance(w, QMessageBox) for w in QApplication.topLevelWidgets())
    run = new.runs.run(id)
    assert run is not None
    assert run.status is RunStatus.RUNNING
    qtbot.waitUntil(lambda: new.runs.history(id).step > 0)
    new.runs.cancel(id)
    wait_for(qtbot, new, id, RunStatus.CANCELLED)


@pytest.mark.slow
def test_a_run_does_not_block_the_window(
    window: MainWindow, runs_window: RunsWindow, qtbot: QtBot
) -> None:
    """From its start to its end, with everything shown."""
    with heartbeat() as beat:
        run = window.runs.start({**TINY, "epochs": 6})
        assert run is not None
        wait_for(qtbot, window, run.id, RunStatus.FINISHED)
    assert max(beat.work) < STALL_MS
    assert len(beat.work) > 50


@pytest.mark.slow
def test_the_reading_of_a_long_history_does_not_block_the_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    project = window.document.project
    assert project is not None
    folder = run_folder.claim(project.path)
    steps = 40_000
    with (folder / run_folder.PROGRESS).open("w") as file:
        for i in range(1, steps + 1):
            event = {"event": "step", "done": i, "total": steps, "loss": 1 / i, "seconds": i / 3}
            file.write(json.dumps(event) + "\n")
    run = add_run(project, "train", folder, "2026-11-25T02:20:00+01:00", {}, RunStatus.STOPPED)
    path = project.path
    window.document.close()
    assert window.open(path)
    with heartbeat() as beat:
        window.training_runs.show_runs()
        qtbot.waitUntil(lambda: window.runs.history(run.id).step == steps, timeout=PATIENCE)
    assert max(beat.work) < STALL_MS
    with open_project(path, readonly=True) as reader:
        assert reader.readonly
