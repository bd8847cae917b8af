"""Boxes in the JSON files of COCO.

::

    FILE.json, or ROOT/*.json, or ROOT/annotations/*.json

with ``images`` (``id``, ``file_name``), ``annotations`` (``image_id``, ``bbox``: x, y, w, h, from
0) and perhaps ``videos`` (``id``; images then have a ``video_id``). The images are looked for
beside the file, in an ``images`` folder, or one folder up. Images of one video must be of one
folder: they are one sequence. All others are sequences of one frame.

An image of the list without annotations has no target. One with an annotation of ``iscrowd`` 1 is
left unlabelled: how many targets there are is not known.
"""

import json
from pathlib import Path
from typing import Any

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.readers.files import number, read_text, size, split_named
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames, natural_key

LAYOUT = "COCO *.json or annotations/*.json"


def recognises(path: Path) -> bool:
    """Say whether there is such a file."""
    return bool(_files(path))


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences of all files, file by file."""
    found: dict[str, LabelledSequence] = {}
    for file in _files(path):
        for sequence in read_file(file, _homes(file)):
            if sequence.name in found:
                raise InputError(f"{file}: {sequence.name!r} is in another JSON file of {path} too")
            found[sequence.name] = sequence
    return list(found.values())


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() == ".json" and _is_coco(path) else []
    files = [*path.glob("*.json"), *path.glob("annotations/*.json")]
    return [f for f in sorted(files, key=lambda f: natural_key(f.name)) if _is_coco(f)]


def _is_coco(file: Path) -> bool:
    # Only looked at, for such a file may be large. A broken one is still taken for what it is.
    try:
        with file.open(encoding="utf-8") as stream:
            text = stream.read()
    except (OSError, UnicodeDecodeError):
        return False
    return '"images"' in text and '"annotations"' in text


def _homes(file: Path) -> list[Path]:
    home = file.parent
    return [home, home / "images", home.parent, home.parent / "images"]


def read_file(file: Path, homes: list[Path]) -> list[LabelledSequence]:
    """Return the sequences of one file; its images are in the first of `homes` that has them.

    Raises
    ------
    InputError
        If it has a fault, or an image is missing.
    """
    try:
        data = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise InputError(f"{file}: not readable as JSON: {error}") from error
    if not isinstance(data, dict):
        raise InputError(f"{file}: not a COCO file: it must hold one object")
    images = {item["id"]: item for item in _items(file, data, "images", ("id", "file_name"))}
    if not images:
        raise InputError(f"{file}: its list of images is empty")
    known = _boxes(file, data, set(images))
    names = {item["id"]: item.get("name") for item in data.get("videos") or () if "id" in item}
    split = split_named(file.stem)
    videos: dict[Any, dict[Any, Path]] = {}
    found = []
    for key, item in images.items():
        path = _locate(file, item["file_name"], homes)
        video = item.get("video_id")
        if video is not None:
            videos.setdefault(video, {})[key] = path
        elif key in known:
            name = Path(item["file_name"]).with_suffix("").as_posix()
            found.append(LabelledSequence(name, path, {0: known[key]}, split=split))
    for video, paths in videos.items():
        folders = {path.parent for path in paths.values()}
        if len(folders) > 1:
            raise InputError(
                f"{file}: the images of video {video!r} lie in {len(folders)} folders: "
                "a sequence is one folder"
            )
        folder = folders.pop()
        numbers = {name: i for i, name in enumerate(list_frames(folder))}
        labels = {numbers[path.name]: known[key] for key, path in paths.items() if key in known}
        if labels:
            name = str(names.get(video) or folder.name)
            found.append(LabelledSequence(name, folder, labels, split=split))
    return found


def _boxes(file: Path, data: dict[str, Any], images: set[Any]) -> dict[Any, tuple[BoxLabel, ...]]:
    """Return the boxes of each image; those with a crowd are left out."""
    boxes: dict[Any, list[BoxLabel]] = {image: [] for image in images}
    crowded = set()
    for i, item in enumerate(_items(file, data, "annotations", ("image_id", "bbox"))):
        place = f"{file}, annotations[{i}]"
        image, box = item["image_id"], item["bbox"]
        if image not in images:
            raise InputError(f"{place}: image_id is {image!r}, and no image has this id")
        if not isinstance(box, list) or len(box) != 4:
            raise InputError(f"{place}: bbox is {box!r}: give [x, y, width, height]")
        x, y = (number(value, "bbox", place) for value in box[:2])
        boxes[image].append(BoxLabel(x, y, *(size(value, "bbox", place) for value in box[2:])))
        if item.get("iscrowd"):
            crowded.add(image)
    return {image: tuple(boxes[image]) for image in images - crowded}


def _items(file: Path, data: dict[str, Any], key: str, needed: tuple[str, ...]) -> list[Any]:
    items = data.get(key)
    if not isinstance(items, list):
        raise InputError(f"{file}: {key!r} must be a list")
    for i, item in enumerate(items):
        missing = [k for k in needed if not isinstance(item, dict) or k not in item]
        if missing:
            raise InputError(f"{file}, {key}[{i}]: {missing[0]!r} is missing")
        if not isinstance(item.get("id", item.get("image_id")), int | str):
            raise InputError(f"{file}, {key}[{i}]: its id must be a number or a text")
    return items


def _locate(file: Path, name: str, homes: list[Path]) -> Path:
    for folder in homes:
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{file}: its image {name!r} is not in {homes[0]}, nor in {homes[1]}")
