"""Masks kept as images: which pixels belong to targets, however the file says so.

A mask has two grey levels, or a number or colour a target or class on a background of 0. Edges may
be softened, by resampling or by JPEG: then half of the highest level decides. What has many levels
everywhere is a picture or a map of scores, and refused.
"""

from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.sequence.decode import checked_png, read_image
from p2m_core.sequence.header import PNG, kind_of

_Values = NDArray[Any]

# A pixel is between the two levels of a mask from an eighth of the upper one to three quarters;
# JPEG rings higher. A softened edge is narrow and has few such pixels: not more than the target
# and these, so that the smallest ones pass. Found on the masks of SIRST and NUDT-SIRST, resampled
# and as JPEG, against Gaussian spots (those are refused from a sigma of 1.2 pixels on, in a JPEG
# of 1.8) and against the pictures of all sets at hand, of which none is taken for a mask.
_LOW, _LOW_LOSSY, _HIGH = 1 / 8, 1 / 4, 3 / 4
_BETWEEN_A_TARGET = 8
_EDGE_WIDTH = 3  # pixels

_LOSSY = ("JPEG", "JPEG 2000", "WebP")

_SMALL_NUMBER = 64


class MaskImage(NamedTuple):
    """What a mask image says.

    Attributes
    ----------
    mask : bool array, shape (H, W)
        The pixels of all targets.
    numbers : integer array, shape (H, W), or None
        Where the file numbers its targets or classes: 0 is background, and targets that touch
        have different numbers. A number says nothing of other frames.
    """

    mask: NDArray[np.bool_]
    numbers: NDArray[np.generic] | None = None


def read_mask(path: Path) -> NDArray[np.bool_]:
    """Return the pixels of all targets of a mask image, shape (H, W); see `read_mask_image`."""
    return read_mask_image(path).mask


def read_mask_image(path: Path) -> MaskImage:
    """Read a mask: two levels, numbers, class colours, a mask in the alpha channel, soft edges.

    Background is 0, or black; in an image without it, the most frequent level or colour. A file
    of two grey levels with 0 is taken as it is, even if most of its pixels are marked.

    Raises
    ------
    InputError
        If it cannot be read, holds several pages, or is no mask but a picture or a soft map.
    """
    grey = read_image(path)
    data = path.read_bytes()
    found = interpret(_levels(_colours(path, data), grey), lossy=kind_of(data) in _LOSSY)
    if found is None and grey.dtype.kind == "f" and not np.isfinite(grey).all():
        raise InputError(f"{path}: holds values that are no numbers: write 0 where nothing is")
    if found is None:
        raise InputError(
            f"{path}: has {len(np.unique(grey))} grey levels, so it is a picture or a map of "
            "scores, not a mask: threshold it first"
        )
    return found


def interpret(levels: NDArray[np.generic], lossy: bool = False) -> MaskImage | None:
    """Return what the grey levels of a mask image say; None if it is no mask.

    Parameters
    ----------
    levels : array, shape (H, W)
    lossy : bool
        Whether a codec has changed them, as JPEG does around edges.

    Examples
    --------
    >>> interpret(np.array([[0, 0, 1]])).mask
    array([[False, False,  True]])
    >>> interpret(np.arange(64, dtype=np.uint8).reshape(8, 8)) is None
    True
    """
    if levels.dtype.kind == "f" and not np.isfinite(levels).all():
        return None
    if levels.dtype.kind == "b":
        return MaskImage(levels.astype(np.bool_))
    marked = np.not_equal(levels, 0)
    count = np.count_nonzero(marked)
    top = levels.max()
    if count in (0, np.count_nonzero(levels == top)):
        return MaskImage(marked)  # empty, two levels, or all of one level
    if count == levels.size or levels.min() < 0:
        apart = _distance(levels.astype(np.int64) if levels.dtype.kind == "i" else levels)
        return None if apart is None else interpret(apart, lossy)
    if not lossy and _are_numbers(levels, marked):
        split = top < _SMALL_NUMBER or levels.dtype.itemsize > 1
        return MaskImage(marked, levels if split else None)
    return _softened(levels, _LOW_LOSSY if lossy else _LOW)


