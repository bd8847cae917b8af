"""One click, one mask: what an annotator and a data set builder rely on."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams, _kernels, _reference, grow, grow_many, growth
from tests.core.pamg.sirst import cases, iou


def blob(shape, centre, sigma, amplitude, background=100.0, noise=2.0, seed=0):
    """Draw a Gaussian target on noise; return the image and the half-maximum disc."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    d2 = (x - centre[0]) ** 2 + (y - centre[1]) ** 2
    image = background + np.random.default_rng(seed).normal(0, noise, shape)
    image += amplitude * np.exp(-d2 / (2 * sigma**2))
    return image, d2 <= 2 * np.log(2) * sigma**2


@given(
    sigma=st.floats(1.0, 3.0),
    x=st.floats(20, 43),
    y=st.floats(20, 43),
    sign=st.sampled_from([1, -1]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_a_drawn_target_is_found_bright_or_dark(sigma, x, y, sign, seed):
    image, core = blob((64, 64), (x, y), sigma, sign * 60.0, seed=seed)
    g = grow(image, (x, y))
    assert g.polarity == sign
    assert (g.mask & core).sum() / core.sum() > 0.7
    assert np.hypot(g.centroid[0] - x, g.centroid[1] - y) < 1.0
    assert g.area == g.mask.sum()
    assert g.radius == pytest.approx(np.sqrt(g.area / np.pi))


def test_sirst_masks_reach_the_published_protocol_figures():
    masks = [(grow(c.image, c.seed).mask, c.mask) for c in cases()]
    scores = np.array([iou(a, b) for a, b in masks])
    assert len(scores) == 393
    assert scores.mean() >= 0.71
    assert (scores > 0.5).mean() >= 0.81


def test_gain_and_offset_of_the_sensor_do_not_change_the_mask():
    same_float = []
    for c in cases()[::3]:
        expected = grow(c.image, c.seed).mask
        wide = c.image.astype(np.uint16)
        for gain, offset in ((3, 100), (57, 6000), (250, 0), (1, 65000)):
            copy = wide * np.uint16(gain) + np.uint16(offset)
            assert np.array_equal(grow(copy, c.seed).mask, expected), c.name
        for gain, offset in ((1 / 255, 0.0), (0.0123, 273.15), (3.3, -1e3)):
            copy = c.image * gain + offset
            same_float.append(np.array_equal(grow(copy, c.seed).mask, expected))
            same_float.append(np.array_equal(grow(copy.astype(np.float32), c.seed).mask, expected))
    assert np.mean(same_float) >= 0.99


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.int32, np.float32, float])
def test_every_depth_gives_the_same_mask(dtype):
    image, _ = blob((48, 48), (24.3, 22.8), 1.7, 90.0)
    whole = np.round(image)
    assert np.array_equal(grow(whole.astype(dtype), (24, 23)).mask, grow(whole, (24, 23)).mask)


images = st.tuples(
    st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.integers(1, 300)
).map(lambda t: np.random.default_rng(t[2]).integers(0, t[3], t[:2]).astype(np.uint16))


@given(image=images, data=st.data(), support=st.floats(1.5, 25.0))
@settings(max_examples=300, deadline=None)
def test_kernel_and_plain_python_twin_agree_to_the_bit(image, data, support):
    row = data.draw(st.integers(0, image.shape[0] - 1))
    column = data.draw(st.integers(0, image.shape[1] - 1))
    weights = np.array([data.draw(st.sampled_from([0.0, 0.5, 1.0])) for _ in range(4)])
    arguments = (
        image.astype(np.float64), row, column, data.draw(st.integers(1, 25)), support,
        data.draw(st.integers(0, 15)), data.draw(st.sampled_from([0.0, 0.01, 0.4])), weights,
    )  # fmt: skip
    kernel = _kernels.grow_in_window(*arguments)
    twin = _reference.grow_in_window(*arguments)
    assert kernel[2:] == twin[2:]
    if twin[4]:  # else the growth is repeated in a larger window
        assert np.array_equal(kernel[0], twin[0])
        assert np.array_equal(kernel[1], twin[1])


def test_kernel_and_twin_agree_on_real_targets(monkeypatch):
    some = cases()[::8]
    fast = [grow(c.image, c.seed) for c in some]
    monkeypatch.setattr(growth, "_kernel", _reference.grow_in_window)
    for c, expected in zip(some, fast, strict=True):
        g = grow(c.image, c.seed)
        assert np.array_equal(g.path, expected.path)
        assert np.array_equal(g.energy, expected.energy)
        assert g.step == expected.step


def test_while_the_kernel_loads_the_twin_answers(monkeypatch):
    image, _ = blob((48, 48), (24, 24), 1.5, 80.0)
    expected = grow(image, (24, 24))
    monkeypatch.setattr(growth, "_kernel", None)
    lock = threading.Lock()
    monkeypatch.setattr(growth, "_loading", lock)
    with lock:
        assert np.array_equal(grow(image, (24, 24)).energy, expected.energy)
    assert growth._kernel is None


@given(image=images, data=st.data())
@settings(max_examples=100, deadline=None)
def test_path_is_connected_and_starts_at_the_seed(image, data):
    x = data.draw(st.integers(0, image.shape[1] - 1))
    y = data.draw(st.integers(0, image.shape[0] - 1))
    g = grow(image, (x, y), PamgParams(support_radius=6))
    assert tuple(g.path[0]) == (y, x)
    assert 1 <= g.step <= len(g.path) <= image.size
    assert len({tuple(p) for p in g.path}) == len(g.path)
    for k in range(1, len(g.path)):
        assert np.abs(g.path[:k] - g.path[k]).sum(axis=1).min() == 1
    assert np.isneginf(g.energy[:4]).all()
    if np.isfinite(g.energy).any():
        assert g.step == np.argmax(g.energy) + 1


