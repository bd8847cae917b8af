"""What holds for the whole core: it needs no Qt, starts light, and its examples are true."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import p2m_core

MODULES = sorted(m.name for m in pkgutil.walk_packages(p2m_core.__path__, "p2m_core."))


def python(script: str) -> str:
    """Run a script in a process of its own."""
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_every_module_imports_where_pyside6_is_not_installed():
    blocked = "sys.modules['PySide6'] = sys.modules['label_irst'] = None"
    imports = "; ".join(f"import {name}" for name in MODULES if not name.endswith("__main__"))
    python(f"import sys; {blocked}; {imports}")


def test_modules_for_the_start_of_the_window_import_nothing_heavy():
    parts = ("project", "sequence", "pamg", "datasets.writers", "geometry")
    imports = "; ".join(f"import p2m_core.{part}" for part in parts)
    heavy = ("torch", "numba", "scipy", "skimage", "av", "tifffile", "rich")
    found = python(f"import sys; {imports}; print([m for m in {heavy} if m in sys.modules])")
    assert found.strip() == "[]"


@pytest.mark.parametrize("name", [m for m in MODULES if not m.endswith("__main__")])
def test_examples_in_docstrings_hold(name):
    runner = doctest.DocTestRunner()
    for docstring in doctest.DocTestFinder().find(importlib.import_module(name)):
        if docstring.examples:  # for each one, the runner looks at every file that Python has read
            runner.run(docstring)
    assert runner.failures == 0
