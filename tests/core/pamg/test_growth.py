"""One click, one mask: what an annotator and a data set builder rely on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.pamg import TERMS, VARIANTS, PamgParams, grow, grow_many
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


@pytest.mark.parametrize(
    ("variant", "mean", "success"), [("paper", 0.715, 0.815), ("rim", 0.75, 0.88)]
)
def test_sirst_masks_reach_the_documented_figures(variant, mean, success):
    params = PamgParams(variant=variant)
    scores = np.array([iou(grow(c.image, c.seed, params).mask, c.mask) for c in cases()])
    assert len(scores) == 393
    assert scores.mean() >= mean
    assert (scores > 0.5).mean() >= success


@pytest.mark.parametrize("variant", VARIANTS)
def test_masks_with_a_wide_margin_are_better_than_with_a_narrow_one(variant):
    params = PamgParams(variant=variant)
    grown = [(grow(c.image, c.seed, params), c) for c in cases()]
    ranked = sorted(grown, key=lambda pair: pair[0].margin)
    scores = np.array([iou(g.mask, c.mask) for g, c in ranked])
    narrow, wide = (part.mean() for part in np.array_split(scores, 2))
    assert narrow + 0.08 < wide
    doubtful = np.array([g.doubtful for g, _ in ranked])
    assert (scores[doubtful] <= 0.5).mean() > 2.0 * (scores[~doubtful] <= 0.5).mean()


def test_a_spot_on_a_pedestal_has_a_rival_of_another_size():
    y, x = np.mgrid[:64, :64]
    image = 100.0 + 40.0 * (np.hypot(x - 32, y - 32) < 9) + 60.0 * (np.hypot(x - 32, y - 32) < 2)
    g = grow(image, (32, 32))
    assert g.rival > 2 * g.step or 2 * g.rival < g.step
    assert g.margin == g.energy[g.step - 1] - g.energy[g.rival - 1]
    sharp = np.where(np.hypot(x - 32, y - 32) < 2, 200.0, 100.0)
    assert grow(sharp, (32, 32)).margin > g.margin > 0.0
    flat = grow(np.zeros((9, 9)), (4, 4))
    assert np.isnan(flat.margin)
    assert flat.doubtful
    assert flat.rival is None


@pytest.mark.parametrize("pixels", [1, 2, 3, 4])
def test_masks_of_tiny_targets_do_not_exceed_them(pixels):
    image = np.random.default_rng(pixels).normal(100, 1, (48, 48))
    image[24, 24 : 24 + pixels] += 60
    assert np.array_equal(grow(image, (24, 24)).mask, image > 130)
    assert grow(image, (24, 24), PamgParams(variant="paper")).area >= 5  # its warm-up


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


def integers(t):
    return np.random.default_rng(t[2]).integers(0, t[3], t[:2])


sizes = (st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
images = st.tuples(*sizes, st.integers(1, 300)).map(integers).map(lambda a: a.astype(np.uint16))


@pytest.mark.parametrize("dtype", ["?", "i1", "u4", "i8", "u8", "f2", ">u2", ">i4", ">f8", "g"])
def test_a_depth_without_its_own_kernel_gives_the_same_mask(dtype):
    image = np.zeros((40, 900))
    image[20] = 1  # a streak that leaves the first copy
    image[18:23, 448:452] = 1
    params = PamgParams(support_radius=15, geometry=0)
    expected = grow(image, (450, 20), params)
    g = grow(image.astype(dtype), (450, 20), params)
    assert np.array_equal(g.path, expected.path)
    assert np.array_equal(g.energy, expected.energy)


def test_read_only_unaligned_and_strided_images_are_taken():
    image = np.random.default_rng(3).integers(0, 4000, (60, 70)).astype(np.uint16)
    expected = grow(image, (30, 31)).path
    frozen = image.copy()
    frozen.flags.writeable = False
    odd = np.frombuffer(b"." + image.tobytes(), np.uint8)[1:].view(np.uint16).reshape(60, 70)
    spread = np.zeros((120, 210), np.uint16)[::2, ::3]
    spread[:] = image
    for view in (frozen, odd, spread, np.asfortranarray(image)):
        assert np.array_equal(grow(view, (30, 31)).path, expected)


def test_grow_many_on_all_cores_equals_a_loop_in_order():
    image = np.random.default_rng(5).normal(100, 9, (200, 220))
    seeds = [(int(x), int(y)) for x, y in np.random.default_rng(6).integers(0, 200, (100, 2))]
    together = grow_many(image, seeds)
    guided = grow_many(image, seeds, radii=[1 + k / 25 for k in range(100)])
    for k, seed in enumerate(seeds):
        alone = grow(image, seed)
        assert together[k].seed == seed
        assert np.array_equal(together[k].energy, alone.energy)
        assert np.array_equal(together[k].path, alone.path)
        alone = grow(image, seed, PamgParams(support_radius=5 * (1 + k / 25)))
        assert np.array_equal(guided[k].energy, alone.energy)
    seeds[40] = (500, 0)
    with pytest.raises(InputError, match=r"\(500, 0\) lies outside"):
        grow_many(image, seeds)


@given(image=images, data=st.data())
@settings(max_examples=100, deadline=None)
def test_path_is_connected_and_starts_at_the_seed(image, data):
    variant = data.draw(st.sampled_from(sorted(VARIANTS)))
    x = data.draw(st.integers(0, image.shape[1] - 1))
    y = data.draw(st.integers(0, image.shape[0] - 1))
    g = grow(image, (x, y), PamgParams(support_radius=6, variant=variant))
    assert tuple(g.path[0]) == (y, x)
    assert 1 <= g.step <= len(g.path) <= image.size
    assert len({tuple(p) for p in g.path}) == len(g.path)
    for k in range(1, len(g.path)):
        assert np.abs(g.path[:k] - g.path[k]).sum(axis=1).min() == 1
    if np.isfinite(g.energy).any():
        assert g.step == np.argmax(g.energy) + 1
    if variant == "paper":
        assert np.isneginf(g.energy[:4]).all()


def test_a_long_thin_streak_is_followed_beyond_the_first_window():
    image = np.zeros((40, 900), np.uint8)
    image[20] = 200
    params = PamgParams(support_radius=15, geometry=0)
    g = grow(image, (450, 20), params)
    assert g.path[:, 1].min() < 150
    assert g.path[:, 1].max() > 750
    assert (g.path[:, 0] == 20).all()


def test_the_mask_does_not_depend_on_the_position_in_a_large_frame():
    image, _ = blob((81, 81), (40.2, 39.7), 2.0, 50.0, noise=0.0)
    small = grow(image, (40, 40), PamgParams(background_radius=20))
    large = np.full((1000, 1200), image[0, 0])
    large[600:681, 700:781] = image
    g = grow(large, (740, 640))
    assert np.array_equal(g.path - [600, 700], small.path)
    assert g.step == small.step


@pytest.mark.parametrize("seed", [(0, 0), (31, 0), (0, 23), (31, 23), (15, 0), (0, 11)])
def test_seeds_on_borders_and_corners_grow_masks(seed):
    image = np.full((24, 32), 50, np.uint8)
    x, y = seed
    image[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = 220
    assert np.array_equal(grow(image, seed).mask, image == 220)
    g = grow(image, seed, PamgParams(variant="paper"))
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
    for variant, own in VARIANTS.items():
        full = grow(image, (32, 32), PamgParams(variant=variant))
        for term in TERMS:
            g = grow(image, (32, 32), PamgParams(variant=variant, **{term: 0.0}))
            assert np.array_equal(g.path, full.path)
            same = np.array_equal(g.energy, full.energy)
            assert same == (getattr(own, term) == 0.0), (variant, term)


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
        (np.full((4, 6), np.inf), (1, 1), "holds no data at x=1, y=1"),
    ],
)
def test_bad_input_is_refused_in_one_line(image, seed, message):
    with pytest.raises(InputError, match=message) as info:
        grow(image, seed)
    assert "\n" not in str(info.value)


def test_a_seed_without_data_is_named_with_its_place():
    image, _ = blob((300, 300), (50, 50), 1.5, 80.0)
    image[52, 61] = np.nan
    with pytest.raises(InputError, match="no data at x=61, y=52, only the value nan"):
        grow(image, (61, 52))


@pytest.mark.parametrize(
    "bad",
    [
        {"support_radius": 1.0}, {"support_radius": float("nan")}, {"support_radius": 1e9},
        {"guided_factor": 0.0}, {"epsilon": -1.0}, {"background_radius": 0},
        {"background_radius": 2.5}, {"size": float("inf")}, {"geometry": -1.0},
        {"variant": "best"}, {"edge": 1.5},
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


def test_a_forced_polarity_decides_where_the_seed_would_not():
    """A spot on the dark sky, most of whose surroundings are the brighter ground."""
    image = np.random.default_rng(0).normal(100, 2, (48, 48)).astype(np.uint8)
    image[16:] += 100
    image[12:15, 20:23] = 150
    free, bright, dark = (grow(image, (21, 13), polarity=sign) for sign in (0, 1, -1))
    assert free.polarity == -1
    assert (dark.polarity, bright.polarity) == (-1, 1)
    assert np.array_equal(dark.path, free.path)
    assert bright.area == 9
    assert bright.mask[12:15, 20:23].all()
    (same,) = grow_many(image, [(21, 13)], params=PamgParams(polarity=1))
    assert np.array_equal(same.path, bright.path)
    with pytest.raises(InputError, match="polarity is 3"):
        grow(image, (21, 13), polarity=3)
