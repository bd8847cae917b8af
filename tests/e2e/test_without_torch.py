"""The window without torch: it annotates, suggests, and names what has to be installed."""

import json
import subprocess
import sys

import pytest

from p2m_core.extras import INSTALL_TORCH
from p2m_core.synth import SynthConfig, write_sequence
from tests.without_torch import environment_without_torch


@pytest.fixture
def run(tmp_path, tmp_path_factory):
    """Run a module of Python's in `tmp_path`, and return what it printed."""
    environment = environment_without_torch(tmp_path_factory.mktemp("hook"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        environment[name] = str(tmp_path / name)

    def run_module(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            env=environment, capture_output=True, text=True, timeout=280, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_module


def test_the_whole_demo_works_without_torch(run, tmp_path):
    shown = run("label_irst", "--demo", tmp_path / "demo")
    assert "annotated  40 frames" in shown
    assert list((tmp_path / "demo" / "dataset" / "masks").rglob("*.png"))


def test_the_window_suggests_and_names_what_installs_torch(run, tmp_path):
    config = SynthConfig(
        seed=1, frames=3, height=96, width=96, n_targets=2, scr=(12.0, 15.0), background="field"
    )
    write_sequence(config, tmp_path / "set")
    shown = json.loads(run("tests.e2e.bare_annotator", tmp_path / "set" / "images" / config.name))
    assert shown["targets"] == 1
    assert shown["suggestions"] > 0
    assert shown["on suggesting"].startswith("LoG + difference suggests.")
    assert shown["on suggesting"].endswith(INSTALL_TORCH)
    assert shown["on training"].startswith("Training needs torch")
    assert shown["on training"].endswith(INSTALL_TORCH)
    assert not shown["dialog"]
