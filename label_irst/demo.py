"""The demo: the main job, done with real mouse events and commands on a synthetic sequence.

With a display, the user can watch, and then go on by hand. Without one, it ends with a screenshot
and an exported data set.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from label_irst.review.accept import accept_range
from label_irst.views.picture.canvas import Canvas
from label_irst.views.window.main_window import MainWindow
from p2m_core import files
from p2m_core.datasets import layout
from p2m_core.datasets.writers import FORMATS
from p2m_core.errors import P2MError
from p2m_core.project import create_project
from p2m_core.synth import SynthConfig, write_sequence

FRAMES = 40
LOOKED_AT = 4  # doubtful targets
PICTURED = 5
STRIP_STEPS = 40  # until the film strip has read its crops
WATCHABLE_MS = 450  # between two steps, with a display
Seeds = dict[str, list[tuple[float, float]]]  # by the frame's name


def start_demo(window: MainWindow, folder: Path) -> None:
    """Make the sequence and the project in `folder`, and start the steps.

    Raises
    ------
    P2MError
        If the folder cannot be written.
    """
    source, seeds = _make_sequence(folder)
    project = folder / "demo.lirst"
    for old in folder.glob("demo.lirst*"):
        old.unlink()
    window.files.show_project(create_project(project))
    window.files.add_sequence(source)
    offscreen = _unseen()
    if offscreen:
        window.resize(1280, 800)  # the offscreen platform has a small screen
    steps = _story(window, seeds, folder)
    timer = QTimer(window)

    def advance() -> None:
        try:
            next(steps)
        except StopIteration:
            timer.stop()
            if offscreen:
                QApplication.quit()
        except P2MError as error:
            timer.stop()
            print(f"label-irst: error: {error}")
            QApplication.exit(error.exit_status)

    timer.timeout.connect(advance)
    timer.start(0 if offscreen else WATCHABLE_MS)


def _unseen() -> bool:
    return QGuiApplication.platformName() == "offscreen"


def _make_sequence(folder: Path) -> tuple[Path, Seeds]:
    """Write the synthetic set once; return its images and where its targets can be clicked."""
    config = SynthConfig(
        seed=8, frames=FRAMES, height=256, width=320, background="town", n_targets=2,
        scr=(6.0, 12.0), target_size=(3.0, 6.0), dark_fraction=0.0,
    )  # fmt: skip
    truth = folder / "synthetic"
    folder.mkdir(parents=True, exist_ok=True)
    if not truth.exists():
        write_sequence(config, truth)
    seeds: Seeds = {}
    for row in layout.read_targets(truth):
        if row.seed_x is not None and row.seed_y is not None:
            seeds.setdefault(row.frame, []).append((row.seed_x, row.seed_y))
    return truth / "images" / config.name, seeds


def _story(window: MainWindow, seeds: Seeds, folder: Path) -> Iterator[None]:
    document, view = window.document, window.global_view
    yield
    assert document.sequence is not None
    for x, y in seeds.get(document.sequence.frame_name(document.frame), []):
        _hover(view, x, y)
        yield
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=_place(view, x, y))
        yield
    for command in ("grow", "grow", "undo", "deselect", "propagate"):
        window.actions_by_name[command].trigger()
        yield
    while window.propagation.progress.busy:
        yield
    for _ in range(LOOKED_AT):  # the most doubtful ones
        window.actions_by_name["next-review"].trigger()
        yield
    accept_range(document, 0, document.states.size - 1)
    yield
    document.go_to(PICTURED)  # a frame with its masks, for the picture
    document.select(document.targets[0] if document.targets else None)
    if document.targets:
        document.focus_requested.emit(*document.targets[0].centroid)
    for _ in range(STRIP_STEPS if _unseen() else 1):
        yield
    _finish(window, folder)


def _place(view: Canvas, x: float, y: float) -> QPoint:
    return view.view.to_view().map(QPointF(x, y)).toPoint()


def _hover(view: Canvas, x: float, y: float) -> None:
    window = view.window()
    for at in (_place(view, x + 2, y), _place(view, x, y)):
        QTest.mouseMove(window.windowHandle(), view.mapTo(window, at))


def _finish(window: MainWindow, folder: Path) -> None:
    picture = folder / "screenshot.png"
    window.grab().save(str(picture))
    project = window.document.project
    assert project is not None
    goal = _free(folder / "dataset")
    summary = FORMATS["sirstd-pixel"].export(project, goal)
    window.banner.show_text(
        window.tr(
            "Demo: {frames} frames annotated and exported to {folder}. Go on by hand."
        ).format(frames=summary.frames, folder=goal.resolve())
    )
    print(f"annotated  {summary.frames} frames, {summary.targets} targets, in {project.path}")
    print(f"mean IoU   {_mean_iou(goal, folder / 'synthetic'):.2f} against the exact masks")
    print(f"screenshot {picture.resolve()}")
    print(f"data set   {goal.resolve()}", flush=True)


def _free(path: Path) -> Path:
    number = 1
    candidate = path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def _mean_iou(made: Path, truth: Path) -> float:
    scores = []
    for mask in sorted((made / "masks").rglob("*.png")):
        exact = next((truth / "masks").rglob(mask.name))
        a, b = files.read_png(mask) > 0, files.read_png(exact) > 0
        if np.any(a | b):
            scores.append(float(np.sum(a & b) / np.sum(a | b)))
    return float(np.mean(scores)) if scores else 1.0
