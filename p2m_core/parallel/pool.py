"""Processes of this machine, each with one thread."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

import cv2

from p2m_core.errors import P2MError

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")

_Setup = TypeVar("_Setup")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def on_processes(
    function: Callable[[_Setup, _Task], _Result],
    setup: _Setup,
    tasks: Sequence[_Task],
    workers: int | None = None,
) -> Generator[tuple[int, _Result]]:
    """Yield the result of each task as it is finished; see `p2m_core.parallel.spread`.

    Raises
    ------
    P2MError
        If a process ends unexpectedly.
    """
    if not tasks:
        return
    count = min(workers or os.cpu_count() or 1, len(tasks))
    # Not fork: the threads of torch and OpenCV do not survive it.
    with _one_thread_each():
        pool = ProcessPoolExecutor(count, get_context("spawn"), _start)
        try:
            running = {pool.submit(function, setup, task): i for i, task in enumerate(tasks)}
            for future in as_completed(running):
                yield running.pop(future), future.result()
        except BrokenProcessPool:
            raise P2MError(
                "a process of this work ended unexpectedly (out of memory?): run the same command "
                "again to go on, with fewer --workers"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _start() -> None:
    """Prepare this process: one thread, no Ctrl+C; it ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow_into_death, args=(parent.sentinel,), daemon=True).start()
    cv2.setNumThreads(1)


def _follow_into_death(sentinel: int) -> None:
    """End with the parent: a killed parent cannot end its processes, which would wait for ever."""
    connection.wait([sentinel])
    os._exit(1)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Limit processes started meanwhile to one thread: libraries read this at import."""
    known = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in known.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
