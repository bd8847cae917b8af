"""Labelled sequences, to train and score detectors on, whatever the format on disk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.mask_images import MaskImage, read_mask_image
from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project.growth import cropped
from p2m_core.sequence import Sequence, open_sequence
from p2m_core.sequence.decode import read_image


class PointLabel(NamedTuple):
    """One point ``(x, y)`` on a target, in the conventions of `p2m_core.geometry`."""

    x: float
    y: float


class BoxLabel(NamedTuple):
    """A box around a target: pixel columns ``x .. x + width - 1``, rows ``y .. y + height - 1``.

    Values may be fractional. The centre is ``(x + (width - 1) / 2, y + (height - 1) / 2)``.
    """

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class MaskLabel:
    """The pixels of one target.

    Attributes
    ----------
    x0, y0 : int
        First column and row of `mask` in the frame.
    mask : bool array, shape (h, w)
        At least one pixel is set.
    """

    x0: int
    y0: int
    mask: NDArray[np.bool_]

    @cached_property
    def area(self) -> int:
        """Pixels."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def centroid(self) -> tuple[float, float]:
        """Mean ``(x, y)`` of the pixels in the frame."""
        rows, columns = np.nonzero(self.mask)
        # Sums of whole numbers, so that it is the same to the bit wherever the crop begins.
        return (
            (int(columns.sum()) + self.x0 * rows.size) / rows.size,
            (int(rows.sum()) + self.y0 * rows.size) / rows.size,
        )

    @property
    def in_one_piece(self) -> bool:
        """Whether its pixels are 8-connected."""
        return len(_components(self.mask)) == 1

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The half-open box ``(x0, y0, x1, y1)`` of the crop in the frame."""
        height, width = self.mask.shape
        return self.x0, self.y0, self.x0 + width, self.y0 + height


Label = PointLabel | BoxLabel | MaskLabel
"""What is known of one target in one frame."""


def box_of(label: Label) -> tuple[float, float, float, float]:
    """Return the half-open box ``(x0, y0, x1, y1)`` of a label: pixel c reaches from c to c + 1.

    That of a point is as large as a pixel.
    """
    if isinstance(label, MaskLabel):
        return label.box
    if isinstance(label, BoxLabel):
        return label.x, label.y, label.x + label.width, label.y + label.height
    return label.x, label.y, label.x + 1.0, label.y + 1.0


class LabelledTarget(NamedTuple):
    """One target of a frame: its label, and its track and category where they are known.

    `track` is the number of the same object through the frames, from 1; `category` is "" where
    there is none.
    """

    label: Label
    track: int | None = None
    category: str = ""


@dataclass(frozen=True, eq=False)
class LabelledSequence:
    """A sequence and the labels of its targets.

    A frame that is in neither `labels` nor `masks` is *unlabelled*: it may hold targets, so it is
    never a negative example, and never scored. A labelled frame without targets has an empty
    tuple, or a mask without pixels.

    Attributes
    ----------
    name : str
        Unique in its data set.
    path : path
        Of the images; `open` opens them. An image of a single-frame set is a sequence of one
        frame.
    labels : mapping of int to tuple of Label
        By frame number from 0.
    tracks : mapping of int to tuple of int
        The number of each of `labels`, the same object has through the frames, from 1; empty where
        the format does not contain them.
    categories : mapping of int to tuple of str
        The category of each of `labels`, e.g. "drone"; empty where there are none.
    masks : mapping of int to path
        By frame number from 0: an image of the frame's size, read by
        `p2m_core.datasets.mask_images.read_mask_image`. A frame has either labels or a mask.
    instances : mapping of int to path
        Beside `masks`, where a set tells targets that touch: an image whose numbers are tracks.
        Without it, the 8-connected components of the mask are the targets; where the mask numbers
        them, those of one number.
    implied_empty : frozenset of int
        Frames that `labels` has without a target only because their text or XML file has no entry:
        nobody stated that they are empty. A person is asked before they count as verified.
    split : str or None
        "train" or "test" where the data set states it.
    start, stop : int
        The sequence is frames ``start .. stop - 1`` at `path`, to the end without
        `stop`; all frame numbers count from its own first frame. A folder that joins several
        shots is several sequences.
    """

    name: str
    path: Path
    labels: Mapping[int, tuple[Label, ...]] = field(default_factory=dict)
    masks: Mapping[int, Path] = field(default_factory=dict)
    split: str | None = None
    start: int = 0
    stop: int | None = None
    tracks: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    categories: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    instances: Mapping[int, Path] = field(default_factory=dict)
    implied_empty: frozenset[int] = frozenset()

    def open(self) -> Sequence:
        """Open the images; frame numbers are those of `labels` and `masks`.

        Raises
        ------
        InputError
            As `p2m_core.sequence.open_sequence`.
        """
        return open_sequence(self.path, start=self.start, stop=self.stop)

    def targets(self, frame: int, shape: tuple[int, int]) -> list[LabelledTarget]:
        """Return the targets of a labelled frame: what the labels tell, nothing else.

        Parameters
        ----------
        frame : int
            One of `frames`.
        shape : (int, int)
            Height and width of the sequence's frames.

        Raises
        ------
        InputError
            If a mask or an instance map cannot be read or has another shape.
        """
        if frame in self.masks:
            found = self._mask_image(frame, shape)
            instances = self._instance_image(frame, shape)
            return list(split_mask(found.mask, instances, found.numbers))
        labels = self.labels[frame]
        tracks = self.tracks.get(frame) or (None,) * len(labels)
        categories = self.categories.get(frame) or ("",) * len(labels)
        return [LabelledTarget(*one) for one in zip(labels, tracks, categories, strict=True)]

    def mask(self, frame: int, shape: tuple[int, int] | None = None) -> NDArray[np.bool_]:
        """Return the pixels of all targets of a labelled frame, shape (H, W).

        Parameters
        ----------
        frame : int
            One of `frames`; its labels must be masks.
        shape : (int, int), optional
            Of the sequence's frames; the mask's must be the same. The images are opened for it
            where no mask image has it.

        Raises
        ------
        InputError
            If it cannot be read, has another shape, or a target has no mask.
        """
        if frame in self.masks:
            return self._mask_image(frame, shape).mask
        if shape is None:
            with self.open() as images:
                shape = images.shape
        union = np.zeros(shape, np.bool_)
        for label in self.labels[frame]:
            if not isinstance(label, MaskLabel):
                raise InputError(f"{self.place(frame)}: a target has no mask: pixels are unknown")
            x0, y0, x1, y1 = label.box
            if min(x0, y0) < 0 or x1 > shape[1] or y1 > shape[0]:
                raise InputError(
                    f"{self.place(frame)}: a mask reaches columns {x0}..{x1 - 1} and rows "
                    f"{y0}..{y1 - 1}, outside the {shape[1]}x{shape[0]} image"
                )
            union[y0:y1, x0:x1] |= label.mask
        return union

    def _mask_image(self, frame: int, shape: tuple[int, int] | None) -> MaskImage:
        stored = self.masks[frame]
        found = read_mask_image(stored)
        _check_shape(stored, found.mask.shape, shape)
        return found

    def _instance_image(self, frame: int, shape: tuple[int, int]) -> NDArray[np.generic] | None:
        stored = self.instances.get(frame)
        if stored is None:
            return None
        numbers = read_image(stored)
        _check_shape(stored, numbers.shape, shape)
        return numbers

    def place(self, frame: int) -> str:
        """Return where a frame is, for messages; its number counts from 1, at `path`."""
        return f"{self.name}, frame {frame_number(self.start + frame)} of {self.path}"

    def only(self, frames: Iterable[int]) -> "LabelledSequence":
        """Return the sequence with the labels of these frames alone; unlabelled ones are skipped.

        The images stay the same, so the frame numbers do too.
        """
        chosen = sorted(set(frames))
        return replace(
            self,
            labels={f: self.labels[f] for f in chosen if f in self.labels},
            masks={f: self.masks[f] for f in chosen if f in self.masks},
            tracks={f: self.tracks[f] for f in chosen if f in self.tracks},
            categories={f: self.categories[f] for f in chosen if f in self.categories},
            instances={f: self.instances[f] for f in chosen if f in self.instances},
            implied_empty=self.implied_empty & set(chosen),
        )

    @property
    def frames(self) -> list[int]:
        """The labelled frames, ascending."""
        return sorted({*self.masks, *self.labels})

    @property
    def has_masks(self) -> bool:
        """Whether the pixels of every target are known."""
        return all(isinstance(one, MaskLabel) for some in self.labels.values() for one in some)


def split_mask(
    mask: NDArray[np.bool_],
    tracks: NDArray[np.generic] | None = None,
    numbers: NDArray[np.generic] | None = None,
) -> Iterator[LabelledTarget]:
    """Yield the targets of a mask image.

    Parameters
    ----------
    mask : bool array, shape (H, W)
    tracks : integer array, shape (H, W), optional
        An instance map: the pixels of one number are one target, and the number is its track.
        Where it covers other pixels than the mask, somebody changed the mask since: it is not used.
        Without it, the 8-connected components are the targets.
    numbers : integer array, shape (H, W), optional
        Of the mask, see `mask_images.MaskImage`: components of different numbers are apart.

    Yields
    ------
    LabelledTarget
        By track ascending; components in the order of their first pixel, row by row.
    """
    if tracks is not None and np.array_equal(tracks != 0, mask):
        pixels = np.argwhere(mask)
        values = tracks[mask]
        # By number, in one pass: an image may have tens of thousands.
        order = np.argsort(values, kind="stable")
        starts = np.flatnonzero(np.diff(values[order])) + 1
        for group in np.split(order, starts) if order.size else ():
            yield LabelledTarget(label_of_pixels(pixels[group]), int(values[group[0]]))
        return
    if not mask.any():
        return
    if numbers is None:
        found = _components(mask)
    else:
        every = (_components(numbers == number) for number in np.unique(numbers[mask]).tolist())
        found = [one for some in every for one in some]
    # OpenCV numbers them block by block: order them by their first pixel.
    for label in sorted(found, key=lambda one: (one.y0, one.x0 + int(one.mask[0].argmax()))):
        yield LabelledTarget(label)


def _components(mask: NDArray[np.bool_]) -> list[MaskLabel]:
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    found = []
    for part in range(1, len(stats)):
        x0, y0, width, height = stats[part, :4].tolist()
        found.append(MaskLabel(x0, y0, parts[y0 : y0 + height, x0 : x0 + width] == part))
    return found


def label_of_pixels(pixels: NDArray[np.int64]) -> MaskLabel:
    """Return the label of some pixels, rows and columns of shape (N, 2), at least one."""
    return MaskLabel(*cropped(pixels))


def _check_shape(file: Path, found: tuple[int, ...], shape: tuple[int, int] | None) -> None:
    if shape is not None and found != shape:
        raise InputError(
            f"{file}: the mask is {found[1]}x{found[0]}, but its image is {shape[1]}x{shape[0]}"
        )


def check_fit(labelled: LabelledSequence, count: int, shape: tuple[int, int]) -> None:
    """Check that the labels are of frames that exist, and the first mask of a frame's size.

    Parameters
    ----------
    labelled : LabelledSequence
    count : int
        How many frames its images have.
    shape : (int, int)
        Height and width of a frame.

    Raises
    ------
    InputError
        If a label is of a frame that does not exist, or the first mask has another size.
    """
    beyond = [frame for frame in labelled.frames if not 0 <= frame < count]
    if beyond:
        raise InputError(
            f"{labelled.path}: a label is of frame {frame_number(beyond[-1])}, but there are "
            f"{count} frames: remove the label, or add the missing frames"
        )
    if labelled.masks:
        labelled.mask(min(labelled.masks), shape)
