"""Shared by several readers: images below a folder, lists of names, tables of numbers."""

import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from p2m_core.datasets.readers.text import decode, read_bytes
from p2m_core.errors import InputError
from p2m_core.sequence.contents import sequences_at
from p2m_core.sequence.folder import list_files, list_folders, list_frames
from p2m_core.sequence.header import read_header
from p2m_core.sequence.place import ANY, folder_of, is_junk, is_pattern, readable, sequence_name

# SIRSTD-Pixel as its authors publish it: IR_<sequence>_<frame>.
_PUBLISHED = re.compile(r"IR_[0-9]+_", re.IGNORECASE)
DEEPEST = 32
"""Levels of folders that are searched."""

_LAST_NUMBER = re.compile(r"(.*[^0-9])[0-9]+\)?")
_PART = re.compile(r"(train|training|trainval|test|testing|val|valid|validation)[0-9]*")


@dataclass(frozen=True)
class Images:
    """One sequence of an ``images`` folder, and the names of its frames.

    Attributes
    ----------
    name : str
        The folder's; the image's own name for a single image.
    path : path
        The folder, the one image, or a pattern such as ``images/IR_3_*``.
    frames : dict of str to int
        Frame number by the full name below ``images``, without suffix: ``<sequence>/<frame>``, or
        the image's name.
    split : str or None
        What a folder called ``train``, ``test`` or ``val`` below ``images`` says.
    """

    name: str
    path: Path
    frames: dict[str, int]
    split: str | None = None

    def files(self) -> list[Path]:
        """Return the image of each frame, in order."""
        if not self.path.is_dir() and not is_pattern(self.path):
            return [self.path]
        home = folder_of(self.path)
        return [home / file for file in list_frames(self.path)]


def find_images(folder: Path) -> list[Images]:
    """Return what lies in an ``images`` folder, in natural order.

    Images directly in it are a sequence of one frame each, unless their names put them together,
    such as ``IR_3_00001`` (see `_of_names`). Each folder of images below is one sequence, unless
    it is called after a part, such as ``train``, or its images differ in size or depth.

    Raises
    ------
    InputError
        If the folder cannot be listed, or two images of one folder have the same name.
    """
    found = _of_names(folder, "", None)
    for below in folders(folder, deep=True):
        name = below.relative_to(folder).as_posix()
        parts = [part for part in name.split("/") if _PART.fullmatch(part.casefold())]
        split = split_named(parts[0]) if parts else None
        if below.name in parts or sizes_differ(below):
            found += _of_names(below, f"{name}/", split)
        elif stems := [stem_of(file) for file in list_frames(below)]:
            _refuse_twins(below, stems)
            frames = {f"{name}/{stem}": i for i, stem in enumerate(stems)}
            found.append(Images(readable(name), below, frames, split))
    return found


def stem_of(file: str) -> str:
    """Return the name of a file without its suffix: ``b.1`` of ``b.1.png``."""
    return file.rpartition(".")[0]


def _of_names(folder: Path, prefix: str, split: str | None) -> list[Images]:
    """Return single images, or the sequences that their names put together."""
    files = list_frames(folder)
    stems = [stem_of(file) for file in files]
    _refuse_twins(folder, stems)
    patterns = {path.name[:-1] for path in sequences_at(folder).paths if is_pattern(path)}
    groups: dict[str, list[str]] = {}
    for file, stem in zip(files, stems, strict=True):
        match = _LAST_NUMBER.fullmatch(stem)
        together = match and (match[1] in patterns or _PUBLISHED.fullmatch(match[1]))
        groups.setdefault(match[1] if match and together else file, []).append(file)
    heads = sorted(groups)
    # The pattern of one sequence must not take images of another.
    nested = {a for a, b in pairwise(heads) if b.startswith(a)}
    found = []
    for head, own in groups.items():
        names = [stem_of(file) for file in own]
        if head == own[0] or head in nested or ANY in head or sizes_differ(folder, own):
            found += [
                Images(readable(f"{prefix}{n}"), folder / f, {f"{prefix}{n}": 0}, split)
                for f, n in zip(own, names, strict=True)
            ]
        else:
            path = folder / f"{head}{ANY}"
            name = readable(prefix) + sequence_name(path)
            found.append(
                Images(name, path, {f"{prefix}{n}": i for i, n in enumerate(names)}, split)
            )
    return found


