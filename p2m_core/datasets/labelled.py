"""Labelled sequences, to train and score detectors on, whatever the format on disk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labels import BoxLabel as BoxLabel  # the kinds: for all who take sequences
from p2m_core.datasets.labels import Label as Label
from p2m_core.datasets.labels import LabelledTarget as LabelledTarget
from p2m_core.datasets.labels import MaskLabel as MaskLabel
from p2m_core.datasets.labels import PointLabel as PointLabel
from p2m_core.datasets.labels import split_mask
from p2m_core.datasets.mask_images import MaskImage, read_mask_image
from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project import IgnoredRegion, is_ignored
from p2m_core.sequence import Sequence, open_sequence
from p2m_core.sequence.decode import read_image


class Said(NamedTuple):
    """What a set tells of a target beside its pixels, see `LabelledTarget`."""

    category: str = ""
    attributes: tuple[str, ...] = ()
    note: str = ""


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
    attributes : mapping of int to tuple of tuple of str
        The attributes of each of `labels`, e.g. ("dim",); empty where there are none.
    notes : mapping of int to tuple of str
        The note on each of `labels`; empty where there are none.
    said : mapping of int to mapping of int to Said
        Beside `instances`, by frame and track: category, attributes and note of the targets.
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
    ignored : tuple of IgnoredRegion
        Regions in which nothing is known: what is found there is neither right nor wrong, and no
        example of background.
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
    ignored: tuple[IgnoredRegion, ...] = ()
    attributes: Mapping[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    said: Mapping[int, Mapping[int, Said]] = field(default_factory=dict)

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
            said, unknown = self.said.get(frame, {}), Said()
            return [
                LabelledTarget(one.label, one.track, *said.get(one.track or 0, unknown))
                for one in split_mask(found.mask, instances, found.numbers)
            ]
        labels = self.labels[frame]
        tracks = self.tracks.get(frame) or (None,) * len(labels)
        categories = self.categories.get(frame) or ("",) * len(labels)
        attributes = self.attributes.get(frame) or ((),) * len(labels)
        notes = self.notes.get(frame) or ("",) * len(labels)
        columns = zip(labels, tracks, categories, attributes, notes, strict=True)
        return [LabelledTarget(*one) for one in columns]

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

    def ignores(self, frame: int, x: float, y: float) -> bool:
        """Return whether a point lies in a region that is ignored in this frame."""
        return is_ignored(self.ignored, frame, x, y)

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
