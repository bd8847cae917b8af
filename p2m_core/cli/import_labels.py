"""``p2m import``: labels of any format into a project."""

import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    progress,
)
from p2m_core.cli.rules import (
    FormatOption,
    MaskCentresOption,
    MotOriginOption,
    VocMax,
    VocMaxOption,
    VocOriginOption,
    print_note,
    rules_of,
)
from p2m_core.errors import InputError

if TYPE_CHECKING:
    from p2m_core.importing import ImportOptions, ImportSummary, Preview, SequencePreview

_SCREEN = 20  # lines of a list; the rest is counted, and in the JSON


class Boxes(StrEnum):
    """`p2m_core.importing.ImportOptions.boxes`, repeated so that help needs no import."""

    GROW = "grow"
    RECTANGLE = "rectangle"


class ImpliedEmpty(StrEnum):
    """`ImportOptions.implied_empty`."""

    UNSEEN = "unseen"
    VERIFIED = "verified"


class State(StrEnum):
    """`ImportOptions.state`."""

    ACCEPTED = "accepted"
    EDITED = "edited"


def import_(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE", help="Folders or files with labels; p2m formats."),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="PROJECT.lirst", help="The project.", dir_okay=False)
    ] = None,
    format_name: FormatOption = None,
    add: Annotated[bool, typer.Option("--add", help="Add to the project, which exists.")] = False,
    preview_only: Annotated[
        bool, typer.Option("--preview", help="Only show what would come.")
    ] = False,
    images: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the images are, if not beside the labels."),
    ] = None,
    unlabelled: Annotated[
        bool, typer.Option("--unlabelled", help="Also the images without a label, as unseen.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="SEQUENCE", help="Take this one, as previewed; may be repeated."),
    ] = None,
    state: Annotated[
        State, typer.Option(help="Of frames with masks: reviewed, or to be gone through.")
    ] = State.ACCEPTED,
    boxes: Annotated[
        Boxes, typer.Option(help="Boxes and points: PAMG grows a mask, or the box is filled.")
    ] = Boxes.GROW,
    implied_empty: Annotated[
        ImpliedEmpty, typer.Option(help="Frames whose XML or text file has no entry.")
    ] = ImpliedEmpty.UNSEEN,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace targets that the project has; else kept.")
    ] = False,
    support: Annotated[float, typer.Option(help="R_s, pixels; a box bounds it further.")] = 20.0,
    voc_max: VocMaxOption = VocMax.LAST,
    voc_origin: VocOriginOption = 1,
    mot_origin: MotOriginOption = 0,
    mask_centres: MaskCentresOption = False,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Import labels of any format into a project: masks, boxes, points, tracks.

    Masks come as they are and count as reviewed, empty ones as verified empty. From boxes and
    points masks grow, to be reviewed (p2m accept does it without the window). What is left out is
    named on stderr, and all of it in the --json file.
    """
    from p2m_core.importing import ImportOptions, chosen_sequences, import_labels, preview

    options = ImportOptions(
        state=state.value,
        boxes=boxes.value,
        implied_empty=implied_empty.value,
        present="replace" if replace else "keep",
        only=frozenset(only) if only else None,
        support_radius=support,
    )
    if out is None and not preview_only:
        raise InputError("give the project with --out PROJECT.lirst, or --preview to look only")
    if out is not None and not preview_only:
        check_out(out, add)
    rules = rules_of(voc_max, voc_origin, mot_origin, mask_centres)
    with progress("Looking at labels", progress_mode) as advance:
        found = preview(sources, format_name, rules, images, unlabelled, advance)
    _print_lines(found.notes)
    chosen_sequences(found, options)
    if preview_only:
        conclude(_preview_text(found, options), _preview_results(found), progress_mode, json_file)
        return
    assert out is not None
    with progress("Importing frames", progress_mode) as advance:
        done = import_labels(found, out, add=add, options=options, progress=advance)
    _print_lines(failure.message for failure in done.failures if failure.message not in found.notes)
    results = {**_preview_results(found), "out": str(out), "imported": _summary_results(done)}
    conclude(_summary_text(done, len(found.notes)), results, progress_mode, json_file)


def check_out(out: Path, add: bool) -> None:
    """Raise `InputError` before the work if it cannot end in this project."""
    from p2m_core.preannotate.run import check_goal

    is_there = os.path.exists(out)  # noqa: PTH110  a name that is too long raises nothing
    if add and not is_there:
        raise InputError(f"--add {out}: there is no such project: check the path")
    if not add and is_there:
        raise InputError(f"{out} exists already: choose another name, or give --add to add to it")
    if not add:
        check_goal(out.absolute())


def _print_lines(lines: Iterable[str]) -> None:
    every = list(lines)
    for line in every[:_SCREEN]:
        print_note(line)
    if len(every) > _SCREEN:
        print_note(f"and {len(every) - _SCREEN} more: --json FILE has them all")


def _preview_text(found: "Preview", options: "ImportOptions") -> str:
    lines = [f"{path}: {format}" for path, format in found.sources[:_SCREEN]]
    if len(found.sources) > _SCREEN:
        lines.append(f"and {len(found.sources) - _SCREEN} more folders")
    chosen = [one for one in found.sequences if options.only is None or one.name in options.only]
    single = [one for one in chosen if one.frames == 1 and not one.problem]
    if len(single) > _SCREEN:  # a list of images tells less than their number
        lines.append(f"  {_sizes(single)}, {counted(sum(s.targets for s in single), 'target')}")
        chosen = [one for one in chosen if one.frames != 1 or one.problem]
    lines += [f"  {one.name}: {_counts(one)}" for one in chosen[:_SCREEN]]
    if len(chosen) > _SCREEN:
        lines.append(f"  and {counted(len(chosen) - _SCREEN, 'more sequence')}")
    kinds = ", ".join(
        f"{found.total(kind)} {kind}" for kind in ("masks", "boxes", "points") if found.total(kind)
    )
    lines.append(
        f"{counted(len(found.sequences), 'sequence')}, {counted(found.total('frames'), 'frame')}, "
        f"{found.total('labelled')} of them labelled; "
        f"{counted(found.total('targets'), 'target')}{f' ({kinds})' if kinds else ''} in "
        f"{counted(found.total('tracks'), 'track')}; "
        f"{counted(found.total('empty'), 'frame')} stated empty"
    )
    if found.categories:
        named = [f"{name} {count}" for name, count in list(found.categories.items())[:_SCREEN]]
        lines.append(f"categories: {', '.join(named)}")
    if found.total("implied_empty"):
        lines.append(_implied(found.total("implied_empty"), options.implied_empty))
    return "\n".join(lines)


def _implied(frames: int, option: str) -> str:
    fate = "left unseen" if option == "unseen" else "verified empty, as asked"
    return f"{counted(frames, 'frame')} without an entry in their file: {fate} (--implied-empty)"


def _sizes(single: "list[SequencePreview]") -> str:
    sizes = sorted({one.size for one in single if one.size is not None})
    spread = " to ".join(f"{w}x{h}" for w, h in dict.fromkeys((sizes[0], sizes[-1])))
    return f"{counted(len(single), 'single image')}, {spread}"


def _counts(one: "SequencePreview") -> str:
    if one.problem:
        return f"cannot be imported: {one.problem}"
    size = "" if one.size is None else f"{one.size[0]}x{one.size[1]}, "
    text = f"{size}{counted(one.frames, 'frame')}, {one.labelled} labelled, "
    text += counted(one.targets, "target")
    return text + (f", {one.split}" if one.split else "")


def _summary_text(done: "ImportSummary", notes: int) -> str:
    states = [
        f"{count} {word}"
        for count, word in (
            (done.accepted, "accepted"), (done.edited, "to review"),
            (done.verified_empty, "verified empty"),
        )
        if count
    ]  # fmt: skip
    lines = [
        f"{done.goal}: {counted(done.targets, 'target')} in {counted(done.tracks, 'track')}, "
        f"{counted(done.sequences, 'sequence')} of {counted(done.frames, 'frame')}: "
        f"{', '.join(states) or 'no frame changed'}"
    ]
    if done.doubtful:
        lines.append(f"{counted(done.doubtful, 'grown mask')} doubtful: review these first")
    if done.known:
        lines.append(f"{counted(done.known, 'sequence')} the project had already")
    if done.skipped:
        lines.append(
            f"{counted(done.skipped, 'frame')} skipped, labelled or reviewed in the project "
            "(--replace takes the new labels)"
        )
    if done.replaced:
        lines.append(f"{counted(done.replaced, 'target')} of the project replaced")
    if done.implied_empty:
        lines.append(_implied(done.implied_empty, "unseen"))
    if done.failed:
        lines.append(f"{counted(done.failed, 'label')} left out, see stderr")
    elif notes:
        lines.append(f"{counted(notes, 'note')}, see stderr")
    return "\n".join(lines)


def _preview_results(found: "Preview") -> dict[str, object]:
    counts = (
        "frames", "labelled", "targets", "masks", "boxes", "points", "tracks", "empty",
        "implied_empty",
    )  # fmt: skip
    return {
        "sources": [{"path": str(path), "format": format} for path, format in found.sources],
        "sequences": [
            {
                "name": one.name, "path": str(one.path), "format": one.format, "size": one.size,
                **{name: getattr(one, name) for name in counts},
                "categories": dict(one.categories), "split": one.split, "problem": one.problem,
            }
            for one in found.sequences
        ],
        "totals": {"sequences": len(found.sequences), **{n: found.total(n) for n in counts}},
        "categories": found.categories,
        "notes": list(found.notes),
    }  # fmt: skip


def _summary_results(done: "ImportSummary") -> dict[str, Any]:
    counts = (
        "sequences", "known", "frames", "targets", "tracks", "accepted", "edited",
        "verified_empty", "implied_empty", "skipped", "replaced", "doubtful", "failed",
    )  # fmt: skip
    return {
        **{name: getattr(done, name) for name in counts},
        "failures": [failure._asdict() for failure in done.failures],
    }
