"""Pascal VOC: an XML file for each image.

::

    JPEGImages/<sequence>/<frame>.png    Annotations/<sequence>/<frame>.xml
    ImageSets/Main/train.txt, test.txt   lines "<sequence>/<frame>"

The top-left pixel is (1, 1), and xmax and ymax are the last column and row of the target. They are
whole numbers: fractions of imported boxes are rounded.
"""

import math
from xml.etree import ElementTree

from p2m_core.datasets.descriptions import NOTE
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.job import Frame, Job
from p2m_core.datasets.writers.shapes import category, target_box
from p2m_core.files import write_bytes, write_text
from p2m_core.project import Target


def write(job: Job) -> None:
    """Write all files."""
    named: dict[str, list[str]] = {"train": [], "test": []}
    for part in job.parts:
        for frame in job.frames(part):
            job.image(frame, f"JPEGImages/{frame.path}.png")
            write_bytes(job.root / f"Annotations/{frame.path}.xml", _document(frame))
            named[part.split].append(frame.path)
    for split, names in named.items():
        lines = "".join(f"{name}\n" for name in names)
        write_text(job.root / f"ImageSets/Main/{split}.txt", lines)


def _document(frame: Frame) -> bytes:
    root = ElementTree.Element("annotation")
    folder, _, name = f"{frame.path}.png".rpartition("/")
    _add(root, "folder", folder)
    _add(root, "filename", name)
    height, width = frame.shape
    size = ElementTree.SubElement(root, "size")
    for tag, value in (("width", width), ("height", height), ("depth", 1)):
        _add(size, tag, value)
    _add(root, "segmented", 0)
    for target in frame.targets:
        _add_object(root, target, frame.shape)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def _add_object(root: ElementTree.Element, target: Target, shape: tuple[int, int]) -> None:
    item = ElementTree.SubElement(root, "object")
    for tag, value in (
        ("name", category(target)), ("pose", "Unspecified"), ("truncated", 0), ("difficult", 0),
    ):  # fmt: skip
        _add(item, tag, value)
    x, y, width, height = target_box(target, shape)
    box = ElementTree.SubElement(item, "bndbox")
    (xmin, xmax), (ymin, ymax) = _ends(x, width), _ends(y, height)
    for side, end in (("xmin", xmin), ("ymin", ymin), ("xmax", xmax), ("ymax", ymax)):
        _add(box, side, end)
    words = dict.fromkeys(target.attributes, "true") | ({NOTE: target.note} if target.note else {})
    if words:  # as CVAT writes them
        attributes = ElementTree.SubElement(item, "attributes")
        for name, value in words.items():
            one = ElementTree.SubElement(attributes, "attribute")
            _add(one, "name", name)
            _add(one, "value", value)


def _ends(start: float, length: float) -> tuple[float, float]:
    """Return the first and the last column or row, from 1."""
    first, last = math.floor(start + 1.5), math.floor(start + length + 0.5)
    # Less than a pixel cannot be written in whole ones.
    return (first, last) if first <= last else (start + 1, start + length)


def _add(parent: ElementTree.Element, tag: str, value: object) -> None:
    ElementTree.SubElement(parent, tag).text = str(value)


FORMAT = Format(
    name="voc",
    title="Pascal VOC: boxes in Annotations/*.xml, JPEGImages, ImageSets/Main",
    reader="voc",
    shapes={
        "": Carries(
            "box", categories=True, attributes=True, notes=True, empty="asked", clipped=True
        )
    },
    write=write,
    hints=(
        "`JPEGImages/` and `Annotations/` hold `<sequence>/<frame>`; `ImageSets/Main/` has the "
        "lists for training and testing.",
        "`attributes` of an object have names and values; `note` among them is a text.",
        "The top-left pixel is (1, 1); xmax and ymax are the last column and row of the target.",
    ),
)
