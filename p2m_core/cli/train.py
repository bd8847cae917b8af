"""``p2m train``: RPR-Net from masks, points or boxes."""

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    emit,
    progress,
)
from p2m_core.cli.rules import print_note
from p2m_core.errors import InputError
from p2m_core.extras import need_torch
from p2m_core.progress import Progress, no_progress
from p2m_core.train.config import OPTIONS

if TYPE_CHECKING:
    from p2m_core.train.api import Report

STEP_SECONDS = 0.3  # least time between two printed steps
_PHASES = {"labels": "Reading labels", "training": "Training"}
_OWN = ("variant", "epochs", "steps", "batch", "seed", "device")  # options with their own flag
_OTHERS = [path for path in OPTIONS if path not in _OWN]


def _option(path: str) -> Any:
    """Return the command's option for an option of the config."""
    option = OPTIONS[path]
    words = f" ({', '.join(option.choices)})" if option.choices else ""
    low = int(option.low) if option.kind == "whole" else None
    return typer.Option(help=f"{option.help}{words}; {option.default} by default.", min=low)


def train(
    dataset: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DATASET...", help="Labelled data sets; their test parts validate."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="RUN", help="The run's folder.", file_okay=False)
    ] = None,
    val: Annotated[
        list[Path] | None,
        typer.Option(metavar="DATASET", help="Validate on this, not on DATASET's test parts."),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--all", help="Train on all of DATASET, its test parts too.")
    ] = False,
    variant: Annotated[str | None, _option("variant")] = None,
    epochs: Annotated[int | None, _option("epochs")] = None,
    steps: Annotated[int | None, _option("steps")] = None,
    batch: Annotated[int | None, _option("batch")] = None,
    seed: Annotated[int | None, _option("seed")] = None,
    device: Annotated[str | None, _option("device")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help=f"Also: {', '.join(_OTHERS)}."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run, with its own settings.")
    ] = False,
    describe: Annotated[
        bool, typer.Option("--describe", help="Print the size of the network, and stop.")
    ] = False,
    preview: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            file_okay=False,
            help="Train nothing: put a dozen crops with their heat maps into DIR, and print how "
            "long a training would take.",
        ),
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Train RPR-Net. Ctrl+C, or a file RUN/stop, ends it in order; --resume goes on exactly there.

    With several processes, on one machine or several: torchrun --nproc-per-node 2 -m p2m_core.cli
    train ... Each process reads DATASET, only the first writes RUN.
    """
    given = {
        "variant": variant, "epochs": epochs, "steps": steps, "batch": batch, "seed": seed,
        "device": device,
    }  # fmt: skip
    chosen = [f"{name}={value}" for name, value in given.items() if value is not None]
    chosen += settings or []
    if not describe and out is None and preview is None:
        raise InputError("no folder for the run: give --out RUN")
    if not describe and not dataset:
        raise InputError("no data set to train on: give DATASET")
    need_torch("p2m train")
    from p2m_core.train import api

    if describe:
        size = api.describe(chosen, out if resume else None)
        conclude(_described(size), size, progress_mode, json_file)
        return
    sets: dict[str, Any] = {"validation": val or [], "whole": whole}
    reports = progress_mode is ProgressMode.JSON
    if preview is not None:
        show: Report = _emitted if reports else _noted
        found = api.preview(dataset or [], preview, chosen, **sets, report=show)
        conclude(_previewed(preview, found), found, progress_mode, json_file)
        return
    assert out is not None
    with _some_emitted() if reports else _bars(progress_mode) as report:
        done = api.train(dataset or [], out, chosen, **sets, resume=resume, report=report)
    if done is not None:
        conclude(_trained(out, done), {"run": str(out), **done}, progress_mode, json_file)


def _noted(event: dict[str, Any]) -> None:
    """Print a note, and nothing else."""
    if event["event"] == "note":
        print_note(event["text"])


def _emitted(event: dict[str, Any]) -> None:
    emit(**event)


@contextmanager
def _bars(mode: ProgressMode) -> Iterator["Report"]:
    """Yield the callable that shows one bar for each phase."""
    with ExitStack() as stack:
        bar: Progress = no_progress

        def report(event: dict[str, Any]) -> None:
            nonlocal bar
            _noted(event)
            if event["event"] == "phase":
                stack.close()
                bar = stack.enter_context(progress(_PHASES[event["phase"]], mode))
            elif event["event"] in ("progress", "step"):
                bar(event["done"], event["total"])

        yield report


@contextmanager
def _some_emitted() -> Iterator["Report"]:
    """Yield the callable that prints events; of the steps a few a second, and an epoch's last."""
    last, waiting = -math.inf, {}

    def report(event: dict[str, Any]) -> None:
        nonlocal last, waiting
        if event["event"] == "step" and event["seconds"] < last + STEP_SECONDS:
            waiting = event
            return
        if event["event"] == "step":
            last = event["seconds"]
        elif waiting:
            emit(**waiting)
        waiting = {}
        emit(**event)

    yield report


def _described(size: dict[str, Any]) -> str:
    return (
        f"{size['variant']}: {size['parameters'] / 1e6:.3f} M parameters, "
        f"{size['multiply_adds'] / 1e9:.2f} G multiply-adds for 512x512"
    )


def _previewed(folder: Path, found: dict[str, Any]) -> str:
    return (
        f"{folder}: {found['steps']} steps of {found['seconds_per_step']:.2f} s, "
        f"{found['seconds'] / 60:.0f} minutes with their validation"
    )


def _trained(out: Path, found: dict[str, Any]) -> str:
    if found["stopped"]:
        return f"{out}: stopped after step {found['step']} of {found['total']}; --resume goes on"
    line = f"{out / 'best.safetensors'}: {found['step']} steps"
    if "loss" in found:
        line += f", loss {found['loss']:.4f}"
    if "val_pd" in found:
        line += (
            f", validation Pd {found['val_pd']:.4f} at {found['val_false_per_frame']:.3f} false "
            f"targets a frame"
        )
    return line
