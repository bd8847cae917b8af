"""Reports of detection: tables, numbers for JSON, and the swept curves as a chart."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from p2m_core.eval import curves, metrics, report, svg
from p2m_core.eval.curves import Scored
from p2m_core.eval.metrics import MaskCounts

ALLOWANCES = (0.02, 0.05, 0.1, 0.5)
"""False targets per frame at which Pd is reported."""

COLUMNS = (
    "targets", *(f"Pd at {a:g}" for a in ALLOWANCES), "AUC", "centroid error px",
    "at threshold: Pd, false",
)  # fmt: skip


def numbers_of(scored: Scored, threshold: float | None = None) -> dict[str, Any]:
    """Return the figures of some sequences as JSON values."""
    swept = curves.corners(curves.curve(scored))
    found: dict[str, Any] = {
        "frames": scored.frames,
        "targets": scored.targets,
        "at_false_per_frame": {f"{a:g}": curves.point_at(scored, a)._asdict() for a in ALLOWANCES},
        "auc_to_1_false_per_frame": curves.auc(scored),
        "curve": {name: values.tolist() for name, values in vars(swept).items()},
    }
    if threshold is not None:
        found["at_threshold"] = curves.point_above(scored, threshold)._asdict()
    return found


def results_of(
    parts: Mapping[str, Mapping[str, Scored]], thresholds: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Return `numbers_of` for each method, overall and by sequence.

    Parameters
    ----------
    parts : mapping of str to mapping of str to Scored
        By the name of the method in the table, and of the sequence.
    thresholds : mapping of str to float, optional
        By the name of the method: a score chosen on other data, at which Pd and false targets
        are reported too.
    """
    found = {}
    for label, own in parts.items():
        at = (thresholds or {}).get(label)
        found[label] = {
            "all": numbers_of(curves.merge(own.values()), at),
            "sequences": {name: numbers_of(s, at) for name, s in own.items()},
        }
    return found


def overall(results: Mapping[str, Any]) -> str:
    """Return the Markdown table of `results_of`, one line a method."""
    rows = [[label, *_cells(r["all"])] for label, r in results.items()]
    return report.table(["method", *COLUMNS], rows)


def by_sequence(results: Mapping[str, Any]) -> str:
    """Return the Markdown table with one line for each method and sequence."""
    rows = [
        [f"{label}, {name}", *_cells(own)]
        for label, r in results.items()
        for name, own in r["sequences"].items()
    ]
    return report.table(["method, sequence", *COLUMNS], rows)


def pixels(counts: Mapping[str, MaskCounts]) -> str:
    """Return the Markdown table of masks against true masks."""
    names = ("pixel_iou", "niou", "target_miou", "pd", "fa", "auc_paper", "radius_error")
    rows = []
    for label, own in counts.items():
        found = metrics.summarise(own)
        rows.append([label, *(f"{found[name]:.3g}" for name in names)])
    return report.table(["masks", *names], rows)


def chart(title: str, parts: Mapping[str, Mapping[str, Scored]]) -> str:
    """Return the swept curves, Pd in percent over false targets a frame from 0 to 1."""
    ticks = [k / 50 for k in range(51)]
    series: dict[str, Sequence[float | None]] = {}
    for label, own in parts.items():
        whole = curves.merge(own.values())
        series[label] = [100.0 * curves.pd_at(whole, tick) for tick in ticks]
    return svg.curves(title, "false targets a frame", ticks, series)


def write_folder(
    folder: Path,
    title: str,
    tables: str,
    results: dict[str, Any],
    parts: Mapping[str, Mapping[str, Scored]],
) -> None:
    """Write the report: ``report.md``, ``report.json`` and ``roc.svg``.

    Parameters
    ----------
    tables : str
        Markdown: the tables over all sequences.
    results : dict
        For JSON; its ``methods`` are those of `results_of`.

    Raises
    ------
    P2MError
        If it cannot be written.
    """
    single = by_sequence(results["methods"])
    files = {
        "report.md": f"# {title}\n\n{tables}\n{single}\n![](roc.svg)\n",
        "report.json": report.as_json(results),
        "roc.svg": chart(title, parts),
    }
    report.write_folder(folder, files)


def _cells(own: Mapping[str, Any]) -> list[str]:
    points = own["at_false_per_frame"]
    pd = [f"{points[f'{a:g}']['pd']:.3f}" for a in ALLOWANCES]
    last = points[f"{ALLOWANCES[-1]:g}"]
    auc = own["auc_to_1_false_per_frame"]
    at = own.get("at_threshold")
    counted = (
        "-"
        if at is None
        else (f"{at['threshold']:.2f}: {at['pd']:.3f}, {at['false_per_frame']:.3f}")
    )
    return [str(own["targets"]), *pd, f"{auc:.3f}", f"{last['centroid_error']:.2f}", counted]
