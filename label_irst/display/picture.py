"""Turn a frame into an image that Qt can paint: levels, local contrast, colours."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb

from label_irst.display.colour_maps import colours
from label_irst.display.contrast import local_contrast
from label_irst.display.levels import to_8bit
from label_irst.display.look import Look


def picture(image: NDArray[Any], look: Look) -> QImage:
    """The frame as the screen shows it: one image pixel for each element of `image`."""
    grey = to_8bit(image, look.active_levels)
    if look.contrast > 0.0:
        grey = local_contrast(grey, look.contrast)
    return coloured(grey, look.colour_map, look.inverted)


def coloured(grey: NDArray[np.uint8], colour_map: str, inverted: bool) -> QImage:
    """Greys in the colours of a map."""
    height, width = grey.shape
    # A colour table: only the pixels on the screen are coloured, few of twelve megapixels.
    image = QImage(width, height, QImage.Format.Format_Indexed8)
    place = np.frombuffer(image.bits(), np.uint8).reshape(height, image.bytesPerLine())
    place[:, :width] = grey
    image.setColorTable([qRgb(*colour) for colour in colours(colour_map, inverted).tolist()])
    return image


def ramp(colour_map: str) -> QImage:
    """The map itself, from its darkest colour to its brightest, one pixel high."""
    return coloured(np.arange(256, dtype=np.uint8)[np.newaxis], colour_map, inverted=False)
