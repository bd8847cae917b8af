"""The lists of a data set applied to its sequences."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers.files import shown, stem_of
from p2m_core.datasets.readers.lists import Entry, chosen_lists, read_entries
from p2m_core.datasets.readers.names import telling_parts_of
from p2m_core.datasets.readers.rules import Note
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.place import ANY, folder_of, is_pattern, readable
from p2m_core.sequence.source import IMAGE_SUFFIXES, VIDEO_SUFFIXES

_SUFFIXES = (*IMAGE_SUFFIXES, *VIDEO_SUFFIXES, ".mat", ".npy", ".xml", ".txt")

_Value = TypeVar("_Value")


def apply_lists(
    root: Path, groups: Sequence[list[LabelledSequence]], note: Note
) -> list[list[LabelledSequence]]:
    """Return the sequences and frames that the lists of a data set name, with their split.

    Parameters
    ----------
    root : Path
        The folder that the lists are in.
    groups : sequence of list of LabelledSequence
        All that are labelled, in any groups; returned as they are where there is no list.
    note : callable
        Called for lists and names that are not used, and for what no list names.

    Raises
    ------
    InputError
        If lists cannot be read, hold no name of the set, name an image in two parts, or cut a
        sequence.
    """
    sequences = [sequence for group in groups for sequence in group]
    lists = chosen_lists(root, note, anywhere=True) if root.is_dir() and sequences else []
    if not lists:
        return list(groups)
    entries = read_entries(root, lists, note)
    first, certain = lists[0].file, lists[0].certain
    if not entries and certain:
        raise InputError(f"{first}: the list is empty: give one name a line")
    index = _Index(sequences)
    named: list[dict[int | None, Entry]] = [{} for _ in sequences]
    strange = []
    for entry in entries.values():
        found = index.find(entry.name)
        if found is None:
            strange.append(entry)
        else:
            named[found[0]].setdefault(found[1], entry)
    if len(strange) == len(entries):
        if not certain:  # a train.txt that may be anything
            note(f"{first}: not used as a list: none of its lines names a labelled image")
            return list(groups)
        raise InputError(
            f"{strange[0].place}: {shown(strange[0].name)} is not among the labelled images, nor "
            "is any other name of the list: correct the list, or remove it"
        )
    if strange:
        note(
            f"{strange[0].place}: {len(strange)} of {len(entries)} names are not among the "
            f"labelled images and are left out, the first is {shown(strange[0].name)}"
        )
    kept = [
        list(_kept(sequence, own, note)) for sequence, own in zip(sequences, named, strict=True)
    ]
    _tell_left_out(first.parent, sequences, kept, note)
    each = iter(kept)
    return [[one for _ in group for one in next(each)] for group in groups]


class _Index:
    """Finds the sequence, and the frame in it, that a line of a list means."""

    def __init__(self, sequences: Sequence[LabelledSequence]) -> None:
        self._sequences = sequences
        self._ends: dict[str, list[tuple[tuple[str, ...], tuple[int, int | None]]]] = {}
        self._exact: dict[tuple[str, ...], tuple[int, int | None]] = {}
        self._has_frames = False
        for i, sequence in enumerate(sequences):
            self._add(telling_parts_of(sequence.name), (i, None))

    def _add(self, parts: tuple[str, ...], what: tuple[int, int | None]) -> None:
        if parts:
            self._exact.setdefault(parts, what)
            self._ends.setdefault(parts[-1], []).append((parts, what))

    def find(self, line: str) -> tuple[int, int | None] | None:
        """Return the number of the sequence, and of the frame if the line is of one frame."""
        for name in dict.fromkeys((line, re.split(r"[\s,;]", line, maxsplit=1)[0])):
            for parts in _forms(name):
                found = self._exact.get(parts)
                # night/0000 is a frame of night, though another sequence be called 0000.
                if (
                    found is None
                    and not self._has_frames
                    and (len(parts) > 1 or self._by_end(parts) is None)
                ):
                    self._add_frames()
                    found = self._exact.get(parts)
                found = found or self._by_end(parts)
                if found is not None:
                    return found
        return None

    def _by_end(self, parts: tuple[str, ...]) -> tuple[int, int | None] | None:
        best: list[tuple[int, int | None]] = []
        longest = 0
        for other, what in self._ends.get(parts[-1], ()):
            length = min(len(parts), len(other))
            if parts[-length:] != other[-length:] or length < longest:
                continue
            best = [what] if length > longest else [*best, what]
            longest = length
        return best[0] if len(best) == 1 else None

    def _add_frames(self) -> None:
        self._has_frames = True
        for i, names in _names_of_frames(self._sequences):
            own = telling_parts_of(self._sequences[i].name)
            for frame, name in enumerate(names):
                self._add((*own, *telling_parts_of(name)), (i, frame))


def _names_of_frames(sequences: Sequence[LabelledSequence]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each folder or pattern, and the names of its frames without suffix."""
    folders: dict[Path, dict[str, int]] = {}
    for i, sequence in enumerate(sequences):
        path = sequence.path
        if is_pattern(path) and path.name.find(ANY) == len(path.name) - 1:
            folders.setdefault(path.parent, {})[path.name[:-1]] = i
        elif is_pattern(path) or path.is_dir():
            yield i, _stems(list_frames(path), sequence)
    # A folder that many sequences share is listed once; no beginning is that of another one.
    for folder, numbers in folders.items():
        heads = sorted(numbers)
        files: dict[str, list[str]] = {head: [] for head in heads}
        for file in list_frames(folder):
            head = heads[max(bisect_right(heads, file) - 1, 0)]
            if file.startswith(head):
                files[head].append(file)
        yield from (
            (numbers[head], _stems(own, sequences[numbers[head]])) for head, own in files.items()
        )


