"""Rows and columns that hold no data: telemetry of cameras, dead lines of detectors."""

import numpy as np
from numpy.typing import NDArray

from p2m_core.nodata._kinds import OUTER, SMALLEST, Frame, Mask, least_step

REFERENCE = 16  # rows next to the outer ones, which telemetry is unlike
UNLIKE = 4.0  # times as rough as the roughest of these rows
OUTSIDE = 0.5  # share of a row beyond the range of these rows
_MOST_DEAD = 3  # dead lines side by side
SAMPLES = 12  # pixels of a line, of one value in every dead line


def may_be_telemetry(frame: Frame) -> bool:
    """Return whether `telemetry_rows` may find something."""
    if min(frame.shape) < SMALLEST:
        return False
    outer = frame[:1].astype(np.float64)
    below = frame[[OUTER, OUTER + REFERENCE // 2]].astype(np.float64)
    return _is_unlike(outer[0], np.ones(outer.size, bool), *_look(below, 0.0))


def telemetry_rows(frame: Frame, void: Mask) -> int:
    """Return how many rows at the top are not picture; less than `OUTER`.

    They are much rougher than each of the rows below, as random numbers are, or most of their
    pixels lie far beyond the range of these rows. Turn the frame over for the bottom.

    Parameters
    ----------
    void : bool array, shape (H, W)
        Pixels known to hold no data.
    """
    if min(frame.shape) < SMALLEST:
        return 0
    rows, good = frame[: OUTER + REFERENCE].astype(np.float64), ~void[: OUTER + REFERENCE]
    columns = good[OUTER:].all(axis=0)
    rows, good = rows[:, columns], good[:, columns]
    if rows.shape[1] < SMALLEST:
        return 0
    low, reach, high, rough = _look(rows[OUTER:], least_step(frame))
    if low == high:
        return 0  # a drawn picture: anything is unlike it
    count = 0
    while count < OUTER and _is_unlike(rows[count], good[count], low, reach, high, rough):
        count += 1
    if count in (0, OUTER):
        return 0
    # A picture that fades towards the border has no such step.
    last, first = rows[count - 1], rows[count]
    step = np.median(np.abs(last - first)) >= reach
    return count if step or np.abs(np.diff(last)).mean() > UNLIKE * rough else 0


def _look(below: Frame, floor: float) -> tuple[float, float, float, float]:
    """Return the least level of the reference rows, their range, the greatest, the roughness."""
    low, high = float(below.min()), float(below.max())
    rough = float(np.abs(below[:, 1:] - below[:, :-1]).mean(axis=1).max())
    return low, max(high - low, 2.0 * floor), high, max(rough, floor)


def _is_unlike(row: Frame, good: Mask, low: float, reach: float, high: float, rough: float) -> bool:
    levels = row[good]
    if levels.size < SMALLEST // 2:
        return True  # it is known to hold no data
    usual = np.mean if good.all() else np.median  # resampling mixes a part of it with the fill
    if usual(np.abs(levels[1:] - levels[:-1])) > UNLIKE * rough:
        return True
    beyond = (levels < low - reach) | (levels > high + reach)
    return bool(np.count_nonzero(beyond) >= OUTSIDE * levels.size)


def may_have_dead_columns(frame: Frame) -> bool:
    """Return whether `dead_columns` may find something in these columns of a frame."""
    height = len(frame)
    if height < SMALLEST:
        return False
    a, b, c = frame[height // 4], frame[height // 2], frame[3 * height // 4]
    return bool(((a == b) & (b == c)).any()) and bool(_constant(_sample(frame)).any())


def dead_columns(frame: Frame, void: Mask) -> NDArray[np.bool_]:
    """Return which columns have one value throughout, in a picture that varies, shape (W,)."""
    dead = np.zeros(frame.shape[1], bool)
    if min(frame.shape) < SMALLEST:
        return dead
    rows = frame[OUTER:-OUTER]
    rows = rows[~void[OUTER:-OUTER].all(axis=1)]
    if len(rows) < SMALLEST // 2:
        return dead
    known = np.asarray(void.all(axis=0))
    for first, end in _runs(_constant(_sample(rows)) & ~known):
        for begin, stop in _runs(_constant(rows[:, first:end])):
            if _unlike_beside(rows, first + begin, first + stop, known):
                dead[first + begin : first + stop] = True
    return dead


def _runs(line: NDArray[np.bool_]) -> list[list[int]]:
    """Return the begin and end of the runs of True that are as short as dead lines."""
    ends = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(np.int8), [0]])))
    return [run for run in ends.reshape(-1, 2).tolist() if run[1] - run[0] <= _MOST_DEAD]


def _sample(rows: Frame) -> Frame:
    inner = rows[OUTER : len(rows) - OUTER] if len(rows) > 4 * OUTER else rows
    return inner[:: max(1, len(inner) // SAMPLES)]


def _constant(rows: Frame) -> NDArray[np.bool_]:
    return np.asarray((rows == rows[0]).all(axis=0))


def _unlike_beside(rows: Frame, first: int, end: int, known: NDArray[np.bool_]) -> bool:
    """Return whether the columns beside vary, and differ from these more than from each other."""
    floor, found = least_step(rows), False
    for near, far in ((first - 1, first - 2), (end, end + 1)):
        if min(near, far) < 0 or max(near, far) >= rows.shape[1] or known[[near, far]].any():
            continue
        one, other = rows[:, near].astype(np.float64), rows[:, far].astype(np.float64)
        usual = float(np.median(np.abs(one - other)))
        jump = float(np.median(np.abs(one - float(rows[0, first]))))
        if len(np.unique(one)) < 4 or not jump > 4.0 * usual + floor:
            return False
        found = True
    return found
