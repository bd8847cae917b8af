"""SIRSTD-Pixel on disk: where each file is, and how it is written.

::

    ROOT/dataset.json                      content of the set, and the program that wrote it
    ROOT/images/<sequence>/<frame>.png     as given, bit depth kept
    ROOT/masks/<sequence>/<frame>.png      uint8, 0 / 255; also for verified-empty frames
    ROOT/instances/<sequence>/<frame>.png  uint16 track numbers, 0 = background
    ROOT/targets.csv                       one line a target, header `TARGETS_HEADER`
    ROOT/img_idx/train_<NAME>.txt          lines "<sequence>/<frame>"; a split never cuts a
    ROOT/img_idx/test_<NAME>.txt           sequence

Coordinates are those of `p2m_core.geometry`. Existing toolboxes of the field read ``images/``,
``masks/`` and ``img_idx/`` as they are.
"""

import csv
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from p2m_core import __version__
from p2m_core.errors import InputError
from p2m_core.files import write_png

FORMAT = "SIRSTD-Pixel"
FORMAT_VERSION = 1

Kind = Literal["images", "masks", "instances"]
Split = Literal["train", "test"]


@dataclass(frozen=True)
class TargetRow:
    """One line of ``targets.csv``; the fields are its columns, in order.

    `sequence` and `frame` are the names of the folder and of the file; `x`, `y` the centroid,
    `seed_x`, `seed_y` the first click, None where there was none. `scr` may be infinite or NaN.
    `attributes` are separated by semicolons.
    """

    sequence: str
    frame: str
    track: int
    x: float
    y: float
    radius: float
    area: int
    scr: float
    seed_x: float | None
    seed_y: float | None
    origin: str
    state: str
    category: str = ""
    attributes: str = ""
    note: str = ""


TARGETS_HEADER = tuple(field.name for field in fields(TargetRow))
_FIRST_HEADER = TARGETS_HEADER[:12]  # of files from before there was more to tell
_DECIMALS = {"x": 3, "y": 3, "radius": 3, "scr": 3, "seed_x": 3, "seed_y": 3}


@dataclass(frozen=True)
class SequenceEntry:
    """One sequence in ``dataset.json``.

    Attributes
    ----------
    name : str
        Of its folders.
    source : str
        What it was called where it came from.
    split : "train" or "test"
    width, height, bit_depth : int
        Of its PNG files.
    frames, empty_frames, targets, tracks : int
        How many; an empty frame has no target.
    scale, offset : float
        The original grey level is ``scale * stored + offset``.
    """

    name: str
    source: str
    split: Split
    width: int
    height: int
    bit_depth: int
    frames: int
    empty_frames: int
    targets: int
    tracks: int
    scale: float = 1.0
    offset: float = 0.0


def image_path(root: Path, kind: Kind, sequence: str, frame: str) -> Path:
    """Return where the image, mask or instance map of a frame is."""
    return root / kind / sequence / f"{frame}.png"


def write_frame(
    root: Path,
    sequence: str,
    frame: str,
    image: NDArray[np.uint8] | NDArray[np.uint16],
    mask: NDArray[np.bool_],
    instances: NDArray[np.uint16],
) -> None:
    """Write the three PNG files of a frame, all of shape (H, W).

    Raises
    ------
    P2MError
        If one cannot be written.
    """
    write_png(image_path(root, "images", sequence, frame), image)
    write_png(image_path(root, "masks", sequence, frame), mask.astype(np.uint8) * np.uint8(255))
    write_png(image_path(root, "instances", sequence, frame), instances)


