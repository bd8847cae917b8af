"""Samples and expected time of a training: `p2m train --preview`, in a child process.

A new question ends the child that still answers the last one. What that child has reported holds
until the next one reports the same.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTemporaryDir, QTimer, Signal

from label_irst.jobs.child import Child
from p2m_core.train.config import set_options

PATIENCE_MS = 500  # without a new question, before a child is started


class TrainingPreview(QObject):
    """Answers one question at a time, the newest."""

    begun = Signal()
    reported = Signal(object)  # an event of the child
    ended = Signal(str, str)  # reason and code of a failure; both empty if it succeeded

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: QTemporaryDir | None = None
        self._wanted: list[str] | None = None  # the command of the next question
        self._asked = False  # the child answers the current question
        unexplained = self.tr("The preview ended without an error message.")
        self._child = Child(unexplained, self)
        self._child.printed.connect(self._take)
        self._child.succeeded.connect(lambda: self._end("", ""))
        self._child.failed.connect(self._end)
        self._child.cancelled.connect(self._start)
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
        """Preview a training on the project with these options, by their paths."""
        goal = ["--preview", str(self.folder), "--progress", "json"]
        self._drop()
        self._wanted = ["train", str(project), *goal, *set_options(options)]
        self._patience.start()

    def quit(self) -> None:
        """Drop the question and end the child, without waiting."""
        self._wanted = None
        self._patience.stop()
        self._drop()

    def end(self) -> None:
        """End the child and wait for it: it must not outlive the window."""
        self.quit()
        self._child.quit()

    def _drop(self) -> None:
        self._asked = False
        self._child.cancel()

    def _start(self) -> None:
        if self._wanted is None or self._child.running or self._patience.isActive():
            return
        wanted, self._wanted, self._asked = self._wanted, None, True
        self.begun.emit()
        self._child.start(*wanted)

    def _take(self, event: dict[str, Any]) -> None:
        if self._asked:  # else it is out of date
            self.reported.emit(event)

    def _end(self, line: str, code: str) -> None:
        if self._asked:
            self._asked = False
            self.ended.emit(line, code)
        self._start()
