"""Adding many files and folders at once, from dialogs that list what can be read."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QTreeView
from pytestqt.qtbot import QtBot

from label_irst.views.window import asking
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import list_sequences
from tests.gui import scenes


def names(window: MainWindow) -> list[str]:
    assert window.document.project is not None
    return [info.name for info in list_sequences(window.document.project)]


def answer(text: str) -> None:
    """Press a button of the question that waits."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    next(b for b in box.buttons() if b.text().replace("&", "") == text).click()


def test_many_files_and_folders_are_added_at_once(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(2)) for name in ("a", "b", "c")
    ]
    (tmp_path / "d.npy").write_text("no array")
    chosen = [*files, tmp_path / "d.npy"]
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_, **__: ([str(path) for path in chosen], "")
    )
    window.actions_by_name["add-sequence"].trigger()
    assert names(window) == ["clip", "a", "b", "c"]
    assert window.document.info is not None
    assert window.document.info.name == "a"
    assert "d.npy" in window.banner.text
    folder = scenes.write_folder(tmp_path / "images", scenes.frames(3))
    images = sorted(folder.iterdir())
    chosen[:] = images[:2]
    QTimer.singleShot(0, lambda: answer("Single pictures"))
    window.actions_by_name["add-sequence"].trigger()
    assert names(window)[4:] == ["0000", "0001"]
    QTimer.singleShot(0, lambda: answer("Cancel"))
    window.actions_by_name["add-sequence"].trigger()
    assert len(names(window)) == 6
    QTimer.singleShot(0, lambda: answer("Frames"))
    window.actions_by_name["add-sequence"].trigger()
    assert names(window)[6:] == ["images"], "once"


def test_several_folders_can_be_marked(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    for name in ("one", "two"):
        scenes.write_folder(tmp_path / "all" / name, scenes.frames(2))
    dialog = asking.several_folders(window, "Add folders", str(tmp_path / "all"))
    qtbot.addWidget(dialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    tree = next(view for view in dialog.findChildren(QTreeView) if view.isVisible())
    model = tree.model()
    qtbot.waitUntil(lambda: model.rowCount(tree.rootIndex()) == 2)
    for row in range(2):
        tree.selectionModel().select(
            model.index(row, 0, tree.rootIndex()),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    assert sorted(Path(path).name for path in dialog.selectedFiles()) == ["one", "two"]
    dialog.close()


def test_the_dialogs_list_what_can_be_read(tmp_path: Path, qtbot: QtBot) -> None:
    shown = {"sky.lirst", "sky.mp4", "sky.TIF", "sky.npy"}
    for name in (*shown, "sky.lirst-wal", "sky.lirst.lock", "sky.gt.txt"):
        (tmp_path / name).touch()
    dialog = QFileDialog(None, "Open", str(tmp_path), asking.filters(projects=True))
    qtbot.addWidget(dialog)
    dialog.setOptions(QFileDialog.Option.DontUseNativeDialog | asking.OPTIONS)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    tree = next(view for view in dialog.findChildren(QTreeView) if view.isVisible())

    def listed() -> set[str]:
        root, model = tree.rootIndex(), tree.model()
        return {str(model.index(row, 0, root).data()) for row in range(model.rowCount(root))}

    qtbot.waitUntil(lambda: shown <= listed())
    assert {name for name in listed() if name.startswith("sky")} == shown
    dialog.close()
