"""The classical detectors: spots of both kinds and several sizes, whatever the frames are."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from p2m_core.classical import METHODS, _motion
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.eval.curves import merge, pd_at
from p2m_core.eval.detect import score_frame
from p2m_core.registry import entry_named
from p2m_core.sequence import open_sequence
from tests.core.eval.labelled import drone_ir
from tests.real_data import real

NAMES = list(METHODS)
STILL = [name for name in NAMES if "diff" not in name]


def spot(x: float, y: float, sigma: float, shape: tuple[int, int]) -> NDArray[np.float64]:
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2.0 * sigma**2))


def scene(
    *spots: tuple[float, float, float, float], shape: tuple[int, int] = (80, 96), seed: int = 0
) -> NDArray[np.uint8]:
    """Draw spots ``(x, y, sigma, contrast)`` on a slope with noise."""
    rng = np.random.default_rng(seed)
    image = 80.0 + 0.4 * np.arange(shape[1]) + rng.normal(0.0, 1.5, shape)
    for x, y, sigma, contrast in spots:
        image += contrast * spot(x, y, sigma, shape)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def in_clip(tmp_path: Path, name: str, frames: NDArray[np.generic]) -> list[list[Detection]]:
    np.save(tmp_path / "clip.npy", frames)
    with open_sequence(tmp_path / "clip.npy") as clip:
        found = list(METHODS[name].detector().detect(clip))
    assert [frame for frame, _ in found] == list(range(len(frames)))
    for _, detections in found:
        scores = [d.score for d in detections]
        assert scores == sorted(scores, reverse=True)
    return [detections for _, detections in found]


@pytest.mark.parametrize("name", STILL)
def test_a_bright_and_a_dark_spot_are_the_two_strongest(name: str) -> None:
    image = scene((30.3, 40.2, 1.2, 60.0), (70.0, 20.6, 1.2, -50.0))
    first, second, *others = METHODS[name].detector().detect_in(image)
    found = sorted([first, second])
    assert found[0][:2] == pytest.approx((30.3, 40.2), abs=0.5)
    assert found[1][:2] == pytest.approx((70.0, 20.6), abs=0.5)
    assert second.score > 2.0 * others[0].score


@pytest.mark.parametrize("name", STILL)
def test_a_larger_spot_has_the_larger_radius_and_one_pixel_is_found(name: str) -> None:
    radii = []
    for sigma in (0.5, 1.2, 2.4):
        best = METHODS[name].detector().detect_in(scene((40.0, 40.0, sigma, 90.0)))[0]
        assert best[:2] == pytest.approx((40.0, 40.0), abs=0.6)
        radii.append(best.radius)
    assert radii == sorted(radii)
    assert radii[-1] < 6.0
    # Few grey levels of clutter favour the smallest patch of MPCM whatever the spot's size.
    assert name == "mpcm" or radii[0] < radii[-1]
    single = scene()
    single[50, 20] += 60
    assert METHODS[name].detector().detect_in(single)[0][:2] == pytest.approx((20, 50), abs=0.6)


@pytest.mark.parametrize("name", STILL)
def test_a_flat_topped_spot_is_one_detection(name: str) -> None:
    image = np.full((60, 60), 40, np.uint8)
    image[20:25, 30:35] = 255
    detections = METHODS[name].detector().detect_in(image)
    near = [d for d in detections if abs(d.x - 32) < 5 and abs(d.y - 22) < 5]
    assert len(near) == 1
    assert near[0] is detections[0]
    assert near[0][:2] == pytest.approx((32.0, 22.0), abs=0.5)


@pytest.mark.parametrize("name", STILL)
@given(
    gain=st.floats(0.01, 200.0),
    offset=st.integers(-1000, 60000),
    dtype=st.sampled_from(["float32", "float64"]),
)
@settings(max_examples=8, deadline=None)
def test_gain_offset_and_depth_change_nothing(
    name: str, gain: float, offset: int, dtype: str
) -> None:
    image = scene((30.0, 40.0, 1.0, 40.0))
    detector = METHODS[name].detector()
    plain = detector.detect_in(image.astype(np.float64))[0]
    other = detector.detect_in((image * gain + offset).astype(dtype))[0]
    loose = 0.05 if dtype == "float32" else 1e-3  # a float32 has few digits beside a large offset
    assert other[:2] == pytest.approx(plain[:2], abs=loose)
    assert other.score == pytest.approx(plain.score, rel=2 * loose)
    raw = (image.astype(np.uint16) * 64 + 5).astype(np.uint16)
    assert detector.detect_in(raw)[0].score == pytest.approx(plain.score, rel=0.03)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 6), (16, 200), (31, 33)])
def test_frames_of_any_size_and_flat_frames_are_accepted(
    tmp_path: Path, name: str, shape: tuple[int, int]
) -> None:
    assert in_clip(tmp_path, name, np.full((3, *shape), 77, np.uint8)) == [[], [], []]
    noise = np.random.default_rng(1).integers(0, 4096, (7, *shape)).astype(np.uint16)
    for detections in in_clip(tmp_path, name, noise):
        for d in detections:
            assert -0.5 <= d.x < shape[1] - 0.5
            assert -0.5 <= d.y < shape[0] - 0.5
            assert d.radius > 0.0


@pytest.mark.parametrize("name", NAMES)
def test_nan_infinity_and_enormous_levels_do_not_hide_a_target(tmp_path: Path, name: str) -> None:
    frames = np.stack([scene((30.0, 40.0, 1.2, 60.0), seed=k) for k in range(3)]).astype(float)
    frames[:, 10, 10], frames[:, 70, 80] = np.nan, np.inf
    enormous = np.where(np.isfinite(frames), (frames - 128.0) * 1e306, frames)
    for some in (frames, enormous):
        for detections in in_clip(tmp_path, name, some):
            assert np.isfinite(detections).all()
            assert any(abs(d.x - 30) < 1 and abs(d.y - 40) < 1 for d in detections[:3])
    assert in_clip(tmp_path, name, np.full((2, 20, 20), np.nan)) == [[], []]


@pytest.mark.parametrize("name", [name for name in NAMES if "diff" in name])
def test_moving_spots_score_above_still_ones_also_under_a_panning_camera(
    tmp_path: Path, name: str
) -> None:
    rng = np.random.default_rng(2)
    wide = 40.0 + 25.0 * spot(0, 0, 1, (1, 1))[0, 0] + rng.normal(0.0, 6.0, (120, 160))
    wide += 90.0 * spot(75.0, 60.0, 1.2, wide.shape)  # stands on the ground, and is the brighter
    for pan in (0, 1):
        frames = []
        for k in range(13):
            ground = wide + 60.0 * spot(60.0 + 1.6 * k, 90.0, 1.2, wide.shape)
            frames.append(ground[20:116, 20 + pan * k : 116 + pan * k].astype(np.float32))
        still = in_clip(tmp_path, name.removesuffix("+diff"), np.array(frames))[6][0]
        moving = in_clip(tmp_path, name, np.array(frames))[6][0]
        assert still[:2] == pytest.approx((75 - 20 - 6 * pan, 40), abs=1.0)
        assert moving[:2] == pytest.approx((60 + 9.6 - 20 - 6 * pan, 70), abs=1.0)


@pytest.mark.parametrize("name", STILL)
def test_a_single_frame_is_scored_without_a_difference(tmp_path: Path, name: str) -> None:
    image = scene((30.0, 40.0, 1.2, 60.0))[np.newaxis]
    assert in_clip(tmp_path, name, image) == in_clip(tmp_path, f"{name}+diff", image)
    assert _motion.neighbours(0, 1) == []
    assert _motion.neighbours(2, 4) == [0, 3]
    assert _motion.neighbours(20, 100) == [15, 25]


def test_detection_does_not_change_the_frames(tmp_path: Path) -> None:
    # 64x96 is a size that OpenCV's Fourier transform takes as it is, and writes into.
    frames = np.stack([scene((30.0, 40.0, 1.2, 60.0), shape=(64, 96), seed=k) for k in range(7)])
    floats = frames.astype(np.float32)
    before = floats.copy()
    METHODS["log+diff"].detector().detect_in(floats[3], [floats[0], floats[6]])
    assert np.array_equal(floats, before)


def test_an_unknown_detector_is_refused_with_the_known_names() -> None:
    assert entry_named(METHODS, "method", "log+diff").title == "LoG + difference"
    with pytest.raises(InputError, match=r"^no method 'magic'; there are: tophat, log, mpcm, "):
        entry_named(METHODS, "method", "magic")


@pytest.mark.parametrize(("name", "least"), [("tophat", 0.5), ("log", 0.6), ("log+diff", 0.7)])
def test_real_targets_are_found(name: str, least: float) -> None:
    """A floor well below the measured Pd at 0.1 false targets a frame on the training videos."""
    detector = METHODS[name].detector()
    parts = []
    for video in drone_ir(real("drone_ir/train")):
        with open_sequence(video.path) as frames:
            for frame in video.frames[:130:40]:
                others = _motion.neighbours(frame, len(frames)) if detector.moving else []
                found = detector.detect_in(frames[frame], [frames[k] for k in others])
                parts.append(score_frame(found, video.labels[frame]))
    assert pd_at(merge(parts), 0.1) >= least
