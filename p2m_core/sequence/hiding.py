"""Frames without what is burnt into them."""

from collections.abc import Callable
from pathlib import Path
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.geometry import pixel_at
from p2m_core.sequence.overlays import find_overlay
from p2m_core.sequence.reader import Sequence

Mask = NDArray[np.bool_]
Hidden = Callable[[int], Mask | None]
"""``hidden(frame)``: the pixels of a frame that are left out, shape (H, W); None for none."""

KEPT = 32  # frames: who follows a target looks back at some

_found: WeakKeyDictionary[Sequence, Mask] = WeakKeyDictionary()


def overlay_of(sequence: Sequence) -> Mask:
    """Return `find_overlay` of an open sequence; it is looked for once."""
    if sequence not in _found:
        _found[sequence] = find_overlay(sequence)
    return _found[sequence]


def without_points(overlay: Mask, points: list[tuple[float, float]], near: int = 2) -> Mask:
    """Return an overlay without the parts within `near` pixels of a point: a person says otherwise.

    Parameters
    ----------
    overlay : bool array, shape (H, W)
    points : list of (x, y)
    """
    if not overlay.any():
        return overlay
    _, part = cv2.connectedComponents(overlay.astype(np.uint8))
    meant = set()
    for x, y in points:
        row, column = pixel_at(x, y)
        around = part[
            max(0, row - near) : row + near + 1, max(0, column - near) : column + near + 1
        ]
        meant |= set(np.unique(around).tolist())
    return overlay & ~np.isin(part, list(meant - {0}))


class Hiding:
    """The frames of a sequence, with smooth levels from around in place of hidden pixels.

    Attributes
    ----------
    path : Path
    shape : (int, int)
    dtype : numpy.dtype
    """

    def __init__(self, sequence: Sequence, hidden: Hidden) -> None:
        self._sequence, self._hidden = sequence, hidden
        self.path: Path = sequence.path
        self.shape, self.dtype = sequence.shape, sequence.dtype
        self._kept: dict[int, NDArray[np.generic]] = {}

    def __len__(self) -> int:
        return len(self._sequence)

    def __getitem__(self, frame: int) -> NDArray[np.generic]:
        """Return a frame; raises as `Sequence` does."""
        if frame not in self._kept:
            self._kept[frame] = self._filled(frame)
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
        return self._kept[frame]

    def _filled(self, frame: int) -> NDArray[np.generic]:
        image, hidden = self._sequence[frame], self._hidden(frame)
        if hidden is None or not hidden.any():
            return image
        levels = nodata.filled(image, ~hidden)
        return (levels if image.dtype.kind == "f" else np.rint(levels)).astype(image.dtype)
