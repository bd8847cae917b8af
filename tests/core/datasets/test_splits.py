"""Which sequences a drawn split takes."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.datasets.splits import Candidate, Drawn, draw
from p2m_core.errors import InputError


def skies(count: int, frames: int = 10) -> list[Candidate]:
    """Sequences of areas 1, 2, ... and of an SCR that has nothing to do with it."""
    scr = random.Random(1).sample(range(count), count)
    return [Candidate(f"sky{i}", frames, float(i + 1), float(scr[i])) for i in range(count)]


def test_the_same_seed_gives_the_same_split_whatever_the_order() -> None:
    every = skies(40)
    first = draw(every, Drawn(0.3, seed=7))
    assert draw(reversed(every), Drawn(0.3, seed=7)) == first
    assert draw(every, Drawn(0.3, seed=8)) != first


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.9])
def test_the_share_is_of_frames(share: float) -> None:
    every = [Candidate(f"s{i}", 1 + i % 7, float(i), 3.0) for i in range(200)]
    chosen = draw(every, Drawn(share, seed=3))
    total = sum(one.frames for one in every)
    assert sum(one.frames for one in every if one.name in chosen) == pytest.approx(
        share * total, abs=7
    )


@pytest.mark.parametrize("seed", range(5))
def test_both_parts_have_targets_of_all_sizes_and_saliencies(seed: int) -> None:
    every = skies(90)
    chosen = draw(every, Drawn(1 / 3, seed))
    for value in ("area", "scr"):
        edges = np.percentile([getattr(one, value) for one in every], (100 / 3, 200 / 3))
        own = np.digitize([getattr(o, value) for o in every if o.name in chosen], edges)
        # A third of each third; without classes, chance would leave far more to one side.
        assert np.bincount(own, minlength=3) == pytest.approx([10, 10, 10], abs=3)


def test_sequences_without_targets_are_shared_out_too() -> None:
    every = [*skies(30), *(Candidate(f"e{i}", 10, math.nan, math.nan) for i in range(30))]
    chosen = draw(every, Drawn(0.5, seed=2))
    assert sum(name.startswith("e") for name in chosen) == pytest.approx(15, abs=1)


@given(
    st.lists(st.integers(1, 1000), min_size=2, max_size=12), st.floats(0.01, 0.99), st.integers()
)
def test_neither_part_is_ever_empty(frames: list[int], share: float, seed: int) -> None:
    every = [Candidate(f"s{i}", n, float(i), 1.0) for i, n in enumerate(frames)]
    chosen = draw(every, Drawn(share, seed))
    assert 0 < len(chosen) < len(every)


def test_thousands_of_images_are_drawn_at_once() -> None:
    assert len(draw(skies(20_000, frames=1), Drawn(0.3))) == pytest.approx(6000, abs=1)


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0, 30.0, math.nan])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="give a number between 0 and 1"):
        draw(skies(4), Drawn(share))


def test_one_sequence_cannot_be_shared_out() -> None:
    with pytest.raises(InputError, match="needs two sequences"):
        draw(skies(1), Drawn(0.5))
