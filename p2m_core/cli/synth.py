"""``p2m synth``: synthetic sequences with exact masks."""

from enum import StrEnum
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
from p2m_core.cli.values import parse_pair, parse_size
from p2m_core.errors import InputError


class Background(StrEnum):
    """The backgrounds of `p2m_core.synth`, repeated so that help needs no import, and the mix."""

    CLOUD = "cloud"
    SEA = "sea"
    FIELD = "field"
    TOWN = "town"
    FLAT = "flat"
    MIX = "mix"


_MIX = (Background.CLOUD, Background.SEA, Background.FIELD, Background.TOWN)


def synth(
    out: Annotated[Path, typer.Option(help="The new data set's folder.", metavar="DIR")],
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.", min=0)],
    sequences: Annotated[
        int, typer.Option(help="Sequences; each has its own seed, from SEED up.", min=1)
    ] = 1,
    frames: Annotated[int, typer.Option(help="Frames per sequence.")] = 60,
    size: Annotated[str, typer.Option(metavar="WxH", help="Frame size, pixels.")] = "256x256",
    background: Annotated[
        Background, typer.Option(help="mix: another one for each sequence.")
    ] = Background.MIX,
    targets: Annotated[int, typer.Option(help="Tracks per sequence.")] = 3,
    bits: Annotated[int, typer.Option(help="8, or 16 for raw counts.", metavar="8|16")] = 8,
    scr: Annotated[
        str, typer.Option(metavar="LO,HI", help="Signal-to-clutter ratios, within 1..20.")
    ] = "3,12",
    target_size: Annotated[
        str, typer.Option(metavar="LO,HI", help="Pixels across at half peak, within 1..9.")
    ] = "1,6",
    dark: Annotated[
        float, typer.Option(metavar="FRACTION", help="Share of dark targets, 0..1.")
    ] = 0.1,
    noise: Annotated[float, typer.Option(help="Temporal noise, 8-bit grey levels.")] = 1.5,
    stripes: Annotated[float, typer.Option(help="Fixed column pattern, grey levels.")] = 0.5,
    dead_pixels: Annotated[int, typer.Option(help="Stuck pixels, black or white.")] = 3,
    jitter: Annotated[float, typer.Option(help="Camera shake, pixels rms per axis.")] = 0.1,
    drift: Annotated[float, typer.Option(help="Camera panning, pixels a frame.")] = 0.2,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Write synthetic infrared sequences with exact masks as a SIRSTD-Pixel data set."""
    from p2m_core.synth import SynthConfig, write_sequences

    if bits not in (8, 16):
        raise InputError(f"--bits {bits}: give 8 or 16")
    width, height = parse_size("--size", size)
    configs = [
        SynthConfig(
            seed=seed + index,
            frames=frames,
            height=height,
            width=width,
            background=str(_MIX[index % len(_MIX)] if background == "mix" else background),
            n_targets=targets,
            bit_depth=bits,
            target_size=parse_pair("--target-size", target_size),
            scr=parse_pair("--scr", scr),
            dark_fraction=dark,
            noise=noise,
            stripes=stripes,
            dead_pixels=dead_pixels,
            jitter=jitter,
            drift=drift,
        )
        for index in range(sequences)
    ]
    with progress("Drawing frames", progress_mode) as report:
        written = write_sequences(configs, out, report)
    counts = {
        "sequences": written.sequences,
        "frames": written.frames,
        "targets": written.targets,
        "tracks": written.tracks,
    }
    message = ", ".join(counted(count, name[:-1]) for name, count in counts.items())
    conclude(f"{out}: {message}", {"root": str(out), **counts}, progress_mode, json_file)
