"""`p2m train`, `p2m predict` and `p2m eval detect` from arguments to files."""

import csv
import json
import os
import resource
import shutil
import signal
import subprocess
import sys

import cv2
import numpy as np
import pytest
import torch

from p2m_core.cli import main
from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, checkpoint
from p2m_core.provenance import provenance_of
from p2m_core.synth import SynthConfig, write_sequences

TINY = [
    "--epochs", "1", "--steps", "2", "--batch", "2", "--device", "cpu", "--set", "crop=64",
    "--set", "workers=0", "--set", "precision=fp32", "--set", "validate_frames=3",
]  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    out = tmp_path_factory.mktemp("drawn") / "set"
    configs = [
        SynthConfig(seed=i, frames=5, height=64, width=72, n_targets=2, scr=(8.0, 20.0))
        for i in range(3)
    ]
    write_sequences(configs, out)
    return out


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    torch.manual_seed(0)
    model = RPRNet(RPRNetConfig(width=0.125))
    torch.nn.init.normal_(model.heat[1].weight, std=50.0)
    torch.nn.init.zeros_(model.heat[1].bias)
    path = tmp_path_factory.mktemp("weights") / "w.safetensors"
    checkpoint.save(path, model, threshold=0.05)
    return path


def test_describe_prints_the_size_of_the_network(capsys):
    assert main(["train", "--describe"]) == 0
    assert capsys.readouterr().out.startswith("full: 1.527 M parameters, 13.08 G multiply-adds")
    assert main(["train", "--describe", "--variant", "single", "--progress", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["variant"] == "single"
    assert result["parameters"] > 1e6


def test_a_run_records_its_inputs_and_can_be_resumed(drawn, tmp_path, capsys):
    run = tmp_path / "run"
    assert main(["train", str(drawn), "--out", str(run), *TINY, "--set", "seed=9"]) == 0
    assert "validation Pd" in capsys.readouterr().out
    config = json.loads((run / "config.json").read_text())
    assert (config["epochs"], config["crop"], config["seed"]) == (1, 64, 9)
    environment = json.loads((run / "environment.json").read_text())
    assert len(environment["train"]) == 2
    assert len(environment["validation"]) == 1
    [row] = csv.DictReader((run / "metrics.csv").read_text().splitlines())
    assert row["step"] == "2"
    assert 0.0 <= float(row["val_pd"]) <= 1.0
    assert checkpoint.load(run / "best.safetensors").facts["config"]["seed"] == 9
    stored = provenance_of(run / "best.safetensors")
    assert (stored.variant, stored.epoch, stored.epochs) == ("full", 1, 1)
    assert (stored.sequences, stored.sequence_count) == (tuple(environment["train"]), 2)
    assert stored.held_out == tuple(environment["validation"])
    assert (stored.frames, stored.labels) == (10, environment["labels"])
    assert stored.targets is not None
    assert 10 <= stored.targets <= 20  # two a frame, unless they meet
    assert stored.pd == float(row["val_pd"])
    assert stored.date.startswith("20")
    # Done is done; and a second run does not overwrite it.
    assert main(["train", str(drawn), "--out", str(run), "--resume"]) == 0
    assert main(["train", str(drawn), "--out", str(run)]) == 2
    assert "holds a run already: go on with --resume" in capsys.readouterr().err
    assert main(["train", str(drawn), "--out", str(run), "--resume", "--epochs", "9"]) == 2
    assert "the run keeps its own settings" in capsys.readouterr().err


def test_a_run_does_not_go_on_with_other_labels(drawn, tmp_path, capsys):
    run = tmp_path / "run"
    assert main(["train", str(drawn), "--out", str(run), *TINY, "--all"]) == 0
    assert main(["train", str(drawn), "--out", str(run), "--resume"]) == 2
    assert "the labels are not those that the run began with" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "r"], "no data set to train on"),
        (["SET"], "no folder for the run"),
        (["SET/nowhere", "--out", "r"], "no such data set"),
        (["SET", "--out", "r", "--variant", "huge"], "variant is 'huge': it must be one of full"),
        (["SET", "--out", "r", "--set", "crop=100"], "crop is 100: it must be a multiple of 32"),
        (["SET", "--out", "r", "--set", "crop"], "--set crop: give name=value"),
        (["SET", "--out", "r", "--set", "batch=many"], "batch is 'many': it must be a number"),
        (["SET", "--out", "r", "--set", "augmentation.spin=1"], "no training option augm"),
        (["SET", "--out", "r", "--set", "spin.spin=1"], "no training option spin.spin"),
        (["SET", "--out", "r", "--resume"], "no run to resume"),
        (["SET", "--out", "r", "--device", "cuda:7"], "device 'cuda:7' cannot be used here"),
    ],
)  # fmt: skip
def test_bad_arguments_are_one_line(drawn, tmp_path, capsys, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    arguments = [a.replace("SET", str(drawn)) for a in arguments]
    assert main(["train", *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_a_mask_of_another_size_is_named(drawn, tmp_path, capsys):
    broken = tmp_path / "set"
    shutil.copytree(drawn, broken)
    mask = sorted((broken / "masks").rglob("*.png"))[0]
    cv2.imwrite(str(mask), np.zeros((10, 12), np.uint8))
    assert main(["train", str(broken), "--out", str(tmp_path / "r"), *TINY]) == 2
    err = capsys.readouterr().err
    assert str(mask) in err
    assert "12x10" in err


@pytest.mark.parametrize("ask", ["Ctrl+C", pytest.param("a file", marks=pytest.mark.slow)])
def test_a_training_ends_in_order_on_request_and_resume_goes_on(drawn, tmp_path, ask):
    run = tmp_path / "run"
    command = [sys.executable, "-m", "p2m_core.cli", "train", str(drawn), "--out", str(run)]
    settings = [*TINY, "--steps", "2000", "--progress", "json"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [*command, *settings], stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            event = json.loads(line)
            if event["event"] == "step" and event["done"] >= 2:
                assert event["total"] == 2000
                assert event["loss"] > 0.0
                assert event["seconds"] > 0.0
                break
        if ask == "Ctrl+C":
            child.send_signal(signal.SIGINT)
        else:
            (run / "stop").touch()
        rest = [json.loads(line) for line in child.stdout]
    assert child.returncode == 0
    assert rest[-1]["event"] == "done"
    assert rest[-1]["stopped"] is True
    state = torch.load(run / "state.pt", weights_only=True)
    assert state["step"] == rest[-1]["step"] >= 2


def test_resume_after_a_stop_file_goes_on(drawn, tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    (run / "stop").touch()  # of a run before, in the same place
    assert main(["train", str(drawn), "--out", str(run), *TINY]) == 0
    assert not (run / "stop").exists()
    assert torch.load(run / "state.pt", weights_only=True)["step"] == 2


@pytest.mark.slow
def test_a_stop_request_while_labels_are_read_takes_effect(drawn, tmp_path):
    run = tmp_path / "run"
    command = [sys.executable, "-m", "p2m_core.cli", "train", str(drawn), "--out", str(run)]
    with subprocess.Popen(
        [*command, *TINY, "--steps", "2000", "--progress", "json"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert json.loads(child.stdout.readline()) == {"event": "phase", "phase": "labels"}
        run.mkdir(exist_ok=True)
        (run / "stop").touch()
        rest = [json.loads(line) for line in child.stdout]
    assert child.returncode == 0
    assert (rest[-1]["stopped"], rest[-1]["step"]) == (True, 1)


def test_every_phase_and_epoch_is_reported_to_programs(drawn, tmp_path, capsys):
    run = tmp_path / "run"
    settings = [*TINY, "--epochs", "2", "--steps", "3", "--progress", "json"]
    assert main(["train", str(drawn), "--out", str(run), *settings]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [event["event"] for event in events]
    assert [e["phase"] for e in events if e["event"] == "phase"] == ["labels", "training"]
    assert kinds[1] == "progress"
    assert kinds[-1] == "done"
    epochs = [event for event in events if event["event"] == "epoch"]
    for epoch, number in zip(epochs, (1, 2), strict=True):
        assert (epoch["epoch"], epoch["step"]) == (number, 3 * number)
        before = events[events.index(epoch) - 1]
        assert (before["event"], before["done"]) == ("step", 3 * number), "an epoch's last"
        curve = np.array(epoch["curve"])
        assert (np.diff(curve[:, :2], axis=0) >= 0).all()
        assert (np.diff(curve[:, 2]) <= 0).all()
        assert len(curve) <= 40
        within = curve[curve[:, 0] <= 0.05 + 1e-9]
        assert within[-1, 1] == pytest.approx(epoch["val_pd"], abs=1e-4)


def test_a_preview_shows_what_would_be_seen_and_trains_nothing(drawn, tmp_path, capsys):
    folder = tmp_path / "seen"
    given = [*TINY, "--epochs", "3", "--steps", "7", "--progress", "json"]
    assert main(["train", str(drawn), "--preview", str(folder), *given]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds == ["training set", "device", *["crop"] * 12, "estimate", "done"]
    known, device, *crops = events[:-2]
    assert [(s["split"], s["frames"]) for s in known["sequences"]] == [("train", 5)] * 2 + [
        ("test", 5)
    ]
    assert device["memory_total"] > device["memory_free"] > 0
    names = {s["name"] for s in known["sequences"] if s["split"] == "train"}
    for number, crop in enumerate(crops):
        assert crop["number"] == number
        name, _, frame = crop["name"].partition(", frame ")
        assert name in names
        assert 1 <= int(frame) <= 5
        picture, heat = (cv2.imread(str(folder / crop[key]), -1) for key in ("file", "heat"))
        assert picture.shape == heat.shape == (64, 64)
        assert picture.dtype == heat.dtype == np.uint8
        for x, y, radius, weight in crop["targets"]:
            assert heat[round(y), round(x)] == 255
            assert radius > 0.0
            assert weight > 0.0
        assert bool(crop["targets"]) == (heat == 255).any()
    assert sum(bool(crop["targets"]) for crop in crops) >= 6
    estimate = events[-2]
    assert estimate["steps"] == 21
    assert estimate["validation_frames"] == 3
    assert estimate["seconds"] > 20 * estimate["seconds_per_step"] > 0.0
    assert {path.suffix for path in folder.iterdir()} == {".png"}, "no weights, no run"


def test_a_preview_fails_on_bad_input_like_the_training(drawn, tmp_path, capsys):
    out = ["--preview", str(tmp_path / "seen")]
    assert main(["train", str(drawn), *out, "--device", "cuda:7"]) == 2
    assert "device 'cuda:7' cannot be used here" in capsys.readouterr().err
    masks = tmp_path / "set"
    shutil.copytree(drawn, masks)
    for mask in (masks / "masks").rglob("*.png"):
        cv2.imwrite(str(mask), np.zeros_like(cv2.imread(str(mask), -1)))
    assert main(["train", str(masks), *out, "--device", "cpu"]) == 2
    assert "the training set has no target" in capsys.readouterr().err


def test_a_full_disk_is_one_line_and_leaves_the_run_whole(drawn, tmp_path):
    """A limit on the size of files stands for a full disk: the write fails half-way."""
    run = tmp_path / "run"
    command = [sys.executable, "-m", "p2m_core.cli", "train", str(drawn), "--out", str(run)]
    done = subprocess.run(
        [*command, *TINY], capture_output=True, text=True, timeout=120,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20)),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("p2m: error: cannot write ")
    assert done.stderr.count("\n") == 1
    assert not list(run.glob("*.part"))
    assert (run / "config.json").exists()
    assert main(["train", str(drawn), "--out", str(run), "--resume"]) == 0


def test_predict_writes_detections_and_masks_that_eval_reads(drawn, weights, tmp_path, capsys):
    images = sorted((drawn / "images").iterdir())[0]
    out = tmp_path / "found"
    assert main(["predict", str(images), "--weights", str(weights), "--out", str(out)]) == 0
    assert "5 frames" in capsys.readouterr().out
    rows = list(csv.DictReader((out / "detections.csv").read_text().splitlines()))
    assert len(rows) > 0
    assert {row["sequence"] for row in rows} == {images.name}
    assert all(float(row["score"]) >= 0.05 for row in rows)
    masks = sorted((out / "masks" / images.name).iterdir())
    assert [m.name for m in masks] == [f"{i:06d}.png" for i in range(5)]
    for number, path in enumerate(masks):
        mask = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        assert mask.shape == (64, 72)
        assert mask.any() == any(row["frame"] == str(number) for row in rows)
    assert main(["predict", str(images), "--weights", str(weights), "--out", str(out)]) == 2
    assert "exists and is not empty" in capsys.readouterr().err


def test_eval_detect_reports_the_whole_curve_and_the_weights_own_threshold(
    drawn, weights, tmp_path
):
    results, strict = tmp_path / "r.json", tmp_path / "strict.safetensors"
    checkpoint.save(strict, checkpoint.load(weights).model, threshold=0.9)
    arguments = ["eval", "detect", str(drawn), "--weights", str(strict), "--method", "log"]
    assert main([*arguments, "--split", "all", "--json", str(results)]) == 0
    methods = json.loads(results.read_text())["methods"]
    assert methods["RPR-Net"]["all"]["at_threshold"]["threshold"] == 0.9
    assert min(methods["RPR-Net"]["all"]["curve"]["threshold"][1:]) < 0.9
    assert "RPR-Net + PAMG" in methods
    others = [name for name in methods if not name.startswith("RPR-Net")]
    assert others
    assert "at_threshold" not in methods[others[0]]["all"]
