"""Boxes and outlines in the text files of YOLO.

::

    ROOT/images/<name>.png            ROOT/labels/<name>.txt
    ROOT/images/<sequence>/<f>.png    ROOT/labels/<sequence>/<f>.txt
    ROOT/images/train/...             ROOT/labels/train/...        train, val, test: splits
    ROOT/<name>.png                   ROOT/<name>.txt              beside each other
    ROOT/data.yaml, classes.txt, obj.names   names of the classes, here or one folder up

A line is ``class x y width height``, the box's centre and size, or ``class x y x y x y ...``, a
polygon, all as shares of the image. An id behind a box is its track. A confidence there means that
the file holds detections, not labels: it is refused. A file without lines says nothing of targets:
its frame is implied empty. An image without a file is unlabelled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import (
    files_in,
    first_folder,
    folders,
    number,
    read_text,
    whole,
)
from p2m_core.datasets.readers.gather import Entry, Raw, check_inside, gathered
from p2m_core.datasets.readers.locate import image_shape
from p2m_core.datasets.readers.outlines import Masks, Points
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.text import decode
from p2m_core.datasets.readers.yolo_names import NAMES, class_names, pose_values
from p2m_core.errors import InputError
from p2m_core.polygon import traced_through_pixels
from p2m_core.sequence.folder import list_frames, natural_key

LAYOUT = "images/ and labels/*.txt"

_IMAGES = ("images", "obj_train_data", "JPEGImages")
_LISTS = ("train.txt", "val.txt", "test.txt", "readme.txt", "license.txt", "notes.txt")
_BEYOND = 0.01  # rounding, and boxes drawn to the border


class YoloLine(NamedTuple):
    """One line: its class, and shares of the image: a box's 4 or the vertices of a polygon."""

    place: str
    category: int
    box: tuple[float, float, float, float] | None
    polygon: Points | None
    track: int | None


@dataclass
class Yolo:
    """What makes labels of the lines of one data set.

    Attributes
    ----------
    names : mapping of int to str
        Of the classes.
    vertices : str
        What the vertices of polygons are, see `p2m_core.polygon.fill_polygon`.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    vertices: str = "edges"
    masks: Masks = field(default_factory=Masks)

    def targets(self, lines: Sequence[YoloLine], shape: tuple[int, int]) -> list[Raw]:
        """Return the targets of an image of (height, width) `shape`.

        Raises
        ------
        InputError
            If a target lies outside of it.
        """
        height, width = shape
        found = []
        for line in lines:
            category = self.names.get(line.category, str(line.category) if self.names else "")
            if line.polygon is not None:
                corners = line.polygon * (width, height)
                mask = self.masks.of_polygons([corners], shape, line.place, self.vertices)
                if mask is None:
                    raise InputError(f"{line.place}: its polygon lies outside of the image")
                found.append(Raw(mask, line.track, category))
            elif line.box is not None:
                x, y, w, h = line.box
                box = BoxLabel((x - w / 2) * width, (y - h / 2) * height, w * width, h * height)
                found.append(Raw(box, line.track, category))
                check_inside(found[-1:], shape, line.place)
        return found


def recognises(path: Path) -> bool:
    """Say whether a folder has images and text files of which one is of this format."""
    homes = _homes(path)
    if homes is None:
        return False
    images, labels = homes
    empty = False
    stems = _stems(images) if images == labels else None
    for file in _texts(labels, deep=labels != path):
        if stems is not None and _name(file, labels) not in stems:
            continue
        told = _looks_right(file)
        if told is not None:
            return told
        empty = True
    return empty and images != labels


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have a text file, in natural order."""
    homes = _homes(path)
    if rules.images is not None:
        homes = rules.images, first_folder(path, "labels") or path
    if homes is None:
        raise InputError(f"{path}: not {LAYOUT}")
    images, labels = homes
    known = _stems(images)
    above = [path, labels, path.parent]
    pose = pose_values(above)
    if pose:
        note(f"{labels}: the key points of its {pose} values a line are not read, but the boxes")
    lines: dict[Path, list[YoloLine]] = {}
    for file in _texts(labels, deep=labels != path):
        name = _name(file, labels)
        if name not in known:
            if images == labels and _looks_right(file) is not True:
                note(f"{file}: no image has this name, and it holds no boxes: it is not read")
                continue
            raise InputError(f"{file}: no image of this name in {images}: add it, or remove this")
        if len(known[name]) > 1:
            first, second = known[name][:2]
            raise InputError(f"{file}: is it for {first} or {second}? Remove one of them")
        lines[known[name][0]] = read_lines(file, pose)
    names = class_names(above, note)
    return gathered(entries_of(lines, names, note), [images, path], note)


