"""``p2m eval pred``: masks or detections of any other method."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.report import JsonOption, ProgressMode, ProgressOption, conclude

if TYPE_CHECKING:
    from collections.abc import Sequence

    from p2m_core.eval.soft_maps import Step


def pred(
    predictions: Annotated[
        Path, typer.Argument(help="A folder of masks or score maps, or a CSV file of detections.")
    ],
    dataset: Annotated[Path, typer.Argument(help="The labelled data set.")],
    split: Annotated[
        str | None, typer.Option(metavar="train|test|all", help="test by default, if there is one.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Report Pd and false targets at this score, too.")
    ] = None,
    level: Annotated[
        float | None,
        typer.Option(help="Masks: pixels above this level are target; score maps are not swept."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Markdown, JSON and an SVG chart.")
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Score masks or detections of another method on the labelled frames.

    A folder of PNG, TIFF or .npy with more than two levels holds scores: they are swept, and the
    threshold of the best IoU gives the masks. It is the best for these very frames.
    """
    from p2m_core.cli.eval_detect import chosen_sequences
    from p2m_core.eval import detect_report, metrics, report, soft_maps
    from p2m_core.eval.predictions import maps_in, score_predictions

    sequences = chosen_sequences(dataset, split)
    steps: list[soft_maps.Step] = []
    if level is None and predictions.is_dir():
        maps = maps_in(predictions)
        span = soft_maps.range_of_scores(maps, sequences)
        steps = [] if span is None else soft_maps.sweep(maps, sequences, span)
    chosen = soft_maps.best(steps) if steps else None
    above = level if chosen is None else chosen.threshold
    found = score_predictions(predictions, sequences, above, soft=chosen is not None)
    parts = {predictions.name: {r.name: r.scored for r in found}}
    at = None if threshold is None else {predictions.name: threshold}
    methods = detect_report.results_of(parts, at)
    results: dict[str, Any] = {"dataset": str(dataset), "methods": methods}
    text = _read_as(predictions, level, steps)
    if chosen is not None:
        results |= {
            "read_as": "scores", "best": soft_maps.numbers_of(chosen),
            "sweep": [soft_maps.numbers_of(step) for step in steps],
        }  # fmt: skip
        text += f"\n{soft_maps.table(steps)}\n"
    text += detect_report.overall(methods)
    counts = [r.counts for r in found if r.counts is not None]
    if counts:
        whole = metrics.total(counts)
        results["pixels"] = metrics.summarise(whole)
        text += "\n" + detect_report.pixels({predictions.name: whole})
    if out is not None:
        title = f"{predictions} on {dataset}"
        detect_report.write_folder(out, title, text, results, parts)
        if steps:
            report.write_folder(out, {"sweep.svg": soft_maps.chart(title, steps)})
    conclude(text.rstrip(), report.plain(results), progress_mode, json_file)


def _read_as(predictions: Path, level: float | None, steps: "Sequence[Step]") -> str:
    """Say whether the files were taken as masks or as scores."""
    if not predictions.is_dir():
        return ""
    if not steps:
        rule = "" if level is None else f", pixels above {level:g}"
        return f"{predictions}: read as masks{rule}\n\n"
    from p2m_core.eval import soft_maps

    chosen = soft_maps.best(steps)
    by = "F1" if chosen.counts is None else "IoU"
    return (
        f"{predictions}: more than two levels, read as scores; best {by} above "
        f"{chosen.threshold:.4g} (--level for masks above a level of your own)\n"
    )
