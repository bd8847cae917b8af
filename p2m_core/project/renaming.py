"""Other names for classes and attributes, on many targets at once."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project._words_rows import words_of
from p2m_core.project.changes import Words, WordsChange
from p2m_core.project.edits import Edit
from p2m_core.project.project import Project


class SaidOf(NamedTuple):
    """Number, category and attributes of a target."""

    id: int
    category: str
    attributes: tuple[str, ...]


def list_said(
    project: Project, sequence: int, track: int, first: int = 0, last: int = 2**62
) -> list[SaidOf]:
    """Return what the targets of a track are called in frames `first` to `last`, both included.

    Raises
    ------
    P2MError
        If a target's attributes are damaged in the file.
    """
    rows = project.read(
        "SELECT id, category, attributes FROM targets WHERE sequence = ? AND track = ? "
        "AND frame BETWEEN ? AND ? ORDER BY id",
        sequence,
        track,
        first,
        last,
    )
    return [SaidOf(id, category, words_of(text)) for id, category, text in rows]


def words_changes(pairs: Iterable[tuple[int, Words, Words]]) -> tuple[WordsChange, ...]:
    """Return the changes for targets given as number, words before and words after.

    Those that stay as they are are left out.
    """
    numbers: dict[tuple[Words, Words], list[int]] = {}
    for id, before, after in pairs:
        if before != after:
            numbers.setdefault((before, after), []).append(id)
    return tuple(WordsChange(tuple(sorted(own)), *words) for words, own in numbers.items())


def renaming(
    project: Project, label: str, classes: Mapping[str, str], attributes: Mapping[str, str]
) -> list[Edit]:
    """Return the edits that give targets other classes and attributes, one a sequence.

    Nothing is stored yet. What was accepted stays accepted: the pixels are the same.

    Parameters
    ----------
    project : Project
    label : str
        Name of the undo steps.
    classes, attributes : mapping of str to str
        The new name of each old one; "" takes it away. A name that is there already is no
        mistake: the two become one.

    Raises
    ------
    InputError
        If a new name is none that a target may have.
    P2MError
        If a target's attributes are damaged in the file.
    """
    pairs: dict[int, list[tuple[int, Words, Words]]] = {}
    first: dict[int, int] = {}

    def add(sequence: int, frame: int, id: int, before: Words, after: Words) -> None:
        if before != after:
            pairs.setdefault(sequence, []).append((id, before, after))
            first[sequence] = min(frame, first.get(sequence, frame))

    for old, new in classes.items():
        for sequence, frame, id in project.read(
            "SELECT sequence, frame, id FROM targets WHERE category = ? AND category != '' "
            f"AND {OF_PRESENT}",
            old,
        ):
            add(sequence, frame, id, old, new)
    rows = project.read(
        "SELECT sequence, frame, id, attributes FROM targets WHERE attributes != '[]' "
        f"AND {OF_PRESENT}"
    )
    for sequence, frame, id, text in rows if attributes else ():
        own = words_of(text)
        names = {attributes.get(name, name) for name in own} - {""}
        add(sequence, frame, id, own, tuple(sorted(names)))
    return [
        Edit(label, sequence, first[sequence], words=words_changes(own))
        for sequence, own in sorted(pairs.items())
    ]
