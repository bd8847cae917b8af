"""The lanes as pixels: each frame is in its column, and none is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from label_irst.document.standing import URGENCY, Standing
from label_irst.views.timeline.lanes import columns, pack, state_lane, track_lanes
from label_irst.views.timeline.span import Span, ticks


@st.composite
def spans(draw: st.DrawFn) -> Span:
    count = draw(st.integers(1, 50_000))
    span = Span.whole(count)
    for _ in range(draw(st.integers(0, 3))):
        span = span.zoomed(draw(st.floats(0, 1)), draw(st.floats(0.2, 50)))
        span = span.moved(draw(st.floats(-1e4, 1e4)))
    return span


@given(spans(), st.integers(1, 3000), st.data())
def test_a_single_frame_is_painted_in_its_column(
    span: Span, width: int, data: st.DataObject
) -> None:
    first = int(np.ceil(span.first - 1e-6))
    frame = data.draw(st.integers(first, max(first, int(span.last) - 1)))
    values = np.zeros(span.count, np.float32)
    values[min(frame, span.count - 1)] = 1
    seen = np.flatnonzero(columns(values, span, width))
    x0, x1 = span.share(frame) * width, span.share(frame + 1) * width
    assert seen.size >= 1
    assert x0 - 1.001 <= seen[0]
    assert seen[-1] <= x1 + 0.001


@given(spans(), st.integers(1, 3000), st.integers(6, 60), st.sampled_from(URGENCY))
def test_a_standing_has_its_shape_in_every_column(
    span: Span, width: int, height: int, standing: Standing
) -> None:
    colours = {one: number for number, one in enumerate(Standing, 1)}
    values = np.full(span.count, standing, np.uint8)
    lane = state_lane(values, span, (height, width), colours, ground=0)
    assert set(np.unique(lane).tolist()) <= {0, colours[standing]}
    assert (lane == lane[:, :1]).all()
    others = [
        state_lane(np.full(1, other, np.uint8), Span.whole(1), (height, 1), colours, 0)
        for other in Standing
        if other is not standing
    ]
    if height >= 10:  # as high as the marks in lists
        assert all(((lane[:, :1] > 0) != (other > 0)).any() for other in others)


@given(spans())
def test_the_span_stays_within_the_sequence(span: Span) -> None:
    assert span.first >= 0
    assert span.last <= span.count + 1e-6
    assert span.length >= min(span.count, 8) - 1e-6


@given(spans(), st.integers(1, 60))
def test_the_ruler_has_round_numbers_and_not_too_many(span: Span, room: int) -> None:
    numbered, bare = ticks(span, room)
    assert len(numbered) <= room + 1
    assert not set(numbered) & set(bare)
    if len(numbered) > 1:
        step = numbered[1] - numbered[0]
        assert str(step).rstrip("0") in ("1", "2", "5")
        assert all(n % step == 0 for n in numbered)


@st.composite
def tracks(draw: st.DrawFn) -> dict[int, NDArray[np.int64]]:
    found = {}
    for track in range(1, draw(st.integers(0, 12)) + 1):
        edges = sorted(draw(st.sets(st.integers(0, 999), min_size=2, max_size=8)))
        edges = edges[: len(edges) // 2 * 2]
        found[track] = np.array(edges).reshape(-1, 2)
    return found


@given(tracks())
def test_tracks_in_one_lane_share_no_frame(runs: dict[int, NDArray[np.int64]]) -> None:
    lanes = pack(runs, most=20)
    assert set(lanes) == set(runs)
    for a in runs:
        for b in runs:
            if a < b and lanes[a] == lanes[b]:
                assert runs[a][-1, 1] < runs[b][0, 0] or runs[b][-1, 1] < runs[a][0, 0]
    assert len(set(pack(runs, most=3).values())) <= 3


@given(tracks(), st.integers(30, 2000))
def test_tracks_are_painted_over_their_frames_and_nowhere_else(
    runs: dict[int, NDArray[np.int64]], width: int
) -> None:
    span = Span.whole(1000)
    colours = {track: track for track in runs}
    picture = track_lanes(runs, span, (60, width), colours, 0, None, 6)
    anywhere = np.zeros(width, bool)
    for track, stretches in runs.items():
        expected = np.zeros(width, bool)
        for first, last in stretches:
            a, b = int(first * width / 1000), int(np.ceil((last + 1) * width / 1000 - 1e-9))
            expected[a : max(b, a + 1)] = True
        anywhere |= expected
        assert not (picture == track).any(axis=0)[~expected].any()
        if width >= 1000:  # otherwise two of one lane may share a column
            assert (picture == track).any(axis=0)[expected].any()
    np.testing.assert_array_equal((picture > 0).any(axis=0), anywhere)


def test_the_active_track_is_painted_over_the_others_in_a_full_lane() -> None:
    runs = {track: np.array([[0, 99]]) for track in range(1, 9)}
    picture = track_lanes(runs, Span.whole(100), (2, 50), {t: t for t in runs}, 0, 3, 6)
    assert set(np.unique(picture)) == {3}


@pytest.mark.parametrize("count", [0, 1])
def test_a_span_of_no_frame_or_one_is_valid(count: int) -> None:
    span = Span.whole(count).zoomed(0.5, 3).showing(0)
    assert span.frame_at(0.7) == 0
    ticks(span, 5)
