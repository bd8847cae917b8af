"""The labels of an import's sources, and what lies beside them and is not read."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import Found, find_datasets
from p2m_core.datasets.readers import READERS, mot
from p2m_core.datasets.readers.files import walk
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.errors import InputError
from p2m_core.preannotate import labels
from p2m_core.sequence import sequence_name
from p2m_core.sequence.decode import why
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.place import is_pattern, readable
from p2m_core.sequence.source import ARRAY_SUFFIX, IMAGE_SUFFIXES, VIDEO_SUFFIXES

UNLABELLED = "unlabelled"
"""Stands for the format of images without a label."""

_PICTURES = (*IMAGE_SUFFIXES, *VIDEO_SUFFIXES, ARRAY_SUFFIX)
_PAPERS = ("readme", "license", "licence", "citation", "copying")
_APART = ("coco", "cvat", "labelme")  # their files name the images
_FOLDERS = 20  # that are told one by one


def find(
    sources: Sequence[Path],
    format: str | None,
    rules: Rules,
    images: Path | None,
    note: Note,
    unlabelled: bool = False,
) -> list[Found]:
    """Return what the readers find at each source.

    With `unlabelled`, also the single images without a label that lie beside labelled ones.

    Raises
    ------
    InputError
        If a source is no labelled data set, or has a fault; see `preview`.
    """
    if not sources:
        raise InputError("nothing to import: name a folder or a file with labels")
    found: list[Found] = []
    known: set[str] = set()
    for source in sources:
        try:
            source.stat()
        except OSError as error:
            raise InputError(f"{source}: no such data set: {why(error)}") from error
        place = os.path.realpath(source)
        if place in known:
            note(f"{source}: it is named twice: it is read once")
            continue
        known.add(place)
        if images is not None:
            found.append(_beside(source, format, rules, images, note))
            continue
        own = find_datasets(source, format, rules, note)
        found += own
        if source.is_dir():
            for line in _other_formats(own, format):
                note(line)
            left = _not_read(source, own)
            if unlabelled:
                found += left.bare()
            for line in left.lines(source, unlabelled):
                note(line)
    return found


def _beside(source: Path, format: str | None, rules: Rules, images: Path, note: Note) -> Found:
    """Return the labels in `source` of images that lie elsewhere."""
    if not images.is_dir():
        raise InputError(f"--images {images}: there is no such folder: check the path")
    if not source.exists():
        raise InputError(f"{source}: no such file or folder: check the path")
    name = format or next((name for name in _APART if READERS[name].recognises(source)), None)
    if name is None and source.is_dir() and _is_yolo(source):
        name = "yolo"
    if name in (*_APART, "yolo"):
        return Found(source, name, READERS[name].read(source, replace(rules, images=images), note))
    if source.suffix.lower() == ".csv":
        return Found(source, "points", labels.with_points(images, source))
    kind = "mot" if source.suffix.lower() == ".txt" or _has(source, f"*{mot.SUFFIX}") else "voc"
    return Found(source, kind, labels.with_boxes(images, source, rules, note))


def _has(folder: Path, pattern: str) -> bool:
    return next(folder.glob(pattern), None) is not None


def _is_yolo(folder: Path) -> bool:
    return not _has(folder, f"*{mot.SUFFIX}") and any(
        _has(folder, pattern) for pattern in ("*.txt", "labels/*.txt")
    )


def _other_formats(found: Sequence[Found], format: str | None) -> Iterator[str]:
    """Yield a line on each folder that holds labels of another format, too."""
    if format is not None:
        return
    for one in found:
        for name, reader in READERS.items():
            if name != one.format and reader.recognises(one.path):
                yield (
                    f"{one.path} is read as {one.format}; it has labels of the format {name} too: "
                    f"choose the format {name} for these instead"
                )


class _NotRead(NamedTuple):
    """Pictures that are not read, by folder; how many of a folder are; the other files by suffix.

    A picture beside ones that are read has no label. All others may be anything.
    """

    pictures: dict[str, list[str]]
    taken: dict[str, int]
    others: dict[str, list[str]]

    def bare(self) -> list[Found]:
        """Return the pictures without a label as sequences without labels."""
        return [
            Found(
                Path(folder),
                UNLABELLED,
                [LabelledSequence(sequence_name(Path(folder, f)), Path(folder, f)) for f in files],
            )
            for folder, files in self.pictures.items()
            if folder in self.taken
        ]

    def lines(self, source: Path, unlabelled: bool) -> Iterator[str]:
        """Yield a line on each folder with pictures, and each kind of other file."""
        pictures = {
            folder: files
            for folder, files in self.pictures.items()
            if not (unlabelled and folder in self.taken)
        }
        for folder, files in list(pictures.items())[:_FOLDERS]:
            yield readable(
                f"{folder}: {_left_out(len(files), self.taken.get(folder, 0))}, such as {files[0]}"
            )
        if len(pictures) > _FOLDERS:
            more = list(pictures.values())[_FOLDERS:]
            count = sum(map(len, more))
            yield f"{source}: {count} pictures in {len(more)} more folders are left out"
        for suffix, paths in self.others.items():
            kind = f"{suffix} files are" if suffix else "files without a suffix are"
            if len(paths) == 1:
                yield readable(f"{paths[0]} is not read")
            else:
                yield readable(f"{source}: {len(paths)} {kind} not read, such as {paths[0]}")


def _not_read(source: Path, found: Sequence[Found]) -> _NotRead:
    used = _pictures(found)
    suffixes = {".lirst"} | {s for one in found for s in READERS[one.format].suffixes}
    left = _NotRead({}, {}, {})
    for folder, real, file in walk(source):
        path, suffix = os.path.join(folder, file), os.path.splitext(file)[1].lower()  # noqa: PTH118, PTH122
        if suffix in _PICTURES:
            if f"{real}{os.sep}{file}" in used:
                left.taken[folder] = left.taken.get(folder, 0) + 1
            else:
                left.pictures.setdefault(folder, []).append(file)
        elif suffix not in suffixes and not file.lower().startswith(_PAPERS):
            left.others.setdefault(suffix, []).append(path)
    return left


def _left_out(count: int, taken: int) -> str:
    if not taken:
        return "its picture is not read" if count == 1 else f"its {count} pictures are not read"
    what = "has no label and is" if count == 1 else "have no label and are"
    return f"{count} of {taken + count} pictures {what} left out"


def _pictures(found: Sequence[Found]) -> set[str]:
    """Return the paths of all images, videos and masks that labels are of, or made of.

    Links to their folders are followed; what of a folder is a link itself counts by its own name.
    """
    real = cache(os.path.realpath)  # of folders: of each of 50,000 files it would take seconds
    used: set[str] = set()
    folders: set[Path] = set()
    for one in found:
        for sequence in one.sequences:
            path = sequence.path
            if path.is_dir() or is_pattern(path):
                folders.add(path)
            else:
                used.add(f"{real(path.parent)}{os.sep}{path.name}")
            for files in (sequence.masks, sequence.instances):
                used.update(f"{real(file.parent)}{os.sep}{file.name}" for file in files.values())
    for folder in folders:
        home = real(folder if folder.is_dir() else folder.parent)
        used.update(f"{home}{os.sep}{file}" for file in list_frames(folder))
    return used
