"""Boxes in the XML files of Pascal VOC.

::

    ROOT/images/ or ROOT/JPEGImages/    <name>.png or <sequence>/<frame>.png
    ROOT/boxes/ or ROOT/Annotations/    <name>.xml or <sequence>/<frame>.xml

A file without objects means a frame without targets; an image without a file is unlabelled.
Lists are read as for masks. Data sets disagree about what ``xmax`` means: see `Rules`.
"""

from pathlib import Path
from xml.etree import ElementTree

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import (
    files_below,
    find_images,
    first_folder,
    number,
    read_lists,
    split_of,
)
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.errors import InputError
from p2m_core.sequence.source import IMAGE_SUFFIXES

LAYOUT = "images/ and boxes/*.xml"


def recognises(path: Path) -> bool:
    """Say whether a folder has images and XML files."""
    boxes = first_folder(path, "boxes", "Annotations")
    return (
        boxes is not None
        and first_folder(path, "images", "JPEGImages") is not None
        and next(boxes.rglob("*.xml"), None) is not None
    )


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have an XML file, in natural order."""
    folder = first_folder(path, "images", "JPEGImages")
    boxes = first_folder(path, "boxes", "Annotations")
    if folder is None or boxes is None:
        raise InputError(f"{path}: not {LAYOUT}")
    files = files_below(boxes, (".xml",))
    groups = find_images(folder)
    listed = read_lists(path, IMAGE_SUFFIXES)
    known = {name for group in groups for name in group.frames}
    for entry in (listed or {}).values():
        if entry.name not in known:
            raise InputError(f"{entry.place}: {folder} has no image {entry.name!r}")
        if entry.name not in files:
            raise InputError(f"{entry.place}: no boxes for {entry.name!r}: add {entry.name}.xml")
    for name, file in files.items():
        if name not in known:
            raise InputError(f"{file}: no image of this name in {folder}: add it, or remove this")
    found = []
    for group in groups:
        labels = {
            frame: read_boxes(files[name], rules)
            for name, frame in group.frames.items()
            if name in files and (listed is None or name in listed)
        }
        if labels:
            found.append(
                LabelledSequence(group.name, group.path, labels, split=split_of(group, listed))
            )
    return found


def read_boxes(file: Path, rules: Rules) -> tuple[BoxLabel, ...]:
    """Return the boxes of one file.

    Raises
    ------
    InputError
        If it is not XML, or a number is missing or wrong.
    """
    try:
        root = ElementTree.fromstring(file.read_bytes())
    except (OSError, ElementTree.ParseError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from error
    found = []
    past = 1.0 if rules.voc_max == "last" else 0.0
    for count, item in enumerate(root.iter("object"), start=1):
        place = f"{file}, object {count}"
        x0, y0, x1, y1 = (
            number(item.findtext(f"bndbox/{side}"), side, place)
            for side in ("xmin", "ymin", "xmax", "ymax")
        )
        width, height = x1 - x0 + past, y1 - y0 + past
        if width <= 0 or height <= 0:
            raise InputError(
                f"{place}: the box from ({x0:g}, {y0:g}) to ({x1:g}, {y1:g}) is empty: correct it"
            )
        found.append(BoxLabel(x0 - 1.0, y0 - 1.0, width, height))
    return tuple(found)
