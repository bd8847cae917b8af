"""``p2m export``: a project's reviewed frames as a data set."""

from pathlib import Path
from typing import Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    progress,
)
from p2m_core.registry import entry_named


def export(
    project: Annotated[Path, typer.Argument(help="The project file, NAME.lirst.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The new folder.")],
    format: Annotated[str, typer.Option(metavar="NAME", help="The layout on disk: sirstd-pixel.")],
    name: Annotated[
        str | None, typer.Option(help="The data set's name; the project's by default.")
    ] = None,
    test: Annotated[
        list[str] | None,
        typer.Option(metavar="SEQUENCE", help="A sequence for the test list; may be repeated."),
    ] = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Also frames edited but not accepted.")
    ] = False,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Write the accepted and verified-empty frames as a data set, and read it back to check."""
    from p2m_core.datasets.writers import FORMATS

    with progress("Exporting frames", progress_mode) as report:
        summary = entry_named(FORMATS, "format", format).export(
            project, out, name=name, test=test or (), unreviewed=unreviewed, progress=report
        )
    counts = {
        "sequences": summary.sequences,
        "frames": summary.frames,
        "empty_frames": summary.empty_frames,
        "targets": summary.targets,
    }
    message = ", ".join(counted(n, key[:-1].replace("_", " ")) for key, n in counts.items())
    if summary.frames_edited:
        message += f"; left out, edited but not accepted: {counted(summary.frames_edited, 'frame')}"
    results = {
        "root": str(summary.out), "name": summary.name, **counts,
        "frames_edited": summary.frames_edited, "targets_suggested": summary.targets_suggested,
    }  # fmt: skip
    conclude(f"{summary.out}: {message}", results, progress_mode, json_file)
