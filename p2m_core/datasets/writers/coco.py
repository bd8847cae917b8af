"""COCO: JSON with images, annotations, categories and videos, a file for each split.

::

    annotations/instances_train.json, instances_test.json
    images/<sequence>/<frame>.png, of single images images/<name>.png

Positions count from the corner of the top-left pixel: pixel ``[r, c]`` covers ``c .. c + 1``.
"""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from p2m_core import __version__
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import IMAGES, Carries, Option
from p2m_core.datasets.writers.job import Frame, Job
from p2m_core.datasets.writers.shapes import category, target_box
from p2m_core.files import write_text
from p2m_core.outline import joined, outlines
from p2m_core.project import Target


def write(job: Job) -> None:
    """Write all files."""
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
            own["images"].append(json.dumps(_image(job, frame, image)))
            for target in frame.targets:
                number = categories.setdefault(category(target), len(categories) + 1)
                record = _annotation(job, frame, target)
                ids = {"id": len(own["annotations"]) + 1, "image_id": image, "category_id": number}
                own["annotations"].append(json.dumps({**ids, **record}))
    names = [_category(job, name, number) for name, number in categories.items()]
    for split, records in found.items():
        if records["images"]:
            text = _document({**records, "categories": names})
            write_text(job.root / f"annotations/instances_{split}.json", text)


def _document(records: dict[str, list[str]]) -> str:
    about = json.dumps({"description": "infrared small targets", "version": __version__})
    lists = ['"' + key + '": [\n' + ",\n".join(lines) + "\n]" for key, lines in records.items()]
    return "{\n" + ",\n".join(['"info": ' + about, *lists]) + "\n}\n"


def _image(job: Job, frame: Frame, number: int) -> dict[str, Any]:
    place = job.image(frame, f"images/{frame.path}.png")
    height, width = frame.shape
    record = {"id": number, "file_name": _name(job, place), "width": width, "height": height}
    if not frame.part.single:
        record |= {"video_id": frame.part.index + 1, "frame_id": frame.place}
    return record


def _name(job: Job, place: Path) -> str:
    """Return an image's path below ``images``; of an original, the whole path."""
    folder = job.root / "images"
    if place.is_relative_to(folder):
        return place.relative_to(folder).as_posix()
    return Path(os.path.abspath(place)).as_posix()  # noqa: PTH100  not through links


def _annotation(job: Job, frame: Frame, target: Target) -> dict[str, Any]:
    x, y, width, height = target_box(target)
    record: dict[str, Any] = {
        "bbox": [x, y, width, height],
        "area": target.area,
        "iscrowd": 0,
        "track_id": target.track,
        "segmentation": _polygons(target)
        if job.options["shapes"] == "polygon"
        else _rle(target, frame.shape),
    }
    if job.options["keypoints"]:
        cx, cy = target.centroid
        record |= {"keypoints": [round(cx + 0.5, 3), round(cy + 0.5, 3), 2], "num_keypoints": 1}
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
        "rle": Carries("mask", tracks=True, categories=True),
        "polygon": Carries("mask", tracks=True, categories=True),
    },
    write=write,
    options=(
        Option(
            "shapes",
            "rle: masks as run lengths; polygon: along the pixels",
            "rle",
            ("rle", "polygon"),
        ),
        Option("keypoints", "the centroid of each target as a keypoint", False),
        IMAGES,
    ),
    hints=(
        "`annotations/instances_train.json` and `instances_test.json`; `file_name` is below "
        "`images/`. `track_id` is the number of an object in its video.",
        "Polygons run along the edges of pixels; holes are joined to the outline by lines without "
        "width: filled as pycocotools does, they give the same mask.",
    ),
)
