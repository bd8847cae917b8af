"""Between two frames where a target is known: follow it from both sides, and join the two ways."""

import math
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress, no_progress
from p2m_core.sequence import Sequence
from p2m_core.track.propagation import Tracked, propagate_many
from p2m_core.track.remasking import remask

SURE = 0.25  # confidence: below it, a way is no evidence of where the target is
SAME = 2.0  # pixels, or two radii: places so near are of the same target

Known = tuple[int, NDArray[np.bool_]]
"""A frame, and the target's mask in it, shape (H, W)."""


@dataclass(frozen=True)
class _Seen:
    x: float
    y: float
    confidence: float


def bridge(
    sequence: Sequence,
    before: Known,
    after: Known,
    *,
    params: PamgParams | None = None,
    known: Mapping[int, Several[tuple[float, float]]] | None = None,
    progress: Progress = no_progress,
) -> Iterator[Tracked]:
    """Find a target in the frames between two in which its mask is known.

    It is followed from `before` and from `after` (see `propagate`). Where the two ways meet, both
    are right; where they part, the one that is nearer to its end counts, as far as it sees the
    target. Where neither does, the target moves along the line between the places where it was
    seen. The masks go by those of the two ends (see `remask`).

    Parameters
    ----------
    sequence : Sequence
    before, after : (int, bool array of shape (H, W))
        The later frame comes second; each mask has at least one pixel.
    params : PamgParams, optional
    known : mapping of frame to points, optional
        Places ``(x, y)`` of other targets, which are not taken.
    progress : callable, optional
        Called with the steps done and all steps; three of them are one frame.

    Yields
    ------
    Tracked
        One for each frame between the two, in order; `seen` is False, and the confidence 0, where
        the mask is that of the nearer end, moved.

    Raises
    ------
    InputError
        If `after` is not later than `before`, or a mask is empty or of another shape.
    """
    params = params or PamgParams()
    (first, mask_a), (last, mask_b) = before, after
    if last <= first:
        raise InputError(
            f"frame {last} is not later than frame {first}: give the earlier one first"
        )
    if last == first + 1:
        return
    length = last - first

    def step(third: int) -> Callable[[int], None]:
        return lambda steps: progress(third * length + min(steps, length), 3 * length)

    forth = _way(sequence, first, mask_a, last, params, known, step(0))
    back = _way(sequence, last, mask_b, first, params, known, step(1))
    size = geometry.equivalent_radius(int(max(mask_a.sum(), mask_b.sum())))
    places = _joined(first, last, forth, back, max(SAME, 2.0 * size))
    frames = range(first + 1, last)
    seen = [(f, place) for f, place in sorted(places.items()) if place is not None]
    at = [f for f, _ in seen]
    xs = np.interp(frames, at, [place.x for _, place in seen])
    ys = np.interp(frames, at, [place.y for _, place in seen])
    lines = {f: (float(x), float(y)) for f, x, y in zip(frames, xs, ys, strict=True)}
    hidden = {f for f in frames if places[f] is None}
    keys = {first: mask_a, last: mask_b}
    for tracked in remask(sequence, lines, keys, params, hidden=hidden):
        place = places[tracked.frame]
        step(2)(tracked.frame - first)
        sure = place.confidence if place is not None and tracked.seen else 0.0
        yield replace(tracked, confidence=sure)


def _way(
    sequence: Sequence,
    frame: int,
    mask: NDArray[np.bool_],
    end: int,
    params: PamgParams,
    known: Mapping[int, Several[tuple[float, float]]] | None,
    step: Callable[[int], None],
) -> dict[int, _Seen]:
    """Return the frames where the target was seen, from `frame` to `end`, and where."""
    found: dict[int, _Seen] = {}
    seed = geometry.centroid(mask)
    direction = 1 if end > frame else -1
    radius = geometry.equivalent_radius(int(mask.sum()))
    for _, tracked in propagate_many(
        sequence, frame, [seed], direction,
        radii=[radius], params=params, known=known, masks=[mask],
    ):  # fmt: skip
        step(abs(tracked.frame - frame))
        if (end - tracked.frame) * direction < 0:
            break
        if tracked.seen and tracked.confidence >= SURE:
            found[tracked.frame] = _Seen(*tracked.centroid, tracked.confidence)
    return found


def _joined(
    first: int, last: int, forth: dict[int, _Seen], back: dict[int, _Seen], same: float
) -> dict[int, _Seen | None]:
    """Return the place in each frame from `first` to `last`; None where it was not seen."""
    places: dict[int, _Seen | None] = {}
    # A way that arrives at the other end has followed the target all along.
    arrived = [
        _near(forth.get(last), back.get(last), same), _near(back.get(first), forth.get(first), same)
    ]  # fmt: skip
    for frame in range(first, last + 1):
        one, two = forth.get(frame), back.get(frame)
        share = (frame - first) / (last - first)
        if one is not None and two is not None and _near(one, two, same):
            x, y = one.x + share * (two.x - one.x), one.y + share * (two.y - one.y)
            places[frame] = _Seen(x, y, max(one.confidence, two.confidence))
        elif arrived[0] != arrived[1]:
            places[frame] = one if arrived[0] else two
        else:
            nearer, other = (one, two) if share <= 0.5 else (two, one)
            places[frame] = nearer or (other if all(arrived) else None)
    return places


def _near(one: _Seen | None, two: _Seen | None, same: float) -> bool:
    return one is not None and two is not None and math.hypot(one.x - two.x, one.y - two.y) <= same
