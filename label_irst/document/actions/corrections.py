"""The negative click: this pixel is not part of the target, now or when it is grown again."""

import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from label_irst.document import regrowth
from label_irst.document.actions import frame_actions
from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.document.preview import Preview
from label_irst.i18n import tr
from p2m_core import geometry
from p2m_core.pamg import Growth
from p2m_core.project import Target, TargetState

FEWEST_LEFT = 7  # pixels: a chosen step that an excluded pixel cuts shorter starts anew
NEAR = 2.5  # pixels from a mask within which a click is still about its target


def negative_click(document: Document, x: float, y: float) -> bool:
    """Take the pixel under the point out of its mask; a message explains where that fails."""
    if document.image is None:
        return False
    pixel = geometry.pixel_at(x, y)
    target = _meant(document, pixel)
    if target is None:
        text = tr("There is no mask here: a right click takes a pixel out of a mask.")
        document.message.emit(text)
        return False
    if not document.may_edit():
        return False
    after, growth = without(target, document.image, pixel)
    taken = pixel in frame_edits.pixels_of(target)
    if after is None:
        document.message.emit(
            tr("It is the only pixel of its mask; Delete removes the target.")
            if taken
            else tr("The growth of this target does not reach this pixel.")
        )
        return False
    if not frame_actions.replace_target(document, frame_edits.NEGATIVE, target, after, growth):
        return False
    if not taken:
        document.message.emit(tr("The mask will not grow over this pixel."))
    return True


def preview(document: Document, x: float, y: float) -> Preview | None:
    """The mask that a negative click at the point would leave; None if it would change none."""
    pixel = geometry.pixel_at(x, y)
    target = _meant(document, pixel)
    if target is None or document.image is None or pixel not in frame_edits.pixels_of(target):
        return None
    after, _ = without(target, document.image, pixel)
    if after is None:
        return None
    return Preview(after.x0, after.y0, after.mask, replaces=target.id)


def _meant(document: Document, pixel: tuple[int, int]) -> Target | None:
    """The target whose mask holds the pixel or is near it; the selected one before others."""

    def distance(target: Target) -> float:
        rows, columns = np.nonzero(target.mask)
        away = np.hypot(rows + target.y0 - pixel[0], columns + target.x0 - pixel[1])
        return float(away.min())

    height, width = document.image.shape if document.image is not None else (0, 0)
    if not (0 <= pixel[0] < height and 0 <= pixel[1] < width):
        return None
    ranked = [(distance(t), t is not document.selected, -t.id, t) for t in document.targets]
    nearest = min(ranked, default=None)
    return nearest[3] if nearest is not None and nearest[0] <= NEAR else None


def without(
    target: Target, image: NDArray[Any], pixel: tuple[int, int]
) -> tuple[Target | None, Growth | None]:
    """`target` without the pixel (row, column), and its growth.

    A grown mask is grown again without the pixel (`p2m_core.pamg.clicks`). If the user chose its
    step, it walks back along its path to the last one before the pixel was taken, unless that
    leaves hardly anything. Where the mask is not on its path, the pixel is cut off with those
    behind it. None if nothing would change, or nothing would be left.
    """
    old = frame_edits.pixels_of(target)
    rest = cut(target, pixel)
    if not rest:
        return None, None
    grown = frame_edits.pamg_params(target) is not None and bool(target.seeds)
    if not grown:
        return (None, None) if rest == old else (frame_edits.repainted(target, rest, "cut"), None)
    before = regrowth.grown_again(target, image)
    if pixel not in old and (before is None or not (before.path == pixel).all(axis=1).any()):
        return None, None
    after = _excluding(target, image, pixel, rest)
    growth = regrowth.grown_again(after, image)
    if growth is None or target.algorithm != "pamg":
        return frame_edits.repainted(after, rest, after.algorithm if rest == old else "cut"), growth
    if rest == old:
        return after, growth  # the pixel comes after those of the mask
    step = growth.step
    if before is not None and frame_actions.growth_step(target, before) != before.step:
        taken = int(np.argmax((before.path == pixel).all(axis=1)))
        step = min(taken, len(growth.path)) if taken >= FEWEST_LEFT else step
    shorter = frame_edits.at_step(after, growth, step)
    if not frame_edits.pixels_of(shorter) < old:  # another shape, which may be larger
        return frame_edits.repainted(after, rest, "cut"), growth
    return shorter, growth


def _excluding(
    target: Target, image: NDArray[Any], pixel: tuple[int, int], rest: frame_edits.Pixels
) -> Target:
    """`target` with the pixel noted as excluded; the seed moves if it was there."""
    seeds = target.seeds
    if geometry.pixel_at(*seeds[-1]) == pixel:
        row, column = frame_edits.strongest(rest, image)
        seeds = (*seeds[:-1], (float(column), float(row)))
    points = [*regrowth.excluded(target), (pixel[1], pixel[0])]
    return replace(
        target, seeds=seeds, state=TargetState.EDITED,
        parameters={**target.parameters, regrowth.EXCLUDED: points},
    )  # fmt: skip


def cut(target: Target, pixel: tuple[int, int]) -> frame_edits.Pixels:
    """The target's pixels without this one and those behind it, seen from the seed.

    Without a seed in the mask, the smaller parts are behind. Parts that were not connected with
    the pixel stay.
    """
    row, column = pixel[0] - target.y0, pixel[1] - target.x0
    height, width = target.mask.shape
    if not (0 <= row < height and 0 <= column < width and target.mask[row, column]):
        return frame_edits.pixels_of(target)
    connectivity = 4 if target.algorithm in ("pamg", "flood") else 8
    mask = target.mask.astype(np.uint8)
    _, whole = cv2.connectedComponents(mask, connectivity=connectivity)
    mask[row, column] = 0
    _, parts = cv2.connectedComponents(mask, connectivity=connectivity)
    torn = np.unique(parts[(whole == whole[row, column]) & (mask > 0)])
    kept = mask > 0
    if torn.size > 1:
        best = _part_of_seed(target, parts, torn)
        kept &= ~np.isin(parts, torn) | (parts == best)
    return {(int(r) + target.y0, int(c) + target.x0) for r, c in np.argwhere(kept)}


def _part_of_seed(target: Target, parts: NDArray[Any], torn: NDArray[Any]) -> int:
    for x, y in reversed(target.seeds):
        if not (math.isfinite(x) and math.isfinite(y)):
            continue
        row, column = geometry.pixel_at(x - target.x0, y - target.y0)
        inside = 0 <= row < parts.shape[0] and 0 <= column < parts.shape[1]
        if inside and parts[row, column] in torn:
            return int(parts[row, column])
    return int(max(torn, key=lambda part: np.count_nonzero(parts == part)))
