"""Tables of an evaluation as Markdown, and report folders."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from p2m_core.eval import svg
from p2m_core.eval.masks import Evaluation, Setting, by_size, summarise
from p2m_core.files import write_text

COLUMNS = (
    "mIoU %", "95 %", "success %", "95 %", "area ratio", "centroid error px", "radius error px",
    "ms",
)  # fmt: skip


def table(header: Sequence[str], rows: Sequence[Sequence[str]], words: bool = False) -> str:
    """Return a Markdown table: the first column to the left, numbers to the right."""
    lines = [header, ["---", *["---" if words else "---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def cells(summary: dict[str, Any]) -> list[str]:
    """Return the cells of `COLUMNS` for one `masks.summarise`."""
    if summary["targets"] == 0:
        return ["-"] * len(COLUMNS)
    return [
        f"{summary['miou']:.1f}",
        _interval(summary["miou_interval"]),
        f"{summary['success']:.1f}",
        _interval(summary["success_interval"]),
        f"{summary['area_ratio']:.2f}",
        f"{summary['centroid_error']:.2f}",
        f"{summary['radius_error']:.2f}",
        f"{summary['milliseconds']:.2f}",
    ]


def results_of(evaluation: Evaluation, settings: Sequence[Setting]) -> dict[str, Any]:
    """Return the numbers of every setting, overall and by size, as JSON values."""
    return {
        s.label: {
            "seeds": str(s.seeds),
            "mode": "guided" if s.guided else "blind",
            "draws": s.draws,
            "all": summarise(evaluation.scores[s.label], evaluation),
            "by_size": by_size(evaluation.scores[s.label], evaluation),
        }
        for s in settings
    }


def overall(results: dict[str, Any], first: str = "") -> str:
    """Return the Markdown table of `results_of`, one line a setting."""
    return table([first, *COLUMNS], [[name, *cells(r["all"])] for name, r in results.items()])


def sizes(results: dict[str, Any], first: str = "") -> str:
    """Return the Markdown table of mIoU (and success) by target size, one line a setting."""
    classes = next(iter(results.values()))["by_size"]
    header = [first, *(f"{name} (n = {c['targets']})" for name, c in classes.items())]
    rows = [
        [name, *(_by_size_cell(c) for c in r["by_size"].values())] for name, r in results.items()
    ]
    return table(header, rows)


def method_chart(title: str, results: dict[str, Any]) -> str:
    """Return mIoU and success of each setting as an SVG bar chart."""
    return svg.bars(
        title,
        "",
        list(results),
        {
            "mIoU %": [r["all"].get("miou") for r in results.values()],
            "success % (IoU > 0.5)": [r["all"].get("success") for r in results.values()],
        },
    )


def size_chart(title: str, results: dict[str, Any]) -> str:
    """Return mIoU by target size as an SVG bar chart, up to five settings."""
    names = list(next(iter(results.values()))["by_size"])
    shown = list(results.items())[:5]
    series: svg.Series = {
        label: [r["by_size"][name].get("miou") for name in names] for label, r in shown
    }
    return svg.bars(title, "true area", names, series)


def write_folder(folder: Path, files: dict[str, str]) -> None:
    """Write the texts into `folder`, by file name; the folder is made if it is missing.

    Raises
    ------
    P2MError
        If a file cannot be written.
    """
    for name, text in files.items():
        write_text(folder / name, text)


def as_json(results: dict[str, Any]) -> str:
    """Return `results` as JSON text, without NaN and infinity."""
    return json.dumps(plain(results), indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Return `value` with None for NaN and infinity, which JSON does not have."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _interval(ends: Sequence[float]) -> str:
    return f"{ends[0]:.1f} - {ends[1]:.1f}"


def _by_size_cell(summary: dict[str, Any]) -> str:
    if summary["targets"] == 0:
        return "-"
    return f"{summary['miou']:.1f} ({summary['success']:.0f})"
