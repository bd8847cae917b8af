"""``p2m eval detect``: detectors side by side on a labelled data set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.report import JsonOption, ProgressMode, ProgressOption, conclude, progress
from p2m_core.cli.rules import (
    MotOriginOption,
    VocMax,
    VocMaxOption,
    VocOriginOption,
    print_note,
    rules_of,
)
from p2m_core.errors import InputError
from p2m_core.extras import need_torch
from p2m_core.registry import entry_named

if TYPE_CHECKING:
    from p2m_core.datasets.labelled import LabelledSequence
    from p2m_core.datasets.opening import Rules
    from p2m_core.detector import Detector

SHIPPED = "shipped"


def detect(
    dataset: Annotated[Path, typer.Argument(help="The labelled data set.")],
    weights: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Of RPR-Net; shipped by default without --method."),
    ] = None,
    method: Annotated[
        list[str] | None,
        typer.Option(metavar="M", help="A classical detector; may be repeated; all for every one."),
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="train|test|all", help="test by default, if there is one.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Report Pd and false targets at this score, too.")
    ] = None,
    voc_max: VocMaxOption = VocMax.LAST,
    voc_origin: VocOriginOption = 1,
    mot_origin: MotOriginOption = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Markdown, JSON and an SVG chart.")
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Score detectors on the labelled frames: Pd over false targets a frame, at every threshold."""
    from p2m_core.eval import by_class, curves, detect_report, metrics, report
    from p2m_core.eval.detect import pixel_counts, run_detector

    detectors, thresholds = _detectors(weights, method or [])
    if threshold is not None:
        thresholds = dict.fromkeys(detectors, threshold)
    sequences = chosen_sequences(dataset, split, rules_of(voc_max, voc_origin, mot_origin))
    parts: dict[str, Any] = {}
    counts: dict[str, Any] = {}
    milliseconds: dict[str, Any] = {}
    classes: dict[str, Any] = {}
    named = by_class.has_classes(sequences)
    with progress("Detecting", progress_mode) as advance:
        for number, (label, detector) in enumerate(detectors.items()):
            runs = []
            for k, labelled in enumerate(sequences):
                runs.append(run_detector(detector, labelled))
                advance(number * len(sequences) + k + 1, len(detectors) * len(sequences))
            parts[label] = {r.name: r.circles for r in runs}
            parts[f"{label} + PAMG"] = {r.name: r.masks for r in runs}
            if named:
                hits = by_class.hits_of(sequences, [r.found for r in runs])
                whole = curves.merge(r.circles for r in runs)
                classes[label] = by_class.results_of(hits, whole, thresholds.get(label))
            seen = max(1, sum(r.frames for r in runs))
            milliseconds[label] = 1000.0 * sum(r.seconds for r in runs) / seen
            if all(s.has_masks for s in sequences):
                at = thresholds.get(label)
                if at is None:  # then chosen on the scored set; the report states it
                    whole = curves.merge(r.circles for r in runs)
                    at = curves.point_at(whole, 0.1).threshold
                pairs = [pixel_counts(s, r.found, at) for s, r in zip(sequences, runs, strict=True)]
                counts[label] = metrics.total(p.circles for p in pairs)
                counts[f"{label} + PAMG"] = metrics.total(p.masks for p in pairs)
    thresholds |= {f"{label} + PAMG": at for label, at in thresholds.items()}
    methods = detect_report.results_of(parts, thresholds)
    results: dict[str, Any] = {
        "dataset": str(dataset), "methods": methods, "milliseconds": milliseconds,
        "classes": classes,
        "pixels": {label: metrics.summarise(own) for label, own in counts.items()},
    }  # fmt: skip
    text = detect_report.overall(methods)
    if classes:
        text += f"\nPd by class; false targets have none:\n\n{by_class.table(classes)}"
    if counts:
        chosen = (
            "at the threshold; without one at 0.1 false targets a frame, chosen on these frames"
        )
        text += f"\nMasks {chosen}:\n\n{detect_report.pixels(counts)}"
    times = ", ".join(f"{label} {ms:.1f}" for label, ms in milliseconds.items())
    text += f"\nms a frame, reading included: {times}\n"
    if out is not None:
        detect_report.write_folder(out, f"Detectors on {dataset}", text, results, parts)
    conclude(text.rstrip(), report.plain(results), progress_mode, json_file)


def chosen_sequences(
    dataset: Path, split: str | None, rules: "Rules | None" = None
) -> "list[LabelledSequence]":
    """Return the labelled sequences of a split; without one "test", where there is a test split."""
    from p2m_core.datasets.opening import open_dataset
    from p2m_core.eval.detect import labelled_only

    if split not in (None, "train", "test", "all"):
        raise InputError(f"--split {split}: give train, test or all")
    sequences = open_dataset(dataset, rules=rules, note=print_note)
    if split is None:
        split = "test" if any(s.split == "test" for s in sequences) else "all"
    kept = [s for s in sequences if split in ("all", s.split)]
    return labelled_only(kept, f"{dataset}, split {split}")


def _detectors(
    weights: str | None, names: list[str]
) -> "tuple[dict[str, Detector], dict[str, float]]":
    from p2m_core.classical import METHODS

    if "all" in names:
        names = list(METHODS)
    methods = [entry_named(METHODS, "method", name) for name in dict.fromkeys(names)]
    found: dict[str, Detector] = {}
    thresholds: dict[str, float] = {}
    if weights is not None or not methods:
        need_torch("RPR-Net")
        from p2m_core.networks.rprnet import SequenceDetector
        from p2m_core.networks.rprnet.decode import FLOOR

        own = None if weights is None or weights == SHIPPED else Path(weights)
        detector = SequenceDetector(weights=own, precision="auto", threshold=FLOOR)
        found["RPR-Net"] = detector
        thresholds["RPR-Net"] = detector.own_threshold
    return found | {m.title: m.detector() for m in methods}, thresholds
