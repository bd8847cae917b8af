"""``p2m stats``: scale and saliency of the targets of a data set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    progress,
)
from p2m_core.cli.rules import (
    MotOriginOption,
    VocMax,
    VocMaxOption,
    VocOriginOption,
    print_note,
    rules_of,
)

if TYPE_CHECKING:
    from p2m_core.datasets.statistics import TargetStatistics

_PERCENTILES = (5, 25, 50, 75, 95)


def stats(
    dataset: Annotated[
        Path, typer.Argument(help="A project, SIRSTD-Pixel, masks, MOT, VOC, COCO or points.csv.")
    ],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="masks, coco, voc, mot, points or project; recognised by default.",
        ),
    ] = None,
    voc_max: VocMaxOption = VocMax.LAST,
    voc_origin: VocOriginOption = 1,
    mot_origin: MotOriginOption = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Markdown, JSON and SVG charts.")
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Show the scale and saliency of a data set's targets (the paper's Fig. 4)."""
    from p2m_core.datasets.opening import open_dataset
    from p2m_core.datasets.statistics import measure_targets
    from p2m_core.eval import report

    rules = rules_of(voc_max, voc_origin, mot_origin)
    sequences = open_dataset(dataset, format_name, rules, print_note)
    with progress("Measuring targets", progress_mode) as advance:
        found = measure_targets(sequences, progress=advance)
    results = {"dataset": str(dataset), **_results(found)}
    text = _text(found, results)
    if out is not None:
        title = f"Targets of {dataset.name or dataset}"
        files = {
            "report.md": f"# {title}\n\n{text}\n\n![](scale.svg) ![](saliency.svg)\n",
            "report.json": report.as_json(results),
            "scale.svg": _chart("Scale: % of the targets", "area", results["scale"]),
            "saliency.svg": _chart("Saliency: % of the targets", "SCR", results["saliency"]),
        }
        report.write_folder(out, files)
        text += f"\n{out / 'report.md'}"
    conclude(text, report.plain(results), progress_mode, json_file)


def _results(found: "TargetStatistics") -> dict[str, Any]:
    import numpy as np

    from p2m_core.datasets.statistics import saliency_classes, scale_classes

    def spread(values: Any) -> dict[str, float | None]:
        known = values[~np.isnan(values)]
        # Not interpolated: an SCR may be infinite.
        return {
            f"{p} %": float(np.percentile(known, p, method="inverted_cdf")) if known.size else None
            for p in _PERCENTILES
        }

    return {
        "sequences": found.sequences,
        "frames": found.frames,
        "empty_frames": found.empty,
        "targets": len(found.area),
        "masks_by_pamg": found.grown,
        "bright_share": float(found.bright.mean()) if found.bright.size else None,
        "area": spread(found.area.astype(float)),
        "scr": spread(found.scr),
        "scale": scale_classes(found.area),
        "saliency": saliency_classes(found.scr),
    }


def _text(found: "TargetStatistics", results: dict[str, Any]) -> str:
    from p2m_core.eval.report import table

    heading = (
        f"{counted(len(found.area), 'target')} in {counted(found.frames, 'labelled frame')} "
        f"({found.empty} without a target) of {counted(found.sequences, 'sequence')}; masks "
        f"{'grown by PAMG from points or boxes' if found.grown else 'as given'}"
    )
    if not found.area.size:
        return heading
    bright = f"{100.0 * found.bright.mean():.1f} % are brighter than their background"
    rows = [
        [name, *(f"{value:.3g}" for value in results[key].values())]
        for name, key in (("area, px", "area"), ("SCR", "scr"))
    ]
    spread = table(["", *(f"{p} %" for p in _PERCENTILES)], rows)
    return "\n\n".join(
        [
            heading,
            bright,
            spread.rstrip(),
            *(
                _counts(name, results[key])
                for name, key in (("Area", "scale"), ("SCR", "saliency"))
            ),
        ]
    )


def _counts(name: str, classes: dict[str, int]) -> str:
    from p2m_core.eval.report import table

    total = max(1, sum(classes.values()))
    rows = [[label, str(n), f"{100.0 * n / total:.1f}"] for label, n in classes.items()]
    return table([name, "targets", "%"], rows).rstrip()


def _chart(title: str, axis: str, classes: dict[str, int]) -> str:
    from p2m_core.eval import svg

    total = max(1, sum(classes.values()))
    shares: list[float | None] = [100.0 * n / total for n in classes.values()]
    top = max(10.0, max(share or 0.0 for share in shares) * 1.1)
    # A scale whose five steps are whole numbers.
    return svg.bars(title, axis, list(classes), {axis: shares}, top=5.0 * -(-top // 5.0))
