"""``p2m grow``: one mask from one click."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from p2m_core.cli.rules import print_note
from p2m_core.cli.values import parse_pair


class Polarity(StrEnum):
    """Of a target."""

    AUTO = "auto"
    BRIGHT = "bright"
    DARK = "dark"


SIGNS = {Polarity.AUTO: 0, Polarity.BRIGHT: 1, Polarity.DARK: -1}


def grow(
    image: Annotated[Path, typer.Argument(help="An image; or a stack or video, with --frame.")],
    seed: Annotated[str, typer.Option(metavar="X,Y", help="A point on the target, pixels.")],
    radius: Annotated[
        float | None,
        typer.Option(help="The target's radius, pixels: guided mode, R_s = 5 r."),
    ] = None,
    support: Annotated[float, typer.Option(help="R_s of the blind mode, pixels.")] = 20.0,
    frame: Annotated[int, typer.Option(help="Frame of a stack or video, from 0.", min=0)] = 0,
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="X,Y", help="A pixel that is part of the target; repeatable."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="X,Y", help="A pixel that is not part of it; repeatable."),
    ] = None,
    polarity: Annotated[
        Polarity, typer.Option(help="Of the target; auto: by the seed.")
    ] = Polarity.AUTO,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="MASK.png", help="Write the mask, 0 and 255."),
    ] = None,
) -> None:
    """Grow the mask of one target from one point, and print its numbers as JSON."""
    import json
    from dataclasses import replace

    from p2m_core import doubt, geometry, nodata, pamg
    from p2m_core.errors import InputError
    from p2m_core.files import write_png
    from p2m_core.pamg.params import guided_support
    from p2m_core.sequence import open_sequence

    point = parse_pair("--seed", seed)
    wanted = [parse_pair("--include", text) for text in include or ()]
    unwanted = [parse_pair("--exclude", text) for text in exclude or ()]
    with open_sequence(image) as sequence:
        if frame >= len(sequence):
            raise InputError(
                f"--frame {frame}: {image} has frames 0..{len(sequence) - 1}, counted from 0"
            )
        picture = sequence[frame]
    if lacks := nodata.described(nodata.valid_mask(picture)):
        print_note(f"{image} holds no data in places ({lacks}): left out")
    params = pamg.PamgParams(support_radius=support)
    if radius is not None:
        params = replace(params, support_radius=guided_support(radius, params.guided_factor))
    growth = pamg.grow(picture, point, params, wanted, unwanted, SIGNS[polarity])
    numbers = geometry.measure(picture, growth.mask, growth.support_radius)
    if out is not None:
        write_png(out, growth.mask.astype("uint8") * 255)
    worry, reason = doubt.doubt_of_mask(
        geometry.bounding_box(growth.mask), growth.area, picture.shape, numbers.scr, numbers.rho,
        doubt.relative_margin(growth.margin, growth.variant),
    )  # fmt: skip
    x, y = growth.centroid
    print(
        json.dumps(
            {
                "x": x,
                "y": y,
                "radius": growth.radius,
                "area": growth.area,
                "polarity": growth.polarity,
                "scr": geometry.finite_or_none(numbers.scr),
                "rho": geometry.finite_or_none(numbers.rho),
                "peak": numbers.peak,
                "background": geometry.finite_or_none(numbers.background),
                "step": growth.step,
                "rival": growth.rival,
                "margin": geometry.finite_or_none(growth.margin),
                "doubt": round(worry, 4),
                "reason": reason.name.lower() if reason else None,
                "doubtful": bool(reason),
                "steps": len(growth.path),
                "support_radius": growth.support_radius,
                "seed": list(growth.seed),
            }
        )
    )
