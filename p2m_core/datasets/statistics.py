"""Scale and saliency of the targets of a data set (paper, Fig. 4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.datasets.labelled import LabelledSequence, MaskLabel, check_fit, label_of_pixels
from p2m_core.datasets.supervision import grow_label
from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress, no_progress

SIDES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15)
"""Classes of scale: areas up to the square of each, in pixels, and larger ones."""

SCRS = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 50.0)
"""Classes of saliency: SCR below each, and from the last one on."""


@dataclass(frozen=True, eq=False)
class TargetStatistics:
    """The measurements; the arrays have one entry a target.

    Attributes
    ----------
    sequences, frames, empty : int
        How many sequences, labelled frames, and labelled frames without a target.
    grown : bool
        Whether there were no masks, and PAMG made them from points or boxes.
    area : int64 array, shape (N,)
        Pixels.
    scr : float64 array, shape (N,)
        As in `geometry.TargetNumbers`: infinite on a flat background.
    bright : bool array, shape (N,)
        Whether it is brighter than its background.
    """

    sequences: int
    frames: int
    empty: int
    grown: bool
    area: NDArray[np.int64]
    scr: NDArray[np.float64]
    bright: NDArray[np.bool_]


def measure_targets(
    sequences: Sequence[LabelledSequence],
    params: PamgParams | None = None,
    progress: Progress = no_progress,
) -> TargetStatistics:
    """Measure all targets of a data set.

    Parameters
    ----------
    sequences : sequence of LabelledSequence
    params : PamgParams, optional
        For what is labelled by points or boxes.
    progress : callable
        Called after each labelled frame; may raise `Cancelled`.

    Raises
    ------
    InputError
        If images, masks or labels are wrong, see `supervision.supervise`.
    """
    params = params or PamgParams()
    total = sum(len(sequence.frames) for sequence in sequences)
    done = empty = 0
    found: list[geometry.TargetNumbers] = []
    for sequence in sequences:
        for targets in _frames(sequence, params):
            found += targets
            empty += not targets
            done += 1
            progress(done, total)
    return TargetStatistics(
        sequences=len(sequences),
        frames=total,
        empty=empty,
        grown=any(not sequence.has_masks for sequence in sequences),
        area=np.array([target.area for target in found], np.int64),
        scr=np.array([target.scr for target in found], np.float64),
        bright=np.array([target.target_mean > target.background for target in found], np.bool_),
    )


def _frames(
    sequence: LabelledSequence, params: PamgParams
) -> Iterator[list[geometry.TargetNumbers]]:
    """Yield the numbers of the targets of each labelled frame."""
    with sequence.open() as images:
        check_fit(sequence, len(images), images.shape)
        for frame in sequence.frames:
            image = images[frame]
            targets = []
            for target in sequence.targets(frame, images.shape):
                label = target.label
                if not isinstance(label, MaskLabel):
                    try:
                        pixels, _ = grow_label(image, label, params)
                    except InputError as error:
                        raise InputError(f"{sequence.place(frame)}: {error}") from error
                    label = label_of_pixels(pixels)
                targets.append(label)
            yield [geometry.measure(image, t.mask, origin=(t.x0, t.y0)) for t in targets]


def scale_classes(area: NDArray[np.int64]) -> dict[str, int]:
    """Return how many targets are of each class of scale.

    Examples
    --------
    >>> scale_classes(np.array([1, 5, 9, 300]))["5-9 px"]
    2
    """
    edges = [0, *(side * side for side in SIDES)]
    counts = {}
    for low, high in pairwise(edges):
        name = f"{low + 1}-{high} px" if high > low + 1 else f"{high} px"
        counts[name] = int(((area > low) & (area <= high)).sum())
    return {**counts, f"over {edges[-1]} px": int((area > edges[-1]).sum())}


def saliency_classes(scr: NDArray[np.float64]) -> dict[str, int]:
    """Return how many targets are of each class of saliency; those without an SCR in none.

    Examples
    --------
    >>> saliency_classes(np.array([0.5, 2.0, 2.5, np.inf]))["2-3"]
    2
    """
    edges = [0.0, *SCRS]
    counts = {}
    for low, high in pairwise(edges):
        counts[f"{low:g}-{high:g}"] = int(((scr >= low) & (scr < high)).sum())
    return {**counts, f"from {edges[-1]:g}": int((scr >= edges[-1]).sum())}
