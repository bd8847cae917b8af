"""`p2m preannotate` over the real boxes: its speed, and that a killed run has the same result.

``python -m tests.bench.preannotation OUT`` takes all of ``drone_ir`` and ``sirst/boxes``: one and
two processes in turn, three times; a run killed with SIGKILL in the middle and resumed; a Dask
cluster of two workers, unbroken and with one of them killed in the middle. All results are compared
target by target.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.__main__ import machine
from tests.core.cli.clips import content
from tests.core.parallel.dask import cluster
from tests.real_data import ROOT as REAL

SETS = {
    "drone_ir": [str(REAL / "drone_ir")],
    "sirst": [str(REAL / "sirst"), "--boxes", str(REAL / "sirst" / "boxes"), "--voc-max", "past"],
}
ROUNDS = 3


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    print(machine())
    with cluster(folder / "dask") as (address, _):
        for name, source in SETS.items():
            measure(folder / name, name, source, address)
    for name, source in SETS.items():
        killed(folder / name, name, source)


def measure(folder: Path, name: str, source: list[str], address: str) -> None:
    folder.mkdir()
    ways = {
        "1 process": ["--workers", "1"],
        "2 processes": ["--workers", "2"],
        "Dask, 2 workers": ["--scheduler", address],
    }
    speeds: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(ROUNDS):
        for way, options in ways.items():
            out = folder / f"{way} {turn}.lirst"
            found, _ = run(source, out, options)
            speeds[way].append(found["frames_per_second"])
            assert content(out) == content(folder / "1 process 0.lirst"), out
    counts = {key: found[key] for key in ("frames", "targets", "doubtful", "failures")}
    print(f"{name}: {counts}")
    for way, found in speeds.items():
        each = ", ".join(f"{v:.0f}" for v in found)
        print(f"{name}, {way}: {statistics.median(found):.0f} frames/s ({each}), the same")


def killed(folder: Path, name: str, source: list[str]) -> None:
    out = folder / "resumed.lirst"
    _, done = run(source, out, ["--workers", "2"], lambda child: child.kill())
    assert not out.exists()
    found, _ = run(source, out, ["--workers", "2"])
    assert content(out) == content(folder / "1 process 0.lirst")
    print(f"{name}, killed after {done} frames, resumed with {found['frames_before']}: the same")
    with cluster(folder / "dask") as (address, (first, *_)):
        out = folder / "lost.lirst"
        found, done = run(
            source, out, ["--scheduler", address], lambda _: first.end(signal.SIGKILL)
        )
    assert content(out) == content(folder / "1 process 0.lirst")
    speed = found["frames_per_second"]
    print(f"{name}, Dask, a worker killed after {done} frames: {speed:.0f} frames/s, the same")


def run(
    source: list[str],
    out: Path,
    options: list[str],
    act: Callable[[subprocess.Popen[str]], object] | None = None,
) -> tuple[dict[str, float], int]:
    """Run the command; `act` at a third of the frames. Return its result, and frames done then."""
    command = [sys.executable, "-m", "p2m_core.cli", "preannotate", *source, "--out", str(out)]
    with subprocess.Popen(
        [*command, *options, "--progress", "json"], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as child:  # fmt: skip
        found, acted = {}, 0
        assert child.stdout is not None
        for line in child.stdout:
            found = json.loads(line)
            if act and not acted and 3 * found["done"] >= found["total"]:
                acted = found["done"]
                act(child)
    assert child.returncode == 0 or act
    return found, acted


if __name__ == "__main__":
    main()
