"""How a child process of ours is started and heard: the one place that says so."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psutil
from PySide6.QtCore import QProcess


def p2m_command(*arguments: str) -> tuple[str, list[str]]:
    """The program and the arguments that run ``p2m`` with `arguments`.

    In a frozen application that is the application itself, see `label_irst.__main__`.
    """
    if getattr(sys, "frozen", False):
        return sys.executable, ["p2m", *arguments]
    # -P: not what happens to lie in the folder that we were started in.
    return sys.executable, ["-P", "-m", "p2m_core.cli", *arguments]


def lower(pid: int) -> None:
    """Give a process a low priority: somebody works at the machine."""
    with suppress(psutil.Error):  # it may have ended already
        lowest = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)  # Windows has classes
        psutil.Process(pid).nice(lowest)


def events(process: QProcess) -> Iterator[dict[str, Any]]:
    """What a child with ``--progress json`` has told since it was last asked."""
    while process.canReadLine():
        yield json.loads(bytes(process.readLine().data()))


def last_words(process: QProcess, otherwise: str) -> str:
    """Why a child has failed, in its own words; `otherwise` if it had none."""
    said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
    return said.splitlines()[-1].removeprefix("p2m: error: ") if said else otherwise
