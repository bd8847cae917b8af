"""Collect garbage in the window's thread only.

Python collects in any thread that allocates, and a Qt object that is deleted in another thread than
its own can crash the program. So the collector is off, and a timer of the window's thread does its
work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


def collect_in_window_thread(parent: QObject) -> None:
    """Start, for as long as `parent` lives."""
    gc.disable()
    # The objects of the start stay: a full collection need not visit them each time.
    gc.collect()
    gc.freeze()
    timer = QTimer(parent)
    timer.timeout.connect(collect_some)
    timer.start(EVERY_MS)


def collect_some() -> None:
    """Collect what Python itself would have collected by now."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
