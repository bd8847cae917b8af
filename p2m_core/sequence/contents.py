"""What a folder of images is: one sequence, several by their names, or single images."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_files, list_frames, natural_key
from p2m_core.sequence.header import Header, read_header
from p2m_core.sequence.place import ANY, readable, sequence_name
from p2m_core.sequence.source import ARRAY_SUFFIX, TIFF_SUFFIXES, VIDEO_SUFFIXES

_LOOKED_AT = 512  # images; of more, so many are taken from all over the folder
_ODD = 0.05  # share of the images of a sequence that may be of another size: damaged, a preview
_FIRST_WORD = re.compile(r"[^\W\d_]{3,}")
_TWO_NUMBERS = re.compile(r"(.*\d[_(-])(\d+)\)?")


class Contents(NamedTuple):
    """The sequences at a path.

    Attributes
    ----------
    paths : list of path
        What `open_sequence` opens, in natural order.
    note : str
        Why they are several, in one line; empty for one.
    """

    paths: list[Path]
    note: str = ""


def sequences_at(path: Path) -> Contents:
    """Return the sequences that the images directly at `path` make.

    They are one sequence, unless they cannot be the frames of one. Images of different sizes, or
    whose names have nothing in common, are a sequence of one frame each. Where names end in two
    numbers, as ``IR_3_00001``, and the last one begins anew, each first one is a sequence. Where
    most names are there with several suffixes, as cameras store raw values beside previews, each
    suffix is one. A TIFF file of several pages is a sequence by itself. Only the heads of the
    files are read, and those of some 500 at most.

    Parameters
    ----------
    path : Path
        A folder. A file is one sequence, and so is a pattern such as ``images/IR_3_*``: who gives
        one says which images belong together.

    Raises
    ------
    InputError
        If the folder cannot be listed.
    """
    if not path.is_dir():
        return Contents([path])
    files = list_frames(path)
    if not files:
        return Contents([])
    headers = _headers(path, files)
    each = [path / file for file in files]
    count = len(files)
    if any(header.pages > 1 for header in headers.values()):
        return Contents(each, f"{path}: TIFF files with several pages: each is a sequence")
    if groups := _groups(files, headers):
        paths = [path / f"{head}{ANY}" for head in groups]
        return Contents(paths, f"{path}: {len(paths)} sequences, by the names of {count} images")
    if suffixes := _pairs(files, headers):
        paths = [path / f"{ANY}{suffix}" for suffix in suffixes]
        return Contents(
            paths, f"{path}: {len(paths)} sequences, images twice as {', '.join(suffixes)}"
        )
    different = _difference(headers.values()) or _unlike(files)
    if different and count > 1:
        note = f"{path}: {count} images of different {different}: each is a sequence of one frame"
        return Contents(each, note)
    return Contents([path])


def openable_at(path: Path) -> Contents:
    """Return what a person means who opens `path`: `sequences_at`, else videos and arrays in it.

    Videos beside images are named in the note: they may be previews of these.

    Raises
    ------
    InputError
        If the folder cannot be listed.
    """
    images = sequences_at(path)
    if not path.is_dir():
        return images
    videos = list_files(path, VIDEO_SUFFIXES)
    if not images.paths:
        paths = sorted([*videos, *list_files(path, (ARRAY_SUFFIX,))], key=_by_name)
        note = f"{path}: {len(paths)} videos or arrays: each is a sequence"
        return Contents(paths, note if len(paths) > 1 else "")
    notes = [images.note] if images.note else []
    notes += [f"{file}: beside images, left out: open it by itself" for file in videos[:1]]
    return Contents(images.paths, "; ".join(notes))


def _by_name(path: Path) -> tuple[list[str | int], str]:
    return natural_key(path.name)


def only_sequence(path: Path) -> Path:
    """Return the one sequence at `path`.

    Raises
    ------
    InputError
        If `sequences_at` finds several there; the message says how to name one, or all as one.
    """
    found = sequences_at(path)
    if len(found.paths) > 1:
        raise InputError(
            f"{found.note}: name one of them, such as {found.paths[0]}, or {path / ANY} to take "
            "all images as one"
        )
    return found.paths[0] if found.paths else path


def names_of(paths: Iterable[Path]) -> list[str]:
    """Return a name for each sequence, all different: `sequence_name`, if need be with more."""
    taken: set[str] = set()
    names = []
    for path in paths:
        name, count = sequence_name(path), 1
        if name in taken:
            name = stem = readable(path.name)
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        names.append(name)
    return names


def _headers(folder: Path, files: list[str]) -> dict[str, Header]:
    """Return the heads of the images that are looked at, as far as they can be read."""
    step = -(-len(files) // _LOOKED_AT)
    some = files if step == 1 else [*files[:-1:step], files[-1]]
    if len(files) == 1 and not files[0].lower().endswith(TIFF_SUFFIXES):
        some = []  # whatever it is, it is one frame
    found = ((file, read_header(folder / file)) for file in some)
    return {file: header for file, header in found if header is not None}


def _difference(headers: Iterable[Header]) -> str:
    """Return what keeps images from being frames of one sequence; empty if nothing does."""
    headers = list(headers)
    for what, kinds in (
        ("sizes", Counter((header.width, header.height) for header in headers)),
        ("depths", Counter(-(-header.bits // 8) for header in headers)),
    ):
        if kinds and len(headers) - kinds.most_common(1)[0][1] > _ODD * len(headers):
            return what
    return ""


def _groups(files: list[str], headers: Mapping[str, Header]) -> list[str]:
    """Return the beginnings of the names of each sequence; empty if names do not tell several."""
    groups: dict[str, list[str]] = defaultdict(list)
    numbers: Counter[int] = Counter()
    for file in files:
        match = _TWO_NUMBERS.fullmatch(file.rpartition(".")[0])
        if match is None:
            return []
        groups[match[1]].append(file)
        numbers[int(match[2])] += 1
    begins_anew = len(groups) > 1 and max(numbers.values()) > 1
    if not begins_anew or min(map(len, groups.values())) < 2 or any(ANY in head for head in groups):
        return []
    for group in groups.values():
        if _difference(headers[file] for file in group if file in headers):
            return []
    # The pattern of one must not take the images of another.
    heads = sorted(groups)
    if any(after.startswith(head) for head, after in pairwise(heads)):
        return []
    return list(groups)


def _pairs(files: list[str], headers: Mapping[str, Header]) -> list[str]:
    """Return the suffixes if most images are there with several, and each makes a sequence."""
    groups: dict[str, list[str]] = defaultdict(list)
    for file in files:
        stem, _, suffix = file.rpartition(".")
        groups[f".{suffix}"].append(stem)
    several = Counter(stem for stems in groups.values() for stem in stems)
    if sum(count for count in several.values() if count > 1) <= len(files) / 2:
        return []
    for suffix, stems in groups.items():
        some = (headers[file] for stem in stems if (file := stem + suffix) in headers)
        if len(stems) < 2 or _difference(some):
            return []
    return list(groups)


def _unlike(files: list[str]) -> str:
    """Return ``names`` if most names share no first word with others, as frames' names do."""
    words = [_FIRST_WORD.search(file.rpartition(".")[0].casefold()) for file in files]
    alike = Counter(word[0] if word else "" for word in words)
    return "names" if len(alike) > 1 and len(alike) > len(files) / 2 else ""
