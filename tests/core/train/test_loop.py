"""The loop: it learns, resumes to the bit, and reports a failure in one line."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError, P2MError
from p2m_core.eval import curves
from p2m_core.networks.rprnet import RPRNet, checkpoint
from p2m_core.train import prepare, run
from p2m_core.train.api import split_parts
from p2m_core.train.loop import learning_rate, train
from p2m_core.train.prepare import as_points, training_clips, validation_of
from p2m_core.train.samples import Samples
from tests.core.datasets.drawn import image, mask, write_image, write_text
from tests.core.train.conftest import STILL


def started(drawn, config, folder):
    clips = training_clips(open_dataset(drawn), config)
    run.begin(folder, config, clips, [], run.fingerprint(clips))
    return clips


def weights_of(path):
    return checkpoint.load(path).model.state_dict()


def test_one_batch_can_be_learnt_by_heart(drawn, tiny, tmp_path):
    # One frame, over and over: what is not found then is not learnt at all. Nothing is mixed into
    # it, and both targets lie well inside: in the sequence with a target on its border, the last
    # bits of the first step, which differ between processors, decided whether Pd was 1 or 0.5.
    config = replace(
        tiny, epochs=1, steps=120, batch=1, augmentation=STILL, paste=0, wires=0, mix=0,
        average=0.9, learning_rate=3e-3, warm_up=5,
    )  # fmt: skip
    sequence = open_dataset(drawn)[1]
    one = replace(sequence, masks={2: sequence.masks[2]})
    clips = training_clips([one], config)
    run.begin(tmp_path / "r", config, clips, [], run.fingerprint(clips))
    train(config, clips, tmp_path / "r")
    # Trained on crops of 64 pixels, scored on the whole frame of 72x80.
    scored = validation_of([one], config)(
        checkpoint.load(tmp_path / "r" / "last.safetensors").model
    )
    assert scored["pd"] == 1.0
    assert scored["false_per_frame"] == 0.0


def test_a_resumed_training_equals_an_uninterrupted_one(drawn, tiny, tmp_path):
    clips = started(drawn, tiny, tmp_path / "whole")
    whole = train(tiny, clips, tmp_path / "whole")
    assert not whole["stopped"]

    started(drawn, tiny, tmp_path / "parts")
    answers = iter([False, True])  # stop after the second of the six steps, within an epoch
    first = train(tiny, clips, tmp_path / "parts", stopped=lambda: next(answers))
    assert (first["stopped"], first["step"]) == (True, 2)
    answers = iter([False, False, True])  # and after the fifth
    train(tiny, clips, tmp_path / "parts", stopped=lambda: next(answers))
    last = train(tiny, clips, tmp_path / "parts")
    assert last["step"] == 6

    a, b = (weights_of(tmp_path / name / "last.safetensors") for name in ("whole", "parts"))
    assert all(torch.equal(a[name], b[name]) for name in a)
    rows = [run.read_metrics(tmp_path / name) for name in ("whole", "parts")]
    for one, other in zip(*rows, strict=True):
        assert {**one, "seconds": ""} == {**other, "seconds": ""}
    assert [row["epoch"] for row in rows[0]] == ["1", "2"]


def test_another_seed_gives_another_run(drawn, tiny, tmp_path):
    for seed in (0, 1):
        config = replace(tiny, seed=seed, epochs=1)
        clips = started(drawn, config, tmp_path / str(seed))
        train(config, clips, tmp_path / str(seed))
    a, b = (weights_of(tmp_path / s / "last.safetensors") for s in "01")
    assert not torch.equal(a["heat.0.0.weight"], b["heat.0.0.weight"])


def test_the_best_epoch_is_chosen_by_validation_and_marked_in_its_row(drawn, tiny, tmp_path):
    clips = started(drawn, tiny, tmp_path)
    scores = iter([0.7, 0.4])
    events = []

    def validate(_):
        return {"pd": next(scores), "false_per_frame": 0.05, "threshold": 0.37}

    train(tiny, clips, tmp_path, validate, events.append)
    assert checkpoint.load(tmp_path / "best.safetensors").facts["epoch"] == 1
    assert checkpoint.load(tmp_path / "last.safetensors").facts["epoch"] == 2
    assert checkpoint.load(tmp_path / "best.safetensors").threshold == 0.37
    rows = run.read_metrics(tmp_path)
    assert [(r["val_pd"], r["best"]) for r in rows] == [("0.7", "1"), ("0.4", "0")]
    assert [e["event"] for e in events] == ["step"] * 3 + ["epoch"] + ["step"] * 3 + ["epoch"]


def test_the_curve_of_a_validation_is_its_upper_edge():
    """Of hundreds of hits without a false target one point stays, and all points after it."""
    score = np.linspace(1.0, 0.1, 300)
    hit = np.ones(300, bool)
    hit[250:290:2] = False
    unknown = np.full(300, np.nan)
    result = prepare._points_of(curves.curve(curves.Scored(100, 280, score, hit, unknown, unknown)))
    assert result[0][:2] == [0.0, pytest.approx(250 / 280, abs=1e-5)]
    assert [round(100 * x) for x, _, _ in result] == list(range(21))
    assert result[-1][1] == 1.0


def test_without_a_validated_epoch_the_last_is_best(drawn, tiny, tmp_path):
    clips = started(drawn, tiny, tmp_path)
    best = tmp_path / "best.safetensors"
    seen = []

    def validate(_):
        return {"pd": math.nan, "false_per_frame": 0.0, "threshold": 1.0}  # it has no target

    def show(event):
        if event["event"] == "epoch":
            seen.append(best.exists())

    train(replace(tiny, validate_every=2), clips, tmp_path, validate, show)
    assert seen == [False, True]  # nothing was known of the first
    assert checkpoint.load(best).facts["epoch"] == 2
    assert checkpoint.load(best).threshold == checkpoint.DEFAULT_THRESHOLD
    assert [row["best"] for row in run.read_metrics(tmp_path)] == ["0", "1"]


def test_a_loss_that_is_not_finite_names_its_frames(drawn, tiny, tmp_path):
    clips = started(drawn, tiny, tmp_path)
    train(replace(tiny, epochs=1), clips, tmp_path)
    before = (tmp_path / "last.safetensors").read_bytes()
    state = run.load_state(tmp_path)
    state["model"]["heat.1.bias"].fill_(float("nan"))
    run.save_state(tmp_path, state)
    with pytest.raises(P2MError, match=r"the loss is nan at step 4, on cloud_000\d, frame \d"):
        train(tiny, clips, tmp_path)
    assert (tmp_path / "last.safetensors").read_bytes() == before
    assert len(run.read_metrics(tmp_path)) == 1


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."),
    ],
)
def test_a_batch_too_large_for_the_memory_is_reported(drawn, tiny, tmp_path, monkeypatch, error):
    """No test may fill the memory: torch's exception is raised in its place."""

    def full(*_):
        raise error

    clips = started(drawn, tiny, tmp_path)
    monkeypatch.setattr(RPRNet, "forward", full)
    with pytest.raises(P2MError, match="4 crops of 64 pixels do not fit into the memory of cpu"):
        train(tiny, clips, tmp_path)


