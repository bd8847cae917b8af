"""Difference and median follow their definitions, for every type and at both ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from label_irst.display.filters import difference, median, median_frames

KINDS = [np.uint8, np.uint16, np.int16, np.int32, np.float32, np.float64]


@pytest.mark.parametrize("kind", KINDS)
def test_the_difference_holds_the_largest_change_of_its_type(kind: type) -> None:
    high = 2.0**100 if np.dtype(kind).kind == "f" else min(np.iinfo(kind).max, 2**30)
    image, before = np.array([[high, 0, 7]], kind), np.array([[0, high, 7]], kind)
    np.testing.assert_array_equal(difference(image, before), [[high, -high, 0]])


def test_infinity_less_infinity_is_nan_without_a_warning() -> None:
    image = np.array([[np.inf, np.nan, 3.0]], np.float32)
    assert np.isnan(difference(image, image)[0, :2]).all()


@given(st.sampled_from(KINDS), st.sampled_from([1, 3, 5]), st.data())
def test_the_median_equals_that_of_numpy(kind: type, count: int, data: st.DataObject) -> None:
    values = st.floats(-1e6, 1e6, width=32) if np.dtype(kind).kind == "f" else None
    images = [data.draw(hnp.arrays(kind, (3, 4), elements=values)) for _ in range(count)]
    found = median(images)
    assert found.dtype == kind
    np.testing.assert_array_equal(found, np.median(np.stack(images), axis=0))


def test_the_median_of_an_even_number_leaves_out_the_farthest_frame() -> None:
    images: list[NDArray[np.uint8]] = [np.full((2, 2), v, np.uint8) for v in (5, 9, 1, 200)]
    assert (median(images) == 5).all()
    assert (median(images[:2]) == 5).all(), "itself"


def test_nan_takes_the_value_of_the_frames_around() -> None:
    holed = np.array([[np.nan, 2.0]])
    images = [holed, *(np.array([[7.0, 2.0]]) for _ in range(4))]
    np.testing.assert_array_equal(median(images), [[7.0, 2.0]])


@given(st.integers(1, 40), st.data())
def test_the_median_is_of_frames_of_the_sequence_around_its_own(
    count: int, data: st.DataObject
) -> None:
    frame = data.draw(st.integers(0, count - 1))
    numbers = median_frames(frame, count)
    assert numbers[0] == frame
    assert len(set(numbers)) == len(numbers) == min(5, count)
    assert min(numbers) >= 0
    assert max(numbers) < count
    assert max(numbers) - min(numbers) == len(numbers) - 1, "without a gap"
    if 2 <= frame < count - 2:
        assert sorted(numbers) == list(range(frame - 2, frame + 3))
