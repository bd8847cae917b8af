"""Fit PAMG to where one annotator ends a target, from masks that this annotator corrected.

The growth path does not depend on the weights of the energy, only the step taken on it does. With
the steps weighted by exp(E), the weights of the terms are those that maximise

    mean over targets of  ln sum_n softmax(E)_n IoU_n  -  penalty |w - w_base|^2

which is smooth, and all of the energy is linear in them (``level (l - edge)^2`` too, in its terms
``l^2`` and ``l``). How strong the penalty has to be, which eps and R_s of a few go with it, and
whether anything but the base may be taken at all, is decided on targets left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from p2m_core.errors import InputError
from p2m_core.pamg.growth import Growth, grow
from p2m_core.pamg.params import LARGEST_SUPPORT, SMALLEST_SUPPORT, VARIANTS, PamgParams

FEWEST = 12
MOST_STEPS = 400  # of a path: larger targets than that are no small ones
FOLDS = 6
CAUTIOUS = (0.1, 0.03, 0.01, 0.003)
PENALTIES = (0.03, 0.01, 0.003, 0.001, 0.0003)
# What the base's eps and R_s are multiplied with, the base's own first: of equals the first wins.
EPSILONS = (1.0, 0.5, 2.0)
SUPPORTS = (1.0, 0.6, 1.6)
# What the fit moves. `geometry` holds off leaks, for which R_s is moved instead.
FITTED = ("size", "saliency", "homogeneity", "rim", "level", "area")
_WORST_IOU = 1e-3


@dataclass(frozen=True, eq=False)
class Example:
    """A target as the annotator left it.

    Attributes
    ----------
    image : array, shape (H, W)
        Grey levels of any depth.
    seed : (float, float)
        The point ``(x, y)`` that was clicked.
    mask : bool array, shape (H, W)
        The corrected mask.
    """

    image: NDArray[np.generic]
    seed: tuple[float, float]
    mask: NDArray[np.bool_]


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    Attributes
    ----------
    params : PamgParams
        The base itself where nothing else is better by more than chance.
    before, after : float
        Mean IoU of the base and of the fit, each target scored by a fit without it.
    error : float
        Standard error of ``after - before``.
    count : int
        Targets.
    """

    params: PamgParams
    before: float
    after: float
    error: float
    count: int


@dataclass(frozen=True, eq=False)
class _Steps:
    """Every step of every path: shapes (targets, MOST_STEPS) and (..., terms)."""

    terms: NDArray[np.float64]
    fixed: NDArray[np.float64]  # the part of the energy that is not fitted; -inf: no energy
    iou: NDArray[np.float64]


def calibrate(
    examples: Sequence[Example], base: PamgParams | None = None, rng_seed: int = 0
) -> Calibration:
    """Fit eps, R_s, the weights of the energy and its `edge` to corrected masks.

    Parameters
    ----------
    examples : sequence of Example
        At least 12; some dozens are needed to follow a convention closely.
    base : PamgParams, optional
        What to start from and to stay near to; of the form ``rim``.
    rng_seed : int
        Of the division into folds.

    Returns
    -------
    Calibration
        Its `params` are the base's, unless on targets left out a fit of the weights alone is
        ahead by two standard errors.

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
    count = len(examples)
    fold = np.random.default_rng(rng_seed).permutation(count) % FOLDS
    before = _scores(_steps(examples, base), _vector(base))
    # Whether to move at all is asked of the weights alone: of the many combinations of the full
    # search the luckiest is ahead of a base that was right, and cost 7 points in one division.
    after, _, _ = _search(examples, [base], CAUTIOUS, fold)
    gain = after - before
    error = float(gain.std(ddof=1) / np.sqrt(count))
    if gain.mean() <= 2.0 * error:
        return Calibration(base, float(before.mean()), float(before.mean()), error, count)
    after, start, penalty = _search(examples, _starts(base), PENALTIES, fold)
    error = float((after - before).std(ddof=1) / np.sqrt(count))
    params = _params(start, _fit(_steps(examples, start), start, penalty))
    return Calibration(params, float(before.mean()), float(after.mean()), error, count)


def _search(
    examples: Sequence[Example],
    starts: Sequence[PamgParams],
    penalties: Sequence[float],
    fold: NDArray[np.int64],
) -> tuple[NDArray[np.float64], PamgParams, float]:
    """Return the scores of the best start and penalty on targets left out, and these two."""
    found = []
    for start in starts:
        steps = _steps(examples, start)
        found += [(_left_out(steps, start, p, fold), start, p) for p in penalties]
    return max(found, key=lambda one: float(one[0].mean()))


def _starts(base: PamgParams) -> list[PamgParams]:
    found = []
    for support, epsilon in product(SUPPORTS, EPSILONS):
        radius = min(max(support * base.support_radius, SMALLEST_SUPPORT), LARGEST_SUPPORT)
        start = replace(base, support_radius=radius, epsilon=epsilon * base.epsilon)
        if start not in found:
            found.append(start)
    return found


def _left_out(
    steps: _Steps, start: PamgParams, penalty: float, fold: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Score each target by a fit without it."""
    scores = np.zeros(len(fold))
    for k in range(FOLDS):
        vector = _fit(_part(steps, fold != k), start, penalty)
        scores[fold == k] = _scores(_part(steps, fold == k), vector)
    return scores


