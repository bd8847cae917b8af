"""Targets in the JSON files of COCO: masks, boxes, points.

::

    FILE.json, or ROOT/*.json, or ROOT/annotations/*.json

with ``images`` (``id``, ``file_name``), ``annotations`` (``image_id``), and perhaps ``categories``
and ``videos`` (``id``; images then have a ``video_id``). An annotation is the first that it has of:
a mask (``segmentation``: polygons, or runs of pixels), a box (``bbox``: x, y, w, h, from 0), points
(``keypoints``: each labelled one is a target). Its track is its ``track_id``, ``instance_id`` or
``attributes.track_id``.

The images are looked for beside the file, in an ``images`` folder, or one folder up; paths of
another machine are matched by their ends (`locate`). Images of one video must be of one folder:
they are one sequence. Others are gathered as `gather` says.

An image of the list without annotations has no target. One with an annotation of ``iscrowd`` 1 is
left unlabelled, for how many targets there are is not known, unless it is runs of one piece, as
CVAT writes every mask; so is one with an annotation that has no place.
"""

from collections.abc import Hashable
from pathlib import Path

from p2m_core.datasets.labelled import Label, LabelledSequence
from p2m_core.datasets.readers.coco_file import Coco, Polygons, parsed
from p2m_core.datasets.readers.files import files_in, shown, split_named
from p2m_core.datasets.readers.gather import (
    Count,
    Entry,
    Raw,
    by,
    check_inside,
    gathered,
    sequence_of,
)
from p2m_core.datasets.readers.locate import Locator, image_shape, shape_if_readable
from p2m_core.datasets.readers.rules import Note, Rules, no_note
from p2m_core.datasets.readers.text import holds
from p2m_core.errors import InputError
from p2m_core.polygon import traced_through_pixels
from p2m_core.sequence.folder import list_frames, natural_key

LAYOUT = "COCO *.json or annotations/*.json"


