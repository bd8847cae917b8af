"""Properties of every mask generator of the registry, and of single ones."""

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from p2m_core.baselines import METHODS, Method, mclc
from p2m_core.baselines._window import window_around
from p2m_core.errors import InputError
from p2m_core.pamg import PamgParams, grow
from p2m_core.registry import entry_named

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.name)
CENTRE = (30, 20)
RADIUS = 3.0


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mclc, "RUNS", 7)


def disc(centre: tuple[int, int] = CENTRE, radius: float = RADIUS) -> NDArray[np.bool_]:
    rows, columns = np.indices((48, 56))
    return np.hypot(columns - centre[0], rows - centre[1]) <= radius


def blob(dtype: str = "uint8", dark: bool = False) -> NDArray[np.generic]:
    """A disc of 150 over 60, with a little noise, as 8 bit, raw counts or fractions."""
    noise = np.random.default_rng(5).normal(0.0, 2.0, (48, 56))
    levels = 60.0 + 90.0 * disc() + noise
    if dark:
        levels = 220.0 - levels
    scale = {"uint8": 1.0, "uint16": 40.0, "float32": 1.0 / 255.0}[dtype]
    return (levels * scale).astype(dtype)


def iou(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    return float((a & b).sum() / (a | b).sum())


@every_method
@pytest.mark.parametrize("radius", [None, RADIUS], ids=["blind", "prior"])
@pytest.mark.parametrize(
    ("dtype", "dark"), [("uint8", False), ("uint8", True), ("uint16", False), ("float32", False)]
)
def test_a_clear_target_is_found(
    method: Method, radius: float | None, dtype: str, dark: bool
) -> None:
    image = blob(dtype, dark)
    before = image.copy()
    mask = method.generate(image, CENTRE, radius)
    assert mask.dtype == np.bool_
    assert mask.shape == image.shape
    assert mask[CENTRE[1], CENTRE[0]]
    assert iou(mask, disc()) > 0.5
    np.testing.assert_array_equal(image, before)


def soft(number: int) -> NDArray[np.uint8]:
    """A wide blurred target in noise: its end is a matter of convention."""
    rows, columns = np.indices((48, 56))
    shape = np.exp(-((columns - CENTRE[0]) ** 2 + (rows - CENTRE[1]) ** 2) / 40.0)
    noise = np.random.default_rng(number).normal(0.0, 3.0, shape.shape)
    return (60.0 + 50.0 * shape + noise).astype(np.uint8)


@every_method
def test_the_same_click_gives_the_same_mask(method: Method) -> None:
    for number in range(8):
        image = soft(number)
        cv2.setRNGSeed(number)  # GrabCut draws from the generator of the whole process
        first = method.generate(image, CENTRE)
        cv2.setRNGSeed(100 + 7 * number)
        np.testing.assert_array_equal(method.generate(image, CENTRE), first)


@every_method
@pytest.mark.parametrize("seed", [(0, 0), (55, 47), (0, 30), (55, 0)])
def test_the_seed_is_in_the_mask_at_borders_and_corners(
    method: Method, seed: tuple[int, int]
) -> None:
    mask = method.generate(blob(), seed)
    assert mask[seed[1], seed[0]]


@every_method
@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 2), (3, 4)])
@pytest.mark.parametrize("radius", [None, 30.0])
def test_tiny_and_flat_images_give_a_mask(
    method: Method, shape: tuple[int, int], radius: float | None
) -> None:
    image = np.arange(shape[0] * shape[1], dtype=np.uint8).reshape(shape) % 7
    assert method.generate(image, (0, 0), radius)[0, 0]
    flat = method.generate(np.full(shape, 9, np.uint8), (0, 0), radius)
    assert flat.sum() == 1


@every_method
def test_bad_input_is_refused(method: Method) -> None:
    image = blob("float32")
    image[CENTRE[1], CENTRE[0] + 2] = np.nan
    with pytest.raises(InputError, match=r"no data at .* only the value nan"):
        method.generate(image, (CENTRE[0] + 2, CENTRE[1]))
    assert not method.generate(image, CENTRE)[CENTRE[1], CENTRE[0] + 2]
    for seed in ((56, 3), (-1, 3), (math.nan, 3)):
        with pytest.raises(InputError, match="seed"):
            method.generate(blob(), seed)
    for wrong in (np.zeros((4, 4, 3)), np.zeros(5), np.zeros((4, 4), complex)):
        with pytest.raises(InputError, match="image has"):
            method.generate(wrong, (1, 1))
    for radius in (0.0, -1.0, math.nan):
        with pytest.raises(InputError, match="radius"):
            method.generate(blob(), CENTRE, radius)


def test_names_and_the_unknown_one() -> None:
    assert list(METHODS) == [method.name for method in METHODS.values()]
    assert entry_named(METHODS, "method", "mclc").title == "MCLC"
    with pytest.raises(InputError, match=r"no method 'magic'; there are: pamg, pamg-paper, mclc"):
        entry_named(METHODS, "method", "magic")


def test_pamg_is_the_one_of_the_core() -> None:
    params = PamgParams(support_radius=6.0)
    mask = METHODS["pamg"].generate(blob(), CENTRE, params=params)
    np.testing.assert_array_equal(mask, grow(blob(), CENTRE, params).mask)


def test_half_maximum_of_a_gaussian_is_its_full_width() -> None:
    rows, columns = np.indices((41, 41))
    spread = 4.0
    image = np.exp(-((columns - 20.0) ** 2 + (rows - 20.0) ** 2) / (2 * spread**2))
    half_width = spread * math.sqrt(2 * math.log(2))
    expected = np.hypot(columns - 20, rows - 20) <= half_width
    # The window's median is a little above 0, so a rim pixel may differ.
    for seed in ((20, 20), (22, 21)):
        mask = METHODS["half-maximum"].generate(image, seed)
        assert iou(mask, expected) > 0.9
    # From the flank, half of the seed's own level lies farther out.
    wider = METHODS["half-seed"].generate(image, (23, 20))
    assert wider.sum() > 1.2 * expected.sum()


def test_a_mask_stops_at_what_is_not_connected() -> None:
    image = blob()
    image[disc((38, 20), 2.0)] = 150  # a neighbour, one dark pixel apart from the target
    for name in ("half-maximum", "otsu", "grabcut"):
        mask = METHODS[name].generate(image, CENTRE)
        assert not mask[20, 38]


def test_a_window_is_cut_at_the_border_and_placed_back() -> None:
    window = window_around(blob(), (1, 46), 5)
    assert window.levels.shape == (7, 6)
    assert (window.left, window.top, window.column, window.row) == (0, 41, 1, 5)
    mask = np.zeros((7, 6), bool)
    mask[5, 1:3] = True
    mask[0, 5] = True
    assert np.argwhere(window.place(mask)).tolist() == [[46, 1], [46, 2]]
