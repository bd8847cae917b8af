"""Garbage is collected by the window's thread alone.

Python collects in whichever thread happens to allocate, and a Qt object that dies in another
thread than its own can take the program down. So the collector is switched off, and a timer of the
window's thread does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


def collect_in_window_thread(parent: QObject) -> None:
    """From now on; for as long as `parent` lives."""
    gc.disable()
    # What is there at the start stays: a full collection need not go through it each time.
    gc.collect()
    gc.freeze()
    timer = QTimer(parent)
    timer.timeout.connect(collect_some)
    timer.start(EVERY_MS)


def collect_some() -> None:
    """As much as Python itself would have collected by now."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
