"""The set-up: it looks for what is missing before it downloads, and a log of it stays short."""

import importlib.util
import sys
from pathlib import Path

import pytest

from label_irst import syslibs

FOLDER = Path(__file__).parents[2] / "packaging"
PIP = """\
Collecting numba==0.68.1 (from label-irst==0.1.0)
  Using cached numba-0.68.1-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (2.9 kB)
  Using cached numba-0.68.1-cp311-cp311-manylinux_2_28_x86_64.whl (3.8 MB)
Collecting torch<3,>=2.6 (from label-irst==0.1.0)
  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (902.1 MB)
  Downloading other_big-1.0-py3-none-any.whl (1.2 GB)
Requirement already satisfied: pip in ./.venv (23.2)
Installing collected packages: numba, torch, other-big
"""


def program(name):
    """Load a program of `packaging`, which is not a package."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's libraries")
def test_missing_system_libraries_are_named_before_the_download(monkeypatch):
    monkeypatch.setattr(syslibs, "_ALWAYS", {"libnone.so.9": "libnone9"})
    monkeypatch.setattr(syslibs, "_X11", {})
    monkeypatch.setattr(sys, "path", sys.path[:])  # it adds the checkout
    preflight = program("preflight")
    assert preflight.complaint(window=True).endswith("sudo apt install libnone9")
    assert preflight.complaint(window=False) is None, "the core needs none of them"


def test_a_log_of_the_set_up_has_the_steps_and_the_large_downloads(capsys):
    install = program("install")
    for line in PIP.splitlines(keepends=True):
        install.show(line)
    assert capsys.readouterr().out.splitlines() == [
        "  torch 2.13.0, 902.1 MB",
        "  other_big 1.0, 1.2 GB",
        "  unpacking, the longest step; packages: 3",
    ]


def test_another_torch_than_cpu_is_refused(capsys):
    assert program("install").main(".", "cuda") == 2
    assert capsys.readouterr().err == "make: TORCH=cuda: give TORCH=cpu, or leave it out\n"
