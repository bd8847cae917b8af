"""The image sequences of a project: where they are, and whether their content is the same."""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from p2m_core.errors import InputError, OtherContentError
from p2m_core.project._removal_rows import PRESENT
from p2m_core.project.project import Project
from p2m_core.sequence import fingerprint, open_sequence
from p2m_core.words import counted

COLUMNS = "id, name, path, fingerprint, width, height, dtype, frame_count"


@dataclass(frozen=True)
class SequenceInfo:
    """One image sequence of a project.

    Attributes
    ----------
    id : int
        Number in the project.
    name : str
        Unique in the project.
    path : Path
        Where the images are: absolute; the file stores it relative to itself where possible.
    fingerprint : str
        Of the images' content.
    width, height : int
        Of a frame, pixels.
    dtype : str
        numpy name of the grey levels' type.
    frame_count : int
    """

    id: int
    name: str
    path: Path
    fingerprint: str
    width: int
    height: int
    dtype: str
    frame_count: int


def from_row(project: Path, row: tuple[Any, ...]) -> SequenceInfo:
    """Return the sequence that a row of `COLUMNS` describes."""
    id, name, stored, *rest = row
    # normpath, not resolve: the relink dialog handles a missing drive or a dead link. And
    # strings, not Path: there may be thousands of rows.
    place = os.path.join(os.path.dirname(project), os.fsdecode(stored))  # noqa: PTH118, PTH120
    path = Path(os.path.normpath(place))
    return SequenceInfo(id, name, path, *rest)


def stored_path(project: Path, source: Path) -> str | bytes:
    """Return how the project file writes the path of `source`, relative to itself if it can."""
    real = source.resolve()
    # A link beside the project is kept as it is: it moves with the project.
    for path in (source, real):
        if path.is_relative_to(project.parent):
            return storable(path.relative_to(project.parent))
    try:
        return storable(Path(os.path.relpath(real, project.parent)))
    except ValueError:  # another drive of Windows
        return storable(real)


def storable(path: Path) -> str | bytes:
    """Return a path as SQLite can hold it: its bytes where they are no text; see `from_row`."""
    text = path.as_posix()
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text


def look_at(source: str | Path) -> SequenceInfo:
    """Describe the images at `source`, as a sequence that is in no project yet (number 0).

    Raises
    ------
    InputError
        If they cannot be read as a sequence.
    """
    with open_sequence(source) as sequence:
        path = sequence.path
        height, width = sequence.shape
        name, dtype, frame_count = sequence.name, str(sequence.dtype), len(sequence)
    return SequenceInfo(0, name, path, fingerprint(path), width, height, dtype, frame_count)


def list_sequences(project: Project) -> list[SequenceInfo]:
    """Return the sequences in the order they were added."""
    rows = project.read(f"SELECT {COLUMNS} FROM sequences WHERE {PRESENT} ORDER BY id")
    return [from_row(project.path, row) for row in rows]


def get_sequence(project: Project, id: int) -> SequenceInfo:
    """Return one sequence.

    Raises
    ------
    InputError
        If the project has no such sequence.
    """
    rows = project.read(f"SELECT {COLUMNS} FROM sequences WHERE id = ? AND {PRESENT}", id)
    if not rows:
        raise InputError(f"{project.path} has no sequence {id}")
    return from_row(project.path, rows[0])


def add_sequence(
    project: Project, source_path: str | Path, found: SequenceInfo | None = None
) -> SequenceInfo:
    """Add the images at `source_path`, or return the sequence they are already.

    `found` is what `look_at` returned for them, if it was called; that is the slow part, and may
    be done by another thread.

    Raises
    ------
    InputError
        If they cannot be read as a sequence.
    """
    for known in list_sequences(project):
        if _is_same_place(known, source_path):
            return known
    return add_sequences(project, [found or look_at(source_path)])[0]


def add_sequences(project: Project, found: Iterable[SequenceInfo]) -> list[SequenceInfo]:
    """Add what `look_at` has described, in one transaction; return them as sequences, in order.

    Images that are a sequence already are not added again.
    """
    before = list_sequences(project)
    ids = {info.path.resolve(): info.id for info in before}
    names = _Names(info.name for info in before)
    wanted = []
    with project.transaction() as db:
        for info in found:
            place = info.path.resolve()
            if place not in ids:
                ids[place] = _insert(db, project.path, info, names.free(info.name))
            wanted.append(ids[place])
    known = {info.id: info for info in list_sequences(project)}
    return [known[id] for id in wanted]


def relink_sequence(
    project: Project,
    id: int,
    new_path: str | Path,
    force: bool = False,
    found: SequenceInfo | None = None,
) -> SequenceInfo:
    """Store that a sequence's images are now at `new_path`; `found` as in `add_sequence`.

    Raises
    ------
    InputError
        If the images there have another size, or are more or fewer.
    OtherContentError
        If they fit, but their content is not the same; `force` accepts that.
    """
    known = get_sequence(project, id)
    found = found or look_at(new_path)
    _check_same(known, found, force)
    with project.transaction() as db:
        db.execute(
            "UPDATE sequences SET path = ?, fingerprint = ?, dtype = ? WHERE id = ?",
            (stored_path(project.path, found.path), found.fingerprint, found.dtype, id),
        )
    return get_sequence(project, id)


def _is_same_place(info: SequenceInfo, source: str | Path) -> bool:
    """Return whether the images of a sequence are those at `source`."""
    return info.path.resolve() == Path(source).resolve()


class _Names:
    """The names of a project's sequences, each of which is unique."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def free(self, wanted: str) -> str:
        """Return `wanted`, with a number appended if it is taken, and take the name."""
        name, count = wanted, self._counts.get(wanted, 1)
        while name in self._taken:
            count += 1
            name = f"{wanted}-{count}"
        self._counts[wanted] = count
        self._taken.add(name)
        return name


def _insert(db: sqlite3.Connection, project: Path, found: SequenceInfo, name: str) -> int:
    """Store a sequence under a name that is not taken; return its number."""
    cursor = db.execute(
        "INSERT INTO sequences (name, path, fingerprint, width, height, dtype, frame_count) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            name,
            stored_path(project, found.path),
            found.fingerprint,
            found.width,
            found.height,
            found.dtype,
            found.frame_count,
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _check_same(known: SequenceInfo, found: SequenceInfo, force: bool) -> None:
    """Raise `InputError` unless `found` can stand in for `known`; `OtherContentError` if it might.

    With `force`, other content is accepted; another size or number of frames never is.
    """
    size, other_size = (known.width, known.height), (found.width, found.height)
    if size != other_size:
        raise InputError(
            f"{found.path} cannot stand in for {known.name}: its frames are "
            f"{found.width}x{found.height}, not {known.width}x{known.height}"
        )
    if known.frame_count != found.frame_count:
        frames = counted(found.frame_count, "frame")
        raise InputError(
            f"{found.path} cannot stand in for {known.name}: it has {frames}, "
            f"not {known.frame_count}"
        )
    if known.fingerprint != found.fingerprint and not force:
        raise OtherContentError(
            f"{found.path} is not the sequence {known.name}: its content differs; use it only if "
            "the targets are right for it"
        )
