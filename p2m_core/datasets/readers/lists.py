"""Lists of a data set: which images or sequences it has, and which are for training and testing.

::

    ROOT/img_idx/train_<NAME>.txt, test_<NAME>.txt      BasicIRSTD, DNANet, SIRSTD-Pixel
    ROOT/splits/train.txt, test.txt                     SIRSTD-Pixel as published, SIRST v2
    ROOT/50_50/train.txt, test.txt                      NUDT-SIRST; other shares alike
    ROOT/idx_427/trainval.txt, test.txt                 SIRST
    ROOT/video_idx/train.txt, test.txt                  sequences
    ROOT/ImageSets/Main/train.txt                       Pascal VOC
    ROOT/train.txt, test.txt, val.txt, dev.txt          anywhere else
    ROOT/<any>/train.txt, test.txt, val.txt             where their lines name images

A line is the name of an image, of a sequence, or ``<sequence>/<frame>``, perhaps with a suffix and
the folders of another machine. What no list names is left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from p2m_core.datasets.readers.files import read_text, shown
from p2m_core.datasets.readers.names import telling_parts_of
from p2m_core.datasets.readers.rules import Note, no_note
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_files, list_folders

# In this order; the first one that holds lists is used.
_FOLDERS = tuple(
    re.compile(pattern)
    for pattern in (
        "img_?idx.*", "splits?([_-].*)?", r"idx_?\d+", r"50[_-]50", r"\d+[_-]\d+",
        "(video|seq)_?idx", "lists?", "imagesets",
    )
)  # fmt: skip
_PARTS = {
    "train": "train", "training": "train", "trainval": "train", "test": "test", "testing": "test",
    "val": "val", "valid": "val", "validation": "val", "dev": "", "all": "", "trainvaltest": "",
}  # fmt: skip
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_TEXTS = (".txt", ".lst", ".list")
_OTHERS = (".csv", ".json", ".yaml", ".yml", ".mat", ".npy", ".xlsx")
_MOST_BYTES = 256 * 2**20


class List(NamedTuple):
    """One list: its file, its part ("" where it gives no split), what else its name holds.

    `certain` says whether its folder is called as those of lists are; others may hold anything.
    """

    file: Path
    part: str
    tag: str
    certain: bool


@dataclass(frozen=True)
class Entry:
    """A line of a list."""

    name: str
    split: str | None
    file: Path
    line: int

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return f"{self.file}, line {self.line}"


def has_lists(root: Path) -> bool:
    """Return whether a folder has lists."""
    return bool(chosen_lists(root, no_note))


def names_in_lists(root: Path) -> set[str]:
    """Return all comparable names of folders and files in the lists of a folder."""
    lines = (name for one in chosen_lists(root, no_note) for _, name in _names(one.file))
    return {part for line in lines for part in telling_parts_of(line)}


def chosen_lists(root: Path, note: Note, anywhere: bool = False) -> list[List]:
    """Return the lists to use; none where there are none.

    `anywhere`: also in folders that are not called as those of lists are.
    """
    found: list[list[List]] = []
    for folder in sorted(list_folders(root), key=_preference):
        if _preference(folder) < len(_FOLDERS):
            for home in (folder, folder / "Main", folder / "Segmentation"):
                if home.is_dir() and (own := list(_in(home, note))):
                    found.append(own)
            _tell_others(folder, note)
    if own := [one for one in _in(root, no_note, certain=False) if _begins(one.file)]:
        found.append(own)
    for folder in list_folders(root) if anywhere else ():
        # No folder with folders in it: that may be a set with its own lists.
        named = any((folder / f"{part}.txt").is_file() for part in ("train", "test", "val"))
        if named and _preference(folder) == len(_FOLDERS) and not list_folders(folder):
            texts = _in(folder, no_note, certain=False)
            found.append([one for one in texts if one.file.stem.casefold() in _PARTS])
    for other in found[1:]:
        first, place = found[0][0].file.parent, other[0].file.parent
        where = place if place != root else other[0].file
        note(f"{where}: these lists are not used, those of {first} are")
    return found[0] if found else []


def _preference(folder: Path) -> int:
    """Return the place of a folder in `_FOLDERS`; behind all others if it has none."""
    fits = (i for i, name in enumerate(_FOLDERS) if name.fullmatch(folder.name.casefold()))
    return next(fits, len(_FOLDERS))


def _in(folder: Path, note: Note, certain: bool = True) -> Iterator[List]:
    for file in list_files(folder, _TEXTS):
        words = re.split(r"[^a-z]+", file.stem.casefold())
        part = next((_PARTS[word] for word in words if word in _PARTS), None)
        if part is None:
            note(f"{file}: not used as a list: its name says neither train, val nor test")
            continue
        tag = _PART.sub("", file.stem.casefold(), count=1)
        yield List(file, part, tag.strip(" _-."), certain)


def _begins(file: Path) -> bool:
    """Return whether a name begins with that of a part, as others may be anything."""
    return re.split(r"[^a-z]+", file.stem.casefold())[0] in _PARTS


def _tell_others(folder: Path, note: Note) -> None:
    """Note what lies in a folder of lists, may be one, and is none."""
    others = list_files(folder, _OTHERS)
    others += [below for below in list_folders(folder) if below.suffix in _TEXTS]
    if others:
        note(f"{folder}: {len(others)} items are not read as lists, such as {others[0].name}")


def tell_other_lists(root: Path, note: Note) -> None:
    """Note files of a data set's folder that may be lists, but are no texts of names."""
    for file in list_files(root, (*_TEXTS, *_OTHERS)):
        named = file.suffix.lower() not in _TEXTS and _begins(file)
        if named or re.fullmatch(r"splits?[^a-z]*", file.stem.casefold()):
            note(f"{file}: not read: lists are texts of names, train.txt and test.txt")


