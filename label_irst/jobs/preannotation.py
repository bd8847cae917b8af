"""The pre-annotation of a source tree in a child process, `p2m preannotate`.

What it has finished lies beside its goal until that is there, so one that was stopped, or killed
with the window, goes on with the same options; these are kept in the user's settings until then.
"""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from label_irst.jobs.child import events, last_words, lower, p2m_command
from label_irst.settings.storage import storage

Options = dict[str, Any]
"""The parameters of the command by their names; what is None or empty is left to it."""

_KEY = "preannotation"


def arguments(options: Options) -> list[str]:
    """The command line that these options make."""
    command = ["preannotate", str(options["source"])]
    for name, value in options.items():
        if name == "source" or value is None or value is False or value == "":
            continue
        command.append("--" + name.replace("_", "-"))
        if value is not True:
            command.append(str(value))
    return command


def unfinished() -> Options | None:
    """The options of a run that can go on, if there is one."""
    try:
        options = json.loads(str(storage().value(_KEY, "null")))
        goal = Path(options["out"])
    except (KeyError, TypeError, ValueError):
        return None
    begun = goal.with_name(f".{goal.name}.part").is_dir()
    return options if begun and not goal.exists() else None


def forget() -> None:
    """The run need not go on; what it has finished stays where it is."""
    storage().remove(_KEY)


class Preannotation(QObject):
    """One run at a time; exactly one of the last three signals ends it."""

    progressed = Signal(int, int)  # frames
    succeeded = Signal(object)  # what the command tells at its end
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked_to_end = False
        self._told: dict[str, Any] | None = None
        self._process = QProcess(self)
        self._process.started.connect(lambda: lower(self._process.processId()))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self, options: Options) -> None:
        """Begin, or go on where a run with the same options was stopped."""
        assert not self.running
        self._asked_to_end, self._told = False, None
        storage().setValue(_KEY, json.dumps(options))
        self._process.start(*p2m_command(*arguments(options), "--progress", "json"))

    def stop(self) -> None:
        """End it at once: finished parts are on the disk."""
        self._asked_to_end = True
        self._process.kill()

    def quit(self) -> None:
        """End it, and wait until it has: the window goes."""
        if self.running:
            self.stop()
            self._process.waitForFinished(5000)

    def _read(self) -> None:
        for event in events(self._process):
            if event["event"] == "progress":
                self.progressed.emit(event["done"], event["total"])
            elif event["event"] == "done":
                self._told = event

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(self.tr("p2m cannot be started: {why}").format(
                why=self._process.errorString()
            ))  # fmt: skip

    def _ended(self) -> None:
        self._read()
        if self._told is not None:
            forget()
            self.succeeded.emit(self._told)
        elif self._asked_to_end:
            self.stopped.emit()
        else:
            otherwise = self.tr("It has ended unexpectedly.")
            self.failed.emit(last_words(self._process, otherwise))
