"""Labelled sequences as a project holds them: parts of one path are one sequence again."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import path as strings
from pathlib import Path

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers.rules import Note, no_note
from p2m_core.sequence import sequence_name
from p2m_core.sequence.place import readable
from p2m_core.words import counted

_PART = re.compile(r"(train|training|trainval|test|testing|val|valid|validation)[0-9]*")


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
    splits = {
        real: {one.split for one in own if one.split is not None} for real, own in parts.items()
    }
    wanted = {
        real: readable(_common_name([one.name for one in own]) or sequence_name(paths[real]))
        for real, own in parts.items()
    }
    names = _unique(_without_parts(wanted, splits), note)
    for real, name in names.items():
        if len(splits[real]) > 1:
            note(f"{name}: its parts are for {' and '.join(sorted(splits[real]))}: it gets no role")
    return [
        Joined(
            names[real],
            paths[real],
            tuple(sorted(own, key=lambda one: one.start)),
            next(iter(splits[real])) if len(splits[real]) == 1 else None,
        )
        for real, own in parts.items()
    ]


def _without_parts(names: Mapping[str, str], splits: Mapping[str, set[str]]) -> dict[str, str]:
    """Leave out folders such as ``train`` that a name begins with, where it stays unique.

    The role of the sequence says the same.
    """
    bare = {
        real: name.partition("/")[2] or name
        if splits[real] and _PART.fullmatch(name.partition("/")[0].casefold())
        else name
        for real, name in names.items()
    }
    times = Counter(bare.values())
    return {real: bare[real] if times[bare[real]] == 1 else name for real, name in names.items()}


def _unique(names: Mapping[str, str], note: Note) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    counts: dict[str, int] = {}
    changed = []
    for real, wanted in names.items():
        name, count = wanted, counts.get(wanted, 1)
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        counts[wanted] = count
        taken.add(name)
        found[real] = name
        if name != wanted:
            changed.append(f"that of {real} becomes {name!r}")
    if changed:
        more = f", and so on for {len(changed) - 1} more" if len(changed) > 1 else ""
        what = counted(len(changed), "sequence")
        note(f"{what} called as another one: {changed[0]}{more}")
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
