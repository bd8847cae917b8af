"""The parameters that a target stores of the growth behind its mask."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from p2m_core.doubt import relative_margin
from p2m_core.errors import P2MError
from p2m_core.geometry import measure
from p2m_core.pamg import TERMS, Growth, PamgParams
from p2m_core.project.annotation import Target

BOX = "box"
"""The parameter that bounds the growth: ``[x, y, width, height]``."""

SCR = "scr"
"""The parameter with the SCR of the mask in its frame, see `p2m_core.geometry.measure`."""


def with_scr(target: Target, image: NDArray[np.generic]) -> Target:
    """Return the target with the SCR of its mask among the parameters, where it has one.

    Parameters
    ----------
    target : Target
    image : array, shape (H, W)
        The frame that it is in.
    """
    parameters = {name: value for name, value in target.parameters.items() if name != SCR}
    try:
        scr = measure(image, target.mask, origin=(target.x0, target.y0)).scr
    except P2MError:  # it reaches outside of the image
        scr = math.nan
    if math.isfinite(scr):
        parameters[SCR] = round(scr, 3)
    return replace(target, parameters=parameters)


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
    if params.polarity:
        parameters["polarity"] = params.polarity
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
