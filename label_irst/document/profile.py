"""Grey levels along a line of a frame: the raw values, pixel by pixel."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from label_irst.document.ruler import Line
from p2m_core.project import Target

AROUND = 8  # pixels beyond the mask, at least


@dataclass(frozen=True, eq=False)
class Profile:
    """Pixels of a frame in a line, shape (N,) each.

    `at` is their distance from the line's start or the target's middle; `inside` are those in a
    mask.
    """

    xs: NDArray[np.intp]
    ys: NDArray[np.intp]
    at: NDArray[np.float64]
    values: NDArray[np.float64]
    inside: NDArray[np.bool_]


def along(image: NDArray[Any], line: Line, targets: Iterable[Target]) -> Profile:
    """The pixels under a line from one pixel to another, both included."""
    steps = max(abs(line.dx), abs(line.dy), 1)
    share = np.arange(steps + 1) / steps
    xs = np.rint(line.start[0] + line.dx * share).astype(np.intp)
    ys = np.rint(line.start[1] + line.dy * share).astype(np.intp)
    return _profile(image, xs, ys, share * line.length, targets)


def through(image: NDArray[Any], target: Target) -> tuple[Profile, Profile]:
    """The row and the column through the middle of a target, with as much again around it."""
    height, width = image.shape
    x, y = (round(c) for c in target.centroid)
    x, y = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
    rows, columns = target.mask.shape
    reach = max(AROUND, rows, columns) + max(rows, columns) // 2
    xs = np.arange(max(0, x - reach), min(width, x + reach + 1))
    ys = np.arange(max(0, y - reach), min(height, y + reach + 1))
    row = _profile(image, xs, np.full_like(xs, y), (xs - x).astype(float), [target])
    column = _profile(image, np.full_like(ys, x), ys, (ys - y).astype(float), [target])
    return row, column


def _profile(
    image: NDArray[Any], xs: NDArray[np.intp], ys: NDArray[np.intp], at: NDArray[np.float64],
    targets: Iterable[Target],
) -> Profile:  # fmt: skip
    """The pixels that lie in the frame."""
    there = (xs >= 0) & (ys >= 0) & (xs < image.shape[1]) & (ys < image.shape[0])
    xs, ys, at = xs[there], ys[there], at[there]
    inside = np.zeros(xs.size, bool)
    for target in targets:
        left, top, right, bottom = target.box
        near = (xs >= left) & (xs < right) & (ys >= top) & (ys < bottom)
        inside[near] |= target.mask[ys[near] - target.y0, xs[near] - target.x0]
    return Profile(xs, ys, at, image[ys, xs].astype(np.float64), inside)
