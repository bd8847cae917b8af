"""Shared by several readers: images below a folder, lists of names, tables of numbers."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from p2m_core.datasets.readers.text import decode, read_bytes
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_files, list_folders, list_frames
from p2m_core.sequence.place import readable


@dataclass(frozen=True)
class Images:
    """One sequence of an ``images`` folder, and the names of its frames.

    Attributes
    ----------
    name : str
        The folder's; the image's own name for a single image.
    path : path
        The folder, or the one image.
    frames : dict of str to int
        Frame number by the full name below ``images``, without suffix: ``<sequence>/<frame>``, or
        the image's name.
    """

    name: str
    path: Path
    frames: dict[str, int]


def find_images(folder: Path) -> list[Images]:
    """Return what lies in an ``images`` folder, in natural order.

    Each image directly in it is a sequence of one frame; each folder of images below is one
    sequence.

    Raises
    ------
    InputError
        If the folder cannot be listed, or two images of one folder have the same name.
    """
    found = []
    for file in list_frames(folder):
        stem = Path(file).stem
        found.append(Images(readable(stem), folder / file, {stem: 0}))
    names = [images.name for images in found]
    _refuse_twins(folder, names)
    for below in folders(folder, deep=True):
        files = [Path(file).stem for file in list_frames(below)]
        if files:
            _refuse_twins(below, files)
            name = below.relative_to(folder).as_posix()
            frames = {f"{name}/{file}": i for i, file in enumerate(files)}
            found.append(Images(readable(name), below, frames))
    return found


def _refuse_twins(folder: Path, stems: list[str]) -> None:
    if len(set(stems)) < len(stems):
        twin = next(stem for stem in stems if stems.count(stem) > 1)
        raise InputError(f"{folder}: two images have the name {twin!r}: remove one of them")


def folders(path: Path, deep: bool = False) -> Iterator[Path]:
    """Yield the folders in `path` as `list_folders` does; `deep`: all below.

    Where several links lead to one folder, or back to one above, what is in it comes once.

    Raises
    ------
    InputError
        If a folder cannot be listed.
    """
    if path.is_dir():
        yield from _below(path, deep, set())


def _below(path: Path, deep: bool, entered: set[Path]) -> Iterator[Path]:
    entered.add(path.resolve())
    for below in list_folders(path):
        yield below
        if deep and below.resolve() not in entered:
            yield from _below(below, deep, entered)


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


def first_folder(path: Path, *names: str) -> Path | None:
    """Return the first of the folders `names` that `path` has."""
    return next((path / name for name in names if (path / name).is_dir()), None)


@dataclass(frozen=True)
class Listed:
    """A name of a list, and where it stands."""

    name: str
    split: str | None
    place: str


def read_lists(root: Path, suffixes: tuple[str, ...]) -> dict[str, Listed] | None:
    """Return the names that a data set's lists hold, in order; None if it has no list.

    The lists are ``img_idx/train*.txt`` and ``img_idx/test*.txt``, else ``train*.txt`` and
    ``test*.txt`` in the root, else ``dev.txt``, which gives no split. One of `suffixes`
    may stand behind a name.

    Raises
    ------
    InputError
        If a list cannot be read, all of them are empty, or a name is in two parts.
    """
    files: list[tuple[Path, str | None]] = []
    for folder in (root / "img_idx", root):
        if not files:
            files = [(f, part) for part in ("train", "test") for f in _lists(folder, part)]
    if not files:
        files = [(file, None) for file in [root / "dev.txt"] if file.is_file()]
    if not files:
        return None
    found: dict[str, Listed] = {}
    for file, split in files:
        for number, line in enumerate(read_text(file).splitlines(), start=1):
            name = line.strip()
            if not name:
                continue
            # A name may hold dots; only a suffix that is one of images is taken off.
            if name.lower().endswith(suffixes):
                name = name.rpartition(".")[0]
            known = found.setdefault(name, Listed(name, split, f"{file}, line {number}"))
            if known.split != split:
                raise InputError(
                    f"{file}, line {number}: {name!r} is in the {known.split} list too "
                    f"({known.place}): take it out of one"
                )
    if not found:
        raise InputError(f"{files[0][0]}: the list is empty: give one name a line")
    return found


def _lists(folder: Path, part: str) -> list[Path]:
    return sorted(folder.glob(f"{part}.txt")) + sorted(folder.glob(f"{part}_*.txt"))


def split_of(images: Images, listed: dict[str, Listed] | None) -> str | None:
    """Return the part that a sequence belongs to.

    Raises
    ------
    InputError
        If a split cuts the sequence.
    """
    entries = [listed[name] for name in images.frames if name in listed] if listed else []
    for entry in entries:
        if entry.split != entries[0].split:
            raise InputError(
                f"{entry.place}: {entry.name!r} is for {entry.split}, but other frames of "
                f"{images.name} are for {entries[0].split}: a split must not cut a sequence"
            )
    return entries[0].split if entries else None


def split_named(name: str) -> str | None:
    """Return the part that a folder or file called `name` is for; "val" counts as "test".

    Examples
    --------
    >>> [split_named(name) for name in ("train", "instances_val2017", "contest")]
    ['train', 'test', None]
    """
    words = "".join(c if c.isalpha() else " " for c in name.lower()).split()
    for word, split in (("train", "train"), ("test", "test"), ("val", "test")):
        if word in words:
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
