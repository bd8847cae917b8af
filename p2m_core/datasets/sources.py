"""The image sources of a project, as data sets are made of them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.project import Project, SequenceInfo
from p2m_core.sequence import Sequence, fingerprint, open_sequence, source_exists
from p2m_core.words import counted

_DEPTH_16 = 65535


def check_source(project: Project, info: SequenceInfo) -> None:
    """Raise `InputError` if the images of a sequence are gone or are other ones now."""
    if not source_exists(info.path):
        raise InputError(
            f"the images of {info.name} are missing: {info.path} is not there; "
            f"relink the sequence in {project.path.name}"
        )
    if fingerprint(info.path) != info.fingerprint:
        raise InputError(
            f"the images of {info.name} changed: {info.path} is not what its targets were drawn "
            f"on; relink the sequence in {project.path.name}"
        )


@contextmanager
def open_source(info: SequenceInfo) -> Iterator[Sequence]:
    """Yield the open images of a sequence.

    Raises
    ------
    InputError
        If they cannot be read, or their size or number is not what the project knows.
    """
    with open_sequence(info.path) as sequence:
        if len(sequence) != info.frame_count or sequence.shape != (info.height, info.width):
            frames = counted(len(sequence), "frame")
            raise InputError(
                f"the images of {info.name} changed: {info.path} has {frames} of "
                f"{sequence.shape[1]}x{sequence.shape[0]}, not {info.frame_count} of "
                f"{info.width}x{info.height}"
            )
        yield sequence


@dataclass(frozen=True)
class PngDepth:
    """The mapping of a sequence's grey levels to PNG: ``level = scale * stored + offset``."""

    bits: int
    scale: float = 1.0
    offset: float = 0.0

    def encode(self, image: NDArray[Any]) -> NDArray[np.uint8] | NDArray[np.uint16]:
        """Return the image as it is stored."""
        if self.bits == 8:
            return image.astype(np.uint8, copy=False)
        if self.scale == 1.0 and self.offset == 0.0:
            return image.astype(np.uint16, copy=False)
        stored = np.rint((image.astype(np.float64) - self.offset) / self.scale)
        return np.clip(stored, 0, _DEPTH_16).astype(np.uint16)


def png_depth(images: Iterable[NDArray[Any]], dtype: np.dtype[Any], what: str) -> PngDepth:
    """Choose how a sequence is stored, as close to its own grey levels as PNG allows.

    8-bit and 16-bit unsigned images stay as they are, and so do whole numbers in 0..65535 of any
    other type. Other whole numbers are shifted where their range allows, and all else is mapped
    linearly, smallest to largest level of `images`, onto 0..65535.

    Parameters
    ----------
    images : iterable of arrays
        Looked at only where `dtype` does not decide.
    dtype : numpy dtype
        Of the images.
    what : str
        Names the sequence in errors.

    Raises
    ------
    InputError
        If a grey level is not finite.
    """
    if dtype in (np.uint8, np.bool_):
        return PngDepth(8)
    if dtype == np.uint16:
        return PngDepth(16)
    low, high, whole = np.inf, -np.inf, True
    for image in images:
        if not np.isfinite(image).all():
            raise InputError(f"{what} has grey levels that are not finite: PNG cannot hold them")
        low, high = min(low, float(image.min())), max(high, float(image.max()))
        whole = whole and bool((image == np.rint(image)).all())
    if whole and low >= 0 and high <= _DEPTH_16:
        return PngDepth(16)
    if whole and high - low <= _DEPTH_16:
        return PngDepth(16, 1.0, low)
    # A constant sequence has no range to spread.
    return PngDepth(16, (high - low) / _DEPTH_16 or 1.0, low)
