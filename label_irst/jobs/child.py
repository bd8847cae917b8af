"""How a child process of ours is started: the one place that says so."""

import sys
from contextlib import suppress

import psutil


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
