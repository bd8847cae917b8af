"""The results of another method: a folder of masks or soft maps, or a CSV file of detections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.datasets.labelled import LabelledSequence, check_fit
from p2m_core.datasets.mask_images import interpret
from p2m_core.detection import records
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.eval import detect, metrics
from p2m_core.eval.curves import Scored
from p2m_core.eval.metrics import MaskCounts
from p2m_core.eval.parts import Parts, components
from p2m_core.sequence.decode import read_image
from p2m_core.sequence.place import is_pattern
from p2m_core.sequence.source import IMAGE_SUFFIXES

Map = NDArray[Any]
"""The prediction of one frame, shape (H, W): a mask or scores."""

_SUFFIXES = (*IMAGE_SUFFIXES, ".npy")
_LOSSY = (".jpg", ".jpeg", ".webp", ".jp2")


@dataclass(frozen=True, eq=False)
class PredictionResult:
    """The scores of the predictions of one sequence.

    Attributes
    ----------
    name : str
    scored : Scored
        Detections against labels; the components of masks, all with the score 1, of soft maps with
        their highest level.
    counts : MaskCounts or None
        Masks against true masks; None where either is missing.
    """

    name: str
    scored: Scored
    counts: MaskCounts | None


@dataclass(frozen=True)
class PredictedMaps:
    """The masks or soft maps in a folder.

    That of a frame is ``<sequence>/<frame name>`` with the suffix of an image or ``.npy``, or
    ``<sequence>`` alone for a single image, below `path` or below ``masks/`` in it. It is the frame
    name alone where the images of several sequences lie in one folder.
    """

    path: Path

    def of(self, labelled: LabelledSequence) -> Iterator[tuple[int, Map, bool]]:
        """Yield each labelled frame, its map, and whether a lossy codec has changed it.

        Raises
        ------
        InputError
            If a map is missing, cannot be read, has another size or holds NaN or infinity.
        """
        with labelled.open() as frames:
            check_fit(labelled, len(frames), frames.shape)
            for frame in labelled.frames:
                name = frames.frame_name(frame)
                names = [f"{labelled.name}/{name}"]
                if is_pattern(labelled.path):
                    names.append(name)  # its images lie beside those of others, and so do results
                elif len(frames) == 1:
                    names.append(labelled.name)
                file = _map_file(self.path, names)
                levels = _read_map(file)
                if levels.shape != frames.shape:
                    raise InputError(
                        f"{file}: the mask is {levels.shape[1]}x{levels.shape[0]}, but the "
                        f"frames of {labelled.name} are {frames.shape[1]}x{frames.shape[0]}: "
                        "give masks of the frames' size"
                    )
                yield frame, levels, file.suffix.lower() in _LOSSY


def score_predictions(
    path: Path,
    sequences: Sequence[LabelledSequence],
    level: float | None = None,
    *,
    soft: bool = False,
) -> list[PredictionResult]:
    """Score a folder of masks, see `PredictedMaps`, or a file of detections.

    Parameters
    ----------
    level : float, optional
        Pixels of a mask above this grey level belong to a target; by default the file says which
        do, see `p2m_core.datasets.mask_images`.
    soft : bool
        The components above `level` are detections with their highest level as the score.

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
    return [_score_masks(maps_in(path), labelled, level, soft) for labelled in sequences]


def maps_in(path: Path) -> PredictedMaps:
    """Return the masks or maps in a folder.

    Raises
    ------
    InputError
        If there are none.
    """
    if not any(p.suffix.lower() in _SUFFIXES for p in path.rglob("*")):
        raise InputError(f"{path}: no masks in it: give <sequence>/<frame>.png for labelled frames")
    return PredictedMaps(path)


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


def _score_masks(
    predicted: PredictedMaps, labelled: LabelledSequence, level: float | None, soft: bool
) -> PredictionResult:
    counts = []
    found = {}
    for frame, levels, lossy in predicted.of(labelled):
        parts = components(_marked(levels, level, lossy))
        found[frame] = as_detections(parts, levels if soft else None)
        if labelled.has_masks:
            true = detect.true_parts(labelled, frame, levels.shape)
            counts.append(metrics.count_parts(levels.shape, parts, true))
    total = metrics.total(counts) if counts else None
    return PredictionResult(labelled.name, detect.score_sequence(labelled, found), total)


def _marked(levels: Map, level: float | None, lossy: bool) -> NDArray[np.bool_]:
    if level is not None:
        return np.asarray(levels > level)
    found = interpret(levels, lossy)
    return np.asarray(levels > 0) if found is None else found.mask


def _map_file(path: Path, names: list[str]) -> Path:
    for root in (path, path / "masks"):
        for name in names:
            for suffix in _SUFFIXES:
                file = root / f"{name}{suffix}"
                if file.is_file():
                    return file
    raise InputError(f"{path}: no mask for the labelled frame {names[-1]!r}: add {names[-1]}.png")


def _read_map(file: Path) -> Map:
    levels: Map
    if file.suffix.lower() == ".npy":
        try:
            levels = np.load(file, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise InputError(f"{file}: cannot be read as a map: {error}") from error
        # Networks write (1, H, W) and (1, 1, H, W).
        levels = levels.reshape(levels.shape[-2:]) if levels.size and _is_one(levels) else levels
        if levels.ndim != 2 or levels.dtype.kind not in "buif":
            raise InputError(
                f"{file}: its shape is {levels.shape} of {levels.dtype}: save the map of one frame "
                "as numbers of shape (H, W)"
            )
        levels = levels.astype(np.uint8) if levels.dtype.kind == "b" else levels
    else:
        levels = read_image(file)
    if levels.dtype.kind == "f" and not np.isfinite(levels).all():
        raise InputError(f"{file}: holds NaN or infinity: a score is a number")
    return levels


def _is_one(levels: Map) -> bool:
    return levels.ndim > 2 and levels.size == levels.shape[-1] * levels.shape[-2]


def as_detections(parts: Parts, levels: Map | None = None) -> list[Detection]:
    """Return the parts of a mask as detections; the score is their highest level, or 1."""
    scores = np.ones(len(parts.area))
    if levels is not None:
        scores = np.full(len(parts.area), -np.inf)
        np.maximum.at(scores, parts.owner, levels.ravel()[parts.pixels].astype(np.float64))
    return [
        Detection(float(x), float(y), geometry.equivalent_radius(float(area)), float(score))
        for x, y, area, score in zip(parts.x, parts.y, parts.area, scores, strict=True)
    ]
