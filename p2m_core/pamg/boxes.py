"""PAMG in a box that holds the target, as labelling tools draw it: loosely.

A box is ``(x, y, width, height)``: pixel columns ``x .. x + width - 1``, rows ``y .. y + height -
1``; values may be fractional. It gives the seed, bounds the support, and cuts the mask.
"""

import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import InputError
from p2m_core.pamg.growth import DEFAULT, grow
from p2m_core.pamg.params import SMALLEST_SUPPORT, PamgParams
from p2m_core.pamg.path import Growth

Box = tuple[float, float, float, float]

_NEAR, _FAR = 1.0, 4.0  # sigmas of the difference of Gaussians that finds the salient pixel
_SURROUND = 8  # pixels around a box that it looks at
_CENTRAL = 0.2  # sigma, in sides of the box, of the prior that the target is in its middle


def grow_in_box(image: NDArray[Any], box: Box, params: PamgParams | None = None) -> Growth:
    """Grow from the most salient pixel of `box`; the mask is cut at its border.

    Parameters
    ----------
    image : array, shape (H, W)
        As for `grow`.
    box : (float, float, float, float)
        ``(x, y, width, height)`` around the target, pixels.
    params : PamgParams, optional
        R_s is the box's side (the geometric mean of both), at most `params.support_radius`.

    Raises
    ------
    InputError
        If the box lies outside the image, or PAMG cannot read the image there.
    """
    bounds = pixel_box(image.shape, box)
    seed = salient_pixel(image, box)
    return within(grow(image, seed, params_in_box(params or DEFAULT, box)), bounds)


def params_in_box(params: PamgParams, box: Box) -> PamgParams:
    """Return `params` with the support radius limited by `box`."""
    side = max(SMALLEST_SUPPORT, math.sqrt(box[2] * box[3]))
    return replace(params, support_radius=min(side, params.support_radius))


def within(growth: Growth, bounds: geometry.Box) -> Growth:
    """Return `growth` with only the pixels of its path in the pixel box: at least its seed.

    Its mask is the part of the mask in the box, which may not be connected.

    Raises
    ------
    InputError
        If the seed lies outside the box.
    """
    x0, y0, x1, y1 = bounds
    rows, columns = growth.path.T
    kept = (columns >= x0) & (columns < x1) & (rows >= y0) & (rows < y1)
    if not kept[0]:
        x, y = growth.seed
        raise InputError(f"the seed ({x}, {y}) lies outside the box {bounds}")
    return replace(
        growth,
        path=growth.path[kept],
        energy=growth.energy[kept],
        step=int(np.count_nonzero(kept[: growth.step])),
    )


def pixel_box(shape: tuple[int, ...], box: Box) -> geometry.Box:
    """Return the pixels of a box that lie in an image of `shape`, at least one.

    Raises
    ------
    InputError
        If it has no pixel in the image.
    """
    x, y, width, height = box
    x0, y0 = math.floor(x + 0.5), math.floor(y + 0.5)
    x1 = max(x0 + 1, math.floor(x + width + 0.5))
    y1 = max(y0 + 1, math.floor(y + height + 0.5))
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(shape[1], x1), min(shape[0], y1)
    if x0 >= x1 or y0 >= y1:
        raise InputError(
            f"the box {width:g}x{height:g} at x={x:g}, y={y:g} lies outside the "
            f"{shape[1]}x{shape[0]} frame"
        )
    return x0, y0, x1, y1


def salient_pixel(image: NDArray[np.generic], box: Box) -> tuple[int, int]:
    """Return the pixel ``(x, y)`` in the box that stands out most, bright or dark.

    That is where a difference of Gaussians is farthest from 0, weighted by a Gaussian around the
    box's middle: a loose box may hold brighter clutter than the target at its rim.

    Raises
    ------
    InputError
        If the box lies outside the image, or all of it holds no data.
    """
    x, y, width, height = box
    x0, y0, x1, y1 = pixel_box(image.shape, box)
    left, top = max(0, x0 - _SURROUND), max(0, y0 - _SURROUND)
    window = image[top : y1 + _SURROUND, left : x1 + _SURROUND]
    bottom, right = top + len(window), left + window.shape[1]
    valid = nodata.valid_in(image)((left, top, right, bottom))
    levels = nodata.filled(window, valid).astype(np.float32)
    inner = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    response = np.abs(
        cv2.GaussianBlur(levels, (0, 0), _NEAR) - cv2.GaussianBlur(levels, (0, 0), _FAR)
    )[inner]
    if valid is not None:
        if not valid[inner].any():
            raise InputError(f"the box {box} holds no data: choose one on the picture")
        response[~valid[inner]] = -1.0
    rows = _bell(np.arange(y0, y1), y, height)
    columns = _bell(np.arange(x0, x1), x, width)
    row, column = divmod(int(np.argmax(response * np.outer(rows, columns))), x1 - x0)
    return x0 + column, y0 + row


def _bell(at: NDArray[np.int64], first: float, length: float) -> NDArray[np.float64]:
    bell: NDArray[np.float64] = np.exp(
        -0.5 * ((at - first - (length - 1.0) / 2.0) / (_CENTRAL * length)) ** 2
    )
    return bell


def middle_of(shape: tuple[int, ...], box: Box) -> tuple[float, float]:
    """Return the middle ``(x, y)`` of a box, or the nearest point of its part in the image.

    Raises
    ------
    InputError
        If the box lies outside the image.
    """
    x0, y0, x1, y1 = pixel_box(shape, box)
    x, y, width, height = box
    return (
        min(max(x + (width - 1.0) / 2.0, x0), x1 - 1),
        min(max(y + (height - 1.0) / 2.0, y0), y1 - 1),
    )
