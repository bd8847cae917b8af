"""The statistics of a data set as text, JSON, tables and charts (paper, Fig. 4)."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.statistics import classes
from p2m_core.datasets.statistics.examination import Examination
from p2m_core.datasets.statistics.findings import Finding, describe
from p2m_core.datasets.statistics.numbers import TargetStatistics, steps_of, track_lengths
from p2m_core.eval import svg
from p2m_core.eval.report import as_json, table
from p2m_core.words import counted

_ON_SCREEN = 8  # sequences listed one by one
_FIRST, _LISTED = 3, 20  # places of a warning on the screen, and in the report

_SPREADS = {
    "area": "area, px", "radius": "radius, px", "scr": "SCR", "rho": "rho",
    "speed": "speed, px a frame", "track_length": "track, frames",
}  # fmt: skip


def results_of(examined: Examination) -> dict[str, Any]:
    """Return everything as JSON values; places count frames from 0."""
    found = examined.found
    targets = found.targets
    steps = steps_of(targets)
    lengths = track_lengths(targets)
    where = targets["sequence"]
    width, height = _sizes(found)
    return {
        "sequences": len(found.sequences),
        "frames": found.labelled,
        "empty_frames": found.empty,
        "targets": sum(row.targets for row in found.sequences),
        "tracks": len(lengths),
        "masks_by_pamg": found.grown,
        "targets_by_components": found.by_components,
        "not_measured": len(found.faults),
        "bright_share": _bright_share(targets),
        **{name: classes.spread(targets[name].astype(float)) for name in ("area", "radius")},
        **{name: classes.spread(targets[name]) for name in ("scr", "rho")},
        "speed": classes.spread(steps.speed),
        "track_length": classes.spread(lengths.astype(float)),
        "scale": classes.scale_classes(targets["area"]),
        "saliency": classes.saliency_classes(targets["scr"]),
        "speeds": classes.classes(steps.speed, classes.SPEEDS),
        "track_lengths": classes.classes(lengths, classes.LENGTHS),
        "fig4": {
            "scale": classes.scale_density(targets["area"]),
            "saliency": classes.saliency_density(targets["scr"]),
        },
        "positions": classes.positions(
            targets["x"], targets["y"], width[where], height[where]
        ).tolist(),
        "categories": _categories(found),
        "attributes": _attributes(found),
        "by_category": _by_category(found),
        "per_sequence": [
            {
                "name": row.name, "split": row.split, "size": [row.width, row.height],
                "frames": row.frames, "labelled": row.labelled, "empty": row.empty,
                "targets": row.targets, "tracks": row.tracks, "categories": row.categories,
                "attributes": row.attributes,
            }
            for row in found.sequences
        ],
        "warnings": [_warning(examined, finding) for finding in examined.findings],
    }  # fmt: skip


def screen(results: dict[str, Any]) -> str:
    """Return what a terminal shows of `results_of`: no more than fits on it."""
    parts = [_heading(results)]
    if results["targets"]:
        parts += [_spreads(results), _distributions(results), _classes(results)]
    if 1 < results["sequences"] <= _ON_SCREEN:
        parts.append(_sequences(results))
    parts.append("\n".join(_line(w, _FIRST) for w in results["warnings"]))
    return "\n\n".join(part.rstrip() for part in parts if part)


def files_of(examined: Examination, results: dict[str, Any], title: str) -> dict[str, str]:
    """Return the files of a report, by name: Markdown, JSON, CSV, and SVG charts."""
    pictures = charts(results)
    shown = " ".join(f"![]({name})" for name in pictures)
    parts = [f"# {title}", _heading(results), shown]
    if results["targets"]:
        parts += [_spreads(results), _distributions(results), _classes(results)]
    parts += ["## Warnings", *(f"- {_line(w, _LISTED)}" for w in results["warnings"])]
    if not results["warnings"]:
        parts.append("None.")
    parts += ["## Sequences", _sequences(results)]
    return {
        **pictures,
        "targets.csv": targets_csv(examined),
        "sequences.csv": sequences_csv(results),
        "warnings.csv": warnings_csv(results),
        "report.md": "\n\n".join(part.rstrip() for part in parts) + "\n",
        "report.json": as_json(results),
    }


def charts(results: dict[str, Any]) -> dict[str, str]:
    """Return the charts as SVG, by file name: Fig. 4 (a) and (b), positions, and of tracks."""
    fig4 = results["fig4"]
    found = {
        "scale.svg": _bars("Scale: % of the targets by the square they fit into", fig4["scale"]),
        "saliency.svg": _bars("Saliency: % of the targets by SCR", fig4["saliency"]),
        "positions.svg": svg.cells(
            "Positions: where in the frame the targets are", results["positions"],
            "frames of all sizes laid over each other",
        ),
    }  # fmt: skip
    if results["tracks"]:
        found["speeds.svg"] = _bars(
            "Speed: % of the steps by pixels a frame", _shares(results["speeds"])
        )
        found["track_lengths.svg"] = _bars(
            "Tracks: % by labelled frames", _shares(results["track_lengths"])
        )
    return found


def targets_csv(examined: Examination) -> str:
    """Return one line a target; frames count from 0."""
    found = examined.found
    names = [name for name in found.targets.dtype.names or () if name not in ("x0", "y0")]

    def cell(name: str, value: Any) -> Any:
        if name == "sequence":
            return found.sequences[int(value)].name
        if name == "category":
            return found.categories[int(value)]
        if name == "track":
            return int(value) or ""
        if name == "bright":
            return int(value)
        return ("" if math.isnan(value) else f"{value:.6g}") if isinstance(value, float) else value

    rows = ([cell(name, t[name].item()) for name in names] for t in found.targets)
    return _csv(names, rows)


def sequences_csv(results: dict[str, Any]) -> str:
    """Return one line a sequence."""
    counts = ["frames", "labelled", "empty", "targets", "tracks"]
    rows = (
        [row["name"], row["split"], *row["size"], *(row[name] for name in counts)]
        for row in results["per_sequence"]
    )
    return _csv(["name", "split", "width", "height", *counts], rows)


def warnings_csv(results: dict[str, Any]) -> str:
    """Return one line a place of a warning; frames count from 0."""
    names = ["kind", "sequence", "frame", "x", "y", "detail"]
    rows = (
        [w["kind"], *(p[name] for name in names[1:])]
        for w in results["warnings"]
        for p in w["places"] or [dict.fromkeys(names[1:])]
    )
    return _csv(names, rows)


def _csv(header: list[str], rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _warning(examined: Examination, finding: Finding) -> dict[str, Any]:
    text, advice = describe(finding)
    details = finding.details or [""] * len(finding.places)
    return {
        "kind": finding.kind, "count": finding.count, "text": text, "advice": advice,
        "places": [
            {
                "sequence": examined.sequences[place.sequence].name,
                "frame": place.frame,
                "x": None if math.isnan(place.x) else round(place.x, 2),
                "y": None if math.isnan(place.y) else round(place.y, 2),
                "where": examined.where(place),
                "detail": detail,
            }
            for place, detail in zip(finding.places, details, strict=True)
        ],
    }  # fmt: skip


def _line(warning: dict[str, Any], most: int) -> str:
    places = [_place(warning["kind"], p) for p in warning["places"][:most]]
    more = ", …" if warning["count"] > len(places) > 0 else ""
    listed = f": {', '.join(places)}{more}" if places else ""
    return f"Warning: {warning['text']}{listed}: {warning['advice']}"


def _place(kind: str, place: dict[str, Any]) -> str:
    if not place["detail"]:
        return str(place["where"])
    if kind in ("unreadable", "outside"):  # the detail is a message that names the place
        return str(place["detail"])
    return f"{place['where']} (as {place['detail']})"


def _heading(results: dict[str, Any]) -> str:
    first = (
        f"{counted(results['targets'], 'target')} in "
        f"{counted(results['frames'], 'labelled frame')} ({results['empty_frames']} without a "
        f"target) of {counted(results['sequences'], 'sequence')}; masks "
        f"{'grown by PAMG from points or boxes' if results['masks_by_pamg'] else 'as given'}"
    )
    lines = [first]
    if results["tracks"]:
        lines.append(counted(results["tracks"], "track"))
    if results["categories"]:
        named = (f"{name or 'without'} {n}" for name, n in results["categories"].items())
        lines.append(f"categories: {', '.join(named)}")
    if results["attributes"]:
        having = (f"{name} {n}" for name, n in results["attributes"].items())
        lines.append(f"attributes: {', '.join(having)}")
    if results["targets_by_components"]:
        which = counted(results["targets_by_components"], "target")
        lines.append(f"{which} by the components of masks: nothing tells apart those that touch")
    if results["bright_share"] is not None:
        lines.append(f"{100.0 * results['bright_share']:.1f} % are brighter than their background")
    return "\n".join(lines)


def _spreads(results: dict[str, Any]) -> str:
    rows = [
        [title, *("-" if v is None else f"{v:.3g}" for v in results[name].values())]
        for name, title in _SPREADS.items()
        if results["tracks"] or name not in ("speed", "track_length")
    ]
    return table(["", *results["area"]], rows)


def _distributions(results: dict[str, Any]) -> str:
    """Return the classes of scale and of saliency side by side."""
    columns = [_counts(results["scale"]), _counts(results["saliency"])]
    rows = [
        [cell for one in pair for cell in one or ["", "", ""]] for pair in zip_longest(*columns)
    ]
    return table(["Area", "targets", "%", "SCR", "targets", "%"], rows)


def _classes(results: dict[str, Any]) -> str:
    """Return a line a category; nothing where there are no categories."""
    rows = [
        [
            (name or "without").replace("|", "\\|"), str(one["targets"]), str(one["tracks"]),
            *("-" if one[key] is None else f"{one[key]:.3g}" for key in ("area", "scr")),
        ]
        for name, one in results["by_category"].items()
    ]  # fmt: skip
    header = ["category", "targets", "tracks", "area, px, median", "SCR, median"]
    return table(header, rows) if rows else ""


def _counts(counts: dict[str, int]) -> list[list[str]]:
    total = max(1, sum(counts.values()))
    return [[name, str(n), f"{100.0 * n / total:.1f}"] for name, n in counts.items()]


def _sequences(results: dict[str, Any]) -> str:
    counts = ("frames", "labelled", "empty", "targets", "tracks")
    rows = []
    for row in results["per_sequence"]:
        name = row["name"].replace("|", "\\|")  # of Markdown
        width, height = row["size"]
        cells = [name, row["split"] or "", f"{width}x{height}"]
        rows.append([*cells, *(str(row[count]) for count in counts)])
    header = ["sequence", "split", "size", *counts]
    return table(header, rows)


def _bright_share(targets: NDArray[np.void]) -> float | None:
    """Return the share of bright targets of those that have a background to compare with."""
    known = targets["bright"][~np.isnan(targets["scr"])]
    return float(known.mean()) if known.size else None


def _categories(found: TargetStatistics) -> dict[str, int]:
    """Return how many targets each category has; nothing where there are no categories."""
    counts = Counter[str]()
    for row in found.sequences:
        counts.update(row.categories)
    return dict(sorted(counts.items())) if any(counts) else {}


def _attributes(found: TargetStatistics) -> dict[str, int]:
    """Return how many targets have each attribute."""
    counts = Counter[str]()
    for row in found.sequences:
        counts.update(row.attributes)
    return dict(sorted(counts.items()))


def _by_category(found: TargetStatistics) -> dict[str, dict[str, Any]]:
    """Return targets, tracks, and the medians of area and SCR of each category, by its name."""
    if not any(found.categories):
        return {}
    result = {}
    for number, name in sorted(enumerate(found.categories), key=lambda pair: pair[1]):
        own = found.targets[found.targets["category"] == number]
        if not own.size:
            continue
        result[name] = {
            "targets": int(own.size),
            "tracks": len(track_lengths(own)),
            "area": classes.spread(own["area"].astype(float))["50 %"],
            "scr": classes.spread(own["scr"])["50 %"],
        }
    return result


def _sizes(found: TargetStatistics) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    sizes = np.array([(row.width, row.height) for row in found.sequences]).reshape(-1, 2)
    return sizes[:, 0], sizes[:, 1]


def _shares(counts: dict[str, int]) -> dict[str, float]:
    total = max(1, sum(counts.values()))
    return {name: 100.0 * n / total for name, n in counts.items()}


def _bars(title: str, shares: dict[str, float]) -> str:
    values: list[float | None] = list(shares.values())
    top = max(10.0, max(shares.values()) * 1.1)
    # A scale whose five steps are whole numbers.
    top = min(100.0, 5.0 * -(-top // 5.0))
    return svg.bars(title, "", list(shares), {"%": values}, top=top)
