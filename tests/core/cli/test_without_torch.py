"""What `p2m` does where torch is not installed: all but training and the networks."""

import json
import subprocess
import sys

import pytest

from p2m_core.extras import INSTALL_TORCH
from tests.without_torch import environment_without_torch

# One process for all of them: most of the time goes into loading the compiled kernel.
PROGRAM = """
import contextlib, importlib.util, io, json, sys
from p2m_core.cli import main
done = {}
for name, arguments in json.loads(sys.argv[1]).items():
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(arguments)
    done[name] = [status, out.getvalue(), err.getvalue()]
print(json.dumps([importlib.util.find_spec("torch") is None, done]))
"""
SET = "set/images/town_0001"
WORKS = {
    "synth": "--seed 1 --background town --frames 6 --size 96x96 --targets 2 --scr 10,12 --out set",
    "grow": f"{SET}/000000.png --seed 40,40 -o mask.png",
    "propagate": f"{SET} --seed 0,40,40 --out track",
    "stats": "set --out report",
    "suggest": f"{SET} --out seeds.csv",
    "preannotate": f"{SET} --points points.csv --out all.lirst --workers 1",
    "preannotate --suggest": f"{SET} --out some.lirst --workers 2",
    "export": "all.lirst --format sirstd-pixel --out exported --unreviewed",
    "formats": "",
    "eval masks": f"--images {SET} --masks set/masks/town_0001",
    "eval detect --method log+diff": "set --split all",
}
NEEDS = {
    "train": "set --out run",
    "train --describe": "",
    "predict": f"{SET} --out found",
    "suggest --detector rprnet": f"{SET} --out more.csv",
    "suggest --weights w.safetensors": f"{SET} --out more.csv",
    "preannotate --suggest --detector rprnet": f"{SET} --out more.lirst",
    "eval detect --weights shipped": "set",
    "eval compare --weights shipped": "set",
}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Exit status, output and errors of each command, by the command."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "points.csv").write_text("frame,x,y\n1,85,13\n2,84,13\n")
    environment = environment_without_torch(tmp_path_factory.mktemp("hook"))
    commands = {name: [*name.split(), *rest.split()] for name, rest in (WORKS | NEEDS).items()}
    program = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(commands)],
        cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, timeout=280, check=True,
    )  # fmt: skip
    hidden, results = json.loads(program.stdout)
    assert hidden, "torch could be imported"
    return results


@pytest.mark.parametrize("command", WORKS)
def test_the_command_works_without_torch(command, done):
    status, _, errors = done[command]
    assert (status, errors) == (0, "")


@pytest.mark.parametrize("command", NEEDS)
def test_the_command_names_what_installs_torch(command, done):
    status, output, errors = done[command]
    assert (status, output) == (2, "")
    assert errors.endswith(f" needs torch, which is not installed: {INSTALL_TORCH}\n")
    assert errors.count("\n") == 1


def test_the_classical_detector_suggests_without_torch(done):
    assert "by LoG + difference" in done["suggest"][1]
    assert "suggestions by LoG + difference" in done["preannotate --suggest"][1]
