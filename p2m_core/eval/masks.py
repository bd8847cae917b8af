"""The protocol for mask generators: a seed a target, a mask a seed, scores against the truth.

Everything here is a function of arrays. As in the paper (IV-B, IV-D) each target is scored by
itself, and pixels of other targets in its mask count as false.
"""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.baselines import Generate
from p2m_core.errors import InputError
from p2m_core.eval import bootstrap
from p2m_core.eval.targets import Scene
from p2m_core.progress import Progress, no_progress

RNG_SEED = 3407
SUCCESS = 0.5
SIZES: dict[str, tuple[int, float]] = {
    "1-9 px": (1, 9),
    "10-25 px": (10, 25),
    "26-81 px": (26, 81),
    "over 81 px": (82, math.inf),
}
"""Classes of target area, pixels, both ends included: up to 3x3, 5x5, 9x9 (paper, Fig. 4)."""


class Seeds(StrEnum):
    """The position of the seed on the target (paper, Table III)."""

    RANDOM = "random"
    CENTER = "center"
    BOUNDARY = "boundary"


@dataclass(frozen=True)
class Setting:
    """One line of a table: a generator, its seeds and its mode.

    Attributes
    ----------
    label : str
        As in the table; unique in a run.
    generate : callable
        As `p2m_core.baselines`.
    seeds : Seeds
        Position of the seed on the target.
    guided : bool
        Whether the generator gets the true equivalent radius.
    draws : int
        Seeds a target. A target's scores are the mean over them.
    """

    label: str
    generate: Generate
    seeds: Seeds = Seeds.RANDOM
    guided: bool = False
    draws: int = 1


@dataclass(frozen=True)
class Score:
    """The scores of one mask P against its truth T, sets of pixels (paper, Eq. 19 and IV-D).

    Attributes
    ----------
    iou : float
        ``|P & T| / |P | T|``, 0 to 1.
    area_ratio : float
        ``|P| / |T|``.
    centroid_error : float
        Distance of the centroids, pixels.
    radius_error : float
        ``|sqrt(|P| / pi) - sqrt(|T| / pi)|``, pixels.
    """

    iou: float
    area_ratio: float
    centroid_error: float
    radius_error: float


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of one setting, arrays of shape (N,), one entry a target.

    Attributes
    ----------
    iou, success, area_ratio, centroid_error, radius_error : float64 array
        As `Score`; `success` is 1 where the IoU is above `SUCCESS`, a fraction over several draws.
    seconds : float64 array
        Time of one mask.
    """

    iou: NDArray[np.float64]
    success: NDArray[np.float64]
    area_ratio: NDArray[np.float64]
    centroid_error: NDArray[np.float64]
    radius_error: NDArray[np.float64]
    seconds: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The measurements of a run.

    Attributes
    ----------
    image : int64 array, shape (N,)
        Number of each target's image.
    area : int64 array, shape (N,)
        True area, pixels.
    rho : float64 array, shape (N,)
        Eq. 20 of each true mask at R_s = 20; may be infinite or NaN, see `geometry.measure`.
    scores : dict of str to Scores
        By the settings' labels.
    """

    image: NDArray[np.int64]
    area: NDArray[np.int64]
    rho: NDArray[np.float64]
    scores: dict[str, Scores]


