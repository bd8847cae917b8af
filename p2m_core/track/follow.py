"""Follow one target: the places of its spot, frame by frame, with decisions put off."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.track import hypotheses as hy
from p2m_core.track.background import Earlier, stood_there
from p2m_core.track.spots import NO_SPOTS, Spots, find_spots

LAG = 12
"""Frames to look ahead before a frame is reported."""

LOST = 12
"""Frames without the target after which it is lost."""

DROP = 22.0
"""Fall of the score after which the target is lost: the path is on another spot."""

BEFORE = 10
"""Age in frames of the earlier frames that separate the background from a passing target."""

MEMORY = 6
"""Number of earlier frames kept for that, one in `BEFORE`."""

TAKEN = 6.0
"""Evidence against a spot that another target occupies, a log-likelihood ratio."""

DARK = 1.0
"""How much rarer dark targets are than bright ones, a log-likelihood ratio."""

REACH = 4.0
"""Pixels within which a click finds its spot."""

_LARGEST = 64  # pixels from the middle to the side of the searched window
_LEAST = 20

Image = NDArray[np.generic]


class Place(NamedTuple):
    """The position of the target in one frame.

    Attributes
    ----------
    frame : int
    x, y : float
        Pixels; of its spot, or the expected position while the target is not seen.
    seen : bool
    evidence : float
        Of this frame, a log-likelihood ratio against clutter.
    lead : float
        Score of the path minus that of the best path that is elsewhere in this frame; infinite
        where no path is.
    """

    frame: int
    x: float
    y: float
    seen: bool
    evidence: float
    lead: float


class Looked(NamedTuple):
    """A processed frame: its spots, and the hypotheses after it."""

    frame: int
    spots: Spots
    found: hy.Hypotheses
    drift: NDArray[np.float64]  # of the picture since the first frame


@dataclass
class Following:
    """The state of following one target; `begin` makes it, `advance` and `finish` change it.

    Attributes
    ----------
    polarity : int
        Of the clicked spot; only spots of this polarity are followed.
    shape : (int, int)
        Of the frames, (H, W).
    past : list of Looked
        The frames not yet reported, and the last reported one.
    reported : int
        How many of `past` are reported: 0 or 1.
    shifts : list of (dx, dy) or None
        Of the picture, from frame to frame.
    memory : list of Earlier
        Reported frames, one in `BEFORE`.
    over : bool
        The target is lost or out of the picture.
    """

    polarity: int
    shape: tuple[int, ...]
    past: list[Looked]
    reported: int = 0
    shifts: list[tuple[float, float] | None] = field(default_factory=list)
    memory: list[Earlier] = field(default_factory=list)
    over: bool = False

    @property
    def at(self) -> tuple[float, float]:
        """The best estimate of the position in the latest frame."""
        x, y = self.past[-1].found.at[0]
        return float(x), float(y)


def begin(
    image: Image,
    frame: int,
    seed: tuple[float, float],
    forced: int = 0,
    mask: NDArray[np.bool_] | None = None,
) -> Following:
    """Begin to follow the spot within `REACH` of a click at `seed` (x, y).

    It is of the `forced` polarity, +1 or -1; 0 is that of the likelier spot. Where the target's
    `mask` is known, shape (H, W), the spot lies on it.
    """
    row, column = geometry.pixel_at(*seed)
    zero = np.zeros(2)
    window = (column - _LEAST, row - _LEAST, column + _LEAST + 1, row + _LEAST + 1)
    ways = []
    for polarity, rarer in ((1, 0.0), (-1, DARK)):
        if forced == -polarity:
            continue
        spots = find_spots(image, window, polarity, also=seed)
        if mask is not None:
            spots = _on(spots, mask)
        found = hy.start(spots, seed, REACH)
        ways.append((float(found.score[0]) - rarer, polarity, Looked(frame, spots, found, zero)))
    _, polarity, looked = max(ways, key=lambda way: way[0])
    return Following(polarity, image.shape, [looked])


def _on(spots: Spots, mask: NDArray[np.bool_]) -> Spots:
    """Return the spots on the mask, and the clicked one, which is the last."""
    last = np.array(mask.shape[::-1]) - 1
    at = np.clip(np.rint(spots.at[:-1]).astype(np.int64), 0, last)  # fractions reach the border
    inside = mask[at[:, 1], at[:, 0]]
    return spots.take(np.flatnonzero([*inside, True]))


def advance(
    target: Following,
    image: Image | None,
    frame: int,
    shift: tuple[float, float] | None,
    taken: Sequence[tuple[float, float]] = (),
) -> list[Place]:
    """Look for the target in the next frame; return the positions now decided, oldest first.

    Parameters
    ----------
    image : array, shape (H, W), or None
        None: the frame cannot be read, and nothing is seen in it.
    shift : (dx, dy) or None
        Of the picture since the frame before, from `camera_shift`.
    taken : sequence of (x, y)
        Positions of other targets in this frame.
    """
    past = target.past
    drift = past[-1].drift + (shift or (0.0, 0.0))
    latest = past[-1].found
    target.shifts = [*target.shifts[-5:], shift]
    expected = hy.predict(latest, _ways(target.shifts))
    window = _window(expected)
    spots = NO_SPOTS if image is None else find_spots(image, window, target.polarity)
    area = (window[2] - window[0]) * (window[3] - window[1])
    against = stood_there(spots, drift, _earlier(target), len(latest)) + _taken(spots, taken)
    against = np.tile(against, (len(expected) // len(latest), 1))
    found = hy.update(expected, spots, area, against)
    found.parent[:] %= len(latest)
    past.append(Looked(frame, spots, found, drift))
    lost = found.unseen[0] >= LOST or found.highest[0] - found.score[0] > DROP
    target.over = bool(lost) or not _inside(found.at[0], target.shape)
    if target.over:
        return []
    path = _path(past, 0)
    ripe = _ripe(past, path, len(past) - LAG)
    if ripe <= target.reported:
        return []
    places = _places(past, path, target.reported, ripe)
    for i in range(target.reported, ripe):
        if past[i].frame % BEFORE == 0:
            earlier = Earlier(past[i].spots, past[i].drift, past[i].found.at[path[i]][None])
            target.memory = [*target.memory[1 - MEMORY :], earlier]
    target.past, target.reported = _agreeing(past[ripe - 1 :], path[ripe - 1]), 1
    return places


def finish(target: Following) -> list[Place]:
    """Return the positions not yet reported, up to the last one expected in the picture."""
    path = _path(target.past, 0)
    end = len(target.past)
    while end and not _inside(target.past[end - 1].found.at[path[end - 1]], target.shape):
        end -= 1
    return _places(target.past, path, target.reported, end)


def _inside(at: NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    row, column = geometry.pixel_at(*at)
    return 0 <= row < shape[0] and 0 <= column < shape[1]


def _taken(spots: Spots, taken: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return the evidence against spots that other targets occupy, shape (N,)."""
    if not taken or not len(spots):
        return np.zeros(len(spots))
    apart = spots.at[:, None] - np.array(taken)[None]
    return np.where((np.hypot(apart[..., 0], apart[..., 1]) < 2.0).any(axis=1), TAKEN, 0.0)