def read_entries(root: Path, lists: list[List], note: Note) -> dict[str, Entry]:
    """Return the lines of the lists by name; of sets of lists that contradict, those of one.

    Raises
    ------
    InputError
        If a list cannot be read, or a name is in two parts.
    """
    by_tag: dict[str, list[List]] = defaultdict(list)
    for one in lists:
        by_tag[one.tag].append(one)
    found = {tag: _merged(own, note) for tag, own in by_tag.items()}
    union: dict[str, Entry] = {}
    for own in found.values():
        for name, entry in own.items():
            other = union.setdefault(name, entry)
            if other.split != entry.split and None not in (other.split, entry.split):
                own_name = root.name.casefold()
                tag = own_name if own_name in found else max(found, key=lambda t: len(found[t]))
                used = " and ".join(one.file.name for one in by_tag[tag])
                note(
                    f"{entry.place}: {shown(name)} is for {entry.split}, but for {other.split} in "
                    f"{other.file.name}: of the lists in {entry.file.parent}, {used} are used"
                )
                return found[tag]
            if other.split is None:
                union[name] = entry
    return union


def _merged(lists: list[List], note: Note) -> dict[str, Entry]:
    """Return the lines of lists that belong together, by name."""
    parts = {one.part for one in lists}
    val = "test"
    if {"val", "test"} <= parts:
        val = "train"
        file = next(one.file for one in lists if one.part == "val")
        note(f"{file}: its images are for training, as there is a list for testing")
    elif "val" in parts:
        # What is held out of the training is not in it, whatever else a list joins.
        lists = [one for one in lists if "trainval" not in one.file.stem.casefold()] or lists
    found: dict[str, Entry] = {}
    for one in sorted(lists, key=lambda one: list(_PARTS.values()).index(one.part)):
        split = (val if one.part == "val" else one.part) or None
        for line, name in _names(one.file):
            entry = Entry(name, split, one.file, line)
            known = found.setdefault(name, entry)
            if known.split is None:
                found[name] = entry
            elif split is not None and known.split != split:
                raise InputError(
                    f"{entry.place}: {shown(name)} is in the {known.split} list too "
                    f"({known.place}): take it out of one"
                )
    return found


def _names(file: Path) -> Iterator[tuple[int, str]]:
    if file.stat().st_size > _MOST_BYTES:
        raise InputError(f"{file}: over {_MOST_BYTES >> 20} MiB, too large for a list of names")
    for number, line in enumerate(read_text(file).splitlines(), start=1):
        if name := line.strip():
            yield number, name
