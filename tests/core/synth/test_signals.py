"""Targets as the optics and the pixels see them, against centres and sizes that are known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.synth.signals import FWHM, make_body, mean_and_peak, signal_at

sizes = st.floats(1.0, 9.0)
aspects = st.floats(1.0, 1.8)
blurs = st.floats(0.4, 1.2)
places = st.floats(-20.0, 20.0)


@given(sizes, aspects, blurs, places, places)
def test_the_signal_is_centred_where_the_target_is(
    size: float, aspect: float, sigma: float, x: float, y: float
) -> None:
    patch = signal_at(make_body(size, aspect, sigma), x, y)
    height, width = patch.signal.shape
    total = patch.signal.sum()
    found_x = patch.x + (patch.signal.sum(axis=0) @ np.arange(width)) / total
    found_y = patch.y + (patch.signal.sum(axis=1) @ np.arange(height)) / total
    # Pixels too coarse for so small a blur pull the centre a little, as they do in a camera.
    tolerance = 0.02 if size < 2.0 or sigma < 0.6 else 1e-3
    assert found_x == pytest.approx(x, abs=tolerance)
    assert found_y == pytest.approx(y, abs=tolerance)


@given(sizes, aspects, blurs, places, places)
def test_no_light_is_lost_between_pixels(
    size: float, aspect: float, sigma: float, x: float, y: float
) -> None:
    body = make_body(size, aspect, sigma)
    assert signal_at(body, x, y).signal.sum() == pytest.approx(body.weights.sum(), rel=1e-5)


@given(sizes, aspects, blurs, places, places)
def test_the_mask_is_what_exceeds_half_of_the_peak(
    size: float, aspect: float, sigma: float, x: float, y: float
) -> None:
    patch = signal_at(make_body(size, aspect, sigma), x, y)
    brightest = patch.signal.max()
    assert patch.mask.any()
    assert patch.signal[patch.mask].min() > 0.5 * brightest
    assert patch.signal[~patch.mask].max() <= 0.5 * brightest
    # The patch ends where nothing is left.
    rim = np.concatenate([patch.signal[[0, -1]].ravel(), patch.signal[:, [0, -1]].ravel()])
    assert rim.max() < 1e-4 * brightest


@pytest.mark.parametrize("aspect", [1.0, 1.8])
@pytest.mark.parametrize("size", [2.0, 3.0, 4.5, 6.0, 9.0])
def test_the_mask_has_the_configured_width(size: float, aspect: float) -> None:
    body = make_body(size, aspect, 0.6)
    rng = np.random.default_rng(5)
    areas = [signal_at(body, *rng.uniform(0, 1, 2)).mask.sum() for _ in range(40)]
    assert 2.0 * math.sqrt(np.mean(areas) / math.pi) == pytest.approx(size, abs=0.4)


def test_the_smallest_target_on_a_pixel_is_that_pixel() -> None:
    patch = signal_at(make_body(1.0, 1.0, 0.6), 11.0, 7.0)
    rows, columns = np.nonzero(patch.mask)
    assert [(patch.x + columns[0], patch.y + rows[0])] == [(11, 7)]
    assert patch.mask.sum() == 1


def test_a_point_is_a_gaussian_integrated_over_the_pixels() -> None:
    """Against plain summation over a fine grid."""
    sigma, x, y = 1.5 / FWHM, 3.3, 2.9
    patch = signal_at(make_body(1.5, 1.0, 0.7), x, y)
    fine = (np.arange(100) + 0.5) / 100 - 0.5
    for row, column in ((3, 3), (2, 3), (3, 5), (1, 2)):
        along_x = np.exp(-0.5 * ((column + fine - x) / sigma) ** 2).mean()
        along_y = np.exp(-0.5 * ((row + fine - y) / sigma) ** 2).mean()
        expected = along_x * along_y / (2.0 * math.pi * sigma**2)
        assert patch.signal[row - patch.y, column - patch.x] == pytest.approx(expected, rel=1e-3)


@given(sizes, aspects)
def test_mean_and_peak_are_consistent(size: float, aspect: float) -> None:
    mean, peak = mean_and_peak(make_body(size, aspect, 0.6))
    assert 0.5 * peak < mean <= peak
