"""The folder of a run: start, follow and end the child that works in it.

::

    PROJECT.runs/007/labels.lirst    the labels to train on: a snapshot of the project
    PROJECT.runs/007/progress.jsonl  the child's events, one JSON object a line
    PROJECT.runs/007/log.txt         its error output
    PROJECT.runs/007/child.json      its process and machine
    PROJECT.runs/007/stop            asks it to end in order
    PROJECT.runs/007/...             the output of ``p2m train --out``

The child outlives the window, and a later window finds it by these files. It uses relative paths
inside of its folder, so that the folder may be moved.
"""

import json
import os
import platform
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from label_irst.jobs.child import event_in, lower, p2m_command
from p2m_core.errors import P2MError
from p2m_core.files import write_text

LABELS, PROGRESS, LOG, CHILD, STOP = (
    "labels.lirst", "progress.jsonl", "log.txt", "child.json", "stop",
)  # fmt: skip

CHUNK = 64 * 2**10  # bytes of progress to read at a time: a few milliseconds
CLOCK_SECONDS = 60.0  # setting the clock while a run works moves the start time of its process
SILENT_SECONDS = 900.0  # after which a run on another machine counts as dead
KILL_SECONDS = 10.0

_started: dict[int, subprocess.Popen[bytes]] = {}  # by this process, which has to reap them


def claim(project: Path) -> Path:
    """Make the folder of a new run of `project`, with the next number.

    Raises
    ------
    P2MError
        If it cannot be made.
    """
    parent = project.parent / f"{project.stem}.runs"
    try:
        parent.mkdir(exist_ok=True)
        taken = [int(path.name) for path in parent.iterdir() if path.name.isdecimal()]
        number = max(taken, default=0) + 1
        folder = parent / f"{number:03d}"
        folder.mkdir()
    except OSError as error:
        raise P2MError(f"cannot make a folder in {parent}: {error.strerror or error}") from error
    return folder


def check(project: Path, folder: Path) -> None:
    """Raise `P2MError` unless `folder` is one for a run of `project`, without links to elsewhere.

    Its name comes from the project file, and that and all beside it may be a stranger's.
    """
    parent = folder.parent
    ours = parent.parent == project.parent and parent.suffix == ".runs" and folder.name.isdecimal()
    links = [
        path for path in (parent, folder, folder / PROGRESS, folder / LOG) if path.is_symlink()
    ]
    if not ours or links:
        raise P2MError(f"{folder} is not a run folder of {project}: it was left alone")


