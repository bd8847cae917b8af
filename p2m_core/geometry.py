"""The project's conventions for pixels and frames, and the numbers of a target.

- Arrays are indexed ``[row, column]``; points are ``(x, y) = (column, row)``.
- The centre of the top-left pixel is ``(0.0, 0.0)``; pixel ``[r, c]`` covers the square
  ``[c - 0.5, c + 0.5) x [r - 0.5, r + 0.5)``.
- The centroid of a mask is the mean of its pixels' coordinates; its equivalent radius is
  ``sqrt(area / pi)`` pixels.
- The local background of a mask is a square ring around it: every pixel whose Chebyshev distance
  to the mask is more than `RING_GAP` and at most `RING_GAP + RING_WIDTH` pixels. The gap keeps
  the blurred rim of the target out of the background. Pixels that hold no data
  (`p2m_core.nodata`) are not in it.
- Frames count from 0 in the code, in our files, in coordinates that commands take (FRAME,X,Y) and
  in ranges FIRST:END. Texts for people (messages, reports, tables, the window) count them from 1:
  `frame_number`; so do ranges A-B of options.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.errors import InputError

RING_GAP = 2
RING_WIDTH = 8

Box = tuple[int, int, int, int]
"""Half-open pixel box ``(x0, y0, x1, y1)``: columns ``x0 .. x1 - 1``, rows ``y0 .. y1 - 1``."""


def frame_number(index: int) -> int:
    """Return the number of a frame for a person to read: from 1, where `index` counts from 0."""
    return index + 1


def pixel_at(x: float, y: float) -> tuple[int, int]:
    """Return the pixel ``(row, column)`` that covers the point; its left and top edges belong.

    Examples
    --------
    >>> pixel_at(2.5, 0.49)
    (0, 3)
    """
    return math.floor(y + 0.5), math.floor(x + 0.5)


def bounding_box(mask: NDArray[np.bool_]) -> Box:
    """Return the half-open box around the true pixels of `mask`, shape (H, W).

    Raises
    ------
    InputError
        If no pixel is set.
    """
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        raise InputError("the mask is empty: a target has at least one pixel")
    columns = np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def centroid(mask: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the mean ``(x, y)`` of the true pixels of `mask`, shape (H, W).

    Raises
    ------
    InputError
        If no pixel is set.
    """
    rows, columns = np.nonzero(mask)
    if rows.size == 0:
        raise InputError("the mask is empty: a target has at least one pixel")
    return float(columns.mean()), float(rows.mean())


def equivalent_radius(area: float) -> float:
    """Return the radius in pixels of the disc with `area` square pixels (paper, III-C)."""
    return math.sqrt(area / math.pi)


@dataclass(frozen=True)
class TargetNumbers:
    """The measures of one target in its frame; grey levels are the image's own.

    Attributes
    ----------
    area : int
        Pixels of the mask.
    radius : float
        Equivalent radius, pixels.
    peak : float
        Strongest grey level of the mask: the largest for a bright target, the smallest for a dark
        one.
    target_mean, background : float
        Mean grey level of the mask, and of the local background ring.
    scr : float
        ``|target_mean - background| / std(ring)``; infinite on a perfectly flat ring.
    gamma : float
        ``std(ring) / std(mask)``, the paper's uniformity ratio; infinite for a flat target.
    rho : float
        `scr` over the right-hand side of the paper's Eq. 9; above 1 the mask can be trusted.
        NaN for a single pixel, for which Eq. 9 is not defined.
    """

    area: int
    radius: float
    peak: float
    target_mean: float
    background: float
    scr: float
    gamma: float
    rho: float


