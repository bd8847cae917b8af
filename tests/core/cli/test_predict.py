"""`p2m predict` over several sequences, in one process or many: always the same files."""

import csv
import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import torch

from p2m_core.cli import main
from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, checkpoint
from p2m_core.predict import CHUNK
from tests.core.datasets.drawn import write_frames, write_text
from tests.core.parallel.dask import ROOT, cluster
from tests.real_data import real

COMMAND = [sys.executable, "-m", "p2m_core.cli", "predict"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """Weights of an untrained model that finds targets everywhere."""
    torch.manual_seed(0)
    model = RPRNet(RPRNetConfig(width=0.125))
    torch.nn.init.normal_(model.heat[1].weight, std=50.0)
    torch.nn.init.zeros_(model.heat[1].bias)
    path = tmp_path_factory.mktemp("weights") / "w.safetensors"
    checkpoint.save(path, model, threshold=0.05)
    return path


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Two videos called alike, of several parts, and a folder of frames."""
    root = tmp_path_factory.mktemp("tree")
    noise = np.random.default_rng(3)
    for name, count in (("a/clip", 2 * CHUNK + 9), ("b/clip", CHUNK)):
        (root / name).parent.mkdir()
        np.save(root / f"{name}.npy", noise.normal(60, 9, (count, 48, 64)).astype(np.uint8))
    write_frames(root / "still", 3)
    return root


def run(out, weights, *arguments):
    done = subprocess.run(
        [*COMMAND, *map(str, arguments), "--out", str(out), "--weights", str(weights)],
        capture_output=True, text=True, env=ENVIRONMENT, timeout=240,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def content(out):
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def alone(tree, weights, tmp_path_factory):
    out = tmp_path_factory.mktemp("alone") / "found"
    assert "in 204 frames of 3 sequences" in run(out, weights, tree)
    return content(out)


def test_sequences_of_a_tree_get_unique_names(tree, alone):
    rows = list(csv.DictReader(alone["detections.csv"].decode().splitlines()))
    order = [(row["sequence"], int(row["frame"])) for row in rows]
    assert order == sorted(order)
    assert {name for name, _ in order} >= {"a/clip", "b/clip"}
    assert "masks/still/3.png" in alone
    assert len([name for name in alone if name.startswith("masks/b/clip/")]) == CHUNK


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_processes_make_the_same_files(tree, weights, alone, tmp_path, workers):
    run(tmp_path / "found", weights, tree, "--workers", workers)
    assert content(tmp_path / "found") == alone


@pytest.mark.slow
def test_a_cluster_makes_the_same_files(tree, weights, alone, tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed")
    with cluster(tmp_path) as (address, _):
        run(tmp_path / "found", weights, tree, "--scheduler", address)
    assert content(tmp_path / "found") == alone


def test_sequences_that_cannot_be_opened_are_counted(tree, tmp_path, capsys):
    write_text(tmp_path / "set" / "film.mp4", "no film")
    write_frames(tmp_path / "set" / "flight", 2)
    write_frames(tmp_path / "set" / "flight" / "masks", 2)  # beside frames: not a tree
    arguments = ["--device", "cpu", "--progress", "json"]
    several = [str(tmp_path / "set" / "film.mp4"), str(tmp_path / "set" / "flight")]
    assert main(["predict", *several, "--out", str(tmp_path / "out"), *arguments]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (result["sequences"], result["frames"], len(result["failed"])) == (1, 2, 1)
    assert main(["predict", several[0], "--out", str(tmp_path / "none"), *arguments]) == 2
    message = capsys.readouterr().err
    assert "film.mp4" in message
    assert message.count("\n") == 1
    (tmp_path / "nothing").mkdir()
    assert main(["predict", str(tmp_path / "nothing"), "--out", str(tmp_path / "none")]) == 2
    assert "no images and no videos below it" in capsys.readouterr().err


@pytest.mark.slow
def test_predict_survives_a_killed_worker_on_real_videos(tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed")
    source = tmp_path / "set"
    source.mkdir()
    for name in ("IR_HELICOPTER_044", "IR_BIRD_004"):
        video = next(real("drone_ir").glob(f"*/{name}.mp4"))
        (source / video.name).symlink_to(video)
    done = subprocess.run(
        [*COMMAND, str(source), "--out", str(tmp_path / "here"), "--workers", "2"],
        env=ENVIRONMENT, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0
    with cluster(tmp_path) as (address, (first, *_)):
        child = subprocess.Popen(
            [*COMMAND, str(source), "--out", str(tmp_path / "there"), "--scheduler", address,
             "--progress", "json"],
            stdout=subprocess.PIPE, text=True, env=ENVIRONMENT,
        )  # fmt: skip
        assert json.loads(child.stdout.readline())["done"] == 1
        first.end(signal.SIGKILL)
        output, _ = child.communicate(timeout=240)
        assert child.returncode == 0
    assert json.loads(output.splitlines()[-1])["detections"] > 0
    assert content(tmp_path / "there") == content(tmp_path / "here")


def test_frames_that_cannot_be_read_are_counted_without_masks_too(tmp_path, weights, capsys):
    write_text(write_frames(tmp_path / "clip", 2) / "9.png", "no picture")
    arguments = ["predict", str(tmp_path / "clip"), "--weights", str(weights), "--no-masks"]
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    assert "3 frames; 1 frame cannot be read" in capsys.readouterr().out
