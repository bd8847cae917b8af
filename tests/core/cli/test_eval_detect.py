"""`p2m eval detect` and `p2m eval pred`: from a data set to tables, and bad input in one line."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.cli import main
from tests.core.eval.drawn import write

pytest.importorskip("p2m_core.datasets.opening", reason="the reader of data sets is not there yet")

Capture = pytest.CaptureFixture[str]
HEADER = "sequence,frame,x,y,radius,score\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "set")


def test_classical_detectors_are_scored_side_by_side(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    out, file = tmp_path / "report", tmp_path / "r.json"
    arguments = ["--method", "log", "--method", "tophat+diff", "--out", str(out)]
    assert main(["eval", "detect", str(data), *arguments, "--json", str(file)]) == 0
    assert "| LoG + PAMG |" in capsys.readouterr().out
    results = json.loads(file.read_text())
    labels = ["LoG", "LoG + PAMG", "Top-hat + difference", "Top-hat + difference + PAMG"]
    assert list(results["methods"]) == list(results["pixels"]) == labels
    everything = results["methods"]["LoG"]["all"]
    assert (everything["frames"], everything["targets"]) == (3, 3)
    assert everything["curve"]["pd"][-1] == 1.0
    assert sorted(p.name for p in out.iterdir()) == ["report.json", "report.md", "roc.svg"]
    ElementTree.parse(out / "roc.svg")


def test_true_masks_as_predictions_are_perfect(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    assert main(["eval", "pred", str(data / "masks"), str(data), "--json", str(file)]) == 0
    results = json.loads(file.read_text())
    assert (results["pixels"]["pixel_iou"], results["pixels"]["pd"]) == (1.0, 1.0)
    assert results["methods"]["masks"]["all"]["at_false_per_frame"]["0.02"]["pd"] == 1.0


def test_detections_of_another_method_are_scored(data: Path, tmp_path: Path) -> None:
    found, file = tmp_path / "d.csv", tmp_path / "r.json"
    found.write_text(HEADER + "b,0,11.5,11.5,2,0.9\na,a,40,30,2,0.8\na,a,21,6,2,0.7\n")
    arguments = ["eval", "pred", str(found), str(data), "--threshold", "0.85", "--json", str(file)]
    assert main(arguments) == 0
    own = json.loads(file.read_text())["methods"]["d.csv"]["all"]
    assert own["at_threshold"]["pd"] == pytest.approx(1 / 3)
    assert own["at_false_per_frame"]["0.5"]["pd"] == pytest.approx(2 / 3)
    found.write_text(HEADER)
    assert main(arguments) == 0
    assert json.loads(file.read_text())["methods"]["d.csv"]["all"]["curve"]["pd"] == [0.0]


def test_wrong_input_is_one_line(data: Path, tmp_path: Path, capsys: Capture) -> None:
    empty, wrong, missing = (tmp_path / name for name in ("empty", "wrong", "missing"))
    for folder in (empty, wrong, missing):
        folder.mkdir()
    for name in ("a", "b", "empty"):
        cv2.imwrite(str(wrong / f"{name}.png"), np.zeros((5, 6), np.uint8))
    cv2.imwrite(str(missing / "a.png"), np.zeros((40, 48), np.uint8))
    unknown, malformed = tmp_path / "unknown.csv", tmp_path / "malformed.csv"
    unknown.write_text(HEADER + "a,7,1,1,1,1\n")
    malformed.write_text(HEADER + "a,0,one,1,1,1\n")
    for predictions, named in (
        (empty, "no masks in it"),
        (wrong, "the mask is 6x5"),
        (missing, "no mask for the labelled frame 'b'"),
        (unknown, "no frame '7' in 'a'"),
        (malformed, "line 2: x is 'one'"),
        (tmp_path / "absent", "absent"),
    ):
        assert main(["eval", "pred", str(predictions), str(data)]) == 2
        result = capsys.readouterr()
        assert result.out == ""
        assert named in result.err
        assert result.err.count("\n") == 1
    for arguments, named in (
        ([str(data), "--method", "magic"], "no method 'magic'"),
        ([str(data), "--method", "log", "--split", "half"], "--split half"),
        ([str(data), "--method", "log", "--split", "train"], "no labelled frame"),
    ):
        assert main(["eval", "detect", *arguments]) == 2
        assert named in capsys.readouterr().err


def test_a_set_with_classes_gives_the_pd_of_each(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "set/night"
    folder.mkdir(parents=True)
    image = np.random.default_rng(0).normal(60, 2, (40, 48)).clip(0, 255).astype(np.uint8)
    image[10:13, 10:13] = 250  # the bird shows nothing
    cv2.imwrite(str(folder / "1.png"), image)
    lines = ["frame,x,y,category", "1,11,11,drone", "1,36,30,bird"]
    (folder / "points.csv").write_text("\n".join(lines))
    file = tmp_path / "r.json"
    assert main(["eval", "detect", str(folder), "--method", "log", "--json", str(file)]) == 0
    assert "| LoG, drone |" in capsys.readouterr().out
    classes = json.loads(file.read_text())["classes"]["LoG"]
    assert {name: own["targets"] for name, own in classes.items()} == {"bird": 1, "drone": 1}
    assert classes["drone"]["pd_at_false_per_frame"]["0.02"] == 1.0
    assert classes["bird"]["pd_at_false_per_frame"]["0.02"] == 0.0
