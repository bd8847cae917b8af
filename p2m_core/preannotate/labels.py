"""Find the images below a source, and the boxes or points that belong to them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from p2m_core.batch import sources_below
from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, MaskLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.readers import READERS, mot, points, voc, yolo
from p2m_core.datasets.readers.files import files_below, files_in, first_folder
from p2m_core.datasets.readers.rules import Note, Rules, no_note
from p2m_core.errors import InputError
from p2m_core.sequence import sequence_name, sequences_at

_FORMATS = (
    "coco", "cvat", "labelme", "voc", "yolo", "mot", "anti-uav", "coco-lists", "points",
)  # fmt: skip
_NAMING = ("coco", "cvat", "labelme")  # their files name the images


def labelled_source(source: Path, rules: Rules, note: Note = no_note) -> list[LabelledSequence]:
    """Return the sequences of a data set whose boxes or points lie beside the images.

    Raises
    ------
    InputError
        If it is not a data set, or has a fault.
    """
    return _as_boxes(open_dataset(source, _FORMATS, rules, note), note)


def with_boxes(
    source: Path, boxes: Path, rules: Rules, note: Note = no_note
) -> list[LabelledSequence]:
    """Return the sequences below `source` that have boxes in `boxes`.

    `boxes` is a MOT file, for a source of one sequence; a folder of ``NAME.gt.txt`` for sequences
    named NAME; a file or folder of COCO, CVAT or LabelMe, which name their images; or a folder of
    VOC or YOLO files, named like the images below the source. Masks stand for the boxes around
    them.

    Raises
    ------
    InputError
        If `boxes` is none of these, has a fault, or fits nothing in `source`.
    """
    return _as_boxes(_with_labels(source, boxes, replace(rules, images=source), note), note)


def _with_labels(source: Path, boxes: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    if boxes.is_file() and boxes.suffix.lower() == ".txt":
        images = _only(source, boxes)
        return [mot.read_sequence(boxes, sequence_name(source), images, rules, note)]
    for name in _NAMING:
        if READERS[name].recognises(boxes):
            return READERS[name].read(boxes, rules, note)
    if tracks := files_in(boxes, mot.SUFFIX):
        matched = _matched(tracks, mot.SUFFIX, source)
        return [
            mot.read_sequence(file, name, images, rules, note)
            for name, (file, images) in matched.items()
        ]
    if boxes.is_dir() and files_below(boxes, (".xml",)):
        images = first_folder(source, "images", "JPEGImages") or source
        return voc.read_folders(images, boxes, rules, note)
    if boxes.is_dir() and files_below(boxes, (".txt",)):
        images = first_folder(source, "images", "JPEGImages") or source
        return yolo.read(boxes, replace(rules, images=images), note)
    trouble = "no boxes" if boxes.exists() else "no such file or folder, so no boxes"
    raise InputError(
        f"{boxes}: {trouble}: give a COCO .json, a CVAT .xml, a MOT .txt, or a folder of "
        f"NAME{mot.SUFFIX}, of VOC .xml, YOLO .txt or LabelMe .json"
    )


def _as_boxes(sequences: list[LabelledSequence], note: Note) -> list[LabelledSequence]:
    """Return the sequences with the box around each mask instead of it."""
    found = []
    masks = 0
    for sequence in sequences:
        labels = {}
        for frame, own in sequence.labels.items():
            masks += sum(isinstance(label, MaskLabel) for label in own)
            labels[frame] = tuple(
                BoxLabel(label.x0, label.y0, *label.mask.shape[::-1])
                if isinstance(label, MaskLabel)
                else label
                for label in own
            )
        found.append(replace(sequence, labels=labels))
    if masks:
        note(f"masks ({masks}) are taken as the boxes around them: p2m import keeps masks")
    return found


def with_points(source: Path, table: Path) -> list[LabelledSequence]:
    """Return the sequences of `source` that have points in a table, see `readers.points`.

    A table with a column ``sequence`` is for several sequences below the source, by name.

    Raises
    ------
    InputError
        If the table has a fault, or fits nothing in `source`.
    """
    by_name = points.read_table(table)
    if list(by_name) == [None]:
        only = by_name[None]
        return [LabelledSequence(sequence_name(source), _only(source, table), only)]
    known = _by_stem(source)
    found = []
    for name, labels in by_name.items():
        path = _lookup(known, str(name), source, table)
        found.append(LabelledSequence(str(name), path, labels))
    return found


def _only(source: Path, labels: Path) -> Path:
    found = list(sources_below(source))
    if len(found) > 1 and found == sequences_at(source).paths:
        return source  # who numbers its frames says that they are one sequence
    if len(found) != 1:
        raise InputError(
            f"{labels} is for one sequence, but below {source} there are {len(found)}: "
            "name the one that it is for"
        )
    return found[0]


def _matched(files: Iterable[Path], suffix: str, source: Path) -> dict[str, tuple[Path, Path]]:
    known = _by_stem(source)
    return {
        name: (file, _lookup(known, name, source, file))
        for file in sorted(files)
        for name in [file.name.removesuffix(suffix)]
    }


def _by_stem(source: Path) -> dict[str, list[Path]]:
    known: dict[str, list[Path]] = {}
    for path in sources_below(source):
        known.setdefault(sequence_name(path), []).append(path)
    return known


def _lookup(known: dict[str, list[Path]], name: str, source: Path, place: Path) -> Path:
    paths = known.get(name, [])
    if len(paths) != 1:
        raise InputError(
            f"{place}: {len(paths)} sequences below {source} are called {name!r}: there must be one"
        )
    return paths[0]
