"""What a training would see and how long it would take: `p2m train --preview`, in a child process.

A new question ends the child that still answers the one before; what that one has told holds until
it is told anew.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTemporaryDir, QTimer, Signal

from label_irst.jobs.child import events, last_words, p2m_command
from p2m_core.train.config import set_options

PATIENCE_MS = 500  # without another question, before a child is started


class TrainingPreview(QObject):
    """Answers one question at a time: the newest."""

    begun = Signal()
    told = Signal(object)  # an event of the child
    ended = Signal(int, str)  # the child's exit status, and if that is not 0 why, in one line

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: QTemporaryDir | None = None
        self._wanted: list[str] | None = None  # the command of the next question
        self._asked = False  # the child answers a question that still holds
        # One object for one child after another, as in `Suggester`.
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._start)

    @property
    def folder(self) -> Path:
        """Where the child puts its pictures."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        return Path(self._folder.path())

    @property
    def busy(self) -> bool:
        return self._asked or self._wanted is not None

    def ask(self, project: Path, options: Mapping[str, Any]) -> None:
        """Ask what a training with these options, by their paths, would make of the project."""
        goal = ["--preview", str(self.folder), "--progress", "json"]
        self._drop()
        self._wanted = ["train", str(project), *goal, *set_options(options)]
        self._patience.start()

    def quit(self) -> None:
        """Ask nothing any more; the child's end is not waited for."""
        self._wanted = None
        self._patience.stop()
        self._drop()

    def end(self) -> None:
        """Quit, and wait for it: nothing of it outlives the window."""
        self.quit()
        self._process.waitForFinished(5000)

    @property
    def _runs(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def _drop(self) -> None:
        self._asked = False
        if self._runs:
            self._process.kill()

    def _start(self) -> None:
        if self._wanted is None or self._runs or self._patience.isActive():
            return
        program, arguments = p2m_command(*self._wanted)
        self._wanted, self._asked = None, True
        self.begun.emit()
        self._process.start(program, arguments)

    def _read(self) -> None:
        for event in events(self._process):
            if self._asked:  # else what it tells is out of date
                self.told.emit(event)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finished(1)

    def _finished(self, code: int) -> None:
        self._read()
        line = last_words(self._process, self.tr("The preview has ended unexpectedly."))
        if self._asked:
            self._asked = False
            self.ended.emit(code, line if code else "")
        self._start()
