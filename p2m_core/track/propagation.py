"""One click through a sequence: follow the target, and draw its mask in each frame."""

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, nodata
from p2m_core.errors import FrameError, InputError
from p2m_core.pamg import Growth, PamgParams
from p2m_core.sequence import Hidden, Hiding, Sequence, overlay_of, without_points
from p2m_core.track.camera import camera_shift
from p2m_core.track.confidence import confidence
from p2m_core.track.follow import Following, Place, advance, begin, finish
from p2m_core.track.masks import (
    Convention,
    Drawn,
    first_mask,
    given_mask,
    hidden_mask,
    next_mask,
    usual_area,
)


@dataclass(frozen=True, eq=False)
class Tracked:
    """A target in one frame of its track.

    Attributes
    ----------
    frame : int
    shape : (int, int)
        Of the frame, (H, W).
    pixels : int64 array, shape (n, 2)
        Rows and columns of the mask; at least one.
    confidence : float
        0 to 1: how likely it is that this is the target.
    seen : bool
        False where the target is hidden and the mask only shows where it is expected.
    polarity : int
        +1 bright, -1 dark.
    growth : Growth or None
        The growth behind the mask; None for a moved mask.
    step : int
        The step of the growth; 0 without one.
    """

    frame: int
    shape: tuple[int, int]
    pixels: NDArray[np.int64]
    confidence: float
    seen: bool
    polarity: int
    growth: Growth | None
    step: int

    @property
    def centroid(self) -> tuple[float, float]:
        """Mean ``(x, y)`` of the mask's pixels."""
        row, column = self.pixels.mean(axis=0)
        return float(column), float(row)

    @property
    def area(self) -> int:
        """Pixels of the mask."""
        return len(self.pixels)

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """The mask, shape (H, W)."""
        mask = np.zeros(self.shape, bool)
        mask[tuple(self.pixels.T)] = True
        return mask


@dataclass
class _Target:
    """A target being followed, with the mask and the confidence of its latest frame."""

    following: Following
    radius: float | None
    params: PamgParams
    drawn: Drawn | None = None
    area: float | None = None  # the usual one, once it is known
    confidence: float = 1.0
    given: Drawn | None = None  # the mask of the first frame, where a person drew it
    convention: Convention | None = None


def propagate(
    sequence: Sequence,
    frame: int,
    seed: tuple[float, float],
    direction: int = +1,
    *,
    radius: float | None = None,
    params: PamgParams | None = None,
    mask: NDArray[np.bool_] | None = None,
    polarity: int = 0,
    hidden: Hidden | None = None,
) -> Iterator[Tracked]:
    """Follow the target under one click, forwards or backwards.

    The target is a bright or dark spot. Which spot of the next frame it is, or none, is decided
    a few frames later (see `p2m_core.track.hypotheses`), with the camera's motion taken out. Its
    mask is PAMG's in guided mode, with the running radius.

    Parameters
    ----------
    sequence : Sequence
    frame : int
        Of the click.
    seed : (x, y)
        The click; the target is a spot within 4 pixels of it.
    direction : int
        +1 forwards, -1 backwards.
    radius : float, optional
        The target's equivalent radius in the clicked frame, pixels, where it is known.
    params : PamgParams, optional
    mask : bool array, shape (H, W), optional
        The target's mask in the clicked frame, drawn or corrected by hand. It is yielded as it
        is, and the others follow its size, and end at the same fraction of the target's peak.
    polarity : int
        +1 for a bright target, -1 for a dark one; 0 for that of `params`, or by the image.
    hidden : callable, optional
        ``hidden(frame)``: the pixels that never are the target's, bool array (H, W), or None. By
        default what `p2m_core.sequence.find_overlay` finds, but for what the seed lies on.

    Yields
    ------
    Tracked
        The clicked frame first, and no frame left out, until the target is lost (not seen for 12
        frames), leaves the picture, or the sequence ends. Frames that cannot be read or hold no
        data (`p2m_core.nodata`) count as frames without the target.

    Raises
    ------
    InputError
        If the frame is not in the sequence, the seed not in the frame or on a pixel that holds no
        data, or the direction neither +1 nor -1.
    FrameError
        If the clicked frame cannot be read.
    """
    radii = None if radius is None else [radius]
    for _, tracked in propagate_many(
        sequence,
        frame,
        [seed],
        direction,
        radii=radii,
        params=params,
        masks=None if mask is None else [mask],
        polarities=[polarity],
        hidden=hidden,
    ):
        yield tracked