def _steps(examples: Sequence[Example], base: PamgParams) -> _Steps:
    count = len(examples)
    terms = np.zeros((count, MOST_STEPS, len(FITTED) + 1))
    fixed = np.full((count, MOST_STEPS), -np.inf)
    iou = np.zeros((count, MOST_STEPS))
    for i, example in enumerate(examples):
        mask = np.asarray(example.mask, bool)
        if mask.shape != np.shape(example.image) or not mask.any():
            raise InputError(
                f"corrected mask {i + 1}: it is empty, or not of its image's shape "
                f"{np.shape(example.image)}"
            )
        growth = grow(example.image, example.seed, base)
        path = growth.path[:MOST_STEPS]
        inside = np.cumsum(mask[path[:, 0], path[:, 1]])
        n = np.arange(1, len(path) + 1)
        iou[i, : len(path)] = inside / (n + mask.sum() - inside)
        found = terms_of(example.image, growth, base.epsilon)[: len(path)]
        finite = np.asarray(np.isfinite(found).all(axis=1), bool)
        if not finite.any():
            finite[0], found[0] = True, 0.0  # as `grow`, which then takes the first step
        farthest = np.maximum.accumulate(((path - path[0]) ** 2).sum(axis=1))
        outside = base.weights.geometry * farthest / (2.0 * base.support_radius**2)
        terms[i, : len(path)][finite] = found[finite]
        fixed[i, : len(path)][finite] = -outside[finite]
    return _Steps(terms, fixed, iou)


def terms_of(image: NDArray[np.generic], growth: Growth, epsilon: float) -> NDArray[np.float64]:
    """Return what the fitted weights multiply, shape (N, 7): those of `FITTED`, and ``l``.

    The energy is their sum, ``level * 2 edge`` being the weight of the last, less the geometry
    term and ``level * edge^2``. Not finite where the energy is not.
    """
    height, width = image.shape
    above = growth.polarity * (image[tuple(growth.path.T)].astype(np.float64) - growth.background)
    peak = above.max()
    if not peak > 0.0:
        return np.full((len(growth.path), len(FITTED) + 1), np.nan)
    path, levels = growth.path[:MOST_STEPS], above[:MOST_STEPS] / peak
    visited = {tuple(path[0].tolist())}
    frontier, total, waiting = np.full(len(path), np.nan), levels[0], 1
    for k, (row, column) in enumerate(path.tolist()):
        total, waiting = total - levels[k], waiting - 1
        for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= r < height and 0 <= c < width and (r, c) not in visited:
                visited.add((r, c))
                total += growth.polarity * (float(image[r, c]) - growth.background) / peak
                waiting += 1
        if waiting:
            frontier[k] = total / waiting
    n = np.arange(1.0, len(path) + 1.0)
    mean = (np.cumsum(levels) + levels[0]) / (n + 1.0)  # the seed counts twice
    square = (np.cumsum(levels**2) + levels[0] ** 2) / (n + 1.0)
    spread = np.sqrt(np.maximum(square - mean**2, 0.0))
    rim = np.minimum.accumulate(levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = (
            np.log(np.log(n + 1.0)),
            np.log(mean - frontier),
            -np.log(spread + epsilon),
            np.log(rim - frontier),
            -(rim**2),
            -np.log(n),
            rim,
        )
    return np.stack(columns, axis=1)


def _part(steps: _Steps, chosen: NDArray[np.bool_]) -> _Steps:
    return _Steps(steps.terms[chosen], steps.fixed[chosen], steps.iou[chosen])


def _vector(params: PamgParams) -> NDArray[np.float64]:
    weights = params.weights
    own = [getattr(weights, name) for name in FITTED]
    return np.array([*own, 2.0 * weights.level * weights.edge])


def _params(base: PamgParams, vector: NDArray[np.float64]) -> PamgParams:
    own = VARIANTS[base.variant]
    multiples: dict[str, Any] = {
        name: float(vector[i] / getattr(own, name)) for i, name in enumerate(FITTED)
    }
    level = max(float(vector[FITTED.index("level")]), 1e-6)
    return replace(base, **multiples, edge=float(np.clip(vector[-1] / (2.0 * level), 0.0, 1.0)))


def _scores(steps: _Steps, vector: NDArray[np.float64]) -> NDArray[np.float64]:
    chosen = np.argmax(steps.terms @ vector + steps.fixed, axis=1)
    scores: NDArray[np.float64] = steps.iou[np.arange(len(chosen)), chosen]
    return scores


def _fit(steps: _Steps, base: PamgParams, penalty: float) -> NDArray[np.float64]:
    start = _vector(base)
    # In units of the form's own weights; the last one, of l, in those of l^2.
    scale = _vector(replace(PamgParams(), edge=0.5))
    log_iou = np.log(np.maximum(steps.iou, _WORST_IOU))

    def loss(u: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        energy = steps.terms @ (u * scale) + steps.fixed
        good, all_steps = logsumexp(energy + log_iou, axis=1), logsumexp(energy, axis=1)
        difference = np.exp(energy + log_iou - good[:, None]) - np.exp(energy - all_steps[:, None])
        slope = np.einsum("ij,ijk->k", difference, steps.terms) * scale / len(good)
        away = u - start / scale
        value = float((all_steps - good).mean() + penalty * (away**2).sum())
        return value, 2.0 * penalty * away - slope

    bounds = [(0.0, None)] * len(start)
    found = minimize(loss, start / scale, jac=True, method="L-BFGS-B", bounds=bounds)
    vector: NDArray[np.float64] = found.x * scale
    return vector
