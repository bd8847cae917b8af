"""Other ways to choose the step, compared with the form ``rim``: columns, scorers, consensus."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from p2m_core.pamg import Growth, PamgParams, grow, grow_many
from p2m_core.pamg._fitting import MOST_STEPS

MORE = ("spot", "border", "roundness", "box", "next", "frontier", "clutter")
Array = NDArray[np.float64]
Choose = Callable[[Array], NDArray[np.int64]]


def more_columns(image: NDArray[np.generic], growth: Growth) -> Array:
    """Return the columns of `MORE` at each step of the path, shape (N, M).

    spot: correlation of the surroundings with a Gaussian spot whose half-maximum disc has the
    region's area. border: ln of the mean step in grey level across the border. roundness: length
    of the border over sqrt(n). box: share of the bounding box. next: ln of the step from the
    dimmest pixel of the region to the brightest beside it. frontier, clutter: mean of the
    frontier, and ln of its standard deviation.
    """
    path = growth.path[:MOST_STEPS]
    above = growth.polarity * (image[tuple(growth.path.T)].astype(np.float64) - growth.background)
    peak = above.max() if above.max() > 0.0 else 1.0
    levels = above[: len(path)] / peak
    border, length, mean, spread = _frontiers(image, growth, path, peak)
    n = np.arange(1.0, len(path) + 1.0)
    rim = np.minimum.accumulate(levels)
    following = np.append(above[1 : len(path) + 1] / peak, np.nan)[: len(path)]
    sides = [np.maximum.accumulate(axis) - np.minimum.accumulate(axis) + 1 for axis in path.T]
    columns = (
        _spots(image, growth, path, peak),
        np.log(np.maximum(border, 1e-3)),
        -length / np.sqrt(n),
        n / (sides[0] * sides[1]),
        np.log(np.maximum(np.nan_to_num(rim - following), 0.0) + 0.02),
        -mean,
        -np.log(spread + 0.02),
    )
    return np.stack(columns, axis=1)


def _frontiers(
    image: NDArray[np.generic], growth: Growth, path: NDArray[np.int64], peak: float
) -> tuple[Array, Array, Array, Array]:
    height, width = image.shape
    crossing, pairs = 0.0, 0
    region: set[tuple[int, int]] = set()
    waiting: dict[tuple[int, int], float] = {}
    rows = []

    def level(row: int, column: int) -> float:
        return growth.polarity * (float(image[row, column]) - growth.background) / peak

    for row, column in path.tolist():
        own = level(row, column)
        waiting.pop((row, column), None)
        region.add((row, column))
        for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= r < height and 0 <= c < width:
                other = level(r, c)
                if (r, c) in region:
                    crossing, pairs = crossing - (other - own), pairs - 1
                else:
                    crossing, pairs = crossing + own - other, pairs + 1
                    waiting[r, c] = other
        outside = np.fromiter(waiting.values(), float) if waiting else np.full(1, np.nan)
        rows.append((crossing / max(pairs, 1), pairs, outside.mean(), outside.std()))
    border, length, mean, spread = np.array(rows).T
    return border, length, mean, spread


def _spots(
    image: NDArray[np.generic], growth: Growth, path: NDArray[np.int64], peak: float
) -> Array:
    found = np.zeros(len(path))
    centres = np.cumsum(path, axis=0) / np.arange(1, len(path) + 1)[:, None]
    for k, (y, x) in enumerate(centres[:250]):
        radius = math.sqrt((k + 1) / math.pi)
        reach = math.ceil(2 * radius) + 1
        top, left = max(0, round(y) - reach), max(0, round(x) - reach)
        window = image[top : round(y) + reach + 1, left : round(x) + reach + 1]
        rows = np.arange(top, top + window.shape[0])[:, None] - y
        columns = np.arange(left, left + window.shape[1])[None, :] - x
        near = rows**2 + columns**2 <= (2 * radius + 0.5) ** 2
        spot = np.exp(-(rows**2 + columns**2) * math.log(2) / max(radius**2, 0.3))[near]
        seen = growth.polarity * (window[near].astype(np.float64) - growth.background) / peak
        spot, seen = spot - spot.mean(), seen - seen.mean()
        norm = math.sqrt(float((spot**2).sum() * (seen**2).sum()))
        found[k] = float((spot * seen).sum()) / norm if norm > 0.0 else 0.0
    found[250:] = found[min(249, len(found) - 1)]
    return found


def of_greatest_energy(energy: Array) -> NDArray[np.int64]:
    return np.argmax(energy, axis=1)


def of_best_expected_iou(energy: Array) -> NDArray[np.int64]:
    """Take the step with the best mean IoU with all steps, each counted by its exp(E)."""
    weight = np.exp(energy - energy.max(axis=1, keepdims=True))
    n = np.arange(1.0, energy.shape[1] + 1.0)
    overlap = np.minimum(n[:, None], n) / np.maximum(n[:, None], n)
    return np.argmax(weight @ overlap, axis=1)


def network(columns: Array, possible: NDArray[np.bool_], iou: Array, rng_seed: int = 0) -> (
    Callable[[Array, NDArray[np.bool_]], Array]
):  # fmt: skip
    """Fit a linear scorer plus 8 tanh units on the columns to the mean expected IoU."""
    import torch

    torch.manual_seed(rng_seed)
    centre, scale = columns[possible].mean(axis=0), columns[possible].std(axis=0) + 1e-9
    inputs = torch.tensor((columns - centre) / scale, dtype=torch.float32)
    allowed, gain = torch.tensor(possible), torch.tensor(iou, dtype=torch.float32)
    width = columns.shape[-1]
    bent = torch.nn.Sequential(torch.nn.Linear(width, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    straight = torch.nn.Linear(width, 1)
    optimiser = torch.optim.AdamW([*bent.parameters(), *straight.parameters()], weight_decay=1e-4)
    rounds = 600
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.03, total_steps=rounds)
    for _ in range(rounds):
        some = torch.randperm(len(inputs))[:256]
        energy = (bent(inputs[some]) + straight(inputs[some])).squeeze(-1)
        share = torch.softmax(energy.masked_fill(~allowed[some], -1e9), dim=1)
        loss = -(share * gain[some]).sum(dim=1).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()

    def energies(columns: Array, possible: NDArray[np.bool_]) -> Array:
        with torch.no_grad():
            z = torch.tensor((columns - centre) / scale, dtype=torch.float32)
            scores = (bent(z) + straight(z)).squeeze(-1).double().numpy()
        return np.where(possible, scores, -np.inf)

    return energies


def again_from_the_brightest(image: NDArray[np.generic], first: Growth) -> NDArray[np.bool_]:
    """Grow again from the brightest pixel of the first mask."""
    return grow(image, _brightest(image, first), PamgParams()).mask


def vote_of_seeds(image: NDArray[np.generic], first: Growth) -> NDArray[np.bool_]:
    """Grow from the brightest and six more pixels of the first mask; take what most masks hold."""
    rng = np.random.default_rng(0)
    pixels = first.path[: first.step]
    seeds = [(int(c), int(r)) for r, c in pixels[rng.permutation(len(pixels))[:6]]]
    grown = [first, *grow_many(image, [_brightest(image, first), *seeds])]
    mask: NDArray[np.bool_] = np.mean([g.mask for g in grown], axis=0) > 0.5
    mask[tuple(first.path[0])] = True
    return mask


def _brightest(image: NDArray[np.generic], growth: Growth) -> tuple[int, int]:
    pixels = growth.path[: growth.step]
    levels = growth.polarity * image[tuple(pixels.T)].astype(np.float64)
    row, column = pixels[np.argmax(levels)]
    return int(column), int(row)