def _stems(files: list[str], sequence: LabelledSequence) -> list[str]:
    return [readable(stem_of(file)) for file in files[sequence.start : sequence.stop]]


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the path that a line gives, with and without its suffix."""
    parts = telling_parts_of(name)
    if parts:
        yield parts
        if parts[-1].endswith(_SUFFIXES):
            yield (*parts[:-1], parts[-1].rpartition(".")[0])


def _kept(
    sequence: LabelledSequence, named: dict[int | None, Entry], note: Note
) -> Iterator[LabelledSequence]:
    """Yield what the lists name of a sequence: the whole, some of its frames, or nothing."""
    if not named:
        return
    entries = list(named.values())
    entry = next((e for e in entries if e.split != entries[0].split), None)
    if entry is not None and is_pattern(sequence.path):
        note(f"{entry.place}: the lists cut {sequence.name}: its images are single frames")
        yield from _single(sequence, named)
        return
    if entry is not None:
        raise InputError(
            f"{entry.place}: {shown(entry.name)} is for {entry.split}, but other frames of "
            f"{sequence.name} are for {entries[0].split}: a split must not cut a sequence"
        )
    if None not in named:
        sequence = sequence.only(frame for frame in named if frame is not None)
    if sequence.frames:
        yield replace(sequence, split=entries[0].split or sequence.split)


def _tell_left_out(
    place: Path,
    sequences: Sequence[LabelledSequence],
    kept: Sequence[list[LabelledSequence]],
    note: Note,
) -> None:
    out = [sequence.name for sequence, own in zip(sequences, kept, strict=True) if not own]
    if out:
        note(
            f"{place}: {len(out)} of {len(sequences)} labelled sequences or images are in no list "
            f"and are left out, such as {out[0]}"
        )
    frames = sum(
        len(sequence.frames) - sum(len(one.frames) for one in own)
        for sequence, own in zip(sequences, kept, strict=True)
        if own
    )
    if frames:
        note(f"{place}: {frames} labelled frames of listed sequences are in no list: left out")


def _single(
    sequence: LabelledSequence, named: dict[int | None, Entry]
) -> Iterator[LabelledSequence]:
    files = list_frames(sequence.path)
    for frame, entry in sorted(named.items(), key=lambda item: (item[0] is None, item[0])):
        if frame is None or frame not in sequence.frames:
            continue
        file = files[frame]
        yield LabelledSequence(
            readable(stem_of(file)),
            folder_of(sequence.path) / file,
            _first(sequence.labels, frame),
            _first(sequence.masks, frame),
            split=entry.split,
            categories=_first(sequence.categories, frame),
            instances=_first(sequence.instances, frame),
            implied_empty=frozenset([0] if frame in sequence.implied_empty else []),
        )


def _first(values: Mapping[int, _Value], frame: int) -> dict[int, _Value]:
    return {0: values[frame]} if frame in values else {}
