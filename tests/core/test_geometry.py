"""The conventions every other part relies on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.geometry import (
    RING_GAP,
    RING_WIDTH,
    boundary_factor,
    bounding_box,
    centroid,
    equivalent_radius,
    measure,
    pixel_at,
)


@given(st.integers(-5, 5000), st.integers(-5, 5000), st.floats(-0.5, 0.499), st.floats(-0.5, 0.499))
def test_a_point_within_half_a_pixel_belongs_to_the_pixel(row, column, dx, dy):
    assert pixel_at(column + dx, row + dy) == (row, column)


def test_centroid_radius_and_box_of_a_drawn_disc():
    y, x = np.mgrid[:60, :80]
    disc = (x - 31) ** 2 + (y - 22) ** 2 <= 10**2
    assert centroid(disc) == (31.0, 22.0)
    assert equivalent_radius(disc.sum()) == pytest.approx(10, abs=0.15)
    assert bounding_box(disc) == (21, 12, 42, 33)
    with pytest.raises(InputError, match="at least one pixel"):
        bounding_box(np.zeros((3, 3), bool))


def brute_force(image, mask):
    """The ring by its definition: every pixel's Chebyshev distance to the mask."""
    rows, columns = np.nonzero(mask)
    y, x = np.indices(image.shape)
    distance = np.maximum(abs(y[..., None] - rows), abs(x[..., None] - columns)).min(axis=-1)
    ring = image[(distance > RING_GAP) & (distance <= RING_GAP + RING_WIDTH)].astype(float)
    return abs(image[mask].mean() - ring.mean()) / ring.std(), ring.mean()


@given(st.integers(0, 39), st.integers(0, 29), st.integers(0, 1000))
def test_scr_agrees_with_its_definition_also_at_the_border(x, y, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 60000, (30, 40)).astype(np.uint16)
    mask = np.zeros(image.shape, bool)
    mask[max(0, y - 1) : y + 2, max(0, x - 2) : x + 1] = True
    numbers = measure(image, mask)
    scr, background = brute_force(image, mask)
    assert numbers.scr == pytest.approx(scr)
    assert numbers.background == pytest.approx(background)
    assert numbers.gamma == pytest.approx(numbers.scr**-1 * abs(
        numbers.target_mean - background) / image[mask].std())  # fmt: skip
    box = bounding_box(mask)
    crop = mask[box[1] : box[3], box[0] : box[2]]
    assert measure(image, crop, origin=box[:2]) == numbers


def test_peak_is_the_strongest_level_of_either_polarity():
    image = np.full((30, 30), 100, np.uint8)
    mask = np.zeros(image.shape, bool)
    mask[10:12, 10:12] = True
    image[10, 10] = 180
    assert measure(image, mask).peak == 180
    image[10:12, 10:12] = [[90, 20], [90, 90]]
    assert measure(image, mask).peak == 20


def test_rho_is_scr_over_equation_nine():
    image = np.random.default_rng(1).normal(100, 5, (60, 60))
    mask = np.zeros(image.shape, bool)
    mask[28:32, 28:33] = True
    image[mask] += np.linspace(20, 60, 20)
    n = measure(image, mask, support_radius=20)
    right_hand_side = (1 / n.gamma) * math.sqrt(
        2 * 20 * max(0, 1 / (20 * math.log(20)) - 1 / (2 * math.pi * 20**2))
    )
    assert n.rho == pytest.approx(n.scr / right_hand_side)


def test_one_pixel_and_flat_backgrounds_have_numbers_too():
    image = np.zeros((20, 20), np.uint8)
    mask = np.zeros(image.shape, bool)
    mask[5, 6] = True
    image[5, 6] = 9
    numbers = measure(image, mask)
    assert (numbers.area, numbers.peak, numbers.background) == (1, 9, 0)
    assert math.isinf(numbers.scr)
    assert math.isnan(numbers.rho)
    assert math.isnan(boundary_factor(1, 20))


def test_a_mask_outside_the_image_is_refused():
    with pytest.raises(InputError, match="outside the 8x6 image"):
        measure(np.zeros((6, 8)), np.ones((2, 2), bool), origin=(7, 0))
