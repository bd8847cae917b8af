"""Small data sets on disk, with targets whose pixels are known."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 48, 64
Boxes = tuple[tuple[int, int, int, int], ...]


def image(*boxes: tuple[int, int, int, int], level: int = 200) -> NDArray[np.uint8]:
    """A flat picture with bright rectangles ``(x0, y0, x1, y1)``, half-open."""
    picture = np.full((HEIGHT, WIDTH), 50, np.uint8)
    for x0, y0, x1, y1 in boxes:
        picture[y0:y1, x0:x1] = level
    return picture


def mask(*boxes: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    picture = np.zeros((HEIGHT, WIDTH), np.uint8)
    for x0, y0, x1, y1 in boxes:
        picture[y0:y1, x0:x1] = 255
    return picture


def write_image(path: Path, picture: NDArray[np.uint8]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture)
    return path


def write_text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_frames(folder: Path, count: int) -> Path:
    """A folder of frames 1.png ... with one 3x3 target that moves to the right."""
    for i in range(count):
        write_image(folder / f"{i + 1}.png", image((10 + i, 20, 13 + i, 23)))
    return folder
