"""Images that are in a data set twice: the same to the bit, or nearly.

Each image gets a small picture of itself: averaged to `SIDE` x `SIDE` cells, each without the mean
around it, normalised. Two images are nearly the same where these correlate by `ALIKE` or more: a
copy at another contrast or size, compressed again, or with other targets drawn in: the targets are
not part of the picture. A gradient is no structure: it leaves noise, and noise does not correlate.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.geometry import Box
from p2m_core.progress import Progress, no_progress

MOST_IMAGES = 50_000
"""Images that are compared, evenly spread; their pairs grow with the square."""

SIDE = 32
ALIKE = 0.85

_AROUND = 3  # cells on each side whose mean is taken off; the rim has no such surroundings
_PAN = 6  # cells that the camera may have turned between two neighbours
_BLOCK = 2048  # images compared at once: 16 MiB of correlations


class Look(NamedTuple):
    """A small picture of one frame.

    Attributes
    ----------
    sequence, frame : int
        Numbers from 0.
    digest : bytes
        Equal only where all pixels are; empty for an image of one grey level.
    picture : float16 array, one-dimensional
        Of length 1; 0 for an image without structure.
    """

    sequence: int
    frame: int
    digest: bytes
    picture: NDArray[np.float16]


class Pair(NamedTuple):
    """Two images, as indices of looks, and whether they are the same to the bit."""

    a: int
    b: int
    same: bool


def look_at(
    image: NDArray[np.generic], sequence: int, frame: int, targets: Iterable[Box] = ()
) -> Look:
    """Return the look of an image, shape (H, W); the boxes of its targets are not part of it."""
    levels = np.nan_to_num(image.astype(np.float32), posinf=0.0, neginf=0.0)
    cells = cv2.resize(levels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    scene = np.ones((SIDE, SIDE), np.float32)
    across, down = SIDE / image.shape[1], SIDE / image.shape[0]
    for x0, y0, x1, y1 in targets:
        rows = slice(max(0, int((y0 - 1) * down)), int((y1 + 1) * down) + 1)
        scene[rows, max(0, int((x0 - 1) * across)) : int((x1 + 1) * across) + 1] = 0.0
    size = (2 * _AROUND + 1,) * 2
    around = cv2.blur(cells * scene, size) / np.maximum(cv2.blur(scene, size), 1e-6)
    inner = np.s_[_AROUND:-_AROUND, _AROUND:-_AROUND]
    kept = scene[inner].ravel() > 0.0
    fast = (cells - around)[inner].ravel()
    fast = np.where(kept, fast - fast[kept].mean() if kept.any() else 0.0, 0.0)
    length = float(np.linalg.norm(fast))
    picture = (fast / length if length else fast).astype(np.float16)
    if image.min() == image.max():
        return Look(sequence, frame, b"", picture)
    known = f"{image.dtype} {image.shape}".encode() + np.ascontiguousarray(image).tobytes()
    digest = blake2b(known, digest_size=12).digest()
    return Look(sequence, frame, digest, picture)


def repeated(looks: Sequence[Look]) -> list[Pair]:
    """Return each image that equals an earlier one to the bit, with the first such."""
    first: dict[bytes, int] = {}
    return [
        Pair(first[look.digest], number, True)
        for number, look in enumerate(looks)
        if look.digest and first.setdefault(look.digest, number) != number
    ]


def alike(looks: Sequence[Look], progress: Progress = no_progress) -> list[Pair]:
    """Return for each image the most similar one of an earlier sequence that is nearly the same.

    Neighbours within a sequence resemble each other by nature: only images of different sequences
    are compared.

    Parameters
    ----------
    looks : sequence of Look
        In order of sequences.
    progress : callable
        Called now and then; may raise `Cancelled`.
    """
    if not looks:
        return []
    pictures = np.stack([look.picture for look in looks])
    sequence = np.array([look.sequence for look in looks])
    # The images of earlier sequences come before this one.
    before = np.searchsorted(sequence, sequence)
    found = []
    same: dict[bytes, int] = {}  # the first image of each digest
    starts = range(0, len(looks), _BLOCK)
    for number, start in enumerate(starts):
        own = pictures[start : start + _BLOCK].astype(np.float32)
        best = np.full(len(own), -1.0, np.float32)
        other = np.zeros(len(own), np.int64)
        for there in range(0, int(before[start : start + _BLOCK].max(initial=0)), _BLOCK):
            shared = own @ pictures[there : there + _BLOCK].astype(np.float32).T
            columns = np.arange(there, there + shared.shape[1])
            shared[columns[None, :] >= before[start : start + _BLOCK, None]] = -1.0
            at = shared.argmax(axis=1)
            value = shared[np.arange(len(own)), at]
            progress(number, len(starts))
            better = value > best
            best[better], other[better] = value[better], columns[at[better]]
        for k in range(len(own)):
            b = start + k
            first = same.setdefault(looks[b].digest, b) if looks[b].digest else b
            if sequence[first] < sequence[b]:
                found.append(Pair(first, b, True))
            elif best[k] >= ALIKE:
                found.append(Pair(int(other[k]), b, False))
        progress(number + 1, len(starts))
    return found


def one_scene(a: Look, b: Look) -> bool:
    """Return whether the middle of one image is somewhere in the other, as after a pan."""
    side = SIDE - 2 * _AROUND
    whole, other = (look.picture.astype(np.float32).reshape(side, side) for look in (a, b))
    middle = other[_PAN:-_PAN, _PAN:-_PAN]
    if not (whole.any() and middle.std()):
        return False
    return bool(cv2.matchTemplate(whole, middle, cv2.TM_CCOEFF_NORMED).max() >= ALIKE)
