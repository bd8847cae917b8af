"""``p2m accept``: frames reviewed without the window."""

from collections.abc import Iterator
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
from p2m_core.cli.values import parse_frames
from p2m_core.errors import InputError

if TYPE_CHECKING:
    from p2m_core.project import Accepted


def accept(
    project: Annotated[Path, typer.Argument(help="The project file, NAME.lirst.")],
    sequence: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Of this sequence; may be repeated; all by default."),
    ] = None,
    frames: Annotated[
        str | None,
        typer.Option(
            metavar="A-B,C", help="Frames from 1, as the window counts them; A- to the end."
        ),
    ] = None,
    below_doubt: Annotated[
        float | None,
        typer.Option(metavar="X", help="Only frames all of whose targets are below this doubt."),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Also call frames without a target verified empty.")
    ] = False,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Mark labelled frames as accepted, as a reviewer does in the window, which can undo it.

    Suggestions are left alone, and so are frames that somebody called uncertain. The doubt is the
    probability, 0 to 1, that a target is wrong; the window orders the review by it.
    """
    from p2m_core.project import accept_frames, list_sequences, open_project

    with open_project(project) as opened:
        infos = list_sequences(opened)
        if sequence:
            known = {info.name: info for info in infos}
            for name in sequence:
                if name not in known:
                    raise InputError(f"--sequence {name}: {project} has {_some(list(known))}")
            infos = [known[name] for name in dict.fromkeys(sequence)]
        wanted = None
        if frames is not None:
            longest = max((info.frame_count for info in infos), default=0)
            wanted = parse_frames("--frames", frames, longest)
        with progress("Accepting", progress_mode) as advance:
            done = accept_frames(
                opened, [info.id for info in infos], wanted, below_doubt, empty, advance
            )
    results: dict[str, object] = {"project": str(project), **vars(done)}
    conclude(f"{project}: {_text(done)}", results, progress_mode, json_file)


def _some(names: list[str]) -> str:
    if not names:
        return "no sequences"
    shown = ", ".join(names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"


def _text(done: "Accepted") -> str:
    changed = list(
        _counts(("accepted", done.accepted), ("verified empty", done.verified_empty))
    )  # fmt: skip
    left = list(
        _counts(
            ("accepted before", done.before),
            ("too doubtful", done.doubtful),
            ("uncertain", done.uncertain),
            ("with suggestions only", done.suggested),
            ("without a target (--empty calls them empty)", done.without),
        )
    )
    text = ", ".join(changed) or "no frame changed"
    if done.accepted:
        text += f", {counted(done.targets, 'target')}"
    if changed:
        text += f", in {counted(done.sequences, 'sequence')}"
    return text + (f"; left: {', '.join(left)}" if left else "")


def _counts(*counts: tuple[str, int]) -> Iterator[str]:
    return (f"{counted(count, 'frame')} {words}" for words, count in counts if count)
