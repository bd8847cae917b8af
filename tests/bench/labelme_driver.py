"""LabelMe on a folder, timed like our window in `size`; run by LabelMe's own interpreter.

``PYTHON labelme_driver.py FOLDER``: imports only dependencies of LabelMe.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version


def main(folder: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Its settings go to a home of their own, and it downloads nothing.
    os.environ["HOME"] = tempfile.mkdtemp()
    from labelme.app import MainWindow
    from PyQt5 import QtWidgets  # what it brings itself

    application = QtWidgets.QApplication([])
    beats = Beats(application)

    def timed(do: Callable[[], object]) -> float:
        start = time.perf_counter()
        do()
        application.processEvents()
        return (time.perf_counter() - start) * 1e3

    count = len(os.listdir(folder))  # noqa: PTH208
    name = f"LabelMe {version('labelme')}, {count:,} frames"
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    application.processEvents()
    beats.gaps.clear()

    def open_folder() -> None:  # as its own dialog does
        window._import_images_from_dir(root_dir=folder)
        window._open_next_image()

    opened = timed(open_folder)
    assert not window._image.isNull()
    beats.beat()
    row(f"{name}: first one on screen", [opened], "ms")
    row(f"{name}: stall, opening", [max(beats.gaps)], "ms")
    beats.gaps.clear()
    row(f"{name}: next frame", [timed(window._open_next_image) for _ in range(200)], "ms")
    row(f"{name}: previous frame", [timed(window._open_prev_image) for _ in range(100)], "ms")
    beats.beat()
    row(f"{name}: stall", [max(beats.gaps)], "ms")
    with open("/proc/self/status") as status:  # noqa: PTH123
        resident = next(line for line in status if line.startswith("VmRSS"))
    row(f"{name}: memory", [int(resident.split()[1]) / 1024], "MB")
    sys.stdout.flush()
    os._exit(0)


class Beats:
    """The gaps between the beats of a timer, in ms; as ``tests.heartbeat``, which needs PySide."""

    def __init__(self, parent: object) -> None:
        from PyQt5.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._timer.start(5)

    def beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1e3)
        self._last = now


def row(what: str, values: list[float], unit: str) -> None:
    """A line of the table, without numpy."""
    ordered = sorted(values)
    median = ordered[len(ordered) // 2]
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{what:58} {median:9.3f} {p95:9.3f} {'':>7}   {unit} (n={len(values)})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
