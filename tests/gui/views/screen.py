"""Reading what the screen shows."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def grabbed(widget: QWidget) -> NDArray[np.uint8]:
    """The widget as it is painted, shape (rows, columns, 3): one element a screen pixel."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows, columns, line = image.height(), image.width(), image.bytesPerLine()
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(rows, line)
    return raw[:, : columns * 3].reshape(rows, columns, 3).copy()


def colours(screen: NDArray[np.uint8]) -> dict[tuple[int, int, int], int]:
    """How many screen pixels have each colour."""
    codes = screen.reshape(-1, 3).astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    found, counts = np.unique(codes, return_counts=True)
    return {
        (int(c) >> 16, int(c) >> 8 & 255, int(c) & 255): int(n)
        for c, n in zip(found, counts, strict=True)
    }
