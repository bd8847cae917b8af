"""The energy of corrected masks, step by step and linear in its weights, and the weights' fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError
from p2m_core.pamg.growth import grow
from p2m_core.pamg.params import VARIANTS, PamgParams
from p2m_core.pamg.path import Growth

MOST_STEPS = 400  # of a path: larger targets are not small targets
# The fitted weights. `geometry` prevents leaks; R_s is fitted in its place.
FITTED = ("size", "saliency", "homogeneity", "rim", "level", "area")
_WORST_IOU = 1e-3


@dataclass(frozen=True, eq=False)
class Example:
    """A target as the annotator corrected it.

    Attributes
    ----------
    image : array, shape (H, W)
        Grey levels of any depth.
    seed : (float, float)
        The clicked point ``(x, y)``.
    mask : bool array, shape (H, W)
        The corrected mask.
    group : str
        Targets of one group are left out together, since neighbours on a track look alike. Empty:
        a group of its own.
    """

    image: NDArray[np.generic]
    seed: tuple[float, float]
    mask: NDArray[np.bool_]
    group: str = ""


@dataclass(frozen=True, eq=False)
class Steps:
    """Every step of every path: shapes (targets, MOST_STEPS) and (..., terms)."""

    terms: NDArray[np.float64]
    fixed: NDArray[np.float64]  # the part of the energy without fitted weights; -inf: no energy
    iou: NDArray[np.float64]


def steps_of(examples: Sequence[Example], base: PamgParams) -> Steps:
    """Return every step of the growth on each example.

    Raises
    ------
    InputError
        If a mask is empty or of another shape than its image, or `grow` refuses one.
    """
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
    return Steps(terms, fixed, iou)


def terms_of(image: NDArray[np.generic], growth: Growth, epsilon: float) -> NDArray[np.float64]:
    """Return the terms of the fitted weights, shape (N, 7): those of `FITTED`, and ``l``.

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


def part(steps: Steps, chosen: NDArray[np.bool_]) -> Steps:
    return Steps(steps.terms[chosen], steps.fixed[chosen], steps.iou[chosen])


def vector_of(params: PamgParams) -> NDArray[np.float64]:
    weights = params.weights
    own = [getattr(weights, name) for name in FITTED]
    return np.array([*own, 2.0 * weights.level * weights.edge])


def params_of(base: PamgParams, vector: NDArray[np.float64]) -> PamgParams:
    own = VARIANTS[base.variant]
    multiples: dict[str, Any] = {
        name: float(vector[i] / getattr(own, name)) for i, name in enumerate(FITTED)
    }
    level = max(float(vector[FITTED.index("level")]), 1e-6)
    return replace(base, **multiples, edge=float(np.clip(vector[-1] / (2.0 * level), 0.0, 1.0)))


def scores_of(steps: Steps, vector: NDArray[np.float64]) -> NDArray[np.float64]:
    chosen = np.argmax(steps.terms @ vector + steps.fixed, axis=1)
    scores: NDArray[np.float64] = steps.iou[np.arange(len(chosen)), chosen]
    return scores


def fit(steps: Steps, base: PamgParams, penalty: float) -> NDArray[np.float64]:
    from scipy.optimize import minimize  # here: the window starts without it
    from scipy.special import logsumexp

    start = vector_of(base)
    # In units of the form's own weights; the last one, of l, in those of l^2.
    scale = vector_of(replace(PamgParams(), edge=0.5))
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
