"""Flood within a box: the strongest pixel's component above a level."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.measure import label

from p2m_core.errors import InputError
from p2m_core.flood import flood, step_of


def scene(number: int, dtype: str = "f8", sign: int = 1) -> np.ndarray:
    y, x = np.mgrid[:40, :50]
    image = 1000.0 + np.random.default_rng(number).normal(0, 3, (40, 50))
    image += sign * 200 * np.exp(-((x - 20) ** 2 + (y - 15) ** 2) / (2 * 1.6**2))
    return image.astype(dtype)


@pytest.mark.parametrize("dtype", ["u2", "i2", "f4", "f8"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_blurred_point_is_flooded_to_its_half_maximum(dtype, sign):
    found = flood(scene(1, dtype, sign), (14, 9, 28, 22))
    y, x = np.mgrid[:40, :50]
    disc = (x - 20) ** 2 + (y - 15) ** 2 <= 2 * np.log(2) * 1.6**2
    mask = np.zeros((40, 50), bool)
    mask[tuple(found.pixels.T)] = True
    assert found.seed == (20, 15)
    assert found.polarity == sign
    assert (mask & disc).sum() / (mask | disc).sum() > 0.8


@given(
    st.integers(0, 2**32 - 1),
    st.integers(-10, 29), st.integers(-10, 29), st.integers(1, 30), st.integers(1, 30),
    st.sampled_from([3, 50, 60_000]),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_the_mask_agrees_with_its_definition(number, x, y, width, height, most):
    image = np.random.default_rng(number).integers(0, most, (30, 30)).astype(np.uint16)
    try:
        found = flood(image, (x, y, x + width, y + height))
    except InputError:
        return  # beside the picture, or as flat as what is around it
    x0, y0, x1, y1 = found.box
    assert 0 <= x0 < x1 <= 30
    assert 0 <= y0 < y1 <= 30
    strong = found.polarity * image[y0:y1, x0:x1].astype(float) >= found.polarity * found.level
    pieces = label(strong, connectivity=1)
    piece = pieces == pieces[found.seed[1] - y0, found.seed[0] - x0]
    assert np.array_equal(found.pixels, np.argwhere(piece) + np.array((y0, x0)))


@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_steps_of_the_level_give_nested_masks_and_can_be_reversed(number, steps):
    image = np.random.default_rng(number).integers(0, 40, (20, 20)).astype(np.uint8)
    start = flood(image, (2, 3, 17, 18))
    path = [start]
    for _ in range(steps):
        path.append(step_of(image, path[-1], +1))
    for small, large in pairwise(path):
        a, b = ({tuple(p) for p in f.pixels.tolist()} for f in (small, large))
        assert a < b or (a == b and len(a) == 15 * 15), "another mask at each step, to the box"
    again = flood(image, start.box, path[-1].level)
    assert np.array_equal(again.pixels, path[-1].pixels), "the level determines the mask"
    if len(path[-1].pixels) < 15 * 15:
        back = step_of(image, path[-1], -steps)
        assert np.array_equal(back.pixels, start.pixels)
    least = step_of(image, start, -1000)
    assert least.seed[::-1] in {tuple(p) for p in least.pixels.tolist()}
    assert len({image[tuple(p)] for p in least.pixels}) == 1, "the peak is what is left"


def test_one_pixel_and_targets_at_the_border_are_flooded():
    image = np.zeros((10, 12), np.uint8)
    image[0, 11] = 9
    found = flood(image, (8, -4, 30, 3))
    assert found.box == (8, 0, 12, 3)
    assert found.pixels.tolist() == [[0, 11]]
    assert flood(image, (11, 0, 12, 1)).pixels.tolist() == [[0, 11]]
    assert flood(image, (0, 0, 12, 10)).pixels.tolist() == [[0, 11]], "the whole image too"


def test_nan_is_never_flooded():
    image = scene(3)
    image[15, 21] = np.nan
    image[2, 2] = np.inf
    found = flood(image, (10, 5, 30, 25))
    assert found.seed == (20, 15)
    larger = step_of(image, found, +1000)
    assert (15, 21) not in {tuple(p) for p in larger.pixels.tolist()}


@pytest.mark.parametrize(
    ("box", "words"),
    [((60, 0, 70, 9), "outside"), ((0, 0, 5, 5), "stands out"), ((30, 30, 32, 32), "holds data")],
)
def test_a_box_without_a_target_is_refused(box, words):
    image = np.zeros((40, 50))
    image[30:32, 30:32] = np.nan
    with pytest.raises(InputError, match=words):
        flood(image, box)