def measure(
    image: NDArray[np.generic],
    mask: NDArray[np.bool_],
    support_radius: float = 20.0,
    origin: tuple[int, int] = (0, 0),
) -> TargetNumbers:
    """Measure the target `mask` in `image`.

    Parameters
    ----------
    image : array, shape (H, W)
        The frame at its native depth.
    mask : bool array, shape (h, w)
        The target's pixels; the whole frame, or a crop of it.
    support_radius : float
        R_s of the paper, pixels; enters rho only.
    origin : (int, int)
        ``(x, y)`` of the crop's top-left pixel in `image`.

    Raises
    ------
    InputError
        If the mask is empty or reaches outside the image.
    """
    left, top, right, bottom = bounding_box(mask)
    x0, y0 = origin[0] + left, origin[1] + top
    x1, y1 = origin[0] + right, origin[1] + bottom
    height, width = image.shape
    if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
        raise InputError(
            f"the mask covers columns {x0}..{x1 - 1} and rows {y0}..{y1 - 1}, "
            f"outside the {width}x{height} image"
        )
    margin = RING_GAP + RING_WIDTH
    crop = mask[top:bottom, left:right]
    around = np.pad(crop, margin).astype(np.uint8)
    ring = _dilate(around, margin) & ~_dilate(around, RING_GAP)
    # The part of the padded crop that lies inside the image.
    inside = np.s_[
        max(0, margin - y0) : margin + min(height - y0, bottom - top + margin),
        max(0, margin - x0) : margin + min(width - x0, right - left + margin),
    ]
    x0, y0 = max(0, x0 - margin), max(0, y0 - margin)
    x1, y1 = min(width, x1 + margin), min(height, y1 + margin)
    window = image[y0:y1, x0:x1].astype(np.float64)
    own, ring = around[inside].astype(bool), ring[inside]
    valid = nodata.valid_in(image)((x0, y0, x1, y1))
    if valid is not None:
        ring &= valid
        own = own & valid if (own & valid).any() else own
    return _numbers(int(np.count_nonzero(crop)), window[own], window[ring], support_radius)


def level_noise(dtype: np.dtype[np.generic]) -> float:
    """Return the noise of rounding to whole grey levels; 0 for floating point."""
    return 1.0 / math.sqrt(12.0) if dtype.kind in "bui" else 0.0


def _dilate(mask: NDArray[np.uint8], distance: int) -> NDArray[np.bool_]:
    kernel = np.ones((2 * distance + 1, 2 * distance + 1), np.uint8)
    return cv2.dilate(mask, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0).astype(bool)


def _numbers(
    area: int,
    target: NDArray[np.float64],
    background: NDArray[np.float64],
    support_radius: float,
) -> TargetNumbers:
    mean = float(target.mean())
    sigma_target = float(target.std())
    # A target that fills the frame has no background to compare with.
    level = float(background.mean()) if background.size else math.nan
    sigma = float(background.std()) if background.size else math.nan
    contrast = abs(mean - level)
    return TargetNumbers(
        area=area,
        radius=equivalent_radius(area),
        peak=float(target.min() if mean < level else target.max()),
        target_mean=mean,
        background=level,
        scr=_ratio(contrast, sigma),
        gamma=_ratio(sigma, sigma_target),
        rho=_ratio(contrast, sigma_target * boundary_factor(area, support_radius)),
    )


def boundary_factor(area: int, support_radius: float) -> float:
    """Return gamma times the right-hand side of the paper's Eq. 9.

    That is ``sqrt(2 n max(0, 1 / (n ln n) - 1 / (2 pi R_s^2)))`` for n = `area` pixels: the
    contrast ``|mu_T - mu_B| / sigma_T`` above which the energy has a finite maximum. NaN for
    n = 1, where ``ln n`` is zero.
    """
    if area < 2:
        return math.nan
    gain = 1.0 / (area * math.log(area))
    penalty = 1.0 / (2.0 * math.pi * support_radius**2)
    return math.sqrt(2.0 * area * max(0.0, gain - penalty))


def _ratio(a: float, b: float) -> float:
    if math.isnan(a) or math.isnan(b) or (a == 0.0 and b == 0.0):
        return math.nan
    return math.inf if b == 0.0 else a / b


def finite_or_none(value: float) -> float | None:
    """Return `value` for JSON, which knows neither NaN nor infinity."""
    return value if math.isfinite(value) else None
