"""YOLO: a text file beside each image, positions as shares of the frame.

::

    images/train/<sequence>/<frame>.png    labels/train/<sequence>/<frame>.txt
    images/test/...                        labels/test/...
    data.yaml                              paths, and the names of the classes

A line is ``class x y width height`` (the box's centre and size), or ``class x1 y1 x2 y2 ...``, a
polygon along the edges of pixels; 0 is the left or upper edge of the frame, 1 the right or lower.
"""

import json
from collections.abc import Sequence

from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries, Option
from p2m_core.datasets.writers.job import Job
from p2m_core.datasets.writers.shapes import category, ring, target_box
from p2m_core.files import write_text
from p2m_core.project import Target

_DECIMALS = 9  # a thousandth of a pixel in a frame of a million


def write(job: Job) -> None:
    """Write all files."""
    line = segment_line if job.options["shapes"] == "segment" else box_line
    classes: dict[str, int] = {}
    for part in job.parts:
        for frame in job.frames(part):
            place = f"{part.split}/{frame.path}"
            job.image(frame, f"images/{place}.png")
            lines = [
                line(classes.setdefault(category(target), len(classes)), target, frame.shape)
                for target in frame.targets
            ]
            write_text(job.root / f"labels/{place}.txt", "".join(lines))
    write_text(job.root / "data.yaml", _data(job, list(classes)))


def box_line(number: int, target: Target, shape: tuple[int, int]) -> str:
    """Return the line of a target's box in a frame of `shape` (H, W), with its class."""
    x, y, width, height = target_box(target, shape)
    return _line(number, [x + width / 2, y + height / 2, width, height], shape)


def segment_line(number: int, target: Target, shape: tuple[int, int]) -> str:
    """Return the line of a target's outline."""
    return _line(number, ring(target).ravel().tolist(), shape)


def _line(number: int, values: Sequence[float], shape: tuple[int, int]) -> str:
    height, width = shape
    shares = [value / (height if i % 2 else width) for i, value in enumerate(values)]
    return f"{number} {' '.join(f'{share:.{_DECIMALS}g}' for share in shares)}\n"


def _data(job: Job, classes: list[str]) -> str:
    splits = {part.split for part in job.parts}
    lines = [f"{split}: images/{split}" for split in ("train", "test") if split in splits]
    # Trainers of YOLO stop without it.
    lines.append(f"val: images/{'test' if 'test' in splits else 'train'}")
    lines += ["names:", *(f"  {i}: {json.dumps(name)}" for i, name in enumerate(classes))]
    return "\n".join(lines) + "\n"


FORMAT = Format(
    name="yolo",
    title="YOLO: boxes or outlines in labels/train and labels/test, data.yaml",
    reader="yolo",
    shapes={
        "box": Carries("box", categories=True, empty="asked", clipped=True),
        "segment": Carries("mask", categories=True, empty="asked"),
    },
    write=write,
    split_folders=True,
    options=(
        Option(
            "shapes", "box: boxes; segment: polygons along the pixels", "box", ("box", "segment")
        ),
    ),
    hints=(
        "`images/<split>/` and `labels/<split>/` hold `<sequence>/<frame>`; a line is "
        "`class x y width height`, or `class x1 y1 x2 y2 ...`, in shares of the frame.",
        "Polygons run along the edges of pixels, parts and holes joined by lines without width: "
        "filled by the even-odd rule, pixel centres inside, they give the same mask.",
    ),
)
