"""What people give as a source: mixed folders, single images, patterns, names of any bytes."""

import csv
import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.cli import main
from p2m_core.project import list_sequences, open_project
from p2m_core.suggest import CLASSICAL
from tests.core.classical.test_detectors import scene
from tests.core.sequence.media import write_video


def write(path: Path, frame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", frame)[1].tobytes())


def frame(seed: int = 0, **how):
    return np.clip(scene((30, 40, 1.2, 90), seed=seed, **how), 0, 255).astype(np.uint8)


@pytest.fixture
def singles(tmp_path):
    """Images of different sizes, each with a target at (30, 40)."""
    for i, name in enumerate(("airport", "boat", "sea")):
        write(tmp_path / "singles" / f"{name}.png", frame(i)[: 60 - i, : 64 - i])
    return tmp_path / "singles"


def said(capsys, *arguments) -> str:
    assert main([*map(str, arguments)]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    return output.out


def test_suggest_looks_at_each_single_image_and_says_so(singles, tmp_path, capsys):
    (singles / "damaged.png").write_bytes(b"no picture")
    out = tmp_path / "found.csv"
    text = said(capsys, "suggest", singles, "--detector", CLASSICAL, "--out", out)
    assert "in 3 frames" in text
    assert "1 sequence cannot be opened; the first: " in text
    assert "damaged.png: not an image" in text
    assert "4 images of different sizes: each is a sequence of one frame" in text
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert {row["sequence"] for row in rows} == {"airport", "boat", "sea"}
    assert {row["frame"] for row in rows} == {"0"}
    for name in ("airport", "boat", "sea"):
        best = max((r for r in rows if r["sequence"] == name), key=lambda r: float(r["score"]))
        assert (float(best["x"]), float(best["y"])) == pytest.approx((30, 40), abs=0.6)


def test_frames_of_several_sequences_are_not_asked_for(singles, tmp_path, capsys):
    for command in (
        ["suggest", singles, "--frames", "0:2", "--detector", CLASSICAL],
        ["propagate", singles, "--seed", "0,30,40"],
    ):
        assert main([*map(str, command), "--out", str(tmp_path / "out")]) == 2
        error = capsys.readouterr().err
        assert "3 images of different sizes: each is a sequence of one frame: name one" in error
        assert "airport.png" in error
        assert error.count("\n") == 1
        assert not (tmp_path / "out").exists()


def test_preannotate_and_predict_take_each_single_image(singles, tmp_path, capsys):
    pytest.importorskip("torch")
    goal = tmp_path / "p.lirst"
    arguments = ["--suggest", "--detector", CLASSICAL, "--workers", "1", "--out", goal]
    text = said(capsys, "preannotate", singles, *arguments)
    assert "in 3 frames of 3 sequences" in text
    assert "3 images of different sizes: each is a sequence of one frame" in text
    with open_project(goal) as project:
        found = [(info.name, info.frame_count, info.width) for info in list_sequences(project)]
    assert found == [("airport", 1, 64), ("boat", 1, 63), ("sea", 1, 62)]
    report = tmp_path / "found.json"
    said(capsys, "predict", singles, "--out", tmp_path / "found", "--json", report)
    assert json.loads(report.read_text())["sequences"] == 3
    assert "3 images of different sizes" in json.loads(report.read_text())["notes"][0]
    masks = {p.relative_to(tmp_path / "found" / "masks") for p in tmp_path.rglob("found/masks/*/*")}
    assert masks == {Path(f"{name}/{name}.png") for name in ("airport", "boat", "sea")}


def test_predict_takes_the_video_beside_the_images(tmp_path, capsys):
    pytest.importorskip("torch")
    frames = [frame(i) for i in range(3)]
    for i, picture in enumerate(frames[:2]):
        write(tmp_path / "mixed" / f"{i}.png", picture)
    write(tmp_path / "mixed" / "below" / "0.png", frames[0])
    write_video(tmp_path / "mixed" / "clip.mp4", frames)
    (tmp_path / "mixed" / "cut.mpeg").write_bytes(b"no video")
    text = said(capsys, "predict", tmp_path / "mixed", "--no-masks", "--out", tmp_path / "found")
    assert "in 6 frames of 3 sequences; 1 sequence cannot be opened" in text
    assert "cut.mpeg" in text


def test_a_pattern_names_one_of_the_sequences_of_a_folder(tmp_path, capsys):
    for i in range(3):
        write(tmp_path / "flat" / f"IR_1_{i}.png", np.roll(frame(i), i, 1))
        write(tmp_path / "flat" / f"IR_2_{i}.png", frame(i)[::-1])
    source = tmp_path / "flat" / "IR_1_*"
    text = said(capsys, "propagate", source, "--seed", "0,30,40", "--out", tmp_path / "track")
    assert "3 targets in 1 track" in text
    assert sorted(p.name for p in (tmp_path / "track" / "masks" / "IR_1").iterdir()) == [
        f"IR_1_{i}.png" for i in range(3)
    ]
    assert main(["suggest", str(tmp_path / "flat" / "IR_7_*"), "--out", "x.csv"]) == 2
    assert "no image in" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX systems only")
def test_names_that_are_not_utf_8_work_in_every_command_that_writes(tmp_path, capsys):
    pytest.importorskip("torch")
    home = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "红外".encode("gbk") + b"\xff"))
    run = home / "images" / "caf\udce9"
    for i in range(3):
        name = os.fsdecode("目标".encode("gbk")) + f"{i}.png"
        write(run / name, frame(i))
        mask = np.zeros_like(frame())
        mask[39:42, 29:32] = 255
        write(home / "masks" / "caf\udce9" / name, mask)
    one = next(run.iterdir())
    out = home / "out"
    out.mkdir()
    detector = ("--detector", CLASSICAL)
    said(capsys, "grow", one, "--seed", "30,40", "-o", out / "mask.png")
    said(capsys, "propagate", run, "--seed", "0,30,40", "--out", out / "track")
    said(capsys, "suggest", run, *detector, "--out", out / "s.csv", "--json", out / "s.json")
    said(capsys, "predict", run, "--out", out / "found")
    project = out / "p.lirst"
    workers = ("--workers", "1")
    said(capsys, "preannotate", run, "--suggest", *detector, *workers, "--out", project)
    said(capsys, "stats", home, "--json", out / "stats.json")
    said(capsys, "synth", "--sequences", "1", "--frames", "2", "--seed", "1", "--out", out / "made")
    # Shown and stored as text; what is not Chinese keeps its bytes as numbers.
    names = {"caf%E9/目标0.png", "caf%E9/目标1.png", "caf%E9/目标2.png"}
    for made in ("track", "found"):
        masks = out / made / "masks"
        assert {p.relative_to(masks).as_posix() for p in masks.glob("*/*")} == names
    assert "caf%E9" in (out / "found" / "detections.csv").read_text(encoding="utf-8")
    with open_project(project) as opened:
        (info,) = list_sequences(opened)
    assert (info.name, info.path, info.frame_count) == ("caf%E9", run, 3)
