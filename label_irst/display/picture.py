"""Grey picture plus colour map to an image Qt can paint."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb

from label_irst.display.levels import Levels, to_8bit

COLOUR_MAPS = ("white-hot", "black-hot")

_TABLES = {
    "white-hot": [qRgb(g, g, g) for g in range(256)],
    "black-hot": [qRgb(255 - g, 255 - g, 255 - g) for g in range(256)],
}


def picture(image: NDArray[Any], levels: Levels, colour_map: str) -> QImage:
    """The frame as the screen shows it: one image pixel for each element of `image`."""
    grey = np.ascontiguousarray(to_8bit(image, levels))
    height, width = grey.shape
    indexed = QImage(grey.data, width, height, width, QImage.Format.Format_Indexed8)
    indexed.setColorTable(_TABLES[colour_map])
    # A deep copy in the format the painter is fastest with.
    return indexed.convertToFormat(QImage.Format.Format_RGB32)
