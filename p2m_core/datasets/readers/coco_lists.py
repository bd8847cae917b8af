"""Boxes in one list of images: ``coco_*.txt`` of SSTNet and the networks that followed it.

::

    ROOT/coco_train_NAME.txt, coco_val_NAME.txt, ...   here or one folder below

Each line is ``PATH x1,y1,x2,y2,class x1,y1,...``. Paths are mostly of another machine: they are
matched by their ends (`locate`). Images of one folder are one sequence. Corners count from 0, and
x2, y2 are one past the target, unless a box of the file has none to spare: then they are its last
pixel. A line without boxes says nothing of targets: its frame is implied empty.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import files_in, number, read_text, shown, split_named
from p2m_core.datasets.readers.gather import Raw, check_inside, sequence_of
from p2m_core.datasets.readers.locate import Locator, shape_if_readable
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.text import decode
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames, natural_key
from p2m_core.sequence.source import IMAGE_SUFFIXES

LAYOUT = "coco_*.txt with PATH x1,y1,x2,y2,class lines"

_BOX = re.compile(r"[-+.\w]+(?:,[-+.\w]+){3,4}")


@dataclass(frozen=True)
class _Line:
    place: str
    name: str
    boxes: tuple[tuple[float, float, float, float, str], ...]


def recognises(path: Path) -> bool:
    """Say whether there is such a list."""
    return bool(_files(path))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() == ".txt" and _looks_right(path) else []
    files = [*files_in(path, ".txt"), *files_in(path / "annotations", ".txt")]
    files += [file for file in files_in(path / "labels", ".txt") if file.name.startswith("coco_")]
    return sorted((f for f in files if _looks_right(f)), key=lambda f: natural_key(f.name))


def _looks_right(file: Path) -> bool:
    """Say whether it begins with an image, and one of the first lines has a box."""
    try:
        with file.open("rb") as stream:
            head = decode(stream.read(20_000))
    except OSError:
        return False
    lines = [_split(line) for line in head.splitlines()[: -1 if len(head) > 9000 else None]]
    named = [name.lower().endswith(IMAGE_SUFFIXES) for name, _ in lines if name]
    if not named or not named[0]:
        return False
    return any(boxes for _, boxes in lines) or file.name.lower().startswith("coco_")


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return a sequence for each folder of images, list by list."""
    root = path if path.is_dir() else path.parent
    found: dict[str, LabelledSequence] = {}
    for file in _files(path):
        for sequence in _read_file(file, root, note):
            if sequence.name in found:
                raise InputError(
                    f"{file}: frames of {sequence.name!r} are in another list too: a list must not "
                    "cut a sequence"
                )
            found[sequence.name] = sequence
    return list(found.values())


def _read_file(file: Path, root: Path, note: Note) -> list[LabelledSequence]:
    lines = [_parsed(f"{file}, line {i}", line) for i, line in enumerate(_lines(file), start=1)]
    lines = [line for line in lines if line.name]
    # A box must have a pixel: where the corners of one are equal, the last pixel is meant.
    tight = any(x1 == x0 or y1 == y0 for line in lines for x0, y0, x1, y1, _ in line.boxes)
    if tight:
        note(f"{file}: a box has equal corners: x2, y2 are taken as the last pixel of a target")
    locator = Locator([root, root / "images"], [root], str(file))
    folders: dict[Path, dict[Path, _Line]] = {}
    missing = []
    for line in lines:
        path = locator.find(line.name, line.place.removeprefix(str(file)))
        if path is None:
            missing.append(line)
            continue
        own = folders.setdefault(path.parent, {})
        if path in own:
            raise InputError(f"{line.place}: {shown(line.name)} is there twice: keep one line")
        own[path] = line
    if missing:
        text = f"{missing[0].place}: images that are not below {root} ({len(missing)}), such as "
        if not folders:
            raise InputError(f"{text}{shown(missing[0].name)}: add them")
        note(f"{text}{shown(missing[0].name)}: they are left out")
    locator.tell(note)
    classes = {box[4] for line in lines for box in line.boxes}
    found = []
    for folder in sorted(folders, key=lambda f: natural_key(f.as_posix())):
        numbers = {name: i for i, name in enumerate(list_frames(folder))}
        own = folders[folder]
        size = shape_if_readable(next(iter(own)))
        targets: dict[int, list[Raw]] = {}
        for path, line in own.items():
            raw = [_raw(box, line.place, tight, len(classes) > 1) for box in line.boxes]
            check_inside(raw, size, line.place)
            targets[numbers[path.name]] = raw
        name = folder.relative_to(root).as_posix() if folder != root else root.name
        found.append(
            sequence_of(
                name, folder, targets, split=split_named(file.stem), note=note,
                implied_empty=[frame for frame, some in targets.items() if not some],
            )
        )  # fmt: skip
    return found


def _lines(file: Path) -> list[str]:
    lines = read_text(file).splitlines()
    if not any(line.strip() for line in lines):
        raise InputError(f"{file}: the list is empty: give an image and its boxes a line")
    return lines


def _split(line: str) -> tuple[str, list[str]]:
    """Return the path, which may hold spaces, and the boxes behind it."""
    cells = line.split(" ") if "\t" not in line else line.split("\t")
    cells = [cell.strip() for cell in cells]
    boxes: list[str] = []
    while cells and (not cells[-1] or _BOX.fullmatch(cells[-1])):
        cell = cells.pop()
        if cell:
            boxes.append(cell)
    return " ".join(cells), boxes[::-1]


def _parsed(place: str, line: str) -> _Line:
    name, boxes = _split(line)
    if boxes and not name:
        raise InputError(f"{place}: no path before the boxes: give PATH x1,y1,x2,y2,class")
    if name and not name.lower().endswith(IMAGE_SUFFIXES):
        raise InputError(
            f"{place}: {shown(name)} is no path of an image with boxes x1,y1,x2,y2,class behind it"
        )
    found = []
    for box in boxes:
        cells = box.split(",")
        x0, y0, x1, y1 = (number(cell, "a corner", place) for cell in cells[:4])
        if x1 < x0 or y1 < y0:
            raise InputError(f"{place}: the box {box} ends before it begins: correct it")
        found.append((x0, y0, x1, y1, cells[4] if len(cells) > 4 else ""))
    return _Line(place, name, tuple(found))


def _raw(
    box: tuple[float, float, float, float, str], place: str, tight: bool, classes: bool
) -> Raw:  # fmt: skip
    x0, y0, x1, y1, category = box
    past = 1.0 if tight else 0.0
    return Raw(
        BoxLabel(x0, y0, x1 - x0 + past, y1 - y0 + past), None, category if classes else ""
    )  # fmt: skip
