"""The content of one COCO file: images, annotations, names; see `coco`."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from p2m_core.datasets.descriptions import from_values, note_of
from p2m_core.datasets.labelled import BoxLabel, Label, MaskLabel, PointLabel
from p2m_core.datasets.readers.files import number, shown, size, whole
from p2m_core.datasets.readers.gather import Count
from p2m_core.datasets.readers.outlines import Masks, Points, points_of, runs_of
from p2m_core.datasets.readers.text import read_json_items
from p2m_core.errors import InputError

_NO_ATTRIBUTES = ("track_id", "rotation", "keyframe")  # CVAT writes them among the attributes


class CocoImage(NamedTuple):
    """An entry of ``images``."""

    number: int
    name: object
    shape: tuple[int, int] | None
    video: Hashable | None


class Polygons(NamedTuple):
    """A mask whose pixels are not known before all polygons of the file are.

    `vertices` is what they are by the box beside them, see `fill_polygon`; None: it does not tell.
    """

    parts: list[Points]
    vertices: str | None


class CocoItem(NamedTuple):
    """An annotation: its number in the file, and what it is."""

    number: int
    what: Label | Polygons
    shape: tuple[int, int] | None
    track: Hashable | None
    category: Hashable
    attributes: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Coco:
    """One file, read."""

    file: Path
    images: dict[Hashable, CocoImage] = field(default_factory=dict)
    items: dict[Hashable, list[CocoItem]] = field(default_factory=dict)
    unknown: set[Hashable] = field(default_factory=set)
    categories: dict[Hashable, str] = field(default_factory=dict)
    videos: dict[Hashable, str] = field(default_factory=dict)
    masks: Masks = field(default_factory=Masks)
    crowds: Count = field(default_factory=Count)
    single: Count = field(default_factory=Count)
    placeless: Count = field(default_factory=Count)


def parsed(file: Path) -> Coco:
    """Return the content of a file.

    Raises
    ------
    InputError
        If it is not readable as COCO, or an entry has a fault.
    """
    coco = Coco(file)
    lists = set()
    for key, index, item in read_json_items(file):
        if key in ("images", "annotations"):
            if index is None and item != []:
                raise InputError(f"{file}: {key!r} must be a list")
            lists.add(key)
        if index is None:
            continue
        place = f"{file}, {key}[{index}]"
        if key == "images":
            _add_image(coco, item, index, place)
        elif key == "annotations":
            _add_annotation(coco, item, index, place)
        elif key in ("categories", "videos") and isinstance(item, dict) and "id" in item:
            names = coco.categories if key == "categories" else coco.videos
            if isinstance(item.get("name"), str):
                _add_name(names, _id(item["id"], "id", place), item["name"], place)
    for key in ("images", "annotations"):
        if key not in lists:
            raise InputError(f"{file}: {key!r} must be a list")
    if not coco.images:
        raise InputError(f"{file}: its list of images is empty")
    return coco


def _add_name(names: dict[Hashable, str], key: Hashable, name: str, place: str) -> None:
    known = names.setdefault(key, name)
    if known != name:
        raise InputError(
            f"{place}: the id {shown(key)} is {shown(name)}, but {shown(known)} before: number "
            "them anew where files were merged"
        )


def _add_image(coco: Coco, item: object, index: int, place: str) -> None:
    fields = _fields(item, ("id", "file_name"), place)
    key = _id(fields["id"], "id", place)
    if key in coco.images:
        raise InputError(
            f"{place}: another image has the id {shown(key)} too, "
            f"images[{coco.images[key].number}]: number them anew where files were merged"
        )
    shape = None
    if fields.get("height") and fields.get("width"):
        height = whole(fields["height"], "height", place, least=1)
        shape = height, whole(fields["width"], "width", place, least=1)
    video = fields.get("video_id")
    video = None if video is None else _id(video, "video_id", place)
    coco.images[key] = CocoImage(index, fields["file_name"], shape, video)


def _add_annotation(coco: Coco, item: object, index: int, place: str) -> None:
    fields = _fields(item, ("image_id",), place)
    image = _id(fields["image_id"], "image_id", place)
    crowd = fields.get("iscrowd") in (1, True, "1")
    if crowd and not isinstance(fields.get("segmentation"), dict):
        coco.crowds.add(1, place)
        coco.unknown.add(image)
        return
    found, shape = _places(coco, fields, place)
    if not found:
        coco.placeless.add(1, place)
        coco.unknown.add(image)
        return
    if crowd:
        # CVAT and others write 1 for every mask of runs; several objects are several pieces.
        whole_one = isinstance(found[0], MaskLabel) and found[0].in_one_piece
        (coco.single if whole_one else coco.crowds).add(1, place)
        if not whole_one:
            coco.unknown.add(image)
            return
    attributes = fields.get("attributes")
    inner = attributes.get("track_id") if isinstance(attributes, dict) else None
    track = next(
        (v for v in (fields.get("track_id"), fields.get("instance_id"), inner) if v is not None),
        None,
    )
    if track is not None:
        # The points of one annotation cannot all be the same object.
        track = _id(track, "its track", place) if len(found) == 1 else None
    category = fields.get("category_id")
    category = None if category is None else _id(category, "category_id", place)
    own = coco.items.setdefault(image, [])
    words, remark = from_values(attributes, _NO_ATTRIBUTES), note_of(attributes)
    own.extend(CocoItem(index, what, shape, track, category, words, remark) for what in found)


def _places(
    coco: Coco, fields: dict[str, Any], place: str
) -> tuple[list[Label | Polygons], tuple[int, int] | None]:
    """Return the mask, box or points of an annotation, and the size that a mask states."""
    outline: Any = fields.get("segmentation")
    box: Any = fields.get("bbox")
    if isinstance(outline, dict):
        height, width = _sides(outline.get("size"), place)
        runs = runs_of(outline.get("counts"), place)
        mask = coco.masks.of_runs(runs, (height, width), place)
        if mask is not None:
            return [mask], (height, width)
    elif isinstance(outline, list) and outline:
        lists = outline if isinstance(outline[0], list) else [outline]
        parts: list[Points] = [points_of(one, place) for one in lists if one != []]
        if parts:
            return [Polygons(parts, _vertices(parts, box) if _is_box(box) else None)], None
    elif outline not in (None, [], "", {}):
        raise InputError(f"{place}: segmentation is {shown(outline)}: give polygons or runs")
    points = _keypoints(fields.get("keypoints"), place)
    if box not in (None, []) and not (points and _is_box(box) and 0 in box[2:]):
        if not isinstance(box, list) or len(box) != 4:
            raise InputError(f"{place}: bbox is {shown(box)}: give [x, y, width, height]")
        x, y = (number(value, "bbox", place) for value in box[:2])
        return [BoxLabel(x, y, *(size(value, "bbox", place) for value in box[2:]))], None
    return list(points), None


def _vertices(parts: list[Points], box: list[float]) -> str | None:
    # A box around pixels is wider by one than what lies between the first and the last of them.
    low = [min(float(part[:, k].min()) for part in parts) for k in (0, 1)]
    high = [max(float(part[:, k].max()) for part in parts) for k in (0, 1)]
    over = {round(box[2 + k] - high[k] + low[k], 2) for k in (0, 1)}
    return "pixels" if over == {1.0} else "edges" if over == {0.0} else None


def _keypoints(values: object, place: str) -> list[PointLabel]:
    if values is None or values == []:
        return []
    if not isinstance(values, list) or len(values) % 3:
        raise InputError(f"{place}: keypoints is {shown(values)}: give x, y, visibility, ...")
    numbers = [number(value, "keypoints", place) for value in values]
    triples = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return [PointLabel(x, y) for x, y, seen in triples if seen > 0]


def _is_box(box: Any) -> bool:
    return (
        isinstance(box, list) and len(box) == 4 and all(type(v) in (int, float) for v in box)
    )  # fmt: skip


def _sides(values: object, place: str) -> tuple[int, int]:
    if not isinstance(values, list) or len(values) != 2:
        raise InputError(f"{place}: size of its mask is {shown(values)}: give [height, width]")
    height, width = (whole(value, "size of its mask", place, least=1) for value in values)
    return height, width


def _fields(item: object, needed: tuple[str, ...], place: str) -> dict[str, Any]:
    missing = [key for key in needed if not isinstance(item, dict) or key not in item]
    if missing or not isinstance(item, dict):
        raise InputError(f"{place}: {missing[0]!r} is missing")
    return item


def _id(value: object, what: str, place: str) -> Hashable:
    """Return an id; numbers are numbers in whatever form programs write them."""
    if type(value) is int:
        return value
    if isinstance(value, float) and value == value and abs(value) < 2**53 and value == int(value):
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 16:
        return int(value) if str(int(value)) == value else value
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise InputError(f"{place}: {what} is {shown(value)}: give a whole number or a text")
    return value
