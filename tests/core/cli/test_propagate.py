"""`p2m propagate` from its arguments to its files."""

import csv
import json

import cv2
import numpy as np
import pytest

from p2m_core.cli import main
from tests.core.track.test_propagate import as_bytes, clip, line


@pytest.fixture
def stack(tmp_path):
    way = line((25.0, 45.0), (1.0, 0.3), 20)
    np.save(tmp_path / "clip.npy", as_bytes(clip(way)))
    return tmp_path / "clip.npy", way


def test_propagate_writes_masks_and_positions_of_a_whole_sequence(stack, tmp_path, capsys):
    path, way = stack
    out = tmp_path / "out"
    click = f"10,{way[10][0]},{way[10][1]}"
    assert main(["propagate", str(path), "--seed", click, "--out", str(out)]) == 0
    assert "20 targets in 1 track\n" in capsys.readouterr().out
    with (out / "tracks.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["frame"]) for row in rows] == list(range(20))
    for row in rows:
        x, y = way[int(row["frame"])]
        assert np.hypot(float(row["x"]) - x, float(row["y"]) - y) < 1.0
    for kind, level in (("masks", 255), ("instances", 1)):
        files = sorted((out / kind / "clip").iterdir())
        assert len(files) == 20
        picture = cv2.imread(str(files[10]), cv2.IMREAD_UNCHANGED)
        assert picture.max() == level
        assert np.count_nonzero(picture) == int(rows[10]["area"])


def test_two_clicks_print_two_tracks(stack, capsys):
    path, way = stack
    seeds = [f"0,{way[0][0]},{way[0][1]}", f"19,{way[19][0]},{way[19][1]}"]
    arguments = [a for seed in seeds for a in ("--seed", seed)]
    assert main(["propagate", str(path), *arguments, "--direction", "forward"]) == 0
    result = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [t["track"] for t in result] == [1] * 20 + [2]


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        ("7", "give FRAME,X,Y"),
        ("40,5,5", "has frames 0..19, counted from 0"),
        ("0,500,5", "outside"),
    ],
)
def test_a_wrong_click_is_one_line(stack, capsys, seed, message):
    assert main(["propagate", str(stack[0]), "--seed", seed]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
