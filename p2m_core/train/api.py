"""A training from the data sets to the weights: what ``p2m train`` does, without its printing.

Under ``torchrun`` every process calls the same function with the same arguments. The first one
alone writes, reports and returns the result; a failure in one of them ends them all.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from p2m_core.networks.rprnet import describe as describe_network
from p2m_core.networks.rprnet.config import VARIANTS
from p2m_core.registry import entry_named
from p2m_core.train import loop, run
from p2m_core.train import preview as previews
from p2m_core.train.config import TrainConfig, with_settings
from p2m_core.train.prepare import training_clips, validation_of
from p2m_core.train.processes import agreed, check_alike, joined, leads, led

Report = Callable[[dict[str, Any]], None]
"""Called with each event: a dict with ``event`` and its fields."""

MOVABLE = ("device", "workers", "precision")
"""Settings that may change when a run goes on: where it computes, not what."""


def train(
    datasets: Sequence[Path],
    folder: Path,
    settings: Sequence[str] = (),
    *,
    validation: Sequence[Path] = (),
    whole: bool = False,
    resume: bool = False,
    report: Report = lambda _: None,
) -> dict[str, Any] | None:
    """Train a network on labelled data sets, or go on with a run.

    Ctrl+C, SIGTERM or the file `p2m_core.train.run.stop_file` ends it in order, with its state
    stored. It changes the handlers of both signals while the loop runs, so call it from the main
    thread.

    Parameters
    ----------
    datasets : sequence of path
        Data sets that `p2m_core.datasets.opening.open_dataset` can read.
    folder : path
        Of the run, see `p2m_core.train.run`.
    settings : sequence of str
        ``path=value``, see `p2m_core.train.config.with_settings`.
    validation : sequence of path
        Data sets to validate on; by default the test parts of `datasets`.
    whole : bool
        Train on the test parts too.
    resume : bool
        Go on with the run in `folder`; of its settings only `MOVABLE` may change.
    report : callable
        Gets ``{"event": "note", "text"}`` for what is left out of a data set;
        ``{"event": "phase", "phase": "labels"}``; ``{"event": "progress", "done", "total"}``
        after each sequence; ``{"event": "phase", "phase": "training"}``; and the events of
        `p2m_core.train.loop.train`.

    Returns
    -------
    dict or None
        As `p2m_core.train.loop.train`; None in processes that do not lead.

    Raises
    ------
    InputError
        If a data set, a setting or the folder cannot be used, the labels have changed since the
        run began, or the processes of a run have different labels.
    P2MError
        If something cannot be written, the loss is not finite, or another process is lost.
    """
    with joined():
        report = report if leads() else _silent
        config = led(lambda: config_of(settings, folder if resume else None))
        training, held_out = agreed(lambda: split_parts(datasets, validation, whole, report))
        led(lambda: run.make_room(folder, resume))
        report({"event": "phase", "phase": "labels"})

        def count(done: int, total: int) -> None:
            report({"event": "progress", "done": done, "total": total})

        clips = agreed(lambda: training_clips(training, config, folder / "labels", count))
        labels = run.fingerprint(clips)
        agreed(lambda: check_alike(labels))
        if resume:
            led(lambda: run.check_labels(folder, labels))
        else:
            led(lambda: run.begin(folder, config, clips, [s.name for s in held_out], labels))
        validate = validation_of(held_out, config) if held_out else None
        report({"event": "phase", "phase": "training"})
        with _asked_to_stop(run.stop_file(folder)) as stopped:
            found = loop.train(config, clips, folder, validate, report, stopped)
        return found if leads() else None


def preview(
    datasets: Sequence[Path],
    folder: Path,
    settings: Sequence[str] = (),
    *,
    validation: Sequence[Path] = (),
    whole: bool = False,
    report: Report = lambda _: None,
) -> dict[str, Any]:
    """Show what a training would see, and its duration; see `p2m_core.train.preview.preview`.

    Parameters and exceptions are those of `train`; the pictures go to `folder`.
    """
    config = config_of(settings)
    training, held_out = split_parts(datasets, validation, whole, report)
    return previews.preview(training, held_out, config, folder, report)


def describe(settings: Sequence[str] = (), resumed: Path | None = None) -> dict[str, Any]:
    """Return ``variant``, ``parameters`` and ``multiply_adds`` of the network to train."""
    variant = config_of(settings, resumed).variant
    return {"variant": variant, **describe_network(entry_named(VARIANTS, "variant", variant))}


def config_of(settings: Sequence[str], resumed: Path | None = None) -> TrainConfig:
    """Return the config of a new run, or of the run to resume in the folder `resumed`.

    Raises
    ------
    InputError
        If a setting is not allowed, there is no run to resume, or a setting would change it.
    """
    if resumed is None:
        return with_settings(TrainConfig(), settings)
    for setting in settings:
        if setting.partition("=")[0] not in MOVABLE:
            raise InputError(f"--resume with {setting}: the run keeps its own settings")
    return with_settings(run.read_config(resumed), settings)


def split_parts(
    datasets: Sequence[Path],
    validation: Sequence[Path],
    whole: bool,
    report: Report = lambda _: None,
) -> tuple[list[LabelledSequence], list[LabelledSequence]]:
    """Return the sequences to train on, and those to validate on; see `train`.

    Raises
    ------
    InputError
        If a data set cannot be read, or has no sequence for training.
    """

    def note(line: str) -> None:
        report({"event": "note", "text": line})

    every = [sequence for path in datasets for sequence in open_dataset(path, note=note)]
    training = every if whole else [s for s in every if s.split != "test"]
    if not training:
        raise InputError(f"{datasets[0]}: no sequence is for training: its lists name only tests")
    if validation:
        return training, [s for path in validation for s in open_dataset(path, note=note)]
    return training, [] if whole else [s for s in every if s.split == "test"]


def _silent(event: dict[str, Any]) -> None:
    """Ignore an event."""


@contextmanager
def _asked_to_stop(file: Path) -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether Ctrl+C, SIGTERM or `file` asked to stop."""
    asked: list[int] = []

    def ask(number: int, _: object) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the second Ctrl+C ends it

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked) or file.exists()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
