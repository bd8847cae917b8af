"""From the array in a file to one grey picture; shared by all decoders."""

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import FrameError
from p2m_core.sequence.source import Picture

COPY_AGAIN = "copy it again from its source"
"""The advice for damaged files."""

MAX_PIXELS = 2**28
"""Of one frame: 16384 x 16384. A damaged or hostile file may claim any number."""


def check_size(place: str, width: int, height: int) -> None:
    """Raise `FrameError` if a picture, which `place` names, claims more than `MAX_PIXELS`."""
    if width * height > MAX_PIXELS:
        raise FrameError(
            f"{place}: claims {width}x{height} pixels, a frame may have {MAX_PIXELS}: check the "
            "file, or cut the picture into parts"
        )


def as_grey(array: NDArray[np.generic]) -> Picture:
    """Return `array`, shape (H, W) or (H, W, 1|2|3|4), as a grey picture in native byte order.

    Red, green and blue weigh 0.299, 0.587 and 0.114; alpha is left out. Booleans become
    uint8 0 and 1; float16 becomes float32, since OpenCV cannot compute with it.

    Raises
    ------
    ValueError
        If it has another shape or does not hold real numbers.

    Examples
    --------
    >>> as_grey(np.array([[[255, 0, 0], [0, 255, 0]]], np.uint8))
    array([[ 76, 150]], dtype=uint8)
    """
    if array.dtype.kind not in "buif" or array.dtype.itemsize > 8:
        raise ValueError(f"its values are {array.dtype}, not real numbers of up to 64 bits")
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 2, 3, 4)):
        raise ValueError(f"its shape {array.shape} is not that of one picture")
    if 0 in array.shape:
        raise ValueError(f"its shape {array.shape} has no pixels")
    gray = array
    if array.ndim == 3:
        gray = array[..., 0] if array.shape[2] < 3 else _weigh(array[..., :3])
    special = {"bool": "uint8", "float16": "float32"}
    return np.ascontiguousarray(gray, special.get(gray.dtype.name, gray.dtype.newbyteorder("=")))


def _weigh(rgb: NDArray[np.generic]) -> Picture:
    if rgb.dtype.name in ("uint8", "uint16", "float32"):
        native = np.ascontiguousarray(rgb, rgb.dtype.newbyteorder("="))
        gray: Picture = cv2.cvtColor(native, cv2.COLOR_RGB2GRAY)
        return gray
    gray = rgb.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    return (gray if rgb.dtype.kind == "f" else np.rint(gray)).astype(rgb.dtype)
