"""How a run ended, from what it left behind: in order or not, why, and what can be done."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.history import RunHistory
from p2m_core.project.runs import RunStatus

SIGKILL = -9  # as an exit status; Windows has no such signal
LEAST_DISK = 4 * 2**20  # a child that cannot write cannot say so either


class Cause(StrEnum):
    """Why a run failed, as far as one can tell; what to do follows from it."""

    NONE = ""
    MEMORY = "memory"  # of the device or of the machine ran out
    DISK = "disk"
    DEVICE = "device"
    KILLED = "killed"  # from outside: by somebody, or by a system that has no memory left
    RESTARTED = "restarted"  # the machine was
    GONE = "gone"  # with no word, and nobody saw how
    FAULT = "fault"  # of the program
    TOLD = "told"  # its own last line says why, and what to do


@dataclass(frozen=True)
class Ending:
    """`line` is what the child said last, for the reader."""

    status: RunStatus
    cause: Cause = Cause.NONE
    line: str = ""


def ending(folder: Path, history: RunHistory) -> Ending:
    """How the run in `folder`, whose child works no more, has ended."""
    if history.end is not None:
        stopped = bool(history.end.get("stopped"))
        return Ending(RunStatus.STOPPED if stopped else RunStatus.FINISHED)
    said = run_folder.log_tail(folder, last_child=True)
    line = said.splitlines()[-1].removeprefix("p2m: error: ") if said else ""
    return Ending(RunStatus.FAILED, _cause(folder, said), line)


def _cause(folder: Path, said: str) -> Cause:
    text = said.lower()
    for cause, words in (
        (Cause.MEMORY, ("out of memory", "memoryerror", "can't allocate memory", "bad_alloc",
                        "cannot allocate memory", "unable to allocate", "into the memory")),
        (Cause.DISK, ("no space left", "make room", "disk full", "disk quota")),
        (Cause.DEVICE, ("cuda error", "cuda driver", "nvidia driver", "no cuda", "cuda is not")),
    ):  # fmt: skip
        if any(word in text for word in words):
            return cause
    if "p2m: error: " in "".join(said.splitlines()[-1:]):
        return Cause.TOLD
    if "Traceback" in said:
        return Cause.FAULT
    with suppress(OSError):
        if shutil.disk_usage(folder).free < LEAST_DISK:
            return Cause.DISK
    status = run_folder.exit_status(folder)
    if status is not None and status < 0:
        return Cause.KILLED if status == SIGKILL else Cause.FAULT
    return Cause.RESTARTED if run_folder.restarted(folder) else Cause.GONE
