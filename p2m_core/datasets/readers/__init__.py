"""Readers of labelled data sets, one file a format.

To add a format, write a module with ``recognises(path)``, quick and without an error, and
``read(path, rules, note)``; put it into `READERS` at its place in the order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers import (
    anti_uav,
    coco,
    coco_lists,
    cvat,
    labelme,
    masks,
    mot,
    points,
    project,
    voc,
    yolo,
)
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.registry import registry_of


@dataclass(frozen=True)
class Reader:
    """One format.

    Attributes
    ----------
    name : str
    layout : str
        Its layout on disk, for messages.
    recognises : callable
        Returns whether a folder (or file) has this format.
    read : callable
        Returns its sequences. Raises `InputError` where it has a fault; what does not fit but
        harms nothing is noted, and never left out in silence.
    suffixes : tuple of str
        Of the files that it reads beside images, in lower case: others are named as not read.
    """

    name: str
    layout: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, Rules, Note], list[LabelledSequence]]
    suffixes: tuple[str, ...] = (".txt",)


READERS = registry_of(
    Reader("masks", masks.LAYOUT, masks.recognises, masks.read, (".txt", ".json", ".csv")),
    Reader("coco", coco.LAYOUT, coco.recognises, coco.read, (".json",)),
    Reader("cvat", cvat.LAYOUT, cvat.recognises, cvat.read, (".xml",)),
    Reader("labelme", labelme.LAYOUT, labelme.recognises, labelme.read, (".json",)),
    Reader("voc", voc.LAYOUT, voc.recognises, voc.read, (".xml", ".txt")),
    Reader("yolo", yolo.LAYOUT, yolo.recognises, yolo.read, (".txt", ".yaml")),
    Reader("mot", mot.LAYOUT, mot.recognises, mot.read, (".txt", ".ini")),
    Reader("anti-uav", anti_uav.LAYOUT, anti_uav.recognises, anti_uav.read, (".json", ".txt")),
    Reader("coco-lists", coco_lists.LAYOUT, coco_lists.recognises, coco_lists.read),
    Reader("points", points.LAYOUT, points.recognises, points.read, (".csv",)),
    Reader("project", project.LAYOUT, project.recognises, project.read, (".lirst",)),
)
"""By name. The first one that recognises a folder reads it: masks hold more than boxes."""
