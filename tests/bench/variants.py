"""``python -m tests.bench.variants``: fits the form ``rim`` again, and compares the forms.

The weights are those that maximise, with each term in units of its standard deviation s,

    mean over seeds of  ln sum_n softmax(E)_n IoU_n  -  1e-5 |w s|^2

over SIRST (nine tenths of the mean) and drawn targets (one tenth), all blind: fitted to guided
growths as well, or with a greater weight of the geometry term, the guided mode gains what the
blind one loses, a tenth of a point. Figures of SIRST are scored by fits to other images, except the
margins and growths from several seeds. Takes about twenty minutes.
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
SYNTHETIC = 0.1  # share of the drawn targets in the fit
PENALTY = 1e-5
Array = NDArray[np.float64]
Energies = Callable[[Steps], Array]
Both = tuple[Steps, Steps]  # blind, and guided with k = 5
Look = Callable[[Steps, Steps, Energies], Array]


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


def fit_all(sirst: Both, drawn: Both | None, columns: Callable[[Steps], Array]) -> Array:
    if drawn is None:
        return fit([(sirst[0], 1.0)], columns)
    return fit([(sirst[0], 1.0 - SYNTHETIC), (drawn[0], SYNTHETIC)], columns)


def linear(sirst: Both, drawn: Both | None, columns: Callable[[Steps], Array]) -> Energies:
    weights = fit_all(sirst, drawn, columns)
    return lambda s: np.where(s.possible, columns(s) @ weights, -np.inf)


def network(sirst: Both, columns: Callable[[Steps], Array]) -> Energies:
    energies = ideas.network(columns(sirst[0]), sirst[0].possible, sirst[0].iou)
    return lambda s: energies(columns(s), s.possible)


def terms(steps: Steps) -> Array:
    return steps.terms


def terms_and(*names: str) -> Callable[[Steps], Array]:
    chosen = [ideas.MORE.index(name) for name in names]
    return lambda s: np.concatenate([s.terms, s.more[..., chosen]], axis=-1)


def taken(steps: Steps, energy: Array, choose: ideas.Choose = ideas.of_greatest_energy) -> Array:
    iou: Array = steps.iou[np.arange(len(energy)), choose(energy)]
    return iou


def blind(steps: Steps, _: Steps, energies: Energies) -> Array:
    return taken(steps, energies(steps))


def expected(steps: Steps, _: Steps, energies: Energies) -> Array:
    return taken(steps, energies(steps), ideas.of_best_expected_iou)


def guided(_: Steps, steps: Steps, energies: Energies) -> Array:
    return taken(steps, energies(steps))


def left_out(both: Both, train: Callable[[Both], Energies], looks: list[Look]) -> list[Array]:
    """Score each seed with fits to other images; the mean over divisions into folds."""
    numbers = both[0].image
    images = np.unique(numbers)
    scores = [np.zeros(len(numbers)) for _ in looks]
    for division in range(DIVISIONS):
        order = np.random.default_rng(division).permutation(len(images)) % FOLDS
        fold = order[np.searchsorted(images, numbers)]
        for k in range(FOLDS):
            energies = train((both[0].part(fold != k), both[1].part(fold != k)))
            rest = both[0].part(fold == k), both[1].part(fold == k)
            for total, look in zip(scores, looks, strict=True):
                total[fold == k] += look(*rest, energies) / DIVISIONS
    return scores


def show(name: str, iou: Array, image: NDArray[np.int64], *others: Array) -> None:
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


def on_sirst(sirst: Both, drawn: Both) -> None:
    steps, with_radius = sirst
    image = steps.image
    header("SIRST, scored on images left out", "mIoU %", "success %", "to paper", "to rim")
    show("paper", steps.paper, image)
    show("paper, guided, k = 5", with_radius.paper, image, steps.paper)
    looks = [blind, expected, guided]
    rim, by_overlap, by_radius = left_out(sirst, lambda s: linear(s, drawn, terms), looks)
    show("rim", rim, image, steps.paper)
    show("rim as shipped (fitted to these)", steps.rim, image, steps.paper, rim)
    show("rim, guided, k = 5", by_radius, image, steps.paper, rim)
    show("best expected IoU", by_overlap, image, steps.paper, rim)
    (alone,) = left_out(sirst, lambda s: linear(s, None, terms), looks[:1])
    show("rim fitted to SIRST alone", alone, image, steps.paper, rim)
    for names in (("spot",), ("border",), ideas.MORE):
        columns = terms_and(*names)
        found = left_out(sirst, lambda s: linear(s, drawn, columns), looks[:2])  # noqa: B023
        for iou, way in zip(found, ("", ", best expected IoU"), strict=True):
            show(f"rim + {', '.join(names)}{way}", iou, image, steps.paper, rim)
    for name, columns in (("its terms", terms), ("all columns", terms_and(*ideas.MORE))):
        found = left_out(sirst, lambda s: network(s, columns), looks[:2])  # noqa: B023
        for iou, way in zip(found, ("", ", best expected IoU"), strict=True):
            show(f"network on {name}{way}", iou, image, steps.paper, rim)


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
        show(name, np.array(ious), np.array(image), np.array(rim))


def on_drawn(sirst: Both, drawn: Both) -> None:
    backgrounds = np.array([BACKGROUNDS[k % 5] for k in range(120)])[drawn[0].image]
    fits = {"SIRST alone": linear(sirst, None, terms)}
    for kind in BACKGROUNDS:
        others = drawn[0].part(backgrounds != kind), drawn[1].part(backgrounds != kind)
        fits[kind] = linear(sirst, others, terms)
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


def margins() -> None:
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
    sirst = of_sirst(DRAWS), of_sirst(DRAWS, 5.0)
    drawn = of_synthetic(taught()), of_synthetic(taught(), 5.0)
    print(f"\n{len(sirst[0].iou)} seeds in SIRST, {len(drawn[0].iou)} drawn\n")
    for name, value in zip(TERMS, fit_all(sirst, drawn, terms), strict=True):
        print(f"{name:12} fitted {value:8.3f}   shipped {getattr(VARIANTS['rim'], name):8.3f}")
    margins()
    on_drawn(sirst, drawn)
    on_sirst(sirst, drawn)
    of_several_growths()


if __name__ == "__main__":
    main()
