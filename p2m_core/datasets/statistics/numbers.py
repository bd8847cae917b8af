"""Measure the targets, frames and tracks of a data set; each labelled frame is read once."""

import math
from collections import Counter
from collections.abc import Sequence as Many
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata
from p2m_core.datasets.labelled import (
    BoxLabel,
    LabelledSequence,
    LabelledTarget,
    MaskLabel,
    check_fit,
)
from p2m_core.datasets.labels import label_of_pixels
from p2m_core.datasets.statistics.duplicates import MOST_IMAGES, Look, look_at
from p2m_core.datasets.supervision import grow_label
from p2m_core.errors import FrameError, InputError
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress, no_progress
from p2m_core.sampling import evenly
from p2m_core.sequence import Sequence

MOST_OF_FRAME = 1000
"""Targets of one frame that are measured: a mask of noise has a hundred thousand."""

SPECK = 2
"""Pixels of the largest component of a mask that counts as a speck."""

TARGET = np.dtype(
    [
        *((name, np.int64) for name in ("sequence", "frame", "track", "category")),
        *((name, np.float64) for name in ("x", "y")),
        *((name, np.int64) for name in ("x0", "y0", "width", "height", "area")),
        *((name, np.float64) for name in ("radius", "scr", "rho")),
        ("bright", np.bool_),
        ("box_area", np.float64),
    ]
)
"""A target: numbers of its sequence and frame from 0, its track from 1 (0: none), its category;
its centroid, the box around its mask and its area (pixels); radius, SCR and rho as in `geometry`;
whether it is brighter than its background; the square pixels of its label where that is a box,
else NaN."""

FRAME = np.dtype(
    [
        *((name, np.int64) for name in ("sequence", "frame", "targets", "specks")),
        ("components", np.bool_),
        ("map_unused", np.bool_),
        ("lacks", np.bool_),
    ]
)
"""A labelled frame that can be read: its targets; components of its mask up to `SPECK` pixels;
whether its targets are components, for want of anything that tells more; whether it has an instance
map that does not fit its mask; and whether pixels of it hold no data."""


_NAMES = TARGET.names or ()
_TRACK, _CATEGORY = _NAMES.index("track"), _NAMES.index("category")
_BOX = slice(_NAMES.index("x0"), _NAMES.index("x0") + 4)


class Fault(NamedTuple):
    """A label that lies outside its frame, or a frame that cannot be read, and why."""

    sequence: int
    frame: int
    unreadable: bool
    why: str


@dataclass(frozen=True)
class SequenceRow:
    """One sequence.

    Attributes
    ----------
    name : str
    split : str or None
    width, height, frames : int
        Of its images, labelled or not.
    labelled, empty, targets, tracks : int
        Labelled frames, those of them without a target, targets, and tracks with a number.
    categories : dict of str to int
        How many targets are of each category; those without one are of "".
    attributes : dict of str to int
        How many targets have each attribute.
    """

    name: str
    split: str | None
    width: int
    height: int
    frames: int
    labelled: int
    empty: int
    targets: int
    tracks: int
    categories: dict[str, int]
    attributes: dict[str, int]


@dataclass(frozen=True, eq=False)
class TargetStatistics:
    """The measurements of a data set.

    Attributes
    ----------
    sequences : tuple of SequenceRow
    grown : bool
        Whether there are targets without a mask, which PAMG grew from points or boxes.
    categories : tuple of str
        Names of the categories by their number; "" is that of targets without one.
    targets : array of `TARGET`, shape (N,)
    frames : array of `FRAME`, shape (F,)
    faults : tuple of Fault
        What could not be measured.
    looks : tuple of Look
        Small pictures of at most `duplicates.MOST_IMAGES` of the frames.
    """

    sequences: tuple[SequenceRow, ...]
    grown: bool
    categories: tuple[str, ...]
    targets: NDArray[np.void]
    frames: NDArray[np.void]
    faults: tuple[Fault, ...]
    looks: tuple[Look, ...]

    @property
    def labelled(self) -> int:
        """Labelled frames, also those that cannot be read."""
        return sum(row.labelled for row in self.sequences)

    @property
    def empty(self) -> int:
        """Labelled frames without a target."""
        return sum(row.empty for row in self.sequences)

    @property
    def by_components(self) -> int:
        """Targets that are the components of a mask, for want of anything that tells more."""
        return int(self.frames["targets"][self.frames["components"]].sum())


