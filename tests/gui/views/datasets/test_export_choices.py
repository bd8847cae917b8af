"""What the export dialog offers: every format with its losses and options, splits, ways out."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from label_irst.document.actions import frame_actions
from label_irst.views.datasets import texts
from label_irst.views.datasets.export_dialog import ExportDialog
from label_irst.views.datasets.split_choice import DRAWN, ROLES
from label_irst.views.window.main_window import MainWindow
from p2m_core.datasets.writers import FORMATS
from p2m_core.project import set_roles
from tests.gui import scenes
from tests.gui.scenes import FIRST

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def accepted(window: MainWindow, tmp_path: Path) -> MainWindow:
    """A project of four sequences, with an accepted frame in each."""
    for name in ("east", "south", "west"):
        window.files.add_sequence(scenes.write_folder(tmp_path / name, scenes.frames(2)))
    for id in range(1, 5):
        window.files.show_sequence(id)
        frame_actions.click(window.document, *FIRST.middle(0))
        frame_actions.accept(window.document)
    return window


@pytest.fixture
def dialog(accepted: MainWindow, tmp_path: Path) -> ExportDialog:
    dialog = accepted.files.export()
    assert dialog is not None
    dialog.folder.setText(str(tmp_path / "set"))
    return dialog


def run(qtbot: QtBot, dialog: ExportDialog) -> None:
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(dialog.start.isEnabled)
    assert dialog.summary is not None, dialog.status


def test_every_format_is_offered_with_what_it_loses(dialog: ExportDialog) -> None:
    box = dialog.format.box
    assert [box.itemData(i) for i in range(box.count())] == list(FORMATS)
    dialog.format.take("mot")
    assert "masks: boxes only" in dialog.format.cannot.text()
    assert "MOTChallenge" in dialog.format.what.text()
    dialog.format.take("yolo")
    assert "masks: boxes only" in dialog.format.cannot.text()
    shapes = dialog.format.fields["shapes"]
    shapes.setCurrentIndex(shapes.findText("segment"))  # type: ignore[union-attr]
    assert "masks: boxes only" not in dialog.format.cannot.text()


def test_every_text_of_the_registry_can_be_translated() -> None:
    known = set(texts.known())
    for format in FORMATS.values():
        shown = [format.title, *format.cannot, *(option.title for option in format.options)]
        assert known.issuperset(shown), set(shown) - known
        for option in format.options:
            for choice in option.choices:
                assert known.issuperset(format.cannot_with({option.name: choice}))


def test_the_options_of_the_format_are_written(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.format.take("coco")
    keypoints = dialog.format.fields["keypoints"]
    assert isinstance(keypoints, QCheckBox)
    keypoints.setChecked(True)
    dialog.licence.setText("CC BY 4.0")
    run(qtbot, dialog)
    written = json.loads((tmp_path / "set/annotations/instances_train.json").read_text())
    assert written["annotations"][0]["keypoints"][:2] == pytest.approx(FIRST.middle(0))
    assert "Licence: CC BY 4.0" in (tmp_path / "set/README.md").read_text()
    assert dialog.show_folder.isVisible()


def test_sequences_are_drawn_or_taken_by_their_roles(
    accepted: MainWindow, dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert dialog.test.isVisible()
    dialog.split.take(DRAWN)
    assert not dialog.test.isVisible()
    dialog.split.share.setValue(50)
    run(qtbot, dialog)
    assert dialog.summary is not None
    assert dialog.summary.test_sequences == 2
    dialog.reject()
    project = accepted.document.project
    assert project is not None
    set_roles(project, {1: "test", 2: "train", 3: "train", 4: "out"})
    dialog = accepted.files.export() or dialog
    assert dialog.split.how.currentData() == ROLES, "somebody has decided"
    assert dialog.split.roles.text() == "2 for training, 1 for testing, 1 for neither"
    dialog.folder.setText(str(tmp_path / "roles"))
    run(qtbot, dialog)
    assert dialog.summary is not None
    assert (dialog.summary.sequences, dialog.summary.sequences_out) == (3, 1)


def test_an_older_export_is_replaced_or_the_next_name_taken(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    goal = tmp_path / "set"
    run(qtbot, dialog)
    (goal / "masks" / "old.txt").write_text("of the older export")
    assert dialog.replace.isVisible()
    assert "set-2" in dialog.next_name.text()
    dialog.replace.setChecked(True)
    run(qtbot, dialog)
    assert not (goal / "masks" / "old.txt").exists()
    assert (goal / "README.md").exists()
    QTest.mouseClick(dialog.next_name, LEFT)
    assert dialog.goal == tmp_path / "set-2"
    assert not dialog.next_name.isVisible()
    run(qtbot, dialog)
    assert sorted(p.name for p in tmp_path.glob("*set*")) == ["set", "set-2"]


def test_a_folder_of_something_else_is_never_replaced(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "README.md").write_text("# My thesis")
    dialog.folder.setText(str(tmp_path))
    dialog.folder.setText(str(tmp_path / "set"))
    assert dialog.next_name.isVisible()
    assert not dialog.replace.isVisible()


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_format_needs_more_room_than_a_small_screen(dialog: ExportDialog, name: str) -> None:
    dialog.format.take(name)
    assert dialog.height() < 680
    for label in (dialog.format.what, dialog.format.cannot):
        assert label.height() >= label.heightForWidth(label.width()), "no line is cut"
