"""Drawn data sets with known numbers, and with one fault each."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import Label, LabelledSequence, MaskLabel
from p2m_core.datasets.statistics.examination import Examination, examine
from p2m_core.datasets.statistics.findings import Finding

SHAPE = (60, 80)
Box = tuple[int, int, int, int]


def label(box: Box) -> MaskLabel:
    """The pixels of a half-open box ``(x0, y0, x1, y1)``."""
    x0, y0, x1, y1 = box
    return MaskLabel(x0, y0, np.ones((y1 - y0, x1 - x0), np.bool_))


def picture(seed: int, boxes: Sequence[Box] = (), level: float = 60.0) -> NDArray[np.uint8]:
    """A structured frame, another one for each seed, with boxes that stand out by `level`."""
    rng = np.random.default_rng(seed)
    cloud = cv2.GaussianBlur(rng.normal(0.0, 1.0, SHAPE).astype(np.float32), (0, 0), 3.0)
    frame = 100.0 + 8.0 * cloud / cloud.std() + rng.normal(0.0, 1.0, SHAPE)
    for x0, y0, x1, y1 in boxes:
        frame[y0:y1, x0:x1] += level
    return np.clip(frame, 0, 255).astype(np.uint8)


def sequence(
    root: Path,
    name: str,
    frames: Sequence[NDArray[np.uint8]],
    labels: Mapping[int, tuple[Label, ...]],
    tracks: Mapping[int, tuple[int, ...]] | None = None,
    split: str | None = None,
) -> LabelledSequence:
    folder = root / name
    folder.mkdir()
    for number, frame in enumerate(frames):
        cv2.imwrite(str(folder / f"{number:03d}.png"), frame)
    return LabelledSequence(name, folder, labels, tracks=tracks or {}, split=split)


def flight(
    root: Path, places: Mapping[int, Box], count: int, name: str = "flight", track: int = 1
) -> LabelledSequence:
    """`count` frames with one track, labelled where `places` has its frame."""
    frames = [
        picture(10 + frame, [places[frame]] if frame in places else []) for frame in range(count)
    ]
    labels = {frame: (label(box),) for frame, box in places.items()}
    return sequence(root, name, frames, labels, dict.fromkeys(places, (track,)))


def moved(box: Box, by: int) -> Box:
    return box[0] + by, box[1], box[2] + by, box[3]


def found(*sequences: LabelledSequence) -> dict[str, Finding]:
    """The warnings on a data set, by kind."""
    return {finding.kind: finding for finding in examined(*sequences).findings}


def examined(*sequences: LabelledSequence) -> Examination:
    return examine(sequences)
