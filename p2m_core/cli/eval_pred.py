"""``p2m eval pred``: masks or detections of any other method."""

from pathlib import Path
from typing import Annotated, Any

import typer

from p2m_core.cli.report import JsonOption, ProgressMode, ProgressOption, conclude


def pred(
    predictions: Annotated[
        Path, typer.Argument(help="A folder of masks, or a CSV file of detections.")
    ],
    dataset: Annotated[Path, typer.Argument(help="The labelled data set.")],
    split: Annotated[
        str | None, typer.Option(metavar="train|test|all", help="test by default, if there is one.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Report Pd and false targets at this score, too.")
    ] = None,
    level: Annotated[
        float, typer.Option(help="Pixels of a mask above this grey level are target.")
    ] = 0.0,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Markdown, JSON and an SVG chart.")
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Score masks or detections of another method on the labelled frames."""
    from p2m_core.cli.eval_detect import chosen_sequences
    from p2m_core.eval import detect_report, metrics, report
    from p2m_core.eval.predictions import score_predictions

    sequences = chosen_sequences(dataset, split)
    found = score_predictions(predictions, sequences, level)
    parts = {predictions.name: {r.name: r.scored for r in found}}
    at = None if threshold is None else {predictions.name: threshold}
    methods = detect_report.results_of(parts, at)
    results: dict[str, Any] = {"dataset": str(dataset), "methods": methods}
    text = detect_report.overall(methods)
    counts = [r.counts for r in found if r.counts is not None]
    if counts:
        whole = metrics.total(counts)
        results["pixels"] = metrics.summarise(whole)
        text += "\n" + detect_report.pixels({predictions.name: whole})
    if out is not None:
        detect_report.write_folder(out, f"{predictions} on {dataset}", text, results, parts)
    conclude(text.rstrip(), report.plain(results), progress_mode, json_file)
