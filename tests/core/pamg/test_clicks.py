"""Corrective clicks: growth under the constraint that some pixels are target, and some are not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams, grow
from tests.core.pamg.sirst import cases, iou


def two_lamps(polarity: int = 1, dtype: str = "u1") -> np.ndarray:
    """A 3x3 target at (10..12, 10..12), and a larger one that a bridge of one pixel joins to it."""
    image = np.full((40, 50), 100.0)
    image[10:13, 10:13] += polarity * 90
    image[11, 13] += polarity * 80
    image[8:16, 14:24] += polarity * 88
    return image.astype(dtype)


# The kernel is compiled for each of these: seconds, where it was not before.
RARE = [pytest.param(dtype, marks=pytest.mark.slow) for dtype in ("i2", "f8")]


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4", ">u2", *RARE])
@pytest.mark.parametrize("polarity", [1, -1])
def test_the_growth_walks_back_to_before_the_pixel(dtype, polarity):
    image = two_lamps(polarity, dtype)
    assert grow(image, (11, 11)).mask[11, 20], "else there is nothing to correct"
    corrected = grow(image, (11, 11), excluded=[(20, 11)])
    assert corrected.mask[10:13, 10:13].all()
    assert corrected.area <= 10, "the target, and at most the bridge"
    assert corrected.mask[8:16, 14:24].sum() == 0
    assert corrected.polarity == polarity


def test_pixels_reached_only_through_an_excluded_one_are_left_out():
    """The bridge is taken early: nothing but the growth around it is left."""
    image = two_lamps()
    image[9:14, 9:14] = 100
    image[11, 10:13] = 190  # three pixels, then the bridge
    corrected = grow(image, (11, 11), excluded=[(13, 11)])
    assert sorted(corrected.path[: corrected.step].tolist()) == [[11, 10], [11, 11], [11, 12]]


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_an_excluded_pixel_is_nowhere_on_the_path(number, count):
    rng = np.random.default_rng(number)
    image = rng.integers(0, 200, (30, 30)).astype(np.uint8)
    params = PamgParams(support_radius=6.0)
    whole = grow(image, (15, 15), params)
    wrong = rng.permutation(whole.path[1:])[:count]
    growth = grow(image, (15, 15), params, excluded=[(int(c), int(r)) for r, c in wrong])
    taken = {tuple(p) for p in growth.path.tolist()}
    assert not taken & {tuple(p) for p in wrong.tolist()}
    assert len(growth.path) == len(growth.energy)


@given(st.integers(0, 2**32 - 1), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=60)
def test_every_click_holds_and_the_path_shows_the_mask(number, positive, negative):
    rng = np.random.default_rng(number)
    image = rng.integers(0, 200, (30, 34)).astype(np.uint8)
    params = PamgParams(support_radius=6.0)
    places = rng.permutation(30 * 34)[: positive + negative]
    points = [(int(p % 34), int(p // 34)) for p in places if p != 15 * 34 + 15]
    included, excluded = points[:positive], points[positive:]
    growth = grow(image, (15, 15), params, included, excluded)
    assert all(growth.mask[y, x] for x, y in [*included, (15, 15)])
    assert not any(growth.mask[y, x] for x, y in excluded)
    assert len({tuple(p) for p in growth.path.tolist()}) == len(growth.path) == len(growth.energy)
    assert growth.path[0].tolist() == [15, 15]
    assert growth.mask_at(growth.step).sum() == growth.area


@pytest.mark.parametrize("polarity", [1, -1])
def test_an_included_pixel_takes_the_part_of_the_target_that_was_missed(polarity):
    image = np.full((40, 50), 100.0)
    image[10:13, 10:13] += polarity * 90
    image[10:13, 13:18] += polarity * 25  # a dim wing
    image = image.astype(np.uint8)
    assert not grow(image, (11, 11)).mask[11, 15]
    corrected = grow(image, (11, 11), included=[(15, 11)])
    assert corrected.mask[10:13, 10:13].all()
    assert corrected.mask[11, 10:16].all()
    assert corrected.mask[10:13, 10:18].sum() == corrected.area, "nothing of the background"


def test_an_included_pixel_far_away_brings_the_mask_that_grows_there():
    image = two_lamps()
    image[30:33, 40:43] = 200
    corrected = grow(image, (11, 11), included=[(41, 31)], excluded=[(20, 11)])
    assert corrected.mask[30:33, 40:43].all()
    assert corrected.mask[10:13, 10:13].all()
    assert not corrected.mask[8:16, 14:24].any()


def test_one_pixel_of_a_target_without_gradient_is_taken_out_alone():
    image = np.zeros((32, 32), np.uint8)
    image[10:13, 10:13] = 200
    corrected = grow(image, (11, 11), excluded=[(10, 10)])
    assert corrected.area == 8


def test_a_pixel_cannot_be_both_included_and_excluded():
    with pytest.raises(InputError, match=r"the included point \(20, 11\) is excluded too"):
        grow(two_lamps(), (11, 11), included=[(20, 11)], excluded=[(20, 11)])
    with pytest.raises(InputError, match=r"included point \(70, 11\) lies outside the 50x40 image"):
        grow(two_lamps(), (11, 11), included=[(70, 11)])


def test_an_excluded_pixel_that_the_growth_never_reaches_changes_nothing():
    image = two_lamps()
    free, bound = grow(image, (11, 11)), grow(image, (11, 11), excluded=[(45, 35)])
    assert np.array_equal(free.path, bound.path)
    assert np.array_equal(free.energy, bound.energy)
    assert free.step == bound.step


def test_a_seed_enclosed_by_excluded_pixels_stays():
    image = two_lamps()
    growth = grow(image, (11, 11), excluded=[(c, r) for r in (10, 11, 12) for c in (10, 11, 12)
                                             if (r, c) != (11, 11)])  # fmt: skip
    assert growth.path.tolist() == [[11, 11]]
    assert growth.step == 1


def test_the_seed_cannot_be_excluded():
    with pytest.raises(InputError, match="excluded"):
        grow(two_lamps(), (11, 11), excluded=[(11.2, 10.8)])


def test_on_sirst_one_wrong_pixel_excluded_improves_bad_masks():
    """Masks with an IoU below 0.7, and any of their wrong pixels."""
    rng = np.random.default_rng(1)
    before, after = [], []
    for case in cases():
        growth = grow(case.image, case.seed)
        overlap = iou(growth.mask, case.mask)
        wrong = [(c, r) for r, c in growth.path[1 : growth.step].tolist() if not case.mask[r, c]]
        if overlap >= 0.7 or not wrong:
            continue
        excluded = wrong[rng.integers(len(wrong))]
        corrected = grow(case.image, case.seed, excluded=[excluded])
        before.append(overlap)
        after.append(iou(corrected.mask, case.mask))
    assert len(before) >= 40
    assert np.mean(after) > np.mean(before) + 0.05


def test_clicks_correct_the_mask_of_the_step_that_a_person_chose():
    image = np.full((40, 50), 100, np.uint8)
    image[10:16, 10:16] = np.arange(150, 186).reshape(6, 6)
    free = grow(image, (12, 12))
    chosen = grow(image, (12, 12), step=12)
    assert (chosen.area, free.area) == (12, 36)
    included = grow(image, (12, 12), included=[(10, 10)], step=12)
    assert included.mask[10, 10]
    assert (included.mask >= chosen.mask).all()
    assert included.area < free.area
    gone = grow(image, (12, 12), excluded=[(15, 15)], step=12)
    assert not gone.mask[15, 15]
    assert (gone.mask <= chosen.mask).all()
    with pytest.raises(InputError, match="step is -1"):
        grow(image, (12, 12), step=-1)


def test_an_included_pixel_of_the_background_takes_no_more_of_it():
    """The path wanders over the background before it takes the pixel."""
    image = np.random.default_rng(0).normal(100, 2, (40, 50)).astype(np.uint8)
    image[18:21, 28:31] = 220
    growth = grow(image, (29, 19), included=[(32, 19)])
    assert growth.mask[18:21, 28:31].all()
    assert growth.mask[19, 32]
    assert growth.area <= 16