def entries_of(
    lines: Mapping[Path, Sequence[YoloLine]], names: Mapping[int, str], note: Note
) -> list[Entry]:
    """Return the labels of images from the lines of their files."""
    shapes = {}
    for image in lines:
        try:
            shapes[image] = image_shape(image)
        except InputError as error:
            note(f"{error}; its labels are left out")
    lines = {image: lines[image] for image in shapes}
    outlines = (
        line.polygon * shapes[image][::-1]
        for image, own in lines.items() for line in own if line.polygon is not None
    )  # fmt: skip
    through = traced_through_pixels(outlines)
    if through:
        note(
            "the vertices of YOLO's polygons are pixels of the targets, as in contours of OpenCV: "
            "pixels on the outlines belong to the masks"
        )
    yolo = Yolo(names, "pixels" if through else "edges")
    return [
        Entry(image, yolo.targets(own, shapes[image]), shapes[image], implied=not own)
        for image, own in lines.items()
    ]


def read_lines(file: Path, pose: int = 0) -> list[YoloLine]:
    """Return the lines of one text file.

    Parameters
    ----------
    file : path
    pose : int
        How many values stand behind the class where these are a box and key points; else 0.

    Raises
    ------
    InputError
        If a line is damaged, holds no shares of the image, or a confidence.
    """
    rows = []
    for count, line in enumerate(read_text(file).splitlines(), start=1):
        if line.strip():
            place = f"{file}, line {count}"
            cells = line.split()
            category = whole(cells[0], "the class", place, least=0)
            values = [number(cell, "a share", place) for cell in cells[1:]]
            rows.append((place, category, values[:4] if pose == len(values) else values))
    # Behind a box, and perhaps its confidence, may stand the number of its track. Six values are a
    # triangle, unless the last ones are such numbers.
    tracked = [n for n in (5, 6) if _are_ids([v[-1] for _, _, v in rows if len(v) == n])]
    return [_line(*row, len(row[2]) in tracked) for row in rows]


def _are_ids(values: list[float]) -> bool:
    """Say whether these are numbers of tracks: whole, and not all of them 0 or 1."""
    return bool(values) and all(v == int(v) >= 0 for v in values) and max(values) > 1.0


def _line(place: str, category: int, values: list[float], tracked: bool) -> YoloLine:
    if tracked:
        return YoloLine(place, category, _box(values[:4], place), None, int(values[-1]))
    if len(values) == 4:
        return YoloLine(place, category, _box(values, place), None, None)
    if len(values) == 5:
        raise InputError(
            f"{place}: a 6th value, {values[4]:g}, is a confidence: these are detections, not "
            "labels; remove the column where a person has checked them"
        )
    if len(values) < 6 or len(values) % 2:
        raise InputError(
            f"{place}: {len(values) + 1} values: give class x y width height, or class and the "
            "x y of at least 3 vertices"
        )
    _check_shares(values, place)
    return YoloLine(place, category, None, np.array(values).reshape(-1, 2), None)


def _box(values: list[float], place: str) -> tuple[float, float, float, float]:
    x, y, w, h = values
    _check_shares(values, place)
    if w <= 0.0 or h <= 0.0:
        raise InputError(f"{place}: the box is {w:g} wide and {h:g} high: it must be larger than 0")
    return x, y, w, h


def _check_shares(values: list[float], place: str) -> None:
    for value in values:
        if not -_BEYOND <= value <= 1.0 + _BEYOND:
            raise InputError(
                f"{place}: {value:g} is no share of the image, 0 to 1: divide pixels by its size"
            )


def _homes(path: Path) -> tuple[Path, Path] | None:
    """Return the folders of the images and of the text files."""
    if not path.is_dir():
        return None
    images = first_folder(path, *_IMAGES)
    labels = first_folder(path, "labels")
    if images is not None and labels is not None:
        return images, labels
    if images is not None and _texts(images):
        return images, images
    return (path, path) if files_in(path, ".txt") and list_frames(path) else None


def _texts(folder: Path, deep: bool = True) -> list[Path]:
    homes = [folder, *(folders(folder, deep=True) if deep else ())]
    texts = (file for home in homes for file in files_in(home, ".txt"))
    others = NAMES if deep else (*NAMES, *_LISTS)
    found = (file for file in texts if file.name.lower() not in others)
    return sorted(found, key=lambda f: natural_key(f.relative_to(folder).as_posix()))


def _looks_right(file: Path) -> bool | None:
    """Say whether the first line is of this format; None if there is none."""
    try:
        with file.open("rb") as stream:
            head = decode(stream.read(2000)).splitlines()
    except OSError:
        return False
    cells = next((line.split() for line in head if line.strip()), None)
    if cells is None:
        return None
    try:
        values = [float(cell) for cell in cells]
    except ValueError:
        return False
    return len(values) >= 5 and values[0] == int(values[0]) and all(
        -_BEYOND <= value <= 1.0 + _BEYOND for value in values[1:5]
    )  # fmt: skip


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).with_suffix("").as_posix()


def _stems(images: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for folder in (images, *folders(images, deep=True)):
        for file in list_frames(folder):
            found.setdefault(_name(folder / file, images), []).append(folder / file)
    return found
