"""The project file in use: every edit is in the file when `Project.apply` returns."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection
from threading import Lock, RLock
from types import TracebackType
from typing import Any, Self

from p2m_core.errors import P2MError
from p2m_core.project import _extended_history, _history, _writing
from p2m_core.project.changes import (
    IgnoredChange,
    TargetChange,
)
from p2m_core.project.edits import Edit
from p2m_core.project.opening import (
    OpenFile,
    create,
    open_file,
    second_reader,
    sqlite_errors,
)


def create_project(path: str | Path) -> "Project":
    """Make a new, empty project file and open it for writing.

    Raises
    ------
    InputError
        If the file exists, or its folder does not.
    P2MError
        If the file cannot be written.
    """
    resolved = Path(path).resolve()
    return Project(resolved, create(resolved))


def open_project(path: str | Path, readonly: bool = False) -> "Project":
    """Open a project file, for writing if possible.

    A file that may not be written, or that a newer version wrote, is opened read-only; `notice`
    states the reason. A read-only project needs no lock, and sees each edit of the writer.

    Raises
    ------
    InputError
        If the file is missing, damaged, or not a project; it is left as it is.
    ProjectLockedError
        If another program has it open for writing.
    """
    resolved = Path(path).resolve()
    return Project(resolved, open_file(resolved, readonly))


class Project:
    """An open project file; made by `create_project` and `open_project`.

    Several threads may use it: a transaction waits for that of another one, a read does not.

    The project keeps nothing of the file in memory: a read returns what is stored. Every method,
    and every function of a project, may raise `P2MError` when the disk fails or the file is
    damaged; a change is then rolled back.
    """

    def __init__(self, path: Path, file: OpenFile) -> None:
        self.path = path
        self.notice = file.notice
        self._file = file
        self._turn = RLock()  # of the thread that reads or writes now
        self._aside: Connection | None = None
        self._aside_turn = Lock()
        self._handed_out: dict[str, int] = {}  # the highest numbers given away, stored or not

    @property
    def readonly(self) -> bool:
        """Whether edits are refused."""
        return self._file.lock is None

    def close(self) -> None:
        """Close the file and let the next writer in."""
        with self._turn, self._aside_turn:
            if self._aside is not None:
                self._aside.close()
                self._aside = None
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Reading and writing

    def read(self, sql: str, *values: object) -> list[Any]:
        """Return the rows of a query; `values` take the places of its question marks.

        While another thread writes, they are those from before its transaction.
        """
        if not self._turn.acquire(blocking=False):
            return self._read_aside(sql, *values)
        try:
            with sqlite_errors(self.path, "read"):
                return self._file.db.execute(sql, values).fetchall()
        finally:
            self._turn.release()

    def _read_aside(self, sql: str, *values: object) -> list[Any]:
        """Read by a connection of its own: the window must not wait for a long transaction."""
        with self._aside_turn, sqlite_errors(self.path, "read"):
            if self._aside is None:
                self._aside = second_reader(self.path)
            return self._aside.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Within the context, changes are parts of one transaction: all are stored, or none.

        Thousands of changes take seconds then, not minutes; no other program can write during that
        time. A transaction within another one is a part of it.

        Raises
        ------
        P2MError
            If the project is read-only.
        """
        if self.readonly:
            raise P2MError(self.notice or f"{self.path} is open read-only")
        db = self._file.db
        with self._turn, sqlite_errors(self.path, "write to"):
            part = db.in_transaction
            db.execute("SAVEPOINT part" if part else "BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("RELEASE part" if part else "COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK TO part" if part else "ROLLBACK")
                raise

    def fold_log(self) -> None:
        """Move all from SQLite's write-ahead log into the file, so that this alone is the project.

        To close it does so too, but says nothing where the disk is full.

        Raises
        ------
        P2MError
            If the file cannot be written, or another program is reading it.
        """
        with self._turn, sqlite_errors(self.path, "write to"):
            busy = self._file.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise P2MError(f"cannot write to {self.path}: another program is reading it")

    @contextmanager
    def read_transaction(self) -> Iterator[None]:
        """Within the context, see the project as it is at the start, whatever the writer does.

        For read-only projects: an export reads frame after frame and must not mix two states.
        """
        db = self._file.db
        with self._turn:
            with sqlite_errors(self.path, "read"):
                db.execute("BEGIN")
                db.execute("SELECT next FROM counter").fetchone()  # the first read fixes the state
            try:
                yield
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    # Edits

    def apply(self, edit: Edit, merge: bool = False, extend: bool = False) -> Edit:
        """Store an edit and its undo step, in one transaction; return it as stored.

        New targets and ignored regions with number 0 get the next number. An edit that changes
        nothing leaves no undo step.

        Parameters
        ----------
        edit : Edit
            What changes, and what it starts from.
        merge : bool
            Fold it into the newest undo step, if that is of the same label, place and targets and
            nothing is undone: a drag is one undo step, yet each move of it is stored. The edit
            itself is returned all the same, not the folded one.
        extend : bool
            Add it to the newest undo step of the same label and place, if there is one that is not
            undone: work that stores what it finds as it goes is one undo step, also where other
            edits were made meanwhile. It counts as done before those, so it may change no target
            that they changed, and no target or frame more than once in all of its edits. What was
            undone meanwhile can be redone unless it is of the same frames.

        Raises
        ------
        P2MError
            If the file does not hold what the edit starts from, bit for bit, or cannot be written;
            nothing is changed then.
        InputError
            If the edit reaches outside its sequence; nothing is changed then.
        """
        with self.transaction() as db:
            numbered = tuple(self._numbered(change) for change in edit.targets)
            regions = tuple(self._numbered_region(change) for change in edit.ignored)
            edit = replace(edit, targets=numbered, ignored=regions)
            changed = _writing.write_edit(db, edit)
            if changed and not (extend and _extended_history.extend(db, edit)):
                _history.record(db, edit, merge)
        return edit

    def _numbered(self, change: TargetChange) -> TargetChange:
        if change.before is not None or change.after is None or change.after.id:
            return change
        return TargetChange(None, replace(change.after, id=self.new_target_id()))

    def _numbered_region(self, change: IgnoredChange) -> IgnoredChange:
        if change.before is not None or change.after is None or change.after.id:
            return change
        return IgnoredChange(None, replace(change.after, id=self._new_number("ignored")))

    def new_target_id(self) -> int:
        """Return a number that no target of the project ever had; each call another one."""
        return self._new_number("target")

    def _new_number(self, counter: str) -> int:
        stored = int(self.read("SELECT next FROM counter WHERE name = ?", counter)[0][0])
        self._handed_out[counter] = max(self._handed_out.get(counter, 0) + 1, stored)
        return self._handed_out[counter]

    def undo(self) -> Edit | None:
        """Take the newest edit back; return what was applied to do so, or None."""
        with self.transaction() as db:
            entry = _history.next_undo(db)
            if entry is None:
                return None
            edit = _history.load(db, entry[0]).inverse()
            _writing.write_edit(db, edit)
            _history.mark(db, entry[0], undone=True)
        return edit

    def redo(self) -> Edit | None:
        """Do the edit that was undone last again; return it, or None."""
        with self.transaction() as db:
            entry = _history.next_redo(db)
            if entry is None:
                return None
            edit = _history.load(db, entry[0])
            _writing.write_edit(db, edit)
            _history.mark(db, entry[0], undone=False)
        return edit

    @property
    def undo_label(self) -> str | None:
        """The label of the step that undo would revert, or None."""
        return self._label("WHERE NOT undone ORDER BY id DESC LIMIT 1")

    @property
    def redo_label(self) -> str | None:
        """The label of the step that redo would repeat, or None."""
        return self._label("WHERE undone ORDER BY id LIMIT 1")

    def _label(self, which: str) -> str | None:
        rows = [] if self.readonly else self.read(f"SELECT label FROM history {which}")
        return str(rows[0][0]) if rows else None

    @property
    def undo_size(self) -> int:
        """How many changes the step has that undo would revert; 0 without one."""
        return self._size("SELECT MAX(id) FROM history WHERE NOT undone")

    @property
    def redo_size(self) -> int:
        """How many changes the step has that redo would repeat; 0 without one."""
        return self._size("SELECT MIN(id) FROM history WHERE undone")

    def _size(self, entry: str) -> int:
        rows = self.read(f"SELECT COUNT(*) FROM history_change WHERE history = ({entry})")
        return 0 if self.readonly else int(rows[0][0])
