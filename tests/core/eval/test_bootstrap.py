"""Bootstrap intervals: repeatable, of the right width, and wider where targets share an image."""

import numpy as np
import pytest

from p2m_core.eval import bootstrap


def test_the_same_values_have_no_width_and_the_same_input_the_same_interval() -> None:
    assert bootstrap.interval([3.0] * 20) == (3.0, 3.0)
    values = np.random.default_rng(1).normal(size=50)
    assert bootstrap.interval(values) == bootstrap.interval(values)


def test_the_mean_is_inside_and_the_width_is_that_of_the_normal_theory() -> None:
    values = np.random.default_rng(2).normal(5.0, 2.0, 400)
    low, high = bootstrap.interval(values)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20.0, rel=0.08)


def test_the_interval_covers_the_truth_as_often_as_its_confidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "RESAMPLES", 200)
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(150):
        low, high = bootstrap.interval(rng.exponential(1.0, 60))
        covered += low <= 1.0 <= high
    assert 0.88 <= covered / 150 <= 0.99


def test_targets_that_go_together_count_as_one() -> None:
    rng = np.random.default_rng(4)
    per_image = rng.normal(size=40)
    values, groups = np.repeat(per_image, 5), np.repeat(np.arange(40), 5)
    apart, together = bootstrap.interval(values), bootstrap.interval(values, groups)
    assert together == pytest.approx(bootstrap.interval(per_image))
    assert together[1] - together[0] > 1.8 * (apart[1] - apart[0])


def test_a_smaller_confidence_is_narrower_and_group_numbers_are_only_names() -> None:
    values = np.random.default_rng(5).normal(size=30)
    wide, narrow = bootstrap.interval(values), bootstrap.interval(values, confidence=0.5)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    assert bootstrap.interval(values, np.arange(30) * 7 + 2) == wide
