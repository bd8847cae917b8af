"""``p2m eval``: the paper's protocols; one sub-command a protocol."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from p2m_core.cli.eval_compare import compare
from p2m_core.cli.eval_detect import detect
from p2m_core.cli.eval_pred import pred
from p2m_core.cli.help import help_of
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
    from p2m_core.baselines import Method

app = typer.Typer(help="Score on labelled data by the paper's protocols.")


for _command in (compare, detect, pred):
    app.command(help=help_of(_command))(_command)


@app.callback(invoke_without_command=True)
def _eval(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


class SeedKind(StrEnum):
    """`p2m_core.eval.masks.Seeds`, repeated so that help needs no import."""

    RANDOM = "random"
    CENTER = "center"
    BOUNDARY = "boundary"


class Mode(StrEnum):
    """Whether the generator gets the target's radius."""

    BLIND = "blind"
    GUIDED = "guided"


class Preset(StrEnum):
    """A named set of protocols."""

    PAPER = "paper"


@app.command()
def masks(
    images: Annotated[Path, typer.Option(metavar="DIR", help="The images.")],
    masks: Annotated[
        Path, typer.Option(metavar="DIR", help="Their masks, by the same names; not 0 is target.")
    ],
    names: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="Names to take, in this order; all by name."),
    ] = None,
    method: Annotated[
        list[str] | None,
        typer.Option(metavar="M", help="May be repeated; pamg by default, all for every one."),
    ] = None,
    seeds: Annotated[
        SeedKind | None, typer.Option(help="Where on the target; random by default.")
    ] = None,
    mode: Annotated[
        Mode | None,
        typer.Option(help="guided: with the true radius (PAMG: R_s = 5 r); blind by default."),
    ] = None,
    rng_seed: Annotated[int, typer.Option(min=0, help="Of the random seeds.")] = 3407,
    preset: Annotated[
        Preset | None,
        typer.Option(help="paper: Tables I, III, IV, V and Fig. 7, all methods; minutes."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Markdown, JSON and SVG charts.")
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Score mask generators: one seed a target, IoU and geometry against the true mask."""
    from p2m_core.eval import masks as protocol
    from p2m_core.eval import paper, paper_report, report, targets

    if preset is not None:
        for option, given in (("--seeds", seeds), ("--mode", mode)):
            if given is not None:
                raise InputError(f"{option} {given}: the preset sets it; leave out one of the two")
        if out is None:
            raise InputError(f"--preset {preset}: give the report's folder with --out DIR")
    methods = _chosen(method or (["all"] if preset else ["pamg"]), preset)
    seeds, mode = seeds or SeedKind.RANDOM, mode or Mode.BLIND
    if preset:
        settings = paper.settings(methods)
    else:
        kind = protocol.Seeds(seeds.value)
        settings = [
            protocol.Setting(m.title, m.generate, kind, mode is Mode.GUIDED) for m in methods
        ]
    pairs = targets.find_pairs(images, masks, names)
    with progress("Scoring masks", progress_mode) as advance:
        found = protocol.evaluate(
            targets.load_scenes(pairs), settings, rng_seed, advance, total=len(pairs)
        )
    results: dict[str, Any] = {"images_dir": str(images), "rng_seed": rng_seed}
    title = f"Mask generators on {images}"
    if preset:
        results |= paper_report.results_of(found, methods)
        files = paper_report.files_of(results, title)
        text = paper_report.verdict(results)
    else:
        lines = report.results_of(found, settings)
        results |= {"targets": int(found.area.size), "images": len(pairs), "settings": lines}
        scored = f"{counted(found.area.size, 'target')} in {counted(len(pairs), 'image')}"
        heading = f"{scored}, {seeds} seeds, {mode}"
        overall, by_size = report.overall(lines, "method"), report.sizes(lines, "mIoU % (success)")
        text = f"{heading}\n\n{overall}\n{by_size}".rstrip()
        files = {
            "report.md": f"# {title}\n\n{text}\n\n![](methods.svg) ![](by_size.svg)\n",
            "report.json": report.as_json(results),
            "methods.svg": report.method_chart(heading, lines),
            "by_size.svg": report.size_chart("mIoU % by target size", lines),
        }
    if out is not None:
        report.write_folder(out, files)
        text += f"\n{out / 'report.md'}"
    conclude(text, report.plain(results), progress_mode, json_file)


def _chosen(names: list[str], preset: Preset | None) -> "list[Method]":
    from p2m_core.baselines import METHODS

    # The tables compare with PAMG, so a preset has it in any case.
    wanted = ["pamg", *names] if preset else names
    if "all" in wanted:
        wanted = [*METHODS, *(name for name in wanted if name != "all")]
    return [entry_named(METHODS, "method", name) for name in dict.fromkeys(wanted)]
