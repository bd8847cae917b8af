"""Corrective clicks: a pixel is part of the target, or is not, now and when it is grown again."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from label_irst.document import regrowth
from label_irst.document.actions import frame_actions
from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.document.edits.cutting import cut
from label_irst.document.preview import Aim, Preview
from label_irst.i18n import tr
from p2m_core import geometry
from p2m_core.pamg import Growth
from p2m_core.project import HAND_STEP, Target, TargetState

NEAR = 2.5  # pixels from a mask within which a click is still about its target


def positive_click(document: Document, x: float, y: float) -> bool:
    """Put the pixel under the point into the selected mask, with what is like it around it."""
    target, image = document.selected, document.image
    if image is None:
        return False
    if target is None:
        text = tr("Select a target first: Shift+click then adds a pixel to it.")
        document.message.emit(text)
        return False
    if not document.may_edit():
        return False
    after, growth = with_pixel(target, image, geometry.pixel_at(x, y))
    if after is None:
        document.message.emit(tr("This pixel is part of the target already."))
        return False
    return frame_actions.replace_target(document, frame_edits.POSITIVE, target, after, growth)


def preview_positive(document: Document, x: float, y: float) -> Preview | None:
    """The mask that a positive click at the point would give; None where it would change none."""
    target, image = document.selected, document.image
    row, column = geometry.pixel_at(x, y)
    if target is None or image is None:
        return None
    after, _ = with_pixel(target, image, (row, column))
    if after is None:
        return None
    aim = Aim((column, row), (column, row), sign=1)
    return Preview(after.x0, after.y0, after.mask, replaces=target.id, aim=aim)


def with_pixel(
    target: Target, image: NDArray[Any], pixel: tuple[int, int]
) -> tuple[Target | None, Growth | None]:
    """`target` with the pixel (row, column), and its growth; None if it has it, or cannot.

    A grown mask takes in what is like the pixel, as `p2m_core.pamg.clicks` does; a painted one, the
    pixel.
    """
    old, (height, width) = frame_edits.pixels_of(target), image.shape
    if pixel in old or not (0 <= pixel[0] < height and 0 <= pixel[1] < width):
        return None, None
    before = regrowth.grown_again(target, image) if target.algorithm == "pamg" else None
    point = float(pixel[1]), float(pixel[0])
    if before is not None:
        out = regrowth.kept_out(target, (pixel[1], pixel[0]))
        clicks = {regrowth.INCLUDED: [*regrowth.included(target), point], regrowth.EXCLUDED: out}
        after = _corrected(target, before, clicks)
        growth = regrowth.grown_again(after, image)
        if growth is not None and (growth.path[: growth.step] == pixel).all(axis=1).any():
            return _at_own_step(after, growth), growth
    return frame_edits.repainted(target, old | {pixel}, "brush"), None


def _corrected(
    target: Target, before: Growth, clicks: dict[str, list[tuple[float, float]]]
) -> Target:
    """`target` with these corrective clicks; they correct the mask where a hand has put it."""
    known = {name: value for name, value in target.parameters.items() if name not in clicks}
    moved = frame_actions.growth_step(target, before) - before.step
    base = regrowth.base_step(target)
    if base or moved:
        known[regrowth.BASE] = max(1, moved + (base or before.step))
    held = {name: points for name, points in clicks.items() if points}
    return replace(target, state=TargetState.EDITED, parameters={**known, **held})


def _at_own_step(target: Target, growth: Growth) -> Target:
    """`target` with the mask of the growth; the step is only a hand's if one had chosen it."""
    after = frame_edits.at_step(target, growth, growth.step)
    if regrowth.base_step(target):
        return after
    parameters = {k: v for k, v in after.parameters.items() if k != HAND_STEP}
    return replace(after, parameters=parameters)


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
    aim = Aim((pixel[1], pixel[0]), (pixel[1], pixel[0]), sign=-1)
    return Preview(after.x0, after.y0, after.mask, replaces=target.id, aim=aim)


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

    A grown mask is grown again without the pixel (`p2m_core.pamg.clicks`); if the user chose its
    step, that one is corrected. Where the mask is not on its path, the pixel is cut off with those
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
    after = _excluding(target, before, image, pixel, rest)
    growth = regrowth.grown_again(after, image)
    if growth is None or target.algorithm != "pamg":
        return frame_edits.repainted(after, rest, after.algorithm if rest == old else "cut"), growth
    if rest == old:
        return after, growth  # the pixel comes after those of the mask
    shorter = _at_own_step(after, growth)
    if not frame_edits.pixels_of(shorter) < old:  # another shape, which may be larger
        return frame_edits.repainted(after, rest, "cut"), growth
    return shorter, growth


def _excluding(
    target: Target, before: Growth | None, image: NDArray[Any], pixel: tuple[int, int],
    rest: frame_edits.Pixels,
) -> Target:  # fmt: skip
    """`target` with the pixel noted as excluded; the seed moves if it was there."""
    seeds = target.seeds
    if geometry.pixel_at(*seeds[-1]) == pixel:
        row, column = frame_edits.strongest(rest, image)
        seeds = (*seeds[:-1], (float(column), float(row)))
    out = [*regrowth.excluded(target), (float(pixel[1]), float(pixel[0]))]
    kept = [p for p in regrowth.included(target) if geometry.pixel_at(*p) != pixel]
    target = replace(target, seeds=seeds, state=TargetState.EDITED)
    clicks = {regrowth.INCLUDED: kept, regrowth.EXCLUDED: out}
    if before is None:
        return replace(target, parameters={**target.parameters, **clicks})
    return _corrected(target, before, clicks)
