"""Long work on a track: functions for a `Job`, which open the images for themselves."""

from collections.abc import Collection
from collections.abc import Sequence as Several
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from label_irst.document.actions.carry import moved
from label_irst.document.edits.frame_edits import cropped, forced_polarity, pamg_parameters
from label_irst.document.regrowth import grown_as
from p2m_core.errors import FrameError, InputError
from p2m_core.matching import displacement
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress
from p2m_core.project import Target, TargetState, with_scr
from p2m_core.sequence import Sequence, open_sequence

CACHE_BYTES = 32 * 2**20  # frames are read once, one after another


def copied(path: Path, target: Target, frames: Collection[int], progress: Progress) -> list[Target]:
    """Copies of `target` in `frames`, before it and after it, moved along with what it covers.

    Each step starts from the frame before; none comes after the target has left the picture.
    """
    new: list[Target] = []
    total = max(frames) - min([*frames, target.frame])
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        for direction, end in ((1, max(frames)), (-1, min(frames))):
            last, motion, image = target, (0, 0), readable(sequence, target.frame)
            for frame in range(target.frame + direction, end + direction, direction):
                progress(len(new), total)
                following = readable(sequence, frame)
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
    path: Path, targets: Several[Target], params: PamgParams, progress: Progress
) -> list[tuple[Target, Target]]:
    """Each target with the mask that `params` give its seed, without those that stay the same."""
    pairs = []
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        for done, target in enumerate(targets):
            progress(done, len(targets))
            image = readable(sequence, target.frame)
            after = None if image is None else _grown_again(image, target, params)
            if after is not None:
                pairs.append((target, after))
    progress(len(targets), len(targets))
    return pairs


def readable(sequence: Sequence, frame: int) -> NDArray[Any] | None:
    """A frame; None where its file cannot be read."""
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
