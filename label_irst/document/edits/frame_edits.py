"""Pure functions from what the user does to the edit that is stored.

Every edit of a frame's targets sets the frame back to "edited" (or to "unseen" when the last
target goes), so that no change after a review counts as accepted.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.pamg import TERMS, Growth, PamgParams
from p2m_core.project import (
    HAND_STEP,
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Target,
    TargetChange,
    TargetState,
)
from p2m_core.project import cropped as cropped
from p2m_core.project import pamg_parameters as pamg_parameters

# Edits carry one of these keys; the window translates them for the Undo entry.
GROW, REGROW, SCRUB = "grow", "regrow", "scrub"
BRUSH, ERASE, DELETE = "brush", "erase", "delete"
POLYGON, FLOOD, LEVEL, BOX_SEED = "polygon", "flood", "level", "box-seed"
RESHAPE, NEGATIVE, POSITIVE, CARRY = "reshape", "negative", "positive", "carry"
TAKE, REJECT = "take-suggestions", "reject-suggestion"
ACCEPT, VERIFY_EMPTY, UNCERTAIN, RESET = "accept", "verify-empty", "uncertain", "reset"

MERGED = {SCRUB, LEVEL, RESHAPE}  # steps of one gesture: one step of undo

Pixels = set[tuple[int, int]]  # (row, column)

_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def pamg_params(target: Target) -> PamgParams | None:
    """The parameters `target` was grown with; None if it was not grown, or they are not PAMG's.

    They come from a file, which another program may have written.
    """
    p = target.parameters
    try:
        weights = p["weights"]
        if isinstance(weights, list):  # written before there were variants
            weights = dict(zip(TERMS, weights, strict=False))
        return PamgParams(
            support_radius=p["support_radius"],
            epsilon=p["epsilon"],
            background_radius=p["background_radius"],
            variant=p.get("variant", "paper"),
            edge=p.get("edge", 0.0),
            polarity=p.get("polarity", 0),
            **{term: weights[term] for term in TERMS if term in weights},
        )
    except (KeyError, TypeError, ValueError):
        return None


def forced_polarity(target: Target) -> int:
    """The polarity that its user forced on a target: +1 bright, -1 dark; 0 by the image."""
    params = pamg_params(target)
    return params.polarity if params is not None else 0


def pixels_of(target: Target) -> Pixels:
    """The frame coordinates of the target's pixels."""
    rows, columns = np.nonzero(target.mask)
    return {(int(r) + target.y0, int(c) + target.x0) for r, c in zip(rows, columns, strict=True)}


def grown_target(
    growth: Growth, params: PamgParams, sequence: int, frame: int, track: int, id: int = 0
) -> Target:
    """The target that a click on `growth`'s seed gives."""
    x0, y0, mask = cropped(growth.path[: growth.step])
    return Target(
        id=id,
        sequence=sequence,
        frame=frame,
        track=track,
        x0=x0,
        y0=y0,
        mask=mask,
        seeds=(growth.seed,),
        origin=Origin.CLICK,
        state=TargetState.EDITED,
        algorithm="pamg",
        parameters=pamg_parameters(growth, params),
    )


def at_step(target: Target, growth: Growth, step: int) -> Target:
    """`target` with the mask that `growth` has after `step` pixels."""
    x0, y0, mask = cropped(growth.path[:step])
    return replace(
        target,
        x0=x0,
        y0=y0,
        mask=mask,
        state=TargetState.EDITED,
        algorithm="pamg",
        parameters={**target.parameters, "step": step, HAND_STEP: step},
    )


def inside(pixels: Pixels, shape: tuple[int, ...]) -> Pixels:
    """Those in a frame of `shape` (H, W)."""
    return {(r, c) for r, c in pixels if 0 <= r < shape[0] and 0 <= c < shape[1]}


def reshaped(target: Target, shape: tuple[int, ...], larger: bool) -> Pixels:
    """The target's pixels with the four neighbours of each, or without those that lack one.

    These are the neighbours that PAMG grows in; nothing is lost along the frame's border.
    """
    x0, y0, mask = _padded(target, shape)
    change = cv2.dilate if larger else cv2.erode
    # Pixels beyond the crop, which ends at the frame's border, are ignored.
    rows, columns = np.nonzero(change(mask, _CROSS))
    return set(zip((rows + y0).tolist(), (columns + x0).tolist(), strict=True))


def _padded(target: Target, shape: tuple[int, ...]) -> tuple[int, int, NDArray[np.uint8]]:
    """The target's mask with a pixel around it, as far as the frame goes."""
    left, top, right, bottom = target.box
    x0, y0 = max(0, left - 1), max(0, top - 1)
    x1, y1 = min(shape[1], right + 1), min(shape[0], bottom + 1)
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    mask[top - y0 : bottom - y0, left - x0 : right - x0] = target.mask
    return x0, y0, mask


