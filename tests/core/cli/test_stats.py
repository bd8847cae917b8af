"""`p2m stats`: the numbers of drawn targets, and one clear line for what is wrong."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest

from p2m_core.cli import main
from p2m_core.files import read_png
from p2m_core.project import FrameState, TargetState, add_sequence, create_project
from tests.core.datasets.drawn import image, mask, write_frames, write_image, write_text
from tests.core.project.sample import add, make_frames, set_state, target
from tests.real_data import real

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A bright 3x4 target on noise and a dark pixel on a flat background; an empty frame."""
    root = tmp_path / "set"
    noise = np.random.default_rng(0).integers(40, 60, (48, 64), np.uint8)
    noise[20:24, 10:13] = 200
    flat = image((40, 30, 41, 31), level=10)
    drawn = {"a": (noise, mask((10, 20, 13, 24))), "b": (flat, mask((40, 30, 41, 31)))}
    for name, (picture, truth) in {**drawn, "empty": (flat, mask())}.items():
        write_image(root / "images" / f"{name}.png", picture)
        write_image(root / "masks" / f"{name}.png", truth)
    return root


def test_numbers_of_drawn_targets_are_right(data: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "r.json"
    assert main(["stats", str(data), "--json", str(file)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("2 targets in 3 labelled frames (1 without a target) of 3 sequences; ")
    assert "masks as given" in out
    assert "50.0 % are brighter than their background" in out
    assert "| 10-16 px | 1 | 50.0 |" in out
    results = json.loads(file.read_text())
    assert (results["targets"], results["empty_frames"], results["masks_by_pamg"]) == (2, 1, False)
    assert results["area"]["5 %"] == 1
    assert results["area"]["95 %"] == 12
    # Grey levels 40 .. 59, all alike: mean 49.5, standard deviation 5.77.
    assert results["scr"]["5 %"] == pytest.approx(150.5 / 5.77, rel=0.1)
    assert results["scr"]["95 %"] is None, "infinite on a flat background"
    assert (results["scale"]["1 px"], results["saliency"]["from 50"]) == (1, 1)


def test_boxes_become_masks_by_pamg(tmp_path: Path, capsys: Capture) -> None:
    write_frames(tmp_path / "clip", 2)
    write_text(tmp_path / "clip.gt.txt", "1,1,9,19,7,7\n2,1,10,19,7,7\n")
    for origin in ("0", "1"):
        assert main(["stats", str(tmp_path), "--mot-origin", origin]) == 0
        out = capsys.readouterr().out
        assert "masks grown by PAMG from points or boxes" in out
        assert "| 5-9 px | 2 | 100.0 |" in out


def test_the_report_has_tables_numbers_and_charts(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "report"
    assert main(["stats", str(data), "--out", str(out), "--progress", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    *steps, last = lines
    assert {line["event"] for line in steps} == {"progress"}
    assert (last["event"], steps[-1]["done"]) == ("done", steps[-1]["total"])
    assert sorted(path.name for path in out.iterdir()) == [
        "positions.svg", "report.json", "report.md", "saliency.svg", "scale.svg", "sequences.csv",
        "targets.csv", "warnings.csv",
    ]  # fmt: skip
    for name in ("scale", "saliency", "positions"):
        ElementTree.parse(out / f"{name}.svg")
    rows = list(csv.DictReader((out / "targets.csv").read_text().splitlines()))
    assert [(row["sequence"], row["area"], row["x"]) for row in rows] == [
        ("a", "12", "11"), ("b", "1", "40"),
    ]  # fmt: skip
    rows = list(csv.DictReader((out / "sequences.csv").read_text().splitlines()))
    assert [(row["name"], row["width"], row["targets"]) for row in rows] == [
        ("a", "64", "1"), ("b", "64", "1"), ("empty", "64", "0"),
    ]  # fmt: skip
    assert json.loads((out / "report.json").read_text())["targets"] == 2


def test_a_set_without_targets_is_reported(tmp_path: Path, capsys: Capture) -> None:
    write_image(tmp_path / "images" / "a.png", image())
    write_image(tmp_path / "masks" / "a.png", mask())
    assert main(["stats", str(tmp_path), "--out", str(tmp_path / "r")]) == 0
    assert capsys.readouterr().out.startswith("0 targets in 1 labelled frame (1 without a target)")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "kitti"], "no format 'kitti'; there are: masks"),
        (["--format", "mot"], "no labelled data set in it; known layouts: videos or folders"),
    ],
)
def test_faults_are_one_line(data: Path, capsys: Capture, options: list[str], message: str) -> None:
    assert main(["stats", str(data), *options]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_a_mask_of_another_size_is_refused(data: Path, capsys: Capture) -> None:
    write_image(data / "masks" / "b.png", mask()[1:])
    assert main(["stats", str(data)]) == 2
    assert "b.png: the mask is 64x47, but its image is 64x48" in capsys.readouterr().err


def test_components_are_said_where_nothing_tells_more(data: Path, capsys: Capture) -> None:
    assert main(["stats", str(data)]) == 0
    assert "2 targets by the components of masks: nothing tells apart" in capsys.readouterr().out
    for name in ("a", "b"):
        truth = cv2.imread(str(data / "masks" / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
        assert truth is not None
        write_image(data / "instances" / f"{name}.png", truth // np.uint8(255))
    assert main(["stats", str(data)]) == 0
    out = capsys.readouterr().out
    assert "components" not in out
    assert "2 tracks" in out


def test_synth_and_stats_count_the_same_targets(tmp_path: Path, capsys: Capture) -> None:
    """Targets that touch or cover each other in part are several."""
    out, file = tmp_path / "set", tmp_path / "r.json"
    size = ["--sequences", "2", "--frames", "12", "--size", "64x64"]
    many = ["--targets", "12", "--target-size", "4,8"]
    options = ["--seed", "3", *size, *many]
    assert main(["synth", "--out", str(out), *options, "--json", str(file)]) == 0
    drawn = json.loads(file.read_text())
    assert main(["stats", str(out), "--json", str(file)]) == 0
    counted = json.loads(file.read_text())
    assert counted["targets"] == drawn["targets"]
    assert counted["tracks"] == drawn["tracks"]
    masks = sum(
        cv2.connectedComponents((read_png(mask) > 0).astype(np.uint8))[0] - 1
        for mask in (out / "masks").rglob("*.png")
    )
    assert masks < drawn["targets"], "some touch: the case is one"


def test_targets_under_others_are_told(tmp_path: Path, capsys: Capture) -> None:
    """An instance map shows the upper one of two on the same pixels."""
    out = tmp_path / "set"
    with create_project(tmp_path / "p.lirst") as project:
        add_sequence(project, make_frames(tmp_path / "clip", 1))
        for track in (1, 2):
            add(project, target(0, track=track, state=TargetState.ACCEPTED))
        set_state(project, 1, 0, FrameState.ACCEPTED)
    assert main(["stats", str(tmp_path / "p.lirst")]) == 0
    assert capsys.readouterr().out.startswith("2 targets in 1 labelled frame")
    arguments = ["--format", "sirstd-pixel", "--out", str(out)]
    assert main(["export", str(tmp_path / "p.lirst"), *arguments]) == 0
    capsys.readouterr()
    assert main(["stats", str(out)]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("1 target in 1 labelled frame")
    assert "dataset.json counts 2 targets in clip, its masks tell 1" in shown.err


def test_warnings_are_lines_with_place_and_advice(data: Path, capsys: Capture) -> None:
    write_image(data / "masks" / "b.png", mask((0, 0, 64, 48)))
    assert main(["stats", str(data)]) == 0
    (line,) = [x for x in capsys.readouterr().out.splitlines() if "half of the frame" in x]
    assert line.startswith("Warning: 1 target covering half of the frame or more: b at (32, 24): ")
    assert line.endswith("check for inverted masks: 0 is background")


def test_real_targets_have_the_sizes_in_their_readme(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    assert main(["stats", str(real("sirst")), "--json", str(file)]) == 0
    results = json.loads(file.read_text())
    assert (results["targets"], results["frames"]) == (393, 308)
    assert [results["area"][f"{p} %"] for p in (5, 25, 50, 75)] == [7, 15, 22, 41]
    assert results["bright_share"] == pytest.approx(0.997, abs=0.001)
