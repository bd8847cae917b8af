"""The project file in use: every edit is in the file when `Project.apply` returns."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from p2m_core.detector import Detection
from p2m_core.doubt import TargetTable
from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    history,
    masks,
    predictions,
    sequences,
    store,
    table,
    track_looks,
    tracks,
)
from p2m_core.project.annotation import FrameState, Target, TargetState
from p2m_core.project.edits import Edit, TargetChange
from p2m_core.project.masks import MaskPiece
from p2m_core.project.opening import OpenFile, create, open_file, sqlite_errors
from p2m_core.project.predictions import Prediction
from p2m_core.project.sequences import SequenceInfo
from p2m_core.project.track_looks import TrackLook


class TrackInfo(NamedTuple):
    """One track: its number, in how many frames it has targets, the first and the last of them.

    `n_accepted` of its targets are accepted.
    """

    track: int
    n_frames: int
    first: int
    last: int
    n_accepted: int


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
    says so. A read-only project needs no lock, and sees the edits of the writer as they come.

    Raises
    ------
    InputError
        If the file is missing, is no project, or is damaged; it is left as it is.
    ProjectLockedError
        If another program has it open for writing.
    """
    resolved = Path(path).resolve()
    return Project(resolved, open_file(resolved, readonly))


class Project:
    """An open project file, used from one thread; made by `create_project` and `open_project`.

    Nothing of the file is kept in memory, so what is read is what is stored. Every method may
    raise `P2MError` when the disk fails or the file is damaged; a change is then rolled back.
    """

    def __init__(self, path: Path, file: OpenFile) -> None:
        self.path = path
        self.notice = file.notice
        self._file = file
        self._handed_out = 0  # the highest target number given away, stored or not

    @property
    def readonly(self) -> bool:
        """Whether edits are refused."""
        return self._file.lock is None

    def close(self) -> None:
        """Close the file and let the next writer in."""
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

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with sqlite_errors(self.path, "read"):
            return self._file.db.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self.readonly:
            raise P2MError(self.notice or f"{self.path} is open read-only")
        db = self._file.db
        part = db.in_transaction  # of what is done `at_once`
        with sqlite_errors(self.path, "write to"):
            db.execute("SAVEPOINT part" if part else "BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("RELEASE part" if part else "COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK TO part" if part else "ROLLBACK")
                raise

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within the context, changes are parts of one transaction: all are stored, or none.

        Thousands of changes take seconds then, not minutes; nobody else can write meanwhile.
        """
        with self._transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within the context, see the project as it is now, whatever the writer does meanwhile.

        For read-only projects: an export reads frame after frame and must not mix two states.
        """
        db = self._file.db
        with sqlite_errors(self.path, "read"):
            db.execute("BEGIN")
            db.execute("SELECT next FROM counter").fetchone()  # the first read fixes the state
        try:
            yield
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")

    # Sequences

    def add_sequence(
        self, source_path: str | Path, found: SequenceInfo | None = None
    ) -> SequenceInfo:
        """Add the images at `source_path`, or return the sequence they are already.

        `found` is what `look_at` has said of them, if it was asked; that is the slow part, and may
        be done by another thread.

        Raises
        ------
        InputError
            If they cannot be read as a sequence.
        """
        for known in self.sequences():
            if sequences.is_same_place(known, source_path):
                return known
        return self.add_sequences([found or sequences.look_at(source_path)])[0]

    def add_sequences(self, found: Iterable[SequenceInfo]) -> list[SequenceInfo]:
        """Add what `look_at` has described, in one transaction; return them as sequences, in order.

        Images that are a sequence already are not added again.
        """
        before = self.sequences()
        ids = {info.path.resolve(): info.id for info in before}
        names = sequences.Names(info.name for info in before)
        wanted = []
        with self._transaction() as db:
            for info in found:
                place = info.path.resolve()
                if place not in ids:
                    ids[place] = sequences.insert(db, self.path, info, names.free(info.name))
                wanted.append(ids[place])
        known = {info.id: info for info in self.sequences()}
        return [known[id] for id in wanted]

    def relink(
        self,
        sequence_id: int,
        new_path: str | Path,
        force: bool = False,
        found: SequenceInfo | None = None,
    ) -> SequenceInfo:
        """Note that a sequence's images are now at `new_path`; `found` as in `add_sequence`.

        Raises
        ------
        InputError
            If the images there have another size, or are more or fewer.
        OtherContentError
            If they fit, but their content is not the same; `force` accepts that.
        """
        known = self.sequence(sequence_id)
        found = found or sequences.look_at(new_path)
        sequences.check_same(known, found, force)
        with self._transaction() as db:
            db.execute(
                "UPDATE sequences SET path = ?, fingerprint = ?, dtype = ? WHERE id = ?",
                (
                    sequences.stored_path(self.path, found.path),
                    found.fingerprint,
                    found.dtype,
                    sequence_id,
                ),
            )
        return self.sequence(sequence_id)

    def sequences(self) -> list[SequenceInfo]:
        """Return the sequences in the order they were added."""
        rows = self._rows(f"SELECT {sequences.COLUMNS} FROM sequences ORDER BY id")
        return [sequences.from_row(self.path, row) for row in rows]

    def sequence(self, id: int) -> SequenceInfo:
        """Return one sequence.

        Raises
        ------
        InputError
            If the project has no such sequence.
        """
        rows = self._rows(f"SELECT {sequences.COLUMNS} FROM sequences WHERE id = ?", id)
        if not rows:
            raise InputError(f"{self.path} has no sequence {id}")
        return sequences.from_row(self.path, rows[0])

    # Targets, frames, tracks

    def target(self, id: int) -> Target:
        """Return one target.

        Raises
        ------
        InputError
            If the project has no such target.
        """
        rows = self._rows(f"SELECT {store.COLUMNS} FROM targets WHERE id = ?", id)
        if not rows:
            raise InputError(f"{self.path} has no target {id}")
        return store.from_row(rows[0])

    def targets(self, sequence: int, frame: int) -> list[Target]:
        """Return the targets of a frame, ordered by track, then number."""
        rows = self._rows(
            f"SELECT {store.COLUMNS} FROM targets WHERE sequence = ? AND frame = ? "
            "ORDER BY track, id",
            sequence,
            frame,
        )
        return [store.from_row(row) for row in rows]

    def all_targets(self, sequence: int) -> Iterator[Target]:
        """Yield the targets of a sequence frame by frame, read as they are asked for."""
        frames = self._rows(
            "SELECT DISTINCT frame FROM targets WHERE sequence = ? ORDER BY frame", sequence
        )
        for (frame,) in frames:
            yield from self.targets(sequence, frame)

    def frame_states(self, sequence: int) -> NDArray[np.uint8]:
        """Return each frame's `FrameState` as a number, shape (frame_count,)."""
        states = np.zeros(self.sequence(sequence).frame_count, np.uint8)
        rows = self._rows(
            "SELECT state, frame FROM frame_states WHERE sequence = ? AND frame BETWEEN 0 AND ?",
            sequence,
            len(states) - 1,
        )
        numbers = {word: int(store.state_from_word(word)) for word in {row[0] for row in rows}}
        states[[row[1] for row in rows]] = [numbers[row[0]] for row in rows]
        return states

    def state_counts(self) -> dict[int, dict[FrameState, int]]:
        """Return how many frames of each sequence are in each state but unseen, where any are."""
        counts: dict[int, dict[FrameState, int]] = {}
        for sequence, state, count in self._rows(
            "SELECT sequence, state, COUNT(*) FROM frame_states GROUP BY sequence, state"
        ):
            counts.setdefault(sequence, {})[store.state_from_word(state)] = count
        return counts

    def accepted_totals(self) -> dict[int, int]:
        """Return how many targets of each sequence lie in accepted frames, where any do.

        Mere suggestions are none.
        """
        rows = self._rows(
            "SELECT sequence, COUNT(*) FROM frame_states AS f JOIN targets AS t "
            "USING (sequence, frame) WHERE f.state = 'accepted' AND t.state != 'suggested' "
            "GROUP BY sequence"
        )
        return dict(rows)

    def masks(self, sequence: int) -> dict[int, list[MaskPiece]]:
        """Return the masks of a sequence's targets by frame, without mere suggestions."""
        with sqlite_errors(self.path, "read"):
            return masks.read(self._file.db, sequence)

    def tracks(self, sequence: int) -> list[TrackInfo]:
        """Return the tracks of a sequence by number."""
        rows = self._rows(
            "SELECT track, COUNT(DISTINCT frame), MIN(frame), MAX(frame), SUM(state = 'accepted') "
            "FROM targets WHERE sequence = ? GROUP BY track ORDER BY track",
            sequence,
        )
        return [TrackInfo(*row) for row in rows]

    def track_targets(
        self, sequence: int, track: int, first: int = 0, last: int = 2**62
    ) -> list[Target]:
        """Return a track's targets in frames `first` to `last`, both included, frame by frame."""
        rows = self._rows(
            f"SELECT {store.COLUMNS} FROM targets WHERE sequence = ? AND track = ? "
            "AND frame BETWEEN ? AND ? ORDER BY frame, id",
            sequence,
            track,
            first,
            last,
        )
        return [store.from_row(row) for row in rows]

    def track_frames(self, sequence: int, track: int) -> NDArray[np.int64]:
        """Return the frames in which a track has a target, ascending, each once."""
        rows = self._rows(
            "SELECT DISTINCT frame FROM targets WHERE sequence = ? AND track = ? ORDER BY frame",
            sequence,
            track,
        )
        return np.array([frame for (frame,) in rows], np.int64)

    def target_counts(self, sequence: int, waiting: bool = False) -> NDArray[np.int64]:
        """Return how many targets each frame has, shape (frame_count,); those not yet accepted."""
        counts = np.zeros(self.sequence(sequence).frame_count, np.int64)
        for frame, count in self._rows(
            "SELECT frame, COUNT(*) FROM targets WHERE sequence = ? AND frame BETWEEN 0 AND ? "
            "AND state NOT IN (?) GROUP BY frame",
            sequence,
            len(counts) - 1,
            str(TargetState.ACCEPTED) if waiting else "",
        ):
            counts[frame] = count
        return counts

    def target_table(self, sequence: int, first: int = 0, last: int = 2**62) -> TargetTable:
        """Return the targets of frames `first` to `last` as columns, without mere suggestions."""
        with sqlite_errors(self.path, "read"):
            return table.read(self._file.db, sequence, first, last)

    def track_looks(self, sequence: int) -> dict[int, TrackLook]:
        """Return the names and colours of a sequence's tracks, where they were chosen."""
        with sqlite_errors(self.path, "read"):
            return track_looks.read(self._file.db, sequence)

    def track_numbers(self, sequence: int) -> list[int]:
        """Return the numbers of a sequence's tracks, ascending."""
        with sqlite_errors(self.path, "read"):
            return tracks.numbers(self._file.db, sequence)

    def track_runs(
        self, sequence: int, track: int, first: int = 0, last: int = 2**62
    ) -> NDArray[np.int64]:
        """Return the stretches of frames in which a track has targets, shape (n, 2).

        Each is its first frame and its last; they lie apart, and between `first` and `last`.
        """
        with sqlite_errors(self.path, "read"):
            return tracks.runs(self._file.db, sequence, track, first, last)

    def next_track(self, sequence: int) -> int:
        """Return the first number above all tracks of a sequence; 1 where there are none.

        One that has a name, but no target any more, counts: a new track must not inherit it.
        """
        rows = self._rows(
            "SELECT MAX(track) FROM (SELECT track FROM targets WHERE sequence = ? "
            "UNION ALL SELECT track FROM tracks WHERE sequence = ?)",
            sequence,
            sequence,
        )
        return int(rows[0][0] or 0) + 1

    def new_target_id(self) -> int:
        """Return a number that no target of the project ever had; each call another one."""
        stored = int(self._rows("SELECT next FROM counter WHERE name = 'target'")[0][0])
        self._handed_out = max(self._handed_out + 1, stored)
        return self._handed_out

    # Predictions

    def predictions(self, sequence: int, frame: int) -> list[Prediction]:
        """Return what a detector suggests in a frame and nobody rejected, by falling score."""
        with sqlite_errors(self.path, "read"):
            return predictions.pending(self._file.db, sequence, frame)

    def prediction_scores(self, sequence: int) -> NDArray[np.float32]:
        """Return the best score of each frame's `predictions`, shape (frame_count,); 0 for none."""
        scores = np.zeros(self.sequence(sequence).frame_count, np.float32)
        for frame, score in self._rows(
            "SELECT frame, MAX(score) FROM predictions WHERE sequence = ? AND NOT rejected "
            "AND frame BETWEEN 0 AND ? GROUP BY frame",
            sequence,
            len(scores) - 1,
        ):
            scores[frame] = score
        return scores

    def store_predictions(
        self, sequence: int, detector: str, found: Iterable[tuple[int, Iterable[Detection]]]
    ) -> dict[int, float]:
        """Put what a detector found in these frames in the place of their predictions.

        Outside of the undo history, for it is nobody's edit. What was rejected before stays so,
        and the same thing is not stored again.

        Returns
        -------
        dict of int to float
            For each of these frames what `prediction_scores` says from now on.

        Raises
        ------
        InputError
            If a frame is not in the sequence, or a number no prediction's; nothing is changed.
        """
        count = self.sequence(sequence).frame_count
        scores = {}
        with self._transaction() as db:
            for frame, detections in found:
                if not 0 <= frame < count:
                    raise InputError(f"predictions for frame {frame}: there are 0..{count - 1}")
                scores[frame] = predictions.replace_pending(
                    db, sequence, frame, detections, detector
                )
        return scores

    # Edits

    def apply(self, edit: Edit, merge: bool = False, extend: bool = False) -> Edit:
        """Store an edit and its undo step, in one transaction; return it as stored.

        New targets with number 0 get the next number. An edit that changes nothing leaves no
        undo step.

        Parameters
        ----------
        edit : Edit
            What changes, and what it starts from.
        merge : bool
            Fold it into the newest undo step, if that is of the same label, place and targets and
            nothing is undone: a drag is one undo step, yet each move of it is stored. The edit
            itself is returned all the same, not the folded one.
        extend : bool
            Add it to the newest undo step, if that is of the same label and place and nothing is
            undone: work that stores what it finds as it goes is one undo step. No target and no
            frame may change in more than one of its edits.

        Raises
        ------
        P2MError
            If the file does not hold what the edit starts from, bit for bit, or cannot be written;
            nothing is changed then.
        InputError
            If the edit reaches outside its sequence; nothing is changed then.
        """
        numbered = tuple(self._numbered(change) for change in edit.targets)
        edit = replace(edit, targets=numbered)
        with self._transaction() as db:
            if store.write_edit(db, edit):
                history.record(db, edit, merge, extend)
        return edit

    def _numbered(self, change: TargetChange) -> TargetChange:
        if change.before is not None or change.after is None or change.after.id:
            return change
        return TargetChange(None, replace(change.after, id=self.new_target_id()))

    def undo(self) -> Edit | None:
        """Take the newest edit back; return what was applied to do so, or None."""
        with self._transaction() as db:
            entry = history.next_undo(db)
            if entry is None:
                return None
            edit = history.load(db, entry[0]).inverse()
            store.write_edit(db, edit)
            history.mark(db, entry[0], undone=True)
        return edit

    def redo(self) -> Edit | None:
        """Do the edit that was undone last again; return it, or None."""
        with self._transaction() as db:
            entry = history.next_redo(db)
            if entry is None:
                return None
            edit = history.load(db, entry[0])
            store.write_edit(db, edit)
            history.mark(db, entry[0], undone=False)
        return edit

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        with sqlite_errors(self.path, "read"):
            entry = None if self.readonly else history.next_undo(self._file.db)
        return None if entry is None else entry[1]

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        with sqlite_errors(self.path, "read"):
            entry = None if self.readonly else history.next_redo(self._file.db)
        return None if entry is None else entry[1]

    # Settings

    def get_meta(self, key: str, default: Any = None) -> Any:
        """Return the JSON value stored under `key`; `default` if there is none, or it is broken."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        try:
            return json.loads(rows[0][0]) if rows else default
        except (TypeError, ValueError, RecursionError):
            return default  # a view setting is not worth an error

    def set_meta(self, key: str, value: Any) -> None:
        """Store a JSON value, outside the undo history.

        Raises
        ------
        InputError
            If it is no JSON value.
        """
        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise InputError(f"the setting {key!r} is no JSON value: {error}") from None
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, text))