def test_a_long_thin_streak_is_followed_beyond_the_first_window():
    image = np.zeros((40, 900), np.uint8)
    image[20] = 200
    params = PamgParams(support_radius=15, geometry=0)
    g = grow(image, (450, 20), params)
    assert g.path[:, 1].min() < 150
    assert g.path[:, 1].max() > 750
    assert (g.path[:, 0] == 20).all()


def test_position_in_a_large_frame_does_not_matter():
    image, _ = blob((81, 81), (40.2, 39.7), 2.0, 50.0, noise=0.0)
    small = grow(image, (40, 40), PamgParams(background_radius=20))
    large = np.full((1000, 1200), image[0, 0])
    large[600:681, 700:781] = image
    g = grow(large, (740, 640))
    assert np.array_equal(g.path - [600, 700], small.path)
    assert g.step == small.step


@pytest.mark.parametrize("seed", [(0, 0), (31, 0), (0, 23), (31, 23), (15, 0), (0, 11)])
def test_seeds_on_borders_and_corners(seed):
    image = np.full((24, 32), 50, np.uint8)
    x, y = seed
    image[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = 220
    g = grow(image, seed)
    assert np.array_equal(g.mask, image == 220) or g.area == 5  # the warm-up's smallest mask


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 1), (30, 30)])
def test_a_flat_image_gives_the_seed_alone(shape):
    g = grow(np.full(shape, 7, np.uint8), (0, 0))
    assert g.area == 1
    assert g.mask[0, 0]
    assert not np.isfinite(g.energy).any()


def test_guided_mode_sets_the_support_from_the_radius():
    image, _ = blob((64, 64), (32, 32), 1.5, 80.0)
    a, b = grow_many(image, [(32, 32), (32, 32)], radii=[2.0, 4.0])
    assert (a.support_radius, b.support_radius) == (10.0, 20.0)
    assert np.array_equal(b.energy, grow(image, (32, 32)).energy)
    assert grow_many(image, [(32, 32)], radii=[0.1])[0].support_radius == 1.5


def test_each_term_changes_the_energy():
    image, _ = blob((64, 64), (32, 32), 1.5, 80.0)
    full = grow(image, (32, 32))
    for term in ("size", "saliency", "homogeneity", "geometry"):
        g = grow(image, (32, 32), PamgParams(**{term: 0.0}))
        assert np.array_equal(g.path, full.path)
        assert not np.array_equal(g.energy, full.energy), term


def test_a_fraction_means_the_nearest_pixel():
    image, _ = blob((32, 32), (16, 16), 1.5, 80.0)
    assert grow(image, (15.5, 16.49)).seed == (16, 16)
    assert grow(image, (-0.5, 0)).seed == (0, 0)


@pytest.mark.parametrize(
    ("image", "seed", "message"),
    [
        (np.zeros((4, 4, 3)), (0, 0), "2-D"),
        (np.zeros((0, 4)), (0, 0), "not empty"),
        (np.zeros((4, 4), complex), (0, 0), "real numbers"),
        (np.array([["a"]]), (0, 0), "real numbers"),
        (np.zeros((4, 6)), (6, 0), "x must be 0..5 and y 0..3"),
        (np.zeros((4, 6)), (0, -0.6), "outside the 6x4 image"),
        (np.zeros((4, 6)), (float("nan"), 0), "must be a point"),
        (np.full((4, 6), np.inf), (1, 1), "replace NaN and infinity"),
    ],
)
def test_bad_input_is_refused_in_one_line(image, seed, message):
    with pytest.raises(InputError, match=message) as info:
        grow(image, seed)
    assert "\n" not in str(info.value)


def test_nan_names_its_place_and_far_away_does_not_matter():
    image, _ = blob((300, 300), (50, 50), 1.5, 80.0)
    image[250, 260] = np.nan
    assert grow(image, (50, 50)).area > 4
    image[52, 61] = np.nan
    with pytest.raises(InputError, match="x=61, y=52"):
        grow(image, (50, 50))


@pytest.mark.parametrize(
    "bad",
    [
        {"support_radius": 1.0}, {"support_radius": float("nan")}, {"support_radius": 1e9},
        {"guided_factor": 0.0}, {"epsilon": -1.0}, {"background_radius": 0},
        {"background_radius": 2.5}, {"size": float("inf")}, {"geometry": -1.0},
    ],
)  # fmt: skip
def test_bad_parameters_are_refused(bad):
    with pytest.raises(InputError, match=next(iter(bad)).split("_")[0]):
        PamgParams(**bad)


def test_bad_radii_are_refused():
    image = np.zeros((9, 9), np.uint8)
    with pytest.raises(InputError, match="2 seeds but 1 radii"):
        grow_many(image, [(1, 1), (2, 2)], radii=[1.0])
    with pytest.raises(InputError, match="radius is -1"):
        grow_many(image, [(1, 1)], radii=[-1.0])


def test_mask_at_walks_the_path():
    image, _ = blob((32, 32), (16, 16), 1.5, 80.0)
    g = grow(image, (16, 16))
    assert g.mask_at(1).sum() == 1
    assert np.array_equal(g.mask_at(g.step), g.mask)
    for step in (0, len(g.path) + 1):
        with pytest.raises(InputError, match="steps 1 to"):
            g.mask_at(step)
