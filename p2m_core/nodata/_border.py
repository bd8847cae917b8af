"""Regions of one value at the border: what a shift, a turn or a warp of the frame left empty."""

import math

import cv2
import numpy as np

from p2m_core.nodata._kinds import SMALLEST, Frame, Mask, grown, least_step, usual_range

RUN = 16  # pixels of one value side by side at a corner or amid a side
LOOKS = 8  # pixels a side of the first look at a frame
ALIKE = 54  # of its 64 pixels; a border of more would be most of the frame
_LEAST = 64  # pixels of a region
_MOST = 0.6  # of a frame
_GAP = 0.5  # distance of the value from all else, in ranges of all else
_LEAST_GAP = 4.0  # the same in levels, in `least_step`s
_SHARP = 4.0  # jump at the edge over the difference behind it
_MOSTLY = 0.7  # share of the edge that is sharp
_PROBES = 24  # lines that a quick look follows from each side
_IN_HULL = 0.05  # share of the region within the hull of the rest, whose outline is straight
_TIPS = 32  # pixels of its tips, which are thinner than a pixel
_RIM = 2  # pixels beside the region that resampling mixes with it
_WIDEST = 16  # the same where the edge is nearly a row or column
_UNMIXED = 0.95  # of the next pixel's distance from the value of the region
_MIXED = 3.0  # difference from the next pixels inwards over the usual one along that side


