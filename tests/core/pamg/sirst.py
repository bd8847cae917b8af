"""The targets of SIRST with the random interior seeds of the protocol."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.measure import label, regionprops

from tests.real_data import real


@dataclass(frozen=True)
class Case:
    name: str
    image: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    seed: tuple[int, int]


def cases() -> list[Case]:
    """393 targets, images in list order, 8-connected components, one random interior seed each."""
    folder = real("sirst")
    rng = np.random.default_rng(3407)
    found = []
    for name in (folder / "dev.txt").read_text().split():
        image = cv2.imread(str(folder / "images" / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
        mask = cv2.imread(str(folder / "masks" / f"{name}.png"), cv2.IMREAD_GRAYSCALE) > 0
        components = label(mask, connectivity=2)
        for region in regionprops(components):
            row, column = region.coords[rng.integers(len(region.coords))]
            found.append(Case(name, image, components == region.label, (int(column), int(row))))
    return found


def iou(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    return float((a & b).sum() / (a | b).sum())
