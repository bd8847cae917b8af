"""``python -m tests.bench.variants``: fits the form ``rim`` again, and compares the forms.

The weights are those that maximise, with each term in units of its standard deviation s,

    mean over seeds of  ln sum_n softmax(E)_n IoU_n  -  1e-5 |w s|^2

over SIRST (nine tenths of the mean) and drawn targets (one tenth), blind and guided alike. What is
told of SIRST is scored by fits to other images; takes about ten minutes.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from p2m_core.eval.bootstrap import interval
from p2m_core.eval.masks import RNG_SEED, Seeds, draw_seed, score
from p2m_core.eval.targets import find_pairs, load_scenes
from p2m_core.pamg import VARIANTS, PamgParams, grow
from p2m_core.synth import BACKGROUNDS
from tests.bench import variant_ideas as ideas
from tests.bench.__main__ import machine
from tests.bench.variant_steps import TERMS, Steps, of_sirst, of_synthetic, taught, tested
from tests.real_data import ROOT

DRAWS, FOLDS, DIVISIONS = 5, 6, 2
SYNTHETIC, GUIDED = 0.1, 0.5  # shares in the fit
PENALTY = 1e-5
Array = NDArray[np.float64]
Energies = Callable[[Steps], Array]


def fit(parts: list[tuple[Steps, float]], columns: Callable[[Steps], Array]) -> Array:
    """Return the weights for the steps and their shares; the terms count at least 0."""
    x = np.concatenate([columns(s) for s, _ in parts])
    possible = np.concatenate([s.possible for s, _ in parts])
    log_iou = np.log(np.maximum(np.concatenate([s.iou for s, _ in parts]), 1e-3))
    share = np.concatenate([np.full(len(s.iou), w / len(s.iou)) for s, w in parts])
    scale = x[possible].std(axis=0)
    x = x / scale
    fixed = np.where(possible, 0.0, -np.inf)

    def loss(u: Array) -> tuple[float, Array]:
        energy = x @ u + fixed
        good, every = logsumexp(energy + log_iou, axis=1), logsumexp(energy, axis=1)
        away = np.exp(energy + log_iou - good[:, None]) - np.exp(energy - every[:, None])
        slope = share @ np.einsum("ij,ijk->ik", away, x)
        return share @ (every - good) + PENALTY * (u @ u), 2.0 * PENALTY * u - slope

    free = x.shape[-1] - len(TERMS)
    bounds = [(0.0, None)] * len(TERMS) + [(None, None)] * free
    start = np.zeros(x.shape[-1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 1000})  # fmt: skip
    weights: Array = found.x / scale
    return weights


def with_guided(steps: Steps, share: float) -> list[tuple[Steps, float]]:
    return [(steps, share * (1.0 - GUIDED)), (steps.guided(5.0), share * GUIDED)]


def linear(sirst: Steps, drawn: Steps | None, columns: Callable[[Steps], Array]) -> Energies:
    parts = with_guided(sirst, 1.0 - SYNTHETIC if drawn else 1.0)
    if drawn:
        parts += with_guided(drawn, SYNTHETIC)
    weights = fit(parts, columns)
    return lambda s: np.where(s.possible, columns(s) @ weights, -np.inf)


def network(sirst: Steps, columns: Callable[[Steps], Array]) -> Energies:
    energies = ideas.network(columns(sirst), sirst.possible, sirst.iou)
    return lambda s: energies(columns(s), s.possible)


def terms(steps: Steps) -> Array:
    return steps.terms


def terms_and(*names: str) -> Callable[[Steps], Array]:
    chosen = [ideas.MORE.index(name) for name in names]
    return lambda s: np.concatenate([s.terms, s.more[..., chosen]], axis=-1)


def taken(steps: Steps, energy: Array, choose: ideas.Choose = ideas.of_greatest_energy) -> Array:
    iou: Array = steps.iou[np.arange(len(energy)), choose(energy)]
    return iou


def left_out(steps: Steps, train: Callable[[Steps], Energies], looks: list[
    Callable[[Steps, Array], Array]
]) -> list[Array]:  # fmt: skip
    """Score each seed with fits to other images; the mean over divisions into folds."""
    scores = [np.zeros(len(steps.image)) for _ in looks]
    for division in range(DIVISIONS):
        images = np.unique(steps.image)
        order = np.random.default_rng(division).permutation(len(images)) % FOLDS
        fold = order[np.searchsorted(images, steps.image)]
        for k in range(FOLDS):
            energies, rest = train(steps.part(fold != k)), steps.part(fold == k)
            for total, look in zip(scores, looks, strict=True):
                total[fold == k] += look(rest, energies(rest)) / DIVISIONS
    return scores


def told(name: str, iou: Array, image: NDArray[np.int64], *others: Array) -> None:
    cells = []
    for values in (100.0 * iou, 100.0 * (iou > 0.5)):
        low, high = interval(values, image)
        cells.append(f"{values.mean():5.1f} ({low:.1f} to {high:.1f})")
    for other in others:
        low, high = interval(100.0 * (iou - other), image)
        cells.append(f"{100.0 * (iou - other).mean():+5.1f} ({low:+.1f} to {high:+.1f})")
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def header(*cells: str) -> None:
    print("\n| " + " | ".join(cells) + " |\n|" + "---|" * len(cells))


def on_sirst(sirst: Steps, drawn: Steps) -> None:
    header("SIRST, scored on images left out", "mIoU %", "success %", "to paper", "to rim")
    told("paper", sirst.paper, sirst.image)
    looks = [taken, lambda s, e: taken(s, e, ideas.of_best_expected_iou)]
    looks += [lambda s, _, k=k: taken(s.guided(k), ENERGIES[0](s.guided(k))) for k in GUIDES]

    def train(some: Steps) -> Energies:
        ENERGIES[:] = [linear(some, drawn, terms)]
        return ENERGIES[0]

    rim, expected, *guided = left_out(sirst, train, looks)
    told("rim", rim, sirst.image, sirst.paper)
    told("rim as shipped (fitted to these)", sirst.rim, sirst.image, sirst.paper, rim)
    for k, iou in zip(GUIDES, guided, strict=True):
        told(f"rim, guided, k = {k}", iou, sirst.image, sirst.paper, rim)
    told("best expected IoU", expected, sirst.image, sirst.paper, rim)
    (alone,) = left_out(sirst, lambda s: linear(s, None, terms), [taken])
    told("rim fitted to SIRST alone", alone, sirst.image, sirst.paper, rim)
    for names in (("spot",), ("border",), ideas.MORE):
        columns = terms_and(*names)
        found = left_out(sirst, lambda s: linear(s, drawn, columns), looks[:2])  # noqa: B023
        for iou, way in zip(found, ("", ", best expected IoU"), strict=True):
            told(f"rim + {', '.join(names)}{way}", iou, sirst.image, sirst.paper, rim)
    for name, columns in (("its terms", terms), ("all columns", terms_and(*ideas.MORE))):
        found = left_out(sirst, lambda s: network(s, columns), looks[:2])  # noqa: B023
        for iou, way in zip(found, ("", ", best expected IoU"), strict=True):
            told(f"network on {name}{way}", iou, sirst.image, sirst.paper, rim)


ENERGIES: list[Energies] = []
GUIDES = range(1, 11)


def of_several_growths() -> None:
    folder = ROOT / "sirst"
    pairs = find_pairs(folder / "images", folder / "masks", folder / "dev.txt")
    rng = np.random.default_rng(RNG_SEED)
    ways = {"again from the brightest": ideas.again_from_the_brightest,
            "vote of seeds": ideas.vote_of_seeds}  # fmt: skip
    image, rim, found = [], [], {name: [] for name in ways}
    for number, scene in enumerate(load_scenes(pairs)):
        for truth in scene.targets:
            first = grow(scene.image, draw_seed(truth, Seeds.RANDOM, rng))
            image.append(number)
            rim.append(score(first.mask, truth).iou)
            for name, way in ways.items():
                found[name].append(score(way(scene.image, first), truth).iou)
    header("Several growths, one seed a target", "mIoU %", "success %", "to the default")
    for name, ious in found.items():
        told(name, np.array(ious), np.array(image), np.array(rim))


def on_drawn(sirst: Steps, drawn: Steps) -> None:
    backgrounds = np.array([BACKGROUNDS[k % 5] for k in range(120)])[drawn.image]
    fits = {"SIRST alone": linear(sirst, None, terms)}
    fits |= {kind: linear(sirst, drawn.part(backgrounds != kind), terms) for kind in BACKGROUNDS}
    header("Drawn set", "seeds", "paper", "rim as shipped", "to paper",
           "fitted to SIRST alone", "fitted without this background")  # fmt: skip
    for name, configs in tested().items():
        steps = of_synthetic(configs)
        low, high = interval(100.0 * (steps.rim - steps.paper), steps.image)
        cells = [str(len(steps.iou)), f"{100 * steps.paper.mean():.1f}",
                 f"{100 * steps.rim.mean():.1f}", f"{low:+.1f} to {high:+.1f}"]  # fmt: skip
        for energies in (fits["SIRST alone"], fits.get(name.split()[0])):
            if energies:
                gain = 100.0 * (taken(steps, energies(steps)) - steps.paper)
                low, high = interval(gain, steps.image)
                cells.append(f"{low:+.1f} to {high:+.1f}")
            else:
                cells.append("")
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def margins(sirst: Steps) -> None:
    folder = ROOT / "sirst"
    pairs = find_pairs(folder / "images", folder / "masks", folder / "dev.txt")
    for variant in VARIANTS:
        params = PamgParams(variant=variant)
        rngs = [np.random.default_rng(RNG_SEED + k) for k in range(DRAWS)]
        rows = []
        for scene in load_scenes(pairs):
            for truth in scene.targets:
                for rng in rngs:
                    g = grow(scene.image, draw_seed(truth, Seeds.RANDOM, rng), params)
                    rows.append((g.margin, score(g.mask, truth).iou))
        margin, iou = np.array(rows).T
        tenth = np.percentile(np.nan_to_num(margin, nan=-np.inf), 10)
        print(f"\n{variant}: a tenth of the margins is below {tenth:.3g}\n")
        header(f"margin, {variant}", "mIoU %", "success %")
        for some in np.array_split(np.argsort(np.nan_to_num(margin, nan=-np.inf)), 10):
            ends = f"{margin[some[0]]:.2f} to {margin[some[-1]]:.2f}"
            cells = f"{100 * iou[some].mean():.1f} | {100 * (iou[some] > 0.5).mean():.1f}"
            print(f"| {ends} | {cells} |")


def main() -> None:
    print(machine())
    sirst, drawn = of_sirst(DRAWS), of_synthetic(taught())
    weights = fit([*with_guided(sirst, 1 - SYNTHETIC), *with_guided(drawn, SYNTHETIC)], terms)
    print(f"\n{len(sirst.iou)} seeds in SIRST, {len(drawn.iou)} drawn\n")
    for name, value in zip(TERMS, weights, strict=True):
        print(f"{name:12} fitted {value:8.3f}   shipped {getattr(VARIANTS['rim'], name):8.3f}")
    margins(sirst)
    on_drawn(sirst, drawn)
    on_sirst(sirst, drawn)
    of_several_growths()


if __name__ == "__main__":
    main()
