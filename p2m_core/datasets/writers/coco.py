"""COCO: JSON with images, annotations, categories and videos, a file for each split.

::

    annotations/instances_train.json, instances_test.json
    images/<sequence>/<frame>.png, of single images images/<name>.png

Positions count from the corner of the top-left pixel: pixel ``[r, c]`` covers ``c .. c + 1``.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from p2m_core import __version__
from p2m_core.datasets.descriptions import NOTE
from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers import coco as reader
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import EDITORS, Option
from p2m_core.datasets.writers.job import Frame, Job
from p2m_core.datasets.writers.shapes import category, target_box, tight_box
from p2m_core.errors import InputError
from p2m_core.files import write_text
from p2m_core.outline import joined, outlines
from p2m_core.project import Target


def write(job: Job) -> None:
    """Write all files."""
    home = job.root / "images" if job.options["images"] else originals_home(job)
    categories: dict[str, int] = {}
    # As text, for it takes a tenth of the memory.
    found: dict[str, dict[str, list[str]]] = {
        split: {"videos": [], "images": [], "annotations": []} for split in ("train", "test")
    }
    for part in job.parts:
        own = found[part.split]
        if not part.single:
            own["videos"].append(json.dumps({"id": part.index + 1, "name": part.name}))
        for frame in job.frames(part):
            image = len(own["images"]) + 1
            own["images"].append(json.dumps(_image(job, frame, image, home)))
            for target in frame.targets:
                number = categories.setdefault(category(target), len(categories) + 1)
                record = _annotation(job, frame, target)
                ids = {"id": len(own["annotations"]) + 1, "image_id": image, "category_id": number}
                own["annotations"].append(json.dumps({**ids, **record}))
    names = [_category(job, name, number) for name, number in categories.items()]
    for split, records in found.items():
        if records["images"]:
            text = _document({**records, "categories": names}, job, home)
            write_text(job.root / f"annotations/instances_{split}.json", text)


def originals_home(job: Job) -> Path:
    """Return the folder that all original images lie below.

    Raises
    ------
    InputError
        If there is none, or the frames of a sequence are in one file.
    """
    folders = {str(file.parent) for part in job.parts for file in part.files()}
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        raise InputError(
            "the images lie on several drives, below no common folder: export with the images"
        ) from None


def _read_back(job: Job) -> list[LabelledSequence]:
    home = job.root / "images" if job.options["images"] else originals_home(job)
    files = sorted((job.root / "annotations").glob("*.json"))
    return [one for file in files for one in reader.read_file(file, [home])]


def _document(records: dict[str, list[str]], job: Job, home: Path) -> str:
    about = {"description": job.title, "version": f"label-irst {__version__}"}
    if not job.options["images"]:
        about["images"] = home.as_posix()
    lists = ['"' + key + '": [\n' + ",\n".join(lines) + "\n]" for key, lines in records.items()]
    return "{\n" + ",\n".join(['"info": ' + json.dumps(about), *lists]) + "\n}\n"


def _image(job: Job, frame: Frame, number: int, home: Path) -> dict[str, Any]:
    place = job.image(frame, f"images/{frame.path}.png")
    height, width = frame.shape
    name = place.relative_to(home).as_posix()
    record = {"id": number, "file_name": name, "width": width, "height": height}
    if not frame.part.single:
        record |= {"video_id": frame.part.index + 1, "frame_id": frame.place}
    return record


def _annotation(job: Job, frame: Frame, target: Target) -> dict[str, Any]:
    polygons = job.options["shapes"] == "polygon"
    # Readers tell corners of pixels from pixels by the box around a polygon: it must be its own.
    x, y, width, height = tight_box(target) if polygons else target_box(target)
    record: dict[str, Any] = {
        "bbox": [x, y, width, height],
        "area": target.area,
        "iscrowd": 0,
        "segmentation": _polygons(target) if polygons else _rle(target, frame.shape),
    }
    if target.attributes or target.note:
        words: dict[str, Any] = dict.fromkeys(target.attributes, True)
        record["attributes"] = words | ({NOTE: target.note} if target.note else {})
    if not frame.part.single:  # across images, it would join them to a sequence
        record["track_id"] = target.track
    if job.options["keypoints"]:
        cx, cy = target.centroid
        record |= {"keypoints": [round(cx, 3), round(cy, 3), 2], "num_keypoints": 1}
    return record


def _rle(target: Target, shape: tuple[int, int]) -> dict[str, Any]:
    mask = np.zeros(shape, np.uint8, order="F")
    x0, y0, x1, y1 = target.box
    mask[y0:y1, x0:x1] = target.mask
    encoded = coco_mask.encode(mask)
    return {"size": list(shape), "counts": encoded["counts"].decode("ascii")}


def _polygons(target: Target) -> list[list[int]]:
    # A polygon for each part, for all of them together are the target; holes are cut out of it.
    parts = outlines(target.mask, (target.x0, target.y0))
    return [joined(part).ravel().tolist() for part in parts]


def _category(job: Job, name: str, number: int) -> str:
    record: dict[str, Any] = {"id": number, "name": name}
    if job.options["keypoints"]:
        record |= {"keypoints": ["centroid"], "skeleton": []}
    return json.dumps(record)


FORMAT = Format(
    name="coco",
    title="COCO: masks as RLE or polygons, boxes, tracks; a JSON file for each split",
    reader="coco",
    shapes={
        "rle": replace(EDITORS, empty="kept"),
        "polygon": replace(EDITORS, empty="kept"),
    },
    write=write,
    read_back=_read_back,
    options=(
        Option(
            "shapes",
            "rle: masks as run lengths; polygon: along the pixels",
            "rle",
            ("rle", "polygon"),
        ),
        Option("keypoints", "the centroid of each target as a keypoint", False),
        Option("images", "copy the images; without, the paths lead to the originals", True),
    ),
    hints=(
        "`annotations/instances_train.json` and `instances_test.json`; `file_name` is below "
        "`images/`, or where the images were left out, below the folder in `info`, "
        "which `p2m import --images` takes. `track_id` is the number of an object in its "
        "video. Keypoints are pixels, from 0. `attributes` of an annotation are true where they "
        "hold; `note` among them is a text.",
        "Polygons run along the edges of pixels; holes are joined to the outline by lines without "
        "width: filled as pycocotools does, they give the same mask.",
    ),
)
