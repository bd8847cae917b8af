"""At size: 50,000 frames, frames of 12 megapixels, videos backwards; and beside LabelMe.

``python -m tests.bench.size FOLDER [--labelme PYTHON]``. FOLDER is where the frames are made, once;
PYTHON is the interpreter of an environment that has LabelMe, which opens the same 50,000 frames in
the same run. Each case is a process of its own. A stall is the longest time between two turns of
the event loop of the window's thread; its own CPU time is beside it, since on a machine in use by
others most of a gap may be theirs.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from label_irst.app import make_application
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from tests.bench.table import row
from tests.heartbeat import Heartbeat, heartbeat
from tests.real_data import ROOT as REAL

FRAMES, VISITED = 50_000, 10_000
STALL = 100.0


def folder_of_frames(folder: Path) -> Path:
    """50,000 names of real frames (or drawn ones where there are none), by hard links."""
    place = folder / "frames"
    if place.is_dir():
        return place
    originals = folder / "originals"
    originals.mkdir(parents=True, exist_ok=True)
    real = sorted((REAL / "istd").glob("seq*/0*.png"))
    for i, path in enumerate(real):
        shutil.copyfile(path, originals / f"{i:04d}.png")
    for i in range(0 if real else 240):
        cv2.imwrite(str(originals / f"{i:04d}.png"), cloud(512, 640, i).astype(np.uint8))
    files = sorted(originals.iterdir())
    unfinished = folder / "unfinished"
    unfinished.mkdir()
    for i in range(FRAMES):
        os.link(files[i % len(files)], unfinished / f"{i:06d}.png")
    unfinished.rename(place)
    return place


def cloud(height: int, width: int, i: int, top: float = 255.0) -> np.ndarray:
    """A drifting cloud with noise, grey levels up to `top`."""
    rng = np.random.default_rng(1)
    small = cv2.GaussianBlur(rng.normal(0, 1, (height // 8, width // 8)), (0, 0), 6)
    scene = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    scene = np.roll(scene / np.abs(scene).max() * 0.4 + 0.5, 3 * i, axis=1)
    noise = np.random.default_rng(i).normal(0, 0.004, scene.shape)
    return np.clip((scene + noise) * top, 0, top)


def large_frames(folder: Path, suffix: str) -> Path:
    """Sixteen 14-bit frames of 4096x3072."""
    place = folder / f"large{suffix}"
    if not place.is_dir():
        place.mkdir()
        for i in range(16):
            frame = cloud(3072, 4096, i, 2**14 - 1.0).astype(np.uint16)
            assert cv2.imwrite(str(place / f"{i:03d}{suffix}"), frame, TIFF_PLAIN)
    return place


TIFF_PLAIN = [cv2.IMWRITE_TIFF_COMPRESSION, 1]


def long_groups(folder: Path) -> Path:
    """A video of 1280x1024 with a key frame every 250."""
    path = folder / "groups.mp4"
    if not path.exists():
        with av.open(str(folder / "unfinished.mp4"), "w") as out:
            stream = out.add_stream("libx264", rate=25, options={"g": "250", "bf": "2"})
            stream.height, stream.width, stream.pix_fmt = 1024, 1280, "yuv420p"
            for i in range(750):
                grey = cloud(1024, 1280, i).astype(np.uint8)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="gray")))
            out.mux(stream.encode(None))
        (folder / "unfinished.mp4").rename(path)
    return path


class Driver:
    """The window, and its user's keys, timed until the window is painted."""

    def __init__(self) -> None:
        self.application = make_application("en")
        pamg.warm_up()
        self.window = MainWindow()
        self.window.resize(1280, 800)
        self.window.show()
        self.application.processEvents()

    def timed(self, do: Callable[[], object]) -> float:
        start = time.perf_counter()
        do()
        self.application.processEvents()
        return (time.perf_counter() - start) * 1e3

    def open(self, source: Path) -> float:
        time_taken = self.timed(lambda: self.window.open(source))
        assert self.window.document.image is not None, self.window.banner.text
        return time_taken

    def press(self, key: Qt.Key, times: int, pause: float = 0.0) -> list[float]:
        taken = []
        for _ in range(times):
            taken.append(self.timed(lambda: QTest.keyClick(self.window, key)))
            until = time.perf_counter() + pause
            while time.perf_counter() < until:  # the loop runs on, as it does for a person
                QApplication.processEvents()
                time.sleep(0.002)
        return taken


