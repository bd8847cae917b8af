"""Multiple hypotheses about one target: which spot of each frame it is, or none.

Every hypothesis is a path through the frames so far, with a Kalman filter (constant velocity
against the background), the target's strength and its looks. Its score is the log-likelihood
ratio of the path against clutter (Reid 1979; Blackman 2004). Decisions are put off: a frame is
reported `LAG` frames late, and the paths that disagree with it are then dropped.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from p2m_core.track.spots import Spots

Floats = NDArray[np.float64]

BEAM = 40  # hypotheses that are kept

# Probability that a target's spot is found: for a strong target, and for one no stronger than its
# surroundings; two standard deviations of the logarithm of the strengths lie between the two.
_SEEN, _DIM_SEEN = 0.95, 0.5
_MEASURED = 0.5  # pixels: standard deviation of a spot's place
# Speeds of a target just clicked against the background, pixels a frame: most hardly move, some
# do; with the logarithm of how much rarer the fast ones are.
_SPEEDS = ((0.5, 0.0), (3.0, -2.0))
_TURN = 0.25  # pixels a frame^2: change of its speed
_CARE = 1.5  # pixels: distance of a click from its spot
_SHAKE = 2.0  # pixels a frame: shift of the picture where it is not measured
_OTHER_SHIFT = 3.0  # log-likelihood of the measured shift of the picture over the previous one
# Logarithm of the density of other targets' strengths: what is far too strong for clutter is
# another target as easily as this one. Without it strong spots captured faint targets: on drawn
# sequences (seeds 920 to 979, 7991 frames) masks missed their target in 12.0 % of the frames, with
# it in 10.7 %. -2.5 gave 10.3 %, but left less evidence for real targets in a calm sky.
_ANOTHER = -5.0
_TAIL = 4.0  # degrees of freedom of the positions: sudden turns are rare, not impossible
_FADE = 0.3  # of the log strength from frame to frame
_ALIKE, _CONTRAST = 0.45, 6.0  # looks count by (likeness - _ALIKE) * _CONTRAST
_LEARN = 0.12  # rate at which strength and looks are updated
_GATE = 25.0  # squared standard deviations: farther spots are not this target


@dataclass(frozen=True, eq=False)
class Hypotheses:
    """M paths, best first; the arrays' first axis is the hypothesis.

    Attributes
    ----------
    score : float64 array, shape (M,)
        Log-likelihood ratio of the path.
    at, velocity : float64 arrays, shape (M, 2)
        Pixels; the velocity is against the background, pixels a frame.
    variance : float64 array, shape (M, 3)
        Of the position, of position with velocity, of the velocity; the same in x and y.
    strength : float64 array, shape (M,)
        Natural logarithm of the running strength.
    looks : float64 array, shape (M, 81)
    parent, spot : int64 arrays, shape (M,)
        The hypothesis of the previous frame that this one continues, and the spot it took; -1:
        the target was not seen.
    unseen : int64 array, shape (M,)
        Frames since it was seen.
    highest : float64 array, shape (M,)
        The greatest score that the path has had.
    evidence : float64 array, shape (M,)
        Change of the score by the latest frame.
    """

    score: Floats
    at: Floats
    velocity: Floats
    variance: Floats
    strength: Floats
    looks: Floats
    parent: NDArray[np.int64]
    spot: NDArray[np.int64]
    unseen: NDArray[np.int64]
    highest: Floats
    evidence: Floats

    def __len__(self) -> int:
        return len(self.score)

    def take(self, which: NDArray[np.int64]) -> "Hypotheses":
        """Return these hypotheses, in this order."""
        return Hypotheses(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


def start(spots: Spots, seed: tuple[float, float], reach: float) -> Hypotheses:
    """Return one hypothesis for each spot within `reach` pixels of the click at `seed`."""
    away = np.hypot(*(spots.at - seed).T)
    near = np.flatnonzero(away <= reach)
    strength = np.log(spots.strength[near])
    score = strength - 0.5 * (away[near] / _CARE) ** 2
    n = len(near)
    parts = [
        Hypotheses(
            score=score + rarer, at=spots.at[near], velocity=np.zeros((n, 2)),
            variance=np.tile([_MEASURED**2, 0.0, speed**2], (n, 1)),
            strength=strength, looks=spots.looks[near],
            parent=np.full(n, -1, np.int64), spot=near.astype(np.int64),
            unseen=np.zeros(n, np.int64), highest=score + rarer, evidence=np.zeros(n),
        )
        for speed, rarer in _SPEEDS
    ]  # fmt: skip
    both = joined(parts)
    return both.take(np.argsort(-both.score, kind="stable"))


def predict(h: Hypotheses, shifts: list[tuple[float, float] | None]) -> Hypotheses:
    """Return where each target is expected in the next frame, before looking.

    Parameters
    ----------
    h : Hypotheses
        M of them.
    shifts : list of (dx, dy) or None
        K possible shifts of the picture, the likeliest first; None for an unknown shift.

    Returns
    -------
    Hypotheses
        K * M of them; number i continues hypothesis ``i % M``.
    """
    ways = []
    for number, shift in enumerate(shifts):
        place, both, speed = h.variance.T
        shake = 0.1**2 if shift is not None else _SHAKE**2
        variance = np.stack(
            [
                place + 2.0 * both + speed + 0.25 * _TURN**2 + shake,
                both + speed + 0.5 * _TURN**2,
                speed + _TURN**2,
            ],
            axis=1,
        )
        at = h.at + h.velocity + np.array(shift or (0.0, 0.0))
        score = h.score - (_OTHER_SHIFT if number else 0.0)
        ways.append(replace(h, at=at, variance=variance, score=score))
    return joined(ways)


def joined(parts: list[Hypotheses]) -> Hypotheses:
    """Return the hypotheses of all parts, one part after the other."""
    names = Hypotheses.__dataclass_fields__
    return Hypotheses(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


def update(h: Hypotheses, spots: Spots, area: float, against: Floats) -> Hypotheses:
    """Return the best continuations of predicted hypotheses by the spots of the frame, or by none.

    Parameters
    ----------
    h : Hypotheses
        From `predict`; the parents of the result are their numbers.
    spots : Spots
        All spots of the searched window.
    area : float
        Pixels of that window.
    against : float64 array, shape (M, N)
        Evidence against a spot for a hypothesis, a log-likelihood ratio.
    """
    seen = _chance(h, spots)
    miss = h.score + np.log(1.0 - seen)
    gain = _evidence(h, spots, area) + np.log(seen)[:, None] - against
    scores = np.concatenate([(h.score[:, None] + gain).ravel(), miss])
    best = np.argsort(-scores, kind="stable")
    best = best[np.isfinite(scores[best])]
    n = len(spots)
    parents = np.where(best < len(h) * n, best // max(n, 1), best - len(h) * n)
    taken = np.where(best < len(h) * n, best % max(n, 1), -1)
    keep = _distinct(h, parents, taken)
    parents, taken, scores = parents[keep], taken[keep], scores[best[keep]]
    return _moved(h.take(parents), spots, taken, parents, scores)


def _chance(h: Hypotheses, spots: Spots) -> Floats:
    """Return the probability that each target is seen, shape (M,): less for dim ones."""
    if not len(spots):
        return np.full(len(h), _SEEN)
    common, spread = _usual(spots)
    height = np.clip((h.strength - common) / (2.0 * spread), 0.0, 1.0)
    return np.asarray(_DIM_SEEN + (_SEEN - _DIM_SEEN) * height)


def _usual(spots: Spots) -> tuple[float, float]:
    """Return mean and standard deviation of the spots' log strength; the latter at least 0.5."""
    log_strength = np.log(spots.strength)
    return float(log_strength.mean()), max(float(log_strength.std()), 0.5)


