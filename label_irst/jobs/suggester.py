"""The detector in a child process: the window never waits for it, nor for torch to load.

The child is `p2m suggest --follow`. It stays for a while after an answer, so that the next frame,
of any sequence, is answered at once.
"""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.jobs.child import Child
from p2m_core.detector import Detection
from p2m_core.suggest import AUTO

KEPT_MS = 180_000  # without a request; a detector holds some hundred megabytes


class Suggester(QObject):
    """Answers one list of frames at a time, of one sequence at a time."""

    ready = Signal(str, str, float)  # the detector's name, its title, its threshold
    found = Signal(int, int, object)  # the number passed to `ask`, a frame, its detections
    finished = Signal()  # the last frame of the list was answered
    refused = Signal(int, str)  # the sequence cannot be read, and the reason
    failed = Signal(str)  # the reason, in one line

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.detector = AUTO
        self.weights: Path | None = None  # None: the shipped ones
        self._started: tuple[str, Path | None] | None = None  # what the child detects with
        self._asked: list[int] = []  # the number passed with each list of this child
        self._unexplained = self.tr("The detector ended without an error message.")
        self._child = Child(self._unexplained, self)
        self._child.printed.connect(self._take)
        self._child.succeeded.connect(lambda: self._end(self._unexplained))
        self._child.failed.connect(self._end)
        self._kept = QTimer(self)
        self._kept.setSingleShot(True)
        self._kept.setInterval(KEPT_MS)
        self._kept.timeout.connect(self.quit)

    @property
    def running(self) -> bool:
        return self._started is not None

    @property
    def pid(self) -> int:
        """The child's process."""
        return self._child.pid

    def ask(self, number: int, source: Path, frames: list[int]) -> None:
        """Detect in these frames of `source`; earlier requests are dropped.

        Their answers may still arrive, with their own `number`.
        """
        if self._started != (self.detector, self.weights):
            self.quit()
            self._start(source)
        self._kept.stop()
        self._asked.append(number)
        self._child.write(json.dumps({"source": str(source), "frames": frames}))

    def drop(self) -> None:
        """Drop all requests; the child stays."""
        if self.running:
            self._asked.append(0)
            self._child.write("[]")

    def quit(self) -> None:
        """End the child; nothing is lost with it."""
        self._kept.stop()
        self._started = None
        self._child.quit()

    def _start(self, source: Path) -> None:
        self._started, self._asked = (self.detector, self.weights), []
        command = ["suggest", str(source), "--follow", "--detector", self.detector]
        if self.weights is not None:
            command += ["--weights", str(self.weights)]
        self._child.start(*command)

    def _take(self, event: dict[str, Any]) -> None:
        if not self.running:
            return
        if event["event"] == "ready":
            self.ready.emit(event["detector"], event["title"], event["threshold"])
        elif event["event"] == "frame":
            found = [Detection(*d) for d in event["found"]]
            self.found.emit(self._asked[event["list"] - 1], event["frame"], found)
        elif event["event"] == "refused":
            self._kept.start()
            self.refused.emit(self._asked[event["list"] - 1], event["message"])
        elif event["event"] == "answered" and event["list"] == len(self._asked):
            self._kept.start()
            self.finished.emit()

    def _end(self, why: str) -> None:
        if self.running:  # else `quit` ended it
            self._started = None
            self.failed.emit(why)