def _ways(shifts: list[tuple[float, float] | None]) -> list[tuple[float, float] | None]:
    """Possible shifts of the picture: the measured one, and the previous one if it differs.

    A measurement may fail for a frame, and a video may show the same background twice.
    """
    known = np.array([s for s in shifts[-6:-1] if s is not None])
    if not len(known):
        return shifts[-1:]
    usual = np.median(known, axis=0)
    if shifts[-1] is not None and np.hypot(*(usual - shifts[-1])) < 1.0:
        return shifts[-1:]
    return [shifts[-1], (float(usual[0]), float(usual[1]))]


def _window(h: hy.Hypotheses) -> geometry.Box:
    """Return the box around where the likely hypotheses expect the target."""
    likely = h.score >= h.score[0] - 15.0
    reach = np.clip(5.0 * np.sqrt(h.variance[likely, 0]) + 2.0, _LEAST, _LARGEST)[:, None]
    at = h.at[likely]
    low = np.maximum((at - reach).min(axis=0), at[0] - _LARGEST)
    high = np.minimum((at + reach).max(axis=0), at[0] + _LARGEST)
    return (
        math.floor(low[0]), math.floor(low[1]), math.ceil(high[0]) + 1, math.ceil(high[1]) + 1
    )  # fmt: skip


