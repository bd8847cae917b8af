"""What is written of a target: its box, outline, category, and the mask of a frame."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import BoxLabel
from p2m_core.outline import Ring, joined, outlines
from p2m_core.project import BOX, HAND_STEP, Origin, Target

NO_CATEGORY = "target"
"""The category written where a format needs one and the target has none."""


def target_box(target: Target, shape: tuple[int, int] | None = None) -> BoxLabel:
    """Return a target's box: the one it was imported with while its mask is as it grew in it.

    Otherwise the smallest box around its pixels: columns ``x .. x + width - 1``. With the `shape`
    of the frame, (H, W), it is cut there.
    """
    box = _imported_box(target) or tight_box(target)
    if shape is None:
        return box
    x0, y0 = max(0.0, box.x), max(0.0, box.y)
    x1, y1 = min(shape[1], box.x + box.width), min(shape[0], box.y + box.height)
    return BoxLabel(x0, y0, x1 - x0, y1 - y0)


def tight_box(target: Target) -> BoxLabel:
    """Return the smallest box around a target's pixels."""
    x0, y0, x1, y1 = target.box
    return BoxLabel(float(x0), float(y0), float(x1 - x0), float(y1 - y0))


def _imported_box(target: Target) -> BoxLabel | None:
    parameters = target.parameters
    box = parameters.get(BOX)
    if (
        target.origin is Origin.IMPORTED
        and isinstance(box, list)
        and len(box) == 4
        and all(isinstance(value, int | float) for value in box)
        and min(box[2:]) > 0
        and _untouched(target)
    ):
        return BoxLabel(*map(float, box))
    return None


def _untouched(target: Target) -> bool:
    parameters = target.parameters
    if target.algorithm == "pamg":
        # The step says how many pixels grew; a hand that chooses another one leaves its mark.
        return HAND_STEP not in parameters and parameters.get("step") == target.area
    return target.algorithm == "rectangle"  # of the import; a brush would be named here


def category(target: Target) -> str:
    """Return the category to write where a format needs one."""
    return target.category or NO_CATEGORY


def union(targets: Sequence[Target], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return the pixels of all targets in a frame of `shape` (H, W)."""
    mask = np.zeros(shape, np.bool_)
    for target in targets:
        x0, y0, x1, y1 = target.box
        mask[y0:y1, x0:x1] |= target.mask
    return mask


def ring(target: Target) -> Ring:
    """Return the outline of all of a target's pixels as one ring of corners `(x, y)`."""
    parts = outlines(target.mask, (target.x0, target.y0))
    return joined([ring for part in parts for ring in part])


def not_apart(targets: Sequence[Target], touching: bool) -> int:
    """Return how many targets share a pixel with another one, or `touching`, have one beside it.

    The eight pixels around one are beside it.
    """
    if len(targets) < 2:
        return 0
    left, top = (min(target.box[side] for target in targets) for side in (0, 1))
    right, bottom = (max(target.box[side] for target in targets) for side in (2, 3))
    numbers = np.zeros((bottom - top + 2, right - left + 2), np.int64)  # with a rim
    found: set[int] = set()
    for number, target in enumerate(targets, start=1):
        x0, y0, x1, y1 = target.box
        crop = numbers[y0 - top + 1 : y1 - top + 1, x0 - left + 1 : x1 - left + 1]
        before = np.unique(crop[target.mask])
        if before[-1] > 0:
            found |= {number, *before.tolist()}
        crop[target.mask] = number
    if touching:
        height, width = numbers.shape
        here = numbers[1:-1, 1:-1]
        for dy, dx in ((0, 1), (1, -1), (1, 0), (1, 1)):
            there = numbers[1 + dy : height - 1 + dy, 1 + dx : width - 1 + dx]
            differ = (here != there) & (here > 0) & (there > 0)
            found |= {*here[differ].tolist(), *there[differ].tolist()}
    return len(found - {0})
