"""What is written of a target: its box, outline, category, and the mask of a frame."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import BoxLabel
from p2m_core.outline import Ring, joined, outlines
from p2m_core.project import BOX, HAND_STEP, Origin, Target

NO_CATEGORY = "target"
"""The category written where a format needs one and the target has none."""


def target_box(target: Target) -> BoxLabel:
    """Return a target's box: the one it was imported with while its mask is as it grew in it.

    Otherwise the smallest box around its pixels: columns ``x .. x + width - 1``.
    """
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
    x0, y0, x1, y1 = target.box
    return BoxLabel(float(x0), float(y0), float(x1 - x0), float(y1 - y0))


def _untouched(target: Target) -> bool:
    parameters = target.parameters
    if target.algorithm == "pamg":
        # The step says how many pixels grew; a hand that chooses another one leaves its mark.
        return HAND_STEP not in parameters and parameters.get("step") == target.area
    # A box that was imported as a rectangle; a brush or polygon would be named here.
    return target.algorithm in ("box", "rectangle")


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
