"""The XML files of CVAT, "for images" and "for video".

::

    ROOT/annotations.xml, or any *.xml of CVAT in ROOT or ROOT/annotations
    its images by their names below ROOT; the video or folder of a track by the name of its source,
    of the file, or as the only one there

Boxes, polygons, ellipses, masks and points are read; a turned box becomes the upright one around
it; lines, cuboids, skeletons and tags are left out. Frames of a video count from 0, in the whole
video, as CVAT numbers them. Between two key frames a shape moves in straight lines, or its frame is
unlabelled where corners do not agree; after its last one it ends, and a frame with ``outside`` has
none. An image, or a frame of the task's range,
without a shape is implied empty: nobody said that it has no target. One with lines, cuboids or
skeletons alone is unlabelled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers.cvat_shapes import Drawer, Shape
from p2m_core.datasets.readers.cvat_tracks import (
    Track,
    known_shape,
    moving_shapes,
    read_track,
    track_numbers,
)
from p2m_core.datasets.readers.files import files_in, folders, shown, split_named, whole
from p2m_core.datasets.readers.gather import (
    Entry,
    Raw,
    by,
    check_inside,
    gathered,
    sequence_of,
)
from p2m_core.datasets.readers.locate import Locator, image_shape, shape_if_readable
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.text import read_xml, root_tag
from p2m_core.errors import InputError
from p2m_core.sequence import open_sequence
from p2m_core.sequence.folder import list_frames, natural_key
from p2m_core.sequence.source import ARRAY_SUFFIX, TIFF_SUFFIXES, VIDEO_SUFFIXES

LAYOUT = "CVAT *.xml, for images or video"

_STACKS = (*VIDEO_SUFFIXES, ARRAY_SUFFIX, *TIFF_SUFFIXES)
_MOST_MOVED = 5_000_000  # two key frames in a file may mean a shape in each frame between them


@dataclass
class _Meta:
    """What ``meta`` says of the task: its video, and its first and last frame."""

    source: str = ""
    start: int | None = None
    stop: int | None = None
    step: int = 1


def recognises(path: Path) -> bool:
    """Say whether there is such a file."""
    return bool(_files(path))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() == ".xml" and root_tag(path) == "annotations" else []
    files = [*files_in(path, ".xml"), *files_in(path / "annotations", ".xml")]
    plain = [f for f in files if root_tag(f) == "annotations"]
    return sorted(plain, key=lambda f: natural_key(f.name))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences of all files, file by file."""
    found: dict[str, LabelledSequence] = {}
    for file in _files(path):
        for sequence in _read_file(file, path if path.is_dir() else path.parent, rules, note):
            if sequence.name in found:
                raise InputError(f"{file}: {sequence.name!r} is in another XML file of {path} too")
            found[sequence.name] = sequence
    return list(found.values())


