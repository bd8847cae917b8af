"""From a map of scores to detections."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.detector import Detection

MOST = 50
"""Most detections in a frame."""

_LEAST = 1.0  # the score of typical clutter
_APART = 4  # pixels; nearer ones count as one spot


def peaks(score: NDArray[np.float32], radius: NDArray[np.float32]) -> list[Detection]:
    """Return the local maxima of `score` by falling score, at the centroid of the upper half.

    Parameters
    ----------
    score, radius : float32 array, shape (H, W)
        Score and radius of a detection at each pixel.
    """
    window = np.ones((2 * _APART + 1, 2 * _APART + 1), np.uint8)
    summit = (score >= cv2.dilate(score, window)) & (score > _LEAST)
    rows, columns = np.nonzero(summit)
    order = np.argsort(-score[rows, columns], kind="stable")
    kept: list[tuple[int, int]] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        # Only pixels of one plateau can be so near to each other.
        if all(max(abs(row - r), abs(column - c)) > _APART for r, c in kept):
            kept.append((row, column))
            if len(kept) == MOST:
                break
    return [_detection(score, radius, row, column) for row, column in kept]


def _detection(
    score: NDArray[np.float32], radius: NDArray[np.float32], row: int, column: int
) -> Detection:
    size, peak = float(radius[row, column]), float(score[row, column])
    # From the middle of the plateau, if any: a flat target has one response all over.
    row, column = _middle(score, row, column, _APART, peak * 0.999)
    reach = min(math.ceil(size), _APART)
    x, y = _centroid(score, row, column, reach, peak / 2.0)
    return Detection(x, y, size, peak)


def _middle(
    score: NDArray[np.float32], row: int, column: int, reach: int, level: float
) -> tuple[int, int]:
    top, left = max(0, row - reach), max(0, column - reach)
    rows, columns = np.nonzero(score[top : row + reach + 1, left : column + reach + 1] >= level)
    return top + round(float(rows.mean())), left + round(float(columns.mean()))


def _centroid(
    score: NDArray[np.float32], row: int, column: int, reach: int, level: float
) -> tuple[float, float]:
    top, left = max(0, row - reach), max(0, column - reach)
    near = score[top : row + reach + 1, left : column + reach + 1]
    weight = np.maximum(near - level, 0.0).astype(np.float64)
    total = float(weight.sum())
    if total <= 0.0:  # two equal summits, and nothing between them
        return float(column), float(row)
    x = float(weight.sum(axis=0) @ np.arange(near.shape[1])) / total
    y = float(weight.sum(axis=1) @ np.arange(near.shape[0])) / total
    return left + x, top + y
