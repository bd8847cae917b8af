"""Every step of every growth as numbers: the choices of a form of the energy.

The path does not depend on the form, so one growth a seed serves to fit and to score them all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import count

import numpy as np
from numpy.typing import NDArray

from p2m_core.eval.masks import RNG_SEED, Seeds, draw_seed
from p2m_core.eval.targets import find_pairs, load_scenes
from p2m_core.geometry import equivalent_radius
from p2m_core.pamg import Growth, PamgParams, grow_many
from p2m_core.pamg._fitting import FITTED, MOST_STEPS, terms_of
from p2m_core.synth import BACKGROUNDS, SynthConfig, make_sequence
from tests.bench.variant_ideas import MORE, more_columns
from tests.real_data import ROOT

TERMS = (*FITTED, "geometry")
Target = tuple[NDArray[np.generic], NDArray[np.bool_], int]  # image, mask, number of the image


@dataclass(frozen=True, eq=False)
class Steps:
    """Arrays with one entry a seed; those of steps are (seeds, MOST_STEPS)."""

    terms: NDArray[np.float64]  # (..., TERMS): what the weights multiply
    more: NDArray[np.float64]  # (..., M): what the ideas look at besides
    possible: NDArray[np.bool_]  # steps that have an energy
    iou: NDArray[np.float64]
    paper: NDArray[np.float64]  # IoU of the paper's form
    rim: NDArray[np.float64]  # and of the form rim as it is shipped
    margin: NDArray[np.float64]  # of the latter
    image: NDArray[np.int64]

    def part(self, chosen: NDArray[np.bool_]) -> "Steps":
        return Steps(*(getattr(self, f.name)[chosen] for f in fields(self)))


def of_sirst(draws: int, factor: float | None = None) -> Steps:
    """Every target of SIRST, with as many random interior seeds each; guided with a factor."""
    folder = ROOT / "sirst"
    pairs = find_pairs(folder / "images", folder / "masks", folder / "dev.txt")
    targets: Iterator[Target] = (
        (scene.image, mask, number)
        for number, scene in enumerate(load_scenes(pairs))
        for mask in scene.targets
    )
    return of_targets(targets, draws, factor)


def of_synthetic(configs: Iterable[SynthConfig], factor: float | None = None) -> Steps:
    """Every target of one-frame sequences, with one random interior seed each."""
    numbers = count()
    drawn = ((make_sequence(config), next(numbers)) for config in configs)
    targets: Iterator[Target] = (
        (s.frames[0], s.instances[0] == t.track, n) for s, n in drawn for t in s.targets
    )
    return of_targets(targets, 1, factor)


def of_targets(targets: Iterable[Target], draws: int, factor: float | None) -> Steps:
    rngs = [np.random.default_rng(RNG_SEED + k) for k in range(draws)]
    rows = []
    for image, mask, number in targets:
        for rng in rngs:
            seed = draw_seed(mask, Seeds.RANDOM, rng)
            rows.append(_row(image, mask, number, seed, factor))
    return Steps(*(np.array(column) for column in zip(*rows, strict=True)))


def _row(
    image: NDArray[np.generic],
    mask: NDArray[np.bool_],
    number: int,
    seed: tuple[float, float],
    factor: float | None,
) -> tuple[object, ...]:
    radii = None if factor is None else [equivalent_radius(int(mask.sum()))]
    paper, rim = (
        grow_many(image, [seed], radii, PamgParams(variant=variant, guided_factor=factor or 5.0))[0]
        for variant in ("paper", "rim")
    )
    path = rim.path[:MOST_STEPS]
    terms = np.zeros((MOST_STEPS, len(TERMS)))
    more = np.zeros((MOST_STEPS, len(MORE)))
    if factor is None:
        more[: len(path)] = np.nan_to_num(more_columns(image, rim))
    found = terms_of(image, rim, PamgParams().epsilon)[: len(path), : len(FITTED)]
    finite = np.isfinite(found).all(axis=1)
    possible = np.zeros(MOST_STEPS, bool)
    possible[: len(path)] = finite
    terms[: len(path), :-1][finite] = found[finite]
    farthest = np.maximum.accumulate(((path - path[0]) ** 2).sum(axis=1))
    terms[: len(path), -1] = -farthest / (2.0 * rim.support_radius**2)
    possible[0] |= not possible.any()  # as `grow`, which then takes the first step
    all_iou = _ious(mask, rim)
    iou = np.zeros(MOST_STEPS)
    iou[: len(path)] = all_iou[:MOST_STEPS]
    return (terms, more, possible, iou, all_iou[paper.step - 1], all_iou[rim.step - 1],
            rim.margin, number)  # fmt: skip


def _ious(mask: NDArray[np.bool_], growth: Growth) -> NDArray[np.float64]:
    inside = np.cumsum(mask[tuple(growth.path.T)])
    n = np.arange(1, len(growth.path) + 1)
    iou: NDArray[np.float64] = inside / (n + mask.sum() - inside)
    return iou


def taught() -> list[SynthConfig]:
    """The synthetic sequences of the fit: all backgrounds, both depths, three optics."""
    return [
        _config(500_000 + k, background=BACKGROUNDS[k % 5], bit_depth=(8, 16)[k % 2],
                optics_sigma=(0.6, 1.0, 1.5)[k % 3], dark_fraction=0.2)
        for k in range(120)
    ]  # fmt: skip


def tested() -> dict[str, list[SynthConfig]]:
    """The synthetic sets that the forms are compared on; no seed of theirs is in `taught`."""
    changes: dict[str, dict[str, object]] = {}
    for bits in (8, 16):
        for kind in BACKGROUNDS:
            changes[f"{kind} {bits}-bit"] = {"background": kind, "bit_depth": bits}
    for size in ((1.0, 2.0), (2.0, 4.0), (4.0, 6.0), (6.0, 9.0)):
        changes[f"size {size[0]:g}-{size[1]:g}"] = {"target_size": size}
    for scr in ((1.5, 3.0), (3.0, 6.0), (6.0, 12.0), (12.0, 20.0)):
        changes[f"SCR {scr[0]:g}-{scr[1]:g}"] = {"scr": scr}
    for sigma in (0.6, 1.0, 1.5, 2.0):
        changes[f"optics {sigma:g}"] = {"optics_sigma": sigma}
    for share, name in ((0.0, "bright"), (1.0, "dark")):
        changes[name] = {"dark_fraction": share}
    return {
        name: [
            _config(100_000 + 1000 * number + k, **{"background": BACKGROUNDS[k % 5], **change})
            for k in range(60)
        ]
        for number, (name, change) in enumerate(changes.items())
    }


def _config(seed: int, **changes: object) -> SynthConfig:
    usual: dict[str, object] = {
        "frames": 1, "n_targets": 4, "height": 192, "width": 192, "target_size": (1.0, 9.0),
        "scr": (2.0, 20.0), "dark_fraction": 0.3,
    }  # fmt: skip
    return SynthConfig(seed=seed, **{**usual, **changes})  # type: ignore[arg-type]
