"""``p2m preannotate``: candidate masks or suggestions for a whole source tree."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    SchedulerOption,
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
from p2m_core.errors import InputError

if TYPE_CHECKING:
    from p2m_core.datasets.opening import Rules
    from p2m_core.preannotate import Plan, Summary


def preannotate(
    source: Annotated[
        Path,
        typer.Argument(help="A tree of sequences and images, or a data set of boxes or points."),
    ],
    out: Annotated[
        Path, typer.Option(metavar="PROJECT.lirst", help="The new project.", dir_okay=False)
    ],
    boxes: Annotated[
        Path | None,
        typer.Option(
            metavar="F", help="Of COCO, CVAT, MOT; or a folder of NAME.gt.txt, VOC, YOLO, LabelMe."
        ),
    ] = None,
    points: Annotated[
        Path | None,
        typer.Option(
            metavar="F",
            help="CSV: frame,x,y, frames from 1; with a column sequence for several.",
            dir_okay=False,
        ),
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Let a detector look at every frame.")
    ] = False,
    voc_max: VocMaxOption = VocMax.LAST,
    voc_origin: VocOriginOption = 1,
    mot_origin: MotOriginOption = 0,
    support: Annotated[float, typer.Option(help="R_s, pixels; a box bounds it further.")] = 20.0,
    detector: Annotated[
        str | None,
        typer.Option(help="Of --suggest: rprnet, log+diff, ...; the best one by default."),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="W", help="Of --suggest: of RPR-Net; the shipped ones by default."),
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="Of --suggest: auto, cpu, cuda, cuda:1.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; one for each processor by default.")
    ] = None,
    scheduler: SchedulerOption = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Make candidate masks for a whole source tree, into a project to review.

    Where boxes or points lie beside the images, neither --boxes nor --points is needed. Masks
    become targets to review, the doubtful ones first; detections of --suggest become suggestions.
    After a stop or a kill, run the same command again: it goes on, with the same result. The
    result is always a project; p2m export makes a data set of its accepted frames.
    """
    from p2m_core.preannotate import preannotate as run
    from p2m_core.preannotate.run import check_goal
    from p2m_core.sequence import source_exists

    if sum((boxes is not None, points is not None, suggest)) > 1:
        raise InputError("--boxes, --points and --suggest: give one of them")
    detecting = {"--detector": detector, "--weights": weights, "--device": device}
    for option, value in detecting.items():
        if value is not None and not suggest:
            raise InputError(f"{option} {value} needs --suggest: give both or neither")
    if not source_exists(source):
        raise InputError(f"{source}: no such file or folder: check the path")
    check_goal(out.absolute())
    if suggest:
        plan = _suggestions(source, detector, weights, device, elsewhere=scheduler is not None)
    else:
        rules = rules_of(voc_max, voc_origin, mot_origin)
        plan = _labelled(source, boxes, points, support, rules)
    with progress("Pre-annotating", progress_mode) as advance:
        done = run(plan, out, workers, advance, scheduler=scheduler)
    conclude(_text(out, plan, done), _results(out, plan, done), progress_mode, json_file)


def _suggestions(
    source: Path, detector: str | None, weights: Path | None, device: str | None, elsewhere: bool
) -> "Plan":
    from p2m_core.preannotate import Detecting, plan_suggestions

    chosen = Detecting(detector or "auto", weights, device or "auto")
    return plan_suggestions(source, chosen, elsewhere)


def _labelled(
    source: Path,
    boxes: Path | None,
    points: Path | None,
    support: float,
    rules: "Rules",
) -> "Plan":
    from p2m_core.pamg import PamgParams
    from p2m_core.preannotate import labels, plan_labels

    if boxes is not None:
        sequences = labels.with_boxes(source, boxes, rules, print_note)
    elif points is not None:
        sequences = labels.with_points(source, points)
    else:
        sequences = labels.labelled_source(source, rules, print_note)
    return plan_labels(sequences, PamgParams(support_radius=support))


def _text(out: Path, plan: "Plan", done: "Summary") -> str:
    if plan.detecting is not None:
        found = f"{counted(done.suggestions, 'suggestion')} by {plan.detecting.title}"
    else:
        found = f"{counted(done.targets, 'target')}, {done.doubtful} of them doubtful,"
    where = f"{counted(done.frames, 'frame')} of {counted(done.sequences, 'sequence')}"
    lines = [f"{out}: {found} in {where}"]
    lines += plan.notes
    if done.before:
        lines.append(f"went on: {done.before} of the frames were finished before")
    for reason, count in done.reasons.items():
        first = next(f for f in done.failures if f.reason == reason)
        lines.append(f"failed {counted(count, 'time')}: {reason}; the first: {first.message}")
    return "\n".join(lines)


def _results(out: Path, plan: "Plan", done: "Summary") -> dict[str, object]:
    fresh = done.frames - done.before
    return {
        "out": str(out), "sequences": done.sequences, "frames": done.frames,
        "frames_before": done.before, "frames_without": done.without, "targets": done.targets,
        "doubtful": done.doubtful, "suggestions": done.suggestions,
        "detector": plan.detecting.name if plan.detecting else None,
        "failures": done.reasons, "failed": [failure._asdict() for failure in done.failures],
        "notes": list(plan.notes),
        "seconds": round(done.seconds, 3),
        "frames_per_second": round(fresh / done.seconds, 2) if fresh and done.seconds else None,
    }  # fmt: skip
