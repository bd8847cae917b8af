"""``p2m view`` and ``p2m contact-sheet``: pictures of a sequence with its masks."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from p2m_core.cli.report import ProgressMode, ProgressOption, conclude, counted, progress
from p2m_core.cli.rules import print_note
from p2m_core.cli.values import parse_frames
from p2m_core.errors import InputError


class Colours(StrEnum):
    """The colour maps, see `p2m_core.pictures.drawing.MAPS`."""

    GREY = "grey"
    INFERNO = "inferno"
    VIRIDIS = "viridis"


SourceArgument = Annotated[
    Path, typer.Argument(help="A project, a data set of any format, or images alone.")
]
SequenceOption = Annotated[
    str | None, typer.Option("--sequence", metavar="NAME", help="Where there are several.")
]
FramesOption = Annotated[
    str | None, typer.Option(metavar="A-B,C", help="Counted from 1; all by default.")
]
TrackOption = Annotated[
    int | None, typer.Option(min=1, help="Show the surroundings of this track alone.")
]
ZoomOption = Annotated[
    int | None,
    typer.Option(min=1, max=64, help="Picture pixels a pixel; by default 1, for a track more."),
]
MasksOption = Annotated[bool, typer.Option("--masks/--no-masks", help="Draw the outlines.")]
ColoursOption = Annotated[
    Colours, typer.Option("--colours", metavar="MAP", help="grey, inferno or viridis.")
]
CaptionsOption = Annotated[
    bool, typer.Option("--captions/--no-captions", help="Write the frame's number into it.")
]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace the file.")]


def view(
    source: SourceArgument,
    out: Annotated[Path, typer.Option(metavar="FILE", help="A .gif, .mp4, or .png of one frame.")],
    sequence: SequenceOption = None,
    frames: FramesOption = None,
    track: TrackOption = None,
    zoom: ZoomOption = None,
    fps: Annotated[float, typer.Option(min=0.1, max=120.0, help="Frames a second.")] = 15.0,
    masks: MasksOption = True,
    colours: ColoursOption = Colours.GREY,
    captions: CaptionsOption = True,
    overwrite: OverwriteOption = False,
    progress_mode: ProgressOption = ProgressMode.AUTO,
) -> None:
    """Show a sequence with its masks as an animation or a picture, for papers and reports."""
    from p2m_core.pictures import animation
    from p2m_core.pictures.drawing import Style, levels_of
    from p2m_core.pictures.source import chosen, sequences_of

    animation.check_goal(out, overwrite)
    if out.suffix.lower() not in animation.SUFFIXES:
        raise InputError(f"{out}: its suffix must be one of {', '.join(animation.SUFFIXES)}")
    shown = chosen(sequences_of(source, print_note), sequence, source)
    with shown.labelled.open() as images, progress("Drawing", progress_mode) as advance:
        crops = None if track is None else animation.crop_of(shown, images, track)
        wanted = _wanted(frames, len(images), crops)
        if not wanted:
            raise InputError(f"--frames {frames!r}: track {track} is in none of these frames")
        if out.suffix.lower() == ".png":
            wanted = wanted[:1] if frames is None else wanted
        style = Style(
            *levels_of(images), zoom or (1 if track is None else 8), colours.value, captions
        )
        pictures = animation.frames_of(shown, images, wanted, style, crops, masks)
        animation.write(out, pictures, len(wanted), fps, advance)
    text = f"{out}: {counted(len(wanted), 'frame')} of {shown.name}"
    conclude(text, {"out": str(out), "frames": len(wanted)}, progress_mode, None)


def contact_sheet(
    source: SourceArgument,
    out: Annotated[Path, typer.Option(metavar="FILE", help="A .png.")],
    sequence: SequenceOption = None,
    frames: FramesOption = None,
    track: TrackOption = None,
    zoom: ZoomOption = None,
    count: Annotated[int, typer.Option(min=1, max=400, help="Most pictures, evenly spread.")] = 24,
    columns: Annotated[int | None, typer.Option(min=1, help="Pictures a row.")] = None,
    masks: MasksOption = True,
    colours: ColoursOption = Colours.GREY,
    captions: CaptionsOption = True,
    overwrite: OverwriteOption = False,
    progress_mode: ProgressOption = ProgressMode.AUTO,
) -> None:
    """Show frames of a sequence, or a track's surroundings, on one sheet."""
    import numpy as np

    from p2m_core.files import write_png
    from p2m_core.pictures import animation
    from p2m_core.pictures.drawing import Picture, Style, levels_of
    from p2m_core.pictures.sheet import sheet
    from p2m_core.pictures.source import chosen, sequences_of
    from p2m_core.sampling import evenly

    animation.check_goal(out, overwrite)
    if out.suffix.lower() != ".png":
        raise InputError(f"{out}: its suffix must be .png")
    pictures: list[Picture] = []
    found = sequences_of(source, print_note)
    single = sequence is None and track is None and all(s.frames() in ([], [0]) for s in found)
    several = found if single else [chosen(found, sequence, source)]
    with progress("Drawing", progress_mode) as advance:
        # A set of single images: one of each, as far as they fit.
        for done, at in enumerate(evenly(len(several), count), start=1):
            shown = several[at]
            with shown.labelled.open() as images:
                crops = None if track is None else animation.crop_of(shown, images, track)
                wanted = _wanted(frames, len(images), crops)
                most = max(1, count // len(several))
                wanted = [wanted[i] for i in evenly(len(wanted), most)]
                scale = zoom or (1 if track is None else 4)
                style = Style(*levels_of(images), scale, colours.value, captions)
                pictures += animation.frames_of(shown, images, wanted, style, crops, masks)
            advance(done, min(count, len(several)))
    if not pictures:
        raise InputError(f"--frames {frames!r}: none of these frames is to be shown")
    write_png(out, np.ascontiguousarray(sheet(pictures, columns)[:, :, ::-1]))
    text = f"{out}: {counted(len(pictures), 'picture')}"
    conclude(text, {"out": str(out), "pictures": len(pictures)}, progress_mode, None)


def _wanted(frames: str | None, count: int, of_track: Iterable[int] | None) -> list[int]:
    """Return the frames to show: those named, where a track is shown as far as it is in them."""
    named = range(count) if frames is None else parse_frames("--frames", frames, count)
    return list(named) if of_track is None else sorted(set(of_track) & set(named))
