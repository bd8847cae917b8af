"""The masks of a followed target again, after some of them were corrected."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import FrameError, InputError
from p2m_core.pamg import PamgParams
from p2m_core.sequence import Sequence
from p2m_core.track import masks
from p2m_core.track.masks import LEAP, Drawn
from p2m_core.track.propagation import Tracked


@dataclass(frozen=True, eq=False)
class _Key:
    """What a mask that a person decided on tells about the others.

    Its `edge` is that of a `masks.Convention`, None where the levels show none.
    """

    frame: int
    drawn: Drawn
    edge: float | None
    polarity: int


def remask(
    sequence: Sequence,
    places: Mapping[int, tuple[float, float]],
    keys: Mapping[int, NDArray[np.bool_]],
    params: PamgParams | None = None,
    *,
    hidden: Collection[int] = (),
) -> Iterator[Tracked]:
    """Draw masks of a track again, by the masks that a person has decided on.

    The target stays where it is; only its masks change. Each is a step of PAMG's growth in guided
    mode, the best one by the energy, the usual area and the level where a mask ends together (see
    `masks.Convention`). Area and level are those of the keys, interpolated between two of them.

    Parameters
    ----------
    sequence : Sequence
    places : {int: (x, y)}
        By frame, where the target is whose mask is to be drawn again: the seed that its mask grew
        from, or its centroid.
    keys : {int: bool array, shape (H, W)}
        By frame, the masks to go by: at least one, each with at least one pixel.
    params : PamgParams, optional
        Their polarity 0 is that of the nearest key.
    hidden : collection of int
        The frames of `places` in which the target cannot be seen.

    Yields
    ------
    Tracked
        One for each frame of `places`, in the order of the frames. It is `seen` where it was
        grown; else the nearest key was moved there: the frame is hidden or cannot be read, or
        nothing like the target grows at this place. `confidence` is 1.0 or 0.0 accordingly.

    Raises
    ------
    InputError
        If there is no key, a key is no mask of the frames' size, or a frame is not in the sequence.
    FrameError
        If the frame of a key cannot be read.
    """
    params = params or PamgParams()
    _check(sequence, places, keys)
    known = [_key(sequence, frame, keys[frame], params) for frame in sorted(keys)]
    for frame in sorted(set(places) - set(keys)):
        nearest = _nearest(known, frame)
        drawn = None
        if frame not in hidden:
            drawn = _grown(sequence, frame, places[frame], known, params)
        seen = drawn is not None
        if drawn is None:
            drawn = masks.hidden_mask(nearest.drawn, places[frame], sequence.shape)
        yield Tracked(
            frame=frame, shape=sequence.shape, pixels=drawn.pixels,
            confidence=float(seen), seen=seen, polarity=params.polarity or nearest.polarity or 1,
            growth=drawn.growth, step=drawn.step,
        )  # fmt: skip


def _check(
    sequence: Sequence,
    places: Mapping[int, tuple[float, float]],
    keys: Mapping[int, NDArray[np.bool_]],
) -> None:
    if not keys:
        raise InputError("no mask to go by: give at least one that a person decided on")
    for frame in (*places, *keys):
        if not 0 <= frame < len(sequence):
            raise InputError(
                f"{sequence.path}: no frame {frame}: it has frames 0..{len(sequence) - 1}, counted "
                "from 0"
            )
    for frame, mask in keys.items():
        if mask.shape != sequence.shape or not mask.any():
            raise InputError(
                f"the mask of frame {frame}, counted from 0, has shape {mask.shape} and "
                f"{int(mask.sum())} pixels: it must be one of "
                f"{sequence.shape[0]}x{sequence.shape[1]} with at least one pixel"
            )


def _key(sequence: Sequence, frame: int, mask: NDArray[np.bool_], params: PamgParams) -> _Key:
    drawn, convention = masks.given_mask(sequence[frame], mask, params)
    if convention is None:
        return _Key(frame, drawn, None, 0)
    return _Key(frame, drawn, convention.edge, convention.polarity)


def _nearest(known: list[_Key], frame: int) -> _Key:
    return min(known, key=lambda key: abs(key.frame - frame))


def _usual(known: list[_Key], frame: int) -> tuple[float, float | None]:
    """Return the usual area and edge in a frame."""
    at = [key.frame for key in known]
    area = math.exp(np.interp(frame, at, [math.log(len(key.drawn.pixels)) for key in known]))
    edges = {key.frame: key.edge for key in known if key.edge is not None}
    if not edges:
        return area, None
    return area, float(np.interp(frame, list(edges), list(edges.values())))


def _grown(
    sequence: Sequence,
    frame: int,
    at: tuple[float, float],
    known: list[_Key],
    params: PamgParams,
) -> Drawn | None:
    try:
        image = sequence[frame]
    except FrameError:
        return None
    area, edge = _usual(known, frame)
    telling = [key for key in known if key.polarity] or known
    polarity = params.polarity or _nearest(telling, frame).polarity or 1
    growth = masks.guided(image, at, polarity, area, params)
    if growth is None:
        return None
    fits = masks.fitting(growth, at, area / LEAP, max(LEAP * area, area + 2.0))
    energy = masks.energy_by_convention(growth, image, area, edge)
    worth = np.where(fits, energy, -np.inf)
    if not np.isfinite(worth).any():
        return None
    step = int(np.argmax(worth)) + 1
    return Drawn(growth.path[:step], growth, step)
