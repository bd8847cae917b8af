"""Fit PAMG to one annotator's convention of where a target ends, from corrected masks.

The growth path does not depend on the weights of the energy, only the step taken on it does. With
the steps weighted by exp(E), the weights of the terms are those that maximise

    mean over targets of  ln sum_n softmax(E)_n IoU_n  -  penalty |w - w_base|^2

which is smooth, and the energy is linear in them (``level (l - edge)^2`` too, in its terms ``l^2``
and ``l``). Left-out targets decide the strength of the penalty, eps and R_s among a few values, and
whether the fit may replace the base.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.pamg._fitting import Example as Example
from p2m_core.pamg._fitting import fit, params_of, part, scores_of, steps_of, vector_of
from p2m_core.pamg.params import LARGEST_SUPPORT, SMALLEST_SUPPORT, PamgParams
from p2m_core.progress import Progress, no_progress

FEWEST = 8
FOLDS = 6
CAUTIOUS = (0.1, 0.03, 0.01, 0.003)
PENALTIES = (0.03, 0.01, 0.003, 0.001, 0.0003)
# Factors of the base's eps and R_s, 1 first: of equal scores the first wins.
EPSILONS = (1.0, 0.5, 2.0)
SUPPORTS = (1.0, 0.6, 1.6)


@dataclass(frozen=True)
class Calibration:
    """The result of a calibration.

    Attributes
    ----------
    params : PamgParams
        The base itself where no fit is better by more than chance.
    before, after : float
        Mean IoU of the base and of the fit, each target scored by a fit without it.
    error : float
        Standard error of ``after - before``, over groups.
    count : int
        Targets.
    each : tuple of (float, float)
        IoU before and after of each target, in their order.
    unseen : tuple of PamgParams
        For each target the fit without it (and without its group), which gave its ``after``.
    """

    params: PamgParams
    before: float
    after: float
    error: float
    count: int
    each: tuple[tuple[float, float], ...]
    unseen: tuple[PamgParams, ...]

    @property
    def found(self) -> bool:
        """Whether a fit better than the base was found."""
        return self.after > self.before


@dataclass(frozen=True, eq=False)
class _Found:
    """A start and a penalty, the scores of left-out targets, and the fit without each fold."""

    start: PamgParams
    penalty: float
    scores: NDArray[np.float64]
    vectors: list[NDArray[np.float64]]


def calibrate(
    examples: Sequence[Example],
    base: PamgParams | None = None,
    rng_seed: int = 0,
    progress: Progress = no_progress,
) -> Calibration:
    """Fit eps, R_s, the weights of the energy and its `edge` to corrected masks.

    Parameters
    ----------
    examples : sequence of Example
        At least 12, of at least 6 groups; some dozens are needed to follow a convention closely.
        Some hundreds take a minute.
    base : PamgParams, optional
        The parameters to start from and to stay near; of the form ``rim``.
    rng_seed : int
        Seed of the division into folds.
    progress : callable, optional
        See `p2m_core.progress`. It ends early where the base stays.

    Returns
    -------
    Calibration
        Its `params` are the base's, unless a fit of the weights alone is better by two standard
        errors on left-out targets.

    Raises
    ------
    InputError
        If there are too few examples, one has an empty mask or one of another shape than its
        image, or `grow` refuses one.
    """
    base = base or PamgParams()
    if base.variant != "rim":
        raise InputError(f"variant is {base.variant!r}: only the form 'rim' can be calibrated")
    if len(examples) < FEWEST:
        raise InputError(f"{len(examples)} corrected masks: calibration needs at least {FEWEST}")
    groups = _numbered(examples)
    if groups.max() + 1 < FOLDS:
        raise InputError(
            f"the corrected masks are of {groups.max() + 1} groups: calibration needs at least "
            f"{FOLDS}, to leave some out"
        )
    starts = _starts(base)
    total = FOLDS * (len(CAUTIOUS) + len(starts) * len(PENALTIES))
    progress(0, total)
    fold = np.random.default_rng(rng_seed).permutation(groups.max() + 1)[groups] % FOLDS
    before = scores_of(steps_of(examples, base), vector_of(base))
    # The weights alone decide whether to leave the base: among the many combinations of the full
    # search the luckiest beats a base that was right, and cost 7 points in one division.
    cautious = _search(examples, [base], CAUTIOUS, fold, lambda n: progress(n, total))
    gain = cautious.scores - before
    if gain.mean() <= 2.0 * (error := _error(gain, groups)):
        each = tuple((score, score) for score in before.tolist())
        mean = float(before.mean())
        return Calibration(base, mean, mean, error, len(each), each, (base,) * len(each))
    best = _search(
        examples, starts, PENALTIES, fold, lambda n: progress(FOLDS * len(CAUTIOUS) + n, total)
    )
    params = params_of(best.start, fit(steps_of(examples, best.start), best.start, best.penalty))
    without = [params_of(best.start, vector) for vector in best.vectors]
    return Calibration(
        params, float(before.mean()), float(best.scores.mean()),
        _error(best.scores - before, groups), len(examples),
        tuple(zip(before.tolist(), best.scores.tolist(), strict=True)),
        tuple(without[k] for k in fold.tolist()),
    )  # fmt: skip


def _numbered(examples: Sequence[Example]) -> NDArray[np.int64]:
    """Return the number of each example's group, in the order of their first ones."""
    numbers: dict[tuple[str, int], int] = {}
    keys = [(e.group, 0 if e.group else i) for i, e in enumerate(examples)]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _error(gain: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Return the standard error of the mean, where only groups are independent."""
    count = groups.max() + 1
    sums = np.bincount(groups, gain - gain.mean())
    return float(np.sqrt((sums**2).sum() * count / (count - 1)) / len(gain))


def _search(
    examples: Sequence[Example],
    starts: Sequence[PamgParams],
    penalties: Sequence[float],
    fold: NDArray[np.int64],
    report: Callable[[int], object],
) -> _Found:
    """Return the best start and penalty on left-out targets; report the number of fits."""
    found: list[_Found] = []
    for start in starts:
        steps = steps_of(examples, start)
        for penalty in penalties:
            scores, vectors = np.zeros(len(fold)), []
            for k in range(FOLDS):
                vectors.append(fit(part(steps, fold != k), start, penalty))
                scores[fold == k] = scores_of(part(steps, fold == k), vectors[k])
                report(FOLDS * len(found) + k + 1)
            found.append(_Found(start, penalty, scores, vectors))
    return max(found, key=lambda one: float(one.scores.mean()))


def _starts(base: PamgParams) -> list[PamgParams]:
    found = []
    for support, epsilon in product(SUPPORTS, EPSILONS):
        radius = min(max(support * base.support_radius, SMALLEST_SUPPORT), LARGEST_SUPPORT)
        start = replace(base, support_radius=radius, epsilon=epsilon * base.epsilon)
        if start not in found:
            found.append(start)
    return found
