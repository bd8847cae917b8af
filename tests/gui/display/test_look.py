"""The look of a sequence: stored in the project, and read back, valid or not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from label_irst.display.colour_maps import COLOUR_MAPS
from label_irst.display.levels import Levels
from label_irst.display.look import Filter, Look, look_from_json

levels = st.builds(
    lambda low, window, gamma: Levels(low, low + window).with_gamma(gamma),
    st.floats(-1e6, 1e6), st.floats(0.1, 1e6), st.floats(0.2, 5.0),
)  # fmt: skip
looks = st.builds(
    Look, levels, st.none() | levels, st.sampled_from(COLOUR_MAPS), st.booleans(),
    st.floats(0.0, 1.0), st.sampled_from(Filter),
)  # fmt: skip
OTHERWISE = Look(Levels(3.0, 77.0), colour_map="iron")


@given(looks)
def test_a_stored_look_is_read_back_unchanged(look: Look) -> None:
    assert look_from_json(look.to_json(), OTHERWISE) == look


def test_the_levels_of_older_projects_are_read() -> None:
    look = look_from_json({"low": 10.0, "high": 20.0}, OTHERWISE)
    assert (look.levels, look.colour_map) == (Levels(10.0, 20.0), "iron")


@pytest.mark.parametrize(
    "stored",
    [
        None, 7, "text", [], {}, {"low": 1.0}, {"levels": None}, {"levels": [1, 2]},
        {"low": 5.0, "high": 5.0}, {"levels": {"low": 9.0, "high": 1.0}},
        {"levels": {"low": float("nan"), "high": 1.0}}, {"levels": {"low": "1", "high": True}},
        {"colour_map": "no map"}, {"colour_map": 3}, {"inverted": "yes"}, {"filter": "blur"},
        {"contrast": "much"}, {"contrast": float("inf")}, {"change": {"low": 2.0, "high": 1.0}},
    ],
)  # fmt: skip
def test_invalid_values_are_ignored(stored: Any) -> None:
    assert look_from_json(stored, OTHERWISE) == OTHERWISE


def test_values_beyond_their_limits_are_clipped() -> None:
    stored = {"levels": {"low": 0.0, "high": 1.0, "gamma": 900.0}, "contrast": -3.0}
    look = look_from_json(stored, OTHERWISE)
    assert 1.0 < look.levels.gamma < 10.0
    assert look.contrast == 0.0
