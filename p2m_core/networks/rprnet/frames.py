"""From raw frames to the input of the network."""

import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.errors import InputError


def normalise(frame: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return the frame with mean 0 and standard deviation 1; a flat one becomes 0.

    Each frame is normalised by itself, so that its features do not depend on its neighbours and
    can be computed once. Gain and offset of the sensor cancel. Pixels that hold no data
    (`p2m_core.nodata`) do not count, and continue what is around them.

    Parameters
    ----------
    frame : array, shape (H, W)
        Grey levels of any depth.

    Returns
    -------
    float32 array, shape (H, W)

    Raises
    ------
    InputError
        If the frame is not 2-D.
    """
    if frame.ndim != 2 or frame.size == 0:
        raise InputError(f"the frame has shape {frame.shape}: it must be 2-D and not empty")
    valid = nodata.valid_mask(frame)
    levels = nodata.filled(frame, valid)
    levels = levels.astype(np.float32 if frame.dtype.itemsize <= 2 else np.float64)
    known = levels if valid is None or not valid.any() else levels[valid]
    mean, deviation = known.mean(dtype=np.float64), known.std(dtype=np.float64)
    scaled: NDArray[np.float32] = (levels - mean) / (deviation if deviation > 0.0 else 1.0)
    return scaled.astype(np.float32, copy=False)


def padded_size(height: int, width: int, stride: int) -> tuple[int, int]:
    """Return the size of the frame, each side rounded up to a multiple of `stride`."""
    return -(-height // stride) * stride, -(-width // stride) * stride


def pad(frame: NDArray[np.float32], stride: int) -> NDArray[np.float32]:
    """Repeat the last row and column until both sides are multiples of `stride`."""
    height, width = padded_size(frame.shape[0], frame.shape[1], stride)
    return np.pad(frame, ((0, height - frame.shape[0]), (0, width - frame.shape[1])), mode="edge")
