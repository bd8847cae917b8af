"""The shift of the background from one frame to the next."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.alignment import common_shift

LARGEST = 256  # pixels a side: larger frames are reduced first
HIDDEN = 12.0  # pixels around a target that are ignored


def camera_shift(
    before: NDArray[np.generic],
    after: NDArray[np.generic],
    targets: Sequence[tuple[float, float]] = (),
) -> tuple[float, float] | None:
    """Return the shift ``(dx, dy)`` in pixels that takes `before` onto `after`.

    By phase correlation: a pan, neither a turn nor a zoom. None where the two have no common
    shift: a cut, or an empty sky.

    Parameters
    ----------
    before, after : arrays, shape (H, W)
        Of any type; what holds no data is replaced by what is around it.
    targets : sequence of (x, y)
        Known targets in `before`. On a soft background they would dominate the correlation, and
        their motion would be taken for the camera's.
    """
    a, b = _reduced(before), _reduced(after)
    across, down = before.shape[1] / a.shape[1], before.shape[0] / a.shape[0]
    for x, y in targets:
        # Half a pixel at each side of the first pixel's centre.
        place = (x + 0.5) / across - 0.5, (y + 0.5) / down - 0.5
        for picture in (a, b):
            _hide(picture, place, HIDDEN / min(across, down))
    shift = common_shift(a, b)
    return None if shift is None else (shift[0] * across, shift[1] * down)


def _reduced(image: NDArray[np.generic]) -> NDArray[np.float32]:
    height, width = image.shape
    picture = nodata.filled(image, nodata.valid_mask(image)).astype(np.float32)
    factor = max(1, -(-max(height, width) // LARGEST))
    if factor > 1:
        size = (max(1, width // factor), max(1, height // factor))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
    return np.asarray(picture - picture.mean(), np.float32)


def _hide(picture: NDArray[np.float32], at: tuple[float, float], reach: float) -> None:
    """Blur the picture around each point, with a soft rim, so that it cannot correlate."""
    far = int(np.ceil(2.0 * reach))
    column, row = (round(v) for v in at)
    left, top = max(0, column - far), max(0, row - far)
    part = picture[top : max(0, row + far + 1), left : max(0, column + far + 1)]
    if not part.size:
        return
    blurred = cv2.GaussianBlur(part, (0, 0), reach / 2.0, borderType=cv2.BORDER_REPLICATE)
    rows, columns = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
    distance = np.hypot(columns - at[0], rows - at[1])
    weight = np.clip((1.5 * reach - distance) / (0.5 * reach), 0.0, 1.0).astype(np.float32)
    part += weight * (blurred - part)
