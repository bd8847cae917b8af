"""From centres and radii to the targets of the heads (paper, III-B4)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.networks.rprnet.config import STRIDE

SIGMA_MIN, SIGMA_MAX = 2.0, 4.0  # of Eq. 16, cells of the heat map


class Labels(NamedTuple):
    """The labels of one key frame.

    Attributes
    ----------
    heat : float32 array, shape (H/4, W/4)
        1 at the cell of each target, falling off by Eq. 16.
    positive : float32 array, shape (H/4, W/4)
        The weight of the target in this cell, 0 without a target.
    negative : float32 array, shape (H/4, W/4)
        1; 0 in ignored regions and around ignored targets, which are neither positive nor
        negative.
    offset : float32 array, shape (2, H/4, W/4)
        (x, y) of the centre within its cell, 0..1.
    radius : float32 array, shape (H/4, W/4)
        Pixels.
    """

    heat: NDArray[np.float32]
    positive: NDArray[np.float32]
    negative: NDArray[np.float32]
    offset: NDArray[np.float32]
    radius: NDArray[np.float32]


def cell_of(x: float, y: float) -> tuple[int, int, float, float]:
    """Return row and column of the cell of a point, and the place in the cell, (x, y) in 0..1.

    The centre of the top-left pixel is (0, 0), so the top-left cell covers -0.5 to 3.5.
    """
    u, v = (x + 0.5) / STRIDE, (y + 0.5) / STRIDE
    column, row = int(np.floor(u)), int(np.floor(v))
    return row, column, u - column, v - row


def encode(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    radius: NDArray[np.float32],
    weight: NDArray[np.float32],
    height: int,
    width: int,
    ignored: NDArray[np.bool_] | None = None,
) -> Labels:
    """Draw the labels of one frame.

    Parameters
    ----------
    x, y, radius : float32 arrays, shape (N,)
        Centres and equivalent radii, pixels. Targets outside the frame are left out.
    weight : float32 array, shape (N,)
        0..1; a target of weight 0 is ignored: an example neither of a target nor of background.
    height, width : int
        Of the frame, multiples of 4.
    ignored : bool array, shape (height, width), optional
        Pixels that are no example of background.

    Returns
    -------
    Labels
        A cell with two targets has the one of greater weight.
    """
    rows, columns = height // STRIDE, width // STRIDE
    heat = np.zeros((rows, columns), np.float32)
    positive = np.zeros_like(heat)
    negative = np.ones_like(heat)
    if ignored is not None:
        cells = ignored.reshape(rows, STRIDE, columns, STRIDE)
        negative[cells.any(axis=(1, 3))] = 0.0
    offset = np.zeros((2, rows, columns), np.float32)
    radii = np.zeros_like(heat)
    for i in np.argsort(weight, kind="stable"):
        row, column, dx, dy = cell_of(float(x[i]), float(y[i]))
        if not (0 <= row < rows and 0 <= column < columns):
            continue
        sigma = max(SIGMA_MIN, min(float(radius[i]), SIGMA_MAX))
        reach = int(np.ceil(3.0 * sigma))
        around = np.s_[
            max(0, row - reach) : min(rows, row + reach + 1),
            max(0, column - reach) : min(columns, column + reach + 1),
        ]
        r, c = np.ogrid[around]
        spot = np.exp(-((r - row) ** 2 + (c - column) ** 2) / (2.0 * sigma**2)).astype(np.float32)
        if weight[i] == 0.0:
            negative[around] *= spot < 0.1
            continue
        heat[around] = np.maximum(heat[around], spot)
        positive[row, column] = weight[i]
        offset[:, row, column] = dx, dy
        radii[row, column] = radius[i]
    return Labels(heat, positive, negative, offset, radii)
