"""The paper's tables on mask generation: its settings, its numbers, its claims about them.

The paper measures on SIRSTD-Pixel, whose masks were drawn with PAMG's help, so other data do not
reach its numbers; the trends in them can be checked on other data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from p2m_core.baselines import METHODS, Generate, Method, pamg
from p2m_core.eval import bootstrap
from p2m_core.eval.masks import Evaluation, Seeds, Setting
from p2m_core.pamg import PamgParams

SUPPORTS = (2, 4, 8, 12, 16, 20, 24, 28, 32, 40)
FACTORS = tuple(range(1, 11))
TERMS = {
    "size": "w/o size prior",
    "saliency": "w/o saliency",
    "homogeneity": "w/o homogeneity",
    "geometry": "w/o geometric prior",
}

# Table I, columns SIRSTD, NUDT-SIRST, IRSTD-1K, mean; mIoU %, (prior, blind).
TABLE_I: dict[str, tuple[Sequence[float] | None, Sequence[float]]] = {
    "PAMG": (None, (88.34, 75.11, 71.63, 78.36)),
    "MCLC": ((63.08, 69.44, 71.33, 67.95), (54.42, 62.69, 66.97, 61.36)),
    "MCGC": ((63.58, 73.04, 63.62, 66.75), (61.01, 70.93, 63.26, 65.07)),
    "HMG": ((51.11, 69.19, 61.75, 60.68), (43.04, 55.95, 50.91, 49.97)),
    "SAM": ((34.38, 66.28, 57.53, 52.73), (33.63, 66.15, 56.84, 52.21)),
}
# Table III: mIoU %, area ratio, centroid error, radius error.
TABLE_III = {
    Seeds.CENTER: (87.19, 1.1793, 12.1526, 0.2635),
    Seeds.RANDOM: (87.62, 1.2432, 14.6276, 0.2673),
    Seeds.BOUNDARY: (87.81, 1.2530, 15.0028, 0.2654),
}
# Table IV (a) over SUPPORTS and (b) over FACTORS, mIoU %.
TABLE_IV_A = (8.75, 34.43, 72.69, 85.09, 88.37, 88.34, 87.73, 87.03, 86.25, 84.99)
TABLE_IV_B = (8.63, 52.53, 82.98, 88.21, 89.12, 89.25, 88.97, 88.74, 88.34, 87.96)
# Table V: mIoU %, area ratio.
TABLE_V = {
    "full": (88.34, 1.22),
    "size": (75.68, 0.86),
    "saliency": (39.63, 3.29),
    "homogeneity": (49.26, 0.88),
    "geometry": (75.02, 13.40),
}
RHO_BINS = (0.0, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0, float("inf"))
"""Ends of the intervals of rho; those of Fig. 7 are not given in the text of the paper."""

BEYOND = "I, beyond"
"""Place of a `Trend` about a method that the paper does not compare with."""

_OURS = ("pamg", "pamg-paper")

# Greatest difference on a plateau, points of mIoU; the paper's own plateaus are 0.6 and 1.0 wide,
# on a hundred times as many targets.
_PLATEAU = 1.5
# A bin of rho with fewer targets is shown, but does not count in a trend.
_FEWEST = 10


def settings(methods: Sequence[Method] | None = None) -> list[Setting]:
    """Return every line of every table; each label names its table and line."""
    chosen = list(METHODS.values()) if methods is None else list(methods)
    lines = [
        Setting(f"I {m.title} {mode}", m.generate, guided=mode == "prior")
        for m in chosen
        for mode in ("prior", "blind")
    ]
    lines += [
        Setting(f"III {kind}", _pamg(), seeds=kind, draws=1 if kind is Seeds.CENTER else 3)
        for kind in TABLE_III
    ]
    lines += [
        Setting(f"III {m.title} {kind}", m.generate, seeds=kind)
        for m in chosen
        for kind in (Seeds.CENTER, Seeds.BOUNDARY)
    ]
    lines += [Setting(f"IV {r}", _pamg(support_radius=float(r))) for r in SUPPORTS]
    lines += [Setting(f"IV {k} r", _pamg(guided_factor=float(k)), guided=True) for k in FACTORS]
    lines.append(Setting("V full", _pamg()))
    # A term is left out by the weight 0; the growth still ends at pi R_s^2 pixels.
    lines += [Setting(f"V {term}", _pamg(**{term: 0.0})) for term in TERMS]
    return lines


def _pamg(**changes: float) -> Generate:
    """Return PAMG with the energy of Eq. 6, whatever the default form is."""
    return partial(
        pamg.generate,
        params=replace(PamgParams(variant="paper"), **changes),  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Trend:
    """One claim of the paper, whether it holds on this data, and the numbers behind it."""

    table: str
    claim: str
    holds: bool
    numbers: str


@dataclass(frozen=True)
class RhoBin:
    """The targets of one interval of rho."""

    name: str
    targets: int
    miou: float
    success: float


def rho_bins(evaluation: Evaluation) -> list[RhoBin]:
    """Return the non-empty bins of Fig. 7; a target without rho (one pixel) is in none."""
    scores = evaluation.scores["V full"]
    bins = []
    for low, high in pairwise(RHO_BINS):
        last = high == float("inf")
        chosen = (evaluation.rho >= low) & ((evaluation.rho < high) | last)
        if chosen.any():
            bins.append(
                RhoBin(
                    f"over {low:g}" if last else f"{low:g} - {high:g}",
                    int(chosen.sum()),
                    100.0 * float(scores.iou[chosen].mean()),
                    100.0 * float(scores.success[chosen].mean()),
                )
            )
    return bins


def trends(evaluation: Evaluation, methods: Sequence[Method] | None = None) -> list[Trend]:
    """Check every claim of the paper against `evaluation` of `settings`."""
    chosen = list(METHODS.values()) if methods is None else list(methods)
    return [
        *_table_i(evaluation, chosen),
        *_table_iii(evaluation),
        *_table_iv(evaluation),
        *_table_v(evaluation),
        *_figure_7(evaluation),
    ]


def miou(evaluation: Evaluation, label: str) -> float:
    """Return the mIoU of the setting `label`, percent."""
    return 100.0 * float(evaluation.scores[label].iou.mean())


def area_ratio(evaluation: Evaluation, label: str) -> float:
    """Return the mean area ratio of the setting `label`."""
    return float(evaluation.scores[label].area_ratio.mean())


def _table_i(evaluation: Evaluation, methods: Sequence[Method]) -> list[Trend]:
    found = []
    for other in methods:
        if other.name not in _OURS:
            table = "I" if other.title in TABLE_I else BEYOND
            for mode in ("blind", "prior"):
                found.append(_ahead(evaluation, table, "PAMG", "V full", f"{other.title} {mode}"))
        if other.name not in _OURS and other.title in TABLE_I:
            prior, blind = (miou(evaluation, f"I {other.title} {m}") for m in ("prior", "blind"))
            found.append(
                Trend("I", f"{other.title} loses without the prior", blind < prior,
                      f"{prior:.1f} -> {blind:.1f}")
            )  # fmt: skip
    ours = {m.name: m.title for m in methods}
    if "pamg" in ours:
        mine = f"I {ours['pamg']} blind"
        found += [
            _ahead(evaluation, BEYOND, "PAMG's default form", mine, f"{m.title} blind")
            for m in methods
            if m.name != "pamg"
        ]
    return found


def _ahead(evaluation: Evaluation, table: str, name: str, mine: str, other: str) -> Trend:
    differences = 100.0 * (evaluation.scores[mine].iou - evaluation.scores[f"I {other}"].iou)
    low, high = bootstrap.interval(differences, evaluation.image)
    mean = float(differences.mean())
    return Trend(
        table,
        f"{name} blind is ahead of {other}",
        mean > 0.0,
        f"by {mean:+.1f} points ({low:+.1f} to {high:+.1f})",
    )


def _table_iii(evaluation: Evaluation) -> list[Trend]:
    labels = [f"III {kind}" for kind in TABLE_III]
    scores = [miou(evaluation, label) for label in labels]
    areas = [area_ratio(evaluation, label) for label in labels]
    order = "center <= random <= boundary"
    return [
        Trend("III", f"mIoU: {order}", _rising(scores), _numbers(scores)),
        Trend("III", f"area ratio: {order}", _rising(areas), _numbers(areas, 2)),
        Trend("III", "the seed hardly matters: mIoU within 1 point",
              max(scores) - min(scores) <= 1.0, f"within {max(scores) - min(scores):.1f} points"),
    ]  # fmt: skip


def _table_iv(evaluation: Evaluation) -> list[Trend]:
    blind = [miou(evaluation, f"IV {r}") for r in SUPPORTS]
    guided = [miou(evaluation, f"IV {k} r") for k in FACTORS]
    plain = blind[SUPPORTS.index(20)]
    best = FACTORS[guided.index(max(guided))]
    return [
        Trend("IV a", "a small R_s under-grows: mIoU rises up to R_s = 16",
              _rising(blind[:5]), _numbers(blind[:5])),
        Trend("IV a", f"plateau over R_s = 16..24, within {_PLATEAU} points",
              _spread(blind[4:7]) <= _PLATEAU, _numbers(blind[4:7])),
        Trend("IV a", "a large R_s leaks: mIoU falls from R_s = 24 to 40",
              _rising(blind[:5:-1]), _numbers(blind[6:])),
        Trend("IV b", "R_s = r is far too small: under half of the best k",
              guided[0] < max(guided) / 2, _numbers([guided[0], max(guided)])),
        Trend("IV b", f"plateau over k = 4..8, within {_PLATEAU} points",
              _spread(guided[3:8]) <= _PLATEAU, _numbers(guided[3:8])),
        Trend("IV b", "the best k is 5 or 6, or within half a point of it",
              max(guided) - max(guided[4:6]) <= 0.5, f"best k = {best}: {max(guided):.1f}"),
        Trend("IV", "guided (k = 5) is above blind (R_s = 20)",
              guided[4] > plain, f"{guided[4]:.1f} against {plain:.1f}"),
    ]  # fmt: skip


def _table_v(evaluation: Evaluation) -> list[Trend]:
    full = miou(evaluation, "V full")
    without = {term: miou(evaluation, f"V {term}") for term in TERMS}
    areas = {term: area_ratio(evaluation, f"V {term}") for term in TERMS}
    found = [
        Trend("V", f"{name} hurts", without[term] < full, f"{full:.1f} -> {without[term]:.1f}")
        for term, name in TERMS.items()
    ]
    worst = min(without, key=lambda term: without[term])
    largest = max(areas, key=lambda term: areas[term])
    return [
        *found,
        Trend("V", "saliency matters most for mIoU", worst == "saliency",
              f"lowest {TERMS[worst]}: {without[worst]:.1f}"),
        Trend("V", "w/o size prior growth stops early: area ratio below the full one",
              areas["size"] < area_ratio(evaluation, "V full"),
              f"{area_ratio(evaluation, 'V full'):.2f} -> {areas['size']:.2f}"),
        Trend("V", "w/o geometric prior the area ratio is the largest",
              largest == "geometry", f"largest {TERMS[largest]}: {areas[largest]:.2f}"),
    ]  # fmt: skip


def _figure_7(evaluation: Evaluation) -> list[Trend]:
    bins = [b for b in rho_bins(evaluation) if b.targets >= _FEWEST]
    scores, successes = [b.miou for b in bins], [b.success for b in bins]
    fair = f"bin by bin (of at least {_FEWEST} targets)"
    found = [
        Trend("Fig. 7", f"mIoU rises with rho, {fair}", _rising(scores), _numbers(scores)),
        Trend("Fig. 7", f"success rises with rho, {fair}", _rising(successes),
              _numbers(successes)),
    ]  # fmt: skip
    iou, rho = 100.0 * evaluation.scores["V full"].iou, evaluation.rho
    for claim, low, high in (
        ("rho below 1 is worse than above", rho < 1.0, rho >= 1.0),
        ("rho from 1 to 2 is worse than above 2", (rho >= 1.0) & (rho < 2.0), rho >= 2.0),
    ):
        if low.any() and high.any():
            below, above = float(iou[low].mean()), float(iou[high].mean())
            numbers = f"{below:.1f} (n = {low.sum()}), {above:.1f} (n = {high.sum()})"
            found.append(Trend("Fig. 7", claim, below < above, numbers))
    return found


def _rising(numbers: Sequence[float]) -> bool:
    return all(a <= b for a, b in pairwise(numbers))


def _spread(numbers: Sequence[float]) -> float:
    return max(numbers) - min(numbers)


def _numbers(numbers: Sequence[float], digits: int = 1) -> str:
    return ", ".join(f"{n:.{digits}f}" for n in numbers)
