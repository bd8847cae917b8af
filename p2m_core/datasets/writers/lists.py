"""Layouts with all images in one folder, all masks in another, and lists of names without suffix.

BasicIRSTD, DNANet and MSHNet differ in where their lists are; SIRSTD-Pixel as its authors publish
it also in the names, and in boxes beside the masks. BasicIRSTD writes results under these names,
without making sub-folders.
"""

import re
from functools import partial
from itertools import count
from typing import NamedTuple

import numpy as np

from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.job import Frame, Job, Part, write_checked
from p2m_core.datasets.writers.naming import flat_name
from p2m_core.datasets.writers.shapes import union
from p2m_core.datasets.writers.yolo import box_line
from p2m_core.files import write_text

_CARRIES = {"": Carries("mask", apart="lost")}
_NUMBER = re.compile(r"(?:IR_)?(\d{1,9})", re.IGNORECASE)
_LAST_DIGITS = re.compile(r"(\d{1,9})$")


class _Lists(NamedTuple):
    """The files of the lists; ``{name}`` is the data set's name."""

    train: str
    test: str


def _write(lists: _Lists, job: Job) -> None:
    taken: set[str] = set()
    named: dict[str, list[str]] = {"train": [], "test": []}
    for part in job.parts:
        for frame in job.frames(part):
            own = "" if part.single else frame.name
            name = flat_name(part.name, own, frame.number, taken)
            _write_pair(job, frame, name)
            named[part.split].append(name)
    for split, file in lists._asdict().items():
        _write_list(job, file.format(name=job.title), named[split])


def _write_pair(job: Job, frame: Frame, name: str) -> None:
    job.image(frame, f"images/{name}.png")
    mask = union(frame.targets, frame.shape).astype(np.uint8) * np.uint8(255)
    write_checked(job.root / f"masks/{name}.png", mask, frame.path)


def _write_list(job: Job, file: str, names: list[str]) -> None:
    write_text(job.root / file, "".join(f"{name}\n" for name in names))


def _write_published(job: Job) -> None:
    numbers = _sequence_numbers(job.parts)
    named: dict[str, list[str]] = {"train": [], "test": []}
    for part in job.parts:
        digits = _frame_numbers(part)
        for frame in job.frames(part):
            name = f"IR_{numbers[part.index]}_{digits[frame.number]:05d}"
            _write_pair(job, frame, name)
            lines = [box_line(0, target, frame.shape) for target in frame.targets]
            write_text(job.root / f"YOLO_labels/{name}.txt", "".join(lines))
            named[part.split].append(name)
    for split, names in named.items():
        _write_list(job, f"splits/{split}.txt", names)
    rows = [f"{numbers[part.index]},{part.name}\n" for part in job.parts]
    write_text(job.root / "sequences.csv", "".join(["number,sequence\n", *rows]))


def _sequence_numbers(parts: list[Part]) -> list[int]:
    """Return the number of each sequence: that of its name, ``3`` or ``IR_3``, else a free one."""
    matches = [_NUMBER.fullmatch(part.info.name) for part in parts]
    own = [int(match[1]) if match is not None else None for match in matches]
    taken: set[int] = set()
    for i, number in enumerate(own):
        if number in taken:
            own[i] = None
        elif number is not None:
            taken.add(number)
    free = (number for number in count(1) if number not in taken)
    return [next(free) if number is None else number for number in own]


def _frame_numbers(part: Part) -> dict[int, int]:
    """Return the number of each frame: that at the end of its file's name, else from 0."""
    chosen = part.selection.frames
    matches = [_LAST_DIGITS.search(part.originals[f].stem) for f in chosen if part.originals]
    numbers = [int(match[1]) for match in matches if match is not None]
    if len(numbers) == len(chosen) == len(set(numbers)):
        return dict(zip(chosen, numbers, strict=True))
    return {frame: frame for frame in chosen}


def _format(name: str, title: str, lists: _Lists) -> Format:
    train, test = (file.format(name="NAME") for file in lists)
    return Format(
        name=name,
        title=title,
        reader="masks",
        shapes=_CARRIES,
        write=partial(_write, lists),
        hints=(
            "`images/` and `masks/` (0 and 255) hold `<sequence>_<frame>.png`, without folders.",
            f"`{train}` and `{test}` have the names, one a line, without suffix.",
        ),
        more_cannot=("sequences: each frame is an image for itself",),
    )


BASICIRSTD = _format(
    "basicirstd",
    "BasicIRSTD: flat images and masks, img_idx/train_NAME.txt and test_NAME.txt",
    _Lists("img_idx/train_{name}.txt", "img_idx/test_{name}.txt"),
)
DNANET = _format(
    "dnanet",
    "DNANet: flat images and masks, 50_50/train.txt and test.txt",
    _Lists("50_50/train.txt", "50_50/test.txt"),
)
MSHNET = _format(
    "mshnet",
    "MSHNet: flat images and masks, trainval.txt and test.txt",
    _Lists("trainval.txt", "test.txt"),
)
FLAT = Format(
    name="sirstd-pixel-flat",
    title="SIRSTD-Pixel as published: flat images, masks, YOLO_labels and splits",
    reader="masks",
    shapes=_CARRIES,
    write=_write_published,
    hints=(
        "`images/`, `masks/` (0 and 255) and `YOLO_labels/` hold `IR_<seq>_<frame>`, without "
        "sub-folders: programs that make none can write results beside them.",
        "`splits/train.txt` and `splits/test.txt` have the names, one a line, without suffix; "
        "`sequences.csv` tells which number is which sequence of the project.",
    ),
)
