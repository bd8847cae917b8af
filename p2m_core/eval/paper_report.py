"""The report of ``p2m eval masks --preset paper``: our tables with the paper's beside them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from p2m_core.baselines import METHODS, Method
from p2m_core.eval import paper, report, svg
from p2m_core.eval.masks import Evaluation, Seeds
from p2m_core.eval.paper import (
    FACTORS,
    SUPPORTS,
    TABLE_I,
    TABLE_III,
    TABLE_IV_A,
    TABLE_IV_B,
    TABLE_V,
    TERMS,
    Trend,
)


def results_of(evaluation: Evaluation, methods: Sequence[Method] | None = None) -> dict[str, Any]:
    """Return every table, the bins of Fig. 7 and the trends as JSON values."""
    chosen = list(METHODS.values()) if methods is None else list(methods)
    return {
        "targets": int(evaluation.area.size),
        "images": len(set(evaluation.image.tolist())),
        "settings": report.results_of(evaluation, paper.settings(chosen)),
        "rho_bins": [asdict(b) for b in paper.rho_bins(evaluation)],
        "rho_undefined": int((evaluation.rho != evaluation.rho).sum()),
        "trends": [asdict(t) for t in paper.trends(evaluation, chosen)],
    }


def files_of(results: dict[str, Any], title: str) -> dict[str, str]:
    """Return the report's files by their names: Markdown, JSON and charts."""
    lines = results["settings"]
    blind = {
        _method(k).removesuffix(" blind"): r
        for k, r in lines.items()
        if k.startswith("I ") and k.endswith("blind")
    }
    by_size = {f"PAMG {r['mode']}": r for k, r in lines.items() if k in ("IV 20", "IV 5 r")}
    ours_a = [_miou(lines, f"IV {r}") for r in SUPPORTS]
    ours_b = [_miou(lines, f"IV {k} r") for k in FACTORS]
    bins = results["rho_bins"]
    return {
        "report.md": _markdown(results, title),
        "report.json": report.as_json(results),
        "table_1.svg": report.method_chart("Table I, blind, random seed", blind),
        "by_size.svg": report.size_chart("PAMG by target size, mIoU %", by_size),
        "table_4a.svg": svg.lines(
            "Table IV (a): mIoU % over R_s, blind", "R_s, pixels", SUPPORTS,
            {"here": ours_a, "paper (SIRSTD-Pixel)": TABLE_IV_A},
        ),
        "table_4b.svg": svg.lines(
            "Table IV (b): mIoU % over k, guided", "k", FACTORS,
            {"here": ours_b, "paper (SIRSTD-Pixel)": TABLE_IV_B},
        ),
        "table_5.svg": svg.bars(
            "Table V: mIoU % without each term", "", ["full", *TERMS.values()],
            {
                "here": [_miou(lines, f"V {term}") for term in TABLE_V],
                "paper (SIRSTD-Pixel)": [value for value, _ in TABLE_V.values()],
            },
        ),
        "figure_7.svg": svg.bars(
            "Fig. 7: PAMG by rho", "rho", [b["name"] for b in bins],
            {
                "mIoU %": [b["miou"] for b in bins],
                "success % (IoU > 0.5)": [b["success"] for b in bins],
            },
        ),
    }  # fmt: skip


def verdict(results: dict[str, Any]) -> str:
    """Return the outcome in one line."""
    theirs = [t for t in results["trends"] if t["table"] != paper.BEYOND]
    held = sum(t["holds"] for t in theirs)
    r = results["settings"]["V full"]["all"]
    return (
        f"{results['targets']} targets in {results['images']} images: PAMG blind "
        f"mIoU {r['miou']:.1f} %, success {r['success']:.1f} %; "
        f"{held} of the paper's {len(theirs)} trends hold"
    )


