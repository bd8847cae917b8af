"""``make bench``: the times that a user waits, with the machine they are measured on."""

import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

import cv2

from tests.bench import detector, kernel, start, suggestions, window


def machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [v for v in cpuinfo.read_text().splitlines() if v.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    packages = ", ".join(f"{p} {version(p)}" for p in ("numpy", "numba", "PySide6-Essentials"))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{model}, {os.cpu_count()} cores, load {load:.1f} at the start\n"
        f"{platform.platform()}, Python {platform.python_version()}, {packages}, "
        f"OpenCV {cv2.__version__}, QT_QPA_PLATFORM={os.environ.get('QT_QPA_PLATFORM', '')}"
    )


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(machine(), "\n")
    print(f"{'what':58} {'median':>9} {'p95':>9} {'limit':>7}   unit")
    with tempfile.TemporaryDirectory() as folder:
        for part in (kernel, detector, window, suggestions, start):
            for row in part.rows(Path(folder)):
                print(row, flush=True)


if __name__ == "__main__":
    main()