def shared(target: Target, x0: int, y0: int, mask: NDArray[np.bool_], near: int = 0) -> int:
    """How many pixels of a mask at (x0, y0) are the target's, or so near to it (Chebyshev)."""
    own = np.pad(target.mask, near).astype(np.uint8)
    if near:
        own = np.asarray(cv2.dilate(own, np.ones((2 * near + 1, 2 * near + 1), np.uint8)))
    dx, dy = target.x0 - near - x0, target.y0 - near - y0
    height, width = mask.shape
    theirs = mask[max(0, dy) : max(0, dy + own.shape[0]), max(0, dx) : max(0, dx + own.shape[1])]
    own = own[max(0, -dy) : max(0, height - dy), max(0, -dx) : max(0, width - dx)]
    return int(np.count_nonzero(theirs & (own > 0)))


def strongest(pixels: Pixels, image: NDArray[Any]) -> tuple[int, int]:
    """The one that stands out most from the middle of the frame's levels around them."""
    rows, columns = np.array(sorted(pixels)).T
    margin = geometry.RING_GAP + geometry.RING_WIDTH
    around = image[
        max(0, rows.min() - margin) : rows.max() + margin + 1,
        max(0, columns.min() - margin) : columns.max() + margin + 1,
    ].astype(np.float64)
    away = np.abs(image[rows, columns].astype(np.float64) - np.nanmedian(around))
    best = int(np.argmax(np.nan_to_num(away, nan=-1.0)))
    return int(rows[best]), int(columns[best])


def repainted(target: Target, pixels: Pixels, algorithm: str) -> Target:
    """`target` with other pixels, at least one; its seeds and parameters stay."""
    x0, y0, mask = cropped(np.array(sorted(pixels)))
    return replace(target, x0=x0, y0=y0, mask=mask, state=TargetState.EDITED, algorithm=algorithm)


def stroked(target: Target | None, stroke: Pixels, erase: bool) -> Pixels:
    """The target's pixels with those of a stroke added or taken away."""
    old = pixels_of(target) if target is not None else set()
    return old - stroke if erase else old | stroke


def painted(
    target: Target | None, pixels: Pixels, erase: bool, sequence: int, frame: int, track: int
) -> Target | None:
    """`target` with `pixels` added or taken away; None if no pixel is left."""
    new = stroked(target, pixels, erase)
    if not new:
        return None
    if target is not None:
        return repainted(target, new, "brush")
    x0, y0, mask = cropped(np.array(sorted(new)))
    return Target(
        sequence=sequence,
        frame=frame,
        track=track,
        x0=x0,
        y0=y0,
        mask=mask,
        origin=Origin.CLICK,
        state=TargetState.EDITED,
        algorithm="brush",
    )


def change_target(
    label: str,
    before: Target | None,
    after: Target | None,
    targets: Sequence[Target],
    state: FrameState,
) -> Edit:
    """The edit that puts `after` in the place of `before`.

    `targets` are those of the frame now, and `state` is the frame's.
    """
    either = after or before
    assert either is not None
    left = len(targets) + (after is not None) - (before is not None)
    new_state = FrameState.EDITED if left else FrameState.UNSEEN
    frames = () if new_state is state else (FrameChange(either.frame, state, new_state),)
    return Edit(label, either.sequence, either.frame, (TargetChange(before, after),), frames)


def accept_frame(sequence: int, frame: int, targets: Sequence[Target], state: FrameState) -> Edit:
    """Accept the frame and every target of it that is more than a suggestion."""
    changes = tuple(
        TargetChange(t, replace(t, state=TargetState.ACCEPTED))
        for t in targets
        if t.state is TargetState.EDITED
    )
    frames = () if state is FrameState.ACCEPTED else (
        FrameChange(frame, state, FrameState.ACCEPTED),
    )  # fmt: skip
    return Edit(ACCEPT, sequence, frame, changes, frames)


def mark_frame(
    label: str, sequence: int, frame: int, before: FrameState, after: FrameState
) -> Edit:
    """Change nothing but the frame's state."""
    return Edit(label, sequence, frame, (), (FrameChange(frame, before, after),))


def at_pixel(targets: Sequence[Target], x: float, y: float) -> Target | None:
    """The newest target that covers the point, or None."""
    row, column = geometry.pixel_at(x, y)
    for target in sorted(targets, key=lambda t: -t.id):
        r, c = row - target.y0, column - target.x0
        height, width = target.mask.shape
        if 0 <= r < height and 0 <= c < width and target.mask[r, c]:
            return target
    return None
