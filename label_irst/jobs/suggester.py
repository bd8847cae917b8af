"""The detector, in a child process: the window never waits for it, nor for torch to be loaded.

The child is `p2m suggest --follow`. It stays for a while after an answer, so that the next frame is
answered at once.
"""

import json
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from label_irst.jobs.child import p2m_command
from p2m_core.detection import Detection
from p2m_core.suggest import AUTO

KEPT_MS = 180_000  # without a question; a detector holds some hundred megabytes


class Suggester(QObject):
    """Answers one list of frames at a time, of one source at a time."""

    ready = Signal(str, str, float)  # the detector's name, its title, its threshold
    found = Signal(int, object)  # a frame, its list of detections
    finished = Signal()  # the last frame of the list was answered
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.detector = AUTO
        self._source: Path | None = None  # what the child looks at; None: there is none
        self._asked = 0  # lists, of this child
        # One object for one child after another: it is not deleted while its signals are under way.
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._ended)
        self._kept = QTimer(self)
        self._kept.setSingleShot(True)
        self._kept.setInterval(KEPT_MS)
        self._kept.timeout.connect(self.quit)

    @property
    def running(self) -> bool:
        return self._source is not None

    def ask(self, source: Path, frames: list[int]) -> None:
        """Find out about these frames of `source`; what was asked before is dropped.

        With no frames, nothing else happens. Answers that are under way may still come.
        """
        if source != self._source:
            self.quit()
            self._start(source)
        self._kept.stop()
        self._asked += 1
        self._process.write(json.dumps(frames).encode() + b"\n")

    def quit(self) -> None:
        """End the child, which holds nothing that could be lost."""
        self._kept.stop()
        self._source = None
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(5000)

    def _start(self, source: Path) -> None:
        self._source, self._asked = source, 0
        command = p2m_command("suggest", str(source), "--follow", "--detector", self.detector)
        self._process.start(*command)

    def _read(self) -> None:
        while self.running and self._process.canReadLine():
            event = json.loads(bytes(self._process.readLine().data()))
            if event["event"] == "ready":
                self.ready.emit(event["detector"], event["title"], event["threshold"])
            elif event["event"] == "frame":
                self.found.emit(event["frame"], [Detection(*d) for d in event["found"]])
            elif event["event"] == "answered" and event["list"] == self._asked:
                self._kept.start()
                self.finished.emit()

    def _ended(self) -> None:
        if not self.running:
            return  # we have ended it, or it has failed already
        self._source = None
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        line = said.splitlines()[-1] if said else self.tr("The detector has ended unexpectedly.")
        self.failed.emit(line.removeprefix("p2m: error: "))
