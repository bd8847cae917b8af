"""The camera's moving window: sub-pixel places come out where they should."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.synth import SynthConfig, make_sequence
from p2m_core.synth.camera import camera_path, look, scene_margin


@given(st.floats(-5.0, 5.0), st.floats(-5.0, 5.0))
@settings(max_examples=30)
def test_a_smooth_scene_is_seen_at_the_requested_position(x: float, y: float) -> None:
    config = SynthConfig(height=40, width=50, drift=1.0)
    margin = scene_margin(config)

    def wave(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return np.sin(0.3 * columns) + np.cos(0.2 * rows)

    rows, columns = np.indices((40 + 2 * margin, 50 + 2 * margin)) - margin
    scene = wave(rows, columns).astype(np.float32)
    seen = look(scene, np.array([x, y]), config)
    rows, columns = np.indices((40, 50))
    np.testing.assert_allclose(seen, wave(rows + y, columns + x), atol=2e-3)


@given(st.integers(1, 400), st.floats(0.0, 20.0), st.floats(0.0, 10.0), st.integers(0, 1000))
def test_the_camera_never_leaves_the_scene(
    frames: int, drift: float, jitter: float, seed: int
) -> None:
    config = SynthConfig(seed=seed, frames=frames, drift=drift, jitter=jitter)
    assert np.abs(camera_path(config)).max() + 2 <= scene_margin(config)


def test_drift_is_the_largest_speed_and_jitter_the_shake() -> None:
    steps = np.diff(camera_path(SynthConfig(frames=500, drift=0.3, jitter=0.0)), axis=0)
    speed = np.hypot(steps[:, 0], steps[:, 1])
    assert 0.1 < speed.max() <= 0.3 + 1e-9
    shaken = camera_path(SynthConfig(frames=2000, drift=0.0, jitter=0.25))
    assert shaken.std(axis=0) == pytest.approx([0.25, 0.25], rel=0.1)


def test_background_and_targets_move_together() -> None:
    config = SynthConfig(
        seed=4, frames=30, background="town", drift=0.4, n_targets=0, noise=0.2, dead_pixels=0
    )
    frames = make_sequence(config).frames.astype(np.float32)
    path = camera_path(config)
    window = cv2.createHanningWindow((256, 256), cv2.CV_32F)
    for last in (5, 29):
        (dx, dy), _ = cv2.phaseCorrelate(frames[0], frames[last], window)
        # The picture moves against the camera.
        assert (-dx, -dy) == pytest.approx(tuple(path[last] - path[0]), abs=0.15)
