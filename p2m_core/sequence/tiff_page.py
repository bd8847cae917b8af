"""From one page of a TIFF to a grey picture: which value is white, colours, rows and columns."""

import math
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import FrameError
from p2m_core.sequence.grey import COPY_AGAIN, as_grey, check_size
from p2m_core.sequence.source import Picture

if TYPE_CHECKING:
    from tifffile import TiffFrame, TiffPage

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _CMYK, _YCBCR = 0, 1, 2, 3, 5, 6
_COLOURS = {_RGB: 3, _CMYK: 4, _YCBCR: 3}  # samples of a pixel; of anything else, 1
_JPEG = (6, 7, 33007, 34892)  # these codecs return YCbCr as RGB
_ORIENTATION = 274


def picture(place: str, page: "TiffPage | TiffFrame") -> Picture:
    """Return the grey picture in a page, with the values that OpenCV and Pillow give it.

    See `shown`.

    Raises
    ------
    FrameError
        If it is too large, or its samples are neither a grey level nor a colour.
    Exception
        Of any kind, if the data are damaged.
    """
    full = page.aspage()
    check_page(place, full)
    data = page.asarray(maxworkers=1)
    return shown(full, np.moveaxis(data, 0, -1) if full.axes == "SYX" else data)


def check_page(place: str, page: "TiffPage") -> None:
    """Raise `FrameError` if a page is too large, or no whole picture; `place` names it."""
    check_size(place, page.imagewidth, page.imagelength)
    # For parts that are not listed, tifffile would give zeros.
    if 0 in page.shape or len(page.dataoffsets) < math.prod(page.chunked):
        raise FrameError(f"{place}: the TIFF data are cut short or damaged: {COPY_AGAIN}")
    samples = page.samplesperpixel
    more = samples - _COLOURS.get(page.photometric, 1)
    is_grey_and_other = more == 1 == samples - 1 and page.extrasamples[:1] not in [(1,), (2,)]
    if more not in (0, 1) or is_grey_and_other:
        raise FrameError(
            f"{place}: {samples} samples a pixel, which are neither a grey level nor a colour: "
            "save each as a page of its own, or the one that is meant as grey"
        )


def shown(page: "TiffPage", data: NDArray[Any]) -> Picture:
    """Return the pixels of a page as a picture is shown.

    White is the largest value; black and white are 0 and 255, up to 8 bits span 0..255, more bits
    are the numbers that they are; the first row is the upper one.

    Parameters
    ----------
    page : tifffile page
    data : array, shape (H, W) or (H, W, samples)
    """
    grey = as_grey(_in_rgb(page, data)) if data.dtype != bool else data
    grey = _with_black_at_0(page, grey)
    return np.ascontiguousarray(_turned(page, grey))


def _in_rgb(page: "TiffPage", data: NDArray[Any]) -> NDArray[Any]:
    if page.photometric == _PALETTE and page.colormap is not None:
        # The stored numbers are indices into a table of 16-bit colours.
        return np.moveaxis(page.colormap[:, data] >> 8, 0, -1).astype(np.uint8)
    if page.photometric == _CMYK:
        top = float(np.iinfo(data.dtype).max)
        return np.rint((top - data[..., :3]) * ((top - data[..., 3:4]) / top)).astype(data.dtype)
    if page.photometric == _YCBCR and page.compression not in _JPEG:
        return cv2.cvtColor(np.ascontiguousarray(data[..., [0, 2, 1]]), cv2.COLOR_YCrCb2RGB)
    return data


def _with_black_at_0(page: "TiffPage", grey: NDArray[Any]) -> Picture:
    bits = page.bitspersample
    if grey.dtype.kind in "bu" and page.photometric == _WHITE_IS_ZERO:
        grey = ~grey if grey.dtype == bool else 2**bits - 1 - grey
    if grey.dtype == bool:
        grey = grey.astype(np.uint8) * np.uint8(255)
    elif bits < 8 and grey.dtype == np.uint8 and page.photometric != _PALETTE:
        grey = np.rint(grey * (255 / (2**bits - 1))).astype(np.uint8)
    return grey


def _turned(page: "TiffPage", grey: Picture) -> Picture:
    """Return the picture upright: the tag says which sides the first row and column are."""
    way = orientation(page)
    if way >= 5:
        grey = grey.T
    if way in (2, 3, 6, 7):
        grey = grey[:, ::-1]
    if way in (3, 4, 7, 8):
        grey = grey[::-1]
    return grey


def orientation(page: "TiffPage") -> int:
    """Return the tag of that name: 1, upright, to 8; from 5 on, rows are stored as columns."""
    tag = page.tags.get(_ORIENTATION)
    return tag.value if tag is not None and tag.value in range(1, 9) else 1
