"""Errors that nothing catches: all are logged, and the first of a kind is shown to the user.

Python has three hooks for them: for the main thread with what Qt calls (slots, virtual methods),
for other threads, and for places that cannot raise (``__del__``).
"""

import logging
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

INTERRUPTED = 130  # the exit status after Ctrl+C, as of a shell

_log = logging.getLogger(__name__)

_Origin = tuple[str, ...]


class Faults(QObject):
    """Takes errors from any thread; calls `show` in the window's, with the error and details."""

    _found = Signal(str, str)

    def __init__(self, show: Callable[[str, str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._counts: Counter[_Origin] = Counter()
        self._lock = threading.RLock()
        # Queued: never in the middle of a paint event, nor in another thread.
        self._found.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def take(self, error: BaseException, trace: TracebackType | None, where: str = "") -> None:
        """Log an error; show it the first time. Repeats are logged when their count doubles."""
        steps = traceback.extract_tb(trace)
        # Without the message, which may hold a number that changes each time.
        origin = (type(error).__name__, *(f"{step.filename}:{step.lineno}" for step in steps))
        with self._lock:
            self._counts[origin] += 1
            count = self._counts[origin]
        title = traceback.format_exception_only(error)[0].strip()
        if count == 1:
            details = "".join(traceback.format_exception(type(error), error, trace))
            _log.error("unexpected error%s\n%s", f" in {where}" if where else "", details)
            self._found.emit(title, details)
        elif count & (count - 1) == 0:
            _log.error("%s: %d times by now", title, count)

    def _pass_on(self, error: str, details: str) -> None:
        self._show(error, details)


@contextmanager
def watching(faults: Faults) -> Iterator[None]:
    """Pass errors that nothing catches to `faults` inside of the block.

    The previous hooks run too, so that a terminal shows the traceback. KeyboardInterrupt ends the
    event loop.
    """
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            QCoreApplication.exit(INTERRUPTED)
            return
        faults.take(error, trace)
        hooks[0](kind, error, trace)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        if isinstance(error, KeyboardInterrupt):
            QCoreApplication.exit(INTERRUPTED)
            return
        if not isinstance(error, SystemExit):
            name = args.thread.name if args.thread is not None else "unknown"
            faults.take(error, args.exc_traceback, f"thread {name}")
        hooks[1](args)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        error = args.exc_value or args.exc_type()
        faults.take(error, args.exc_traceback, args.err_msg or type(args.object).__name__)
        hooks[2](args)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
