"""Accept, undo and redo 10,000 targets of a track: the time of the window's thread.

``python -m tests.bench.accepting``. The real window shows a sequence of 10,000 small frames with a
target in each. Each number is the processor time of the window's thread from the command until all
is stored and painted, the median of five; the longest stall between two turns of its loop is beside
it.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtTest import QTest

from label_irst.app import make_application
from label_irst.review import accept
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Target,
    TargetChange,
    TargetState,
    add_sequence,
    create_project,
)
from tests.heartbeat import heartbeat

FRAMES = 10_000
SETTLED = 1500  # ms: until lanes, lists and queues have caught up


def project_with_targets(folder: Path) -> Path:
    np.save(folder / "long.npy", np.zeros((FRAMES, 32, 48), np.uint8))
    with create_project(folder / "long.lirst") as project:
        info = add_sequence(project, folder / "long.npy")
        parameters = {"confidence": 0.97, "seen": True, "margin": 2.1, "rho": 3.0, "scr": 9.0}
        changes = [
            TargetChange(None, Target(
                sequence=info.id, frame=frame, track=1, x0=10, y0=10, mask=np.ones((3, 3), bool),
                seeds=((11.0, 11.0),), origin=Origin.PROPAGATED, state=TargetState.EDITED,
                algorithm="pamg", parameters=parameters,
            ))
            for frame in range(FRAMES)
        ]  # fmt: skip
        states = [FrameChange(f, FrameState.UNSEEN, FrameState.EDITED) for f in range(FRAMES)]
        project.apply(Edit("propagate", info.id, 0, tuple(changes), tuple(states)))
    return folder / "long.lirst"


def main() -> None:
    application = make_application("en")
    with tempfile.TemporaryDirectory() as name:
        path = project_with_targets(Path(name))
        window = MainWindow()
        window.resize(1280, 800)
        window.show()
        assert window.open(path), window.banner.text
        QTest.qWait(SETTLED)
        document = window.document

        def timed(do: Callable[[], object]) -> tuple[float, float, float]:
            with heartbeat() as beats:
                began, cpu = time.perf_counter(), time.thread_time()
                do()
                application.processEvents()
                took = 1e3 * (time.perf_counter() - began)
                QTest.qWait(SETTLED)
                spent = 1e3 * (time.thread_time() - cpu)
            return spent, took, beats.longest

        def accepted() -> None:
            document.select_track(1)
            assert accept.accept_track(document)

        rows: dict[str, list[tuple[float, float, float]]] = {}
        for _ in range(5):
            rows.setdefault("accept", []).append(timed(accepted))
            rows.setdefault("undo", []).append(timed(document.undo))
            rows.setdefault("redo", []).append(timed(document.redo))
            timed(document.undo)
        window.close()
    for what, taken in rows.items():
        spent, took, stall = (statistics.median(column) for column in zip(*taken, strict=True))
        print(f"{what:8s} thread {spent:6.0f} ms   at once {took:6.0f} ms   stall {stall:6.0f} ms")


if __name__ == "__main__":
    main()
