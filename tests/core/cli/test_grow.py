"""`p2m grow` from its arguments to its output."""

import json

import cv2
import numpy as np
import pytest

from p2m_core.cli import main


@pytest.fixture
def stack(tmp_path):
    """Two frames; the target is in the second one."""
    frames = np.random.default_rng(0).normal(100, 2, (2, 40, 50)).astype(np.uint8)
    frames[1, 18:21, 28:31] = 200
    np.save(tmp_path / "clip.npy", frames)
    return tmp_path / "clip.npy"


def test_frames_of_a_stack_count_from_0(stack, capsys):
    assert main(["grow", str(stack), "--seed", "29,19", "--frame", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["x"], found["y"]) == pytest.approx((29, 19), abs=0.5)
    assert 7 <= found["area"] <= 12
    assert (found["doubtful"], found["reason"]) == (False, None)


def test_a_seed_on_empty_sky_is_doubtful_with_its_reason(stack, capsys):
    assert main(["grow", str(stack), "--seed", "10,30"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["doubtful"]
    assert found["reason"] == "contrast"
    assert found["doubt"] > 0.5


def test_a_frame_that_does_not_exist_is_one_line(stack, capsys):
    assert main(["grow", str(stack), "--seed", "29,19", "--frame", "2"]) == 2
    assert capsys.readouterr().err.endswith("clip.npy has frames 0..1, counted from 0\n")


def test_corrective_points_and_polarity_go_through(stack, tmp_path, capsys):
    out = tmp_path / "mask.png"
    clicks = ["--include", "31,19", "--exclude", "28,18", "--polarity", "bright", "-o", str(out)]
    assert main(["grow", str(stack), "--seed", "29,19", "--frame", "1", *clicks]) == 0
    capsys.readouterr()
    mask = cv2.imread(str(out), cv2.IMREAD_UNCHANGED)
    assert (mask[19, 31], mask[18, 28], mask[19, 29]) == (255, 0, 255)
    assert main(["grow", str(stack), "--seed", "29,19", "--include", "99,0"]) == 2
    assert "included point (99, 0) lies outside the 50x40 image" in capsys.readouterr().err
    assert main(["grow", str(stack), "--seed", "29,19", "--polarity", "dark", "--frame", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["polarity"] == -1
