"""Opening a project file: is it a project, is it complete, and may it be written.

The checks change no byte of the file; it is opened for writing only after them. The whole program
opens the file through SQLite alone: on POSIX systems, a plain ``open`` and ``close`` would drop the
locks that the connections of the process hold on it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from p2m_core.errors import InputError, P2MError, ProjectLockedError
from p2m_core.project import _ignored_rows, _migrations, _prediction_rows, _target_rows

APPLICATION_ID = 0x4C495253
"""``LIRS``, at byte 68 of every project file."""

BUSY_SECONDS = 10.0  # a reader that closes, or a checkpoint, holds the file for moments only
_TABLES = {
    "sequences": "id, name, path, fingerprint, width, height, dtype, frame_count, removed",
    "targets": _target_rows.COLUMNS,
    "frame_states": "sequence, frame, state",
    "history": "id, label, sequence, frame, undone",
    "history_change": "history, position, frame, before, after, track, prediction, kind",
    "tracks": "sequence, track, name, colour",
    "predictions": _prediction_rows.COLUMNS,
    "notes": "sequence, frame, note, flagged",
    "ignored": _ignored_rows.COLUMNS,
    "models": "id, name, path, fingerprint, run, in_use, provenance",
    "meta": "key, value",
    "counter": "name, next",
}


_AGAIN = "nothing was changed: another program keeps the file busy, try again"
_PERMISSION = "nothing was changed: check that the file is in its place and you may write to it"
_DAMAGE = "the file is damaged: restore it from a copy"
_ADVICE = {
    sqlite3.SQLITE_FULL: "nothing was changed: free some space on the disk and try again",
    # Some systems report a full disk so; others, that a drive was unplugged.
    sqlite3.SQLITE_IOERR: "nothing was changed: free some space on the disk, check that its drive "
    "is connected, and try again",
    sqlite3.SQLITE_BUSY: _AGAIN,
    sqlite3.SQLITE_LOCKED: _AGAIN,
    sqlite3.SQLITE_PROTOCOL: _AGAIN,
    sqlite3.SQLITE_READONLY: _PERMISSION,
    sqlite3.SQLITE_PERM: _PERMISSION,
    sqlite3.SQLITE_CANTOPEN: _PERMISSION,
    sqlite3.SQLITE_CORRUPT: _DAMAGE,
    sqlite3.SQLITE_NOTADB: _DAMAGE,
    sqlite3.SQLITE_NOMEM: "nothing was changed: close other programs to free memory and try again",
}
"""Advice by SQLite's primary result code; the others are faults of this program."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""Codes of a damaged file; ``SQLITE_ERROR`` where a table or column is missing."""


@dataclass
class OpenFile:
    """A project file in use.

    Attributes
    ----------
    db : sqlite3.Connection
        In autocommit mode: transactions are begun by hand.
    lock : FileLock or None
        Held by the one writer.
    notice : str
        Why the file is read-only; empty for the writer.
    """

    db: sqlite3.Connection
    lock: FileLock | None
    notice: str

    def close(self) -> None:
        """Close the file and let the next writer in."""
        self.db.close()
        if self.lock is not None:
            _unlock(self.lock)


@contextmanager
def sqlite_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn what SQLite raises into a `P2MError` that names the file."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a closed project or the wrong thread: our own mistake
    except (sqlite3.Error, UnicodeError) as error:  # damaged text is not UTF-8
        raise _failed(doing, path, error) from error


def _failed(doing: str, path: Path, error: sqlite3.Error | UnicodeError) -> P2MError:
    text = " ".join(str(error).split())
    if name := getattr(error, "sqlite_errorname", None):
        text += f" ({name})"
    advice = _ADVICE.get(_code(error))
    return P2MError(f"cannot {doing} {path}: {text}" + (f"; {advice}" if advice else ""))


def _code(error: sqlite3.Error | UnicodeError) -> int:
    """Return SQLite's primary result code, the low byte of what it reports.

    Python raises its own errors, without a code, for text that is not UTF-8.
    """
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF


def create(path: Path) -> OpenFile:
    """Make an empty project file; see `p2m_core.project.create_project`."""
    if path.exists():
        raise InputError(f"{path} exists already: open it, or choose another name")
    if not path.parent.is_dir():
        raise InputError(f"cannot create {path}: there is no folder {path.parent}")
    lock = _lock(path)
    try:
        with path.open("xb"):
            pass  # claims the name: no file that appears in between is overwritten
    except OSError as error:
        _unlock(lock)
        raise P2MError(f"cannot create {path}: {error.strerror}") from error
    try:
        return OpenFile(_connect_writer(path, new=True), lock, "")
    except BaseException:
        path.unlink(missing_ok=True)
        _unlock(lock)
        raise


def open_file(path: Path, readonly: bool) -> OpenFile:
    """Open a project file; see `p2m_core.project.open_project`."""
    if not path.is_file():
        found = "it is a folder" if path.is_dir() else "there is no such file"
        raise InputError(f"cannot open the project {path}: {found}")
    if not os.access(path, os.R_OK):
        raise InputError(f"cannot open the project {path}: you may not read it")
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if readonly:
        return _open_readonly(path, writable, f"{path} is open read-only, as requested")
    if not writable:
        what = "file" if os.access(path.parent, os.W_OK) else "folder"
        notice = f"{path} is open read-only: you may not write to the {what}; copy it to edit it"
        return _open_readonly(path, writable, notice)
    lock = _lock(path)
    try:
        version = _check_content(path)
        newest = _migrations.newest_version()
        if version <= newest:
            return OpenFile(_connect_writer(path), lock, "")
    except BaseException:
        _unlock(lock)
        raise
    _unlock(lock)
    notice = (
        f"{path} is open read-only: a newer Label-IRST wrote it (file version {version}, this one "
        f"knows {newest}); update Label-IRST to edit it"
    )
    return _open_readonly(path, writable, notice)


