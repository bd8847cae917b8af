"""The log: a file in the user's state folder, to find out what went wrong.

It holds versions, projects opened and closed, Qt's messages and unexpected errors, and stays on
this machine.

Each running process writes a file of its own, held by a lock: ``label-irst.log``, or
``label-irst-2.log`` for a second process at the same time. So lines never mix, and no process
rotates a file that another one writes.
"""

import logging
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from logging.handlers import RotatingFileHandler
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout
from platformdirs import user_log_path
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from p2m_core import __version__
from p2m_core.errors import P2MError

SIZE, KEPT = 1_000_000, 3  # bytes a file, and the number of full ones that stay
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
_HANDLER = "label-irst"  # the name of our handler at the root logger

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_NOISE = "This plugin does not support"  # of the offscreen platform

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")


def folder() -> Path:
    """Where logs lie: ``~/.local/state/Label-IRST/log`` on Linux, the platform's place elsewhere.

    By platformdirs, not QStandardPaths: Qt's state folder depends on the names of the application
    object, and is not the place of logs on macOS and Windows.
    """
    return user_log_path("Label-IRST", appauthor=False)


def place() -> Path | None:
    """The file that this process writes; None if it writes none."""
    return next(
        (
            Path(handler.baseFilename)
            for handler in logging.getLogger().handlers
            if isinstance(handler, RotatingFileHandler) and handler.get_name() == _HANDLER
        ),
        None,
    )


@contextmanager
def recording() -> Iterator[None]:
    """Write the log inside of the block; nothing if the folder cannot be written."""
    loggers = [logging.getLogger(name) for name in ("label_irst", "p2m_core")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    handler, lock = _open_file()
    root = logging.getLogger()
    root.addHandler(handler)
    previous = qInstallMessageHandler(None)

    def take(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
        if previous is not None:
            previous(kind, context, text)
        elif sys.stderr is not None and not text.startswith(_NOISE):
            print(text, file=sys.stderr)

    qInstallMessageHandler(take)
    _log.info(
        "Label-IRST %s starts: Python %s, Qt %s, %s",
        __version__, platform.python_version(), qVersion(),
        f"{platform.system()} {platform.release()} {platform.machine()}",
    )  # fmt: skip
    try:
        yield
    except P2MError as error:
        _log.error("%s", error)
        raise
    except Exception:
        _log.critical("Label-IRST is ended by an unexpected error", exc_info=True)
        raise
    finally:
        _log.info("Label-IRST ends")
        qInstallMessageHandler(previous)
        root.removeHandler(handler)
        handler.close()
        if lock is not None:
            lock.release()
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _open_file() -> tuple[logging.Handler, BaseFileLock | None]:
    """The first log file that no other process writes, and its lock."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = folder() / (f"label-irst-{number}.log" if number > 1 else "label-irst.log")
            lock = FileLock(path.with_suffix(".lock"))
            with suppress(Timeout):
                lock.acquire(timeout=0)
                handler = RotatingFileHandler(
                    path,
                    maxBytes=SIZE,
                    backupCount=KEPT,
                    encoding="utf-8",
                    delay=False,
                    errors="backslashreplace",
                )
                handler.setFormatter(logging.Formatter(_FORMAT))
                handler.set_name(_HANDLER)
                return handler, lock
    except (OSError, NotImplementedError) as error:  # the second: a file system without locks
        why = getattr(error, "strerror", None) or error
        print(f"label-irst: no log is written: {folder()}: {why}", file=sys.stderr)
    return logging.NullHandler(), None
