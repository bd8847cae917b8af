"""Nothing that was reported as stored is lost: not by a kill, not by a full disk."""

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from p2m_core.errors import P2MError
from p2m_core.project import (
    FrameState,
    Project,
    TargetState,
    get_frame_states,
    iter_targets,
    list_targets,
    open_project,
    set_meta,
)
from tests.core.project.sample import add, change, make_project, set_state, target

EDITOR = """
import sys
from dataclasses import replace
from p2m_core.project import Edit, FrameChange, FrameState, TargetChange, open_project
from tests.core.project.sample import target

project = open_project(sys.argv[1])
print("open", flush=True)
current = None
for number in range(1_000_000):
    if number % 7 == 6:
        project.undo()
        project.redo()
        print("again", flush=True)
    frame = number % 6
    x0 = number % 20
    changes = [TargetChange(None, target(frame, track=number + 1, x0=x0))]
    if current is not None and number % 3 == 0:
        changes.append(TargetChange(current, replace(current, x0=21)))
    edit = project.apply(Edit(f"edit {number}", 1, frame, tuple(changes)))
    current = edit.targets[0].after
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 40, 333])
def test_every_reported_edit_survives_a_kill(tmp_path: Path, lines: int) -> None:
    project, _ = make_project(tmp_path)
    project.close()
    with subprocess.Popen(
        [sys.executable, "-c", EDITOR, project.path],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as editor:
        assert editor.stdout is not None
        assert editor.stdout.readline() == "open\n"
        read = [editor.stdout.readline() for _ in range(lines)]
        editor.send_signal(signal.SIGKILL)
        read += editor.stdout.readlines()
    reported = [int(line) for line in read if line.endswith("\n") and line != "again\n"]
    assert reported == list(range(len(reported)))

    with open_project(project.path) as project:
        assert project.read("PRAGMA integrity_check") == [("ok",)]
        assert project.read("PRAGMA foreign_key_check") == []
        stored = {t.track - 1: t for t in iter_targets(project, 1)}
        # One more may have been stored and not yet reported.
        assert set(stored) in (set(reported), {*reported, len(reported)})
        for number, t in stored.items():
            moved = number % 3 == 2 and number + 1 in stored
            assert t == target(
                number % 6, id=t.id, track=number + 1, x0=21 if moved else number % 20
            )
        undone = 0
        while project.undo() is not None:
            undone += 1
        assert undone == len(stored)
        assert list(iter_targets(project, 1)) == []


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes; real writes fail."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def state_of(project: Project) -> tuple[object, ...]:
    return (
        list(iter_targets(project, 1)),
        get_frame_states(project, 1).tolist(),
        project.undo_label,
        project.redo_label,
    )


def test_a_full_disk_loses_nothing_but_the_edit_that_failed(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        first = add(project, target(), "add")
        accepted = replace(first, state=TargetState.ACCEPTED)
        change(project, first, accepted, "accept")
        project.undo()
        before = state_of(project)
        log = project.path.with_name(project.path.name + "-wal")
        rng = np.random.default_rng(0)
        big = rng.random((24, 32)) < 0.5
        big[0] = big[:, 0] = big[-1] = big[:, -1] = True
        huge = target(1, x0=0, y0=0, mask=big, parameters={"x": "y" * 100_000})
        with full_disk(log.stat().st_size + 6000):
            with pytest.raises(P2MError, match="free some space") as caught:
                add(project, huge)
            assert "\n" not in str(caught.value)
            assert str(project.path) in str(caught.value)
            assert state_of(project) == before
            with pytest.raises(P2MError):
                set_meta(project, "big", "x" * 100_000)
            with open_project(project.path, readonly=True) as reader:
                assert list(iter_targets(reader, 1)) == [first]
        # Space was made: all goes on as if nothing had happened.
        project.redo()
        assert list(iter_targets(project, 1)) == [accepted]
        set_state(project, 1, 0, FrameState.ACCEPTED)
    with open_project(project.path) as again:
        assert list(iter_targets(again, 1)) == [accepted]
        assert again.read("PRAGMA integrity_check") == [("ok",)]


def test_a_busy_file_is_an_error_and_not_a_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("p2m_core.project.opening.BUSY_SECONDS", 0.05)
    project, _ = make_project(tmp_path)
    with project:
        first = add(project, target())
        other = sqlite3.connect(project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(P2MError, match="keeps the file busy"):
            change(project, first, None)
        other.execute("ROLLBACK")
        other.close()
        assert list_targets(project, 1, 0) == [first]
        change(project, first, None)
        assert list_targets(project, 1, 0) == []
