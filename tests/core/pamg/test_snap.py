"""What a click means: the peak beside it, or its own pixel."""

import numpy as np
import pytest

from p2m_core.errors import InputError
from p2m_core.pamg import grow, snapped
from tests.core.pamg.sirst import cases, iou


def sky(dtype: str = "u2", seed: int = 3) -> np.ndarray:
    """Noise of 20 levels around 7000."""
    return np.random.default_rng(seed).normal(7000, 20, (64, 80)).astype(dtype)


@pytest.mark.parametrize("dtype", ["u2", "f4"])
@pytest.mark.parametrize("sign", [1, -1])
def test_every_pixel_beside_a_target_of_one_pixel_means_it(dtype, sign):
    image = sky(dtype)
    image[30, 40] = 7000 + sign * 900
    around = [(40 + dx, 30 + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert {snapped(image, place, 1.5) for place in around} == {(40, 30)}
    assert snapped(image, (43, 30), 1.5) == (43, 30), "beyond the radius"
    assert snapped(image, (41, 30), 1.5, polarity=-sign) == (41, 30), "of the other polarity"
    assert grow(image, snapped(image, (41, 31), 1.5)).mask[30, 40]


def test_a_pixel_of_a_target_means_itself():
    image = sky()
    image[28:33, 38:43] += 400
    image[30, 40] += 300
    assert snapped(image, (38.3, 28), 3.0) == (38, 28)


def test_nothing_stands_out_of_plain_noise_or_of_a_flat_frame():
    assert snapped(np.full((9, 9), 5, np.uint8), (0, 8), 3.0) == (0, 8)
    image = sky()
    stay = sum(snapped(image, (x, 30), 1.5) == (x, 30) for x in range(5, 75))
    assert stay >= 68


def test_no_click_snaps_to_a_pixel_without_data():
    image = sky("f4")
    image[30, 40] = np.nan
    image[:, :6] = -9999.0
    assert snapped(image, (41, 30), 2.0) != (40, 30)
    assert snapped(image, (7, 30), 2.0)[0] >= 6


@pytest.mark.parametrize(
    ("seed", "radius", "polarity", "message"),
    [
        ((80, 3), 1.0, 0, r"\(80, 3\) lies outside the 80x64 image"),
        ((float("nan"), 3), 1.0, 0, "lies outside"),
        ((3, 3), -1.0, 0, "radius is -1.0"),
        ((3, 3), 1.0, 2, "polarity is 2"),
    ],
)
def test_bad_input_is_refused_in_one_line(seed, radius, polarity, message):
    with pytest.raises(InputError, match=message):
        snapped(sky(), seed, radius, polarity)


def test_on_sirst_clicks_beside_a_target_give_its_mask_and_clicks_on_it_what_they_gave():
    rng = np.random.default_rng(5)
    on, beside = [], []
    for case in cases()[::3]:
        for found, places in (
            (on, np.argwhere(case.mask)),
            (beside, np.argwhere(ring(case.mask))),
        ):
            row, column = places[rng.integers(len(places))]
            click = (int(column), int(row))
            meant = snapped(case.image, click, 2.0)
            found.append([iou(grow(case.image, s).mask, case.mask) for s in (click, meant)])
    assert np.mean(on, axis=0)[1] > np.mean(on, axis=0)[0] - 0.005
    assert np.mean(beside, axis=0)[1] > np.mean(beside, axis=0)[0] + 0.05


def ring(mask: np.ndarray) -> np.ndarray:
    """The pixels next to a mask."""
    grown = mask.copy()
    for axis in (0, 1):
        for step in (1, -1):
            grown |= np.roll(mask, step, axis)
    return grown & ~mask
