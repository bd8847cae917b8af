"""How a run ended, from the files it left: in order or not, and the cause of a failure."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from label_irst.jobs.child import ERROR
from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.history import RunHistory
from p2m_core.errors import DEVICE, DISK_FULL, FAULT, OUT_OF_MEMORY
from p2m_core.project import RunStatus

SIGKILL = -9  # as an exit status; Windows has no such signal
LEAST_DISK = 4 * 2**20  # below this, a child may be unable to report that the disk is full


class Cause(StrEnum):
    """Why a run failed, as far as is known. Projects store these values."""

    NONE = ""
    MEMORY = "memory"  # the device or the machine ran out of it
    DISK = "disk"
    DEVICE = "device"
    KILLED = "killed"  # by a person, or by a system that ran out of memory
    RESTARTED = "restarted"  # the machine, meanwhile
    GONE = "gone"  # without a message or an exit status
    FAULT = "fault"  # of the program
    MESSAGE = "told"  # its own message has the cause and the advice


_BY_CODE = {
    OUT_OF_MEMORY: Cause.MEMORY, DISK_FULL: Cause.DISK, DEVICE: Cause.DEVICE, FAULT: Cause.FAULT,
}  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """`line` is the child's last message."""

    status: RunStatus
    cause: Cause = Cause.NONE
    line: str = ""


def ending(folder: Path, history: RunHistory) -> Ending:
    """How the run in `folder`, whose child no longer works, has ended."""
    if history.end is not None:
        stopped = bool(history.end.get("stopped"))
        return Ending(RunStatus.STOPPED if stopped else RunStatus.FINISHED)
    given = run_folder.failure(folder)
    if given is not None:
        code, message = given
        return Ending(RunStatus.FAILED, _BY_CODE.get(code, Cause.MESSAGE), message)
    log = run_folder.log_tail(folder, last_child=True)
    last = log.splitlines()[-1] if log else ""
    return Ending(RunStatus.FAILED, _cause(folder, log, last), last.removeprefix(ERROR))


def _cause(folder: Path, log: str, last: str) -> Cause:
    """The cause for a child that reported no code: it was killed, or is of an older version."""
    if last.startswith(ERROR):
        return Cause.MESSAGE
    if "Traceback" in log:
        return Cause.FAULT
    with suppress(OSError):
        if shutil.disk_usage(folder).free < LEAST_DISK:
            return Cause.DISK
    status = run_folder.exit_status(folder)
    if status is not None and status < 0:
        return Cause.KILLED if status == SIGKILL else Cause.FAULT
    return Cause.RESTARTED if run_folder.restarted(folder) else Cause.GONE
