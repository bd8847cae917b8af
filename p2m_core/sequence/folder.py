"""Folders of image files, and a single image file as a sequence of one frame."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from p2m_core.errors import InputError
from p2m_core.files import is_there
from p2m_core.sequence.decode import read_image, why
from p2m_core.sequence.place import folder_of, is_junk, is_pattern, matching, readable
from p2m_core.sequence.source import (
    ARRAY_SUFFIX,
    IMAGE_SUFFIXES,
    VIDEO_SUFFIXES,
    Picture,
    Source,
)

_NUMBER = re.compile(r"([0-9]+)")
_DIGITS = str.maketrans("123456789", "000000000")


def open_folder(path: Path) -> Source:
    """Open a folder of images, or those that match a pattern, in natural order.

    This reads the names alone, not the files.

    Raises
    ------
    InputError
        If the folder cannot be listed or holds no such image.
    """
    files, folder = list_frames(path), folder_of(path)
    if not files and folder != path:
        raise InputError(f"{path}: no image in {folder} is called so: check the pattern")
    if not files:
        raise InputError(f"{path}: 0 frames, {_what_else(path)}")
    stems = [readable(file.rpartition(".")[0]) for file in files]
    times = Counter(stem.casefold() for stem in stems)
    names = [
        stem if times[stem.casefold()] == 1 else readable(file)
        for stem, file in zip(stems, files, strict=True)
    ]

    def read(i: int, since: int) -> Iterator[tuple[int, Picture]]:
        yield i, read_image(folder / files[i])

    return Source(names, lambda i: str(folder / files[i]), read, independent=True)


def open_image(path: Path) -> Source:
    """Open one image file as a sequence of one frame."""

    def read(i: int, since: int) -> Iterator[tuple[int, Picture]]:
        yield i, read_image(path)

    return Source([readable(path.stem)], lambda i: str(path), read)


def source_exists(path: Path) -> bool:
    """Return whether there is something at `path`: a file, a folder, or images of a pattern."""
    if not is_pattern(path):
        return is_there(path)
    try:
        return bool(list_frames(path))
    except (InputError, ValueError):
        return False


def list_frames(path: Path) -> list[str]:
    """Return the names of the image files in the folder `path`, in natural order.

    Of a pattern, such as ``images/IR_3_*``, those that match.

    Raises
    ------
    InputError
        If the folder cannot be listed.
    """
    try:
        with os.scandir(folder_of(path)) as entries:
            every = {entry.name: entry for entry in entries}
            # First the names: a folder may hold thousands of sequences.
            names = matching(every, path.name) if is_pattern(path) else every
            files = [name for name in names if _is_frame(every[name])]
    except OSError as error:
        raise InputError(f"{path}: the folder cannot be listed: {why(error)}") from error
    # Names of one shape, as in most folders: sorting them as text gives the natural order, in a
    # tenth of the time.
    shapes = {name.casefold().translate(_DIGITS) for name in files}
    return sorted(sorted(files), key=str.casefold if len(shapes) < 2 else natural_key)


def list_folders(path: Path) -> list[Path]:
    """Return the folders in `path` in natural order, without hidden ones and a system's own.

    Raises
    ------
    InputError
        If the folder cannot be listed.
    """
    return _list(path, lambda entry: _leads_to(entry, entry.is_dir))


def list_files(path: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Return the files in `path` that end so, in either case; see `list_folders`."""
    return _list(
        path,
        lambda entry: entry.name.lower().endswith(suffixes) and _leads_to(entry, entry.is_file),
    )


def _list(path: Path, wanted: "Callable[[os.DirEntry[str]], bool]") -> list[Path]:
    try:
        with os.scandir(path) as entries:
            names = [e.name for e in entries if not is_junk(e.name) and wanted(e)]
    except OSError as error:
        raise InputError(f"{path}: the folder cannot be listed: {why(error)}") from error
    return [path / name for name in sorted(names, key=natural_key)]


def natural_key(name: str) -> tuple[list[str | int], str]:
    """Return a sort key that puts ``img2`` before ``img10``, and ``B1`` before ``c1``.

    Examples
    --------
    >>> sorted(["c1", "img10", "img2", "B1"], key=natural_key)
    ['B1', 'c1', 'img2', 'img10']
    """
    # Text and numbers alternate, text (perhaps "") first, so that only like is compared with like.
    parts: list[str | int] = [*_NUMBER.split(name.casefold())]
    parts[1::2] = map(int, parts[1::2])
    return parts, name  # the name itself settles 1.png against 01.png


def _is_frame(entry: "os.DirEntry[str]") -> bool:
    if not entry.name.lower().endswith(IMAGE_SUFFIXES) or is_junk(entry.name):
        return False
    # A dead link is a frame that is lost; a pipe or a device is none.
    return _leads_to(entry, entry.is_file) or (entry.is_symlink() and not Path(entry.path).exists())


def _leads_to(entry: "os.DirEntry[str]", kind: Callable[[], bool]) -> bool:
    """Return whether an entry is, or leads to, what `kind` tells; a link to itself to nothing."""
    try:
        return kind()
    except OSError:
        if entry.is_symlink():
            return False
        raise


def _what_else(path: Path) -> str:
    """Return what the folder holds instead of images, and what to do."""
    items = (item for item in path.iterdir() if not is_junk(item.name))
    for item in sorted(items, key=lambda item: natural_key(item.name)):
        if item.suffix.lower() in (*VIDEO_SUFFIXES, ARRAY_SUFFIX):
            return f"but it holds {item.name!r}: open that file"
        try:
            if item.is_dir() and list_frames(item):
                return f"but its sub-folder {item.name!r} has images: open {item}"
        except (OSError, InputError):
            continue
    kinds = " ".join(IMAGE_SUFFIXES)
    return f"it holds no image file ({kinds}): choose the folder that holds the frames"
