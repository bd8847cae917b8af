"""Long work on a track: functions for a `Job`, which open the images for themselves."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from label_irst.document.actions.carry import moved
from label_irst.document.edits.frame_edits import cropped, forced_polarity, pamg_parameters
from label_irst.document.edits.track_edits import between, interpolated
from label_irst.document.regrowth import grown_as
from p2m_core.errors import FrameError, InputError, P2MError
from p2m_core.geometry import measure
from p2m_core.matching import displacement
from p2m_core.pamg import Growth, PamgParams, grow_many
from p2m_core.progress import Progress
from p2m_core.project import Target, TargetState, with_scr
from p2m_core.sequence import open_sequence

CACHE_BYTES = 32 * 2**20  # frames are read once, one after another
LEAST_OFFSET = 1.5  # pixels from the straight line that are allowed for any size
LEAST_RATIO = 0.4  # of expected and grown area
LEAST_CONTRAST = 0.5  # of the weaker end's SCR


def filled(
    path: Path,
    gaps: Sequence[tuple[Target, Target]],
    skip: Collection[int],
    params: PamgParams,
    progress: Progress,
) -> list[Target]:
    """New targets for the frames between each pair, without those in `skip`.

    Near the place on the straight line, a target of about the size and contrast of its neighbours
    is grown; where none is found, the nearer mask is moved there.
    """
    total = sum(after.frame - before.frame - 1 for before, after in gaps)
    new: list[Target] = []
    done = 0
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        for before, after in gaps:
            ends = [_seen(_read(sequence, t.frame), t) for t in (before, after)]
            own = replace(params, polarity=params.polarity or forced_polarity(before))
            for frame in range(before.frame + 1, after.frame):
                progress(done, total)
                done += 1
                moved = interpolated(before, after, frame, sequence.shape)
                if moved is None or frame in skip:
                    continue
                image = _read(sequence, frame)
                x, y, radius = between(before, after, frame)
                target = _found(image, moved, (x, y), radius, ends, own) or moved
                new.append(target if image is None else with_scr(target, image))
    progress(total, total)
    return new


def copied(path: Path, target: Target, frames: Collection[int], progress: Progress) -> list[Target]:
    """Copies of `target` in `frames`, before it and after it, moved along with what it covers.

    Each step starts from the frame before; none comes after the target has left the picture.
    """
    new: list[Target] = []
    total = max(frames) - min([*frames, target.frame])
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        for direction, end in ((1, max(frames)), (-1, min(frames))):
            last, motion, image = target, (0, 0), _read(sequence, target.frame)
            for frame in range(target.frame + direction, end + direction, direction):
                progress(len(new), total)
                following = _read(sequence, frame)
                if image is not None and following is not None:
                    motion = displacement(image, following, last.box, motion)
                copy = moved(last, frame, motion, sequence.shape)
                if copy is None:
                    break
                last, image = copy, following
                if frame in frames:
                    new.append(copy)
    progress(total, total)
    return sorted(new, key=lambda t: t.frame)


def regrown(
    path: Path, targets: Sequence[Target], params: PamgParams, progress: Progress
) -> list[tuple[Target, Target]]:
    """Each target with the mask that `params` give its seed, without those that stay the same."""
    pairs = []
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        for done, target in enumerate(targets):
            progress(done, len(targets))
            image = _read(sequence, target.frame)
            after = None if image is None else _grown_again(image, target, params)
            if after is not None:
                pairs.append((target, after))
    progress(len(targets), len(targets))
    return pairs


def _read(sequence: Any, frame: int) -> NDArray[Any] | None:
    try:
        image: NDArray[Any] = sequence[frame]
    except FrameError:  # one bad file of thousands
        return None
    return image


def _grown_again(image: NDArray[Any], target: Target, params: PamgParams) -> Target | None:
    forced = params.polarity or forced_polarity(target)
    params = replace(params, polarity=forced)
    try:
        seed = target.seeds[-1] if target.seeds else _middle(target)
        growth = grown_as(target, image, seed, params)
    except InputError:  # a seed outside of the frame, or no number under it
        return None
    x0, y0, mask = cropped(growth.path[: growth.step])
    if (x0, y0) == (target.x0, target.y0) and np.array_equal(mask, target.mask):
        return None
    after = replace(
        target, x0=x0, y0=y0, mask=mask, seeds=target.seeds or (growth.seed,),
        state=TargetState.EDITED, algorithm="pamg",
        parameters={**target.parameters, **pamg_parameters(growth, params)},
    )  # fmt: skip
    return with_scr(after, image)


def _middle(target: Target) -> tuple[float, float]:
    """The pixel of the mask nearest to its centroid, which may lie outside of the mask."""
    x, y = target.centroid
    pixels = np.argwhere(target.mask) + np.array([target.y0, target.x0])
    row, column = pixels[np.argmin(((pixels - (y, x)) ** 2).sum(axis=1))]
    return float(column), float(row)


def _seen(image: NDArray[Any] | None, target: Target) -> tuple[int, float] | None:
    """Polarity and SCR of a target; None if they cannot be measured."""
    if image is None:
        return None
    try:
        numbers = measure(image, target.mask, origin=(target.x0, target.y0))
    except P2MError:
        return None
    if math.isnan(numbers.scr):
        return None
    return (1 if numbers.target_mean > numbers.background else -1), numbers.scr


def _found(
    image: NDArray[Any] | None,
    moved: Target,
    centre: tuple[float, float],
    radius: float,
    ends: list[tuple[int, float] | None],
    params: PamgParams,
) -> Target | None:
    """The target grown at its expected place; None if what grows there looks different."""
    before, after = ends
    if image is None or before is None or after is None or before[0] != after[0]:
        return None
    try:
        seed = _strongest(image, moved, before[0])
        (growth,) = grow_many(image, [seed], [radius], params)
    except InputError:
        return None
    farthest = max(LEAST_OFFSET, radius)
    off = math.dist(growth.centroid, centre)
    ratio = min(growth.radius / radius, radius / growth.radius) ** 2
    target = _grown(growth, params, moved)
    seen = _seen(image, target)
    if (
        growth.polarity != before[0]
        or off > farthest
        or ratio < LEAST_RATIO
        or seen is None
        or seen[1] < LEAST_CONTRAST * min(before[1], after[1])
    ):
        return None
    confidence = round((1 - off / farthest) * ratio, 3)
    return replace(target, parameters={**target.parameters, "confidence": confidence})


def _grown(growth: Growth, params: PamgParams, moved: Target) -> Target:
    x0, y0, mask = cropped(growth.path[: growth.step])
    return replace(
        moved, x0=x0, y0=y0, mask=mask, seeds=(growth.seed,), algorithm="pamg",
        parameters={**moved.parameters, **pamg_parameters(growth, params)},
    )  # fmt: skip


def _strongest(image: NDArray[Any], moved: Target, polarity: int) -> tuple[float, float]:
    """The brightest pixel (for a dark target, the darkest) in the moved mask or next to it."""
    near = cv2.dilate(np.pad(moved.mask, 1).astype(np.uint8), np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero(near)
    rows, columns = rows + moved.y0 - 1, columns + moved.x0 - 1
    inside = (rows >= 0) & (rows < image.shape[0]) & (columns >= 0) & (columns < image.shape[1])
    rows, columns = rows[inside], columns[inside]
    best = int(np.argmax(polarity * image[rows, columns].astype(np.float64)))
    return float(columns[best]), float(rows[best])
