"""Opens every window of the program, one after the other, beside the main one.

For the test of what all windows have in common, and for `tests.bench.screenshots`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from label_irst.jobs.runs.run_folder import LABELS
from label_irst.jobs.task import Job
from label_irst.views.window.fault_dialog import show_fault
from label_irst.views.window.main_window import MainWindow
from p2m_core.cli import main as p2m
from p2m_core.project import RunStatus, add_run, open_project, take_snapshot
from p2m_core.resources import shipped_weights
from p2m_core.synth import SynthConfig, write_sequences

FRAMES = 24
# Commands that open a window, and those that ask a question and wait for its answer.
WINDOWS = (
    "import", "export", "settings", "train", "runs", "models", "preannotate", "calibrate",
    "statistics", "compare", "project-page", "go-to-sequence", "keys", "about",
)  # fmt: skip
QUESTIONS = ("go-to", "accept-range")

Visit = Callable[[str, QWidget], object]


def write_project(folder: Path, frames: int = FRAMES) -> Path:
    """Two synthetic sequences with exact labels, in a project, and a training that has ended."""
    configs = [
        SynthConfig(
            seed=seed, frames=frames, height=256, width=320, background=ground, n_targets=2,
            scr=(6.0, 12.0), target_size=(3.0, 6.0), dark_fraction=0.0,
        )
        for seed, ground in ((8, "town"), (9, "cloud"))
    ]  # fmt: skip
    write_sequences(configs, folder / "set")
    path = folder / "sky over the town.lirst"
    assert p2m(["import", str(folder / "set"), "--out", str(path)]) == 0
    with open_project(path) as project:
        run = path.with_suffix(".runs") / "001"
        run.mkdir(parents=True)
        take_snapshot(path, run / LABELS)
        (run / "best.safetensors").write_bytes(shipped_weights().read_bytes())
        add_run(project, "train", run, "2026-11-24T10:00:00+00:00", {}, RunStatus.FINISHED)
    return path


def visit_all(window: MainWindow, visit: Visit) -> None:
    """Call `visit` with each window and its name while it is open; the main one first."""
    visit("main", window)
    actions = window.actions_by_name
    for name in WINDOWS:
        _visit(name, actions[name].trigger, visit)
    _visit("result", partial(window.results.show_result, 1), visit)
    _visit("fault", partial(show_fault, "frame 12: division by zero", "details", None), visit)
    for name in QUESTIONS:
        QTimer.singleShot(0, partial(_answer, name, visit))
        actions[name].trigger()


def _visit(name: str, open_it: Callable[[], object], visit: Visit) -> None:
    before = _windows()
    open_it()
    settle()
    for window in _windows() - before:
        visit(name, window)
        if isValid(window):
            window.close()
        settle()


def _answer(name: str, visit: Visit) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    visit(name, dialog)
    dialog.reject()


def _windows() -> set[QWidget]:
    return {w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()}


def settle() -> None:
    """Wait until the jobs in threads have ended, and all is painted."""
    QApplication.processEvents()
    while any(
        job.isRunning() for w in QApplication.topLevelWidgets() for job in w.findChildren(Job)
    ):
        QApplication.processEvents()
    for _ in range(3):
        QApplication.processEvents()
