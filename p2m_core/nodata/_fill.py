"""Smooth levels in the place of no data, for filters that read whole frames."""

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.nodata._kinds import Frame, Mask


def filled(frame: Frame, valid: Mask | None) -> Frame:
    """Return the frame with smooth levels from around where it holds no data.

    They continue the picture without an edge, so that a filter finds nothing there.

    Parameters
    ----------
    frame : array, shape (H, W)
    valid : bool array, shape (H, W), or None
        From `valid_mask`.

    Returns
    -------
    array, shape (H, W)
        The frame itself where all is valid; else float32 of 8 or 16 bits and of float32, float64 of
        others; 0 where nothing is valid.
    """
    if valid is None:
        return frame
    kind = np.float32 if frame.dtype.itemsize <= 2 or frame.dtype == np.float32 else np.float64
    if not valid.any():
        return np.zeros(frame.shape, kind)
    levels = np.where(valid, frame, 0).astype(np.float64)
    middle, scale = float(np.median(levels[valid])), float(np.abs(levels[valid]).max()) or 1.0
    # Scaled, since a sum of the largest floats is infinite.
    known = np.where(valid, levels / scale - middle / scale, 0.0)
    smooth = _continued(known, valid.astype(np.float64))
    levels[~valid] = smooth[~valid] * scale + middle
    return levels.astype(kind)


def _continued(levels: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return means of the weighted levels, each over as small a part as has any weight.

    `levels` are 0 where the weight is.
    """
    height, width = levels.shape
    if min(height, width) < 2 or weight.all():
        total = float(weight.sum())
        mean = float(levels.sum()) / total if total else 0.0
        return np.divide(levels, weight, out=np.full_like(levels, mean), where=weight > 0.0)
    half = (-(-width // 2), -(-height // 2))
    coarse = _continued(
        np.asarray(cv2.resize(levels, half, interpolation=cv2.INTER_AREA), np.float64),
        np.asarray(cv2.resize(weight, half, interpolation=cv2.INTER_AREA), np.float64),
    )
    wide = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.divide(levels, weight, out=wide, where=weight > 0.0))
