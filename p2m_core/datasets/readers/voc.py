"""Boxes in the XML files of Pascal VOC.

::

    ROOT/images/ or ROOT/JPEGImages/    <name>.png or <sequence>/<frame>.png
    ROOT/boxes/ or ROOT/Annotations/    <name>.xml or <sequence>/<frame>.xml
    ROOT/<name>.png, ROOT/<name>.xml    beside each other

A file without objects says nothing of targets: its frame is implied empty. An image without a file
is unlabelled. Lists are read as for masks. Data sets disagree about what ``xmax`` means and where
columns begin: see `Rules`. Objects that are ``difficult`` are targets like others.
"""

from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from p2m_core.datasets.descriptions import OCCLUDED, from_values, note_of
from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, LabelledTarget
from p2m_core.datasets.readers.files import (
    files_below,
    files_in,
    find_images,
    first_folder,
    number,
)
from p2m_core.datasets.readers.gather import Count, Sizes, check_inside, sequence_of
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.text import read_xml, root_tag
from p2m_core.errors import InputError

LAYOUT = "images/ and boxes/*.xml"

_IMAGES = ("images", "JPEGImages")
_BOXES = ("boxes", "Annotations", "annotations")
_MOST_BYTES = 64 * 2**20


class VocFile(NamedTuple):
    """What one file tells: its targets, the (height, width) it states, and words for notes."""

    targets: list[LabelledTarget]
    shape: tuple[int, int] | None
    difficult: int


def recognises(path: Path) -> bool:
    """Say whether a folder has images and XML files that are not of another tool."""
    if not path.is_dir():
        return False
    boxes = first_folder(path, *_BOXES)
    if boxes is not None and first_folder(path, *_IMAGES) is not None:
        return next(boxes.rglob("*.xml"), None) is not None
    beside = files_in(path, ".xml")
    return bool(beside) and root_tag(beside[0]) == "annotation"


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have an XML file, in natural order."""
    boxes = first_folder(path, *_BOXES)
    folder = first_folder(path, *_IMAGES) if boxes is not None else None
    if folder is None or boxes is None:
        folder = boxes = path
    return read_folders(folder, boxes, rules, note)


def read_folders(folder: Path, boxes: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences of `folder` that have an XML file in `boxes`, in natural order.

    Raises
    ------
    InputError
        If a file has a fault, or no image has its name.
    """
    files = files_below(boxes, (".xml",))
    groups = find_images(folder)
    known = {name for group in groups for name in group.frames}
    for name, file in files.items():
        if name not in known:
            raise InputError(f"{file}: no image of this name in {folder}: add it, or remove this")
    found = []
    difficult = Count()
    for group in groups:
        sizes = Sizes()
        targets: dict[int, list[LabelledTarget]] = {}
        for name, frame in group.frames.items():
            if name not in files:
                continue
            one = read_file(files[name], rules)
            shape = sizes.of(group, frame)
            if one.shape and shape and one.shape != shape:
                raise InputError(
                    f"{files[name]}: its size is {one.shape[1]}x{one.shape[0]}, but the image is "
                    f"{shape[1]}x{shape[0]}: correct the size, or take the right image"
                )
            check_inside(one.targets, shape, str(files[name]))
            difficult.add(one.difficult, str(files[name]))
            targets[frame] = one.targets
        if targets:
            found.append(
                sequence_of(
                    group.name, group.path, targets,
                    split=group.split,
                    implied_empty=[frame for frame, own in targets.items() if not own],
                    note=note,
                )
            )  # fmt: skip
    difficult.tell(note, "an object marked difficult", "it is read as a target")
    return found


def read_file(file: Path, rules: Rules) -> VocFile:
    """Return what one file tells.

    Raises
    ------
    InputError
        If it is not XML, is of another tool, or a number is missing or wrong.
    """
    root = _tree(file)
    past = 1.0 if rules.voc_max == "last" else 0.0
    targets = []
    difficult = 0
    for count, item in enumerate(root.iter("object"), start=1):
        place = f"{file}, object {count}"
        boxes = len(item.findall("bndbox"))
        if boxes != 1:
            raise InputError(f"{place}: it has {boxes or 'no'} <bndbox>, not one: correct it")
        x0, y0, x1, y1 = (
            number(item.findtext(f"bndbox/{side}"), side, place)
            for side in ("xmin", "ymin", "xmax", "ymax")
        )
        width, height = x1 - x0 + past, y1 - y0 + past
        if width <= 0 or height <= 0:
            raise InputError(
                f"{place}: the box from ({x0:g}, {y0:g}) to ({x1:g}, {y1:g}) is empty: correct it"
            )
        box = BoxLabel(x0 - rules.voc_origin, y0 - rules.voc_origin, width, height)
        category = (item.findtext("name") or "").strip()
        targets.append(LabelledTarget(box, None, category, *_words(item)))
        difficult += (item.findtext("difficult") or "").strip() == "1"
    return VocFile(targets, _shape(root), difficult)


def _words(item: Element) -> tuple[tuple[str, ...], str]:
    """Return the attributes of an object, as CVAT writes them, and its note."""
    values = {
        one.findtext("name") or "": one.findtext("value") or ""
        for one in item.findall("attributes/attribute")
    }
    if (item.findtext(OCCLUDED) or "").strip() == "1":
        values[OCCLUDED] = "true"
    return from_values(values, ("rotation", "track_id", "keyframe")), note_of(values)


def _tree(file: Path) -> Element:
    try:
        large = file.stat().st_size > _MOST_BYTES
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    if large:
        raise InputError(f"{file}: over {_MOST_BYTES >> 20} MiB, too large for boxes of one image")
    root = None
    for _, element, depth in read_xml(file):
        root = element if depth == 1 else root
    if root is None or root.tag != "annotation":
        raise InputError(
            f"{file}: not Pascal VOC: its root is <{root.tag if root is not None else ''}>, not "
            "<annotation>: move it, or name the format that it has"
        )
    if root.find("object") is None:
        # Targets under other names would be taken for none.
        for item in root:
            if item.tag not in ("source", "owner", "size") and len(item):
                raise InputError(
                    f"{file}: not Pascal VOC: it has <{item.tag}> and no <object>: move it, or "
                    "name the format that it has"
                )
    return root


def _shape(root: Element) -> tuple[int, int] | None:
    """Return (height, width) as stated; None where they are missing, or 0 as some tools write."""
    sides = [(root.findtext(f"size/{side}") or "").strip() for side in ("height", "width")]
    try:
        height, width = (int(float(side)) for side in sides)
    except (ValueError, OverflowError):
        return None
    return (height, width) if height > 0 and width > 0 else None