def _are_numbers(levels: _Values, marked: NDArray[np.bool_]) -> bool:
    """Return whether each level fills whole pieces of its own, as numbers of targets do."""
    if (
        levels.dtype.kind not in "iu"
        or levels.min() < 0
        or 2 * np.count_nonzero(marked) > marked.size
    ):
        return False
    count = len(np.unique(levels[marked]))
    # Pixels of one level that touch are one piece.
    if _pieces(levels) > _pieces(marked) + count:
        return False
    if levels.max() < _least_top(levels):
        return True  # 1, 2, 3: no softened edge has only levels as low as these
    across = marked[:, 1:] & marked[:, :-1]
    down = marked[1:] & marked[:-1]
    pairs = np.count_nonzero(across) + np.count_nonzero(down)
    unlike = np.count_nonzero(across & (levels[:, 1:] != levels[:, :-1]))
    unlike += np.count_nonzero(down & (levels[1:] != levels[:-1]))
    return bool(4 * unlike <= pairs)


def _pieces(levels: _Values) -> int:
    from skimage.measure import label  # slow to import, and rarely needed

    return int(label(levels, background=0, connectivity=2).max())  # type: ignore[no-untyped-call]


def _least_top(levels: _Values) -> float:
    """Return the least highest level of a mask with soft edges, by the type of its levels."""
    return np.iinfo(levels.dtype).max / 4 if levels.dtype.kind in "iu" else 0.0


def _softened(levels: _Values, low: float) -> MaskImage | None:
    values = levels.astype(np.float32)
    top = float(values.max())
    if top < _least_top(levels):
        return None  # such as a mask of 0 and 1 as JPEG: only its ringing is left
    ground = cv2.dilate((values == 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    low_ones = (values > 0) & (values <= low * top)
    if low_ones.any() and not (low_ones & (ground > 0)).any():
        return None  # they lie inside of the high ones: a class with a border of 255, as in VOC
    mask = values > top / 2
    above = np.count_nonzero(values > low * top)
    if 2 * above > values.size:
        return None  # background is most of a mask
    between = above - np.count_nonzero(values >= _HIGH * top)
    area = np.count_nonzero(mask)
    edge = area - np.count_nonzero(cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)))
    if between > min(area, _EDGE_WIDTH * edge) + _BETWEEN_A_TARGET * _pieces(mask):
        return None
    return MaskImage(mask)


def _colours(path: Path, data: bytes) -> _Values | None:
    """Return a colour image, shape (H, W, 3 or 4), as it is stored; None for a grey one."""
    if data.startswith(PNG):
        if data[25] == 0:
            return None  # grey, as most are
        data = checked_png(path, data)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    return image if image is not None and image.ndim == 3 and image.shape[2] in (3, 4) else None


def _levels(colours: _Values | None, grey: _Values) -> _Values:
    """Return the levels of a colour image as one channel: how far each pixel is from background."""
    if colours is None or colours.shape[:2] != grey.shape:
        return grey
    solid, seen = colours[..., :3], None
    if colours.shape[2] == 4:
        alpha = colours[..., 3]
        seen = alpha > alpha.max() / 2
        if seen.all() or not seen.any():
            seen = None
        elif (solid[seen] == solid[seen][0]).all():
            return alpha  # one colour: the alpha channel is the mask
    if (solid == solid[..., :1]).all():
        level = solid[..., 0]
    elif (solid == 0).all(axis=2).any():
        level = solid.max(axis=2)
    else:
        apart = _distance(solid)
        level = grey if apart is None else apart.max(axis=2)
    return level if seen is None else np.where(seen, level, np.zeros((), level.dtype))


def _distance(image: _Values) -> _Values | None:
    """Return how far each level or channel is from that of most pixels; None if most differ."""
    pixels = image.reshape(image.shape[0] * image.shape[1], -1)
    # What more than half of the pixels have is the median of each channel.
    middle = len(pixels) // 2
    usual = np.partition(pixels, middle, axis=0)[middle]
    if np.count_nonzero((pixels == usual).all(axis=1)) <= middle:
        return None
    apart: _Values = np.where(pixels > usual, pixels - usual, usual - pixels)
    return apart.reshape(image.shape)
