"""Pixels without data are found, count in nothing, and nothing else is taken for them."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core import nodata
from p2m_core.classical import METHODS
from p2m_core.errors import InputError
from p2m_core.flood import flood
from p2m_core.geometry import measure
from p2m_core.matching import displacement
from p2m_core.pamg import grow, grow_many
from p2m_core.pamg.boxes import grow_in_box
from p2m_core.sequence import open_sequence
from tests.real_data import real

AT = 40, 50  # x, y of the target


def scene(dtype, height=112, width=144, seed=0, at=AT):
    """A soft cloud with noise and one target: 16 bits lie at 7000, all others around 80."""
    rng = np.random.default_rng(seed)
    cloud = cv2.GaussianBlur(rng.normal(0, 1, (height, width)), (0, 0), 4)
    y, x = np.mgrid[:height, :width]
    spot = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / 2 / 1.2**2)
    frame = 80 + 10 * cloud / cloud.std() + rng.normal(0, 1, cloud.shape) + 100 * spot
    if np.dtype(dtype) == np.uint16:
        frame = 3 * frame + 7000
    return np.clip(frame, 0, None).astype(dtype)


def put(frame, where, value):
    """The frame with a value at some places, and these places."""
    frame, void = frame.copy(), np.zeros(frame.shape, bool)
    for place in where:
        frame[place] = value
        void[place] = True
    return frame, void


def turned(frame, degrees, interpolation=cv2.INTER_LINEAR):
    """The frame turned about its middle, 0 where it has nothing; the places of these pixels, and
    of these and mixed ones."""
    height, width = frame.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    there = cv2.warpAffine(np.ones(frame.shape), turn, (width, height), flags=interpolation)
    turned = cv2.warpAffine(frame, turn, (width, height), flags=interpolation)
    return turned, there == 0, there < 1


def far_from(mixed):
    """Three pixels away, and not on the sides, along which mixed pixels are hard to tell."""
    far = cv2.dilate(mixed.astype(np.uint8), np.ones((7, 7))) == 0
    far[[0, -1]] = far[:, [0, -1]] = False
    return far


BORDERS = {
    "left": [np.s_[:, :20]],
    "one column": [np.s_[:, :1]],
    "top": [np.s_[:7]],
    "bottom and right": [np.s_[-9:], np.s_[:, -4:]],
    "all around": [np.s_[:10], np.s_[-8:], np.s_[:, :12], np.s_[:, -6:]],
}


@pytest.mark.parametrize("where", BORDERS)
@pytest.mark.parametrize(
    ("dtype", "fill"),
    [(np.uint8, 0), (np.uint8, 255), (np.uint16, 0), (np.uint16, 65535), (np.float32, -9999.0),
     (np.float32, 0.0), (np.float64, np.nan)],
)  # fmt: skip
def test_a_border_of_one_value_is_no_data(dtype, fill, where):
    frame, void = put(scene(dtype), BORDERS[where], fill)
    valid = nodata.valid_mask(frame)
    assert valid is not None
    assert np.array_equal(~valid, void)


@pytest.mark.parametrize("degrees", [4, -9, 25, 44])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("interpolation", [cv2.INTER_NEAREST, cv2.INTER_LINEAR])
def test_the_wedges_of_a_turned_frame_are_no_data(dtype, degrees, interpolation):
    frame, void, mixed = turned(scene(dtype), degrees, interpolation)
    valid = nodata.valid_mask(frame)
    assert valid is not None
    assert (void & valid).sum() <= 0.06 * void.sum()  # the tips of a narrow wedge
    assert valid[far_from(mixed)].all()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("bottom", [False, True])
def test_rows_of_random_numbers_are_telemetry(dtype, count, bottom):
    place = np.s_[-count:] if bottom else np.s_[:count]
    numbers = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, (count, 144))
    frame, void = put(scene(dtype), [place], numbers)
    assert np.array_equal(~nodata.valid_mask(frame), void)


def test_telemetry_may_be_mostly_zero_in_14_bits():
    frame = scene(np.uint16)
    frame[:3] = 0
    frame[0, :40] = np.random.default_rng(1).integers(0, 2**16, 40)
    frame[1, :9] = 7
    valid = nodata.valid_mask(frame)
    assert not valid[:3].any()
    assert valid[3:].all()


@pytest.mark.parametrize("line", [np.s_[:, 70], np.s_[:, 70:72], np.s_[30]])
@pytest.mark.parametrize("value", [0, 255])
def test_dead_lines_are_no_data(line, value):
    frame, void = put(scene(np.uint8), [line], value)
    assert np.array_equal(~nodata.valid_mask(frame), void)


@pytest.mark.parametrize(
    "value", [np.nan, np.inf, -np.inf, -9999.0, -999.0, 1e20, -3.4028234663852886e38]
)
def test_holes_in_floats_are_no_data(value):
    frame, void = put(scene(np.float32), [np.s_[60:66, 20:31], np.s_[5, 5]], value)
    assert np.array_equal(~nodata.valid_mask(frame), void)


def test_zero_is_a_hole_only_far_from_all_else():
    frame, void = put(scene(np.uint16), [np.s_[60:66, 20:31]], 0)
    assert np.array_equal(~nodata.valid_mask(frame), void)
    for dtype in (np.uint8, np.uint16, np.float32):  # 8 bits, whatever type they are given
        frame = put(scene(np.uint8) // 4 + 100, [np.s_[60:63, 20:23]], 0)[0].astype(dtype)
        assert nodata.valid_mask(frame) is None


def test_pixels_that_a_hole_was_mixed_with_are_no_data():
    frame, void = put(scene(np.float32), [np.s_[60:66, 20:31]], -9999.0)
    moved = cv2.warpAffine(frame, np.array([[1, 0, 0.4], [0, 1, 0.3]]), frame.shape[::-1])
    valid = nodata.valid_mask(moved)
    assert not valid[60:67, 20:32].any()
    assert valid[far_from(void)].all()


def clipped_sky():
    frame = scene(np.float64) - np.linspace(130, 0, 112)[:, None]
    return np.clip(frame, 0, 255).astype(np.uint8)


def roofs():
    frame = scene(np.uint8)
    for column, height in zip(range(0, 144, 16), (30, 41, 25, 38, 52, 33, 47, 29, 36), strict=True):
        frame[:height, column : column + 16] = 0
    return frame


def posterised():
    return scene(np.uint8) // 12 * 12


@pytest.mark.parametrize(
    "frame",
    [
        scene(np.uint8), scene(np.uint16), scene(np.float32), clipped_sky(), roofs(), posterised(),
        np.zeros((64, 64), np.uint8), np.full((64, 64), 7000, np.uint16),
        np.eye(64, dtype=np.uint8) * 255, np.pad(np.full((9, 9), 30000, np.uint16), 40),
        scene(np.float32) - 80, (3 * scene(np.float64) - 240).astype(np.int16),
        np.zeros((1, 1)), np.zeros((3, 500), np.uint16),
        cv2.GaussianBlur(scene(np.uint8), (0, 0), 5), 255 - clipped_sky(),
        np.kron(np.eye(2), np.ones((40, 40))).astype(np.uint8) * 200,
    ],
)  # fmt: skip
def test_pictures_and_masks_are_all_data(frame):
    assert nodata.valid_mask(frame) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 80), st.integers(1, 80), st.integers(1, 300))
def test_noise_of_few_or_many_levels_is_all_data(seed, height, width, most):
    noise = np.random.default_rng(seed).integers(0, most, (height, width)) + 1
    assert nodata.valid_mask(noise.astype(np.uint16)) is None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_part_is_judged_as_the_whole(data):
    dtype = data.draw(st.sampled_from([np.uint8, np.uint16, np.float32]))
    where = data.draw(st.sampled_from([[], *BORDERS.values(), [np.s_[-2:]], [np.s_[:, 70]]]))
    frame, _ = put(scene(dtype), where, 0)
    x0, y0 = data.draw(st.integers(0, 140)), data.draw(st.integers(0, 100))
    box = x0, y0, min(144, x0 + data.draw(st.integers(1, 60))), min(112, y0 + 30)
    whole, part = nodata.valid_mask(frame), nodata.valid_in(frame)(box)
    expected = np.ones(frame.shape, bool) if whole is None else whole
    expected = expected[box[1] : box[3], box[0] : box[2]]
    assert np.array_equal(np.ones_like(expected) if part is None else part, expected)


def test_the_judgement_of_a_frame_that_cannot_change_is_kept():
    frame, _ = put(scene(np.uint16), BORDERS["left"], 0)
    assert nodata.valid_mask(frame) is not nodata.valid_mask(frame)
    frame.flags.writeable = False
    assert nodata.valid_mask(frame) is nodata.valid_mask(frame)


def test_a_filled_frame_has_no_edge():
    frame, _, mixed = turned(scene(np.uint16, at=(-99, -99)), 9)
    filled = nodata.filled(frame, nodata.valid_mask(frame))
    usual = np.abs(np.diff(filled[30:80, 50:100], axis=1)).max()
    assert np.abs(np.diff(filled, axis=1)).max() < 10 * usual
    assert np.array_equal(filled[far_from(mixed)], frame[far_from(mixed)])


SPOILT = {
    "border": ([np.s_[:, :33]], 0),
    "border above": ([np.s_[:42]], 65535),
    "telemetry": ([np.s_[-2:]], np.random.default_rng(1).integers(0, 65535, (2, 144))),
    "holes": ([np.s_[40:46, 30:36], np.s_[55, 44]], 0),
    "dead column": ([np.s_[:, 44]], 65535),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_mask_grows_as_if_the_void_were_not_there(kind):
    clean = scene(np.uint16)
    frame, void = put(clean, *SPOILT[kind])
    expected = grow(clean, AT)
    for growth in (
        grow(frame, AT),
        *grow_many(frame, [AT], [1.7]),
        grow(frame, AT, excluded=[(0, 9)]),
    ):
        assert not void[tuple(growth.path.T)].any()
        assert abs(growth.area - expected.area) <= 2
        assert abs(growth.background - expected.background) <= 12
    assert not void[tuple(grow_in_box(frame, (30, 40, 20, 20)).path.T)].any()


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint32, np.float32, np.float64])
def test_kernel_and_twin_stop_at_the_same_pixels(dtype):
    from p2m_core.pamg import PamgParams, _reference
    from p2m_core.pamg._engines import COMPILED, engine_for

    rng = np.random.default_rng(3407)
    dtype = np.dtype(dtype) if np.dtype(dtype) in COMPILED else np.dtype(np.int32)
    for number in range(60):
        image = rng.integers(0, 30, rng.integers(4, 60, 2)).astype(dtype)
        void = rng.random(image.shape) < rng.choice([0.02, 0.3, 0.7])
        row, column = (int(rng.integers(side)) for side in image.shape)
        void[row, column] = False
        weights = PamgParams().weights
        arguments = image, row, column, 9, float(rng.uniform(1.5, 30.0)), 0.4, 0, weights, void
        kernel, twin = engine_for(dtype)(*arguments), _reference.grow_from(*arguments)
        assert not void[tuple(twin[0].T)].any()
        assert all(np.array_equal(a, b) for a, b in zip(kernel, twin, strict=True)), number


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("kind", ["clean", *SPOILT])
def test_the_quick_look_of_a_growth_misses_nothing(dtype, kind):
    """A frame that may change is looked at near the growth, one that may not as a whole."""
    fill = np.array(SPOILT[kind][1]) if kind != "clean" else 0
    fill = np.minimum(fill, np.iinfo(dtype).max if np.dtype(dtype).kind == "u" else 65535)
    frame, _ = put(scene(dtype), SPOILT[kind][0] if kind != "clean" else [], fill)
    fixed = frame.copy()
    fixed.flags.writeable = False
    valid = nodata.valid_mask(fixed)
    rng = np.random.default_rng(7)
    for _ in range(30):
        seed = int(rng.integers(144)), int(rng.integers(112))
        if valid is None or valid[seed[1], seed[0]]:
            one, other = grow(frame, seed), grow(fixed, seed)
            assert np.array_equal(one.path, other.path), seed
            assert one.step == other.step


def test_a_growth_that_runs_along_a_void_far_away_stops_at_it():
    frame = np.random.default_rng(0).normal(0, 0.1, (60, 400)).astype(np.float32)
    frame[30, 10:390] = 50.0
    frame[:, 250] = np.nan
    columns = grow(frame, (12, 30)).path[:, 1]
    assert columns.max() < 250


def test_a_click_on_no_data_is_one_clear_line():
    frame, _ = put(scene(np.uint16), [np.s_[:, :20]], 0)
    with pytest.raises(InputError, match="holds no data at x=5, y=50, only the value 0") as info:
        grow(frame, (5, 50))
    assert "\n" not in str(info.value)
    with pytest.raises(InputError, match="holds no data"):
        grow_in_box(frame, (2, 40, 8, 8))


def test_numbers_of_a_target_leave_the_void_out():
    clean = scene(np.uint16)
    mask = grow(clean, AT).mask
    frame, _ = put(clean, [np.s_[:, :34]], 0)
    expected, found = measure(clean, mask), measure(frame, mask)
    assert found.background == pytest.approx(expected.background, abs=15)
    assert found.scr == pytest.approx(expected.scr, rel=0.5)
    assert found.area == expected.area


def test_flood_and_matching_leave_the_void_out():
    clean = scene(np.uint16)
    frame, void = put(clean, [np.s_[:, :37]], 0)
    found = flood(frame, (34, 44, 47, 57))
    assert found.polarity == 1
    assert not void[tuple(found.pixels.T)].any()
    moved, _ = put(np.roll(clean, 3, axis=1), [np.s_[:, :37]], 0)
    assert displacement(frame, moved, (38, 48, 43, 53)) == (3, 0)


@pytest.mark.parametrize("name", METHODS)
def test_detectors_find_the_target_alone(tmp_path, name):
    """Two rows of telemetry, a border that moves, and a target that does too."""
    frames = np.stack([scene(np.uint16, seed=0, at=(40 + 4 * i, 50)) for i in range(8)])
    rng = np.random.default_rng(5)
    for i, frame in enumerate(frames):
        frame[-2:] = rng.integers(0, 65535, (2, 144))
        frame[:, : 3 + i] = 0
    np.save(tmp_path / "clip.npy", frames)
    with open_sequence(tmp_path / "clip.npy") as sequence:
        for frame, found in METHODS[name].detector().detect(sequence, [3]):
            best = max(found, key=lambda d: d.score)
            assert (best.x, best.y) == pytest.approx((40 + 4 * frame, 50), abs=1.0)
            valid = nodata.valid_mask(sequence[frame])
            assert all(valid[round(d.y), round(d.x)] for d in found)


def test_only_borders_that_one_sees_are_declared_in_real_pictures():
    """Of the 971 pictures of two sets five have such rows or columns: looked at one by one."""
    declared = set()
    for folder in ("sirst/images", "nudt/images"):
        for path in sorted(real(folder).iterdir()):
            if nodata.valid_mask(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)) is not None:
                declared.add(path.stem)
    assert declared == {"Misc_4", "Misc_26", "Misc_28", "Misc_125", "000088"}


@pytest.mark.parametrize(
    "clip",
    ["cptv16/possum", "istd/seq3", "cgrca/datasetA", "drone_ir/val/IR_BIRD_001.mp4"],
)
def test_nothing_is_declared_in_real_sequences(clip):
    with open_sequence(real(clip)) as sequence:
        for i in range(0, min(len(sequence), 60), 12):
            assert nodata.valid_mask(sequence[i]) is None, i
