"""Curves of scored detections: every threshold, nothing else, and the figures read off them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.eval.curves import (
    Scored,
    auc,
    corners,
    curve,
    merge,
    pd_at,
    point_above,
    point_at,
)


def scored(frames: int, targets: int, *pairs: tuple[float, bool]) -> Scored:
    score = np.array([s for s, _ in pairs], np.float64)
    hit = np.array([h for _, h in pairs], bool)
    error = np.where(hit, 1.0, np.nan)
    return Scored(frames, targets, score, hit, error, error * np.nan)


Pairs = st.lists(st.tuples(st.integers(0, 12).map(lambda n: n / 4), st.booleans()), max_size=30)


@given(Pairs, st.integers(1, 9), st.floats(0.0, 4.0))
def test_the_curve_is_the_count_at_each_threshold(
    pairs: list[tuple[float, bool]], frames: int, allowed: float
) -> None:
    targets = 1 + sum(hit for _, hit in pairs)
    s = scored(frames, targets, *pairs)
    c = curve(s)
    assert c.threshold.tolist() == [math.inf, *sorted({score for score, _ in pairs}, reverse=True)]
    for t, pd, fa in zip(c.threshold, c.pd, c.false_per_frame, strict=True):
        assert pd == sum(h for x, h in pairs if x >= t) / targets
        assert fa == sum(not h for x, h in pairs if x >= t) / frames
        point = point_above(s, t)
        assert (point.pd, point.false_per_frame) == (pd, fa)
    reachable = c.false_per_frame <= allowed
    best = point_at(s, allowed)
    assert best.pd == pd_at(s, allowed) == c.pd[reachable].max()
    assert best.false_per_frame == c.false_per_frame[reachable & (c.pd == best.pd)].min()
    # The corners are the same steps.
    few = corners(c)
    for fa in (0.0, allowed, 100.0):
        assert few.pd[few.false_per_frame <= fa].max() == c.pd[c.false_per_frame <= fa].max()
    # The mean of a step function, by adding up many thin strips.
    strips = (np.arange(4000) + 0.5) / 4000
    mean = np.mean([c.pd[c.false_per_frame <= fa].max() for fa in strips])
    assert auc(s) == pytest.approx(mean, abs=2e-3)


@given(Pairs, st.integers(0, 30))
def test_merged_parts_give_the_curve_of_the_whole(
    pairs: list[tuple[float, bool]], cut: int
) -> None:
    whole = scored(7, 40, *pairs)
    parts = merge([scored(3, 15, *pairs[:cut]), scored(4, 25, *pairs[cut:])])
    assert (parts.frames, parts.targets) == (7, 40)
    for a, b in zip(vars(curve(parts)).values(), vars(curve(whole)).values(), strict=True):
        assert np.array_equal(a, b)


def test_the_allowance_is_exact_and_inclusive() -> None:
    # 50 frames: 0.02 a frame is one false detection, though 0.02 * 50 may round below 1.
    s = scored(50, 4, (0.9, True), (0.8, False), (0.7, True), (0.6, False), (0.5, True))
    assert [pd_at(s, fa) for fa in (0.0, 0.019, 0.02, 0.04)] == [0.25, 0.25, 0.5, 0.75]
    point = point_at(s, 0.03)
    assert (point.threshold, point.detected, point.false) == (0.7, 2, 1)
    assert point.centroid_error == 1.0
    assert math.isnan(point.radius_error)
    assert auc(scored(1, 2, (1.0, True), (0.5, False), (0.4, True)), limit=2.0) == 0.75


def test_curves_without_detections_targets_or_frames_are_defined() -> None:
    nothing = scored(5, 3)
    assert (pd_at(nothing, 1.0), auc(nothing)) == (0.0, 0.0)
    assert point_at(nothing, 1.0).threshold == math.inf
    empty_frames = scored(4, 0, (0.3, False))
    assert math.isnan(pd_at(empty_frames, 1.0))
    assert point_above(empty_frames, 0.0).false_per_frame == 0.25
    assert merge([]).frames == 0
    assert math.isnan(point_at(merge([]), 0.5).false_per_frame)


def test_an_allowance_or_a_limit_out_of_range_is_refused() -> None:
    s = scored(1, 1)
    for wrong in (-0.1, math.nan):
        with pytest.raises(InputError, match="false targets a frame"):
            pd_at(s, wrong)
    for wrong in (0.0, math.inf, math.nan):
        with pytest.raises(InputError, match="limit"):
            auc(s, wrong)
