"""Swept curves of scored detections: Pd over false targets a frame, at every threshold.

A detection counts at a threshold when its score is at least that. Which detections are hits does
not depend on the threshold, since stronger ones are matched first (`p2m_core.eval.detect`); so the
curve has a point at each score that occurs, without bins or interpolation. At threshold s:

    Pd(s)              = hits with score >= s / targets
    false_per_frame(s) = false detections with score >= s / labelled frames
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scored:
    """Detections of some labelled frames, with whether they hit a target.

    Attributes
    ----------
    frames, targets : int
        Labelled frames, and the targets in them.
    score : float64 array, shape (N,)
        Of each detection.
    hit : bool array, shape (N,)
        Whether it hits a target; at most one detection a target does.
    centroid_error : float64 array, shape (N,)
        Distance from the target's centre, pixels; NaN without a hit.
    radius_error : float64 array, shape (N,)
        Difference of the radii, pixels; NaN without a hit, or where the label has no radius.
    """

    frames: int
    targets: int
    score: Floats
    hit: NDArray[np.bool_]
    centroid_error: Floats
    radius_error: Floats


class Point(NamedTuple):
    """One point of a curve.

    Attributes
    ----------
    threshold : float
        Detections with this score or more count; infinite: none counts.
    pd : float
        ``detected / targets``, 0 to 1; NaN without targets.
    false_per_frame : float
        ``false / frames``; NaN without labelled frames.
    detected, false : int
        Detected targets, and false detections.
    centroid_error, radius_error : float
        Means over the hits, pixels; NaN without any, or without labels that have a radius.
    """

    threshold: float
    pd: float
    false_per_frame: float
    detected: int
    false: int
    centroid_error: float
    radius_error: float


@dataclass(frozen=True, eq=False)
class Curve:
    """All operating points, from no detection to all detections.

    Attributes
    ----------
    threshold : float64 array, shape (K,)
        Descending, infinity first.
    pd, false_per_frame : float64 array, shape (K,)
        Both ascending; see `Point`.
    """

    threshold: Floats
    pd: Floats
    false_per_frame: Floats


def merge(parts: Iterable[Scored]) -> Scored:
    """Return the detections of several sequences, or processes, as one."""
    parts = list(parts)

    def joined(name: str, dtype: type) -> NDArray[np.generic]:
        return np.concatenate([np.empty(0, dtype), *(getattr(p, name) for p in parts)])

    return Scored(
        frames=sum(p.frames for p in parts),
        targets=sum(p.targets for p in parts),
        score=joined("score", np.float64),  # type: ignore[arg-type]
        hit=joined("hit", np.bool_),  # type: ignore[arg-type]
        centroid_error=joined("centroid_error", np.float64),  # type: ignore[arg-type]
        radius_error=joined("radius_error", np.float64),  # type: ignore[arg-type]
    )


def curve(scored: Scored) -> Curve:
    """Return the curve of `scored`.

    Examples
    --------
    >>> score, hit, unknown = np.array([0.9, 0.8, 0.7]), np.array([True, False, True]), np.ones(3)
    >>> c = curve(Scored(2, 2, score, hit, unknown, unknown))
    >>> c.threshold.tolist(), c.pd.tolist(), c.false_per_frame.tolist()
    ([inf, 0.9, 0.8, 0.7], [0.0, 0.5, 0.5, 1.0], [0.0, 0.0, 0.5, 0.5])
    """
    threshold, detected, false = _counts(scored)
    with np.errstate(invalid="ignore"):  # 0 / 0 is NaN: no targets
        return Curve(threshold, detected / scored.targets, false / scored.frames)


def pd_at(scored: Scored, false_per_frame: float) -> float:
    """Return the greatest Pd with at most `false_per_frame` false detections; see `point_at`."""
    return point_at(scored, false_per_frame).pd


def point_at(scored: Scored, false_per_frame: float) -> Point:
    """Return the point of greatest Pd with at most `false_per_frame` false detections a frame.

    Its threshold is chosen on `scored` itself; for a fixed threshold use `point_above`. Of the
    points with that Pd it is the one with the fewest false detections. For a detector that never
    makes so many false detections this is its last point, and its Pd a lower bound.

    Raises
    ------
    InputError
        If `false_per_frame` is negative or NaN.
    """
    if not false_per_frame >= 0.0:
        raise InputError(f"false targets a frame is {false_per_frame}: it must be at least 0")
    threshold, detected, false = _counts(scored)
    # The product may round down: 0.02 * 50 frames must allow one.
    last = np.searchsorted(false, false_per_frame * scored.frames + 1e-9, side="right") - 1
    first = np.searchsorted(detected, detected[last])
    return point_above(scored, float(threshold[first]))


def point_above(scored: Scored, threshold: float) -> Point:
    """Return the operating point at `threshold`."""
    kept = scored.score >= threshold
    hits = kept & scored.hit
    detected, false = int(hits.sum()), int((kept & ~scored.hit).sum())
    return Point(
        threshold=float(threshold),
        pd=detected / scored.targets if scored.targets else math.nan,
        false_per_frame=false / scored.frames if scored.frames else math.nan,
        detected=detected,
        false=false,
        centroid_error=_mean(scored.centroid_error[hits]),
        radius_error=_mean(scored.radius_error[hits]),
    )


def auc(scored: Scored, limit: float = 1.0) -> float:
    """Return the mean of Pd over 0 to `limit` false detections a frame: 1 is perfect.

    ``1 / limit * integral from 0 to limit of Pd(f) df``, with Pd as a step function of the false
    detections a frame f. Unlike the false positive rate of a classifier, f has no upper end, so
    the limit is part of the figure. Beyond the last point Pd stays constant.
    """
    if not (limit > 0.0 and math.isfinite(limit)):
        raise InputError(f"limit is {limit}: it must be above 0 false targets a frame")
    c = curve(scored)
    edges = np.minimum(np.append(c.false_per_frame, limit), limit)
    return float((c.pd * np.diff(edges)).sum() / limit)


def corners(c: Curve) -> Curve:
    """Return only the points where Pd rises, and the first and the last: the same steps."""
    keep = np.ones(c.pd.size, bool)
    keep[1:-1] = c.pd[1:-1] > c.pd[:-2]
    return Curve(c.threshold[keep], c.pd[keep], c.false_per_frame[keep])


def _counts(scored: Scored) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Return each threshold with its numbers of hits and of false detections."""
    order = np.argsort(-scored.score, kind="stable")
    score, hit = scored.score[order], scored.hit[order]
    # Equal scores come in together: the last of them is the point.
    ends = np.flatnonzero(np.append(score[1:] != score[:-1], True)) if score.size else order
    detected = np.append(0, np.cumsum(hit)[ends])
    false = np.append(0, np.cumsum(~hit)[ends])
    return np.append(np.inf, score[ends]), detected, false


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan
