"""Run one function outside of the window's thread, with progress and cancel."""

import logging
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from p2m_core.errors import Cancelled, P2MError
from p2m_core.progress import Progress

SPACING = 0.03  # s between reports of progress: the window handles each, and must not fall behind

_log = logging.getLogger(__name__)


class Job(QThread):
    """Calls ``work(progress)`` once, and emits exactly one of the last three signals.

    The function must not touch widgets, nor a project that the window holds: it opens its own.
    A job deletes itself when it has ended: drop references to it at `finished`.
    """

    progressed = Signal(int, int)
    found = Signal(object)  # for work that hands over results as it finds them
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.finished.connect(self._delete)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.requestInterruption()

    def run(self) -> None:
        last = -SPACING

        def progress(done: int, total: int) -> None:
            nonlocal last
            if self.isInterruptionRequested():
                raise Cancelled("cancelled")
            now = time.monotonic()
            if now - last >= SPACING or done == total:
                last = now
                self.progressed.emit(done, total)

        try:
            result = self._work(progress)
        except Cancelled:
            self.cancelled.emit()
        except P2MError as error:
            self.failed.emit(str(error))
        except Exception as error:  # a fault of the program: report it, and let the window go on
            _log.exception("unexpected error in a job")
            self.failed.emit(f"{type(error).__name__}: {error}")
        else:
            self.succeeded.emit(result)

    def _delete(self) -> None:
        self.wait()  # for a moment: its last signal has been emitted
        self.deleteLater()