def begin(folder: Path, *arguments: str) -> None:
    """Start ``p2m`` with `arguments` in `folder`, at low priority, unless a child works there.

    Raises
    ------
    P2MError
        If it cannot be started.
    """
    if lives(folder):
        return  # started from a copy of the project
    program, whole = p2m_command(*arguments)
    process = None
    try:
        (folder / STOP).unlink(missing_ok=True)
        with (folder / PROGRESS).open("ab") as progress, (folder / LOG).open("ab") as log:
            if progress.tell():  # a killed child may have left half a line
                progress.write(b"\n")
                progress.flush()
            begun = {"log": log.tell(), "progress": progress.tell()}
            process = subprocess.Popen(
                [program, *whole], stdin=subprocess.DEVNULL, stdout=progress, stderr=log,
                cwd=folder, start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        child = {
            "pid": process.pid, "created": psutil.Process(process.pid).create_time(),
            "host": platform.node(), "command": [program, *whole], **begun,
        }  # fmt: skip
        write_text(folder / CHILD, json.dumps(child, indent=2) + "\n")
    except (OSError, P2MError) as error:
        if process is not None:  # without its note, it could not be found again
            process.kill()
            process.wait()
        reason = getattr(error, "strerror", None) or error
        raise P2MError(f"cannot start a run in {folder}: {reason}") from error
    _started[process.pid] = process
    lower(process.pid)


def lives(folder: Path) -> bool:
    """Whether the child of the run in `folder` still works."""
    child = _child(folder)
    if child.get("host") not in (None, platform.node()):
        return not _silent(folder)  # another machine that shares the folder
    process = _process(child)
    if process is None:
        return False
    if (ours := _started.get(process.pid)) is not None:
        return ours.poll() is None
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def elsewhere(folder: Path) -> str:
    """The other machine on which the run in `folder` works; empty if it is this one."""
    host = _child(folder).get("host") or platform.node()
    return "" if host == platform.node() else str(host)


def restarted(folder: Path) -> bool:
    """Whether the machine was restarted after the child began."""
    created = _child(folder).get("created")
    return isinstance(created, float) and created < psutil.boot_time()


def exit_status(folder: Path) -> int | None:
    """The exit status of the child, negative for a signal; None if not known."""
    ours = _started.get(_child(folder).get("pid", 0))
    return None if ours is None else ours.poll()


def ask_to_stop(folder: Path) -> None:
    """Ask the child to end in order, after its next step.

    Raises
    ------
    P2MError
        If the file for it cannot be made.
    """
    try:
        (folder / STOP).touch()
    except OSError as error:
        raise P2MError(f"cannot make {folder / STOP}: {error.strerror or error}") from error


def kill(folder: Path) -> None:
    """Kill the child and its own children; wait until it is gone.

    Raises
    ------
    P2MError
        If it cannot be killed.
    """
    process = _process(_child(folder))
    if process is None:
        return
    with suppress(psutil.Error):
        for one in [*process.children(recursive=True), process]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    end = time.monotonic() + KILL_SECONDS
    while lives(folder):
        if time.monotonic() > end:
            raise P2MError(f"process {process.pid} of {folder} cannot be ended")
        time.sleep(0.02)


def remove(project: Path, folder: Path) -> None:
    """Remove the folder of a run of `project`.

    Raises
    ------
    P2MError
        If it is not one, see `check`, or cannot be removed.
    """
    check(project, folder)
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise P2MError(f"cannot remove {folder}: {error.strerror or error}") from error
    with suppress(OSError):
        folder.parent.rmdir()  # if this was the last one


def log_tail(folder: Path, last_child: bool = False) -> str:
    """The end of the run's log; with `last_child`, only of what its last child wrote."""
    begun = _child(folder).get("log") if last_child else 0
    return _end_of(folder / LOG, begun).decode("utf-8", errors="replace").strip()


def failure(folder: Path) -> tuple[str, str] | None:
    """The code and the message of the last child's failure, None if it reported none.

    Older versions reported none.
    """
    begun = _child(folder).get("progress")
    lines = _end_of(folder / PROGRESS, begun).splitlines() if begun is not None else []
    last = next((event for line in reversed(lines) if (event := event_in(line))), None)
    if last is None or last["event"] != "error":
        return None
    return str(last.get("code", "")), str(last.get("message", ""))


def _end_of(path: Path, begun: object) -> bytes:
    """The last bytes of a file, from `begun` on."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - CHUNK, begun if isinstance(begun, int) else 0))
            return file.read()
    except OSError:
        return b""


class Tail:
    """The events of a run's child, from the beginning and as they come."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / PROGRESS
        self._at = 0
        self._half = b""  # of a line whose end is not written yet

    def read(self) -> tuple[list[dict[str, Any]], bool]:
        """The next events, and whether these are all there are now.

        Lines without an event are left out: a child that dies may leave half a line.
        """
        try:
            with self._path.open("rb") as file:
                file.seek(self._at)
                chunk = file.read(CHUNK)
        except OSError:
            return [], True
        self._at += len(chunk)
        *lines, self._half = (self._half + chunk).split(b"\n")
        return [event for line in lines if (event := event_in(line))], len(chunk) < CHUNK


def _child(folder: Path) -> dict[str, Any]:
    try:
        child = json.loads((folder / CHILD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return child if isinstance(child, dict) else {}


def _process(child: dict[str, Any]) -> psutil.Process | None:
    """The process, unless its number belongs to another one by now."""
    pid, created = child.get("pid"), child.get("created")
    if not isinstance(pid, int) or not isinstance(created, float):
        return None
    with suppress(psutil.Error, ValueError, OverflowError):
        process = psutil.Process(pid)
        if abs(process.create_time() - created) < CLOCK_SECONDS:
            return process
    return None


def _silent(folder: Path) -> bool:
    try:
        return time.time() - (folder / PROGRESS).stat().st_mtime > SILENT_SECONDS
    except OSError:
        return True
