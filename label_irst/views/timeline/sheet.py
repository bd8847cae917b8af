"""The timeline's lanes together: the place of each, and one image of all."""

import numpy as np
from PySide6.QtGui import QColor, QImage

from label_irst import theme
from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.document.standing import Standing
from label_irst.document.target_looks import colour_of_track
from label_irst.views.timeline import lanes
from label_irst.views.timeline.span import Span

# Top and height of each part of the timeline, in view pixels.
HEADING = 3, 18
RULER = 22, 16
STATES = 38, 20
DOUBT = 60, 14
TRACKS = 76, 18
OVERVIEW = 97, 4
HEIGHT = 104
TRACK_THICKNESS = 6


def sheet(document: Document, span: Span, width: int, ratio: float) -> QImage:
    """The lanes from the top of the states to the bottom of the tracks; `width`: screen pixels."""
    height = round((TRACKS[0] + TRACKS[1] - STATES[0]) * ratio)
    picture = np.full((height, width), theme.colours().panel.rgb(), np.uint32)

    def put(part: tuple[int, int], lane: lanes.Pixels) -> None:
        top = round((part[0] - STATES[0]) * ratio)
        picture[top : top + lane.shape[0]] = lane[: height - top]

    def size(part: tuple[int, int]) -> tuple[int, int]:
        return round(part[1] * ratio), width

    colours = {standing: theme.state_colour(standing).rgb() for standing in Standing}
    doubt, ground = theme.colours().doubt.rgb(), theme.colours().raised.rgb()
    row = row_of(document)
    states = lanes.state_lane(row.standings, span, size(STATES), colours, ground)
    lanes.separate(states, span, theme.colours().panel.rgb())
    put(STATES, states)
    put(DOUBT, lanes.bars(row.doubts.of_frame, span, size(DOUBT), doubt, ground))
    if row.images:
        counts = document.images.counts
        share = (counts / max(1, counts.max(initial=0))).astype(np.float32)
        put(TRACKS, lanes.bars(share, span, size(TRACKS), theme.colours().accent.rgb(), ground))
    else:
        put(TRACKS, _tracks(document, span, size(TRACKS), round(TRACK_THICKNESS * ratio)))
    image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image


def _tracks(document: Document, span: Span, size: tuple[int, int], thickest: int) -> lanes.Pixels:
    return lanes.track_lanes(
        document.track_runs.runs, span, size, _bar_colours(document), theme.colours().panel.rgb(),
        document.active_track, thickest,
    )  # fmt: skip


def _bar_colours(document: Document) -> dict[int, int]:
    """Full colours for the active track, or for all where none is active; half for the others."""
    active = document.active_track
    runs = document.track_runs.runs
    full = {track: QColor(colour_of_track(document, track)).rgb() for track in runs}
    if active is None:
        return full
    back = theme.colours().panel.rgb()
    return {t: c if t == active else _between(c, back) for t, c in full.items()}


def _between(a: int, b: int) -> int:
    """The mean of two colours, channel by channel, without carry into the next one."""
    return (a & b) + (((a ^ b) & 0xFEFEFEFE) >> 1)
