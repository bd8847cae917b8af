"""Training runs with the real child: queued, stopped, cancelled, killed, outliving the window."""

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from label_irst.document import Document
from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.end import Cause
from label_irst.jobs.runs.queue import Runs
from p2m_core.project import Run, RunStatus, add_run, list_runs, open_project
from tests.gui.trained import ENDLESS, PATIENCE, TINY, labelled_project

Open = Callable[..., Runs]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "here").mkdir()
    return labelled_project(tmp_path / "here")


@pytest.fixture
def open_runs(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Open projects as windows do; at the end nothing works any more."""
    documents: list[Document] = []

    def open_it(path: Path, readonly: bool = False) -> Runs:
        document = Document()
        documents.append(document)
        runs = Runs(document, document)
        document.open_project(open_project(path, readonly))
        return runs

    yield open_it
    for document in documents:
        document.close()
    for child in tmp_path.rglob(run_folder.CHILD):
        run_folder.kill(child.parent)


def close(runs: Runs) -> None:
    """Close as a window does."""
    document = runs.parent()
    assert isinstance(document, Document)
    document.close()


def messages(runs: Runs) -> list[str]:
    lines: list[str] = []
    document = runs.parent()
    assert isinstance(document, Document)
    document.message.connect(lines.append)
    return lines


def started(runs: Runs, config: dict[str, Any] = TINY) -> int:
    run = runs.start(config)
    assert run is not None
    return run.id


def run_of(runs: Runs, id: int) -> Run:
    run = runs.run(id)
    assert run is not None
    return run


def wait_for(qtbot: QtBot, runs: Runs, id: int, *wanted: RunStatus) -> Run:
    qtbot.waitUntil(lambda: run_of(runs, id).status in wanted, timeout=PATIENCE)
    return run_of(runs, id)


def wait_for_epoch(qtbot: QtBot, runs: Runs, id: int) -> None:
    """Wait for the first checkpoint, from which a run can resume."""
    qtbot.waitUntil(lambda: bool(runs.history(id).epochs), timeout=PATIENCE)
    assert run_of(runs, id).status is RunStatus.RUNNING


def pid_of(run: Run) -> int:
    return int(json.loads((run.folder / run_folder.CHILD).read_text())["pid"])


def config_of(run: Run) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((run.folder / "config.json").read_text())
    return config


@pytest.mark.slow
def test_a_run_is_trained_on_a_snapshot_to_its_end(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    ends: list[int] = []
    runs.ended.connect(ends.append)
    id = started(runs)
    assert run_of(runs, id).status is RunStatus.QUEUED, "at once, before the labels are copied"
    run = wait_for(qtbot, runs, id, RunStatus.FINISHED, RunStatus.FAILED)
    assert run.status is RunStatus.FINISHED, run_folder.log_tail(run.folder)
    assert ends == [id]
    assert run.folder == project.parent / "set.runs" / "001"
    assert (run.folder / "labels.lirst").exists()
    assert (run.folder / "best.safetensors").exists()
    history = runs.history(id)
    assert (history.step, history.total) == (4, 4)
    assert [epoch.number for epoch in history.epochs] == [1, 2]
    assert run.record["epoch"] == 2
    config = config_of(run)
    assert {name: config[name] for name in TINY if name != "augmentation"} == {
        name: value for name, value in TINY.items() if name != "augmentation"
    }
    assert config["augmentation"]["noise"] == 1.5


@pytest.mark.slow
def test_runs_work_one_after_another(qtbot: QtBot, project: Path, open_runs: Open) -> None:
    runs = open_runs(project)
    worked: list[set[int]] = []
    runs.changed.connect(
        lambda: worked.append({r.id for r in runs.runs if r.status is RunStatus.RUNNING})
    )
    first, second, third = (started(runs) for _ in range(3))
    runs.stop(third)
    if run_of(runs, third).status is RunStatus.QUEUED:  # its labels are being copied
        qtbot.waitUntil(lambda: third not in runs.busy)
        runs.stop(third)
    wait_for(qtbot, runs, second, RunStatus.FINISHED, RunStatus.FAILED)
    assert run_of(runs, first).status is RunStatus.FINISHED
    assert all(len(now) <= 1 for now in worked)
    assert run_of(runs, third).status is RunStatus.STOPPED, "it was taken out of the queue"
    runs.resume(third)
    wait_for(qtbot, runs, third, RunStatus.RUNNING)


def test_a_stopped_run_ends_in_order_and_resumes_there(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    id = started(runs, ENDLESS)
    wait_for_epoch(qtbot, runs, id)
    runs.stop(id)
    assert run_of(runs, id).record["stopping"]
    run = wait_for(qtbot, runs, id, RunStatus.STOPPED, RunStatus.FAILED)
    assert run.status is RunStatus.STOPPED
    history = runs.history(id)
    losses = list(history.losses)
    runs.resume(id)
    reached = history.step
    qtbot.waitUntil(lambda: history.step >= reached + 4, timeout=PATIENCE)
    assert history.steps == sorted(set(history.steps)), "none twice"
    assert history.losses[: len(losses)] == losses
    assert [epoch.number for epoch in history.epochs] == list(range(1, len(history.epochs) + 1))
    runs.stop(id)
    wait_for(qtbot, runs, id, RunStatus.STOPPED)


def test_a_cancelled_run_ends_at_once_and_leaves_no_folder(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    id, waiting = started(runs, ENDLESS), started(runs)
    qtbot.waitUntil(lambda: runs.history(id).step > 0, timeout=PATIENCE)
    pid = pid_of(run_of(runs, id))
    runs.cancel(id)
    run = wait_for(qtbot, runs, id, RunStatus.CANCELLED)
    assert not run.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    wait_for(qtbot, runs, waiting, RunStatus.FINISHED)
    runs.remove(id)
    qtbot.waitUntil(lambda: runs.run(id) is None)


@pytest.mark.slow
def test_a_killed_child_is_reported_and_the_run_resumes_from_its_last_epoch(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    id = started(runs, ENDLESS)
    wait_for_epoch(qtbot, runs, id)
    os.kill(pid_of(run_of(runs, id)), signal.SIGKILL)
    run = wait_for(qtbot, runs, id, RunStatus.FAILED)
    assert run.record["cause"] == Cause.KILLED
    history = runs.history(id)
    reached = history.step
    runs.resume(id)
    qtbot.waitUntil(lambda: history.step > reached, timeout=PATIENCE)
    assert run_of(runs, id).record["cause"] == ""
    assert history.steps == sorted(set(history.steps)), "none twice"
    assert [epoch.number for epoch in history.epochs] == list(range(1, len(history.epochs) + 1))
    runs.stop(id)
    wait_for(qtbot, runs, id, RunStatus.STOPPED)


def test_a_config_that_the_command_refuses_fails_with_its_message(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    id = started(runs, {**TINY, "crop": 33})
    run = wait_for(qtbot, runs, id, RunStatus.FAILED)
    assert run.record["cause"] == Cause.MESSAGE
    assert "crop is 33" in run.record["line"]


def test_a_run_outlives_its_window_and_is_found_again(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    first = open_runs(project)
    id = started(first, ENDLESS)
    qtbot.waitUntil(lambda: first.history(id).step > 0, timeout=PATIENCE)
    run, pid = run_of(first, id), pid_of(run_of(first, id))
    close(first)
    assert first.runs == []
    assert run_folder.lives(run.folder)
    again = open_runs(project)
    assert run_of(again, id).status is RunStatus.RUNNING
    assert pid_of(run_of(again, id)) == pid, "the same child"
    before = first.history(id).step
    qtbot.waitUntil(lambda: again.history(id).step > before, timeout=PATIENCE)
    again.stop(id)
    wait_for(qtbot, again, id, RunStatus.STOPPED)


@pytest.mark.slow
def test_the_end_of_a_run_without_a_window_is_noted_by_the_next_window(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    first = open_runs(project)
    done, waiting = started(first, {**TINY, "epochs": 3}), started(first)
    wait_for(qtbot, first, done, RunStatus.RUNNING)
    folder = run_of(first, done).folder
    qtbot.waitUntil(lambda: not first.busy, timeout=PATIENCE)
    close(first)
    qtbot.waitUntil(lambda: not run_folder.lives(folder), timeout=PATIENCE)
    with open_project(project, readonly=True) as reader:
        statuses = [run.status for run in list_runs(reader)]
    assert statuses == [RunStatus.RUNNING, RunStatus.QUEUED], "no window was there to note it"
    again = open_runs(project)
    assert wait_for(qtbot, again, done, RunStatus.FINISHED, RunStatus.FAILED).record["epoch"] == 3
    assert run_of(again, done).status is RunStatus.FINISHED
    wait_for(qtbot, again, waiting, RunStatus.RUNNING)  # the queue goes on by itself


@pytest.mark.slow
def test_a_project_that_was_moved_takes_its_runs_along(
    qtbot: QtBot, project: Path, open_runs: Open, tmp_path: Path
) -> None:
    first = open_runs(project)
    id = started(first, ENDLESS)
    wait_for_epoch(qtbot, first, id)
    first.stop(id)
    wait_for(qtbot, first, id, RunStatus.STOPPED)
    reached = first.history(id).step
    close(first)
    shutil.move(project.parent, tmp_path / "there")
    again = open_runs(tmp_path / "there" / project.name)
    assert again.history(id).step == 0, "it is read as the window has time"
    qtbot.waitUntil(lambda: again.history(id).step == reached)
    again.resume(id)
    qtbot.waitUntil(lambda: again.history(id).step > reached, timeout=PATIENCE)
    assert run_of(again, id).folder == tmp_path / "there" / "set.runs" / "001"
    again.stop(id)
    wait_for(qtbot, again, id, RunStatus.STOPPED)


@pytest.mark.slow
def test_a_read_only_project_shows_its_runs_and_starts_none(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    writer = open_runs(project)
    id = started(writer, ENDLESS)
    waiting = started(writer)
    qtbot.waitUntil(lambda: writer.history(id).step > 0, timeout=PATIENCE)
    reader = open_runs(project, readonly=True)
    lines = messages(reader)
    assert [run.status for run in reader.runs] == [RunStatus.RUNNING, RunStatus.QUEUED]
    qtbot.waitUntil(lambda: reader.history(id).step > 0)
    assert reader.start(TINY) is None
    for change in (reader.stop, reader.cancel, reader.resume, reader.remove):
        change(id)
    assert len(lines) == 3, "resume and remove do not fit a run that works"
    assert all("read-only" in line for line in lines)
    assert len(reader.runs) == 2
    assert run_folder.lives(run_of(writer, id).folder)
    writer.cancel(waiting)
    writer.stop(id)
    wait_for(qtbot, writer, id, RunStatus.STOPPED)
    qtbot.waitUntil(lambda: [r.status.open for r in reader.runs] == [False, False])


def test_a_full_or_forbidden_disk_is_reported_when_a_run_is_started(
    project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    lines = messages(runs)
    (project.parent / "set.runs").write_text("in the way")
    assert runs.start(TINY) is None
    assert len(lines) == 1
    assert "set.runs" in lines[0]
    assert runs.runs == []


def test_a_run_whose_folder_is_gone_can_be_removed(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    with open_project(project) as writer:
        gone = project.parent / "set.runs" / "007"
        id = add_run(writer, "train", gone, "2026-11-25T02:20:00+01:00", {}, RunStatus.FINISHED).id
    runs = open_runs(project)
    assert runs.history(id).step == 0
    runs.remove(id)
    qtbot.waitUntil(lambda: runs.run(id) is None)


@pytest.mark.slow
def test_an_end_that_cannot_be_stored_is_reported_and_stored_later(
    qtbot: QtBot, project: Path, open_runs: Open
) -> None:
    runs = open_runs(project)
    lines, ends = messages(runs), []
    runs.ended.connect(ends.append)
    id, waiting = started(runs), started(runs)
    qtbot.waitUntil(lambda: runs.history(id).step > 0, timeout=PATIENCE)
    own = runs._project
    assert own is not None
    # As on a full disk: the project refuses to be written to.
    own._file.db.execute("PRAGMA query_only = ON")
    qtbot.waitUntil(lambda: bool(lines), timeout=PATIENCE)
    assert lines[0].startswith("cannot write to")
    assert ends == []
    assert run_of(runs, waiting).status is RunStatus.QUEUED
    own._file.db.execute("PRAGMA query_only = OFF")
    wait_for(qtbot, runs, id, RunStatus.FINISHED)
    wait_for(qtbot, runs, waiting, RunStatus.RUNNING)


@pytest.mark.slow
def test_a_run_goes_on_when_the_window_opens_another_project(
    qtbot: QtBot, project: Path, open_runs: Open, tmp_path: Path
) -> None:
    runs = open_runs(project)
    lines = messages(runs)
    id = started(runs, ENDLESS)
    qtbot.waitUntil(lambda: runs.history(id).step > 0, timeout=PATIENCE)
    folder = run_of(runs, id).folder
    (tmp_path / "other").mkdir()
    other = labelled_project(tmp_path / "other")
    document = runs.parent()
    assert isinstance(document, Document)
    document.close()
    document.open_project(open_project(other))
    assert runs.runs == []
    assert run_folder.lives(folder)
    document.open_project(open_project(project))
    assert run_of(runs, id).status is RunStatus.RUNNING
    assert lines == ["The training of set goes on without the window."]
