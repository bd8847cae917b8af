"""File > Import and dropped data sets: the preview, the choices, and what comes of them."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from label_irst.views.importing.dialog import ImportDialog
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    FrameState,
    Target,
    create_project,
    get_frame_states,
    list_sequences,
    list_targets,
    open_project,
)
from tests.driving import press
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND
from tests.gui.typing import PATHS, type_paths

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
IMAGES = 6


def write_set(root: Path, count: int = IMAGES) -> Path:
    """Single images of two sizes with masks; the mask of the last one has another name."""
    for folder in ("images", "masks"):
        (root / folder).mkdir(parents=True)
    for i in range(count):
        crop = (slice(0, 96 - 8 * (i % 2)), slice(0, 128))
        mask = (FIRST.mask(0) | SECOND.mask(0)) if i % 3 == 0 else FIRST.mask(0)
        assert cv2.imwrite(str(root / f"images/sky{i}.png"), scenes.frame(0)[crop])
        name = f"sky{i}" if i < count - 1 else "lonely"
        assert cv2.imwrite(str(root / f"masks/{name}.png"), mask[crop].astype(np.uint8) * 255)
    return root


def write_voc(root: Path) -> Path:
    """A sequence of three frames with boxes; the XML of the last one has no entry."""
    scenes.write_folder(root / "images", scenes.frames(3))
    (root / "boxes").mkdir()
    for i in range(3):
        x, y = FIRST.corner(i)
        box = f"<xmin>{x + 1}</xmin><ymin>{y + 1}</ymin><xmax>{x + 3}</xmax><ymax>{y + 3}</ymax>"
        entry = f"<object><name>plane</name><bndbox>{box}</bndbox></object>" if i < 2 else ""
        size = "<size><width>128</width><height>96</height><depth>1</depth></size>"
        text = f"<annotation><filename>{i:04d}.png</filename>{size}{entry}</annotation>"
        (root / f"boxes/{i:04d}.xml").write_text(text)
    return root


def looked(dialog: ImportDialog | None, qtbot: QtBot) -> ImportDialog:
    """The dialog, when the preview is there."""
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.job is None)
    return dialog


def brought(window: MainWindow, dialog: ImportDialog, qtbot: QtBot) -> None:
    """Press Import, and wait until the dialog is gone and the project is shown."""
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: window.importing.dialog is None)


def cells(dialog: ImportDialog, column: int) -> list[str]:
    return [str(dialog.rows.index(i, column).data()) for i in range(dialog.rows.rowCount())]


def targets(project: object) -> list[Target]:
    return [t for info in list_sequences(project) for t in list_targets(project, info.id, 0)]  # type: ignore[arg-type]


def test_masks_come_into_a_new_project_bit_for_bit(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    root = write_set(tmp_path / "set")
    press(empty_window, Qt.Key.Key_I, CONTROL)
    dialog = empty_window.importing.dialog
    assert dialog is not None
    assert not dialog.start.isEnabled(), "nothing is chosen yet"
    dialog.add([root])
    looked(dialog, qtbot)
    assert "5 of 5 frames labelled" in dialog.totals.text()
    assert "7 masks" in dialog.totals.text()
    notes = dialog.notes.toPlainText()
    assert "sky5" in notes
    assert "lonely" in notes
    assert dialog.goal.text == str(tmp_path / "set.lirst")
    brought(empty_window, dialog, qtbot)
    project = empty_window.document.project
    assert project is not None
    assert project.path == tmp_path / "set.lirst"
    assert "Imported 7 targets in 5 sequences" in empty_window.statusBar().currentMessage()
    assert len(empty_window.document.images.row) == 5
    first = empty_window.document.targets
    assert [(t.x0, t.y0, t.area) for t in first] == [
        (*FIRST.corner(0), 9),
        (*SECOND.corner(0), 25),
    ]
    assert all(t.mask.all() for t in first)
    states = {int(get_frame_states(project, info.id)[0]) for info in list_sequences(project)}
    assert states == {FrameState.ACCEPTED}


def test_masks_can_wait_for_a_review_and_sequences_be_left_out(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = looked(empty_window.importing.ask([write_set(tmp_path / "set")]), qtbot)
    dialog.choices.state.setCurrentIndex(1)
    rows = dialog.rows
    rows.setData(rows.index(1, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.totals.text().startswith("4 of 5 sequences")
    brought(empty_window, dialog, qtbot)
    project = empty_window.document.project
    assert project is not None
    names = [info.name for info in list_sequences(project)]
    assert names == ["sky0", "sky2", "sky3", "sky4"]
    assert get_frame_states(project, 1)[0] == FrameState.EDITED


def test_only_the_choices_that_matter_are_shown_and_boxes_are_asked_about(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = looked(empty_window.importing.ask([write_voc(tmp_path / "voc")]), qtbot)
    choices = dialog.choices
    shown = {n for n in ("voc", "mot", "state", "boxes", "empty", "present")
             if getattr(choices, n).isVisible()}  # fmt: skip
    assert shown == {"voc", "boxes", "empty"}
    assert "plane 2" in dialog.categories.text()
    assert choices.empty.currentData() == "unseen", "absence is no statement until the user says so"
    choices.boxes.setCurrentIndex(1)
    choices.voc.setCurrentIndex(1)  # one past the last: the boxes are a pixel smaller
    looked(dialog, qtbot)
    brought(empty_window, dialog, qtbot)
    (target,) = empty_window.document.targets
    assert target.mask.shape == (2, 2)
    wanted = [FrameState.EDITED, FrameState.EDITED, FrameState.UNSEEN]
    assert empty_window.document.images.states.tolist() == wanted


def test_labels_come_into_the_open_project_and_one_undo_takes_them_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    project = window.document.project
    assert project is not None
    root = write_set(tmp_path / "set")
    dialog = looked(window.importing.ask([root], add=True), qtbot)
    assert dialog.to_open.isChecked()
    assert not dialog.goal.isEnabled()
    brought(window, dialog, qtbot)
    project = window.document.project
    assert project is not None
    assert not project.readonly
    assert window.document.info is not None
    assert window.document.info.name == "sky0"
    assert len(targets(project)) == 7
    press(window, Qt.Key.Key_Z, CONTROL)
    assert targets(project) == []
    assert not window.document.images.states.any()
    press(window, Qt.Key.Key_Y, CONTROL)
    assert len(targets(project)) == 7


def test_frames_with_targets_are_kept_or_replaced_as_asked(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    root = write_set(tmp_path / "set")
    brought(empty_window, looked(empty_window.importing.ask([root]), qtbot), qtbot)
    dialog = looked(empty_window.importing.ask([root], add=True), qtbot)
    brought(empty_window, dialog, qtbot)
    assert "5 left as they were" in empty_window.statusBar().currentMessage()
    dialog = looked(empty_window.importing.ask([root], add=True), qtbot)
    dialog.choices.present.setCurrentIndex(1)
    brought(empty_window, dialog, qtbot)
    assert "7 targets replaced" in empty_window.statusBar().currentMessage()
    project = empty_window.document.project
    assert project is not None
    assert len(targets(project)) == 7


def test_nothing_is_overwritten(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    create_project(tmp_path / "set.lirst").close()
    dialog = looked(empty_window.importing.ask([write_set(tmp_path / "set")]), qtbot)
    assert dialog.goal.text == str(tmp_path / "set-2.lirst")
    dialog.goal.put(str(tmp_path / "set.lirst"))
    QTest.mouseClick(dialog.start, LEFT)
    assert "exists already" in dialog.status.text()
    assert dialog.isVisible()
    dialog.reject()


def test_a_source_without_labels_is_one_line(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    dialog = looked(empty_window.importing.ask([tmp_path / "nothing"]), qtbot)
    assert str(tmp_path / "nothing") in dialog.status.text()
    assert not dialog.start.isEnabled()
    dialog.reject()
    assert empty_window.importing.dialog is None


def test_a_cancelled_import_leaves_nothing(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = looked(empty_window.importing.ask([write_set(tmp_path / "set")]), qtbot)
    QTest.mouseClick(dialog.start, LEFT)
    assert dialog.job is not None
    assert dialog.stop.text() == "Cancel"
    QTest.mouseClick(dialog.stop, LEFT)
    looked(dialog, qtbot)
    assert "Cancelled" in dialog.status.text()
    assert [p.name for p in tmp_path.iterdir()] == ["set"]
    dialog.reject()


def test_what_is_dropped_is_opened_or_offered_for_import(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    take = empty_window.importing.take
    take([write_set(tmp_path / "set")], False)
    dialog = looked(empty_window.importing.dialog, qtbot)
    assert cells(dialog, 0) == [f"sky{i}" for i in range(5)]
    dialog.reject()
    assert empty_window.document.project is None
    take([scenes.write_folder(tmp_path / "sky", scenes.frames(3))], False)
    assert empty_window.importing.dialog is None
    assert empty_window.document.states.size == 3
    take([write_voc(tmp_path / "voc")], True)
    dialog = looked(empty_window.importing.dialog, qtbot)
    assert dialog.to_open.isChecked()
    dialog.reject()
    create_project(tmp_path / "other.lirst").close()
    take([tmp_path / "other.lirst"], False)
    project = empty_window.document.project
    assert project is not None
    assert project.path.name == "other.lirst"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_dialog_fits_a_small_screen(
    application: QApplication, empty_window: MainWindow, qtbot: QtBot, tmp_path: Path, theme: str
) -> None:
    dialog = looked(empty_window.importing.ask([write_set(tmp_path / theme)]), qtbot)
    assert dialog.minimumSizeHint().height() < 680
    assert dialog.minimumSizeHint().width() < 1200
    dialog.reject()


def test_an_open_project_stays_as_it_was_if_the_import_is_cancelled(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    root = write_set(tmp_path / "set")
    dialog = looked(window.importing.ask([root], add=True), qtbot)
    QTest.mouseClick(dialog.start, LEFT)
    assert window.document.project is not None
    assert window.document.project.readonly, "the import writes to it"
    dialog.reject()
    looked(dialog, qtbot)
    assert "Cancelled" in dialog.status.text()
    project = window.document.project
    assert project is not None
    assert not project.readonly
    with open_project(project.path, readonly=True) as stored:
        assert [info.name for info in list_sequences(stored)] == ["clip"]
    dialog.reject()


def test_open_folder_offers_the_labels_in_it_and_opens_it_once_it_is_a_project(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_set(tmp_path / "set")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(root))
    empty_window.actions_by_name["open-folder"].trigger()
    brought(empty_window, looked(empty_window.importing.dialog, qtbot), qtbot)
    press(empty_window, Qt.Key.Key_D)
    assert empty_window.document.info is not None
    assert empty_window.document.info.name == "sky1"
    empty_window.document.close()
    empty_window.actions_by_name["open-folder"].trigger()
    assert empty_window.importing.dialog is None
    assert empty_window.document.info.name == "sky1", "where it was left"
    video = scenes.write_stack(tmp_path / "clip.npy", scenes.frames(2))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([str(video)], ""))
    empty_window.actions_by_name["open"].trigger()
    assert empty_window.document.states.size == 2


def test_any_text_may_be_typed_as_the_goal(empty_window: MainWindow, qtbot: QtBot) -> None:
    empty_window.actions_by_name["import"].trigger()
    dialog = empty_window.importing.dialog
    assert dialog is not None
    type_paths(dialog.goal.line)
    for path in PATHS:
        dialog.goal.put(path)
        assert dialog._fault()
    dialog.reject()
