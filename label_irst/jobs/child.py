"""A child process: its start, its reports, its end."""

import json
import logging
import sys
from contextlib import suppress
from typing import Any

import psutil
from PySide6.QtCore import QObject, QProcess, Signal

ERROR = "p2m: error: "  # the beginning of a failed command's message
END_MS = 5000  # to wait for a killed child to be gone

_log = logging.getLogger(__name__)


def p2m_command(*arguments: str) -> tuple[str, list[str]]:
    """The program and the arguments that run ``p2m`` with `arguments`.

    In a frozen application that is the application itself, see `label_irst.__main__`.
    """
    if getattr(sys, "frozen", False):
        return sys.executable, ["p2m", *arguments]
    # -P: ignore modules in the folder that the window was started in.
    return sys.executable, ["-P", "-m", "p2m_core.cli", *arguments]


def lower(pid: int) -> None:
    """Give a process a low priority: the user works at the machine."""
    with suppress(psutil.Error):  # it may have ended already
        lowest = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)  # Windows has classes
        psutil.Process(pid).nice(lowest)


def event_in(line: bytes) -> dict[str, Any] | None:
    """The event in a line of a child's output; None if it holds none."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get("event"), str) else None


class Child(QObject):
    """``p2m ... --progress json``, one process at a time.

    `ended` comes first, then exactly one of the last three.
    """

    printed = Signal(object)  # an event without a signal of its own below
    progressed = Signal(int, int)
    ended = Signal()
    succeeded = Signal(object)  # its event "done", or {} if it printed none
    failed = Signal(str, str)  # the reason in one line, and its code or ""
    cancelled = Signal()

    def __init__(self, unexplained: str, parent: QObject | None = None) -> None:
        """`unexplained` is the text for a failure without a reason."""
        super().__init__(parent)
        self._unexplained = unexplained
        self._asked_to_end = False
        self._done: dict[str, Any] | None = None
        self._error: dict[str, Any] | None = None
        # One object for all children in turn: it must not be deleted while its signals are queued.
        self._process = QProcess(self)
        self._process.started.connect(lambda: lower(self.pid))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def pid(self) -> int:
        return self._process.processId()

    def start(self, *arguments: str) -> None:
        """Run ``p2m`` with these arguments, with a low priority."""
        assert not self.running
        self._asked_to_end, self._done, self._error = False, None, None
        self._process.start(*p2m_command(*arguments, "--progress", "json"))

    def write(self, line: str) -> None:
        """Give the child a line to read."""
        self._process.write(line.encode() + b"\n")

    def cancel(self) -> None:
        """Kill it."""
        if self.running:
            self._asked_to_end = True
            self._process.kill()

    def quit(self) -> None:
        """Kill it, and wait until it is gone: it must not outlive the window."""
        if self.running:
            self.cancel()
            self._process.waitForFinished(END_MS)

    def _read(self) -> None:
        while self._process.canReadLine():
            event = event_in(bytes(self._process.readLine().data()))
            if event is None:  # a library printed something
                continue
            match event["event"]:
                case "progress":
                    self.progressed.emit(event["done"], event["total"])
                case "done":
                    self._done = event
                case "error":
                    self._error = event
                case _:
                    self.printed.emit(event)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        in_order = code == 0 and status is QProcess.ExitStatus.NormalExit
        self.ended.emit()
        if self._done is not None or in_order:
            self.succeeded.emit(self._done or {})
        elif self._asked_to_end:
            self.cancelled.emit()
        else:
            self._fail(f"ended with status {code}")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit()
            self._fail(f"did not start: {self._process.errorString()}")

    def _fail(self, how: str) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        command = " ".join(self._process.arguments())
        _log.error("%s %s\n%s", command, how, text)
        if self._error is not None:
            self.failed.emit(str(self._error["message"]), str(self._error["code"]))
        else:
            last = text.splitlines()[-1].removeprefix(ERROR) if text else self._unexplained
            self.failed.emit(last, "")