def sizes_differ(folder: Path, files: list[str] | None = None) -> bool:
    """Return whether the first, the middle and the last image differ in size or depth."""
    files = list_frames(folder) if files is None else files
    some = {files[0], files[len(files) // 2], files[-1]} if files else set()
    headers = [header for file in some if (header := read_header(folder / file)) is not None]
    return len({(header.width, header.height, header.bits > 8) for header in headers}) > 1


def _refuse_twins(folder: Path, stems: list[str]) -> None:
    if len(set(stems)) < len(stems):
        twin = Counter(stems).most_common(1)[0][0]
        raise InputError(f"{folder}: two images have the name {twin!r}: remove one of them")


def folders(path: Path, deep: bool = False) -> Iterator[Path]:
    """Yield the folders in `path` as `list_folders` does; `deep`: all below.

    Where several links lead to one folder, or back to one above, what is in it comes once.

    Raises
    ------
    InputError
        If a folder cannot be listed, or they nest too deep.
    """
    if path.is_dir():
        yield from _below(path, deep, set(), (path.resolve(),))


def _below(path: Path, deep: bool, entered: set[Path], above: tuple[Path, ...]) -> Iterator[Path]:
    if len(above) > DEEPEST + 1:
        raise InputError(f"{above[0]}: folders nest over {DEEPEST} deep: name one further down")
    entered.add(above[-1])
    for below in list_folders(path):
        real = below.resolve()
        if real in above:
            continue  # a link that leads back
        yield below
        if deep and real not in entered:
            yield from _below(below, deep, entered, (*above, real))


def walk(root: Path, seen: set[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield the folder, the real one, and the name of each file below, once, in order.

    Links to folders are followed, as people link their images; what systems make for themselves is
    passed over. `seen` holds the real folders of earlier walks, which are not entered again.
    """
    seen = set() if seen is None else seen
    for folder, below, files in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            below.clear()
            continue
        seen.add(real)
        below[:] = sorted(name for name in below if not is_junk(name))
        yield from ((folder, real, file) for file in sorted(files) if not is_junk(file))


def files_below(folder: Path, suffixes: Iterable[str]) -> dict[str, Path]:
    """Return the files anywhere below `folder` by their path below it without suffix.

    Raises
    ------
    InputError
        If two files differ in their suffix only.
    """
    wanted = tuple(suffixes)
    found: dict[str, Path] = {}
    homes = [folder, *folders(folder, deep=True)] if folder.is_dir() else []
    for file in sorted(file for home in homes for file in list_files(home, wanted)):
        name = file.relative_to(folder).with_suffix("").as_posix()
        if name in found:
            raise InputError(f"{file}: {found[name].name} has the same name: remove one")
        found[name] = file
    return found


def files_in(folder: Path, *suffixes: str) -> list[Path]:
    """Return the files in `folder` that end so, as `list_files` does; none without the folder."""
    return list_files(folder, suffixes) if folder.is_dir() else []


def first_folder(path: Path, *names: str) -> Path | None:
    """Return the first of the folders `names` that `path` has."""
    return next((path / name for name in names if (path / name).is_dir()), None)


_SPLIT_WORDS = {
    "train": ("train", "training", "trainval"),
    "test": ("test", "testing", "val", "valid", "validation"),
}


def split_named(name: str) -> str | None:
    """Return the part that a folder or file called `name` is for; "val" counts as "test".

    Examples
    --------
    >>> [split_named(name) for name in ("train", "instances_val2017", "contest")]
    ['train', 'test', None]
    """
    words = "".join(c if c.isalpha() else " " for c in name.lower()).split()
    for split, known in _SPLIT_WORDS.items():
        if any(word in words for word in known):
            return split
    return None


def read_text(path: Path) -> str:
    """Return a text file, in whatever encoding; see `p2m_core.datasets.readers.text`.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return decode(read_bytes(path))


def shown(value: object) -> str:
    """Return a value of a file for a message: on one line, and not too long.

    Examples
    --------
    >>> shown("1" * 5000)
    "'1111111111111111111111111111111111111..."
    """
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:38]}..."


def number(text: object, what: str, place: str) -> float:
    """Return a finite number.

    Raises
    ------
    InputError
        If it is not one; the message begins with `place` and names `what`.
    """
    if type(text) is float and math.isfinite(text):
        return text
    try:
        # Not all that Python takes for a number is one: 1_000, the digits of other scripts, true.
        plain = not isinstance(text, bool) and (
            not isinstance(text, str) or (text.isascii() and "_" not in text)
        )
        value = float(text) if plain else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{place}: {what} is {shown(text)}, not a number: correct it")
    return value


def whole(text: object, what: str, place: str, least: int) -> int:
    """Return a whole number that is at least `least`; see `number`."""
    value = number(text, what, place)
    if value != int(value) or value < least:
        raise InputError(f"{place}: {what} is {shown(text)}, not a whole number from {least} on")
    return int(value)


def size(text: object, what: str, place: str) -> float:
    """Return a number above 0; see `number`."""
    value = number(text, what, place)
    if value <= 0.0:
        raise InputError(f"{place}: {what} is {shown(text)}: a box must be larger than 0")
    return value
