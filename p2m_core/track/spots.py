"""Small spots in a window of a frame: the candidates for a followed target."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata

SCALES = (0.7, 1.0, 1.5, 2.2, 3.2)
"""Standard deviations of the spots that the filter matches, pixels."""

_SURROUND = 1.6  # the surroundings' sigma over the spot's: close to a Laplacian
_HALF = 4  # half the side of a patch: the looks of a spot are (2 * _HALF + 1)^2 pixels


@dataclass(frozen=True, eq=False)
class Spots:
    """Spots of a frame, strongest first.

    Attributes
    ----------
    at : float64 array, shape (N, 2)
        Centres ``(x, y)`` in the frame, to a fraction of a pixel.
    strength : float64 array, shape (N,)
        Response of the filter, grey levels: about the spot's contrast with its surroundings.
    looks : float64 array, shape (N, 81)
        The surroundings of each spot, mean 0 and norm 1; two spots look alike as far as the
        product of their looks is near 1.
    """

    at: NDArray[np.float64]
    strength: NDArray[np.float64]
    looks: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.strength)

    def take(self, which: NDArray[np.int64]) -> "Spots":
        """Return these spots, in this order."""
        return Spots(self.at[which], self.strength[which], self.looks[which])


NO_SPOTS = Spots(np.zeros((0, 2)), np.zeros(0), np.zeros((0, (2 * _HALF + 1) ** 2)))


def find_spots(
    image: NDArray[np.generic],
    window: geometry.Box,
    polarity: int,
    most: int = 100,
    also: tuple[float, float] | None = None,
) -> Spots:
    """Return the spots in a window of a frame.

    The response at a pixel is the largest difference of two Gaussians over `SCALES`. A spot is a
    pixel with no greater response among its eight neighbours.

    Parameters
    ----------
    image : array, shape (H, W)
        At its native depth; no spot is where it holds no data.
    window : (x0, y0, x1, y1)
        Half-open; cut at the frame's border.
    polarity : int
        +1: bright spots; -1: dark ones.
    most : int
        Return at most this many, the strongest.
    also : (x, y)
        A point that always counts as a spot: the last one.
    """
    height, width = image.shape
    margin = math.ceil(3 * SCALES[-1] * _SURROUND)
    x0, y0 = max(0, window[0]), max(0, window[1])
    x1, y1 = min(width, window[2]), min(height, window[3])
    if x1 <= x0 or y1 <= y0:
        return NO_SPOTS
    left, top = max(0, x0 - margin), max(0, y0 - margin)
    raw = image[top : y1 + margin, left : x1 + margin]
    valid = nodata.valid_in(image)((left, top, left + raw.shape[1], top + len(raw)))
    cut = nodata.filled(raw, valid).astype(np.float32)
    cut = cut - np.float32(np.median(cut))
    answer = _answer(cut, polarity)
    # Differences by rounding to whole levels, or in the last digit of a float, are not spots.
    noise = max(geometry.level_noise(image.dtype), 1e-6 * float(np.abs(cut).max()), 1e-30)
    searched = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    inner = answer[searched]
    highest = cv2.dilate(answer, np.ones((3, 3), np.uint8))
    peak = (inner >= highest[searched]) & (inner > noise)
    if valid is not None:
        peak &= valid[searched]
    rows, columns = np.nonzero(peak)
    order = np.argsort(-inner[rows, columns], kind="stable")[:most]
    rows, columns = rows[order] + y0 - top, columns[order] + x0 - left
    if also is not None:
        row, column = geometry.pixel_at(*also)
        rows = np.append(rows, min(max(row, 0), height - 1) - top)
        columns = np.append(columns, min(max(column, 0), width - 1) - left)
    if rows.size == 0:
        return NO_SPOTS
    strength = np.maximum(answer[rows, columns].astype(np.float64), noise)
    at = _to_a_fraction(answer, rows, columns) + np.array([left, top])
    return Spots(at, strength, _looks(cut, rows, columns))


def _answer(cut: NDArray[np.float32], polarity: int) -> NDArray[np.float32]:
    """Return the strongest response over the scales to spots of this polarity; 0 if none."""
    best = np.zeros(cut.shape, np.float32)
    for sigma in SCALES:
        inner = cv2.GaussianBlur(cut, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
        outer = cv2.GaussianBlur(cut, (0, 0), sigma * _SURROUND, borderType=cv2.BORDER_REPLICATE)
        # A spot of this very sigma gives its contrast: 1/2 - 1 / (1 + 1.6^2) of it is left.
        answer = (inner - outer) * np.float32(polarity / (0.5 - 1.0 / (1.0 + _SURROUND**2)))
        np.maximum(best, answer, out=best)
    return best


def _to_a_fraction(
    answer: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Peaks ``(x, y)`` of parabolas through each maximum and its neighbours."""
    padded = np.pad(answer, 1, mode="edge").astype(np.float64)
    r, c = rows + 1, columns + 1

    def vertex(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
        bend = 2.0 * padded[r, c] - before - after
        offset = np.divide(after - before, 2.0 * bend, out=np.zeros_like(bend), where=bend > 0)
        return np.clip(offset, -0.5, 0.5)

    x = columns + vertex(padded[r, c - 1], padded[r, c + 1])
    y = rows + vertex(padded[r - 1, c], padded[r + 1, c])
    return np.stack([x, y], axis=1)


def _looks(
    cut: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    smooth = cv2.GaussianBlur(cut, (0, 0), 0.7, borderType=cv2.BORDER_REPLICATE)
    padded = np.pad(smooth, _HALF, mode="edge").astype(np.float64)
    steps = np.arange(2 * _HALF + 1)
    patches = padded[
        rows[:, None, None] + steps[None, :, None], columns[:, None, None] + steps[None, None, :]
    ].reshape(len(rows), -1)
    patches -= patches.mean(axis=1, keepdims=True)
    norm = np.linalg.norm(patches, axis=1, keepdims=True)
    looks: NDArray[np.float64] = np.divide(
        patches, norm, out=np.zeros_like(patches), where=norm > 0
    )
    return looks
