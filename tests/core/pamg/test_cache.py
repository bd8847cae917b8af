"""The compiled kernel is renewed when one of the files that it is made of changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import p2m_core

GROW = """
import numpy as np
from p2m_core.pamg import grow
image = np.full((40, 40), 20, np.uint8)
image[18:22, 18:22] = 200
print(grow(image, (20, 20)).area)
"""


def grown_area(folder: Path) -> int:
    environment = {name: v for name, v in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", GROW], cwd=folder, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return int(done.stdout)


@pytest.mark.slow  # compiles the kernel twice, some seconds each
@pytest.mark.parametrize("name", ["_kernels", "_parts"])
def test_a_change_of_the_sources_renews_the_cached_kernel(tmp_path: Path, name: str) -> None:
    package = Path(p2m_core.__file__).parent
    shutil.copytree(
        package, tmp_path / "p2m_core", ignore=shutil.ignore_patterns("__pycache__", "cli")
    )
    assert grown_area(tmp_path) == 16
    assert grown_area(tmp_path) == 16
    source = tmp_path / "p2m_core" / "pamg" / f"{name}.py"
    before = source.read_text()
    ends = {"_kernels": "return path, energy, step,", "_parts": "    return energy, step"}[name]
    after = before.replace(ends, ends.replace("step", "step - step + 3"))
    assert after != before
    source.write_text(after)
    assert grown_area(tmp_path) == 3
