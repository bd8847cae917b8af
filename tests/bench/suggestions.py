"""Suggestions: time from the key to the circles, and the stalls of the window meanwhile."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from label_irst.app import make_application
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from p2m_core.suggest import CLASSICAL, RPRNET
from tests.bench.table import row
from tests.heartbeat import heartbeat
from tests.real_data import ROOT as REAL

STALL = 100.0
VIDEO = REAL / "drone_ir" / "val" / "IR_HELICOPTER_044.mp4"


def rows(folder: Path) -> Iterator[str]:
    application = make_application("en")
    pamg.warm_up()
    if not VIDEO.exists():
        return
    for detector in (RPRNET, CLASSICAL):
        place = folder / detector
        place.mkdir()
        (place / VIDEO.name).symlink_to(VIDEO)
        yield from of_video(application, place / VIDEO.name, detector)


def of_video(application: QApplication, video: Path, detector: str) -> Iterator[str]:
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    assert window.open(video), window.banner.text
    document, asking = window.document, window.suggesting
    asking.suggester.detector = detector
    answered: list[bool] = []
    asking.answered.connect(lambda: answered.append(True))

    def timed(command: str, done: Callable[[], bool]) -> float:
        start = time.perf_counter()
        window.actions_by_name[command].trigger()
        while not done():
            application.processEvents()
            time.sleep(0.001)
        return (time.perf_counter() - start) * 1e3

    firsts, nexts, stalls = [], [], []
    for _ in range(3):
        asking.suggester.quit()
        for times in (firsts, *[nexts] * 10):
            answered.clear()
            with heartbeat() as beats:
                times.append(timed("suggest-frame", lambda: bool(answered)))
            stalls.append(beats.longest)
            document.step(1)
    with heartbeat() as beats:
        total = timed("suggest-sequence", lambda: not asking._left)
    stalls.append(beats.longest)
    frames = document.states.size
    window.close()
    yield row(f"suggest on the first frame, {detector}, mp4 320x256", firsts, "ms")
    yield row(f"suggest on the next frame, {detector}, mp4 320x256", nexts, "ms")
    yield row(f"suggest on a sequence, a frame, {detector}", [total / frames], "ms")
    yield row(f"longest stall meanwhile, {detector}", [max(stalls)], "ms", STALL)
