"""What is burnt into the frames: drawn over moving and still scenes, and real text and reticles."""

import cv2
import numpy as np
import pytest

from p2m_core.sequence import find_overlay, open_sequence
from tests.real_data import boxes, real

SIZE = (160, 200)
FRAMES = 24


def scene(rng, moves):
    """Soft clutter over a slope, with a saturated bank of hot trees below; shape (FRAMES, H, W)."""
    height, width = SIZE
    large = cv2.GaussianBlur(rng.normal(0.0, 1.0, (height, width + 4 * FRAMES)), (0, 0), 3.0)
    large = 90.0 + 250.0 * large + np.linspace(-60.0, 60.0, height)[:, None]
    bank = cv2.GaussianBlur((rng.random(large.shape) > 0.6) * 400.0, (0, 0), 1.2)
    large[-40:] += bank[-40:]
    shift = 4 if moves else 0
    return np.stack([large[:, i * shift : i * shift + width] for i in range(FRAMES)])


def written(frames):
    """Burn text with a clock and a cross into the frames; where the text and the cross are."""
    always, ever = np.zeros(SIZE, bool), np.zeros(SIZE, bool)
    for i, frame in enumerate(frames):
        ink = np.zeros(SIZE, np.uint8)
        cv2.putText(ink, "AZ 272 EL", (6, 20), cv2.FONT_HERSHEY_PLAIN, 1.2, 255, 2)
        cv2.line(ink, (100, 60), (100, 100), 255, 2)
        always |= ink > 0
        cv2.putText(ink, str(10 + i), (130, 20), cv2.FONT_HERSHEY_PLAIN, 1.2, 255, 2)
        frame[ink > 0] = 255
        ever |= ink > 0
    return always, ever


def stored(folder, frames, compressed=False):
    frames = np.clip(np.rint(frames), 0, 255).astype(np.uint8)
    if compressed:
        quality = [cv2.IMWRITE_JPEG_QUALITY, 80]
        coded = [cv2.imencode(".jpg", frame, quality)[1] for frame in frames]
        frames = np.stack([cv2.imdecode(code, cv2.IMREAD_GRAYSCALE) for code in coded])
    np.save(folder / "clip.npy", frames)
    return open_sequence(folder / "clip.npy")


@pytest.mark.parametrize("moves", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_text_and_reticle_are_found_in_moving_and_still_scenes(tmp_path, moves, compressed):
    rng = np.random.default_rng(5)
    frames = scene(rng, moves) + rng.normal(0.0, 2.0, (FRAMES, *SIZE))
    always, ever = written(frames)
    with stored(tmp_path, frames, compressed) as sequence:
        found = find_overlay(sequence)
    assert found[always].mean() > 0.9
    around = cv2.dilate(ever.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    assert not found[~around].any()


@pytest.mark.parametrize("moves", [False, True])
def test_a_scene_without_one_has_none(tmp_path, moves):
    rng = np.random.default_rng(6)
    frames = scene(rng, moves) + rng.normal(0.0, 2.0, (FRAMES, *SIZE))
    frames += (
        300.0
        * np.exp(-0.5 * ((np.mgrid[: SIZE[0]] - 30.0) / 1.2) ** 2)[:, None]
        * (np.exp(-0.5 * ((np.mgrid[: SIZE[1]] - 90.0) / 1.2) ** 2)[None])
    )  # a hot target that stands still
    with stored(tmp_path, frames) as sequence:
        assert not find_overlay(sequence).any()


def test_stuck_pixels_are_found(tmp_path):
    rng = np.random.default_rng(7)
    frames = np.clip(scene(rng, True), 20, 200) + rng.normal(0.0, 2.0, (FRAMES, *SIZE))
    frames[:, 50, 60], frames[:, 90, 120] = 255, 0
    with stored(tmp_path, frames) as sequence:
        found = find_overlay(sequence)
    assert found[50, 60]
    assert found[90, 120]
    assert found.sum() <= 2 * 9


@pytest.mark.parametrize("name", ["crop_04", "crop_07", "crop_18", "crop_40"])
def test_real_overlays_are_found_and_no_target_among_them(name):
    with open_sequence(real(f"antiuav/{name}.avi")) as sequence:
        found = find_overlay(sequence)
    assert found[10:35, 180:330].mean() > 0.3, "the date"
    assert 0.01 < found.mean() < 0.08
    for x, y, width, height in boxes(f"antiuav/{name}.gt.txt").values():
        assert not found[round(y + height / 2), round(x + width / 2)]


def test_a_still_camera_over_saturated_trees_shows_none():
    with open_sequence(real("drone_ir/train/IR_BIRD_004.mp4")) as sequence:
        assert not find_overlay(sequence).any()
