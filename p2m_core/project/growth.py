"""The parameters that a target stores of the growth behind its mask."""

import math

import numpy as np
from numpy.typing import NDArray

from p2m_core.doubt import relative_margin
from p2m_core.pamg import TERMS, Growth, PamgParams

BOX = "box"
"""The parameter that bounds the growth: ``[x, y, width, height]``."""


def pamg_parameters(growth: Growth, params: PamgParams) -> dict[str, object]:
    """Return what it takes to grow the same path again, and the chosen step on it."""
    parameters: dict[str, object] = {
        "support_radius": growth.support_radius,
        "epsilon": params.epsilon,
        "background_radius": params.background_radius,
        "variant": params.variant,
        "edge": params.edge,
        "weights": {term: getattr(params, term) for term in TERMS},
        "step": growth.step,
    }
    if math.isfinite(growth.margin):
        parameters["margin"] = round(relative_margin(growth.margin, growth.variant), 4)
    return parameters


def cropped(pixels: NDArray[np.int64]) -> tuple[int, int, NDArray[np.bool_]]:
    """Return ``x0, y0`` and a tight mask of pixels, rows and columns of shape (n, 2)."""
    y0, x0 = pixels.min(axis=0)
    y1, x1 = pixels.max(axis=0) + 1
    mask = np.zeros((y1 - y0, x1 - x0), bool)
    mask[pixels[:, 0] - y0, pixels[:, 1] - x0] = True
    return int(x0), int(y0), mask
