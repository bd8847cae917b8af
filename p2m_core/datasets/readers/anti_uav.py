"""One target a sequence, one box a frame: JSON of Anti-UAV, and lines x,y,w,h.

::

    ROOT/IR_label.json or infrared.json    {"exist": [1, 0, ...], "gt_rect": [[x, y, w, h], ...]}
    ROOT/NAME.json                         the same, beside NAME.mp4 or a folder NAME
    ROOT/groundtruth.txt, groundtruth_rect.txt, IR_label.txt, infrared.txt, NAME.txt   x,y,w,h lines

of ``IR.mp4``, ``infrared.mp4``, a video or folder of the file's name, or the frames in ROOT. Entry
k is frame k, from 1; x, y count from 0. ``exist`` 0 says that the frame has no target. A box of
0,0,0,0, nan or nothing without ``exist`` says less: the frame is implied empty. With ``exist`` 1 it
is unlabelled.
"""

from pathlib import Path
from typing import Any

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import files_in, number, read_text, shown
from p2m_core.datasets.readers.gather import Count, Raw, check_inside, sequence_of
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.text import decode, holds, read_json
from p2m_core.errors import InputError
from p2m_core.sequence import open_sequence
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.source import ARRAY_SUFFIX, TIFF_SUFFIXES, VIDEO_SUFFIXES
from p2m_core.words import counted

LAYOUT = "Anti-UAV IR_label.json or groundtruth.txt"

_STACKS = (*VIDEO_SUFFIXES, ARRAY_SUFFIX, *TIFF_SUFFIXES)
_SOURCES = ("infrared", "IR", "ir", "img", "images", "frames", "thermal")
_OTHERS = ("visible", "RGB", "rgb")
_TEXTS = ("groundtruth", "groundtruth_rect", "gt", "gt_rect", "IR_label", "infrared", "IR")
_MOST_ENTRIES = 10_000_000


def recognises(path: Path) -> bool:
    """Say whether a folder holds such a file, with frames for it."""
    return path.is_dir() and bool(_files(path))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return one sequence for each file, in natural order."""
    found = []
    for file in _files(path):
        images = _images(file)
        if images is None:
            raise InputError(f"{file}: no video and no frames beside it: put them there")
        own = file.stem == images.stem and images.parent == file.parent
        name = images.stem if own and file.stem not in _SOURCES else file.parent.name
        found.append(_read_file(file, name, images, note))
    return found


def _read_file(file: Path, name: str, images: Path, note: Note) -> LabelledSequence:
    exist, boxes = _json(file) if file.suffix.lower() == ".json" else (None, _text(file))
    size = None
    try:
        with open_sequence(images) as opened:
            count, size = len(opened), opened.shape
    except InputError:  # told where frames are read; other sequences still are
        count = len(boxes)
    entries, frames = counted(len(boxes), "entry"), counted(count, "frame")
    if len(boxes) > count:
        raise InputError(f"{file}: {entries}, but {images} has {frames}")
    if len(boxes) < count:
        note(f"{file}: {entries} for {frames}: the last frames are unlabelled")
    missing, boxless = Count(), Count()
    targets: dict[int, list[Raw]] = {}
    implied = []
    for frame, values in enumerate(boxes):
        place = f"{file}, frame {frame + 1}"
        if exist is not None and not exist[frame]:
            targets[frame] = []
            continue
        box = _box(values, place)
        if box is None and exist is not None:
            boxless.add(1, place)
        elif box is None:
            missing.add(1, place)
            targets[frame] = []
            implied.append(frame)
        else:
            targets[frame] = [Raw(box, 1)]
            check_inside(targets[frame], size, place)
    boxless.tell(note, "a target without a box", "the frame is left unlabelled")
    missing.tell(note, "an empty box without 'exist'", "no one said that there is no target")
    return sequence_of(name, images, targets, note=note, implied_empty=implied)


def _json(file: Path) -> tuple[list[bool] | None, list[Any]]:
    data = read_json(file)
    boxes = data.get("gt_rect") if isinstance(data, dict) else None
    if not isinstance(boxes, list):
        raise InputError(f"{file}: not Anti-UAV: 'gt_rect' must be a list")
    exist = data.get("exist")
    if exist is None:
        return None, boxes
    if not isinstance(exist, list) or len(exist) != len(boxes):
        raise InputError(
            f"{file}: 'exist' must be a list as long as 'gt_rect', which has {len(boxes)} entries"
        )
    for frame, value in enumerate(exist, start=1):
        if isinstance(value, list | dict | str) or value not in (0, 1):
            raise InputError(f"{file}, frame {frame}: exist is {shown(value)}: give 0 or 1")
    return [bool(value) for value in exist], boxes


def _text(file: Path) -> list[Any]:
    lines = read_text(file).rstrip().splitlines()
    if len(lines) > _MOST_ENTRIES:
        raise InputError(f"{file}: over {_MOST_ENTRIES} lines, which no video has")
    return [_cells(line) for line in lines]


def _cells(line: str) -> list[str]:
    return line.replace(",", " ").replace(";", " ").split()


def _box(values: Any, place: str) -> BoxLabel | None:
    """Return a box; None if it is empty: nothing, not a number, or 0 wide and high."""
    if values is None or values == []:
        return None
    if not isinstance(values, list) or len(values) != 4:
        raise InputError(f"{place}: the box is {shown(values)}: give x, y, w, h")
    if all(str(value).strip().lower() == "nan" for value in values):
        return None
    x, y, w, h = (number(value, "the box", place) for value in values)
    if w == 0.0 and h == 0.0:
        return None
    if w <= 0.0 or h <= 0.0:
        raise InputError(f"{place}: the box is {w:g} wide and {h:g} high: correct it")
    return BoxLabel(x, y, w, h)


def _files(path: Path) -> list[Path]:
    found = []
    for file in files_in(path, ".json", ".txt"):
        suffix = file.suffix.lower()
        if any(file.stem.startswith(other) for other in _OTHERS):
            continue
        known = holds(file, r'"gt_rect"\s*:') if suffix == ".json" else _is_boxes(file)
        if known and _images(file) is not None:
            found.append(file)
    return found


def _is_boxes(file: Path) -> bool:
    """Say whether a text file has a usual name, and lines of four numbers."""
    beside = any((file.parent / f"{file.stem}{suffix}").is_file() for suffix in _STACKS)
    if file.stem not in _TEXTS and not beside and not (file.parent / file.stem).is_dir():
        return False
    try:
        with file.open("rb") as stream:
            head = decode(stream.read(4000))
        lines = head.splitlines()[: -1 if len(head) > 3900 else None]
        rows = [[float(cell) for cell in _cells(line)] for line in lines[:20] if line.strip()]
    except (OSError, ValueError):
        return False
    return bool(rows) and all(len(row) == 4 for row in rows)


def _images(file: Path) -> Path | None:
    home = file.parent
    stem = file.stem.removesuffix("_label").removesuffix("_gt")
    for name in (file.stem, stem, *_SOURCES):
        if (home / name).is_dir() and list_frames(home / name):
            return home / name
        for suffix in _STACKS:
            if (home / f"{name}{suffix}").is_file():
                return home / f"{name}{suffix}"
    if list_frames(home):
        return home
    stacks = [
        f for f in files_in(home, *_STACKS) if not f.stem.lower().startswith(("visible", "rgb"))
    ]
    return stacks[0] if len(stacks) == 1 else None