def many_frames(folder: Path) -> Iterator[str]:
    source = folder_of_frames(folder)
    project = source.with_suffix(".lirst")
    driver = Driver()
    for what in ("for the first time", "again"):
        if what == "for the first time":
            project.unlink(missing_ok=True)
        with heartbeat() as beats:
            taken = driver.open(source)
        yield row(f"50,000 frames: first one on screen, {what}", [taken], "ms", 1000)
        yield from stall(f"50,000 frames: stall, opening {what}", beats)
    with heartbeat() as beats:
        held = driver.press(Qt.Key.Key_D, 1000)
        back = driver.press(Qt.Key.Key_A, 300)
        jumps = [
            driver.timed(lambda f=f: driver.window.document.go_to(f))
            for f in np.random.default_rng(0).integers(0, FRAMES, 200).tolist()
        ]
    yield row("50,000 frames: next frame, D held", held, "ms", 33)
    yield row("50,000 frames: previous frame, A held", back, "ms", 33)
    yield row("50,000 frames: jump to any", jumps, "ms")
    yield from stall("50,000 frames: stall", beats)
    driver.press(Qt.Key.Key_Home, 1)
    with heartbeat() as beats:
        for _ in range(VISITED):
            driver.press(Qt.Key.Key_D, 1)
    yield from stall("50,000 frames: stall, visiting 10,000", beats)
    yield row("50,000 frames: memory after visiting 10,000", [resident()], "MB", 600)
    driver.window.close()


def large(folder: Path) -> Iterator[str]:
    driver = Driver()
    for suffix in (".png", ".tif"):
        source = large_frames(folder, suffix)
        source.with_suffix(".lirst").unlink(missing_ok=True)
        name = f"4096x3072 16-bit {suffix[1:].upper()}"
        with heartbeat() as beats:
            taken = driver.open(source)
        yield row(f"{name}: first one on screen", [taken], "ms")
        yield from stall(f"{name}: stall, opening", beats)
        for how, pause in (("D held", 0.0), ("two a second", 0.5)):
            driver.press(Qt.Key.Key_Home, 1)
            with heartbeat() as beats:
                taken_each = driver.press(Qt.Key.Key_D, 15, pause)
            yield row(f"{name}: next frame, {how}", taken_each, "ms", 120)
            yield from stall(f"{name}: stall, {how}", beats)
    driver.window.close()


def videos(folder: Path) -> Iterator[str]:
    real = sorted((REAL / "drone_ir").glob("val/*.mp4"))[:1]
    cases = [("mp4 1280x1024, groups of 250", long_groups(folder))]
    for path in real:
        shutil.copyfile(path, folder / path.name)
        cases.append((f"mp4 {path.stem}", folder / path.name))
    driver = Driver()
    for name, source in cases:
        source.with_suffix(".lirst").unlink(missing_ok=True)
        with heartbeat() as beats:
            taken = driver.open(source)
        yield row(f"{name}: first one on screen", [taken], "ms")
        yield from stall(f"{name}: stall, opening", beats)
        with heartbeat() as beats:
            end = driver.press(Qt.Key.Key_End, 1)
            back = driver.press(Qt.Key.Key_A, len(driver.window.document.states) - 1)
            on = driver.press(Qt.Key.Key_D, 200)
        yield row(f"{name}: to the last frame", end, "ms")
        yield row(f"{name}: previous frame, A held", back, "ms", 50)
        yield row(f"{name}: next frame, D held", on, "ms", 50)
        yield from stall(f"{name}: stall", beats)
        yield row(f"{name}: memory", [resident()], "MB", 600)
    driver.window.close()


def stall(what: str, beats: Heartbeat) -> Iterator[str]:
    yield row(what, [beats.longest], "ms", STALL)
    yield row(f"{what}, own CPU time", [max(beats.work)], "ms")


def resident() -> float:
    """Resident memory of this process, megabytes; its peak on systems other than Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


CASES = {"frames": many_frames, "large": large, "videos": videos}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labelme", type=Path)
    parser.add_argument("--case", choices=CASES)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.case:
        for line in CASES[options.case](options.folder):
            print(line, flush=True)
        return
    from tests.bench.__main__ import machine  # not above: it loads torch, which counts as memory

    print(machine(), "\n")
    print(f"{'what':58} {'median':>9} {'p95':>9} {'limit':>7}   unit")
    own = [sys.executable, "-m", "tests.bench.size", str(options.folder), "--case"]
    for case in CASES:
        subprocess.run([*own, case], check=True)
    if options.labelme:
        frames = str(folder_of_frames(options.folder))
        driver = str(Path(__file__).with_name("labelme_driver.py"))
        subprocess.run([str(options.labelme), driver, frames], check=True)


if __name__ == "__main__":
    main()
