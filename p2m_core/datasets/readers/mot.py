"""Boxes in the text files of MOTChallenge.

::

    ROOT/NAME.gt.txt         beside NAME.mp4 (any video, TIFF stack, array) or a folder NAME
    ROOT/NAME/gt/gt.txt      of the folder NAME/img1 (or as NAME/seqinfo.ini says), or NAME itself

Lines are ``frame,id,x,y,w,h[,conf[,class[,visibility]]]``; frames count from 1, or are called as
the files are (`frames`). x, y are the left column and the top row, from 0 or from 1: see `Rules`.
A frame without a line is unlabelled. So is one with a line of conf 0, which means "not to be
considered": it must not become a negative example.
"""

import configparser
from dataclasses import dataclass
from pathlib import Path

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import files_in, folders, number, read_text, size, whole
from p2m_core.datasets.readers.frames import numbered_as_files
from p2m_core.datasets.readers.gather import Count, Raw, sequence_of
from p2m_core.datasets.readers.locate import is_there
from p2m_core.datasets.readers.rules import Note, Rules, no_note
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
        images = _frames_of(file) if file.name == "gt.txt" else _images(file, name)
        found.append(read_sequence(file, name, images, rules, note))
    return found


def read_sequence(
    file: Path, name: str, images: Path, rules: Rules, note: Note = no_note
) -> LabelledSequence:
    """Return the boxes of a file as a sequence of the frames at `images`.

    Numbers of tracks are left out if one is below 0, as detectors write -1, or twice in a frame.
    Frames with a line of conf 0 are unlabelled.

    Raises
    ------
    InputError
        If a line is damaged, or the file is empty.
    """
    lines: dict[int, list[_Line]] = {}
    for one in _lines(file, rules):
        lines.setdefault(one.frame, []).append(one)
    if not lines:
        raise InputError(f"{file}: no lines: write frame,id,x,y,w,h for each box, or remove it")
    places = {frame: own[0].place for frame, own in lines.items()}
    at = numbered_as_files(places, images, note, beyond=True)
    ignored = Count()
    targets: dict[int, list[Raw]] = {}
    known = all(one.track >= 0 for own in lines.values() for one in own)
    # One class for all, as in most files, says nothing.
    classes = {one.category for own in lines.values() for one in own}
    for frame, own in lines.items():
        if any(one.conf == 0.0 for one in own):
            ignored.add(1, f"{file}, frame {frame}")
            continue
        targets[at[frame]] = [
            Raw(one.box, one.track if known else None, one.category if len(classes) > 1 else "")
            for one in own
        ]
    ignored.tell(note, "a line of conf 0", "its frame is left unlabelled")
    return sequence_of(name, images, targets, note=note)


@dataclass(frozen=True)
class _Line:
    place: str
    frame: int
    track: int
    box: BoxLabel
    conf: float
    category: str


def _lines(file: Path, rules: Rules) -> list[_Line]:
    found = []
    for count, line in enumerate(read_text(file).splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{file}, line {count}"
        cells = [cell.strip() for cell in (line.split(",") if "," in line else line.split())]
        if len(cells) < 6:
            raise InputError(f"{place}: {len(cells)} values, but frame,id,x,y,w,h are 6")
        frame = whole(cells[0], "frame", place, least=0)
        id = number(cells[1], "id", place)
        box = BoxLabel(
            number(cells[2], "x", place) - rules.mot_origin,
            number(cells[3], "y", place) - rules.mot_origin,
            size(cells[4], "w", place),
            size(cells[5], "h", place),
        )
        conf = number(cells[6], "conf", place) if len(cells) > 6 else 1.0
        category = number(cells[7], "class", place) if len(cells) > 7 else -1.0
        found.append(
            _Line(
                place, frame, int(id) if id == int(id) else -1, box, conf,
                str(int(category)) if category > 0 else "",
            )
        )  # fmt: skip
    return found


def _frames_of(file: Path) -> Path:
    """Return where the frames of ``NAME/gt/gt.txt`` are: as seqinfo.ini says, in img1, or NAME."""
    home = file.parent.parent
    about = home / "seqinfo.ini"
    if about.is_file():
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(read_text(about))
        except configparser.Error as error:
            reason = str(error).splitlines()[0]
            raise InputError(f"{about}: cannot be read: {reason}: correct or remove it") from error
        name = parser.get("Sequence", "imDir", fallback="").strip()
        inside = name and not Path(name).is_absolute() and ".." not in Path(name).parts
        if inside and is_there(home / name) and (home / name).is_dir():
            return home / name
    return home / "img1" if (home / "img1").is_dir() else home


def _files(path: Path) -> dict[str, Path]:
    found = {file.name.removesuffix(SUFFIX): file for file in files_in(path, SUFFIX)}
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
