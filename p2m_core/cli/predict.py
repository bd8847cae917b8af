"""``p2m predict``: detections of RPR-Net, and their masks by guided PAMG."""

from pathlib import Path
from typing import Annotated

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
from p2m_core.extras import need_torch


def predict(
    sequence: Annotated[
        list[Path],
        typer.Argument(
            metavar="SEQUENCE...",
            help="Folders of frames, or some as 'FOLDER/IR_3_*'; videos, stacks; trees of them.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The new folder.", file_okay=False)],
    weights: Annotated[
        Path | None, typer.Option(metavar="W", help="Of RPR-Net; the shipped ones by default.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0.01, max=1.0, help="Lowest score; by default the weights' own."),
    ] = None,
    masks: Annotated[bool, typer.Option(help="Recover the masks by guided PAMG (k = 5).")] = True,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes with one thread each; by default this one alone."),
    ] = None,
    scheduler: SchedulerOption = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Detect targets: DIR/detections.csv and DIR/masks/SEQUENCE/FRAME.png.

    Frames that cannot be read have no detections and no mask; the result counts them, and the
    sequences that cannot be opened.
    """
    need_torch("p2m predict")
    from p2m_core.predict import predict as run

    with progress("Detecting", progress_mode) as advance:
        done = run(
            sequence, out, weights, threshold=threshold, masks=masks, device=device,
            workers=workers, scheduler=scheduler, progress=advance,
        )  # fmt: skip
    message = f"{out}: {counted(done.detections, 'detection')} in {counted(done.frames, 'frame')}"
    message += f" of {done.sequences} sequences" if done.sequences > 1 else ""
    message += (
        f"; {counted(done.unread, 'frame')} cannot be read or without data" if done.unread else ""
    )
    if done.failed:
        failed = counted(len(done.failed), "sequence")
        message += f"; {failed} cannot be opened; the first: {done.failed[0][1]}"
    message = "\n".join([message, *done.notes])
    results: dict[str, object] = {
        "out": str(out), "sequences": done.sequences, "frames": done.frames,
        "unread": done.unread, "detections": done.detections, "threshold": done.threshold,
        "failed": [list(one) for one in done.failed], "notes": list(done.notes),
    }  # fmt: skip
    conclude(message, results, progress_mode, json_file)
