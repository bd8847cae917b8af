"""Window and level: the screen follows the formula, and the data stay unchanged."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from label_irst.display.levels import (
    Levels,
    auto_levels,
    balanced_levels,
    full_range,
    sample_indices,
    to_8bit,
)
from label_irst.display.look import Look
from label_irst.display.picture import picture
from label_irst.document import Document
from label_irst.document.actions import frame_actions
from p2m_core.pamg import grow
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, SECOND

KINDS = [np.uint8, np.uint16, np.int16, np.int32, np.float32, np.float64]


def formula(image: NDArray[np.generic], levels: Levels) -> NDArray[np.uint8]:
    """The definition, one element after another."""
    grey = np.zeros(image.shape, np.uint8)
    for place, value in np.ndenumerate(image):
        v = float(value)
        if not np.isnan(v):
            share = min(max((v - levels.low) / levels.window, 0.0), 1.0)
            grey[place] = round(share ** (1 / levels.gamma) * 255)
    return grey


@st.composite
def pictures(draw: st.DrawFn) -> tuple[NDArray[np.generic], Levels]:
    kind = np.dtype(draw(st.sampled_from(KINDS)))
    if kind.kind == "f":
        values = st.floats(-1e6, 1e6, width=32) | st.just(float("nan"))
        low = draw(st.floats(-1e6, 1e6))
    else:
        values = None
        limits = np.iinfo(kind)
        low = draw(st.floats(float(limits.min), float(limits.max)))
    window = draw(st.floats(0.01, 1e6))
    gamma = draw(st.just(1.0) | st.floats(0.2, 5.0))
    image = draw(hnp.arrays(kind, (3, 4), elements=values))
    return image, Levels(low, low + window, gamma)


@given(pictures())
@example((np.full((1, 1), 1e6 + 0.06, np.float32), Levels(1e6 + 0.03, 1e6 + 2000.0, 5.0)))
def test_grey_follows_the_formula_for_every_depth(
    case: tuple[NDArray[np.generic], Levels],
) -> None:
    image, levels = case
    before = image.copy()
    grey = to_8bit(image, levels)
    assert grey.dtype == np.uint8
    # One grey level where the value lies on the edge between two.
    assert np.abs(grey.astype(int) - formula(image, levels).astype(int)).max() <= 1
    np.testing.assert_array_equal(image, before)


def test_levels_map_to_black_and_white() -> None:
    levels = Levels.around(window=200.0, level=1100.0)
    assert (levels.low, levels.high) == (1000.0, 1200.0)
    assert (levels.window, levels.level) == (200.0, 1100.0)
    image = np.array([[0, 1000, 1040, 1200, 65535]], np.uint16)
    np.testing.assert_array_equal(to_8bit(image, levels), [[0, 0, 51, 255, 255]])


@pytest.mark.parametrize("kind", KINDS)
def test_gamma_above_one_lifts_the_middle_and_keeps_the_ends(kind: type) -> None:
    image = np.array([[0, 50, 100]]).astype(kind)
    plain, lifted, lowered = (
        to_8bit(image, Levels(0.0, 100.0).with_gamma(g))[0].tolist() for g in (1.0, 2.0, 0.5)
    )
    assert plain[0] == lifted[0] == lowered[0] == 0
    assert plain[2] == lifted[2] == lowered[2] == 255
    assert lowered[1] < plain[1] < lifted[1]


@given(st.floats(-1.0, 1.0))
def test_the_scale_of_gamma_is_invertible(exponent: float) -> None:
    levels = Levels(0.0, 1.0).with_gamma_exponent(exponent)
    assert levels.gamma_exponent == pytest.approx(exponent, abs=1e-6)
    assert Levels(0.0, 1.0).with_gamma(1.0).gamma_exponent == 0.0


@given(st.lists(st.integers(0, 65535), min_size=2, max_size=20, unique=True))
def test_brighter_never_looks_darker(values: list[int]) -> None:
    image = np.array([sorted(values)], np.uint16)
    grey = to_8bit(image, auto_levels([image])).astype(int)
    assert (np.diff(grey) >= 0).all()


def test_the_same_raw_value_looks_the_same_on_every_frame(document: Document) -> None:
    """Although the frames' own ranges differ: the contrast must not flicker."""
    seen: dict[int, int] = {}
    ranges = set()
    for number in range(6):
        document.go_to(number)
        assert document.image is not None
        ranges.add((int(document.image.min()), int(document.image.max())))
        grey = to_8bit(document.image, document.display.levels)
        for raw, shown in zip(document.image.ravel(), grey.ravel(), strict=True):
            assert seen.setdefault(int(raw), int(shown)) == shown
    assert len(ranges) > 1


def test_auto_contrast_uses_the_range_that_14_bit_data_use(document: Document) -> None:
    document.display.set_levels(Levels(0.0, 65535.0))
    document.display.auto_levels()
    assert document.image is not None
    grey = to_8bit(document.image, document.display.levels)
    assert 5500 < document.display.levels.low < document.display.levels.high < 10500
    sky = grey[~(FIRST.mask(0) | SECOND.mask(0))]
    assert np.percentile(sky, 95) - np.percentile(sky, 5) > 12, "the sky has structure"
    assert grey[FIRST.mask(0)].min() > sky.max(), "the target stands out"


