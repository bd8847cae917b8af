"""A run's folder: numbered; its child started, found again, ended; the folder removed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.end import Cause, Ending, ending
from label_irst.jobs.runs.history import RunHistory
from label_irst.jobs.training import begin, prepare
from p2m_core.errors import P2MError
from p2m_core.project import RunStatus


@pytest.fixture
def folder(tmp_path: Path):
    folder = run_folder.claim(tmp_path / "sky.lirst")
    yield folder
    run_folder.kill(folder)


def begin_long(folder: Path) -> int:
    """Start a child that works for minutes; return its process."""
    arguments = ["synth", "--out", "made", "--frames", "20000", "--size", "1024x1024"]
    run_folder.begin(folder, *arguments)
    return int(json.loads((folder / "child.json").read_text())["pid"])


def wait_for_end(folder: Path) -> None:
    end = time.monotonic() + 240
    while run_folder.lives(folder):
        assert time.monotonic() < end
        os.sched_yield()


def test_folders_are_numbered_and_none_is_used_twice(tmp_path: Path) -> None:
    project = tmp_path / "sky.lirst"
    made = [run_folder.claim(project) for _ in range(2)]
    assert made == [tmp_path / "sky.runs" / "001", tmp_path / "sky.runs" / "002"]
    (tmp_path / "sky.runs" / "notes").mkdir()
    run_folder.remove(project, made[0])
    assert run_folder.claim(project).name == "003"


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "sky.runs").write_text("in the way")
    with pytest.raises(P2MError, match=r"sky\.runs"):
        run_folder.claim(tmp_path / "sky.lirst")


def test_only_the_folder_of_a_run_is_written_to_or_removed(tmp_path: Path) -> None:
    """The folder's name comes from the project file, which may be a stranger's."""
    project = tmp_path / "here" / "sky.lirst"
    (tmp_path / "here" / "sky.runs" / "letters").mkdir(parents=True)
    (tmp_path / "elsewhere.runs" / "001").mkdir(parents=True)
    (tmp_path / "here" / "link.runs").symlink_to(tmp_path / "elsewhere.runs")
    (tmp_path / "here" / "sky.runs" / "7").symlink_to(tmp_path / "elsewhere.runs" / "001")
    trap = tmp_path / "here" / "sky.runs" / "8"
    trap.mkdir()
    (trap / run_folder.PROGRESS).symlink_to(tmp_path / "diary")
    for precious in (
        tmp_path, tmp_path / "elsewhere.runs" / "001", tmp_path / "here" / "sky.runs",
        tmp_path / "here" / "sky.runs" / "letters", tmp_path / "here" / "link.runs" / "001",
        tmp_path / "here" / "sky.runs" / "7", trap,
    ):  # fmt: skip
        for touch in (run_folder.remove, prepare, lambda p, f: begin(p, f, {})):
            with pytest.raises(P2MError, match="left alone"):
                touch(project, precious)
        assert precious.exists()


def test_a_run_that_works_is_not_started_twice(folder: Path) -> None:
    """A copy of the project has the same runs waiting, in the same folders."""
    pid = begin_long(folder)
    assert begin_long(folder) == pid


def test_the_child_has_a_low_priority_and_is_found_by_its_folder(folder: Path) -> None:
    pid = begin_long(folder)
    assert run_folder.lives(folder)
    assert os.getsid(pid) == pid, "a session of its own: what ends the window does not reach it"
    if psutil.POSIX:
        assert psutil.Process(pid).nice() >= 10
    moved = folder.rename(folder.with_name("009"))
    assert run_folder.lives(moved), "its project was moved"
    run_folder.kill(moved)
    assert not run_folder.lives(moved)
    assert not psutil.pid_exists(pid), "and buried"
    end = ending(moved, RunHistory())
    assert (end.status, end.cause) == (RunStatus.FAILED, Cause.KILLED)


def test_the_log_keeps_the_output_of_every_start(folder: Path) -> None:
    for source in ("first.png", "second.png"):
        run_folder.begin(folder, "grow", source, "--seed", "1,1")
        wait_for_end(folder)
    assert [name in run_folder.log_tail(folder) for name in ("first", "second")] == [True, True]
    last = run_folder.log_tail(folder, last_child=True)
    assert "second.png" in last
    assert "first.png" not in last
    end = ending(folder, RunHistory())
    assert (end.status, end.cause) == (RunStatus.FAILED, Cause.MESSAGE)
    assert end.line.startswith("cannot open second.png") or "second.png" in end.line
    assert "p2m" not in end.line


def test_half_a_line_of_a_killed_child_does_not_spoil_the_next_event(folder: Path) -> None:
    (folder / run_folder.PROGRESS).write_text('{"event": "st')
    run_folder.begin(folder, "grow", "--help")
    wait_for_end(folder)
    assert (folder / run_folder.PROGRESS).read_text().splitlines()[0] == '{"event": "st'


def test_another_process_with_the_childs_number_is_neither_followed_nor_killed(
    folder: Path,
) -> None:
    """After a restart of the machine, the number of the child may be another process's."""
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        created = psutil.Process(other.pid).create_time()
        # Not an hour ago: that may lie before the start of a machine that has just started.
        child = {"pid": other.pid, "created": created + 3600.0, "log": 0}
        (folder / run_folder.CHILD).write_text(json.dumps(child))
        assert not run_folder.lives(folder)
        run_folder.kill(folder)
        assert other.poll() is None
        assert ending(folder, RunHistory()).cause is Cause.GONE
        child["created"] = psutil.boot_time() - 10.0
        (folder / run_folder.CHILD).write_text(json.dumps(child))
        assert ending(folder, RunHistory()).cause is Cause.RESTARTED
    finally:
        other.communicate(b"\n")


