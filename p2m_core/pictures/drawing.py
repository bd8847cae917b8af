"""One frame as a colour picture: grey levels, a crop, an enlargement, outlines, a caption."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from p2m_core.datasets.labelled import BoxLabel, Label, MaskLabel
from p2m_core.errors import FrameError
from p2m_core.sampling import evenly
from p2m_core.sequence import Sequence

Picture = NDArray[np.uint8]
"""Colours red, green, blue; shape (H, W, 3)."""

Colour = tuple[int, int, int]

# Told apart by colour-blind people too (Okabe and Ito).
COLOURS: tuple[Colour, ...] = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (213, 94, 0), (204, 121, 167),
)  # fmt: skip
MAPS = {"grey": None, "inferno": cv2.COLORMAP_INFERNO, "viridis": cv2.COLORMAP_VIRIDIS}
LARGEST_ZOOM = 64

_SAMPLE = 9  # frames whose levels decide what is black and white
_LOW, _HIGH = 0.5, 99.9  # percentiles
_CROSS = 2  # arms of the mark of a point, pixels of the frame


class Crop(NamedTuple):
    """A part of the frame, half-open; it may reach outside, where it is black."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True)
class Style:
    """How frames are shown.

    Attributes
    ----------
    low, high : float
        Grey levels of black and white; the same for all frames, so that nothing flickers.
    zoom : int
        Screen pixels a pixel of the frame, 1 to `LARGEST_ZOOM`: each pixel stays a square.
    colour_map : str
        One of `MAPS`.
    captions : bool
        Whether the frame's number stands in its corner.
    """

    low: float
    high: float
    zoom: int = 1
    colour_map: str = "grey"
    captions: bool = True


class Outlined(NamedTuple):
    """A label and the colour of its outline; `dashed` tells it from others without colour."""

    label: Label
    colour: Colour
    dashed: bool = False


