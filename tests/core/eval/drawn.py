"""Drawn sets with known answers."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.eval.targets import Scene


def mask(*boxes: tuple[int, int, int, int], shape: tuple[int, int] = (40, 48)) -> NDArray[np.bool_]:
    """Return a mask with the half-open boxes ``(x0, y0, x1, y1)`` set."""
    drawn = np.zeros(shape, bool)
    for x0, y0, x1, y1 in boxes:
        drawn[y0:y1, x0:x1] = True
    return drawn


SCENES = {
    "b": [(10, 10, 14, 14)],
    "a": [(20, 5, 23, 8), (8, 25, 9, 26)],
    "empty": [],
}


def scene(name: str, boxes: list[tuple[int, int, int, int]]) -> Scene:
    truth = mask(*boxes)
    noise = np.random.default_rng(len(name)).normal(0.0, 2.0, truth.shape)
    image = (60.0 + 120.0 * truth + noise).astype(np.uint8)
    return Scene(name, image, [mask(box) for box in boxes])


def write(root: Path) -> Path:
    """Write `SCENES` below `root` as images/ and masks/."""
    for name, boxes in SCENES.items():
        drawn = scene(name, boxes)
        for folder, picture in (("images", drawn.image), ("masks", mask(*boxes) * np.uint8(255))):
            (root / folder).mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(root / folder / f"{name}.png"), picture)
    return root
