"""Drag and drop: dropped files are opened or added; a wrong one is reported."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from label_irst.views.window.drop import DropZones
from label_irst.views.window.main_window import MainWindow
from label_irst.views.window.settings_dialog import show_settings
from p2m_core.project import list_sequences
from tests.gui import scenes
from tests.gui.views.window.test_files import banner_text
from tests.real_data import real

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def zones(window: MainWindow) -> DropZones:
    (found,) = window.findChildren(DropZones)
    return found


def drag(window: MainWindow, data: QMimeData, right: bool = False) -> bool:
    """Drag files over the left or right half of the window; return whether they may be dropped."""
    at = QPoint(window.width() * (3 if right else 1) // 4, window.height() // 2)
    enter = QDragEnterEvent(at, COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(window, enter)
    move = QDragMoveEvent(at, COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(window, move)
    return enter.isAccepted()


def drop(window: MainWindow, *paths: Path, right: bool = False) -> None:
    data = mime(*paths)
    assert drag(window, data, right)
    assert zones(window).isVisible()
    at = QPointF(window.width() * (3 if right else 1) / 4, window.height() / 2)
    QApplication.sendEvent(window, QDropEvent(at, COPY, data, LEFT, NO_KEYS))
    assert not zones(window).isVisible()
    QApplication.processEvents()


def sequences(window: MainWindow) -> list[str]:
    project = window.document.project
    return [info.name for info in list_sequences(project)] if project is not None else []


@pytest.fixture
def stacks(tmp_path: Path) -> list[Path]:
    return [
        scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(3))
        for name in ("east", "north", "west")
    ]


def test_a_dropped_folder_is_opened(empty_window: MainWindow, tmp_path: Path) -> None:
    folder = scenes.write_folder(tmp_path / "sky", scenes.frames(3))
    drop(empty_window, folder)
    assert empty_window.document.project is not None
    assert empty_window.document.project.path == tmp_path / "sky.lirst"
    assert empty_window.document.image is not None


def test_a_dropped_video_is_opened(empty_window: MainWindow, tmp_path: Path) -> None:
    video = next(real("drone_ir").rglob("*.mp4"), None)
    if video is None:
        pytest.skip("no video among the real data")
    link = tmp_path / video.name
    link.symlink_to(video)
    drop(empty_window, link)
    assert empty_window.document.image is not None


def test_a_dropped_project_is_opened(
    window: MainWindow, stacks: list[Path], tmp_path: Path
) -> None:
    assert window.open(stacks[0])
    drop(window, tmp_path / "clip.lirst")
    assert window.document.project is not None
    assert window.document.project.path.name == "clip.lirst"


def test_several_dropped_files_become_sequences_of_one_project(
    empty_window: MainWindow, stacks: list[Path]
) -> None:
    assert drag(empty_window, mime(*stacks))
    assert zones(empty_window).words == ["Open 3 sequences as one project"]
    drop(empty_window, *stacks)
    assert sequences(empty_window) == ["east", "north", "west"]
    assert empty_window.document.info is not None
    assert empty_window.document.info.name == "east", "the first one is on show"
    assert len(empty_window.sequence_box.names) == 3


def test_the_right_half_adds_and_the_left_half_opens(
    window: MainWindow, stacks: list[Path]
) -> None:
    assert drag(window, mime(*stacks[:2]), right=True)
    assert zones(window).words == ["Open 2 sequences as one project", "Add to clip.lirst"]
    drop(window, *stacks[:2], right=True)
    assert sequences(window) == ["clip", "east", "north"]
    assert window.document.info is not None
    assert window.document.info.name == "east"
    drop(window, stacks[2])
    assert sequences(window) == ["west"]


def test_a_wrong_file_among_good_ones_is_reported_in_one_line(
    empty_window: MainWindow, stacks: list[Path], tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b\n")
    (tmp_path / "empty").mkdir()
    drop(empty_window, table, *stacks[:2], tmp_path / "empty")
    assert sequences(empty_window) == ["east", "north"]
    assert "table.csv" in banner_text(empty_window)
    assert "1 more" in banner_text(empty_window)


@pytest.mark.parametrize("right", [False, True])
def test_a_wrong_file_alone_leaves_the_project_open(
    window: MainWindow, tmp_path: Path, right: bool
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b\n")
    drop(window, table, right=right)
    assert "table.csv" in banner_text(window)
    assert sequences(window) == ["clip"]
    assert window.document.image is not None


def test_the_second_of_two_dropped_projects_is_refused(
    empty_window: MainWindow, stacks: list[Path], tmp_path: Path
) -> None:
    for stack in stacks[:2]:
        assert empty_window.open(stack)
    empty_window.document.close()
    drop(empty_window, tmp_path / "east.lirst", tmp_path / "north.lirst", stacks[2])
    assert sequences(empty_window) == ["east", "west"]
    assert "north.lirst" in banner_text(empty_window)


def test_a_drop_without_files_is_ignored(window: MainWindow) -> None:
    text, web = QMimeData(), QMimeData()
    text.setText("some words")
    web.setUrls([QUrl("https://example.org/a.mp4")])
    assert not drag(window, text)
    assert not drag(window, web)
    assert not zones(window).isVisible()


def test_the_drop_zones_vanish_when_the_drag_leaves(window: MainWindow, stacks: list[Path]) -> None:
    assert drag(window, mime(stacks[0]))
    assert zones(window).isVisible()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not zones(window).isVisible()
    assert sequences(window) == ["clip"]


def test_a_window_behind_a_dialog_takes_no_drop(window: MainWindow, stacks: list[Path]) -> None:
    dialog = show_settings(window, window.actions_by_name)
    assert not drag(window, mime(stacks[0]))
    dialog.close()
