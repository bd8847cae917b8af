"""`p2m eval pred` on soft maps: scores are swept, masks are not."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from p2m_core.cli import main
from p2m_core.eval.soft_maps import is_soft
from tests.core.eval.labelled import SHAPE, draw_sequence

SQUARE = (10, 10, 14, 14)
FIRST = np.zeros(SHAPE, bool)
FIRST[10:14, 10:14] = True


def scores() -> NDArray[np.float64]:
    """0.8 on the target, 0.4 on its rim, and 0.2 on a place that is none."""
    found = np.zeros(SHAPE)
    found[30:33, 30:33] = 0.2
    found[9:15, 9:15] = 0.4
    found[10:14, 10:14] = 0.8
    return found


def save_npy(path: Path, levels: NDArray[Any]) -> None:
    np.save(path.with_suffix(".npy"), levels[None, None].astype(np.float32))


def save_png(path: Path, levels: NDArray[Any]) -> None:
    cv2.imwrite(str(path.with_suffix(".png")), np.rint(255 * levels).astype(np.uint8))


def save_tiff(path: Path, levels: NDArray[Any]) -> None:
    tifffile.imwrite(path.with_suffix(".tif"), levels.astype(np.float32))


def save_logits(path: Path, levels: NDArray[Any]) -> None:
    save_npy(path, 10 * levels - 6)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    draw_sequence(tmp_path / "set", "s", [[SQUARE], [SQUARE], []])
    (tmp_path / "maps" / "s").mkdir(parents=True)
    return tmp_path / "set"


def evaluated(data: Path, *options: str) -> dict[str, Any]:
    file = data.parent / "r.json"
    maps = data.parent / "maps"
    assert main(["eval", "pred", str(maps), str(data), "--json", str(file), *options]) == 0
    found: dict[str, Any] = json.loads(file.read_text())
    return found


@pytest.mark.parametrize("save", [save_npy, save_png, save_tiff, save_logits])
def test_scores_are_swept_and_the_best_is_told(
    data: Path, capsys: pytest.CaptureFixture[str], save: Callable[[Path, NDArray[Any]], None]
) -> None:
    for number, part in ((1, 1.0), (2, 0.9), (3, 0.0)):
        save(data.parent / "maps" / "s" / f"{number:06d}", part * scores())
    out = data.parent / "report"
    found = evaluated(data, "--out", str(out))
    assert found["read_as"] == "scores"
    assert "read as scores; best IoU above" in capsys.readouterr().out
    assert (found["best"]["pixel_iou"], found["best"]["pd"], found["best"]["fa"]) == (1.0, 1.0, 0.0)
    assert found["pixels"]["pixel_iou"] == 1.0
    sweep = found["sweep"]
    assert [step["threshold"] for step in sweep] == sorted(step["threshold"] for step in sweep)
    assert sweep[0]["pixel_iou"] < 0.6
    assert sweep[-1]["pd"] == 0.5, "the frame of 0.9 is below the highest threshold"
    swept = found["methods"]["maps"]["all"]["curve"]
    assert swept["pd"] == [0.0, 0.5, 1.0]
    ElementTree.parse(out / "sweep.svg")
    assert "| threshold | pd | fa |" in (out / "report.md").read_text()


def test_two_levels_are_a_mask_whatever_they_are(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, level in ((1, 0.4), (2, 1.0), (3, 0.0)):
        save_npy(data.parent / "maps" / "s" / f"{number:06d}", level * (scores() > 0.5))
    found = evaluated(data)
    assert "read as masks" in capsys.readouterr().out
    assert "sweep" not in found
    assert found["pixels"]["pixel_iou"] == 1.0


def test_a_level_of_ones_own_makes_masks_of_scores(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2, 3):
        save_png(data.parent / "maps" / "s" / f"{number:06d}", scores())
    found = evaluated(data, "--level", "150")
    assert "read as masks, pixels above 150" in capsys.readouterr().out
    assert found["pixels"]["pd"] == 1.0
    assert found["pixels"]["false_targets"] == 1, "in the frame without a target"


def test_boxes_are_swept_by_f1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw_sequence(tmp_path / "set", "s", [[SQUARE]])
    (tmp_path / "set" / "images" / "s.gt.txt").write_text("1,1,9,9,6,6,1,-1,-1,-1\n")
    frames = tmp_path / "set" / "images"
    (tmp_path / "maps" / "s").mkdir(parents=True)
    save_png(tmp_path / "maps" / "s" / "000001", scores())
    assert main(["eval", "pred", str(tmp_path / "maps"), str(frames)]) == 0
    said = capsys.readouterr().out
    assert "best F1 above" in said
    assert "| threshold | pd | false_per_frame | f1 |" in said


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        (np.full(SHAPE, np.nan), "holds NaN or infinity"),
        (np.zeros((2, *SHAPE)), "save the map of one frame"),
        (np.array(["a"]), "save the map of one frame"),
        (np.zeros((3, 4)), "the mask is 4x3"),
    ],
)
def test_maps_that_are_none_are_one_line(
    data: Path, capsys: pytest.CaptureFixture[str], levels: NDArray[Any], message: str
) -> None:
    for number in (1, 2, 3):
        np.save(data.parent / "maps" / "s" / f"{number:06d}.npy", levels)
    assert main(["eval", "pred", str(data.parent / "maps"), str(data)]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_numbers_and_masks_of_a_lossy_codec_are_masks() -> None:
    numbers = np.zeros(SHAPE, np.uint16)
    numbers[2:4, 2:4], numbers[9:12, 9:12], numbers[30:33, 5:9] = 1, 2, 3
    assert not is_soft(numbers)
    mask = (cv2.GaussianBlur(FIRST.astype(np.float32), (0, 0), 0.5) * 255).astype(np.uint8)
    assert is_soft(mask)
    _, data = cv2.imencode(".jpg", FIRST * np.uint8(255))
    lossy = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    assert not is_soft(lossy, lossy=True)
