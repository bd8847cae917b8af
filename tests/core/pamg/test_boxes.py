"""PAMG in a rough box: where it starts, and that it stays inside."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams, grow
from p2m_core.pamg.boxes import grow_in_box, pixel_box, salient_pixel, within

HEIGHT, WIDTH = 48, 64


def picture(*parts: tuple[int, int, int, int, int], dtype: str = "u1") -> np.ndarray:
    """Flat at 50, with rectangles ``(x0, y0, x1, y1, level)``."""
    image = np.full((HEIGHT, WIDTH), 50, dtype)
    for x0, y0, x1, y1, level in parts:
        image[y0:y1, x0:x1] = level
    return image


@pytest.mark.parametrize("level", [90, 10])
def test_the_salient_pixel_is_on_the_target_bright_or_dark(level):
    x, y = salient_pixel(picture((30, 20, 32, 22, level)), (24, 15, 12, 12))
    assert (x, y) in [(30, 20), (31, 20), (30, 21), (31, 21)]


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
@pytest.mark.parametrize("level", [200, 5])
@pytest.mark.parametrize("corner", [(30, 20), (0, 0), (WIDTH - 3, HEIGHT - 2), (0, 21)])
def test_a_loose_box_gives_the_target(dtype, level, corner):
    x, y = corner
    image = picture((x, y, x + 3, y + 2, level), dtype=dtype)
    growth = grow_in_box(image, (x - 3, y - 2, 9.4, 7.0))
    assert sorted(growth.path[: growth.step].tolist()) == [
        [r, c] for r in (y, y + 1) for c in (x, x + 1, x + 2)
    ]


def test_one_pixel_is_a_target():
    growth = grow_in_box(picture((30, 20, 31, 21, 200)), (28, 18, 5, 5))
    assert growth.path[: growth.step].tolist() == [[20, 30]]


def test_the_box_bounds_support_and_path():
    # A wire through the picture, brighter than the target that it touches.
    image = picture((0, 22, WIDTH, 24, 220), (30, 19, 33, 22, 200))
    growth = grow_in_box(image, (28, 17, 7, 6))
    assert growth.support_radius == pytest.approx(np.sqrt(42))
    assert (growth.path >= (17, 28)).all()
    assert (growth.path <= (22, 34)).all()
    assert len(growth.path) == len(growth.energy)
    assert grow_in_box(image, (28, 17, 7, 6), PamgParams(support_radius=4.0)).support_radius == 4.0


@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 20))
@settings(max_examples=50, deadline=None)
def test_a_growth_within_a_box_keeps_its_mask_in_the_box(number, width, height):
    image = np.random.default_rng(number).integers(0, 99, (HEIGHT, WIDTH), np.uint8)
    growth = grow(image, (30, 20))
    cut = within(growth, (30, 20, 30 + width, 20 + height))
    inside = np.zeros((HEIGHT, WIDTH), bool)
    inside[20 : 20 + height, 30 : 30 + width] = True
    assert np.array_equal(cut.mask, growth.mask & inside)


def test_boxes_beside_the_image_or_the_seed_are_refused():
    with pytest.raises(InputError, match="outside the 64x48 frame"):
        grow_in_box(picture(), (-9, 3, 5, 5))
    with pytest.raises(InputError, match="seed"):
        within(grow(picture(), (30, 20)), (0, 0, 5, 5))
    assert pixel_box((HEIGHT, WIDTH), (-2.0, 3.4, 5.0, 0.1)) == (0, 3, 3, 4)