def score(mask: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Score:
    """Compare a mask with the truth, both (H, W) and not empty."""
    area, true_area = int(mask.sum()), int(truth.sum())
    common = int((mask & truth).sum())
    (x, y), (true_x, true_y) = geometry.centroid(mask), geometry.centroid(truth)
    return Score(
        iou=common / (area + true_area - common),
        area_ratio=area / true_area,
        centroid_error=math.hypot(x - true_x, y - true_y),
        radius_error=abs(geometry.equivalent_radius(area) - geometry.equivalent_radius(true_area)),
    )


def draw_seed(
    target: NDArray[np.bool_], seeds: Seeds, rng: np.random.Generator
) -> tuple[float, float]:
    """Return a seed ``(x, y)`` on `target`, shape (H, W).

    RANDOM is any of its pixels, BOUNDARY any that has a 4-neighbour outside it (one draw from
    `rng` each, of the pixels in row order), CENTER the one nearest to its centroid, the first
    in row order of equals.
    """
    left, top, right, bottom = geometry.bounding_box(target)
    target = target[top:bottom, left:right]
    if seeds is Seeds.BOUNDARY:
        cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
        inner = cv2.erode(
            target.astype(np.uint8), cross, borderType=cv2.BORDER_CONSTANT, borderValue=0
        )
        target = target & (inner == 0)
    pixels = np.argwhere(target)
    if seeds is Seeds.CENTER:
        row, column = pixels[np.argmin(((pixels - pixels.mean(axis=0)) ** 2).sum(axis=1))]
    else:
        row, column = pixels[rng.integers(len(pixels))]
    return float(left + column), float(top + row)


def evaluate(
    scenes: Iterable[Scene],
    settings: list[Setting],
    rng_seed: int = RNG_SEED,
    progress: Progress = no_progress,
    total: int = 0,
) -> Evaluation:
    """Score every setting on every target, scene by scene.

    All settings with the same kind of seeds get the same seeds, and what else is measured does
    not change them: draw k of a kind has a generator of its own, of seed ``rng_seed + k``.

    Parameters
    ----------
    progress, total
        Told after each of `total` scenes.

    Raises
    ------
    InputError
        If no scene has a target.
    """
    rngs = {
        (s.seeds, k): np.random.default_rng(rng_seed + k) for s in settings for k in range(s.draws)
    }
    columns: dict[str, list[NDArray[np.float64]]] = {s.label: [] for s in settings}
    image: list[int] = []
    area: list[int] = []
    rho: list[float] = []
    for number, scene in enumerate(scenes):
        for target in scene.targets:
            if not area:  # not timed: the first call of a method loads and compiles
                _warm_up(settings, scene.image, target)
            points = {key: draw_seed(target, key[0], rng) for key, rng in rngs.items()}
            for s in settings:
                drawn = [points[s.seeds, k] for k in range(s.draws)]
                columns[s.label].append(_measure(s, scene.image, target, drawn))
            image.append(number)
            area.append(int(target.sum()))
            rho.append(geometry.measure(scene.image, target).rho)
        progress(number + 1, total)
    if not area:
        raise InputError("no targets: every mask is empty; a target is a pixel above 0")
    return Evaluation(
        image=np.array(image, np.int64),
        area=np.array(area, np.int64),
        rho=np.array(rho),
        scores={label: Scores(*np.array(rows).T) for label, rows in columns.items()},
    )


def _warm_up(
    settings: list[Setting], image: NDArray[np.generic], target: NDArray[np.bool_]
) -> None:
    seed = draw_seed(target, Seeds.CENTER, np.random.default_rng(0))
    for s in settings:
        s.generate(image, seed, None)


def _measure(
    setting: Setting,
    image: NDArray[np.generic],
    target: NDArray[np.bool_],
    seeds: list[tuple[float, float]],
) -> NDArray[np.float64]:
    """Return one entry of each array of `Scores`."""
    radius = geometry.equivalent_radius(int(target.sum())) if setting.guided else None
    rows = []
    for seed in seeds:
        begun = time.perf_counter()
        mask = setting.generate(image, seed, radius)
        seconds = time.perf_counter() - begun
        s = score(mask, target)
        rows.append(
            (s.iou, s.iou > SUCCESS, s.area_ratio, s.centroid_error, s.radius_error, seconds)
        )
    means: NDArray[np.float64] = np.mean(rows, axis=0)
    return means


def summarise(
    scores: Scores, evaluation: Evaluation, chosen: NDArray[np.bool_] | None = None
) -> dict[str, Any]:
    """Return the numbers of one line of a table; percentages are 0 to 100.

    Parameters
    ----------
    chosen : bool array, shape (N,), optional
        The targets to count; all by default.

    Returns
    -------
    dict
        ``targets``; and unless that is 0 ``miou``, ``miou_interval``, ``success``,
        ``success_interval`` (95 % bootstrap over images), ``area_ratio``, ``centroid_error``,
        ``radius_error`` (means) and ``milliseconds`` (median).
    """
    if chosen is None:
        chosen = np.ones(evaluation.area.size, bool)
    count = int(chosen.sum())
    if count == 0:
        return {"targets": 0}
    groups = evaluation.image[chosen]
    iou, success = 100.0 * scores.iou[chosen], 100.0 * scores.success[chosen]
    return {
        "targets": count,
        "miou": float(iou.mean()),
        "miou_interval": list(bootstrap.interval(iou, groups)),
        "success": float(success.mean()),
        "success_interval": list(bootstrap.interval(success, groups)),
        "area_ratio": float(scores.area_ratio[chosen].mean()),
        "centroid_error": float(scores.centroid_error[chosen].mean()),
        "radius_error": float(scores.radius_error[chosen].mean()),
        "milliseconds": float(1000.0 * np.median(scores.seconds[chosen])),
    }


def by_size(scores: Scores, evaluation: Evaluation) -> dict[str, dict[str, Any]]:
    """Return `summarise` for each class of `SIZES`."""
    return {
        name: summarise(scores, evaluation, (evaluation.area >= low) & (evaluation.area <= high))
        for name, (low, high) in SIZES.items()
    }