def _open_readonly(path: Path, writable: bool, notice: str) -> OpenFile:
    version = _check_content(path)
    if version < _migrations.newest_version():
        raise InputError(
            f"{path} is of an older version ({version}) and cannot be opened read-only: open it "
            "once for editing, which brings it up to date"
        )
    if not writable:
        return OpenFile(_connect_reader(path), None, notice)
    # Not mode=ro: the last connection to leave folds the write-ahead log into the file, and a
    # reader that could not would leave the newest edits beside the project instead of in it.
    with sqlite_errors(path, "open"):
        db = _connect(path, "mode=rw")
        try:
            db.execute("PRAGMA query_only = ON")
            db.execute("PRAGMA schema_version").fetchone()
        except BaseException:
            db.close()
            raise
    return OpenFile(db, None, notice)


def _connect_writer(path: Path, new: bool = False) -> sqlite3.Connection:
    """Connect for writing and bring the file up to date."""
    with sqlite_errors(path, "create" if new else "open"):
        db = _connect(path, "mode=rw")
        try:
            if new:
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute("PRAGMA journal_mode = WAL").fetchone()
            db.execute("PRAGMA synchronous = FULL")
            if _migrations.version_of(db) < _migrations.newest_version():
                _migrations.migrate(db)  # without foreign keys, so that it may rebuild tables
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            db.close()
            raise
    return db


def second_reader(path: Path) -> sqlite3.Connection:
    """Return one more connection to an open project file, which only reads."""
    return _connect(path, "mode=ro")


def _connect(path: Path, options: str) -> sqlite3.Connection:
    db = sqlite3.connect(
        f"{path.as_uri()}?{options}", uri=True, isolation_level=None, timeout=BUSY_SECONDS,
        check_same_thread=False,  # `Project` lets one thread at a time
    )  # fmt: skip
    db.execute("PRAGMA trusted_schema = OFF")  # a project file from a stranger runs nothing
    return db


def _connect_reader(path: Path) -> sqlite3.Connection:
    """Connect without the means to write to the file.

    If no program has the file open (no write-ahead log), it is read as it stands. Otherwise the log
    is read too, for which SQLite needs the log's index, or the right to make it.
    """
    log = path.with_name(path.name + "-wal")
    as_it_stands = "mode=ro&immutable=1"
    if not log.exists():
        attempts = [as_it_stands]
    elif log.stat().st_size == 0:
        attempts = ["mode=ro", as_it_stands]
    else:
        attempts = ["mode=ro"]
    failure: sqlite3.Error | UnicodeError | None = None
    for options in attempts:
        db = _connect(path, options)
        try:
            db.execute("PRAGMA schema_version").fetchone()
        except (sqlite3.DatabaseError, UnicodeError) as error:
            db.close()
            if _code(error) in _DAMAGED:
                raise _unusable(path, error) from error
            failure = error
        else:
            return db
    if log.exists() and not os.access(path.parent, os.W_OK):
        raise InputError(
            f"cannot open {path}: its newest edits are in {log.name}, which cannot be read without "
            "writing to the folder; copy both to a folder of your own"
        ) from failure
    assert failure is not None
    raise _failed("open", path, failure) from failure


def _check_content(path: Path) -> int:
    """Return the file's version if it is a project, and whole.

    Raises
    ------
    InputError
        If it is not.
    """
    db = _connect_reader(path)
    try:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise InputError(f"{path} is not a Label-IRST project")
        verdict = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        if verdict != "ok":
            raise _damaged(path, verdict)
        version = _migrations.version_of(db)
        if version < 1:
            raise _damaged(path, f"file version {version}")
        if version == _migrations.newest_version():
            for table, columns in _TABLES.items():
                db.execute(f"SELECT {columns} FROM {table} LIMIT 0")
    except (sqlite3.DatabaseError, UnicodeError) as error:
        if _code(error) in _DAMAGED:
            raise _unusable(path, error) from error
        raise _failed("read", path, error) from error
    finally:
        db.close()
    return version


def _unusable(path: Path, error: sqlite3.Error | UnicodeError) -> InputError:
    if _code(error) == sqlite3.SQLITE_NOTADB:
        return InputError(f"{path} is not a Label-IRST project")
    return _damaged(path, str(error))


def _damaged(path: Path, reason: str) -> InputError:
    return InputError(f"{path} is damaged ({' '.join(reason.split())}): restore it from a copy")


def _lock(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock", blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ProjectLockedError(
            f"{path} is open in another program: close it there, or open it read-only"
        ) from error
    except OSError as error:
        raise P2MError(f"cannot lock {path}: {error.strerror or error}") from error
    return lock


def _unlock(lock: FileLock) -> None:
    if not lock.is_locked:
        return
    # Removed before it is released, so that no lock file is left lying beside the project; a
    # program that opened it just then finds it unlinked, and does not take it for held.
    with suppress(OSError):  # Windows removes no file in use
        Path(lock.lock_file).unlink()
    lock.release()
