"""Open labelled data sets, whatever their format: see `p2m_core.datasets.readers`."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers import READERS
from p2m_core.datasets.readers.files import DEEPEST, folders, split_named
from p2m_core.datasets.readers.listed import apply_lists
from p2m_core.datasets.readers.rules import Note, Rules, no_note
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_files, list_folders
from p2m_core.sequence.place import readable
from p2m_core.words import counted

__all__ = ["Found", "Note", "Rules", "find_datasets", "no_note", "open_dataset", "part"]


_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
_OF_LABELS = (".txt", ".json", ".jsonl", ".xml", ".csv", ".mat", ".h5", ".npy", ".tfrecord")


class Found(NamedTuple):
    """What one reader found: the folder or file that it recognised, its format, its sequences."""

    path: Path
    format: str
    sequences: list[LabelledSequence]


def open_dataset(
    path: Path | str,
    format: str | Iterable[str] | None = None,
    rules: Rules | None = None,
    note: Note = no_note,
) -> list[LabelledSequence]:
    """Return the labelled sequences of a data set; images and masks are not read yet.

    A folder in no known layout is searched for folders that are in one, at any depth; the names
    of their sequences begin with the path to them. Folders called train, test or val (which counts
    as test) then give the split, unless the data set in them does. Unlabelled images are left out.

    Parameters
    ----------
    path : path
        A folder, or a COCO file.
    format : str or several, optional
        Names in `READERS`; all by default. The first that recognises a folder reads it: where
        there are masks and boxes of the same images, the masks.
    rules : Rules, optional
        How numbers are meant that the formats leave open.
    note : callable, optional
        Called with one line on each thing that is left out or taken for what it most likely is.

    Raises
    ------
    InputError
        If no data set is found, or it has a fault. The message names file and line.
    """
    found = find_datasets(path, format, rules, note)
    return [sequence for one in found for sequence in one.sequences]


def find_datasets(
    path: Path | str,
    format: str | Iterable[str] | None = None,
    rules: Rules | None = None,
    note: Note = no_note,
) -> list[Found]:
    """Return what `open_dataset` does, folder by folder, with the format of each.

    Raises
    ------
    InputError
        As `open_dataset`.
    """
    root = Path(path)
    rules = rules or Rules()
    formats = [format] if isinstance(format, str) else list(format or READERS)
    for name in formats:
        if name not in READERS:
            raise InputError(f"no format {name!r}; there are: {', '.join(READERS)}")
    if not root.exists():
        raise InputError(f"{root}: no such data set: check the path")
    if root.suffix.lower() in _ARCHIVES and root.is_file():
        raise InputError(f"{root} is an archive: unpack it, and take the folder")
    found = _search(root, formats, rules, lambda line: note(readable(line)), set())
    if not found:
        layouts = "; ".join(READERS[name].layout for name in formats)
        raise InputError(
            f"{root}: no labelled data set in it{_strange(root)}; known layouts: {layouts}"
        )
    return found


def _strange(root: Path) -> str:
    """Return words on the first file that may hold labels, if there is one."""
    folders_there = (root, *list_folders(root)) if root.is_dir() else ()
    for folder in folders_there:
        for file in list_files(folder, _OF_LABELS):
            name = file.relative_to(root)
            return f" ({name} does not look like any of them; --format NAME tells why)"
    return ""


def _search(
    root: Path, formats: list[str], rules: Rules, note: Note, entered: set[Path], depth: int = 0
) -> list[Found]:
    entered.add(root.resolve())
    for name in formats:
        if READERS[name].recognises(root):
            return _listed(root, [Found(root, name, READERS[name].read(root, rules, note))], note)
    found: list[Found] = []
    for folder in folders(root):
        if folder.resolve() in entered:
            note(f"{folder}: leads to a folder that is searched already: it is read once")
            continue
        if depth == DEEPEST:
            note(f"{folder}: not looked into: it is more than {depth} folders deep")
            continue
        split = split_named(folder.name)
        for one in _search(folder, formats, rules, note, entered, depth + 1):
            alone = len(one.sequences) == 1
            sequences = [
                replace(s, name=_below(folder, s, alone), split=s.split or split)
                for s in one.sequences
            ]
            found.append(one._replace(sequences=sequences))
    return _listed(root, found, note)


def _listed(root: Path, found: list[Found], note: Note) -> list[Found]:
    """Return what the lists of a folder name of what is found in it."""
    kept = apply_lists(root, [one.sequences for one in found], note)
    return [one._replace(sequences=own) for one, own in zip(found, kept, strict=True)]


def _below(folder: Path, sequence: LabelledSequence, alone: bool) -> str:
    """Return the name of a sequence found in `folder`, seen from the one above."""
    if sequence.name == folder.name and (alone or sequence.path.is_dir()):
        return sequence.name  # the folder is the sequence
    return f"{folder.name}/{sequence.name}"


def part(sequences: Iterable[LabelledSequence], split: str) -> list[LabelledSequence]:
    """Return the sequences of one part of a data set, "train" or "test".

    Raises
    ------
    InputError
        If the split has no sequence.
    """
    every = list(sequences)
    chosen = [sequence for sequence in every if sequence.split == split]
    if not chosen:
        known = sorted({sequence.split or "none" for sequence in every})
        raise InputError(
            f"of {counted(len(every), 'sequence')} none is for {split!r} (their splits: "
            f"{', '.join(known) or 'none'}): add it to the data set's lists, or name another part"
        )
    return chosen
