"""The real window: time from the event until the last view is repainted."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from label_irst.app import make_application
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from p2m_core.synth import SynthConfig, write_sequence
from tests.bench.table import row
from tests.driving import click, hover
from tests.real_data import ROOT as REAL


def rows(folder: Path) -> Iterator[str]:
    application = make_application("en")
    pamg.warm_up()
    for bits in (8, 16):
        config = SynthConfig(seed=2, frames=200, height=512, width=640, n_targets=3, bit_depth=bits)
        write_sequence(config, folder / f"bench-{bits}")
        images = folder / f"bench-{bits}" / "images" / config.name
        yield from of_sequence(application, images, f"{bits}-bit PNG 640x512", 640, 512)
    video = REAL / "drone_ir" / "val" / "IR_HELICOPTER_044.mp4"
    if video.exists():
        (folder / video.name).symlink_to(video)
        yield from of_sequence(application, folder / video.name, "mp4 320x256", 320, 256)


def of_sequence(
    application: QApplication, source: Path, name: str, width: int, height: int
) -> Iterator[str]:
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    assert window.open(source), window.banner.text
    application.processEvents()

    def timed(do: Callable[[], object]) -> float:
        start = time.perf_counter()
        do()
        application.processEvents()
        return (time.perf_counter() - start) * 1e3

    def step(key: Qt.Key) -> float:
        return timed(lambda: QTest.keyClick(window, key))

    places = [(20 + 37 * i % (width - 40), 20 + 23 * i % (height - 40)) for i in range(300)]
    hovers, clicks, on, back = [], [], [], []
    for x, y in places:
        hovers.append(timed(lambda x=x, y=y: hover(window.global_view, x, y)) / 2)  # two moves
    for x, y in places[:150]:
        window.document.select(None)
        hover(window.global_view, x, y)  # the pointer is there already when one clicks
        application.processEvents()
        clicks.append(timed(lambda x=x, y=y: click(window.global_view, x, y)))
        step(Qt.Key.Key_D)
    window.document.go_to(0)
    for _ in range(150):
        on.append(step(Qt.Key.Key_D))
    for _ in range(100):
        back.append(step(Qt.Key.Key_A))
    window.close()
    yield row(f"hover preview, {name}", hovers, "ms", 8)
    yield row(f"click to painted mask, {name}", clicks, "ms", 30)
    yield row(f"next frame, {name}", on, "ms", 33)
    yield row(f"previous frame, {name}", back, "ms")
