"""The outline of a mask: lines along the edges of its pixels."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF


def outline(mask: NDArray[np.bool_]) -> list[QLineF]:
    """The edges between mask and not mask, pixel (0, 0) of the mask having its centre at (0, 0).

    Edges in one line are one line.
    """
    height, width = mask.shape
    padded = np.zeros((height + 2, width + 2), np.bool_)
    padded[1:-1, 1:-1] = mask
    level = _stretches(padded[1:, 1:-1] != padded[:-1, 1:-1])
    upright = _stretches((padded[1:-1, 1:] != padded[1:-1, :-1]).T)
    return [QLineF(a - 0.5, k - 0.5, b - 0.5, k - 0.5) for k, a, b in level] + [
        QLineF(k - 0.5, a - 0.5, k - 0.5, b - 0.5) for k, a, b in upright
    ]


def _stretches(edges: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Row, start and end of each run of true values along the rows."""
    padded = np.zeros((edges.shape[0], edges.shape[1] + 2), np.bool_)
    padded[:, 1:-1] = edges
    # Starts and ends of runs take turns along each row.
    rows, changes = np.nonzero(padded[:, 1:] != padded[:, :-1])
    return list(zip(rows[::2].tolist(), changes[::2].tolist(), changes[1::2].tolist(), strict=True))