def levels_of(sequence: Sequence) -> tuple[float, float]:
    """Return the levels shown as black and as white, from frames spread over the sequence.

    Raises
    ------
    FrameError
        If none of these frames can be read.
    """
    parts, failed = [], None
    for frame in evenly(len(sequence), _SAMPLE):
        try:
            image = np.asarray(sequence[frame], np.float64)
        except FrameError as error:
            failed = error
            continue
        finite = image[np.isfinite(image)]
        parts.append(finite[:: max(1, finite.size // 2**16)])
    values = np.concatenate(parts) if parts else np.zeros(0)
    if values.size == 0:
        raise failed or FrameError(f"{sequence.path}: no frame with a grey level that is a number")
    low, high = np.percentile(values, (_LOW, _HIGH))
    return float(low), float(high if high > low else low + 1.0)


def draw(
    image: NDArray[Any],
    outlined: Iterable[Outlined],
    style: Style,
    crop: Crop | None = None,
    caption: str = "",
) -> Picture:
    """Return a frame as a picture, enlarged, with outlines and a caption.

    Outlines are one screen pixel wide and run just outside of the pixels that they hold, so that
    a target of one pixel stays to be seen.

    Parameters
    ----------
    image : array, shape (H, W)
        Grey levels at their native depth; what is not finite is black.
    outlined : iterable of Outlined
    style : Style
    crop : Crop, optional
        The whole frame by default.
    caption : str
        Shown in the top-left corner where the style has captions.
    """
    height, width = image.shape
    crop = crop or Crop(0, 0, width, height)
    zoom = style.zoom
    picture = _coloured(_cut(image, crop), style).repeat(zoom, axis=0).repeat(zoom, axis=1)
    for label, colour, dashed in outlined:
        line = _outline(label, crop, zoom)
        if dashed:
            rows, columns = np.arange(line.shape[0])[:, None], np.arange(line.shape[1])
            line &= (rows + columns) // max(2, zoom // 2) % 2 == 0
        picture[line] = colour
    if caption and style.captions:
        _write(picture, caption)
    return picture


def _cut(image: NDArray[Any], crop: Crop) -> NDArray[np.float64]:
    part = np.full((crop.y1 - crop.y0, crop.x1 - crop.x0), np.nan)
    height, width = image.shape
    x0, y0, x1, y1 = max(crop.x0, 0), max(crop.y0, 0), min(crop.x1, width), min(crop.y1, height)
    if x0 < x1 and y0 < y1:
        part[y0 - crop.y0 : y1 - crop.y0, x0 - crop.x0 : x1 - crop.x0] = image[y0:y1, x0:x1]
    return part


def _coloured(part: NDArray[np.float64], style: Style) -> Picture:
    share = np.clip((part - style.low) / (style.high - style.low), 0.0, 1.0)
    grey = np.rint(255.0 * np.nan_to_num(share, nan=0.0)).astype(np.uint8)
    colours = MAPS[style.colour_map]
    if colours is None:
        return np.repeat(grey[:, :, None], 3, axis=2)
    return np.ascontiguousarray(cv2.applyColorMap(grey, colours)[:, :, ::-1]).astype(np.uint8)


def _outline(label: Label, crop: Crop, zoom: int) -> NDArray[np.bool_]:
    """Return the screen pixels of the line around a label."""
    height, width = (crop.y1 - crop.y0) * zoom, (crop.x1 - crop.x0) * zoom
    line = np.zeros((height, width), np.bool_)
    if isinstance(label, MaskLabel):
        x0, y0 = (label.x0 - crop.x0) * zoom, (label.y0 - crop.y0) * zoom
        # One screen pixel of room for the line: the mask's neighbours outside.
        large = np.pad(label.mask.repeat(zoom, axis=0).repeat(zoom, axis=1), 1)
        around = cv2.dilate(large.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        _paste(line, around & ~large, x0 - 1, y0 - 1)
        return line
    if isinstance(label, BoxLabel):
        # The box of columns x .. x + width - 1 reaches half a pixel beyond their centres.
        left, top = round((label.x - crop.x0) * zoom) - 1, round((label.y - crop.y0) * zoom) - 1
        box = np.zeros((round(label.height * zoom) + 2, round(label.width * zoom) + 2), np.bool_)
        box[[0, -1]] = box[:, [0, -1]] = True
        _paste(line, box, left, top)
        return line
    x = round((label.x - crop.x0 + 0.5) * zoom - 0.5)
    y = round((label.y - crop.y0 + 0.5) * zoom - 0.5)
    arm = _CROSS * zoom
    cross = np.zeros((2 * arm + 1, 2 * arm + 1), np.bool_)
    cross[arm, :] = cross[:, arm] = True
    cross[arm - zoom // 2 - 1 : arm + zoom // 2 + 2, arm - zoom // 2 - 1 : arm + zoom // 2 + 2] = 0
    _paste(line, cross, x - arm, y - arm)
    return line


def _paste(into: NDArray[np.bool_], part: NDArray[np.bool_], x: int, y: int) -> None:
    """Set the pixels of `part` that lie inside, with its corner at (x, y)."""
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = min(x + part.shape[1], into.shape[1]), min(y + part.shape[0], into.shape[0])
    if x0 < x1 and y0 < y1:
        into[y0:y1, x0:x1] |= part[y0 - y : y1 - y, x0 - x : x1 - x]


def _write(picture: Picture, text: str) -> None:
    """Write a caption into the top-left corner, as large as the picture allows."""
    size = min(13.0, max(7.0, 1.7 * picture.shape[1] / len(text)))
    canvas = Image.fromarray(picture)
    ImageDraw.Draw(canvas).text(
        (3, 2), text, (255, 255, 255), ImageFont.load_default(size), stroke_width=1,
        stroke_fill=(0, 0, 0),
    )  # fmt: skip
    picture[:] = np.asarray(canvas)


def colour_of(track: int | None) -> Colour:
    """Return the colour of a track."""
    return COLOURS[((track or 1) - 1) % len(COLOURS)]


def around(box: tuple[float, float, float, float], half: int) -> Crop:
    """Return the square of ``2 * half`` pixels around the middle of a box."""
    x, y = round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)
    return Crop(x - half, y - half, x + half, y + half)