def test_a_training_set_without_targets_is_refused(drawn, tiny, tmp_path):
    sequence = open_dataset(drawn)[0]
    empty = replace(sequence, masks={}, labels={0: (), 1: ()})
    with pytest.raises(InputError, match="the training set has no target"):
        train(tiny, training_clips([empty], tiny), tmp_path)
    with pytest.raises(InputError, match="nothing to train on"):
        training_clips([], tiny)


def test_the_learning_rate_rises_and_falls_to_its_end(tiny):
    config = replace(tiny, warm_up=10, learning_rate=1e-3, final_learning_rate=1e-5)
    rates = [learning_rate(config, step, 1000) for step in range(1000)]
    assert rates[0] < 1.2e-4
    assert max(rates) == pytest.approx(1e-3, rel=1e-2)
    assert np.argmax(rates) in range(9, 15)
    assert rates[-1] == pytest.approx(1e-5)


def test_a_sample_depends_on_its_number_alone(drawn, tiny):
    clips = training_clips(open_dataset(drawn), tiny)
    from p2m_core.train.samples import SampleConfig

    config = SampleConfig(crop=64)
    one, other = Samples(clips, config, 5), Samples(clips, config, 5)
    other[3]
    a, b = one[17], other[17]
    np.testing.assert_array_equal(a.frames, b.frames)
    for x, y in zip(a.labels, b.labels, strict=True):
        np.testing.assert_array_equal(x, y)
    assert not np.array_equal(a.frames, one[18].frames)


def test_points_stand_on_their_targets(drawn):
    sequence = open_dataset(drawn)[0]
    points = as_points(sequence, 7)
    from p2m_core.sequence.decode import read_image

    for frame, path in sequence.masks.items():
        mask = read_image(path)
        assert all(mask[int(p.y), int(p.x)] for p in points.labels[frame])
        assert bool(points.labels[frame]) == mask.any()
    assert as_points(sequence, 7).labels == points.labels
    assert as_points(sequence, 8).labels != points.labels


@pytest.mark.slow  # three interpreters with torch at once; one has once aborted at its exit
def test_two_processes_learn_as_one_with_the_whole_batch(drawn, tmp_path):
    """Up to batch normalisation, which on CPUs sees half of the batch in each process."""
    settings = ["--set", "crop=64", "--set", "workers=0", "--set", "precision=fp32",
                "--set", "warm_up=2", "--device", "cpu", "--batch", "8", "--steps", "4",
                "--epochs", "1", "--all"]  # fmt: skip
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    losses = []
    for name, start in (
        ("one", [sys.executable, "-m"]),
        ("two", [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2",
                 "--master-port", "29617", "-m"]),
    ):  # fmt: skip
        done = subprocess.run(
            [*start, "p2m_core.cli", "train", str(drawn), "--out", str(tmp_path / name), *settings,
             "--progress", "json"],
            env=environment, capture_output=True, text=True, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        [row] = run.read_metrics(tmp_path / name)
        losses.append(float(row["loss"]))
        events = [json.loads(line) for line in done.stdout.splitlines()]
        assert events[-1]["event"] == "done"
        assert Path(events[-1]["run"]) == tmp_path / name
    assert losses[1] == pytest.approx(losses[0], rel=0.05)


def test_what_a_set_to_train_on_leaves_out_is_told(tmp_path):
    for name in ("a", "b"):
        write_image(tmp_path / "images" / f"{name}.png", image())
        write_image(tmp_path / "masks" / f"{name}.png", mask())
    write_text(tmp_path / "train.txt", "a\nnone\n")
    events = []
    training, held_out = split_parts([tmp_path], [], False, events.append)
    assert ([s.name for s in training], held_out) == (["a"], [])
    assert [event["event"] for event in events] == ["note", "note"]
    assert "1 of 2 names are not among the labelled images" in events[0]["text"]
