"""Run one function off the window's thread, with progress and cancel."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from p2m_core.errors import Cancelled, P2MError
from p2m_core.progress import Progress


class Job(QThread):
    """Calls ``work(progress)`` once; exactly one of the three ends is signalled.

    The function must not touch widgets, nor a project that the window holds: it opens its own.
    """

    progressed = Signal(int, int)
    told = Signal(object)  # for work that hands over what it finds as it goes
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next step."""
        self.requestInterruption()

    def run(self) -> None:
        def progress(done: int, total: int) -> None:
            if self.isInterruptionRequested():
                raise Cancelled("cancelled")
            self.progressed.emit(done, total)

        try:
            result = self._work(progress)
        except Cancelled:
            self.cancelled.emit()
        except P2MError as error:
            self.failed.emit(str(error))
        except Exception as error:  # a fault of ours: say it, do not take the window down
            self.failed.emit(f"{type(error).__name__}: {error}")
        else:
            self.succeeded.emit(result)
