"""Pre-annotation from the menu: the real window, the real command, real data if present."""

import inspect
import os
import shutil
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from label_irst.jobs.preannotation import arguments, unfinished
from label_irst.views.preannotation.form import BESIDE, BOXES, POINTS, SUGGEST, PreannotateForm
from label_irst.views.preannotation.window import PreannotateWindow
from label_irst.views.window.main_window import MainWindow
from p2m_core.classical import METHODS
from p2m_core.cli.preannotate import preannotate
from p2m_core.project import FrameState, get_prediction_scores, list_sequences, open_project
from p2m_core.suggest import CLASSICAL
from tests.gui.scenes import frames, write_stack
from tests.gui.typing import type_paths
from tests.heartbeat import heartbeat
from tests.real_data import real

PATIENCE = 120_000
STALL = 600.0  # ms, on a machine that others use too; 100 is what we hold to


def push(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def asked(empty_window: MainWindow) -> PreannotateWindow:
    """The window of pre-annotation, from the menu."""
    empty_window.actions_by_name["preannotate"].trigger()
    window = empty_window.preannotation.window
    assert window.isVisible()
    return window


def choose(form: PreannotateForm, kind: str) -> None:
    form.labels.setCurrentIndex(form.labels.findData(kind))


def known_options() -> set[str]:
    """The command's own parameters, without those about its output."""
    return set(inspect.signature(preannotate).parameters) - {"progress_mode", "json_file"}


def test_every_option_of_the_command_is_in_the_form(asked: PreannotateWindow) -> None:
    """The form has no others: an option added to the command fails here."""
    form = asked.form
    assert set(form.options) == known_options()
    form.advanced.setChecked(True)
    seen: set[str] = set()
    for kind in (BESIDE, BOXES, POINTS, SUGGEST):
        choose(form, kind)
        seen |= {
            name for name in known_options() - {"suggest"} if getattr(form, name).isVisibleTo(asked)
        }
    assert seen | {"suggest"} == known_options()


def test_every_option_reaches_the_command_line(asked: PreannotateWindow, tmp_path: Path) -> None:
    form = asked.form
    form.source.put(str(tmp_path))
    assert form.out.text == str(tmp_path.with_name(f"{tmp_path.name}.lirst")), "a good guess"
    form.out.put(str(tmp_path / "new.lirst"))
    form.support.setValue(12.5)
    form.voc_max.setCurrentIndex(1)
    form.voc_origin.setCurrentIndex(1)
    form.mot_origin.setCurrentIndex(1)
    form.workers.setValue(7)
    choose(form, BOXES)
    form.boxes.put("boxes.json")
    labelled = [
        "--boxes",
        "boxes.json",
        "--voc-max",
        "past",
        "--voc-origin",
        "0",
        "--mot-origin",
        "1",
        "--support",
        "12.5",
        "--workers",
        "7",
    ]
    goal = ["--out", str(tmp_path / "new.lirst")]
    assert arguments(form.options) == ["preannotate", str(tmp_path), *goal, *labelled]
    choose(form, POINTS)
    form.points.put("points.csv")
    assert "--points points.csv" in " ".join(arguments(form.options))
    assert "--boxes" not in arguments(form.options)
    choose(form, SUGGEST)
    form.detector.setCurrentIndex(form.detector.findData("rprnet"))
    form.weights.put("w.safetensors")
    form.device.setCurrentIndex(form.device.findData("cuda"))
    form.scheduler.setText("tcp://10.0.0.1:8786")
    suggested = [
        "--suggest",
        "--detector",
        "rprnet",
        "--weights",
        "w.safetensors",
        "--device",
        "cuda",
    ]
    cluster = ["--scheduler", "tcp://10.0.0.1:8786"]
    assert arguments(form.options) == ["preannotate", str(tmp_path), *goal, *suggested, *cluster]
    before = form.options
    other = PreannotateForm()
    other.put(before)
    assert other.options == before, "what a run was begun with is shown again"
    form.detector.setCurrentIndex(form.detector.findData(next(iter(METHODS))))
    assert "--weights" not in arguments(form.options), "they are of the network"


def test_the_form_names_a_missing_entry_and_disables_start(
    asked: PreannotateWindow, tmp_path: Path
) -> None:
    form = asked.form
    assert not asked.start.isEnabled()
    form.source.put(str(tmp_path / "nowhere"))
    assert "nowhere is not there" in asked.line.text()
    form.source.put(str(tmp_path))
    choose(form, BOXES)
    assert "Choose where the labels are" in asked.line.text()
    choose(form, BESIDE)
    form.out.put(str(tmp_path / "goal"))
    assert "ends in .lirst" in asked.line.text()
    (tmp_path / "there.lirst").touch()
    form.out.put(str(tmp_path / "there.lirst"))
    assert "exists already" in asked.line.text()
    assert not asked.start.isEnabled()
    form.out.put(str(tmp_path / "new.lirst"))
    assert asked.start.isEnabled()


def test_boxes_of_real_images_become_a_project_to_review(
    qtbot: QtBot, asked: PreannotateWindow, empty_window: MainWindow, tmp_path: Path
) -> None:
    source = tmp_path / "sirst"
    (source / "images").mkdir(parents=True)
    (source / "boxes").mkdir()
    some = sorted(real("sirst/boxes").iterdir())[:12]
    for box in some:
        shutil.copy(box, source / "boxes")
        [image] = real("sirst/images").glob(f"{box.stem}.*")
        shutil.copy(image, source / "images")
    bad = source / "images" / "broken.png"
    bad.write_bytes(b"no image")
    shutil.copy(some[0], source / "boxes" / "broken.xml")
    form = asked.form
    form.source.put(str(source / "images"))
    choose(form, BOXES)
    form.boxes.put(str(source / "boxes"))
    form.out.put(str(tmp_path / "new.lirst"))
    with heartbeat() as beat:
        push(asked.start)
        assert not form.isEnabled()
        qtbot.waitUntil(lambda: not asked.work.running, timeout=PATIENCE)
    assert beat.longest < STALL
    assert asked.results is not None, asked.line.text()
    assert asked.results["targets"] >= 12
    assert "targets to review" in asked.line.text()
    assert "Sequences that cannot be opened: 1" in asked.line.text()
    assert "broken.png" in asked.failed.toPlainText()
    push(asked.open)
    document = empty_window.document
    assert document.project.path == tmp_path / "new.lirst"
    assert len(list_sequences(document.project)) == 12
    assert document.targets
    assert document.state is FrameState.EDITED
    assert not asked.isVisible()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree that takes a while."""
    folder = tmp_path / "tree"
    folder.mkdir()
    for i in range(6):
        write_stack(folder / f"clip{i}.npy", frames(60)[i:])
    return folder


def suggest(asked: PreannotateWindow, tree: Path, goal: Path) -> None:
    form = asked.form
    form.source.put(str(tree))
    choose(form, SUGGEST)
    form.detector.setCurrentIndex(form.detector.findData(CLASSICAL))
    form.workers.setValue(1)
    form.out.put(str(goal))
    push(asked.start)


def test_a_stopped_or_killed_run_continues_in_another_window(
    qtbot: QtBot, asked: PreannotateWindow, empty_window: MainWindow, tree: Path, tmp_path: Path
) -> None:
    goal = tmp_path / "new.lirst"
    counts: list[int] = []
    asked.work.progressed.connect(lambda done, total: counts.append(done))
    suggest(asked, tree, goal)
    qtbot.waitUntil(lambda: bool(counts) and counts[-1] > 0, timeout=PATIENCE)
    assert empty_window.preannotation.progress.isVisible()
    push(asked.stop)
    qtbot.waitUntil(lambda: not asked.work.running, timeout=PATIENCE)
    assert "Start continues it" in asked.line.text()
    assert not goal.exists()
    before = counts[-1]

    # Killed from outside: reported, and nothing is lost either.
    counts.clear()
    push(asked.start)
    qtbot.waitUntil(lambda: bool(counts) and counts[-1] > before, timeout=PATIENCE)
    assert counts[0] >= before, "what was finished is not done again"
    os.kill(asked.work.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not asked.work.running, timeout=PATIENCE)
    assert "ended without an error message" in asked.line.text()
    before = counts[-1]

    empty_window.close()
    assert unfinished() is not None
    again = MainWindow()
    again.session.keeps = True
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    again.actions_by_name["preannotate"].trigger()
    window = again.preannotation.window
    assert "Start continues it" in window.line.text()
    counts.clear()
    window.work.progressed.connect(lambda done, total: counts.append(done))
    push(window.start)
    qtbot.waitUntil(lambda: window.results is not None, timeout=PATIENCE)
    assert counts[0] >= before
    assert unfinished() is None
    with open_project(goal, readonly=True) as project:
        assert all(
            get_prediction_scores(project, info.id).all() for info in list_sequences(project)
        )


def test_the_main_window_reports_the_end_when_the_own_window_is_closed(
    qtbot: QtBot, asked: PreannotateWindow, empty_window: MainWindow, tree: Path, tmp_path: Path
) -> None:
    goal = tmp_path / "new.lirst"
    suggest(asked, tree, goal)
    asked.close()
    banner = empty_window.banner
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert "new.lirst is pre-annotated" in banner.text
    push(banner.offer)
    assert empty_window.document.project.path == goal
    assert empty_window.document.suggestions.any


def test_any_text_may_be_typed_where_a_path_belongs(asked: PreannotateWindow) -> None:
    form = asked.form
    for line in (form.source, form.out, form.boxes, form.points, form.weights):
        type_paths(line.line)
    form.source.line.clear()
    form.out.line.clear()
    QTest.keyClicks(form.source.line, "/nowhere/sky")
    assert form.out.text == "/nowhere/sky.lirst"
    assert "/nowhere/sky is not there" in asked.line.text()
