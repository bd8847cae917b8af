"""Links between labels without tracks: the nearest pair first, within reach, over short gaps."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.preannotate.links import Linker

POINT = st.tuples(st.integers(0, 40), st.integers(0, 40))
FRAMES = st.lists(st.lists(POINT, max_size=4, unique=True), max_size=8)


def tracks_of(frames):
    linker = Linker()
    return [linker.tracks(i, [np.array(p, float) for p in some]) for i, some in enumerate(frames)]


def by_hand(frames):
    """The same rule, pair by pair."""
    last, following, found = {}, 1, []
    for frame, places in enumerate(frames):
        pairs = sorted(
            (math.dist(place, at) / (frame - seen), track, i)
            for track, (seen, at) in last.items()
            for i, place in enumerate(places)
            if frame - seen <= 5 and math.dist(place, at) / (frame - seen) <= 12
        )
        given = {}
        for _, track, i in pairs:
            if i not in given and track not in given.values():
                given[i] = track
        for i, place in enumerate(places):
            if i not in given:
                given[i], following = following, following + 1
            last[given[i]] = (frame, place)
        found.append([given[i] for i in range(len(places))])
    return found


@settings(max_examples=60)
@given(FRAMES)
def test_the_nearest_pairs_are_linked_first(frames):
    assert tracks_of(frames) == by_hand(frames)


def test_a_target_that_stays_is_one_track():
    assert tracks_of([[(3, 3)], [(3, 3)], [], [(3, 3)]]) == [[1], [1], [], [1]]


def test_a_frame_full_of_targets_takes_no_long_time():
    places = [(x, y) for x in range(0, 700, 7) for y in range(0, 700, 7)]
    assert tracks_of([places, places])[1] == list(range(1, 10_001))