class Steps(NamedTuple):
    """The steps of all tracks from one labelled frame to the next.

    Attributes
    ----------
    before, after : int64 arrays, shape (S,)
        The targets at both ends, as indices of `TargetStatistics.targets`.
    frames : int64 array, shape (S,)
        How many frames lie between the two, 1 from a frame to its neighbour.
    speed : float64 array, shape (S,)
        Pixels a frame.
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    frames: NDArray[np.int64]
    speed: NDArray[np.float64]


def measure_targets(
    sequences: Many[LabelledSequence],
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
        If images or masks cannot be opened or differ in size, or a label is of no frame. A label
        outside its frame and a frame that cannot be read are `faults` of the result.
    """
    work = _Work(params or PamgParams())
    total = sum(len(sequence.frames) for sequence in sequences)
    chosen = set(evenly(total, MOST_IMAGES).tolist())
    done = 0
    for number, sequence in enumerate(sequences):
        first = len(work.targets)
        with sequence.open() as images:
            check_fit(sequence, len(images), images.shape)
            counts = []
            for frame in sequence.frames:
                counts.append(work.measure(sequence, number, frame, images, done in chosen))
                done += 1
                progress(done, total)
            height, width = images.shape
            own = work.targets[first:]
            tracks = {row[_TRACK] for row in own} - {0}
            known = list(work.categories)
            names = Counter(known[row[_CATEGORY]] for row in own)
            work.sequences.append(
                SequenceRow(
                    sequence.name, sequence.split, width, height, len(images),
                    len(counts), counts.count(0), sum(counts), len(tracks),
                    dict(sorted(names.items())), work.take_attributes(),
                )
            )  # fmt: skip
    return TargetStatistics(
        sequences=tuple(work.sequences),
        grown=work.grown,
        categories=tuple(work.categories),
        targets=np.array(work.targets, TARGET),
        frames=np.array(work.frames, FRAME),
        faults=tuple(work.faults),
        looks=tuple(work.looks),
    )


def steps_of(targets: NDArray[np.void]) -> Steps:
    """Return the steps along the tracks of `targets`, an array of `TARGET`."""
    order = np.lexsort((targets["frame"], targets["track"], targets["sequence"]))
    order = order[targets["track"][order] > 0]
    before, after = order[:-1], order[1:]
    frames = targets["frame"][after] - targets["frame"][before]
    same = (targets["sequence"][before] == targets["sequence"][after]) & (
        targets["track"][before] == targets["track"][after]
    )
    same &= frames > 0  # a number that is twice in a frame makes no step
    before, after, frames = before[same], after[same], frames[same]
    moved = [targets[axis][after] - targets[axis][before] for axis in ("x", "y")]
    return Steps(before, after, frames, np.hypot(*moved) / frames)


def track_lengths(targets: NDArray[np.void]) -> NDArray[np.int64]:
    """Return how many labelled frames each track has, shape (tracks,)."""
    known = targets[targets["track"] > 0]
    _, counts = np.unique(known[["sequence", "track"]], return_counts=True)
    return counts


class _Work:
    """The lists that grow from frame to frame."""

    def __init__(self, params: PamgParams) -> None:
        self.params = params
        self.grown = False
        self.sequences: list[SequenceRow] = []
        self.targets: list[tuple[Any, ...]] = []
        self.frames: list[tuple[int, ...]] = []
        self.faults: list[Fault] = []
        self.looks: list[Look] = []
        self.categories: dict[str, int] = {"": 0}
        self._attributes: Counter[str] = Counter()  # of the sequence at hand

    def take_attributes(self) -> dict[str, int]:
        """Return the counts of attributes since the last call."""
        found, self._attributes = self._attributes, Counter()
        return dict(sorted(found.items()))

    def measure(
        self, sequence: LabelledSequence, number: int, frame: int, images: Sequence, look: bool
    ) -> int:
        """Measure the targets of one frame, and return how many it has."""
        targets = sequence.targets(frame, images.shape)
        try:
            image = images[frame]
        except FrameError as error:
            self.faults.append(Fault(number, frame, True, str(error)))
            return len(targets)
        if len(targets) > MOST_OF_FRAME:
            what = f"of its {len(targets)} targets the first {MOST_OF_FRAME} are measured"
            self.faults.append(Fault(number, frame, False, f"{sequence.place(frame)}: {what}"))
        first = len(self.targets)
        for target in targets[:MOST_OF_FRAME]:
            try:
                self.targets.append(self._row(number, frame, image, target))
                self._attributes.update(target.attributes)
            except InputError as error:
                self.faults.append(Fault(number, frame, False, f"{sequence.place(frame)}: {error}"))
        of_mask = frame in sequence.masks
        told = any(target.track is not None for target in targets)
        specks = sum(t.label.area <= SPECK for t in targets if isinstance(t.label, MaskLabel))
        self.frames.append((
            number, frame, len(targets), specks if of_mask and not told else 0,
            of_mask and not told, bool(targets) and not told and frame in sequence.instances,
            nodata.valid_mask(image) is not None,
        ))  # fmt: skip
        if look:
            boxes = [row[_BOX] for row in self.targets[first:]]
            own = [(x, y, x + width, y + height) for x, y, width, height in boxes]
            self.looks.append(look_at(image, number, frame, own))
        return len(targets)

    def _row(
        self, number: int, frame: int, image: NDArray[np.generic], target: LabelledTarget
    ) -> tuple[Any, ...]:
        label = target.label
        box_area = label.width * label.height if isinstance(label, BoxLabel) else math.nan
        if not isinstance(label, MaskLabel):
            self.grown = True
            label = label_of_pixels(grow_label(image, label, self.params)[0])
        numbers = geometry.measure(image, label.mask, origin=(label.x0, label.y0))
        x0, y0, x1, y1 = geometry.bounding_box(label.mask)
        category = self.categories.setdefault(target.category, len(self.categories))
        return (
            number, frame, target.track or 0, category, *label.centroid, label.x0 + x0,
            label.y0 + y0, x1 - x0, y1 - y0, numbers.area, numbers.radius, numbers.scr,
            numbers.rho, numbers.target_mean > numbers.background, box_area,
        )  # fmt: skip
