"""The results of another method, read from a folder of masks or a CSV file of detections."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.datasets.labelled import LabelledSequence, check_fit
from p2m_core.detection import records
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.eval import detect, metrics
from p2m_core.eval.curves import Scored
from p2m_core.eval.metrics import MaskCounts
from p2m_core.sequence.decode import read_image
from p2m_core.sequence.place import is_pattern
from p2m_core.sequence.source import IMAGE_SUFFIXES


@dataclass(frozen=True, eq=False)
class PredictionResult:
    """The scores of the predictions of one sequence.

    Attributes
    ----------
    name : str
    scored : Scored
        Detections against labels; the components of masks, all with the score 1.
    counts : MaskCounts or None
        Masks against true masks; None where either is missing.
    """

    name: str
    scored: Scored
    counts: MaskCounts | None


def score_predictions(
    path: Path, sequences: Sequence[LabelledSequence], level: float = 0.0
) -> list[PredictionResult]:
    """Score a folder of masks, or a file of detections, on the labelled frames.

    The mask of a frame is ``<sequence>/<frame name>`` with the suffix of an image, or
    ``<sequence>`` alone for a single image, below `path` or below ``masks/`` in it. It is the frame
    name alone where the images of several sequences lie in one folder.

    Parameters
    ----------
    level : float
        Pixels of a mask above this grey level belong to a target.

    Raises
    ------
    InputError
        If there are no predictions, the mask of a labelled frame is missing or of another size,
        or the file of detections is malformed or names frames that do not exist.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder: give masks or detections")
    if not path.is_dir():
        return _score_csv(path, sequences)
    if not any(p.suffix.lower() in IMAGE_SUFFIXES for p in path.rglob("*")):
        raise InputError(f"{path}: no masks in it: give <sequence>/<frame>.png for labelled frames")
    return [_score_masks(path, labelled, level) for labelled in sequences]


def _score_csv(path: Path, sequences: Sequence[LabelledSequence]) -> list[PredictionResult]:
    rows = records.read_detections(path)
    names: dict[str, list[str]] = {}
    for labelled in sequences:
        with labelled.open() as frames:
            check_fit(labelled, len(frames), frames.shape)
            names[labelled.name] = [frames.frame_name(k) for k in range(len(frames))]
    found = records.by_frame(path, rows, names)
    return [
        PredictionResult(s.name, detect.score_sequence(s, found[s.name]), None) for s in sequences
    ]


def _score_masks(path: Path, labelled: LabelledSequence, level: float) -> PredictionResult:
    counts = []
    found = {}
    with labelled.open() as frames:
        check_fit(labelled, len(frames), frames.shape)
        for frame in labelled.frames:
            name = frames.frame_name(frame)
            names = [f"{labelled.name}/{name}"]
            if is_pattern(labelled.path):
                names.append(name)  # its images lie beside those of others, and so do results
            elif len(frames) == 1:
                names.append(labelled.name)
            file = _mask_file(path, names)
            predicted: NDArray[np.bool_] = np.asarray(read_image(file), np.float64) > level
            if predicted.shape != frames.shape:
                raise InputError(
                    f"{file}: the mask is {predicted.shape[1]}x{predicted.shape[0]}, but the "
                    f"frames of {labelled.name} are {frames.shape[1]}x{frames.shape[0]}: "
                    "give masks of the frames' size"
                )
            found[frame] = _as_detections(predicted)
            if labelled.has_masks:
                counts.append(
                    metrics.count_parts(
                        frames.shape,
                        metrics.components(predicted),
                        detect.true_parts(labelled, frame, frames.shape),
                    )
                )
    total = metrics.total(counts) if counts else None
    return PredictionResult(labelled.name, detect.score_sequence(labelled, found), total)


def _mask_file(path: Path, names: list[str]) -> Path:
    for root in (path, path / "masks"):
        for name in names:
            for suffix in IMAGE_SUFFIXES:
                file = root / f"{name}{suffix}"
                if file.is_file():
                    return file
    raise InputError(f"{path}: no mask for the labelled frame {names[-1]!r}: add {names[-1]}.png")


def _as_detections(mask: NDArray[np.bool_]) -> list[Detection]:
    parts = metrics.components(mask)
    return [
        Detection(float(x), float(y), geometry.equivalent_radius(float(area)), 1.0)
        for x, y, area in zip(parts.x, parts.y, parts.area, strict=True)
    ]
