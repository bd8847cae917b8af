"""Drawn sequences with targets of known place and size, and folders that hold them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 96, 128
FRAMES = 30


@dataclass(frozen=True)
class Plane:
    """A square target that flies in a straight line, `size` pixels wide and high."""

    x: int
    y: int
    dx: int = 0
    dy: int = 0
    size: int = 3
    contrast: int = 4000

    def corner(self, frame: int) -> tuple[int, int]:
        """Column and row of its top-left pixel."""
        return self.x + frame * self.dx, self.y + frame * self.dy

    def middle(self, frame: int) -> tuple[int, int]:
        """Column and row of a pixel in its middle."""
        x, y = self.corner(frame)
        return x + self.size // 2, y + self.size // 2

    def mask(self, frame: int) -> NDArray[np.bool_]:
        """Its pixels in the whole frame."""
        x, y = self.corner(frame)
        mask = np.zeros((HEIGHT, WIDTH), bool)
        mask[y : y + self.size, x : x + self.size] = True
        return mask


FIRST = Plane(20, 30, dx=2, dy=1)
SECOND = Plane(100, 70, dx=-2, dy=-1, size=5)


def frame(number: int, planes: tuple[Plane, ...] = (FIRST, SECOND)) -> NDArray[np.uint16]:
    """A frame of 14 bits: a sky with noise, and the planes on it."""
    rng = np.random.default_rng(number)
    rows = np.arange(HEIGHT)[:, np.newaxis]
    image = 6000 + 5 * rows + rng.normal(0, 12, (HEIGHT, WIDTH))
    for plane in planes:
        image[plane.mask(number)] += plane.contrast
    return image.astype(np.uint16)


def frames(count: int = FRAMES) -> NDArray[np.uint16]:
    """The drawn sequence, shape (count, H, W)."""
    return np.stack([frame(i) for i in range(count)])


TARGET = {(r, c) for r in (30, 31, 32) for c in (40, 41, 42)}
LAMP = {(r, c) for r in range(28, 36) for c in range(44, 54)}
BRIDGE = (31, 43)


def leaking(polarity: int, dtype: str) -> NDArray[Any]:
    """A target, and a larger lamp that a bridge of one pixel joins to it."""
    image = np.random.default_rng(3).normal(120, 1.5, (HEIGHT, WIDTH))
    for part, contrast in ((TARGET, 90), (LAMP, 88), ({BRIDGE}, 80)):
        for pixel in part:
            image[pixel] += polarity * contrast
    return image.astype(dtype)


def write_stack(path: Path, stack: NDArray[Any]) -> Path:
    """Write a sequence as one array file."""
    np.save(path, stack)
    return path


def write_folder(folder: Path, stack: NDArray[Any]) -> Path:
    """Write a sequence as a folder of PNG files."""
    folder.mkdir(parents=True)
    for i, image in enumerate(stack):
        assert cv2.imwrite(str(folder / f"{i:04d}.png"), image)
    return folder


def write_broken_folder(folder: Path, stack: NDArray[Any], broken: int) -> Path:
    """As `write_folder`, but frame `broken` is a text under the name of a picture."""
    write_folder(folder, stack)
    (folder / f"{broken:04d}.png").write_text("This is no picture.\n")
    return folder
