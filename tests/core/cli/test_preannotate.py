"""`p2m preannotate`: the resulting project, of killed and unbroken runs."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from p2m_core.cli import main
from p2m_core.pamg.boxes import grow_in_box
from p2m_core.preannotate.plan import CHUNK
from p2m_core.project import FrameState, Origin, TargetState, cropped
from p2m_core.sequence import open_sequence
from p2m_core.suggest import CLASSICAL, detector_title, suggest
from tests.core.classical.test_detectors import scene
from tests.core.cli.clips import content, write_clips
from tests.core.datasets.drawn import image, write_frames, write_image, write_text
from tests.real_data import real

COMMAND = [sys.executable, "-m", "p2m_core.cli", "preannotate"]
FRAMES = 2500  # twenty chunks: a kill after the first few comes in the middle


def run(source, out, *options):
    """Run the command, which must succeed; return its results."""
    file = out.with_suffix(".json")
    assert main(["preannotate", str(source), "--out", str(out), "--json", str(file), *options]) == 0
    return json.loads(file.read_text())


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    return write_clips(tmp_path_factory.mktemp("clips"), FRAMES)


@pytest.fixture(scope="module")
def unbroken(clips, tmp_path_factory):
    out = tmp_path_factory.mktemp("unbroken") / "all.lirst"
    return out, run(clips, out, "--workers", "1")


def test_boxes_beside_the_images_become_targets_to_review(clips, unbroken):
    out, result = unbroken
    assert result["targets"] == 2 * FRAMES
    assert (result["sequences"], result["frames"], result["failures"]) == (2, FRAMES, {})
    (info, targets, states, _, _), _ = content(out)
    assert info.path == clips / "a" / "one.npy"
    assert set(states) == {FrameState.EDITED}, "nobody has looked at them"
    assert {t.track for t in targets} == {7, 3}, "the ids of the file"
    found = next(t for t in targets if (t.frame, t.track) == (20, 7))
    assert (found.origin, found.state) == (Origin.IMPORTED, TargetState.EDITED)
    assert found.box == (25, 10, 27, 13)
    with open_sequence(info.path) as frames:
        growth = grow_in_box(frames[20], (23.0, 8.0, 6.0, 7.0))
    assert (found.x0, found.y0, found.mask.tolist()) == (25, 10, growth.mask[10:13, 25:27].tolist())
    assert cropped(growth.path[: growth.step])[2].tolist() == found.mask.tolist()
    doubtful = sum(t.parameters["margin"] < 1.0 for _, own, *_ in content(out) for t in own)
    assert result["doubtful"] == doubtful
    assert not list(out.parent.glob(".*")), "no journal is left"


@pytest.mark.slow
def test_two_processes_give_the_same_project(clips, unbroken, tmp_path):
    run(clips, tmp_path / "two.lirst", "--workers", "2")
    assert content(tmp_path / "two.lirst") == content(unbroken[0])


def killed(source, out, *options, least=4 * CHUNK):
    """Start a run, kill it after a few chunks; return how many frames it reported as done."""
    with subprocess.Popen(
        [*COMMAND, str(source), "--out", str(out), "--progress", "json", *options],
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        done = 0
        while done < least:
            done = json.loads(child.stdout.readline())["done"]
        tasks = Path(f"/proc/{child.pid}/task").glob("*/children")
        watched = [os.pidfd_open(int(pid)) for file in tasks for pid in file.read_text().split()]
        child.send_signal(signal.SIGKILL)
        child.wait()
        for one in watched:
            assert select.select([one], [], [], 30)[0], "its processes end with it"
            os.close(one)
    assert len(watched) >= 1
    assert not out.exists()
    return done


@pytest.mark.skipif(sys.platform != "linux", reason="the processes are watched as Linux does")
@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_killed_and_resumed_run_equals_an_unbroken_one(
    clips, unbroken, tmp_path, capsys, workers
):
    out = tmp_path / "all.lirst"
    done = killed(clips, out, "--workers", workers)
    journal = out.with_name(".all.lirst.part")
    finished = sorted(journal.glob("0*.json"))
    assert 0 < done < FRAMES
    finished[0].write_text(finished[0].read_text()[:100])  # as if the power had failed too
    others = finished[1:]
    capsys.readouterr()
    result = run(clips, out, "--workers", workers)
    output = capsys.readouterr().out
    assert len(others) >= 3
    assert result["frames_before"] in {
        CHUNK * len(others),
        CHUNK * len(others) - CHUNK + FRAMES % CHUNK,
    }
    assert f"went on: {result['frames_before']} of the frames" in output
    assert content(out) == content(unbroken[0])
    assert not journal.exists()


@pytest.mark.slow
def test_journalled_frames_are_not_repeated_nor_used_by_another_run(clips, tmp_path, capsys):
    out = tmp_path / "all.lirst"
    killed(clips, out, "--workers", "1")
    arguments = ["preannotate", str(clips), "--out", str(out), "--support", "9"]
    assert main(arguments) == 2
    output = capsys.readouterr().err
    assert "was begun with other images, labels or options" in output
    assert output.count("\n") == 1
    chunk = sorted(out.with_name(".all.lirst.part").glob("0*.json"))[0]
    results = json.loads(chunk.read_text())
    results[5]["targets"][0]["parameters"]["margin"] = 777.0
    chunk.write_text(json.dumps(results))
    run(clips, out, "--workers", "1")
    (_, targets, *_), _ = content(out)
    assert [t.frame for t in targets if t.parameters["margin"] == 777.0] == [5]


def test_damaged_inputs_are_counted_and_the_rest_goes_on(tmp_path, capsys):
    frames = write_frames(tmp_path / "set" / "flight", 6)
    write_text(frames / "3.png", "no image")
    boxes = [f"{i + 1},1,{8 + i},18,7,7" for i in range(9) if i != 5]
    write_text(tmp_path / "set" / "flight.gt.txt", "\n".join([*boxes, "6,1,500,18,7,7"]))
    write_text(tmp_path / "set" / "film.mp4", "no film")
    write_text(tmp_path / "set" / "film.gt.txt", "1,1,8,18,7,7")
    result = run(tmp_path / "set", tmp_path / "p.lirst", "--workers", "1")
    assert result["targets"] == 4
    assert result["failures"] == {
        "there is no such frame": 3, "the sequence cannot be opened": 1,
        "the frame cannot be read": 1, "no mask grows there": 1,
    }  # fmt: skip
    assert {f["frame"] for f in result["failed"]} == {None, 2, 5, 6, 7, 8}
    output = capsys.readouterr().out
    assert "failed 1 time: the frame cannot be read; the first: " in output
    assert "3.png" in output
    [(_, targets, states, _, _)] = content(tmp_path / "p.lirst")
    assert [t.frame for t in targets] == [0, 1, 3, 4]
    assert states[2] == FrameState.UNSEEN


def test_the_same_images_under_two_names_are_one_sequence(tmp_path, capsys):
    frames = write_frames(tmp_path / "set" / "flight", 2)
    (tmp_path / "set" / "twin").symlink_to(frames)
    result = run(tmp_path / "set", tmp_path / "p.lirst", "--suggest", "--detector", CLASSICAL)
    assert (result["sequences"], result["frames"]) == (1, 2)
    for name in ("flight", "twin"):
        write_text(tmp_path / "set" / f"{name}.gt.txt", "1,1,8,18,7,7")
    assert main(["preannotate", str(tmp_path / "set"), "--out", str(tmp_path / "q.lirst")]) == 2
    assert "is labelled twice" in capsys.readouterr().err


BOX = "<annotation><object><bndbox><xmin>9</xmin><ymin>19</ymin><xmax>15</xmax><ymax>25</ymax>"
COCO = {
    "images": [{"id": 1, "file_name": "1.png"}],
    "annotations": [{"id": 1, "image_id": 1, "bbox": [8, 18, 7, 7]}],
}


@pytest.mark.parametrize(
    ("option", "name", "text"),
    [
        pytest.param("--boxes", "boxes.txt", "1,1,8,18,7,7", marks=pytest.mark.slow),
        ("--boxes", "labels/flight.gt.txt", "1,-1,8,18,7,7"),
        ("--boxes", "labels/1.xml", f"{BOX}</bndbox></object></annotation>"),
        ("--boxes", "boxes.json", json.dumps(COCO)),
        pytest.param("--points", "points.csv", "frame,x,y\n1,11,21\n", marks=pytest.mark.slow),
        ("--points", "points.csv", "sequence,frame,x,y\nflight,1,11,21\n"),
    ],
)
def test_labels_of_every_kind_may_lie_elsewhere(tmp_path, option, name, text):
    write_frames(tmp_path / "tree" / "deep" / "flight", 2)
    write_text(tmp_path / name, text)
    labels = tmp_path / name if "/" not in name else tmp_path / "labels"
    deep = name.endswith((".xml", ".json"))
    source = tmp_path / "tree" / "deep" / "flight" if deep else tmp_path / "tree"
    result = run(source, tmp_path / "p.lirst", option, str(labels), "--workers", "1")
    assert result["targets"] == 1
    [(_, [target], *_)] = content(tmp_path / "p.lirst")
    assert target.box == (10, 20, 13, 23)
    assert target.area == 9


def test_targets_without_ids_are_linked_by_position(tmp_path):
    frames = tmp_path / "flight"
    lines = ["frame,x,y"]
    for i in range(8):
        left, right = (10 + i, 20, 13 + i, 23), (45 - i, 20, 48 - i, 23)
        write_image(frames / f"{i + 1}.png", image(left, right))
        points = [f"{i + 1},{11 + i},21", f"{i + 1},{46 - i},21"]
        lines += points if i % 2 else points[::-1]
    write_text(tmp_path / "points.csv", "\n".join(lines))
    run(frames, tmp_path / "p.lirst", "--points", str(tmp_path / "points.csv"), "--workers", "1")
    [(_, targets, *_)] = content(tmp_path / "p.lirst")
    sides = {t.track: {u.centroid[0] < 30 for u in targets if u.track == t.track} for t in targets}
    assert sorted(map(len, sides.values())) == [1, 1], "each keeps to its side"


def test_suggestions_become_predictions(tmp_path):
    tree = tmp_path / "tree"
    for name in ("x/clip.npy", "y/clip.npy"):
        (tree / name).parent.mkdir(parents=True)
        frames = [scene((30, 40, 1.2, 90), seed=i + len(name)) for i in range(20)]
        np.save(tree / name, np.stack(frames))
    write_image(tree / "z" / "images" / "one.png", image((10, 20, 13, 23)))
    write_image(tree / "z" / "masks" / "one.png", image())  # beside images: not looked at
    found = {}
    for workers in ("1", "2"):
        out = tmp_path / f"{workers}.lirst"
        result = run(tree, out, "--suggest", "--detector", CLASSICAL, "--workers", workers)
        assert (result["frames"], result["targets"], result["detector"]) == (41, 0, CLASSICAL)
        found[workers] = content(out)
    assert found["1"] == found["2"]
    for info, targets, _, predictions, chosen in found["1"]:
        assert targets == []
        assert chosen == {"threshold": 0.5, "detector": detector_title(CLASSICAL)}
        with open_sequence(info.path) as sequence:
            expected = [detections for _, detections in suggest(sequence, None, CLASSICAL)]
        assert [[p.detection for p in own] for own in predictions] == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "p.lirst"], "no labelled data set in it"),
        (["--out", "set"], "give a name that ends in .lirst"),
        (["--out", "old.lirst", "--suggest"], "exists already"),
        (["--out", "no/p.lirst", "--suggest"], "there is no folder"),
        (["--out", "p.lirst", "--suggest", "--points", "f.csv"], "give one of them"),
        (["--out", "p.lirst", "--weights", "w"], "--weights w needs --suggest"),
        (["--out", "p.lirst", "--suggest", "--detector", "sonar"], "no detector 'sonar'"),
        (["--out", "p.lirst", "--boxes", "none.txt"], "no boxes: give a COCO .json"),
        (["--out", "p.lirst", "--boxes", "bad.txt"], "bad.txt, line 2: w is '0'"),
        (["--out", "p.lirst", "--points", "found.csv"], "whose frames count from 0"),
        (["--out", "p.lirst", "--points", "other.csv"], "0 sequences below flight are called 'x'"),
    ],
)
def test_bad_arguments_are_one_line(tmp_path, capsys, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    write_frames(tmp_path / "flight", 2)
    write_text(tmp_path / "old.lirst", "")
    write_text(tmp_path / "bad.txt", "1,1,8,18,7,7\n2,1,8,18,0,7")
    write_text(tmp_path / "found.csv", "sequence,frame,x,y,radius,score\nflight,0,11,21,2,0.9")
    write_text(tmp_path / "other.csv", "sequence,frame,x,y\nx,1,11,21")
    assert main(["preannotate", "flight", *arguments]) == 2
    output = capsys.readouterr().err
    assert message in output
    assert output.count("\n") == 1
    assert not (tmp_path / "p.lirst").exists()
    assert not list(tmp_path.glob(".*")), "nothing half-done is left"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the processes are watched as Linux does")
def test_a_killed_and_resumed_run_on_real_videos_equals_an_unbroken_one(tmp_path):
    source = tmp_path / "set"
    source.mkdir()
    for name in ("IR_AIRPLANE_006", "IR_BIRD_071", "IR_DRONE_020"):
        for suffix in (".mp4", ".gt.txt"):
            (source / f"{name}{suffix}").symlink_to(real(f"drone_ir/train/{name}{suffix}"))
    whole, again = tmp_path / "whole.lirst", tmp_path / "again.lirst"
    result = run(source, whole, "--workers", "2")
    assert result["targets"] == 301 + 223 + 302
    assert killed(source, again, "--workers", "1", least=1) < result["frames"]
    resumed = run(source, again, "--workers", "2")
    assert resumed["frames_before"] >= CHUNK
    assert content(again) == content(whole)