def _markdown(results: dict[str, Any], title: str) -> str:
    lines = results["settings"]
    first = {_method(k): r for k, r in lines.items() if k.startswith("I ")}
    trends = [Trend(**t) for t in results["trends"]]
    parts = [
        f"# {title}\n",
        f"{verdict(results)}.\n",
        "The paper's numbers (in the columns or lines named so) are from other data, SIRSTD-Pixel "
        "unless stated otherwise, whose masks were drawn with PAMG's help. Intervals are 95 % "
        "bootstrap over images; success is IoU > 0.5; area ratios and errors (pixels) are means; "
        "ms is the median time of one mask.\n",
        f"## What holds\n\n{paper.BEYOND}: methods that the paper does not compare with.\n",
        _trend_table([t for t in trends if t.holds]),
        "## What does not\n",
        _trend_table([t for t in trends if not t.holds]),
        "## Table I: mask generators, random interior seed\n",
        "prior: the method gets the true radius (PAMG: guided, k = 5). ![](table_1.svg)\n",
        report.overall(first, "here"),
        _paper_table_i(),
        "### By size: mIoU % (success %)\n",
        report.sizes(first, "true area"),
        "![](by_size.svg)\n",
        "## Table III: where the seed falls\n",
        "As in the paper, random and boundary seeds are the mean of three draws.\n",
        _table_iii(lines),
        "The other methods, one draw: mIoU %.\n",
        _seeds_of_methods(lines),
        "## Table IV: the support radius, mIoU %\n",
        _table_iv("R_s, blind", SUPPORTS, [_miou(lines, f"IV {r}") for r in SUPPORTS], TABLE_IV_A),
        _table_iv("k, guided", FACTORS, [_miou(lines, f"IV {k} r") for k in FACTORS], TABLE_IV_B),
        "![](table_4a.svg) ![](table_4b.svg)\n",
        "## Table V: each term left out\n",
        _table_v(lines),
        "![](table_5.svg)\n",
        "## Fig. 7: PAMG by rho of the true mask\n",
        report.table(
            ["rho", "targets", "mIoU %", "success %"],
            [
                [b["name"], str(b["targets"]), f"{b['miou']:.1f}", f"{b['success']:.1f}"]
                for b in results["rho_bins"]
            ],
        ),
        f"{results['rho_undefined']} targets have no rho: one pixel, or neither they nor their "
        "surroundings vary. ![](figure_7.svg)\n",
    ]
    return "\n".join(parts)


def _method(label: str) -> str:
    return label.removeprefix("I ")


def _miou(lines: dict[str, Any], label: str) -> float:
    return float(lines[label]["all"]["miou"])


def _trend_table(trends: list[Trend]) -> str:
    if not trends:
        return "Nothing.\n"
    rows = [[t.table, t.claim, t.numbers] for t in trends]
    return report.table(["where", "claim", "here"], rows, words=True)


def _paper_table_i() -> str:
    rows = []
    for name, (prior, blind) in TABLE_I.items():
        if prior is not None:
            rows.append([f"{name} prior", *(f"{v:.2f}" for v in prior)])
        rows.append([f"{name} blind", *(f"{v:.2f}" for v in blind)])
    return report.table(["the paper, mIoU %", "SIRSTD", "NUDT-SIRST", "IRSTD-1K", "mean"], rows)


def _table_iii(lines: dict[str, Any]) -> str:
    rows = []
    for kind, theirs in TABLE_III.items():
        r = lines[f"III {kind}"]["all"]
        ours = (r["miou"], r["area_ratio"], r["centroid_error"], r["radius_error"])
        pairs = [
            cell
            for own, other, form in zip(ours, theirs, (".1f", ".2f", ".2f", ".2f"), strict=True)
            for cell in (f"{own:{form}}", f"{other:{form}}")
        ]
        rows.append([str(kind), *pairs])
    names = ("mIoU %", "area ratio", "centroid error", "radius error")
    header = [cell for name in names for cell in (name, "paper")]
    return report.table(["seed", *header], rows)


def _seeds_of_methods(lines: dict[str, Any]) -> str:
    order = (Seeds.CENTER, Seeds.RANDOM, Seeds.BOUNDARY)
    blind = [k.removesuffix(" blind") for k in lines if k.startswith("I ") and k.endswith("blind")]
    rows = []
    for name in map(_method, blind):
        found = {
            kind: _miou(lines, f"I {name} blind" if kind is Seeds.RANDOM else f"III {name} {kind}")
            for kind in order
        }
        spread = max(found.values()) - min(found.values())
        rows.append([name, *(f"{found[kind]:.1f}" for kind in order), f"{spread:.1f}"])
    return report.table(["method", *map(str, order), "spread"], rows)


def _table_iv(
    name: str, values: Sequence[int], ours: Sequence[float], theirs: Sequence[float]
) -> str:
    return report.table(
        [name, *map(str, values)],
        [["here", *(f"{v:.1f}" for v in ours)], ["paper", *(f"{v:.1f}" for v in theirs)]],
    )


def _table_v(lines: dict[str, Any]) -> str:
    rows = []
    for term, (their_miou, their_ratio) in TABLE_V.items():
        r = lines[f"V {term}"]["all"]
        rows.append(
            [TERMS.get(term, term), f"{r['miou']:.1f}", f"{their_miou:.1f}",
             f"{r['area_ratio']:.2f}", f"{their_ratio:.2f}", f"{r['success']:.1f}"]
        )  # fmt: skip
    return report.table(["variant", "mIoU %", "paper", "area ratio", "paper", "success %"], rows)
