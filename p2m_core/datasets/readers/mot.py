"""Boxes in the text files of MOTChallenge.

::

    ROOT/NAME.gt.txt         beside NAME.mp4 (any video, TIFF stack, array) or a folder NAME
    ROOT/NAME/gt/gt.txt      of the folder NAME/img1, or NAME itself

Lines are ``frame,id,x,y,w,h[,conf,...]``; frames count from 1. x, y are the left column and the
top row, from 0 or from 1: see `Rules`. A frame without a line is unlabelled. So is one with a line
of conf 0, which means "not to be considered": it must not become a negative example.
"""

from pathlib import Path

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import folders, number, read_text, size, whole
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.errors import InputError
from p2m_core.sequence.folder import natural_key
from p2m_core.sequence.source import ARRAY_SUFFIX, TIFF_SUFFIXES, VIDEO_SUFFIXES

LAYOUT = "videos or folders NAME with NAME.gt.txt or NAME/gt/gt.txt"

SUFFIX = ".gt.txt"
_STACKS = (*VIDEO_SUFFIXES, ARRAY_SUFFIX, *TIFF_SUFFIXES)


def recognises(path: Path) -> bool:
    """Say whether a folder holds such a text file at one of its places."""
    return path.is_dir() and bool(_files(path))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return one sequence for each text file, in natural order."""
    found = []
    for name, file in _files(path).items():
        if file.name == "gt.txt":
            home = file.parent.parent
            images = home / "img1" if (home / "img1").is_dir() else home
        else:
            images = _images(file, name)
        labels, tracks = read_tracks(file, rules)
        found.append(LabelledSequence(name, images, labels, tracks=tracks))
    return found


def read_tracks(
    file: Path, rules: Rules
) -> tuple[dict[int, tuple[BoxLabel, ...]], dict[int, tuple[int, ...]]]:
    """Return the boxes of a file by frame number from 0, and their ids; frames of conf 0 are out.

    The ids are dropped if one is not a whole number from 1 on, or is twice in a frame: detectors
    write -1.

    Raises
    ------
    InputError
        If a line is damaged, or the file is empty.
    """
    labels: dict[int, list[BoxLabel]] = {}
    ids: dict[int, list[str]] = {}
    ignored = set()
    lines = read_text(file).splitlines()
    for count, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{file}, line {count}"
        cells = [cell.strip() for cell in line.split(",")]
        if len(cells) < 6:
            raise InputError(f"{place}: {len(cells)} values, but frame,id,x,y,w,h are 6")
        frame = whole(cells[0], "frame", place, least=1) - 1
        box = BoxLabel(
            number(cells[2], "x", place) - rules.mot_origin,
            number(cells[3], "y", place) - rules.mot_origin,
            size(cells[4], "w", place),
            size(cells[5], "h", place),
        )
        if len(cells) > 6 and number(cells[6], "conf", place) == 0.0:
            ignored.add(frame)
        labels.setdefault(frame, []).append(box)
        ids.setdefault(frame, []).append(cells[1])
    if not labels:
        raise InputError(f"{file}: no lines: write frame,id,x,y,w,h for each box, or remove it")
    frames = [frame for frame in sorted(labels) if frame not in ignored]
    known = all(
        len(set(own)) == len(own) and all(id.isdecimal() and int(id) > 0 for id in own)
        for own in ids.values()
    )
    tracks = {frame: tuple(map(int, ids[frame])) for frame in frames} if known else {}
    return {frame: tuple(labels[frame]) for frame in frames}, tracks


def _files(path: Path) -> dict[str, Path]:
    found = {file.name.removesuffix(SUFFIX): file for file in path.glob(f"*{SUFFIX}")}
    for home in (path, *folders(path)):
        if (home / "gt" / "gt.txt").is_file():
            found[home.name] = home / "gt" / "gt.txt"
    return {name: found[name] for name in sorted(found, key=natural_key)}


def _images(file: Path, name: str) -> Path:
    if (file.parent / name).is_dir():
        return file.parent / name
    for other in sorted(file.parent.glob("*")):
        if other.stem == name and other.suffix.lower() in _STACKS:
            return other
    raise InputError(f"{file}: no video and no folder {name} beside it: put it there")
