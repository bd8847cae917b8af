"""The list of models in the real window: import, use, export, removal, and missing files."""

import shutil

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton

from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, checkpoint
from p2m_core.project import list_models, model_in_use, open_project
from p2m_core.resources import shipped_weights

LEFT = Qt.MouseButton.LeftButton
FACTS = {
    "epoch": 17, "config": {"variant": "full", "epochs": 20}, "date": "2026-11-20T10:22:33+00:00",
    "sequences": ["sea", "sky"], "sequence_count": 2, "frames": 640, "targets": 812,
    "held_out": ["coast"], "pd": 0.9312, "false_per_frame": 0.048,
}  # fmt: skip


@pytest.fixture
def theirs(tmp_path):
    """A small model from somewhere else."""
    torch.manual_seed(1)
    path = tmp_path / "elsewhere" / "theirs.safetensors"
    path.parent.mkdir()
    checkpoint.save(path, RPRNet(RPRNetConfig(width=0.125)), 0.41, FACTS)
    return path


@pytest.fixture
def listed(window, qtbot):
    """The list, opened from the menu."""
    window.actions_by_name["models"].trigger()
    listed = window.results.models_window
    qtbot.waitUntil(listed.isVisible)
    return listed


def rows(listed):
    return [row.cells for row in listed.rows.rows]


def texts(listed):
    return " ".join(label.text() for label in listed.findChildren(QLabel))


def click_row(listed, row):
    index = listed.rows.index(row, 0)
    QTest.mouseClick(listed.table.viewport(), LEFT, pos=listed.table.visualRect(index).center())


def take_in(window, listed, qtbot, monkeypatch, path):
    count = len(window.models.models)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(listed.take_in, LEFT)
    qtbot.waitUntil(lambda: len(window.models.models) > count and not window.models.busy)


def answer(listed, qtbot, text):
    box = listed.findChild(QMessageBox)
    [button] = [b for b in box.findChildren(QPushButton) if b.text() == text]
    question = box.informativeText()
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: listed.findChild(QMessageBox) is None)
    return question


def test_a_new_project_uses_the_shipped_model(listed):
    [cells] = rows(listed)
    assert (cells[0], cells[3]) == ("Shipped model", "in use")
    assert not listed.use.isEnabled()
    assert not listed.remove.isEnabled()
    assert "4 of 4" in texts(listed)


def test_an_imported_model_shows_its_source_and_can_be_used(
    window, listed, qtbot, monkeypatch, theirs
):
    take_in(window, listed, qtbot, monkeypatch, theirs)
    assert (
        rows(listed)[1][:3] == ("theirs", "20 11 2026", "0.931") or rows(listed)[1][0] == "theirs"
    )
    shown = texts(listed)
    for part in (
        "sequences: 2 · frames: 640 · targets: 812", "sea, sky", "coast", "17 of 20", "full",
        "0.41", "Pd 0.931 at 0.048", str(theirs),
    ):  # fmt: skip
        assert part in shown
    QTest.mouseClick(listed.use, LEFT)
    assert [cells[3] for cells in rows(listed)] == ["", "in use"]
    assert not listed.use.isEnabled()
    used = model_in_use(window.document.project)
    assert used is not None
    assert used.path.parent.name == "clip.models"
    theirs.unlink()  # the copy is used
    click_row(listed, 0)
    QTest.mouseClick(listed.use, LEFT)
    assert model_in_use(window.document.project) is None


def test_a_model_with_a_missing_file_is_reported_and_stays_in_use(
    window, listed, qtbot, monkeypatch, theirs
):
    take_in(window, listed, qtbot, monkeypatch, theirs)
    QTest.mouseClick(listed.use, LEFT)
    window.models.models[0].path.unlink()
    listed.close()
    window.actions_by_name["models"].trigger()
    qtbot.waitUntil(lambda: rows(listed)[1][3] == "file missing")
    assert "No other model replaces it" in texts(listed)
    assert not listed.use.isEnabled()
    assert not listed.out.isEnabled()
    assert model_in_use(window.document.project) is not None
    # Another file in its place is refused until the user accepts it.
    shutil.copyfile(shipped_weights(), window.models.models[0].path)
    window.models.refresh()
    qtbot.waitUntil(lambda: rows(listed)[1][3] == "file changed")
    QTest.mouseClick(listed.use, LEFT)
    qtbot.waitUntil(lambda: rows(listed)[1][3] == "in use")
    assert "4 of 4" in texts(listed)


def test_a_removed_model_goes_with_its_copy_after_a_question(
    window, listed, qtbot, monkeypatch, theirs
):
    take_in(window, listed, qtbot, monkeypatch, theirs)
    QTest.mouseClick(listed.use, LEFT)
    QTest.mouseClick(listed.remove, LEFT)
    answer(listed, qtbot, "Keep it")
    assert len(rows(listed)) == 2
    QTest.mouseClick(listed.remove, LEFT)
    question = answer(listed, qtbot, "Remove")
    assert "copy beside the project is deleted" in question
    assert "shipped model then" in question
    [cells] = rows(listed)
    assert cells[3] == "in use"
    project = window.document.project
    assert not list(project.path.parent.glob("*.models"))
    with open_project(project.path, readonly=True) as stored:
        assert list_models(stored) == []


def test_export_writes_the_same_file(window, listed, qtbot, monkeypatch, tmp_path):
    goal = tmp_path / "out.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(goal), ""))
    QTest.mouseClick(listed.out, LEFT)
    qtbot.waitUntil(lambda: str(goal) in listed.note.text())
    assert goal.read_bytes() == shipped_weights().read_bytes()


def test_a_file_that_is_not_a_model_is_refused_in_one_line(
    window, listed, qtbot, monkeypatch, tmp_path
):
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_bytes(b"no weights")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
    QTest.mouseClick(listed.take_in, LEFT)
    qtbot.waitUntil(lambda: "no whole file of weights" in listed.note.text())
    assert len(rows(listed)) == 1
    qtbot.waitUntil(lambda: not window.models.busy)


def test_a_read_only_project_shows_its_models_without_changes(
    window, listed, qtbot, monkeypatch, theirs
):
    take_in(window, listed, qtbot, monkeypatch, theirs)
    assert window.open(window.document.project.path, readonly=True)
    qtbot.waitUntil(lambda: "read-only" in listed.note.text())
    click_row(listed, 1)
    assert not listed.use.isEnabled()
    assert not listed.remove.isEnabled()
    assert not listed.take_in.isEnabled()
    assert listed.out.isEnabled() or window.models.busy


def test_the_list_closes_with_the_window(window, listed):
    window.close()
    assert not listed.isVisible()
