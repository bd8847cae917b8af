"""Labelled sequences, to train and score detectors on, whatever the format on disk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
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
class MaskPieces:
    """The mask of one frame, kept as the small masks that it is made of.

    Attributes
    ----------
    shape : (int, int)
        Of the frame, (H, W).
    pieces : tuple of (int, int, bool array)
        First column, first row, and the mask from there, of each; they may overlap.
    """

    shape: tuple[int, int]
    pieces: tuple[tuple[int, int, NDArray[np.bool_]], ...] = ()

    def whole(self) -> NDArray[np.bool_]:
        """Return their union in the whole frame, shape (H, W)."""
        return self._painted(0, 0, self.shape)

    def bounded(self) -> tuple[int, int, NDArray[np.bool_]]:
        """Return their union in a part of the frame that holds it, as one piece.

        Its first column and row are even: OpenCV looks at blocks of two by two pixels, and so
        finds the components in the same order as in the whole frame.
        """
        if not self.pieces:
            return 0, 0, np.zeros((0, 0), np.bool_)
        x0 = min(x for x, _, _ in self.pieces) // 2 * 2
        y0 = min(y for _, y, _ in self.pieces) // 2 * 2
        x1 = max(x + mask.shape[1] for x, _, mask in self.pieces)
        y1 = max(y + mask.shape[0] for _, y, mask in self.pieces)
        return x0, y0, self._painted(x0, y0, (y1 - y0, x1 - x0))

    def _painted(self, left: int, top: int, shape: tuple[int, int]) -> NDArray[np.bool_]:
        union = np.zeros(shape, np.bool_)
        for x0, y0, mask in self.pieces:
            height, width = mask.shape
            union[y0 - top : y0 - top + height, x0 - left : x0 - left + width] |= mask
        return union


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
    labels : mapping of int to tuple of PointLabel or BoxLabel
        By frame number from 0.
    tracks : mapping of int to tuple of int
        The number of each of `labels`, the same object has through the frames, from 1; empty where
        the format does not contain them.
    masks : mapping of int to path or MaskPieces
        By frame number from 0: an image of the frame's size, 0 is background; or its pieces. Its
        8-connected components are the targets. A sequence has either labels or masks.
    split : str or None
        "train" or "test" where the data set states it.
    start, stop : int
        The sequence is frames ``start .. stop - 1`` at `path`, to the end without
        `stop`; all frame numbers count from its own first frame. A folder that joins several
        shots is several sequences.
    """

    name: str
    path: Path
    labels: Mapping[int, tuple[PointLabel | BoxLabel, ...]] = field(default_factory=dict)
    masks: Mapping[int, Path | MaskPieces] = field(default_factory=dict)
    split: str | None = None
    start: int = 0
    stop: int | None = None
    tracks: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def open(self) -> Sequence:
        """Open the images; frame numbers are those of `labels` and `masks`.

        Raises
        ------
        InputError
            As `p2m_core.sequence.open_sequence`.
        """
        return open_sequence(self.path, start=self.start, stop=self.stop)

    def mask(self, frame: int, shape: tuple[int, int] | None = None) -> NDArray[np.bool_]:
        """Return the mask of a labelled frame, shape (H, W).

        Parameters
        ----------
        frame : int
            One of `masks`.
        shape : (int, int), optional
            Of the sequence's frames; the mask's must be the same.

        Raises
        ------
        InputError
            If it cannot be read or has another shape.
        """
        stored = self.masks[frame]
        mask = np.not_equal(read_image(stored), 0) if isinstance(stored, Path) else stored.whole()
        if shape is not None and mask.shape != shape:
            where = stored if isinstance(stored, Path) else self.place(frame)
            raise InputError(
                f"{where}: the mask is {mask.shape[1]}x{mask.shape[0]}, but its image is "
                f"{shape[1]}x{shape[0]}"
            )
        return mask

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
        )

    @property
    def frames(self) -> list[int]:
        """The labelled frames, ascending."""
        return sorted(self.masks or self.labels)


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
        labelled.mask(labelled.frames[0], shape)