def _distinct(
    h: Hypotheses, parents: NDArray[np.int64], taken: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the first `BEAM` that differ in their last two seen spots."""
    seen: set[tuple[int, int, int]] = set()
    keep = []
    for i, (parent, spot) in enumerate(zip(parents.tolist(), taken.tolist(), strict=True)):
        # Paths without a spot in the frame are distinguished by their expected position.
        last = int(h.spot[parent])
        hidden = int(h.unseen[parent]) + (parent << 8 if last < 0 and spot < 0 else 0)
        key = (spot, last, hidden)
        if key not in seen:
            seen.add(key)
            keep.append(i)
            if len(keep) == BEAM:
                break
    return np.array(keep, np.int64)


def _evidence(h: Hypotheses, spots: Spots, area: float) -> Floats:
    """Log-likelihood ratios, shape (M, N): this spot is this target, against clutter."""
    if not len(spots):
        return np.zeros((len(h), 0))
    scatter = h.variance[:, 0] + _MEASURED**2
    apart = ((spots.at[None] - h.at[:, None]) ** 2).sum(axis=2) / scatter[:, None]
    place = -np.log(2.0 * np.pi * scatter)[:, None] - (_TAIL + 2.0) / 2.0 * np.log1p(apart / _TAIL)
    log_strength = np.log(spots.strength)
    ratio = (log_strength[None] - h.strength[:, None]) / _FADE
    strength = -(_TAIL + 1.0) / 2.0 * np.log1p(ratio**2 / _TAIL) - math.log(_FADE)
    middle, spread = _usual(spots)
    common = -0.5 * ((log_strength - middle) / spread) ** 2 - math.log(spread)
    common = np.logaddexp(common, _ANOTHER)
    alike = (h.looks @ spots.looks.T - _ALIKE) * _CONTRAST
    density = math.log(len(spots) / area)
    gain: Floats = place + strength - common[None] + alike - density
    return np.where(apart <= _GATE, gain, -np.inf)


def _moved(
    h: Hypotheses, spots: Spots, taken: NDArray[np.int64], parents: NDArray[np.int64], score: Floats
) -> Hypotheses:
    """Return the Kalman update, with the target's strength and looks updated."""
    hit = taken >= 0
    place, both, speed = h.variance.T
    gain_place = np.where(hit, place / (place + _MEASURED**2), 0.0)
    gain_speed = np.where(hit, both / (place + _MEASURED**2), 0.0)
    measured, strength, looks = h.at.copy(), h.strength.copy(), h.looks.copy()
    if hit.any():
        measured[hit] = spots.at[taken[hit]]
        strength[hit] += _LEARN * (np.log(spots.strength[taken[hit]]) - strength[hit])
        looks[hit] += _LEARN * (spots.looks[taken[hit]] - looks[hit])
        looks[hit] /= np.maximum(np.linalg.norm(looks[hit], axis=1, keepdims=True), 1e-9)
    off = measured - h.at
    return Hypotheses(
        score=score,
        at=h.at + gain_place[:, None] * off,
        velocity=h.velocity + gain_speed[:, None] * off,
        variance=np.stack(
            [
                (1.0 - gain_place) * place,
                (1.0 - gain_place) * both,
                speed - gain_speed * both,
            ],
            axis=1,
        ),
        strength=strength, looks=looks, parent=parents, spot=taken,
        unseen=np.where(hit, 0, h.unseen + 1), highest=np.maximum(h.highest, score),
        evidence=score - h.score,
    )  # fmt: skip
