"""``p2m export``: a project's reviewed frames as a data set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    progress,
)
from p2m_core.errors import InputError
from p2m_core.registry import entry_named

if TYPE_CHECKING:
    from p2m_core.datasets.writers import ExportSummary, Split

_KINDS = (
    "sirstd-pixel, sirstd-pixel-flat, basicirstd, dnanet, mshnet, coco, yolo, voc, labelme, "
    "cvat-video, mot, anti-uav or points"
)


def export(
    project: Annotated[Path, typer.Argument(help="The project file, NAME.lirst.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The new folder.")],
    format: Annotated[
        str, typer.Option(metavar="NAME", help=f"{_KINDS}; p2m formats describes them.")
    ],
    name: Annotated[
        str | None, typer.Option(help="The data set's name; the project's by default.")
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="An option of the format; may be repeated."),
    ] = None,
    test: Annotated[
        list[str] | None,
        typer.Option(metavar="SEQUENCE", help="A sequence for the test list; may be repeated."),
    ] = None,
    test_share: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Draw the test sequences: their share of the frames, 0 to 1, alike in size and "
            "SCR of the targets.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 0,
    roles: Annotated[
        bool | None,
        typer.Option(
            "--roles/--no-roles",
            help="Test sequences, and those out, as in the project; by default, if any were set.",
        ),
    ] = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Also frames edited but not accepted.")
    ] = False,
    licence: Annotated[str, typer.Option(metavar="TEXT", help="For the set's README.")] = "",
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Write the accepted and verified-empty frames as a data set, and read it back to check."""
    from p2m_core.datasets.writers import FORMATS, checked, export

    known = entry_named(FORMATS, "format", format).options
    options = checked(format, known, dict(_option(text) for text in option or ()))
    split = _split(project, test or [], test_share, seed, roles)
    with progress("Exporting frames", progress_mode) as report:
        summary = export(
            project, format, out, name, split, unreviewed, report, licence=licence, **options
        )
    results = {
        "root": str(summary.out), "name": summary.name, "format": format, **_counts(summary),
        "frames_edited": summary.frames_edited, "targets_suggested": summary.targets_suggested,
        "sequences_out": summary.sequences_out, "lost": list(summary.lost),
    }  # fmt: skip
    conclude(f"{summary.out}: {_text(summary, format)}", results, progress_mode, json_file)


def _option(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"--option {text}: give NAME=VALUE, such as shapes=polygon")
    return name, value


def _split(
    path: Path, test: list[str], share: float | None, seed: int, roles: bool | None
) -> "Split":
    from p2m_core.datasets.writers import Drawn
    from p2m_core.project import has_roles, open_project

    if bool(test) + (share is not None) + bool(roles) > 1:
        raise InputError("--test, --test-share and --roles are three ways to split: give one")
    if share is not None:
        return Drawn(share, seed)
    if roles is None and not test:
        with open_project(path, readonly=True) as project:
            roles = has_roles(project)
    return "roles" if roles else test


def _counts(summary: "ExportSummary") -> dict[str, int]:
    return {
        "sequences": summary.sequences,
        "test_sequences": summary.test_sequences,
        "frames": summary.frames,
        "empty_frames": summary.empty_frames,
        "targets": summary.targets,
        "tracks": summary.tracks,
    }


def _text(summary: "ExportSummary", format: str) -> str:
    counts = [(key[:-1].replace("_", " "), n) for key, n in _counts(summary).items()]
    text = ", ".join(counted(n, noun) for noun, n in counts)
    left_out = [
        f"{counted(summary.frames_edited, 'frame')} edited but not accepted",
        f"{counted(summary.targets_suggested, 'suggested target')}",
        f"{counted(summary.sequences_out, 'sequence')} by role",
    ]
    left_out = [words for words in left_out if not words.startswith("0 ")]
    if left_out:
        text += f"; left out: {', '.join(left_out)}"
    if summary.lost:
        text += f"\nnot in {format}: {'; '.join(summary.lost)}"
    return text
