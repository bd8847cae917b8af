"""Shared by the baselines: the window around the seed, inverted if the target is dark."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import InputError

# The paper gives MCLC a window of 32x32 pixels for a target of unknown size; the other methods with
# a window get the same.
BLIND_REACH = 16
# For a known radius: wide enough for the blurred rim and as much background again.
_RADII = 3.0
_SMALLEST_REACH = 5


@dataclass(frozen=True)
class Window:
    """A square part of an image around a seed, cut at the image's border.

    Attributes
    ----------
    levels : float64 array, shape (h, w)
        Grey levels stretched to 0..1; a dark target (its seed is below the window's median) is
        inverted. All 0 where the window is flat; smooth where it holds no data.
    row, column : int
        The seed in the window.
    top, left : int
        Row and column of the window's first pixel in the image.
    shape : (int, int)
        Of the image, (H, W).
    valid : bool array, shape (h, w), or None
        Pixels that hold data; None where all do.
    """

    levels: NDArray[np.float64]
    row: int
    column: int
    top: int
    left: int
    shape: tuple[int, int]
    valid: NDArray[np.bool_] | None

    def place(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the component of `mask`, shape (h, w), under the seed as a mask of the image.

        4-connected, as PAMG grows. The seed alone where the method left it out, or where the
        window is flat: one pixel is a valid target, an empty mask is not.
        """
        if self.valid is not None:
            mask = mask & self.valid
        _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
        placed = np.zeros(self.shape, bool)
        height, width = mask.shape
        if mask[self.row, self.column] and self.levels.any():
            component = labels == labels[self.row, self.column]
            placed[self.top : self.top + height, self.left : self.left + width] = component
        else:
            placed[self.top + self.row, self.left + self.column] = True
        return placed


def reach_for(radius: float | None) -> int:
    """Return the reach of a window from the seed, pixels; `radius` is None in blind mode."""
    if radius is None:
        return BLIND_REACH
    if not (math.isfinite(radius) and radius > 0.0):
        raise InputError(f"radius is {radius}: it must be above 0 pixels")
    return max(_SMALLEST_REACH, math.ceil(_RADII * radius))


def window_around(image: ArrayLike, seed: tuple[float, float], reach: int) -> Window:
    """Cut the window of ``2 * reach`` by ``2 * reach`` pixels around `seed`, ``(x, y)``.

    Raises
    ------
    InputError
        If the image is not a 2-D array of real numbers, or the seed lies outside it or on a pixel
        that holds no data.
    """
    array = np.asarray(image)
    if array.ndim != 2 or array.size == 0:
        raise InputError(f"the image has shape {array.shape}: it must be 2-D and not empty")
    if array.dtype.kind not in "buif":
        raise InputError(f"the image has dtype {array.dtype}: it must hold real numbers")
    height, width = array.shape
    if not (math.isfinite(seed[0]) and math.isfinite(seed[1])):
        raise InputError(f"the seed is ({seed[0]}, {seed[1]}): it must be a point in the image")
    row, column = geometry.pixel_at(*seed)
    if not (0 <= row < height and 0 <= column < width):
        raise InputError(
            f"the seed ({seed[0]:g}, {seed[1]:g}) lies outside the {width}x{height} image: "
            f"x must be 0..{width - 1} and y 0..{height - 1}"
        )
    top, left = max(0, row - reach), max(0, column - reach)
    bottom, right = min(height, row + reach), min(width, column + reach)
    valid = nodata.valid_in(array)((left, top, right, bottom))
    if valid is not None and not valid[row - top, column - left]:
        raise InputError(
            f"the image holds no data at x={column}, y={row}, only the value "
            f"{array[row, column]}: choose a pixel of the picture"
        )
    levels = nodata.filled(array[top:bottom, left:right], valid).astype(np.float64)
    if levels[row - top, column - left] < np.median(levels):
        levels = -levels
    levels -= levels.min()
    levels /= levels.max() or 1.0
    return Window(levels, row - top, column - left, top, left, (height, width), valid)
