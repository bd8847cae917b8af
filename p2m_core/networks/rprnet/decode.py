"""From the outputs of the heads to detections."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import max_pool2d

from p2m_core.detector import Detection
from p2m_core.networks.rprnet.config import STRIDE
from p2m_core.networks.rprnet.model import Prediction

SMALLEST_RADIUS = 0.5  # pixels: a target of one pixel has 0.56
MOST = 100  # detections a frame
FLOOR = 0.01  # lowest score of a detection


def peaks(heat: Tensor) -> Tensor:
    """Return the probability of each cell that is the maximum of its 3x3, and 0 elsewhere.

    (B, 1, h, w) logits -> (B, 1, h, w). Equal neighbours are all kept.
    """
    p = heat.float().sigmoid()
    return torch.where(max_pool2d(p, 3, stride=1, padding=1) == p, p, 0.0)


def decode(
    prediction: Prediction, height: int, width: int, floor: float = FLOOR
) -> list[list[Detection]]:
    """Return the detections of each frame of the batch, by falling score.

    Parameters
    ----------
    prediction : Prediction
    height, width : int
        Size of the frames without their padding; centres outside are left out.
    floor : float
        The lowest score that counts.
    """
    scores = peaks(prediction.heat)[:, 0].cpu().numpy()
    offsets = prediction.offset.float().cpu().numpy()
    radii = prediction.radius[:, 0].float().cpu().numpy()
    return [
        _decode(*parts, height, width, floor) for parts in zip(scores, offsets, radii, strict=True)
    ]


def _decode(
    scores: NDArray[np.float32],
    offsets: NDArray[np.float32],
    radii: NDArray[np.float32],
    height: int,
    width: int,
    floor: float,
) -> list[Detection]:
    rows, columns = np.nonzero(scores >= floor)
    order = np.argsort(-scores[rows, columns], kind="stable")[:MOST]
    found = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        dx, dy = offsets[:, row, column]
        x, y = (column + float(dx)) * STRIDE - 0.5, (row + float(dy)) * STRIDE - 0.5
        if -0.5 <= x < width - 0.5 and -0.5 <= y < height - 0.5:
            radius = max(SMALLEST_RADIUS, float(radii[row, column]))
            found.append(Detection(x, y, radius, float(scores[row, column])))
    return found
