"""``p2m train``: RPR-Net from masks, points or boxes."""

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from p2m_core.errors import InputError
from p2m_core.extras import need_torch
from p2m_core.progress import Progress
from p2m_core.registry import entry_named

if TYPE_CHECKING:
    from p2m_core.datasets.labelled import LabelledSequence
    from p2m_core.train.config import TrainConfig
    from p2m_core.train.loop import Tell

STEP_SECONDS = 0.3  # between two steps that are reported to a program


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
    variant: Annotated[
        str | None, typer.Option(help="full, another row of Table VI, or single for images.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="How many.")] = None,
    steps: Annotated[
        int | None, typer.Option(min=0, help="Per epoch; 0: once over the data.")
    ] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Samples, over all processes.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Of the random numbers.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu, cuda, cuda:1.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Any other setting of RUN/config.json."),
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
    if not describe and out is None and preview is None:
        raise InputError("no folder for the run: give --out RUN")
    if not describe and not dataset:
        raise InputError("no data set to train on: give DATASET")
    need_torch("p2m train")
    from p2m_core.train.processes import agreed, joined, led

    with joined():
        config = led(lambda: _config([*chosen, *(settings or [])], out if resume else None))
        if describe:
            _describe(config.variant, progress_mode, json_file)
            return
        training, validation = agreed(lambda: _parts(dataset or [], val or [], whole))
        if preview is not None:
            _preview(config, training, validation, preview, progress_mode, json_file)
            return
        assert out is not None
        _run(config, training, validation, out, resume, progress_mode, json_file)


def _config(settings: list[str], resumed: Path | None) -> "TrainConfig":
    from p2m_core.train import run
    from p2m_core.train.config import TrainConfig, with_settings

    if resumed is None:
        return with_settings(TrainConfig(), settings)
    # What a run computes is fixed when it begins; where it computes may change.
    movable = ("device=", "workers=", "precision=")
    for setting in settings:
        if not setting.startswith(movable):
            raise InputError(f"--resume with {setting}: the run keeps its own settings")
    return with_settings(run.read_config(resumed), settings)


def _describe(variant: str, mode: ProgressMode, json_file: Path | None) -> None:
    from p2m_core.networks.rprnet import describe
    from p2m_core.networks.rprnet.config import VARIANTS

    size = describe(entry_named(VARIANTS, "variant", variant))
    told = (
        f"{variant}: {size['parameters'] / 1e6:.3f} M parameters, "
        f"{size['multiply_adds'] / 1e9:.2f} G multiply-adds for 512x512"
    )
    conclude(told, {"variant": variant, **size}, mode, json_file)


def _parts(
    datasets: list[Path], val: list[Path], whole: bool
) -> "tuple[list[LabelledSequence], list[LabelledSequence]]":
    from p2m_core.datasets.opening import open_dataset

    every = [sequence for path in datasets for sequence in open_dataset(path)]
    training = every if whole else [s for s in every if s.split != "test"]
    if not training:
        raise InputError(f"{datasets[0]}: no sequence is for training: its lists name only tests")
    if val:
        return training, [sequence for path in val for sequence in open_dataset(path)]
    return training, [] if whole else [s for s in every if s.split == "test"]


def _preview(
    config: "TrainConfig",
    training: "list[LabelledSequence]",
    validation: "list[LabelledSequence]",
    folder: Path,
    mode: ProgressMode,
    json_file: Path | None,
) -> None:
    from p2m_core.train.preview import CROPS, preview

    def tell(event: str, **fields: Any) -> None:
        if mode is ProgressMode.JSON:
            emit(event, **fields)

    found = preview(training, validation, config, folder, tell)
    told = (
        f"{folder}: {CROPS} crops; {found['steps']} steps of {found['seconds_per_step']:.2f} s, "
        f"{found['seconds'] / 60:.0f} minutes with their validation"
    )
    conclude(told, found, mode, json_file)


def _run(
    config: "TrainConfig",
    training: "list[LabelledSequence]",
    validation: "list[LabelledSequence]",
    out: Path,
    resume: bool,
    mode: ProgressMode,
    json_file: Path | None,
) -> None:
    from p2m_core.train import run
    from p2m_core.train.loop import train as run_loop
    from p2m_core.train.prepare import training_clips, validation_of
    from p2m_core.train.processes import agreed, check_alike, leads, led

    mode = mode if leads() else ProgressMode.NONE
    led(lambda: _make_room(out, resume))
    _phase("labels", mode)
    with progress("Reading labels", mode) as tell:
        clips = agreed(lambda: training_clips(training, config, out / "labels", tell))
    agreed(lambda: check_alike(run.fingerprint(clips)))
    if resume and led(lambda: run.labels_of(out)) != run.fingerprint(clips):
        raise InputError(
            f"{out}: the labels are not those that the run began with: restore them, or begin anew"
        )
    if not resume:
        led(lambda: run.begin(out, config, clips, [s.name for s in validation]))
    validate = validation_of(validation, config) if validation else None
    _phase("training", mode)
    with _until_told(run.stop_file(out)) as stopped, progress("Training", mode) as tell:
        report = _steps_told() if mode is ProgressMode.JSON else _bar_told(tell)
        found = run_loop(config, clips, out, validate, report, stopped)
    if leads():
        conclude(_told(out, found), {"run": str(out), **found}, mode, json_file)


def _make_room(out: Path, resume: bool) -> None:
    from p2m_core.train import run

    if not resume:
        run.refuse_second(out)
    run.stop_file(out).unlink(missing_ok=True)  # an earlier one; from here on it counts


def _phase(name: str, mode: ProgressMode) -> None:
    if mode is ProgressMode.JSON:
        emit("phase", phase=name)


def _bar_told(tell: Progress) -> "Tell":
    def report(event: dict[str, Any]) -> None:
        if event["event"] == "step":
            tell(event["done"], event["total"])

    return report


def _steps_told() -> "Tell":
    """Return what emits the loop's events: a few steps per second, and the last of an epoch."""
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

    return report


@contextmanager
def _until_told(file: Path) -> Iterator[Callable[[], bool]]:
    """Yield whether somebody asked to stop, by Ctrl+C once, SIGTERM, or `file`."""
    asked: list[int] = []

    def ask(number: int, _: object) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the second Ctrl+C is meant

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked) or file.exists()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _told(out: Path, found: dict[str, Any]) -> str:
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
