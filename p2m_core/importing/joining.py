"""Labelled sequences as a project holds them: parts of one path are one sequence again."""

from collections.abc import Iterable
from dataclasses import dataclass
from os import path as strings
from pathlib import Path

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers.rules import Note, no_note
from p2m_core.sequence import sequence_name
from p2m_core.sequence.place import readable


@dataclass(frozen=True, eq=False)
class Joined:
    """One sequence of a project, and the labels for it.

    Attributes
    ----------
    name : str
        Unique among those joined together.
    path : Path
        Absolute, of the images; links are not followed.
    parts : tuple of LabelledSequence
        By first frame; each has tracks of its own.
    split : str or None
        "train" or "test" where all parts that state one agree.
    """

    name: str
    path: Path
    parts: tuple[LabelledSequence, ...]
    split: str | None


def joined(sequences: Iterable[LabelledSequence], note: Note = no_note) -> list[Joined]:
    """Return the sequences by path, in order; names that are there twice get a number.

    Parameters
    ----------
    sequences : iterable of LabelledSequence
    note : callable
        Called with a line on each name that is changed, and on parts with different splits.
    """
    parts: dict[str, list[LabelledSequence]] = {}
    paths: dict[str, Path] = {}
    for sequence in sequences:
        full = Path(strings.abspath(sequence.path))  # noqa: PTH100  links are not followed
        # A project holds the same images once, even if several links lead to them.
        real = strings.realpath(full)
        paths.setdefault(real, full)
        parts.setdefault(real, []).append(sequence)
    found = []
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for real, own in parts.items():
        wanted = readable(_common_name([one.name for one in own]) or sequence_name(paths[real]))
        name, count = wanted, counts.get(wanted, 1)
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        counts[wanted] = count
        taken.add(name)
        if name != wanted:
            note(f"two sequences are called {wanted!r}: that of {paths[real]} becomes {name!r}")
        splits = {one.split for one in own if one.split is not None}
        if len(splits) > 1:
            note(f"{name}: its parts are for {' and '.join(sorted(splits))}: it gets no role")
        found.append(
            Joined(
                name,
                paths[real],
                tuple(sorted(own, key=lambda one: one.start)),
                splits.pop() if len(splits) == 1 else None,
            )
        )
    return found


def _common_name(names: list[str]) -> str:
    """Return the name of one part, or the folders that the names of several begin with."""
    if len(set(names)) == 1:
        return names[0]
    common: list[str] = []
    for level in zip(*(name.split("/") for name in names), strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return "/".join(common)
