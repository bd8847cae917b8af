"""`p2m synth`: options reach the data; progress and results reach people and programs."""

import dataclasses
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from p2m_core.cli import main
from p2m_core.cli.synth import Background, synth
from p2m_core.synth import BACKGROUNDS, SynthConfig

Capture = pytest.CaptureFixture[str]
QUICK = ["--seed", "7", "--frames", "3", "--size", "48x40"]


def about(root: Path) -> dict[str, object]:
    found = json.loads((root / "dataset.json").read_text())
    assert isinstance(found, dict)
    return found


def test_options_reach_the_data(tmp_path: Path, capsys: Capture) -> None:
    root = tmp_path / "set"
    options = "--background sea --targets 2 --bits 16 --scr 2,4 --target-size 1,2 --dark 1"
    more = "--noise 2.5 --stripes 0 --dead-pixels 1 --jitter 0.3 --drift 0"
    assert main(["synth", "--out", str(root), *QUICK, *options.split(), *more.split()]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert str(root) in out
    assert err == ""
    expected = SynthConfig(
        seed=7, frames=3, height=40, width=48, background="sea", n_targets=2, bit_depth=16,
        scr=(2.0, 4.0), target_size=(1.0, 2.0), dark_fraction=1.0, noise=2.5, stripes=0.0,
        dead_pixels=1, jitter=0.3, drift=0.0,
    )  # fmt: skip
    stored = json.loads(json.dumps(dataclasses.asdict(expected)))
    assert about(root)["synth"] == {"sea_0007": stored}
    image = cv2.imread(str(root / "images/sea_0007/000002.png"), cv2.IMREAD_UNCHANGED)
    assert image.shape == (40, 48)
    assert image.dtype == "uint16"


def test_defaults_are_those_of_the_library(tmp_path: Path) -> None:
    assert main(["synth", "--out", str(tmp_path / "set"), "--seed", "0", "--frames", "1"]) == 0
    stored = about(tmp_path / "set")["synth"]
    default = dataclasses.replace(SynthConfig(), frames=1)
    assert stored == {default.name: json.loads(json.dumps(dataclasses.asdict(default)))}
    assert inspect.signature(synth).parameters["frames"].default == SynthConfig().frames


def test_every_background_can_be_named() -> None:
    assert {background.value for background in Background} == {*BACKGROUNDS, "mix"}


def test_a_mix_has_every_background_and_seeds_of_its_own(tmp_path: Path) -> None:
    assert main(["synth", "--out", str(tmp_path / "set"), *QUICK, "--sequences", "5"]) == 0
    names = sorted(path.name for path in (tmp_path / "set" / "images").iterdir())
    assert names == ["cloud_0007", "cloud_0011", "field_0009", "sea_0008", "town_0010"]


def test_json_progress_is_one_object_a_line(tmp_path: Path, capsys: Capture) -> None:
    root = tmp_path / "set"
    assert main(["synth", "--out", str(root), *QUICK, "--progress", "json"]) == 0
    out, err = capsys.readouterr()
    events = [json.loads(line) for line in out.splitlines()]
    assert events[:-1] == [{"event": "progress", "done": k, "total": 3} for k in (1, 2, 3)]
    assert events[-1]["event"] == "done"
    assert events[-1]["frames"] == 3
    assert err == ""


def test_results_go_to_the_file_asked_for(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "result.json"
    arguments = ["synth", "--out", str(tmp_path / "set"), *QUICK, "--json", str(file)]
    assert main(arguments) == 0
    result = json.loads(file.read_text())
    assert Path(result["root"]) == tmp_path / "set"
    assert result["sequences"] == 1
    assert result["frames"] == 3


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--size", "48"),
        ("--size", "48x40x3"),
        ("--size", "8x8"),
        ("--bits", "12"),
        ("--scr", "3"),
        ("--scr", "9,3"),
        ("--target-size", "1,20"),
        ("--dark", "2"),
        ("--frames", "0"),
        ("--sequences", "0"),
        ("--seed", "-1"),
    ],
)
def test_wrong_values_are_refused_before_anything_is_written(
    option: str, value: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["synth", "--out", str(tmp_path / "set"), *QUICK, option, value]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("p2m: error: ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_existing_set_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "mine.txt").write_text("x")
    assert main(["synth", "--out", str(tmp_path), *QUICK]) == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_shows_a_bar_and_keeps_stdout_clean(tmp_path: Path) -> None:
    import pty

    try:
        leader, follower = pty.openpty()
    except OSError as error:
        pytest.skip(f"this machine gives no pseudo-terminal: {error}")
    command = [sys.executable, "-m", "p2m_core.cli", "synth", "--out", str(tmp_path / "s"), *QUICK]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=follower, env=environment
    ) as child:
        out, _ = child.communicate(timeout=60)
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert child.returncode == 0
    assert "Drawing frames" in shown
    assert "3/3" in shown
    assert out.decode().count("\n") == 1
