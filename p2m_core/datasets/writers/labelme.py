"""LabelMe: a JSON file beside each image, ``images/<split>/<sequence>/<frame>``.

Positions count from the corner of the top-left pixel. `group_id` is the track.
"""

import base64
import json
from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import EDITORS, Option
from p2m_core.datasets.writers.job import Frame, Job
from p2m_core.datasets.writers.shapes import category, ring, target_box
from p2m_core.files import write_text
from p2m_core.project import Target

_VERSION = "5.4.1"  # of LabelMe: the first ones that know masks are somewhat older


def write(job: Job) -> None:
    """Write all files."""
    for part in job.parts:
        for frame in job.frames(part):
            image = job.image(frame, f"images/{part.split}/{frame.path}.png")
            text = json.dumps(_document(job, frame, image.name), indent=1, ensure_ascii=False)
            write_text(image.with_suffix(".json"), text + "\n")


def _document(job: Job, frame: Frame, image: str) -> dict[str, Any]:
    height, width = frame.shape
    return {
        "version": _VERSION,
        "flags": {},
        "shapes": [
            # Across images, a group would join them to a sequence.
            _shape(target, job.options["shapes"], None if frame.part.single else target.track)
            for target in frame.targets
        ],
        "imagePath": image,
        "imageData": None,
        "imageHeight": height,
        "imageWidth": width,
    }


def _shape(target: Target, kind: str, group: int | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "label": category(target),
        "group_id": group,
        "description": target.note,
        "flags": dict.fromkeys(target.attributes, True),
    }
    if kind == "polygon":
        return {**record, "shape_type": "polygon", "points": ring(target).tolist()}
    if kind == "box":
        x, y, width, height = target_box(target)
        return {
            **record, "shape_type": "rectangle", "points": [[x, y], [x + width, y + height]],
        }  # fmt: skip
    x0, y0, x1, y1 = target.box
    _, png = cv2.imencode(".png", target.mask.astype(np.uint8) * 255)
    return {
        **record,
        "shape_type": "mask",
        "points": [[x0, y0], [x1 - 1, y1 - 1]],  # the first and last pixel
        "mask": base64.b64encode(png.tobytes()).decode("ascii"),
    }


FORMAT = Format(
    name="labelme",
    title="LabelMe: polygons, masks or rectangles in a JSON file beside each image",
    reader="labelme",
    shapes={
        "polygon": EDITORS,
        "mask": EDITORS,
        "box": replace(EDITORS, label="box"),
    },
    write=write,
    split_folders=True,
    options=(
        Option(
            "shapes",
            "polygon: along the pixels; mask: since LabelMe 5.3; box: rectangles",
            "polygon",
            ("polygon", "mask", "box"),
        ),
    ),
    hints=(
        "A JSON file beside each image, `images/<split>/<sequence>/<frame>.json`; `group_id` is "
        "the track, `flags` of a shape are the attributes of the target, `description` its note.",
        "Polygons run along the edges of pixels, parts and holes joined by lines without width: "
        "filled by the even-odd rule, pixel centres inside, they give the same mask.",
    ),
)
