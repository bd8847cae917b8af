"""The shipped detector suggests through a real video; only what is accepted is exported."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from label_irst.views.review.suggestion_bar import SuggestionBar
from p2m_core.cli import main as p2m
from p2m_core.project import FrameState, Origin, iter_targets, list_predictions, list_targets
from p2m_core.sequence import open_sequence
from tests.driving import click, place, press
from tests.real_data import boxes, is_in

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAME = "IR_DRONE_134"
PATIENCE = 300_000  # ms: the detector on one thread of a busy machine


@pytest.fixture
def window(request, opened, linked, tmp_path):
    """The window with the video open, or with as many frames of it as are asked for."""
    path = linked(f"drone_ir/val/{NAME}.mp4")
    if count := getattr(request, "param", None):
        with open_sequence(path) as video:
            np.save(tmp_path / "clip.npy", np.stack([video[i] for i in range(count)]))
        path = tmp_path / "clip.npy"
    window = opened(path)
    yield window
    window.close()
    assert not window.suggesting.suggester.running, "no process is left behind"


@pytest.mark.parametrize(
    "window", [80, pytest.param(None, marks=pytest.mark.slow)], indirect=True, ids=["clip", "video"]
)
def test_accepted_suggestions_are_exported_and_undone_ones_are_not(qtbot, window, tmp_path):
    document = window.document
    count = len(document.states)
    truth = {f: box for f, box in boxes(f"drone_ir/val/{NAME}.gt.txt").items() if f < count}
    press(window, Key.Key_Q, SHIFT)
    work = window.suggestions.progress
    assert work.isVisible()
    qtbot.waitUntil(lambda: not work.isVisible(), timeout=PATIENCE)
    assert not window.banner.isVisible(), window.banner.text

    # Nearly every box is hit, and nothing was edited.
    best = {}
    for frame in truth:
        found = list_predictions(document.project, document.info.id, frame)
        sure = [p for p in found if p.score >= document.suggestions.threshold]
        best[frame] = any(is_in(truth[frame], (p.x, p.y)) for p in sure)
    assert sum(best.values()) >= 0.95 * len(truth)
    assert document.project.undo_label is None
    assert list(iter_targets(document.project, document.info.id)) == []

    # Review: next, accept all, accept the frame; five times.
    reviewed = []
    document.go_to(count - 1)
    for _ in range(5):
        press(window, Key.Key_Space)
        assert document.shown_state is FrameState.SUGGESTED
        reviewed.append(document.frame)
        press(window, Key.Key_Y)
        assert document.targets
        assert any(is_in(truth[document.frame], t.centroid) for t in document.targets)
        assert document.suggestions.shown == []
        press(window, Key.Key_Return)
    assert len({t.track for f in reviewed for t in targets(document, f)
                if is_in(truth[f], t.centroid)}) == 1  # fmt: skip

    # One more is accepted and undone: its suggestion is back.
    press(window, Key.Key_Space)
    undone = document.frame
    left = list(document.suggestions.shown)
    press(window, Key.Key_Y)
    press(window, Key.Key_Z, CTRL)
    assert document.suggestions.shown == left
    assert document.targets == []

    # By mouse: one accepted with a click, one rejected with a right click.
    surest = document.suggestions.shown[0]
    click(window.global_view, surest.x, surest.y)
    assert is_in(truth[undone], document.selected.centroid)
    press(window, Key.Key_Z, CTRL)
    at = window.global_view.mapTo(window, place(window.global_view, surest.x, surest.y))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.RightButton, pos=at)
    assert surest not in document.suggestions.shown
    press(window, Key.Key_Q)
    qtbot.waitUntil(lambda: "Suggestions" in window.statusBar().currentMessage(), timeout=PATIENCE)
    near = [math.dist((surest.x, surest.y), (g.x, g.y)) for g in document.suggestions.shown]
    assert all(distance > 2 for distance in near), "it does not come back"

    project = document.project.path
    window.close()
    out = tmp_path / "dataset"
    assert p2m(["export", str(project), "--out", str(out), "--format", "sirstd-pixel"]) == 0
    with (out / "targets.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {int(row["frame"]) for row in rows} == set(reviewed)
    assert {row["origin"] for row in rows} == {Origin.SUGGESTED.value}
    assert {row["state"] for row in rows} == {"accepted"}
    assert len(list(Path(out).rglob("masks/*/*.png"))) == len(reviewed)


def targets(document, frame):
    return list_targets(document.project, document.info.id, frame)


def test_the_slider_reaches_the_review_queue(qtbot, window):
    document = window.document
    document.go_to(100)
    press(window, Key.Key_Q)
    qtbot.waitUntil(lambda: bool(document.suggestions.shown), timeout=PATIENCE)
    slider = window.findChild(SuggestionBar).slider
    slider.setValue(100)
    document.go_to(0)
    press(window, Key.Key_Space)
    assert document.frame == 0, "nothing is left to review"
    slider.setValue(50)
    press(window, Key.Key_Space)
    assert document.frame == 100
