"""Some of many: evenly spread, the ends among them."""

import numpy as np
import pytest

from p2m_core.sampling import evenly


@pytest.mark.parametrize(("count", "most"), [(1, 5), (7, 7), (100, 9), (50_000, 60), (3, 2)])
def test_items_are_spread_evenly_from_end_to_end(count: int, most: int) -> None:
    chosen = evenly(count, most)
    assert len(chosen) == min(count, most)
    assert (chosen[0], chosen[-1]) == (0, count - 1)
    steps = np.diff(chosen)
    assert steps.size == 0 or (steps.min() >= 1 and np.ptp(steps) <= 1)


@pytest.mark.parametrize(("count", "most", "expected"), [(0, 5, []), (9, 0, []), (9, 1, [0])])
def test_no_item_and_one_item_are_allowed(count: int, most: int, expected: list[int]) -> None:
    assert evenly(count, most).tolist() == expected