def test_a_child_on_another_machine_is_alive_while_it_writes(folder: Path) -> None:
    child = {"pid": 1, "created": 1.0, "host": "another-machine"}
    (folder / run_folder.CHILD).write_text(json.dumps(child))
    (folder / run_folder.PROGRESS).touch()
    assert run_folder.lives(folder)
    assert run_folder.elsewhere(folder) == "another-machine"
    old = time.time() - 3600
    os.utime(folder / run_folder.PROGRESS, (old, old))
    assert not run_folder.lives(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"pid": "7"}', '{"pid": -3, "created": 1.0}'])
def test_a_damaged_note_counts_as_no_child(folder: Path, text: str) -> None:
    (folder / run_folder.CHILD).write_text(text)
    assert not run_folder.lives(folder)
    run_folder.kill(folder)


@pytest.mark.parametrize(
    ("log", "cause"),
    [
        ("p2m: error: crop is 33: it must be a multiple of 32", Cause.MESSAGE),
        ("p2m: error: 8 crops do not fit into the memory of cuda: lower batch", Cause.MESSAGE),
        ("Traceback ...\nKeyError: 'sky'", Cause.FAULT),
        ("UserWarning: the frames are not writable", Cause.GONE),
        ("", Cause.GONE),
    ],
)
def test_a_run_of_an_older_version_failed_by_its_last_line(
    folder: Path, log: str, cause: Cause
) -> None:
    """Its child reported no code: its message is shown unchanged."""
    (folder / run_folder.LOG).write_text(log)
    end = ending(folder, RunHistory())
    assert (end.status, end.cause) == (RunStatus.FAILED, cause)
    assert end.line == (log.splitlines()[-1].removeprefix("p2m: error: ") if log else "")


def fail(folder: Path, *arguments: str) -> Ending:
    """Run a command to its failure in the folder of a run."""
    run_folder.begin(folder, *arguments, "--progress", "json")
    wait_for_end(folder)
    return ending(folder, RunHistory())


def test_a_run_without_enough_memory_fails_for_that_cause(folder: Path) -> None:
    """A frame of 700 GB: its file is sparse, and takes no room."""
    side = 300_000
    header = {"descr": "<f8", "fortran_order": False, "shape": (1, side, side)}
    with (folder / "huge.npy").open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        file.truncate(file.tell() + 8 * side * side)
    end = fail(folder, "propagate", "huge.npy", "--seed", "0,1,1", "--out", "tracks.csv")
    assert (end.status, end.cause) == (RunStatus.FAILED, Cause.MEMORY)
    assert "Unable to allocate" in end.line


def test_a_run_with_bad_input_fails_with_the_message_of_the_command(folder: Path) -> None:
    end = fail(folder, "train", "gone.lirst", "--out", ".")
    assert (end.status, end.cause) == (RunStatus.FAILED, Cause.MESSAGE)
    assert "gone.lirst" in end.line
    end = fail(folder, "train", "--no-such-option")
    assert (end.status, end.cause) == (RunStatus.FAILED, Cause.MESSAGE)
    assert "no-such-option" in end.line


def test_the_failure_of_an_earlier_child_is_not_reported_for_the_next(folder: Path) -> None:
    fail(folder, "train", "gone.lirst", "--out", ".")
    begin_long(folder)
    run_folder.kill(folder)
    assert ending(folder, RunHistory()).cause is Cause.KILLED


def test_a_child_that_reported_its_end_did_not_fail(folder: Path) -> None:
    (folder / run_folder.LOG).write_text("UserWarning: something\n")
    for stopped, status in ((True, RunStatus.STOPPED), (False, RunStatus.FINISHED)):
        history = RunHistory()
        history.take({"event": "done", "stopped": stopped})
        assert ending(folder, history).status is status
