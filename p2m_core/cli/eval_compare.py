"""``p2m eval compare``: several models of RPR-Net on the same held-out frames."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.eval_detect import SHIPPED, chosen_sequences
from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    progress,
)
from p2m_core.errors import InputError
from p2m_core.extras import need_torch

if TYPE_CHECKING:
    from p2m_core.datasets.labelled import LabelledSequence
    from p2m_core.eval.compare import Measurement


def compare(
    dataset: Annotated[Path, typer.Argument(help="The labelled data set.")],
    weights: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Of RPR-Net; may be repeated; the first is the reference."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write comparison.json, report.md and roc.svg."),
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="train|test|all", help="test by default, if there is one.")
    ] = None,
    sequence: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this one, whatever its split; may be repeated."),
    ] = None,
    frames: Annotated[
        int, typer.Option(min=1, help="At most so many labelled frames, evenly spread.")
    ] = 150,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    threads: Annotated[int, typer.Option(min=1, help="Threads of the processor.")] = 1,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Compare models: Pd at the same rates of false targets, and each hit, miss and false one."""
    if not weights:
        raise InputError("no models to compare: give --weights FILE for each, or shipped")
    need_torch("p2m eval compare")
    import torch

    from p2m_core.eval import by_class, detect_report, report
    from p2m_core.eval import compare as protocol

    torch.set_num_threads(threads)  # beside other work, several threads are far slower than one
    sequences = _sequences(dataset, split, sequence or [])
    paths = [None if w == SHIPPED else Path(w) for w in weights]
    with progress("Comparing", progress_mode) as advance:
        found = protocol.compare(sequences, paths, frames, device, advance)
    results = {"dataset": str(dataset), **protocol.results_of(found)}
    parts, thresholds = _parts(found, weights)
    methods = detect_report.results_of(parts, thresholds)
    text = (
        f"{results['frames']} of {results['labelled']} labelled frames, "
        f"{counted(results['targets'], 'target')}\n\n{detect_report.overall(methods)}"
    )
    classes = {w: m["classes"] for w, m in zip(weights, results["models"], strict=True)}
    if any(classes.values()):
        text += f"\nPd by class; false targets have none:\n\n{by_class.table(classes)}"
    summary: dict[str, Any] = {"out": None if out is None else str(out / "comparison.json")}
    if out is not None:
        files = {
            "report.md": f"# Models on {dataset}\n\n{text}\n![](roc.svg)\n",
            "roc.svg": detect_report.chart(f"Models on {dataset}", parts),
            "comparison.json": report.as_json(results),  # last: it marks the folder as complete
        }
        report.write_folder(out, files)
    conclude(text.rstrip(), report.plain({**results, **summary}), progress_mode, json_file)


def _sequences(dataset: Path, split: str | None, names: list[str]) -> "list[LabelledSequence]":
    if not names:
        return chosen_sequences(dataset, split)
    if split is not None:
        raise InputError(f"--split {split} with --sequence: leave out one of the two")
    every = {s.name: s for s in chosen_sequences(dataset, "all")}
    for name in names:
        if name not in every:
            raise InputError(f"{dataset}: no labelled sequence {name!r} in it")
    return [every[name] for name in dict.fromkeys(names)]


def _parts(
    found: "Measurement", weights: list[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, float]]:
    """Return each model's detections over all sequences, and its own threshold, by a label."""
    parts: dict[str, dict[str, Any]] = {}
    thresholds = {}
    for number, (given, outcome) in enumerate(zip(weights, found.outcomes, strict=True), start=1):
        label = f"{number} {given if given == SHIPPED else '/'.join(Path(given).parts[-2:])}"
        parts[label] = {"all": outcome.scored}
        thresholds[label] = outcome.own_threshold
    return parts, thresholds