def _earlier(target: Following) -> list[Earlier]:
    """Return the earlier frames, with the positions of the latest hypotheses in them."""
    past = target.past
    if len(past) <= BEFORE:
        return target.memory
    mine = np.arange(len(past[-1].found))
    for looked in past[:-BEFORE:-1]:
        mine = looked.found.parent[mine]
    then = past[-BEFORE]
    return [*target.memory, Earlier(then.spots, then.drift, then.found.at[mine])]


def _path(past: list[Looked], last: int) -> list[int]:
    """Return the hypotheses that lead to number `last` of the latest frame, oldest first."""
    path = [last]
    for looked in reversed(past[1:]):
        path.append(int(looked.found.parent[path[-1]]))
    return path[::-1]


def _ripe(past: list[Looked], path: list[int], end: int) -> int:
    """How many frames can be reported: a gap waits until the target is seen again."""
    while end > 0 and past[end - 1].found.unseen[path[end - 1]] > 0:
        end -= 1
    return max(end, 0)


def _agreeing(past: list[Looked], chosen: int) -> list[Looked]:
    """Drop the hypotheses that do not go on from the `chosen` one of the first frame."""
    old = np.array([chosen])
    agreeing = [past[0]._replace(found=past[0].found.take(old))]
    for looked in past[1:]:
        right = np.flatnonzero(np.isin(looked.found.parent, old))
        found = looked.found.take(right)
        found.parent[:] = np.searchsorted(old, found.parent)
        agreeing.append(looked._replace(found=found))
        old = right
    return agreeing


def _places(past: list[Looked], path: list[int], start: int, end: int) -> list[Place]:
    """Return the positions of the path in frames `start` to `end`; gaps are interpolated."""
    leads = _leads(past, path)
    places = []
    for i in range(start, end):
        found, h = past[i].found, path[i]
        seen = bool(found.spot[h] >= 0)
        x, y = past[i].spots.at[found.spot[h]] if seen else _between(past, path, i, end)
        evidence, lead = float(found.evidence[h]), float(leads[i])
        places.append(Place(past[i].frame, float(x), float(y), seen, evidence, lead))
    return places


def _between(past: list[Looked], path: list[int], i: int, end: int) -> NDArray[np.float64]:
    """Return the position of the target in a frame where it was not seen."""
    before = i - int(past[i].found.unseen[path[i]])
    seen = (k for k in range(i, end) if past[k].found.spot[path[k]] >= 0)
    after = next(seen, None)
    if after is None or before < 0:  # it was not seen again: the expected position
        return np.asarray(past[i].found.at[path[i]], np.float64)
    a, b = (past[k].spots.at[past[k].found.spot[path[k]]] for k in (before, after))
    weight = (i - before) / (after - before)
    return np.asarray(a + (b - a) * weight, np.float64)


def _leads(past: list[Looked], path: list[int]) -> NDArray[np.float64]:
    """Score of the best path minus that of the best path that took another spot there."""
    leads = np.full(len(past), math.inf)
    scores = past[-1].found.score
    at = np.arange(len(scores))
    for i in range(len(past) - 1, -1, -1):
        found = past[i].found
        other = found.spot[at] != found.spot[path[i]]
        if other.any():
            leads[i] = scores[path[-1]] - scores[other].max()
        at = found.parent[at]
    return leads