def write_targets(root: Path, rows: Iterable[TargetRow]) -> None:
    """Write ``targets.csv``."""
    with (root / "targets.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TARGETS_HEADER)
        for row in rows:
            writer.writerow(_cell(name, value) for name, value in asdict(row).items())


def _cell(name: str, value: object) -> object:
    if value is None:
        return ""
    return round(float(value), _DECIMALS[name]) if isinstance(value, float) else value


def read_targets(root: Path) -> list[TargetRow]:
    """Return the lines of ``targets.csv``.

    Raises
    ------
    InputError
        If the file is missing, has another header, or a line is broken.
    """
    path = root / "targets.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    if not lines or tuple(lines[0]) not in (TARGETS_HEADER, _FIRST_HEADER):
        raise InputError(f"cannot read {path}: its header is not {','.join(TARGETS_HEADER)}")
    return [_row(path, number, line) for number, line in enumerate(lines[1:], start=2)]


def _row(path: Path, number: int, line: list[str]) -> TargetRow:
    try:
        sequence, frame, track, x, y, radius, area, scr, seed_x, seed_y, *words = line
        if len(words) not in (2, 5):
            raise ValueError(f"it has {len(line)} values")
        return TargetRow(
            sequence, frame, int(track), float(x), float(y), float(radius), int(area), float(scr),
            float(seed_x) if seed_x else None, float(seed_y) if seed_y else None, *words,
        )  # fmt: skip
    except ValueError as error:
        raise InputError(f"cannot read {path}, line {number}: {error}") from None


def write_split(
    root: Path, name: str, frames: Mapping[str, Iterable[str]], test: Container[str]
) -> None:
    """Write ``img_idx/train_<name>.txt`` and ``img_idx/test_<name>.txt``.

    Parameters
    ----------
    root : Path
        The data set's folder.
    name : str
        The data set's name.
    frames : mapping of str to iterable of str
        Each sequence's frames, in order.
    test : container of str
        The sequences of the test part; the others are for training.
    """
    folder = root / "img_idx"
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("train", "test"):
        lines = [
            f"{sequence}/{frame}\n"
            for sequence, names in frames.items()
            if (sequence in test) == (part == "test")
            for frame in names
        ]
        (folder / f"{part}_{name}.txt").write_text("".join(lines), encoding="utf-8")


def read_split(root: Path, name: str, part: Split) -> list[tuple[str, str]]:
    """Return the ``(sequence, frame)`` names of one part.

    Raises
    ------
    InputError
        If the list cannot be read, or a line does not name a sequence and a frame.
    """
    path = root / "img_idx" / f"{part}_{name}.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    pairs = [tuple(line.split("/")) for line in lines if line.strip()]
    for pair in pairs:
        if len(pair) != 2:
            raise InputError(f"cannot read {path}: {'/'.join(pair)!r} is not <sequence>/<frame>")
    return [(sequence, frame) for sequence, frame in pairs]


def write_dataset_json(
    root: Path,
    name: str,
    sequences: Iterable[SequenceEntry],
    extra: Mapping[str, object] | None = None,
) -> None:
    """Write ``dataset.json``.

    Parameters
    ----------
    root : Path
        The data set's folder.
    name : str
        The data set's name.
    sequences : iterable of SequenceEntry
    extra : mapping, optional
        More JSON values of the whole set, e.g. the seed of a synthetic one.
    """
    entries = list(sequences)
    sizes = {(entry.width, entry.height) for entry in entries}
    depths = {entry.bit_depth for entry in entries}
    record = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": name,
        "tool": f"label-irst {__version__}",
        # Null where the sequences differ: each has its own.
        "frame_size": list(sizes.pop()) if len(sizes) == 1 else None,
        "bit_depth": depths.pop() if len(depths) == 1 else None,
        "counts": {
            "sequences": len(entries),
            "frames": sum(entry.frames for entry in entries),
            "empty_frames": sum(entry.empty_frames for entry in entries),
            "targets": sum(entry.targets for entry in entries),
            "tracks": sum(entry.tracks for entry in entries),
        },
        **(extra or {}),
        "sequences": [asdict(entry) for entry in entries],
    }
    text = json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)
    (root / "dataset.json").write_text(text + "\n", encoding="utf-8")


def stated_targets(root: Path) -> dict[str, int]:
    """Return how many targets ``dataset.json`` counts in each sequence; nothing without one."""
    try:
        record = json.loads((root / "dataset.json").read_text(encoding="utf-8"))
        entries = record["sequences"] if record["format"] == FORMAT else []
        return {str(entry["name"]): int(entry["targets"]) for entry in entries}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}  # of another program, or damaged: the reader says so
