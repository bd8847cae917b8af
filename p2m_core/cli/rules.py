"""Options of the rules that formats of labels leave open, for every command that reads labels."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from p2m_core.datasets.opening import Rules


class VocMax(StrEnum):
    """The meaning of xmax and ymax, see `p2m_core.datasets.readers.rules`."""

    LAST = "last"
    PAST = "past"


FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="One of p2m formats; recognised by default."),
]
VocMaxOption = Annotated[
    VocMax, typer.Option(help="VOC: xmax, ymax are the last pixel, or one past it.")
]
VocOriginOption = Annotated[
    int, typer.Option(min=0, max=1, help="VOC: number of the first column and row.")
]
MotOriginOption = Annotated[
    int, typer.Option(min=0, max=1, help="MOT: number of the first column and row.")
]
MaskCentresOption = Annotated[
    bool, typer.Option("--mask-centres", help="Masks: they mark centres, not pixels, of targets.")
]


def rules_of(
    voc_max: VocMax, voc_origin: int, mot_origin: int, mask_centres: bool = False
) -> "Rules":
    """Return the rules that the options state."""
    from p2m_core.datasets.opening import Rules

    return Rules(
        mot_origin=1 if mot_origin else 0,
        voc_max=voc_max.value,
        voc_origin=1 if voc_origin else 0,
        mask_centres=mask_centres,
    )


def print_note(line: str) -> None:
    """Tell what a reader left out or took for what it most likely is, on stderr."""
    print(f"note: {line}", file=sys.stderr)
