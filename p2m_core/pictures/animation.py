"""A sequence with its masks as PNG, GIF or mp4."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from PIL import Image

from p2m_core.datasets.labels import box_of
from p2m_core.errors import InputError, P2MError
from p2m_core.files import staged_file, write_png
from p2m_core.geometry import frame_number
from p2m_core.pictures.drawing import (
    Crop,
    Outlined,
    Picture,
    Style,
    around,
    colour_of,
    draw,
)
from p2m_core.pictures.source import Shown
from p2m_core.progress import Progress, no_progress
from p2m_core.sequence import Sequence

SUFFIXES = (".png", ".gif", ".mp4")
MARGIN = 16  # pixels of the frame around the track that a crop follows
MOST_GIF_PIXELS = 2**29  # of all frames together: a GIF is in memory until it is written


def crop_of(shown: Shown, sequence: Sequence, track: int) -> dict[int, Crop]:
    """Return the part of each frame of a track to show: as large for all, around its middle.

    Raises
    ------
    InputError
        If the sequence has no such track.
    """
    boxes = {}
    for frame in shown.frames():
        for target in shown.targets_of(frame, sequence.shape):
            if target.track == track:
                boxes[frame] = box_of(target.label)
    if not boxes:
        known = sorted({
            t.track for f in shown.frames() for t in shown.targets_of(f, sequence.shape)
            if t.track is not None
        })  # fmt: skip
        there = ", ".join(map(str, known[:10])) or "none"
        raise InputError(f"{shown.name}: no track {track}; there are: {there}")
    side = max(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes.values())
    half = round(side / 2) + MARGIN
    return {frame: around(box, half) for frame, box in boxes.items()}


def frames_of(
    shown: Shown,
    sequence: Sequence,
    frames: Iterable[int],
    style: Style,
    crops: dict[int, Crop] | None = None,
    masks: bool = True,
) -> Iterator[Picture]:
    """Yield the picture of each frame; `crops` gives the part to show of these."""
    for frame in frames:
        targets = shown.targets_of(frame, sequence.shape) if masks else []
        outlined = [Outlined(t.label, colour_of(t.track)) for t in targets]
        caption = f"{shown.name}  {frame_number(frame)}"
        yield draw(sequence[frame], outlined, style, (crops or {}).get(frame), caption)


def write(
    goal: Path,
    pictures: Iterable[Picture],
    count: int,
    fps: float,
    progress: Progress = no_progress,
) -> None:
    """Write pictures to ``.gif`` or ``.mp4``, or the one picture to ``.png``.

    Raises
    ------
    InputError
        If the suffix is another one, there are several pictures for a PNG, or too many for a GIF.
    P2MError
        If the file cannot be written.
    """
    suffix = goal.suffix.lower()
    goal.parent.mkdir(parents=True, exist_ok=True)
    counted = _counted(pictures, count, progress)
    if suffix == ".png":
        if count != 1:
            raise InputError(f"{goal}: a PNG holds one frame, not {count}: name one, or a .gif")
        write_png(goal, np.ascontiguousarray(next(iter(counted))[:, :, ::-1]))
    elif suffix == ".gif":
        _write_gif(goal, counted, count, fps)
    elif suffix == ".mp4":
        _write_mp4(goal, counted, fps)
    else:
        raise InputError(f"{goal}: its suffix must be one of {', '.join(SUFFIXES)}")


def _counted(pictures: Iterable[Picture], count: int, progress: Progress) -> Iterator[Picture]:
    for done, picture in enumerate(pictures, start=1):
        yield picture
        progress(done, count)


def _write_gif(goal: Path, pictures: Iterator[Picture], count: int, fps: float) -> None:
    first = next(pictures)
    if first[:, :, 0].size * count > MOST_GIF_PIXELS:
        raise InputError(
            f"{goal}: {count} frames of {first.shape[1]}x{first.shape[0]} are too many for a GIF: "
            "take fewer frames, a smaller zoom, or an .mp4"
        )
    images = [Image.fromarray(p).quantize(256) for p in chain([first], pictures)]
    with staged_file(goal) as part:
        images[0].save(
            part, "GIF", save_all=True, append_images=images[1:], loop=0,
            duration=max(20, round(1000.0 / fps)),
        )  # fmt: skip


def _write_mp4(goal: Path, pictures: Iterator[Picture], fps: float) -> None:
    first = next(pictures)
    height, width = (side + side % 2 for side in first.shape[:2])  # the codec wants even sides
    with (
        staged_file(goal, failures=(av.FFmpegError,)) as part,
        av.open(str(part), "w", format="mp4") as container,
    ):
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"crf": "12"}
        for picture in chain([first], pictures):
            padded = np.zeros((height, width, 3), np.uint8)
            padded[: picture.shape[0], : picture.shape[1]] = picture
            for packet in stream.encode(av.VideoFrame.from_ndarray(padded, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)


def check_goal(goal: Path, overwrite: bool) -> None:
    """Raise `P2MError` where the file is there already, unless it may be replaced."""
    if goal.exists() and not overwrite:
        raise P2MError(f"{goal} exists: name another file, or give --overwrite")
