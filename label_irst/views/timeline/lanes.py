"""The timeline's lanes as pixels, whole arrays at a time: 50,000 frames cost a few milliseconds."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from label_irst.document.standing import URGENCY, Standing
from label_irst.views.timeline.span import Span
from label_irst.views.widgets.standings import filled_rows

Pixels = NDArray[np.uint32]  # 0xffRRGGBB
Runs = NDArray[np.int64]  # (n, 2): first and last frame of each

SEPARATED_FROM = 4.0  # pixels a frame: then each one is visible


def columns(values: NDArray[Any], span: Span, width: int) -> NDArray[Any]:
    """For each pixel column, the greatest value of the frames that begin in it.

    If a frame is at least as wide as a column, each column has the frame at its middle.
    """
    edges = np.linspace(span.first, span.last, width + 1)
    if span.length < width:
        middles = (edges[:-1] + edges[1:]) / 2
        return values[np.minimum(middles.astype(np.int64), values.size - 1)]
    starts = np.minimum(edges[:-1].astype(np.int64), values.size - 1)
    end = min(int(np.ceil(edges[-1])), values.size)
    return np.asarray(np.maximum.reduceat(values[:end], starts))


def state_lane(
    standings: NDArray[np.uint8],
    span: Span,
    size: tuple[int, int],
    colours: Mapping[Standing, int],
    ground: int,
) -> Pixels:
    """The most urgent standing of each column, in its colour and shape.

    `size` is height and width; `ground` is the colour where the shape leaves out pixels.
    """
    height, width = size
    rank = np.zeros(len(Standing), np.uint8)
    rank[[int(standing) for standing in URGENCY]] = np.arange(len(URGENCY))
    shapes = [
        np.where(filled_rows(standing, height), np.uint32(colours[standing]), np.uint32(ground))
        for standing in URGENCY
    ]
    return np.stack(shapes, axis=1)[:, columns(rank[standings], span, width)]


def separate(lane: Pixels, span: Span, colour: int) -> None:
    """Draw the edges between frames, if there is room for them."""
    width = lane.shape[1]
    if width / span.length >= SEPARATED_FROM:
        edges = np.arange(int(np.ceil(span.first)), int(span.last) + 1)
        places = ((edges - span.first) / span.length * width).astype(np.int64)
        lane[:, places[(places > 0) & (places < width)]] = colour


def bars(
    shares: NDArray[np.float32], span: Span, size: tuple[int, int], colour: int, ground: int
) -> Pixels:
    """A column as high as the greatest share in it, of 1; any above 0 is one pixel high."""
    height, width = size
    highest = np.nan_to_num(columns(np.nan_to_num(shares), span, width))
    filled = np.ceil(np.clip(highest, 0.0, 1.0) * height)
    rows = height - np.arange(height)[:, np.newaxis]
    return np.where(rows <= filled, np.uint32(colour), np.uint32(ground))


def pack(runs: Mapping[int, Runs], most: int) -> dict[int, int]:
    """A lane for each track; tracks of one lane share no frame, as far as `most` lanes allow."""
    ends: list[int] = []
    lanes = {}
    extents = sorted((int(r[0, 0]), track, int(r[-1, 1])) for track, r in runs.items() if len(r))
    for first, track, last in extents:
        lane = next((k for k, end in enumerate(ends) if end < first), None)
        if lane is None and len(ends) < most:
            lane = len(ends)
            ends.append(last)
        elif lane is None:
            lane = ends.index(min(ends))
        ends[lane] = max(ends[lane], last)
        lanes[track] = lane
    return lanes


def track_lanes(
    runs: Mapping[int, Runs],
    span: Span,
    size: tuple[int, int],
    colours: Mapping[int, int],
    ground: int,
    on_top: int | None,
    thickest: int,
) -> Pixels:
    """A bar for each stretch of a track; `on_top` is painted last, over the others in its lane."""
    height, width = size
    lanes = pack(runs, max(1, height // 2))
    count = max(lanes.values(), default=0) + 1
    cells = np.full((count, width), ground, np.uint32)
    order = sorted(lanes, key=lambda track: (track == on_top, track))
    if order:
        owners, places = _bars([runs[track] for track in order], span, width)
        lane_of = np.array([lanes[track] for track in order])
        colour_of = np.array([colours[track] for track in order], np.uint32)
        cells[lane_of[owners], places] = colour_of[owners]
    thick = min(thickest, height // count)
    picture = np.full((height, width), ground, np.uint32)
    gap = thick > 2
    for lane in range(count):
        picture[lane * thick : (lane + 1) * thick - gap] = cells[lane]
    return picture


def _bars(runs: list[Runs], span: Span, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The index in `runs` and the column of each pixel of the visible bars, in order."""
    owner = np.repeat(np.arange(len(runs)), [len(r) for r in runs])
    edges = np.concatenate(runs)
    shown = (edges[:, 1] + 1 > span.first) & (edges[:, 0] < span.last)
    owner, edges = owner[shown], edges[shown]
    scale = width / span.length
    starts = np.clip((edges[:, 0] - span.first) * scale + 1e-9, 0, width - 1).astype(np.int64)
    ends = np.ceil((edges[:, 1] + 1 - span.first) * scale - 1e-9).astype(np.int64)
    lengths = np.clip(ends, starts + 1, width) - starts  # one column at least
    before = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return np.repeat(owner, lengths), places
