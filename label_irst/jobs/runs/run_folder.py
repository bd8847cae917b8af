"""The folder of a run, as the window deals with it: the child in it is started, followed and ended.

::

    PROJECT.runs/007/labels.lirst    what is trained on: a snapshot of the project
    PROJECT.runs/007/progress.jsonl  what the child says, one JSON object a line
    PROJECT.runs/007/log.txt         what it complains of
    PROJECT.runs/007/child.json      which process it is, and on which machine
    PROJECT.runs/007/stop            asks it to end in order
    PROJECT.runs/007/...             what ``p2m train --out`` writes

The child is on its own: it outlives the window, and a later one finds it by these files. It works
in its folder by relative paths, so that the folder may be moved.
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

CHUNK = 64 * 2**10  # bytes of progress that are read at a time; that is a few milliseconds
CLOCK_SECONDS = 60.0  # the clock may be set while a run works: its beginning moves along
SILENT_SECONDS = 900.0  # of a run on another machine, after which it is taken for dead
KILL_SECONDS = 10.0

_started: dict[int, subprocess.Popen[bytes]] = {}  # by us: whoever starts a process buries it


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
    """Raise `P2MError` unless `folder` is one for a run of `project`, and what it holds is its own.

    Its name comes from the project file, which may be a stranger's, as may all that lies beside it.
    """
    parent = folder.parent
    ours = parent.parent == project.parent and parent.suffix == ".runs" and folder.name.isdecimal()
    links = [
        path for path in (parent, folder, folder / PROGRESS, folder / LOG) if path.is_symlink()
    ]
    if not ours or links:
        raise P2MError(f"{folder} is no folder of a run of {project}: it was left alone")


def begin(folder: Path, *arguments: str) -> None:
    """Start ``p2m`` with `arguments` in `folder`, of low priority; nothing if it works there.

    Raises
    ------
    P2MError
        If it cannot be started.
    """
    if lives(folder):
        return  # it was started from a copy of the project
    program, whole = p2m_command(*arguments)
    process = None
    try:
        (folder / STOP).unlink(missing_ok=True)
        with (folder / PROGRESS).open("ab") as told, (folder / LOG).open("ab") as log:
            before = log.tell()
            if told.tell():  # a killed child may have left half a line
                told.write(b"\n")
                told.flush()
            at = told.tell()
            process = subprocess.Popen(
                [program, *whole], stdin=subprocess.DEVNULL, stdout=told, stderr=log, cwd=folder,
                start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        child = {
            "pid": process.pid, "created": psutil.Process(process.pid).create_time(),
            "host": platform.node(), "command": [program, *whole],
            "log": before, "progress": at,
        }  # fmt: skip
        write_text(folder / CHILD, json.dumps(child, indent=2) + "\n")
    except (OSError, P2MError) as error:
        if process is not None:  # nobody would find it again
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
        return not _silent(folder)  # on another machine, which shares the folder with this one
    process = _process(child)
    if process is None:
        return False
    if (ours := _started.get(process.pid)) is not None:
        return ours.poll() is None
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def elsewhere(folder: Path) -> str:
    """The other machine that the run in `folder` works on; empty if it is this one."""
    host = _child(folder).get("host") or platform.node()
    return "" if host == platform.node() else str(host)


def restarted(folder: Path) -> bool:
    """Whether the machine was started anew after the child was."""
    created = _child(folder).get("created")
    return isinstance(created, float) and created < psutil.boot_time()


def exit_status(folder: Path) -> int | None:
    """How the child ended, negative for a signal; None where nobody knows any more."""
    ours = _started.get(_child(folder).get("pid", 0))
    return None if ours is None else ours.poll()


def ask_to_stop(folder: Path) -> None:
    """Ask the child to end in order; it does after its next step.

    Raises
    ------
    P2MError
        If the file that asks cannot be made.
    """
    try:
        (folder / STOP).touch()
    except OSError as error:
        raise P2MError(f"cannot make {folder / STOP}: {error.strerror or error}") from error


def kill(folder: Path) -> None:
    """End the child at once, with what it has started itself; wait until it is gone.

    Raises
    ------
    P2MError
        If it goes on nevertheless.
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
        If it is none, see `check`; or it cannot be removed.
    """
    check(project, folder)
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise P2MError(f"cannot remove {folder}: {error.strerror or error}") from error
    with suppress(OSError):
        folder.parent.rmdir()  # the last one


def log_tail(folder: Path, last_child: bool = False) -> str:
    """The end of the run's log; with `last_child`, of what the last child of it has said."""
    begun = _child(folder).get("log") if last_child else 0
    return _end_of(folder / LOG, begun).decode("utf-8", errors="replace").strip()


def failure(folder: Path) -> tuple[str, str] | None:
    """The code and the message that the last child gave for its failure, if it gave any.

    A child of an older version gave none.
    """
    begun = _child(folder).get("progress")
    lines = _end_of(folder / PROGRESS, begun).splitlines() if begun is not None else []
    last = next((event for line in reversed(lines) if (event := event_in(line))), None)
    if last is None or last["event"] != "error":
        return None
    return str(last.get("code", "")), str(last.get("message", ""))


def _end_of(path: Path, begun: object) -> bytes:
    """The last bytes of a file, none of those before `begun`."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - CHUNK, begun if isinstance(begun, int) else 0))
            return file.read()
    except OSError:
        return b""


class Tail:
    """What the child of a run has said, from the beginning and as it grows."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / PROGRESS
        self._at = 0
        self._half = b""  # of a line whose end is not written yet

    def read(self) -> tuple[list[dict[str, Any]], bool]:
        """The next events, a few of them; and whether these are all there are by now.

        Lines that are no events are left out: a child that dies may leave half of one.
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
    """The process, if its number has not been given to another since."""
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
