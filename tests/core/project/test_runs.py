"""Runs in the project file: what was started, where, and what became of it."""

import shutil
from pathlib import Path

import pytest

from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    Project,
    RunStatus,
    add_run,
    get_run,
    list_runs,
    list_targets,
    open_project,
    remove_run,
    update_run,
)
from tests.core.project.sample import add, make_project, target

STARTED = "2026-11-25T02:20:00+01:00"


@pytest.fixture
def project(tmp_path: Path):
    (tmp_path / "here").mkdir()
    project, _ = make_project(tmp_path / "here")
    with project:
        yield project


def test_a_run_comes_back_as_it_was_noted(project: Project) -> None:
    folder = project.path.parent / "sky.runs" / "001"
    first = add_run(project, "train", folder, STARTED, {"config": {"epochs": 3}})
    second = add_run(project, "other", folder.with_name("002"), STARTED, {})
    assert first.status is RunStatus.QUEUED
    assert list_runs(project) == [first, second]
    assert list_runs(project, "train") == [first]
    assert get_run(project, first.id) == first
    assert (first.folder, first.started) == (folder, STARTED)
    with pytest.raises(InputError, match="no run 77"):
        get_run(project, 77)


def test_a_record_is_added_to(project: Project) -> None:
    run = add_run(project, "train", project.path.parent / "r", STARTED, {"config": 1, "pd": 0.5})
    changed = update_run(project, run.id, RunStatus.STOPPED, {"pd": 0.75, "step": 10})
    assert changed.status is RunStatus.STOPPED
    assert changed.record == {"config": 1, "pd": 0.75, "step": 10}
    assert update_run(project, run.id, record={"pd": 1.0}).status is RunStatus.STOPPED
    with pytest.raises(InputError, match="JSON"):
        update_run(project, run.id, record={"pd": float("nan")})
    assert get_run(project, run.id).record["pd"] == 1.0


def test_the_folder_of_a_run_moves_with_the_project(project: Project, tmp_path: Path) -> None:
    add_run(project, "train", project.path.parent / "sky.runs" / "001", STARTED, {})
    project.close()
    shutil.move(tmp_path / "here", tmp_path / "there")
    with open_project(tmp_path / "there" / "sky.lirst") as moved:
        assert list_runs(moved)[0].folder == tmp_path / "there" / "sky.runs" / "001"


def test_removing_a_run_keeps_its_models(project: Project) -> None:
    run = add_run(project, "train", project.path.parent / "r", STARTED, {})
    with project.transaction() as db:
        sql = "INSERT INTO models (name, path, fingerprint, run) VALUES ('sky', 'm', 'f', ?)"
        db.execute(sql, (run.id,))
    remove_run(project, run.id)
    assert list_runs(project) == []
    assert project.read("SELECT name, run FROM models") == [("sky", None)]


def test_runs_are_not_in_the_undo_history(project: Project) -> None:
    add(project, target(1))
    run = add_run(project, "train", project.path.parent / "r", STARTED, {})
    project.undo()
    assert list_targets(project, 1, 1) == []
    assert list_runs(project) == [run]


def test_a_read_only_project_lists_its_runs_and_refuses_changes(project: Project) -> None:
    run = add_run(project, "train", project.path.parent / "r", STARTED, {})
    with open_project(project.path, readonly=True) as reader:
        assert list_runs(reader) == [run]
        for change in (
            lambda: add_run(reader, "train", project.path.parent / "s", STARTED, {}),
            lambda: update_run(reader, run.id, RunStatus.FAILED),
            lambda: remove_run(reader, run.id),
        ):
            with pytest.raises(P2MError, match="read-only"):
                change()


@pytest.mark.parametrize(
    ("column", "value"), [("status", "odd"), ("record", "[1"), ("record", "3")]
)
def test_a_damaged_run_is_named(project: Project, column: str, value: str) -> None:
    run = add_run(project, "train", project.path.parent / "r", STARTED, {})
    with project.transaction() as db:
        db.execute(f"UPDATE runs SET {column} = ?", (value,))
    with pytest.raises(P2MError, match=f"run {run.id} is damaged"):
        list_runs(project)