def test_a_target_of_one_pixel_survives_auto_contrast() -> None:
    rng = np.random.default_rng(0)
    for height, width in ((64, 64), (512, 640), (1024, 1280)):
        image = rng.normal(3000, 20, (height, width)).astype(np.uint16)
        image[height // 3, width // 3] = 3400
        grey = to_8bit(image, auto_levels([image]))
        assert grey[height // 3, width // 3] == 255
        assert np.percentile(grey, 99) < 250


def test_one_hot_pixel_does_not_darken_the_scene() -> None:
    rng = np.random.default_rng(0)
    image = rng.normal(3000, 20, (512, 640)).astype(np.uint16)
    image[5, 5] = 65535
    assert to_8bit(image, auto_levels([image])).std() > 20


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_spoil_neither_levels_nor_range(value: float) -> None:
    image = np.linspace(100, 200, 64 * 64).reshape(64, 64)
    clean = auto_levels([image]), full_range(image.dtype, [image])
    image = image.copy()
    image[3, 3] = value
    levels, (low, high) = auto_levels([image]), full_range(image.dtype, [image])
    assert levels.low == pytest.approx(clean[0].low, abs=1)
    assert levels.high == pytest.approx(clean[0].high, abs=1)
    assert (low, high) == pytest.approx(clean[1], abs=1)
    assert to_8bit(image, levels)[3, 3] == (255 if value == np.inf else 0)


@pytest.mark.parametrize(
    "image",
    [
        np.full((4, 4), 9, np.uint16),
        np.full((4, 4), np.nan),
        np.zeros((4, 4), np.float32),
    ],
    ids=["flat", "nothing", "zero"],
)
def test_a_frame_without_contrast_still_has_levels(image: NDArray[np.generic]) -> None:
    levels = auto_levels([image])
    low, high = full_range(image.dtype, [image])
    assert levels.window > 0
    assert high > low
    to_8bit(image, levels)


@given(st.integers(1, 10**6))
def test_the_sample_spans_the_sequence(count: int) -> None:
    sample = sample_indices(count)
    assert sample[0] == 0
    assert sample[-1] == count - 1
    assert len(sample) == min(count, 5)
    assert sample == sorted(set(sample))


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_has_one_pixel_for_each_element(kind: type) -> None:
    image = np.arange(5 * 7).reshape(5, 7).astype(kind)
    levels = Levels(0.0, 34.0)
    white = picture(image, Look(levels))
    black = picture(image, Look(levels, colour_map="black-hot"))
    assert (white.width(), white.height()) == (7, 5)
    grey = to_8bit(image, levels)
    for (row, column), shown in np.ndenumerate(grey):
        for channel in ("red", "green", "blue"):
            assert getattr(white.pixelColor(column, row), channel)() == shown
            assert getattr(black.pixelColor(column, row), channel)() == 255 - shown


def test_levels_and_colours_change_neither_the_data_nor_the_masks(document: Document) -> None:
    assert document.image is not None
    raw = document.image.copy()
    expected = grow(raw, FIRST.middle(0), document.params).mask
    for levels in (Levels(0.0, 1.0), Levels(6000.0, 6001.0), Levels(0.0, 65535.0)):
        document.display.set_levels(levels)
        document.display.change(colour_map="black-hot")
        assert frame_actions.click(document, *FIRST.middle(0))
        assert document.selected is not None
        x0, y0, x1, y1 = document.selected.box
        mask = np.zeros(raw.shape, bool)
        mask[y0:y1, x0:x1] = document.selected.mask
        np.testing.assert_array_equal(mask, expected)
        np.testing.assert_array_equal(document.image, raw)
        assert document.image.dtype == np.uint16


def test_changes_lie_evenly_around_the_middle_grey() -> None:
    rng = np.random.default_rng(0)
    changes = [rng.normal(0, 20, (64, 64)) for _ in range(3)]
    changes[1][3:8, 3:8] += 500
    levels = balanced_levels(changes)
    assert levels.level == 0.0
    assert 40 < levels.high < 510
    assert to_8bit(np.zeros((2, 2)), levels)[0, 0] in (127, 128)
    still = [np.zeros((8, 8), np.int16)]
    assert balanced_levels(still, least=8.0) == Levels(-8.0, 8.0)
    assert balanced_levels([]).window > 0


@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_a_narrow_window_far_from_zero_keeps_all_its_greys(kind: type) -> None:
    """Where single precision would not."""
    image = np.linspace(30000, 30010, 256).astype(kind)[np.newaxis]
    levels = Levels(30000.0, 30010.0)
    grey = to_8bit(image, levels)
    assert np.abs(grey.astype(int) - formula(image, levels).astype(int)).max() <= 1


def test_an_unreadable_frame_in_the_sample_is_ignored(qapp: QApplication, tmp_path: Path) -> None:
    folder = scenes.write_broken_folder(tmp_path / "sky", scenes.frames(3), broken=1)
    document = open_document(folder)
    assert 5500 < document.display.levels.low < document.display.levels.high < 10500
    document.close()
