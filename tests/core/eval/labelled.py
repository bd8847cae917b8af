"""Drawn labelled sequences, and the least of a reader for the real ones."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, PointLabel
from p2m_core.detector import Detection
from p2m_core.sequence import Sequence as Frames
from tests.core.eval.drawn import mask

SHAPE = (40, 48)
SQUARE = (10, 10, 14, 14)


class Told:
    """A detector with given detections; none in frames without an entry."""

    def __init__(self, found: Mapping[int, Sequence[Detection]]) -> None:
        self.found = found

    def detect(self, sequence: Frames) -> Iterator[tuple[int, list[Detection]]]:
        for frame in range(len(sequence)):
            yield frame, sorted(self.found.get(frame, ()), key=lambda d: -d.score)


def draw_sequence(
    root: Path, name: str, boxes: Sequence[Sequence[tuple[int, int, int, int]]]
) -> Path:
    """Write one frame for each entry, bright boxes on noise, and the masks; return the frames."""
    rng = np.random.default_rng(0)
    for folder in ("images", "masks"):
        (root / folder / name).mkdir(parents=True, exist_ok=True)
    for frame, some in enumerate(boxes):
        truth = mask(*some, shape=SHAPE)
        image = (60.0 + 120.0 * truth + rng.normal(0.0, 2.0, SHAPE)).astype(np.uint8)
        cv2.imwrite(str(root / "images" / name / f"{frame + 1:06d}.png"), image)
        cv2.imwrite(str(root / "masks" / name / f"{frame + 1:06d}.png"), truth * np.uint8(255))
    return root / "images" / name


def with_masks(root: Path, name: str, frames: Sequence[int]) -> LabelledSequence:
    """Return a drawn sequence with the masks of these frames."""
    masks = {frame: root / "masks" / name / f"{frame + 1:06d}.png" for frame in frames}
    return LabelledSequence(name, root / "images" / name, masks=masks)


def drone_ir(folder: Path) -> list[LabelledSequence]:
    """Read the videos with a box in some frames; the others have no label."""
    found = []
    for video in sorted(folder.glob("*.mp4")):
        lines = video.with_suffix(".gt.txt").read_text().splitlines()
        cells = [[float(cell) for cell in line.split(",")] for line in lines]
        labels = {int(row[0]) - 1: (BoxLabel(*row[2:6]),) for row in cells}
        found.append(LabelledSequence(video.stem, video, labels))
    return found


def istd(folder: Path, into: Path) -> list[LabelledSequence]:
    """Read one folder's segments, each a folder of links below `into`, with a point a frame."""
    points = list(csv.DictReader((folder / "points.csv").read_text().splitlines()))
    found = []
    for row in csv.DictReader((folder / "segments.csv").read_text().splitlines()):
        first, last = int(row["first"]), int(row["last"])
        own = into / f"{folder.name}_{row['segment']}"
        own.mkdir()
        for number in range(first, last + 1):
            (own / f"{number:06d}.png").symlink_to(folder / f"{number:06d}.png")
        labels = {
            int(p["frame"]) - first: (PointLabel(float(p["x"]), float(p["y"])),)
            for p in points
            if first <= int(p["frame"]) <= last
        }
        found.append(LabelledSequence(own.name, own, labels))
    return found
