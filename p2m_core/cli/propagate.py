"""``p2m propagate``: one click on a target, its masks in the whole sequence."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    emit,
    progress,
)
from p2m_core.cli.rules import print_note
from p2m_core.cli.values import parse_click

if TYPE_CHECKING:
    from p2m_core.pamg import PamgParams
    from p2m_core.progress import Progress
    from p2m_core.sequence import Sequence
    from p2m_core.track import Tracked


class Way(StrEnum):
    """Direction from the click."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


_SAMPLES = 8  # frames that are looked at for no data

_STEPS = {Way.FORWARD: (1,), Way.BACKWARD: (-1,), Way.BOTH: (1, -1)}


def propagate(
    sequence: Annotated[
        Path, typer.Argument(help="A folder of frames, or some as FOLDER/IR_3_*; a video, a stack.")
    ],
    seed: Annotated[
        list[str],
        typer.Option(
            metavar="FRAME,X,Y", help="A click on a target, FRAME from 0; once for each target."
        ),
    ],
    direction: Annotated[Way, typer.Option(help="Which way from the click.")] = Way.BOTH,
    radius: Annotated[
        float | None, typer.Option(help="The target's radius in the clicked frame, pixels.")
    ] = None,
    support: Annotated[float, typer.Option(help="R_s of the clicked frame, pixels.")] = 20.0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The new folder: tracks.csv, masks/, instances/.", file_okay=False
        ),
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Follow clicked targets through a sequence.

    DIR/tracks.csv has a line for each target, with the confidence as its score; DIR/masks holds
    the masks of the frames with a target, 0 and 255, and DIR/instances the track numbers. Without
    --out, each target is one JSON object on a line. Frames count from 0; a track ends where its
    target is lost or leaves the picture.
    """
    from p2m_core.errors import InputError
    from p2m_core.files import staged_folder
    from p2m_core.pamg import PamgParams
    from p2m_core.sequence import only_sequence, open_sequence

    clicks = [parse_click("--seed", text) for text in seed]
    params = PamgParams(support_radius=support)
    with open_sequence(only_sequence(sequence)) as frames:
        for text, (frame, _, _) in zip(seed, clicks, strict=True):
            if not 0 <= frame < len(frames):
                raise InputError(
                    f"--seed {text}: {sequence} has frames 0..{len(frames) - 1}, counted from 0"
                )
        tracks: dict[int, dict[int, Tracked]] = {i + 1: {} for i in range(len(clicks))}
        with progress("Following", progress_mode) as advance:
            for track, target in _follow(
                frames, clicks, _STEPS[direction], radius, params, advance
            ):
                tracks[track][target.frame] = target
        if line := _no_data(frames, tracks):
            print_note(line)
        rows = [
            _row(frames.name, track, found[frame])
            for track, found in tracks.items()
            for frame in sorted(found)
        ]
        if out is None:
            for row in rows:
                emit("target", **row)
            return
        with staged_folder(out) as stage:
            _write(stage, frames, tracks, rows)
    spans = [
        {"track": track, "first": min(found), "last": max(found), "targets": len(found)}
        for track, found in tracks.items()
    ]
    message = f"{out}: {counted(len(rows), 'target')} in {counted(len(tracks), 'track')}"
    conclude(message, {"out": str(out), "tracks": spans}, progress_mode, json_file)


def _follow(
    frames: "Sequence",
    clicks: list[tuple[int, float, float]],
    steps: tuple[int, ...],
    radius: float | None,
    params: "PamgParams",
    advance: "Progress",
) -> "Iterator[tuple[int, Tracked]]":
    """Track numbers and targets; clicks on one frame are followed together, to keep them apart."""
    from p2m_core.track import propagate_many

    by_frame: dict[int, list[int]] = {}
    for i, (frame, _, _) in enumerate(clicks):
        by_frame.setdefault(frame, []).append(i)
    lengths = {1: lambda frame: len(frames) - frame, -1: lambda frame: frame + 1}
    total = sum(lengths[step](frame) for frame in by_frame for step in steps)
    before = 0
    for frame, numbers in by_frame.items():
        seeds = [clicks[i][1:] for i in numbers]
        radii = None if radius is None else [radius] * len(seeds)
        for step in steps:
            for i, target in propagate_many(frames, frame, seeds, step, radii=radii, params=params):
                yield numbers[i] + 1, target
                advance(before + abs(target.frame - frame) + 1, total)
            before += lengths[step](frame)
    advance(total, total)


def _no_data(frames: "Sequence", tracks: "dict[int, dict[int, Tracked]]") -> str | None:
    """Return a line on frames that hold no data: of some, and of those without a target."""
    from contextlib import suppress

    from p2m_core import nodata
    from p2m_core.errors import FrameError
    from p2m_core.sampling import evenly

    visited = sorted(set().union(*tracks.values()))
    some = {visited[i] for i in evenly(len(visited), _SAMPLES)}
    some |= {t.frame for found in tracks.values() for t in found.values() if not t.seen}
    lacks = {}
    for frame in sorted(some):
        with suppress(FrameError):
            lacks[frame] = nodata.described(nodata.valid_mask(frames[frame]))
    return nodata.note(frames.name, lacks, len(lacks))


def _row(sequence: str, track: int, target: "Tracked") -> dict[str, object]:
    from p2m_core.geometry import equivalent_radius

    x, y = target.centroid
    return {
        "sequence": sequence, "frame": target.frame, "x": round(x, 3), "y": round(y, 3),
        "radius": round(equivalent_radius(target.area), 3), "score": round(target.confidence, 4),
        "track": track, "area": target.area, "seen": int(target.seen),
    }  # fmt: skip


def _write(
    stage: Path,
    frames: "Sequence",
    tracks: "dict[int, dict[int, Tracked]]",
    rows: list[dict[str, object]],
) -> None:
    import csv

    import numpy as np

    from p2m_core.files import write_png

    with (stage / "tracks.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for frame in sorted(set().union(*tracks.values())):
        instances = np.zeros(frames.shape, np.uint16)
        for track, found in tracks.items():
            if frame in found:
                instances[tuple(found[frame].pixels.T)] = track
        name = f"{frames.frame_name(frame)}.png"
        write_png(stage / "instances" / frames.name / name, instances)
        write_png(stage / "masks" / frames.name / name, (instances > 0).astype(np.uint8) * 255)
