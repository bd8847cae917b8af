"""Many pictures on one sheet."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from p2m_core.pictures.drawing import Picture

GAP = 4  # pixels between two cells
_PAPER = 255


def sheet(pictures: Sequence[Picture], columns: int | None = None) -> Picture:
    """Return pictures in rows, left to right, each in the middle of a cell.

    A cell is as large as the middle one of the pictures; larger ones are reduced to fit.

    Parameters
    ----------
    pictures : sequence of array, shape (h, w, 3)
        At least one.
    columns : int, optional
        Cells a row; by default, about as many as make the sheet a little wider than high.
    """
    height, width = (int(np.median([p.shape[side] for p in pictures])) for side in (0, 1))
    if columns is None:
        columns = max(1, math.ceil(math.sqrt(1.4 * len(pictures) * height / width)))
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    size = rows * (height + GAP) + GAP, columns * (width + GAP) + GAP, 3
    paper = np.full(size, _PAPER, np.uint8)
    for i, picture in enumerate(pictures):
        fitted = _fitted(picture, height, width)
        y = GAP + i // columns * (height + GAP) + (height - fitted.shape[0]) // 2
        x = GAP + i % columns * (width + GAP) + (width - fitted.shape[1]) // 2
        paper[y : y + fitted.shape[0], x : x + fitted.shape[1]] = fitted
    return paper


def _fitted(picture: Picture, height: int, width: int) -> Picture:
    share = min(height / picture.shape[0], width / picture.shape[1])
    if share >= 1.0:
        return picture
    size = max(1, int(picture.shape[1] * share)), max(1, int(picture.shape[0] * share))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
