"""A training over two machines: two `torchrun` here, with a data set and a folder each."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys

import pytest
import torch

from p2m_core.networks.rprnet import checkpoint
from p2m_core.train import run

pytestmark = pytest.mark.slow  # six interpreters with torch at once

SETTINGS = [
    "--set", "crop=64", "--set", "workers=0", "--set", "precision=fp32", "--set", "warm_up=2",
    "--device", "cpu", "--batch", "4", "--steps", "12", "--epochs", "2", "--all",
]  # fmt: skip


@pytest.fixture
def nodes(drawn, tmp_path):
    """The data set as each of two machines has it."""
    for name in ("first", "second"):
        shutil.copytree(drawn, tmp_path / name / "set")
    return tmp_path / "first", tmp_path / "second"


def started(nodes, *options, second=SETTINGS):
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    return [
        subprocess.Popen(
            [sys.executable, "-m", "torch.distributed.run", "--nnodes", "2",
             "--node-rank", str(rank), "--nproc-per-node", "1", "--master-addr", "localhost",
             "--master-port", str(port), "-m", "p2m_core.cli", "train", str(folder / "set"),
             "--out", str(folder / "run"), "--progress", "json",
             *(options or (SETTINGS, second)[rank])],
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for rank, folder in enumerate(nodes)
    ]  # fmt: skip


def ended(children):
    outputs = [child.communicate(timeout=240) for child in children]
    return [child.returncode for child in children], [errors for _, errors in outputs]


def until_step(children, step):
    for line in children[0].stdout:
        event = json.loads(line)
        if event["event"] == "step" and event["done"] >= step:
            return


def test_a_stopped_and_resumed_run_equals_an_unbroken_one_and_only_the_first_machine_writes(
    nodes, tmp_path
):
    whole = tmp_path / "whole", tmp_path / "other"
    for ours, theirs in zip(nodes, whole, strict=True):
        shutil.copytree(ours, theirs)
    assert ended(started(whole))[0] == [0, 0]

    children = started(nodes)
    until_step(children, 2)
    run.stop_file(nodes[0] / "run").touch()
    status, errors = ended(children)
    assert status == [0, 0], errors
    state = run.load_state(nodes[0] / "run")
    assert 2 <= state["step"] < 24
    assert not (nodes[1] / "run" / "config.json").exists()
    status, errors = ended(started(nodes, "--resume", "--all"))
    assert status == [0, 0], errors

    a, b = (
        checkpoint.load(folder / "run" / "last.safetensors").model.state_dict()
        for folder in (whole[0], nodes[0])
    )
    assert all(torch.equal(a[name], b[name]) for name in a)


def test_all_machines_report_what_one_lacks_at_once(nodes):
    mask = sorted((nodes[1] / "set" / "masks").rglob("*.png"))[0]
    mask.unlink()
    status, errors = ended(started(nodes))
    assert status == [1, 1]
    for message, place in zip(errors, ("p2m: error: on ", "p2m: error: "), strict=True):
        [line] = [line for line in message.splitlines() if line.startswith("p2m: ")]
        assert line.startswith(place)
        assert str(mask.parent.name) in line or "is not that of the first machine" in line


@pytest.mark.skipif(sys.platform != "linux", reason="its process is found as on Linux")
def test_a_lost_machine_is_one_line_and_the_run_goes_on_later(nodes):
    children = started(nodes)
    until_step(children, 2)
    agent = children[1].pid
    with open(f"/proc/{agent}/task/{agent}/children") as file:  # noqa: PTH123
        own = [int(pid) for pid in file.read().split()]
    for pid in (agent, *own):
        os.kill(pid, signal.SIGKILL)
    status, errors = ended(children)
    assert status == [1, -signal.SIGKILL]
    [line] = [line for line in errors[0].splitlines() if line.startswith("p2m: ")]
    assert "another process of this run has ended or cannot be reached" in line
    assert ended(started(nodes, "--resume", "--all"))[0] == [0, 0]
    assert len(run.read_metrics(nodes[0] / "run")) == 2