def border_values(frame: Frame) -> set[float]:
    """Return the values that `void_border` looks at; mostly none."""
    found: set[float] = set()
    if min(frame.shape) < SMALLEST:
        return found
    for line in (frame[0], frame[-1], frame[:, 0], frame[:, -1]):
        for start in (0, (len(line) - RUN) // 2, len(line) - RUN):
            first = line.item(start)
            if first == line.item(start + 1) == line.item(start + RUN - 1):
                run = line[start : start + RUN]
                if (run == first).all():
                    found.add(first)
    return {value for value in found if np.count_nonzero(_few(frame) == value) <= ALIKE}


def _few(frame: Frame) -> Frame:
    """Return pixels from all over the frame."""
    rows, columns = ((2 * np.arange(LOOKS) + 1) * side // (2 * LOOKS) for side in frame.shape)
    return frame[np.ix_(rows, columns)]


def void_border(frame: Frame, void: Mask) -> Mask:
    """Return the pixels of regions at the border that hold no data, shape (H, W).

    Such a region has one value, and either this value is far from all others, or the region is cut
    off: its edge is straight, and the picture begins there at once. A clipped sky has a ragged
    edge, and the picture rises from it.

    Parameters
    ----------
    void : bool array, shape (H, W)
        Pixels known to hold no data.
    """
    found = np.zeros(frame.shape, bool)
    values = border_values(frame)
    floor = least_step(frame) if values else 0.0
    for value in values:
        found |= _region(frame, value, void, floor)
    return found


def _region(frame: Frame, value: float, void: Mask, floor: float) -> Mask:
    nothing = np.zeros(frame.shape, bool)
    if not _likely(frame, value, floor):
        return nothing
    region = _at_border(frame == value)
    if np.count_nonzero(region) < _LEAST:
        return nothing
    rim = grown(region, _RIM) & ~region
    levels = usual_range(frame, void | region | rim)
    if levels is None:
        return nothing
    low, high = levels
    far = _far(value, low, high, floor)
    # Eight bits are stretched to what the scene holds, and its coldest part is often clipped.
    if not (far and frame.dtype.itemsize > 1) and not _straight(region):
        return nothing
    sharp, soft = _edge(frame, region, value, floor)
    if not far and sharp < _MOSTLY:
        return nothing
    if soft:
        region = _with_tips(frame, grown(region, 1), value)
    # The darkest pixels of the picture may lie beside the region.
    least = value + 0.8 * ((low if value < low else high) - value)
    beyond = frame < least if value < low else frame > least
    for _ in range(_WIDEST):
        wider = region | (grown(region, 1) & beyond)
        if np.array_equal(wider, region):
            break
        region = wider
    return region


def _likely(frame: Frame, value: float, floor: float) -> bool:
    """Look at some pixels only: most skies of one value end here."""
    step = max(1, math.isqrt(frame.size // 4096))
    some = frame[::step, ::step]
    rest = some[some != value]
    if rest.size < (1.0 - _MOST) * some.size:
        return False
    low, high = np.percentile(rest, (1.0, 99.0)).tolist()
    if _far(value, low, high, floor):
        return True
    sharp = []
    for picture in (frame, frame[:, ::-1], frame.T, frame.T[:, ::-1]):
        lines = picture[:: max(1, len(picture) // _PROBES)]
        other = lines != value
        start = other.argmax(axis=1)
        met = np.flatnonzero(~other[:, 0] & (start > 0) & (start < lines.shape[1] - 3))
        levels = np.abs(lines[met[:, None], start[met, None] + [1, 2]].astype(np.float64) - value)
        sharp.append(levels[:, 0] > _SHARP * np.abs(levels[:, 1] - levels[:, 0]) + floor)
    found = np.concatenate(sharp)
    return bool(found.size) and float(found.mean()) > 0.5 * _MOSTLY


def _far(value: float, low: float, high: float, floor: float) -> bool:
    return max(low - value, value - high) > max(_GAP * (high - low), _LEAST_GAP * floor)


def _at_border(same: Mask) -> Mask:
    """Return the 4-connected parts that touch the border with `RUN` pixels or more."""
    _, labels = cv2.connectedComponents(same.view(np.uint8), connectivity=4)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = np.bincount(border, minlength=int(labels.max()) + 1) >= RUN
    touching[0] = False
    return np.asarray(touching[labels])


def _straight(region: Mask) -> bool:
    """Return whether the rest of the frame is convex."""
    outlines, _ = cv2.findContours(
        (~region).view(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    hull = np.zeros(region.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.concatenate(outlines)), 1)
    # The hull crosses the steps of an oblique edge.
    inside = cv2.erode(hull, np.ones((3, 3), np.uint8)).view(bool)
    within, size = np.count_nonzero(region & inside), np.count_nonzero(region)
    return bool(within <= min(_IN_HULL * size + _TIPS, 0.2 * size))


def _with_tips(frame: Frame, region: Mask, value: float) -> Mask:
    """Add the mixed pixels at the thin ends of wedges, along the frame's sides."""
    region = region.copy()
    for turned, picture in ((region, frame), (region.T, frame.T)):
        for found, lines in ((turned, picture), (turned[::-1], picture[::-1])):
            away = np.abs(lines[[0, _RIM]].astype(np.float64) - value)
            lower = away[1] - away[0]
            free = ~found[:3].any(axis=0)
            usual = np.median(np.abs(lower[free])) if free.any() else 0.0
            mixed = (lower > _MIXED * usual) | (away[0] < _UNMIXED * away[1])
            for _ in range(_WIDEST):
                beside = found[0].copy()
                beside[1:] |= found[0, :-1]
                beside[:-1] |= found[0, 1:]
                found[0] |= beside & mixed
    return region


def _edge(frame: Frame, region: Mask, value: float, floor: float) -> tuple[float, bool]:
    """Return the share of the region's edge that is sharp, and whether a pixel of it is mixed."""
    blurred = cv2.boxFilter(region.view(np.uint8), cv2.CV_32F, (7, 7))
    across = np.abs(cv2.Sobel(blurred, cv2.CV_32F, 1, 0))
    down = np.abs(cv2.Sobel(blurred, cv2.CV_32F, 0, 1))
    levels = np.abs(frame.astype(np.float64) - value)
    crossed = []
    # Only lines that cross the edge steeply: a resampled edge is wide for others.
    for picture, mask, steep in (
        (levels, region, across >= down), (levels.T, region.T, (down >= across).T)
    ):  # fmt: skip
        for way in (np.s_[:, :], np.s_[:, ::-1]):
            a, m = picture[way], mask[way]
            edge = m[:, :-4] & ~m[:, 1:-3] & ~m[:, 2:-2] & ~m[:, 3:-1] & steep[way][:, :-4]
            row, column = np.nonzero(edge)
            crossed.append(a[row, column + 1 + np.arange(3)[:, None]])
    first, second, third = np.concatenate(crossed, axis=1)
    if not first.size:
        return 0.0, False
    sharp = second > _SHARP * np.abs(third - second) + floor
    return float(sharp.mean()), bool(np.mean(first) < 0.9 * np.mean(second))