def recognises(path: Path) -> bool:
    """Say whether there is such a file."""
    return bool(_files(path))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences of all files, file by file."""
    found: dict[str, LabelledSequence] = {}
    for file in _files(path):
        for sequence in read_file(file, [*rules.homes, *_homes(file)], note):
            if sequence.name in found:
                raise InputError(
                    f"{file}: {sequence.name!r} is in another JSON file of {path} too: name one of "
                    "the files, or take it out of one"
                )
            found[sequence.name] = sequence
    return list(found.values())


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() == ".json" and _is_coco(path) else []
    files = [*files_in(path, ".json"), *files_in(path / "annotations", ".json")]
    return [f for f in sorted(files, key=lambda f: natural_key(f.name)) if _is_coco(f)]


def _is_coco(file: Path) -> bool:
    return holds(file, r'"images"\s*:\s*\[', r'"annotations"\s*:\s*\[')


def _homes(file: Path) -> list[Path]:
    home = file.parent
    return [home / "images", home, home.parent / "images", home.parent]


def read_file(file: Path, homes: list[Path], note: Note = no_note) -> list[LabelledSequence]:
    """Return the sequences of one file; its images are looked for in `homes`, see `locate`.

    Raises
    ------
    InputError
        If it has a fault, or an image is missing.
    """
    coco = parsed(file)
    for image, items in coco.items.items():
        if image not in coco.images:
            raise InputError(
                f"{file}, annotations[{items[0].number}]: image_id is {shown(image)}, and no image "
                "has this id"
            )
    # Above the folder of a file in annotations/ lies its set; above another, anything may lie.
    above = [file.parent.parent] if file.parent.name.lower() == "annotations" else []
    locator = Locator(homes, dict.fromkeys([file.parent, *above, *homes[:2]]), str(file))
    _tell_nameless(coco, note)
    vertices = _vertices(coco, note)
    split = split_named(file.stem)
    known: dict[Path, Hashable] = {}
    entries: dict[Hashable, list[Entry]] = {}
    for key, image in coco.images.items():
        place = f", images[{image.number}]"
        path = locator.need(image.name, place)
        if path in known:
            raise InputError(
                f"{file}{place}: {shown(image.name)} is there twice, with id {shown(known[path])} "
                f"and {shown(key)}: keep one"
            )
        known[path] = key
        if key in coco.unknown and image.video is None:
            continue
        shape = shape_if_readable(path, image.shape) or image_shape(path)
        if image.shape is not None and image.shape != shape:
            raise InputError(
                f"{file}{place}: it is {by(image.shape)}, but {path} is {by(shape)}: correct the "
                "size, or take the right image"
            )
        targets = [] if key in coco.unknown else _targets(coco, key, shape, vertices)
        entries.setdefault(image.video, []).append(Entry(path, targets, shape))
    locator.tell(note)
    coco.crowds.tell(note, "a crowd", "its image is left unlabelled")
    coco.single.tell(note, "a crowd in one piece", "it is read as one target")
    coco.placeless.tell(
        note, "an annotation without mask, box or point", "its image is left unlabelled"
    )
    unknown = {path for path, key in known.items() if key in coco.unknown}
    found = gathered(entries.pop(None, []), homes, note, split)
    for video, own in entries.items():
        sequence = _video(coco, video, own, unknown, split, note)
        if sequence.labels:
            found.append(sequence)
    return found


def _tell_nameless(coco: Coco, note: Note) -> None:
    """Note categories that annotations have and the list lacks, unless there is no list."""
    nameless = Count()
    for item in (item for own in coco.items.values() for item in own):
        if item.category is not None and item.category not in coco.categories:
            nameless.add(1, f"{coco.file}, annotations[{item.number}]")
    if coco.categories:
        nameless.tell(note, "a category_id that no category has", "its target has no category")


def _video(
    coco: Coco,
    video: Hashable,
    own: list[Entry],
    unknown: set[Path],
    split: str | None,
    note: Note,
) -> LabelledSequence:
    folders = {entry.path.parent for entry in own}
    if len(folders) > 1:
        raise InputError(
            f"{coco.file}: the images of video {shown(video)} lie in {len(folders)} folders: "
            "a sequence is one folder"
        )
    folder = folders.pop()
    numbers = {name: i for i, name in enumerate(list_frames(folder))}
    targets = {numbers[e.path.name]: e.targets for e in own if e.path not in unknown}
    name = coco.videos.get(video) or folder.name
    return sequence_of(name, folder, targets, split=split, note=note)


def _vertices(coco: Coco, note: Note) -> str:
    """Return what the vertices of the polygons are, see `fill_polygon`."""
    outlines = [
        item.what for own in coco.items.values() for item in own if isinstance(item.what, Polygons)
    ]
    by_box = {one.vertices for one in outlines} - {None}
    if by_box != {"pixels"} and not traced_through_pixels(p for one in outlines for p in one.parts):
        return "edges"
    note(
        f"{coco.file}: the vertices of its polygons are pixels of the targets, as in contours of "
        "OpenCV: pixels on the outlines belong to the masks"
    )
    return "pixels"


def _targets(coco: Coco, image: Hashable, shape: tuple[int, int], vertices: str) -> list[Raw]:
    found = []
    for item in coco.items.pop(image, ()):
        place = f"{coco.file}, annotations[{item.number}]"
        if item.shape is not None and item.shape != shape:
            raise InputError(
                f"{place}: its mask is {by(item.shape)}, but the image is {by(shape)}: write it "
                "again for this image"
            )
        label: Label | None
        if isinstance(item.what, Polygons):
            label = coco.masks.of_polygons(item.what.parts, shape, place, vertices)
            if label is None:
                raise InputError(f"{place}: its polygon lies outside of the image: correct it")
        else:
            label = item.what
        target = Raw(
            label, item.track, coco.categories.get(item.category, ""), item.attributes, item.note
        )
        check_inside([target], shape, place)
        found.append(target)
    return found