def _read_file(file: Path, root: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    drawer = Drawer()
    locator = Locator([*rules.homes, root / "images", root], [*rules.homes[:1], root], str(file))
    meta = _Meta()
    tracks: list[Track] = []
    entries: dict[Path, Entry] = {}
    unknown: set[Path] = set()
    for element, number in _parts(file):
        if element.tag == "meta":
            meta = _meta(element, f"{file}, meta")
        elif element.tag == "track":
            tracks.append(read_track(element, f"{file}, track {number}", drawer))
        else:
            entry = _image(element, f", image {number}", file, locator, drawer)
            if entry.path in entries:
                raise InputError(f"{file}, image {number}: {entry.path} is there twice: keep one")
            entries[entry.path] = entry
            if not entry.targets and any(item.tag != "tag" for item in element):
                unknown.add(entry.path)  # lines alone do not say that there is no target
    if tracks and entries:
        raise InputError(f"{file}: it has images and tracks: export it as one of them")
    split = split_named(file.stem)
    if entries:
        known = [entry for path, entry in entries.items() if path not in unknown]
        found = gathered(known, [*rules.homes, root / "images", root], note, split)
    else:
        found = [_video(file, root, meta, tracks, locator, drawer, split, note)]
    locator.tell(note)
    drawer.turned.tell(note, "a turned box", "the upright box around it is read")
    drawer.others.tell(note, "a line, cuboid, skeleton or tag", "it is left out, for it is no area")
    return found


def _parts(file: Path) -> Iterator[tuple[Element, int]]:
    """Yield ``meta``, and each image and track with its number in the file from 1."""
    numbers = {"image": 0, "track": 0, "meta": 0}
    root: Element | None = None
    for event, element, depth in read_xml(file):
        if depth == 1 and event == "start":
            root = element
            if element.tag != "annotations":
                raise InputError(f"{file}: not CVAT: its root is <{element.tag}>")
        elif depth == 2 and event == "end":
            if element.tag in numbers:
                numbers[element.tag] += 1
                yield element, numbers[element.tag]
            elif len(element):
                raise InputError(f"{file}: not CVAT: <{element.tag}> is not known there")
            if root is not None:
                root.clear()
    if not any(numbers.values()):
        raise InputError(f"{file}: it has no image, no track and no task: export it again")


def _image(
    element: Element, where: str, file: Path, locator: Locator, drawer: Drawer
) -> Entry:  # fmt: skip
    path = locator.need(element.get("name"), where)
    sides = [element.get("height"), element.get("width")]
    stated = None
    if None not in sides:
        height, width = (whole(side, "its size", f"{file}{where}", least=1) for side in sides)
        stated = height, width
    size = shape_if_readable(path, stated) or image_shape(path)
    if stated is not None and stated != size:
        raise InputError(
            f"{file}{where}: it is {by(stated)}, but {path} is {by(size)}: correct the size, or "
            "take the right image"
        )
    targets = []
    for count, item in enumerate(element, start=1):
        place = f"{file}{where}, {item.tag} {count}"
        shape = known_shape(item, place, drawer)
        if shape is not None:
            targets.extend(_raw(shape, item.get("label") or "", None, size, drawer))
    return Entry(path, targets, size, implied=not targets)


def _raw(
    shape: Shape, category: str, track: int | None, size: tuple[int, int], drawer: Drawer
) -> list[Raw]:
    labels = drawer.labels(shape, size)
    number = track if len(labels) == 1 else None
    found = [Raw(label, number, category, shape.attributes, shape.note) for label in labels]
    check_inside(found, size, shape.place)
    return found


def _meta(element: Element, place: str) -> _Meta:
    def text(name: str) -> str:
        return next((e.text.strip() for e in element.iter(name) if e.text and e.text.strip()), "")

    meta = _Meta(text("source"))
    if text("start_frame") and text("stop_frame"):
        meta.start = whole(text("start_frame"), "start_frame", place, least=0)
        meta.stop = whole(text("stop_frame"), "stop_frame", place, least=meta.start)
    elif text("size"):
        meta.start, meta.stop = 0, whole(text("size"), "size", place, least=0) - 1
    step = text("frame_filter").replace(" ", "").removeprefix("step=")
    meta.step = whole(step, "frame_filter", place, least=1) if step else 1
    return meta


def _video(
    file: Path, root: Path, meta: _Meta, tracks: list[Track], locator: Locator, drawer: Drawer,
    split: str | None, note: Note,
) -> LabelledSequence:  # fmt: skip
    path = _source(file, root, meta, locator)
    with open_sequence(path) as images:
        count, size = len(images), images.shape
    targets: dict[int, list[Raw]] = {}
    unknown: set[int] = set()
    moved = 0
    if meta.start is not None and meta.stop is not None:
        for frame in range(meta.start, min(meta.stop, count - 1) + 1, meta.step):
            targets[frame] = []
    if meta.stop is not None and meta.stop >= count:
        note(f"{file}: its task has frames up to {meta.stop}, but {path} has {count}, from 0")
    for track, number in zip(tracks, track_numbers(tracks), strict=True):
        for frame in sorted(track.shapes):
            own = targets.setdefault(frame, [])
            if frame in track.outside:
                continue
            if frame >= count:
                raise InputError(
                    f"{track.place}: it has frame {frame}, but {path} has {count}, from 0: take "
                    "the right video"
                )
            shape = track.shapes[frame]
            own.extend(_raw(shape, track.category, number, size, drawer))
        for frame, moving in moving_shapes(track, count):
            moved += 1
            if moved > _MOST_MOVED:
                raise InputError(
                    f"{track.place}: over {_MOST_MOVED} shapes between key frames: split the file"
                )
            if moving is None:
                unknown.add(frame)
            else:
                raw = _raw(moving, track.category, number, size, drawer)
                targets.setdefault(frame, []).extend(raw)
    if unknown:
        note(
            f"{file}: frames between key frames whose outlines have different corners "
            f"({len(unknown)}) are left unlabelled: how CVAT joins them is not known"
        )
    targets = {f: own for f, own in targets.items() if f < count and f not in unknown}
    return sequence_of(
        path.name if path.is_dir() else path.stem, path, targets, split=split, note=note,
        implied_empty=[frame for frame, own in targets.items() if not own],
    )  # fmt: skip


def _source(file: Path, root: Path, meta: _Meta, locator: Locator) -> Path:
    """Return the video or the folder of frames that a file of tracks is for."""
    if meta.source and meta.source.lower().endswith(_STACKS):
        found = locator.find(meta.source, ", source", shared=True)
        if found is not None:
            return found
    for home in (file.parent, root, root / "images"):
        if (home / file.stem).is_dir() and list_frames(home / file.stem):
            return home / file.stem
        for suffix in _STACKS:
            if (home / f"{file.stem}{suffix}").is_file():
                return home / f"{file.stem}{suffix}"
    homes = [root, *folders(root, deep=True)]
    stacks = [file for home in homes for file in files_in(home, *_STACKS)]
    frames = [home for home in homes if list_frames(home)]
    found_there = stacks or frames
    if len(found_there) != 1:
        raise InputError(
            f"{file}: its source is {shown(meta.source)}, and below {root} are {len(found_there)} "
            f"videos or folders of frames: call the right one {file.stem}"
        )
    return found_there[0]
