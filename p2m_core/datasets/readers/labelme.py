"""Shapes in the JSON files of LabelMe, one file an image; X-AnyLabeling writes them too.

::

    ROOT/<name>.json             beside <name>.png, or anywhere below ROOT/images
    ROOT/labels/<name>.json      of ROOT/images/<name>.png; annotations/ and json/ too

Polygons, circles and masks are masks; rectangles are boxes; points are points. Shapes of one
``group_id`` in an image are parts of one target if they are masks; through the images of a
sequence, it is the track. Lines are left out, and an image that has nothing else is unlabelled. A
file without shapes says nothing of targets: its frame is implied empty.
"""

import base64
import binascii
import math
import struct
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from p2m_core.datasets.descriptions import NOTE, from_values, note_of
from p2m_core.datasets.labelled import BoxLabel, Label, LabelledSequence, MaskLabel, PointLabel
from p2m_core.datasets.labels import label_of_pixels
from p2m_core.datasets.readers.files import files_in, folders, number, shown
from p2m_core.datasets.readers.gather import Count, Entry, Raw, by, check_inside, gathered
from p2m_core.datasets.readers.locate import Locator, image_shape, is_there, shape_if_readable
from p2m_core.datasets.readers.outlines import Masks, Points
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.text import holds, read_json
from p2m_core.errors import InputError
from p2m_core.polygon import traced_through_pixels
from p2m_core.sequence.folder import natural_key
from p2m_core.sequence.source import IMAGE_SUFFIXES

LAYOUT = "LabelMe *.json beside the images or in labels/"

_FOLDERS = ("images", "labels", "label", "annotations", "json", "jsons", "img", "JPEGImages")
_POLYGONS = ("polygon", "rotation", "oriented_rectangle", "quadrilateral")
_CORNERS = 64  # of the polygon that stands for a circle


class _Shape(NamedTuple):
    place: str
    kind: str
    points: Points
    category: str
    group: Hashable | None
    mask: str | None
    attributes: tuple[str, ...]
    note: str


@dataclass
class _File:
    """One file: its image, the (height, width) that it states, its shapes."""

    path: Path
    image: Path
    shape: tuple[int, int] | None
    shapes: list[_Shape] = field(default_factory=list)
    left_out: bool = False


def recognises(path: Path) -> bool:
    """Say whether there is such a file."""
    return any(_is_labelme(file) for file in _candidates(path))


def _is_labelme(file: Path) -> bool:
    return holds(file, r'"shapes"\s*:', r'"imagePath"\s*:')


