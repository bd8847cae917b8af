"""Every window of the program on a small screen, without a mouse, and for a screen reader."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_window_fits_has_names_and_is_walked_through_and_closed_by_keys(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.looked_over", str(tmp_path)],
        capture_output=True, text=True, cwd=ROOT, timeout=300,
        env={**os.environ, "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if ": " in line]
    faults = [line for line in lines if not line.startswith(str(tmp_path))]
    assert faults == []
    looked_over = done.stdout.splitlines()[-1].split()
    assert len(looked_over) > 15
