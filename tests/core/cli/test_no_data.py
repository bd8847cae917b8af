"""Sequences with pixels that hold no data: the commands say so once, and the rest is as without."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from p2m_core import cli
from p2m_core.detection.records import read_detections
from tests.core.test_nodata import scene

FRAMES = 6


def clip(kind: str) -> NDArray[Any]:
    """A target that moves 3 pixels a frame, in frames that lack something."""
    dtype = np.float32 if kind.startswith("float") else np.uint16
    frames = np.stack([scene(dtype, at=(40 + 3 * i, 50)) for i in range(FRAMES)])
    for i, frame in enumerate(frames):
        if kind == "border that moves":
            frame[:, : 4 + 2 * (i % 3)] = frame[: 3 * (i % 2)] = 0
        elif kind == "telemetry":
            frame[:3] = np.random.default_rng(i).integers(0, 2**14, (3, frame.shape[1]))
        elif kind == "float holes":
            frame[60:66, 20:30], frame[5, 5], frame[:, 100] = -9999.0, np.inf, np.nan
        elif kind == "float, one frame" and i == 3:
            frame[:] = np.nan
    return frames


KINDS = {
    "border that moves": f"{FRAMES} of {FRAMES} frames",
    "telemetry": "(3 rows at the top)",
    "float holes": "(173 pixels)",
    "float, one frame": "(the whole frame)",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_is_followed_as_if_nothing_lacked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    np.save(tmp_path / "clip.npy", clip(kind))
    assert cli.main(["propagate", str(tmp_path / "clip.npy"), "--seed", "0,40,50"]) == 0
    said = capsys.readouterr()
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [(row["x"], row["y"]) for row in found] == [
        pytest.approx((40 + 3 * i, 50), abs=1.5) for i in range(FRAMES)
    ]
    assert all(8 <= row["area"] <= 11 for row in found)
    assert said.err.count("hold no data") == 1
    assert KINDS[kind] in said.err


@pytest.mark.parametrize("kind", KINDS)
def test_suggestions_are_those_of_the_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    np.save(tmp_path / "clip.npy", clip(kind))
    out = tmp_path / "found.csv"
    command = ["suggest", str(tmp_path / "clip.npy"), "--out", str(out), "--detector", "tophat"]
    assert cli.main(command) == 0
    assert KINDS[kind] in capsys.readouterr().out
    sure = [row for row in read_detections(out) if row.detection.score > 0.8]
    expected = {i: (40.0 + 3 * i, 50.0) for i in range(FRAMES)}
    if kind == "float, one frame":
        del expected[3]
    assert {int(row.frame) for row in sure} == set(expected)
    for row in sure:
        assert row.detection[:2] == pytest.approx(expected[int(row.frame)], abs=1.0)


def test_a_click_on_no_data_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    np.save(tmp_path / "clip.npy", clip("border that moves"))
    clicks = [["propagate", "--seed", "0,1,50"], ["grow", "--seed", "1,50"]]
    for name, *option in clicks:
        assert cli.main([name, str(tmp_path / "clip.npy"), *option]) == 2
        lines = capsys.readouterr().err.strip().splitlines()
        assert "no data, only the value 0" in lines[-1] or "only the value 0" in lines[-1]
        assert len([line for line in lines if not line.startswith("note:")]) == 1


def test_prediction_leaves_out_telemetry_and_a_frame_of_nan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = clip("float, one frame")
    frames[:, -2:] = np.random.default_rng(0).normal(0, 4e4, (FRAMES, 2, frames.shape[2]))
    frames[3] = np.nan
    np.save(tmp_path / "clip.npy", frames)
    out = tmp_path / "out"
    assert cli.main(["predict", str(tmp_path / "clip.npy"), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1 frame cannot be read or without data" in said
    assert "clip: 6 of 6 frames hold no data in places (2 rows at the bottom of frame 1" in said
    found = read_detections(out / "detections.csv")
    assert {int(row.frame) for row in found} == {0, 1, 2, 4, 5}
    for row in found:
        assert row.detection[:2] == pytest.approx((40 + 3 * int(row.frame), 50), abs=1.5)
    masks = [path.stem for path in sorted((out / "masks" / "clip").iterdir())]
    assert masks == [f"{i:06d}" for i in (0, 1, 2, 4, 5)]
