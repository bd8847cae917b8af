"""`p2m grow` from its arguments to its output."""

import json

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


def test_a_frame_that_does_not_exist_is_one_line(stack, capsys):
    assert main(["grow", str(stack), "--seed", "29,19", "--frame", "2"]) == 2
    assert capsys.readouterr().err.endswith("clip.npy has frames 0..1, counted from 0\n")
