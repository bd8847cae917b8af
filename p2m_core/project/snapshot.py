"""A copy of a project to train on: its labels at this moment."""

import sqlite3
from contextlib import closing
from pathlib import Path

from p2m_core.errors import InputError
from p2m_core.files import staged_file
from p2m_core.project import _removal_rows, sequences
from p2m_core.project.opening import open_file, sqlite_errors


def take_snapshot(source: Path, goal: Path) -> None:
    """Copy the project `source` to the new file `goal`, whole or not at all.

    It is the state of one moment, even while this or another process edits the project. The
    copy has no undo history, no predictions, no models and no runs, and knows where the images are
    by absolute paths, so it may lie anywhere.

    Raises
    ------
    InputError
        If `source` cannot be read as a project, or `goal` exists.
    P2MError
        If the copy cannot be written.
    """
    source, goal = source.resolve(), goal.resolve()
    if goal.exists():
        raise InputError(f"{goal} exists already: choose another name")
    if not goal.parent.is_dir():
        raise InputError(f"cannot create {goal}: there is no folder {goal.parent}")
    file = open_file(source, readonly=True)
    try:
        with (
            staged_file(goal) as part,
            sqlite_errors(goal, "write"),
            closing(sqlite3.connect(part, isolation_level=None)) as copy,
        ):
            file.db.backup(copy)
            _strip(copy, source)
    finally:
        file.close()


def _strip(copy: sqlite3.Connection, source: Path) -> None:
    copy.execute("PRAGMA trusted_schema = OFF")
    # One file: it is read where it lies, by programs that may not write there.
    copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    copy.execute("PRAGMA synchronous = OFF")  # the last step writes it all anew
    copy.execute("BEGIN")
    removed = copy.execute("SELECT id FROM sequences WHERE removed IS NOT NULL").fetchall()
    for (sequence,) in removed:
        _removal_rows.delete(copy, sequence)
    for table in ("history_change", "history", "predictions", "models", "runs"):
        copy.execute(f"DELETE FROM {table}")
    rows = copy.execute(f"SELECT {sequences.COLUMNS} FROM sequences").fetchall()
    for info in (sequences.from_row(source, row) for row in rows):
        place = sequences.storable(info.path)
        copy.execute("UPDATE sequences SET path = ? WHERE id = ?", (place, info.id))
    copy.execute("COMMIT")
    copy.execute("PRAGMA synchronous = FULL")
    copy.execute("VACUUM")


def relocate_snapshot(copy: Path, source: Path) -> None:
    """Store in the snapshot `copy` where the images of `source` are now.

    The project may have been moved, or its images relinked. The copy is brought up to date
    too, if an older version of the program made it.

    Raises
    ------
    InputError
        If one of the two cannot be read as a project.
    P2MError
        If the copy cannot be written.
    """
    file = open_file(source.resolve(), readonly=True)
    try:
        with sqlite_errors(source, "read"):
            rows = file.db.execute(f"SELECT {sequences.COLUMNS} FROM sequences").fetchall()
    finally:
        file.close()
    infos = [sequences.from_row(source.resolve(), row) for row in rows]
    places = [(sequences.storable(info.path), info.id) for info in infos]
    copied = open_file(copy.resolve(), readonly=False)
    try:
        with sqlite_errors(copy, "write to"):
            copied.db.execute("BEGIN IMMEDIATE")
            copied.db.executemany("UPDATE sequences SET path = ? WHERE id = ?", places)
            copied.db.execute("COMMIT")
            copied.db.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, as it was
    finally:
        copied.close()