def _candidates(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() == ".json" else []
    homes = [home for name in _FOLDERS for home in (path / name, *folders(path / name, deep=True))]
    found = {file for home in (path, *homes) for file in files_in(home, ".json")}
    return sorted(found, key=lambda f: natural_key(f.as_posix()))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have such a file, in natural order."""
    root = path if path.is_dir() else path.parent
    locator = Locator([*rules.homes, root / "images"], [*rules.homes[:1], root], f"{root}/")
    files: dict[Path, _File] = {}
    others, left_out = Count(), Count()
    for file in _candidates(path):
        if not _is_labelme(file):
            others.add(1, str(file))
            continue
        one = _parsed(file, root, locator, left_out)
        if one.image in files:
            raise InputError(
                f"{file}: {files[one.image].path} is for {one.image} too: remove one of them"
            )
        files[one.image] = one
    through = traced_through_pixels(
        shape.points for one in files.values() for shape in one.shapes if shape.kind in _POLYGONS
    )
    if through:
        note(
            f"{root}: the vertices of its polygons are pixels of the targets, as in contours of "
            "OpenCV: pixels on the outlines belong to the masks"
        )
    masks = Masks()
    entries = [
        _entry(one, masks, "pixels" if through else "edges")
        for one in files.values()
        if one.shapes or not one.left_out
    ]
    locator.tell(note)
    others.tell(note, "not a file of LabelMe", "it is not read")
    left_out.tell(note, "a line or an unknown shape", "it is left out, for it is no area")
    return gathered(entries, [*rules.homes, root / "images", root / "img", root], note)


def _parsed(file: Path, root: Path, locator: Locator, left_out: Count) -> _File:
    data = read_json(file)
    shapes = data.get("shapes") if isinstance(data, dict) else None
    if not isinstance(shapes, list):
        raise InputError(f"{file}: not LabelMe: 'shapes' must be a list")
    sides = [data.get("imageHeight"), data.get("imageWidth")]
    whole = all(type(side) is int and side > 0 for side in sides)
    image = _image(file, data.get("imagePath"), root, locator)
    found = _File(file, image, (sides[0], sides[1]) if whole else None)
    for count, item in enumerate(shapes, start=1):
        place = f"{file}, shape {count}"
        if not isinstance(item, dict) or not isinstance(item.get("points"), list):
            raise InputError(f"{place}: it has no list of points")
        kind = item.get("shape_type") or "polygon"
        if kind not in (*_POLYGONS, "rectangle", "circle", "point", "points", "mask"):
            left_out.add(1, f"{place}, {shown(kind)}")
            found.left_out = True
            continue
        found.shapes.append(
            _Shape(
                place, kind, _points(item["points"], place), str(item.get("label") or ""),
                _group(item.get("group_id"), place), item.get("mask"),
                from_values(item.get("flags")), note_of({NOTE: item.get("description")}),
            )
        )  # fmt: skip
    return found


def _image(file: Path, name: object, root: Path, locator: Locator) -> Path:
    stem = file.stem
    if isinstance(name, str) and name.strip():
        last = name.replace("\\", "/").rpartition("/")[2]
        for home in (file.parent, *_beside(file, root)):
            if last and is_there(home / last) and (home / last).is_file():
                return home / last
        found = locator.find(name, str(file.relative_to(root)), shared=True)
        if found is not None:
            return found
    for home in (file.parent, *_beside(file, root)):
        for suffix in IMAGE_SUFFIXES:
            if (home / f"{stem}{suffix}").is_file():
                return home / f"{stem}{suffix}"
    raise InputError(f"{file}: its image {shown(name)} is not below {root}: add it, or remove this")


def _beside(file: Path, root: Path) -> list[Path]:
    """Return where the image of ``root/labels/a/b.json`` may be: ``root/images/a``."""
    below = file.parent.relative_to(root).parts[1:]
    return [root.joinpath(name, *below) for name in ("images", "img", "JPEGImages")]


def _points(values: list[Any], place: str) -> Points:
    pairs = []
    for value in values:
        if not isinstance(value, list) or len(value) != 2:
            raise InputError(f"{place}: a point is {shown(value)}: give [x, y]")
        pairs.append([number(one, "a point", place) for one in value])
    if not pairs:
        raise InputError(f"{place}: its list of points is empty")
    return np.array(pairs, np.float64)


def _group(value: object, place: str) -> Hashable | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | str) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value == int(value) else value
    raise InputError(f"{place}: group_id is {shown(value)}: give a number, a text or null")


def _entry(one: _File, masks: Masks, vertices: str) -> Entry:
    shape = shape_if_readable(one.image, one.shape) or image_shape(one.image)
    if one.shape is not None and one.shape != shape:
        raise InputError(
            f"{one.path}: its image is {by(one.shape)}, but {one.image} is {by(shape)}: correct "
            "the size, or take the right image"
        )
    targets = []
    for item in one.shapes:
        for label in _labels(item, shape, masks, vertices):
            targets.append(Raw(label, item.group, item.category, item.attributes, item.note))
            check_inside(targets[-1:], shape, item.place)
    return Entry(one.image, _joined(targets), shape, implied=not one.shapes)


def _joined(targets: Sequence[Raw]) -> list[Raw]:
    """Return the targets; masks of one group are one."""
    found: list[Raw] = []
    at: dict[Hashable, int] = {}
    for target in targets:
        first = at.get(target.track) if target.track is not None else None
        if first is None or not isinstance(target.label, MaskLabel):
            at.setdefault(target.track, len(found))
            found.append(target)
            continue
        known = found[first].label
        if isinstance(known, MaskLabel):
            parts = [np.argwhere(m.mask) + np.array((m.y0, m.x0)) for m in (known, target.label)]
            found[first] = found[first]._replace(label=label_of_pixels(np.concatenate(parts)))
        else:
            found.append(target)
    return found


def _labels(item: _Shape, shape: tuple[int, int], masks: Masks, vertices: str) -> list[Label]:
    points = item.points
    if item.kind in ("point", "points"):
        # Here a pixel begins at its number; our points are 0 at its centre.
        return [PointLabel(x - 0.5, y - 0.5) for x, y in points.tolist()]
    if item.kind == "mask":
        return [_mask(item, shape)]
    if item.kind == "rectangle":
        (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        if x0 == x1 or y0 == y1:
            raise InputError(f"{item.place}: its rectangle is empty: correct it")
        return [BoxLabel(x0, y0, x1 - x0, y1 - y0)]
    if item.kind == "circle":
        if len(points) != 2:
            raise InputError(f"{item.place}: a circle has a centre and a point: {len(points)}")
        turns = np.linspace(0.0, 2.0 * np.pi, _CORNERS, endpoint=False)
        radius = float(np.hypot(*(points[1] - points[0])))
        points = points[0] + radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)
        vertices = "edges"
    found = masks.of_polygons([points], shape, item.place, vertices)
    if found is None:
        raise InputError(f"{item.place}: it lies outside of the {by(shape)} image: correct it")
    return [found]


def _mask(item: _Shape, shape: tuple[int, int]) -> MaskLabel:
    try:
        data = base64.b64decode(item.mask or "", validate=False)
    except (binascii.Error, ValueError, TypeError):
        data = b""
    x0, y0 = (round(value) for value in item.points[0].tolist())
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) > 24:
        # Looked at before it is decoded: a few bytes may hold a picture of any size.
        width, height = struct.unpack(">II", data[16:24])
        if x0 < 0 or y0 < 0 or x0 + width > shape[1] or y0 + height > shape[0]:
            raise InputError(
                f"{item.place}: its mask of {width}x{height} at ({x0}, {y0}) does not fit into the "
                f"{by(shape)} image: correct it"
            )
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        if picture is not None and picture.any():
            pixels = np.argwhere(picture != 0).astype(np.int64) + np.array((y0, x0))
            return label_of_pixels(pixels)
    raise InputError(f"{item.place}: its mask is no PNG with a pixel of a target: draw it again")
