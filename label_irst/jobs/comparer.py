"""The comparison of two models in a child process, `p2m eval compare`."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from label_irst.jobs.child import events, last_words, lower, p2m_command

SHIPPED = "shipped"


class Comparer(QObject):
    """One comparison at a time; after `ended`, exactly one of the last three signals says how."""

    progressed = Signal(int, int)  # frames of both models
    ended = Signal()
    succeeded = Signal(object)  # the folder with the results
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._out = Path()
        self._asked_to_end = False
        self._process = QProcess(self)
        self._process.started.connect(lambda: lower(self._process.processId()))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self, labels: Path, weights: Sequence[Path | None], out: Path, frames: int) -> None:
        """Compare on the test part of `labels`.

        `weights` are the old model's and the new one's; None is the one that ships.
        """
        assert not self.running
        self._out, self._asked_to_end = out, False
        command = ["eval", "compare", str(labels), "--out", str(out), "--frames", str(frames)]
        for path in weights:
            command += ["--weights", SHIPPED if path is None else str(path)]
        program, arguments = p2m_command(*command, "--split", "test", "--progress", "json")
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """End it at once; what an earlier one has found stays."""
        self._asked_to_end = True
        self._process.kill()

    def quit(self) -> None:
        """End it, and wait until it has: the window goes."""
        if self.running:
            self.cancel()
            self._process.waitForFinished(5000)

    def _read(self) -> None:
        for event in events(self._process):
            if event["event"] == "progress":
                self.progressed.emit(event["done"], event["total"])

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        self.ended.emit()
        if self._asked_to_end:
            self.cancelled.emit()
        elif code == 0 and status is QProcess.ExitStatus.NormalExit:
            self.succeeded.emit(self._out)
        else:
            self._fail()

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit()
            self._fail()

    def _fail(self) -> None:
        otherwise = self.tr("The comparison has ended unexpectedly.")
        self.failed.emit(last_words(self._process, otherwise))