def propagate_many(
    sequence: Sequence,
    frame: int,
    seeds: Several[tuple[float, float]],
    direction: int = +1,
    *,
    radii: Several[float] | None = None,
    params: PamgParams | None = None,
    known: Mapping[int, Several[tuple[float, float]]] | None = None,
    masks: Several[NDArray[np.bool_] | None] | None = None,
    polarities: Several[int] | None = None,
    hidden: Hidden | None = None,
) -> Iterator[tuple[int, Tracked]]:
    """Follow several targets at once; where they cross, no two take the same spot.

    As `propagate`, for several `seeds` with their `radii`, `masks` and `polarities`; `known` gives,
    by frame, the positions ``(x, y)`` of other targets, whose spots are not taken either.

    Yields
    ------
    (int, Tracked)
        The number of the seed, and its target; for each seed frame by frame.
    """
    params = params or PamgParams()
    _check(sequence, frame, seeds, direction, radii, masks)
    _check_data(sequence[frame], frame, seeds)
    if hidden is None:
        overlay = without_points(overlay_of(sequence), list(seeds))
    frames = Hiding(sequence, hidden or (lambda frame: overlay))
    first = frames[frame]
    targets = {}
    for number, seed in enumerate(seeds):
        forced = (polarities[number] if polarities is not None else 0) or params.polarity
        own = replace(params, polarity=forced)
        radius = None if radii is None else radii[number]
        mask = masks[number] if masks is not None else None
        target = targets[number] = _Target(begin(first, frame, seed, forced, mask), radius, own)
        if mask is not None:
            target.given, target.convention = given_mask(first, mask, target.params)

    image: NDArray[np.generic] | None = first

    def tracked(number: int, places: list[Place]) -> Iterator[tuple[int, Tracked]]:
        for place in places:
            yield number, _drawn(frames, targets[number], place)

    for now in range(frame + direction, len(sequence) if direction > 0 else -1, direction):
        before, image = image, _readable(frames, now)
        places = [target.following.at for target in targets.values()]
        shift = None if before is None or image is None else camera_shift(before, image, places)
        for number, target in list(targets.items()):
            others = [t.following.at for n, t in targets.items() if n != number]
            others += (known or {}).get(now, ())
            yield from tracked(number, advance(target.following, image, now, shift, others))
            if target.following.over:
                yield from tracked(number, finish(target.following))
                del targets[number]
        if not targets:
            return
    for number, target in targets.items():
        yield from tracked(number, finish(target.following))


def _check(
    sequence: Sequence,
    frame: int,
    seeds: Several[tuple[float, float]],
    direction: int,
    radii: Several[float] | None,
    masks: Several[NDArray[np.bool_] | None] | None,
) -> None:
    height, width = sequence.shape
    if not 0 <= frame < len(sequence):
        raise InputError(
            f"{sequence.path}: no frame {frame}: it has frames 0..{len(sequence) - 1}, counted "
            "from 0"
        )
    if direction not in (1, -1):
        raise InputError(f"direction is {direction}: it must be +1 or -1")
    if radii is not None and len(radii) != len(seeds):
        raise InputError(f"{len(seeds)} seeds but {len(radii)} radii: give one radius a seed")
    if masks is not None and len(masks) != len(seeds):
        raise InputError(
            f"{len(seeds)} seeds but {len(masks)} masks: give one mask a seed, or None"
        )
    for mask in masks or ():
        if mask is not None and (mask.shape != sequence.shape or not mask.any()):
            raise InputError(
                f"the mask of the first frame has shape {mask.shape} and {int(mask.sum())} pixels: "
                f"it must be one of {height}x{width} with at least one pixel"
            )
    for x, y in seeds:
        if not (-0.5 <= x < width - 0.5 and -0.5 <= y < height - 0.5):
            raise InputError(f"seed ({x:g}, {y:g}) is outside the {width}x{height} frame")


def _check_data(
    image: NDArray[np.generic], frame: int, seeds: Several[tuple[float, float]]
) -> None:
    for x, y in seeds:
        if not nodata.holds(image, (x, y)):
            value = image[geometry.pixel_at(x, y)]
            raise InputError(
                f"seed ({x:g}, {y:g}) of frame {frame}, counted from 0, is on a pixel that holds "
                f"no data, only the value {value}: choose one of the picture"
            )


def _readable(sequence: Hiding, frame: int) -> NDArray[np.generic] | None:
    try:
        image = sequence[frame]
    except FrameError:
        return None
    valid = nodata.valid_mask(image)
    return image if valid is None or valid.any() else None


def _drawn(sequence: Hiding, target: _Target, place: Place) -> Tracked:
    """Return the target in a reported frame."""
    at, polarity, before = (place.x, place.y), target.following.polarity, target.drawn
    if before is not None and not place.seen:
        drawn = hidden_mask(before, at, sequence.shape)
    elif before is None and target.given is not None:
        drawn = target.given
        target.area = float(len(drawn.pixels))
    elif before is None or target.area is None:
        drawn = first_mask(sequence[place.frame], at, polarity, target.radius, target.params)
        target.area = float(len(drawn.pixels)) if drawn.sure else None
    else:
        image = sequence[place.frame]
        drawn = next_mask(
            image, at, polarity, target.area, before, target.params, target.convention
        )
        target.area = usual_area(target.area, drawn, target.given is not None)
    if before is not None:
        target.confidence = confidence(place, target.confidence)
    target.drawn = drawn
    return Tracked(
        frame=place.frame, shape=sequence.shape, pixels=drawn.pixels,
        confidence=target.confidence, seen=place.seen, polarity=polarity,
        growth=drawn.growth, step=drawn.step,
    )  # fmt: skip
