"""Wait for slow work without freezing the window."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QThread

T = TypeVar("T")

QUICK_MS = 10  # for work that takes no longer, the window simply waits


class _Thread(QThread):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def result_of(work: Callable[[], T]) -> T:
    """What `work` returns or raises, when another thread has called it.

    Meanwhile the window paints and its timers run, but input of the user waits, so that nothing
    changes under the caller. `work` must not touch widgets. It may use a project that the window
    holds: whatever else needs that meanwhile waits for it.
    """
    if QCoreApplication.instance() is None:
        return work()
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:
            result.set_exception(error)

    thread, loop = _Thread(run), QEventLoop()
    thread.finished.connect(loop.quit)
    thread.start()
    if not thread.wait(QUICK_MS):
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        thread.wait()
    return result.result()
