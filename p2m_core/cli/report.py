"""Output of commands: a bar for people, JSON lines for programs, results to a file."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from p2m_core.errors import Cancelled, P2MError
from p2m_core.progress import Progress, no_progress
from p2m_core.words import counted as counted  # for the commands


class ReaderGone(Cancelled):
    """The reader of our output has closed it (``p2m ... | head``): end the work."""


class ProgressMode(StrEnum):
    """The form of progress on the output."""

    AUTO = "auto"
    JSON = "json"
    NONE = "none"


ProgressOption = Annotated[
    ProgressMode,
    typer.Option(
        "--progress",
        help="auto: a bar if stderr is a terminal; json: one object a line on stdout.",
    ),
]
JsonOption = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the results to FILE.", dir_okay=False),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="A Dask scheduler, tcp://HOST:8786: its workers do it instead."
    ),
]


@contextmanager
def progress(title: str, mode: ProgressMode) -> Iterator[Progress]:
    """Yield the callable that reports the progress of long work under `title`."""
    if mode is ProgressMode.JSON:
        yield lambda done, total: emit("progress", done=done, total=total)
    elif mode is ProgressMode.AUTO and sys.stderr.isatty():
        with _bar(title) as report:
            yield report
    else:
        yield no_progress


def emit(event: str, **fields: object) -> None:
    """Print one JSON object on its own line, and flush it.

    Raises
    ------
    ReaderGone
        If the reader has closed the output.
    """
    try:
        print(json.dumps({"event": event, **fields}), flush=True)
    except BrokenPipeError:
        # Not an OSError: the work would take it for a fault of its own files.
        raise ReaderGone("nobody reads the output any more") from None


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether the command's arguments ask for JSON lines."""
    joined = f"--progress={ProgressMode.JSON}"
    return joined in arguments or ("--progress", ProgressMode.JSON) in pairwise(arguments)


def conclude(
    text: str, results: dict[str, object], mode: ProgressMode, json_file: Path | None
) -> None:
    """Report the result: `text` for people, `results` as an event or into `json_file`."""
    if json_file is not None:
        _write_json(json_file, results)
    if mode is ProgressMode.JSON:
        emit("done", **results)
    else:
        print(text)


def _write_json(path: Path, results: dict[str, object]) -> None:
    try:
        path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise P2MError(f"cannot write {path}: {error.strerror or error}") from error


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
