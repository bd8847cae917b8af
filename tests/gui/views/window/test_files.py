"""Opening, and its failures: reported in the banner, with the way out, not modal."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.opening import open_path
from label_irst.views.window.main_window import MainWindow
from p2m_core.files import write_png
from p2m_core.project import FrameState, _migrations, create_project, get_sequence, open_project
from tests.driving import click
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND

HOLD = """
import sys
from p2m_core.project import open_project
with open_project(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_program_in(project: Path) -> Iterator[None]:
    """A second process that has the project open for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(120) == 0


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """A closed project with a target, and its images beside it."""
    project, info = open_path(scenes.write_stack(tmp_path / "sky.npy", scenes.frames(5)))
    project.close()
    assert info is not None
    document = Document()
    document.open_project(open_project(project.path))
    document.open_sequence(info)
    frame_actions.click(document, *FIRST.middle(0))
    document.close()
    return project.path


def banner_text(window: MainWindow) -> str:
    """The text of the banner, which is visible and not modal."""
    assert window.banner.isVisibleTo(window)
    assert QApplication.activeModalWidget() is None
    assert "\n" not in window.banner.text
    assert "Traceback" not in window.banner.text
    return window.banner.text


def accept_offer(window: MainWindow) -> None:
    QTest.mouseClick(window.banner.offer, Qt.MouseButton.LeftButton)


def bad_sources(folder: Path) -> dict[str, tuple[Path, str]]:
    """Paths that cannot be opened, and words that the message must contain."""
    (folder / "notes.png").write_text("This is no picture.\n")
    (folder / "empty").mkdir()
    (folder / "table.csv").write_text("a,b\n")
    (folder / "fake.lirst").write_text("no project")
    (folder / "cut.npy").write_bytes(b"\x93NUMPY\x01\x00")
    return {
        "missing": (folder / "nowhere.png", "no such file"),
        "text": (folder / "notes.png", "notes.png"),
        "empty folder": (folder / "empty", "0 frames"),
        "unknown kind": (folder / "table.csv", "table.csv"),
        "no project": (folder / "fake.lirst", "not a Label-IRST project"),
        "cut short": (folder / "cut.npy", "cut.npy"),
    }


@pytest.mark.parametrize(
    "kind", ["missing", "text", "empty folder", "unknown kind", "no project", "cut short"]
)
def test_the_banner_names_what_cannot_be_opened(
    empty_window: MainWindow, tmp_path: Path, kind: str
) -> None:
    path, words = bad_sources(tmp_path)[kind]
    before = sorted(tmp_path.iterdir())
    assert not empty_window.open(path)
    assert path.name in banner_text(empty_window)
    assert words in banner_text(empty_window)
    assert sorted(tmp_path.iterdir()) == before, "and no file is left"
    assert empty_window.document.project is None
    good = scenes.write_stack(tmp_path / "good.npy", scenes.frames(2))
    assert empty_window.open(good)
    assert not empty_window.banner.isVisibleTo(empty_window), "the trouble is over"


def test_a_bad_path_leaves_the_project_open(window: MainWindow, tmp_path: Path) -> None:
    click(window.global_view, *FIRST.middle(0))
    for path, _ in bad_sources(tmp_path).values():
        assert not window.open(path)
        banner_text(window)
        assert window.document.project is not None
        assert len(window.document.targets) == 1
    click(window.global_view, *SECOND.middle(0))
    assert len(window.document.targets) == 2


def test_vanished_images_leave_their_project_open(window: MainWindow, clip: Path) -> None:
    click(window.global_view, *FIRST.middle(0))
    clip.rename(clip.with_name("elsewhere.npy"))
    assert not window.open(clip)
    assert "clip.npy" in banner_text(window)
    assert len(window.document.targets) == 1


def test_the_banner_can_be_dismissed(empty_window: MainWindow, tmp_path: Path) -> None:
    empty_window.open(tmp_path / "nowhere")
    banner_text(empty_window)
    close = next(b for b in empty_window.banner.findChildren(QToolButton) if b.isVisible())
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not empty_window.banner.isVisibleTo(empty_window)


def test_the_same_images_can_be_opened_again(window: MainWindow, clip: Path) -> None:
    click(window.global_view, *FIRST.middle(0))
    for path in (clip, clip.with_suffix(".lirst")):
        assert window.open(path), window.banner.text
        assert len(window.document.targets) == 1
    (clip.parent / "link").symlink_to(clip.parent)
    assert window.open(clip.parent / "link" / clip.name), window.banner.text
    assert len(window.document.targets) == 1


def test_a_project_of_a_newer_program_is_shown_but_not_edited(
    empty_window: MainWindow, annotated: Path
) -> None:
    newer = _migrations.newest_version() + 1
    db = sqlite3.connect(annotated)
    db.execute(f"PRAGMA user_version = {newer}")
    db.close()
    assert empty_window.open(annotated)
    assert "newer Label-IRST" in banner_text(empty_window)
    assert "read-only" in banner_text(empty_window)
    assert len(empty_window.document.targets) == 1
    click(empty_window.global_view, *SECOND.middle(0))
    assert len(empty_window.document.targets) == 1
    assert "newer" in empty_window.statusBar().currentMessage()


def test_a_project_in_use_is_offered_read_only(empty_window: MainWindow, annotated: Path) -> None:
    with another_program_in(annotated):
        assert not empty_window.open(annotated)
        assert "another program" in banner_text(empty_window)
        assert empty_window.banner.offer.text() == "Open read-only"
        accept_offer(empty_window)
        document = empty_window.document
        assert document.project is not None
        assert document.project.readonly
        assert len(document.targets) == 1
        assert "read-only" in banner_text(empty_window)
        for name in ("delete", "accept", "empty", "undo"):
            document.select(document.targets[0])
            empty_window.actions_by_name[name].trigger()
        assert len(document.targets) == 1
        assert document.state is FrameState.EDITED
        empty_window.actions_by_name["last"].trigger()
        assert document.frame == 4


def test_moved_images_are_located_again(
    empty_window: MainWindow, annotated: Path, tmp_path: Path
) -> None:
    window = empty_window
    (tmp_path / "archive").mkdir()
    moved = (tmp_path / "sky.npy").rename(tmp_path / "archive" / "heaven.npy")
    assert not window.open(annotated)
    assert "sky.npy" in banner_text(window)
    assert window.banner.offer.text() == "Locate…"
    for action in window.actions_by_name.values():  # nothing to do, and no harm in trying
        if action.objectName() in ("undo", "redo", "delete", "accept", "next", "last", "fit"):
            action.trigger()
    other = scenes.write_stack(tmp_path / "other.npy", scenes.frames(5)[::-1])
    window.files.relink(1, other)
    assert "content differs" in banner_text(window)
    window.files.relink(1, tmp_path / "gone.npy")
    assert "gone.npy" in banner_text(window)
    window.files.relink(1, moved)
    assert not window.banner.isVisibleTo(window)
    assert len(window.document.targets) == 1
    window.close()
    with open_project(annotated) as project:
        assert get_sequence(project, 1).path == moved


def test_single_images_that_moved_are_found_again_by_one_of_them(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    window = empty_window
    for i in range(3):
        write_png(tmp_path / "set" / f"sky{i}.png", scenes.frame(i)[: 60 + i])
    assert window.open(tmp_path / "set")
    assert "3 images of different sizes" in banner_text(window)
    (tmp_path / "set").rename(tmp_path / "moved")
    messages: list[str] = []
    window.document.message.connect(messages.append)
    window.files.relink(2, tmp_path / "moved" / "sky1.png")
    assert messages == ["Found again beside it: 2 more sequences."]
    for id in (1, 3):
        assert window.files.show_sequence(id)
    assert window.document.info is not None
    assert window.document.info.path == tmp_path / "moved" / "sky2.png"


def test_a_project_without_a_sequence_offers_to_add_one(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    empty_window.files.show_project(create_project(tmp_path / "new.lirst"))
    assert "no sequence" in banner_text(empty_window)
    source = scenes.write_folder(tmp_path / "sky", scenes.frames(3))
    empty_window.files.add_sequence(source)
    assert not empty_window.banner.isVisibleTo(empty_window)
    assert empty_window.document.image is not None


def test_the_box_of_sequences_shows_and_changes_the_sequence(
    window: MainWindow, tmp_path: Path
) -> None:
    box = window.sequence_box
    assert [sequence.name for sequence in box.names] == ["clip"]
    assert box.currentText() == "clip"
    window.files.add_sequence(scenes.write_folder(tmp_path / "sky", scenes.frames(3)))
    assert [sequence.name for sequence in box.names] == ["clip", "sky"]
    assert box.currentText() == "sky   2 / 2"
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    table = box.list.table
    first = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert window.document.info is not None
    assert window.document.info.name == "clip"
    window.files.add_sequence(tmp_path / "sky")
    assert len(box.names) == 2, "it is there already"
    assert window.document.info.name == "sky"


def test_a_missing_sequence_leaves_the_open_one(window: MainWindow, tmp_path: Path) -> None:
    folder = scenes.write_folder(tmp_path / "sky", scenes.frames(3))
    window.files.add_sequence(folder)
    window.files.show_sequence(1)
    folder.rename(tmp_path / "elsewhere")
    assert not window.files.show_sequence(2)
    assert "sky" in banner_text(window)
    assert window.document.info is not None
    assert window.document.info.id == 1
    assert window.sequence_box.currentText() == "clip   1 / 2"
    click(window.global_view, *FIRST.middle(0))
    assert len(window.document.targets) == 1
    window.files.relink(2, tmp_path / "elsewhere")
    assert window.document.info.id == 2


def test_a_read_only_project_takes_no_sequence(
    empty_window: MainWindow, annotated: Path, tmp_path: Path
) -> None:
    assert empty_window.open(annotated, readonly=True)
    empty_window.files.add_sequence(scenes.write_stack(tmp_path / "b.npy", scenes.frames(2)))
    assert "read-only" in banner_text(empty_window)
    assert len(empty_window.sequence_box.names) == 1


def test_the_title_names_the_project_and_commands_wait_for_one(
    empty_window: MainWindow, annotated: Path
) -> None:
    needs = [empty_window.actions_by_name[n] for n in ("add-sequence", "add-folder", "export")]
    assert not any(action.isEnabled() for action in needs)
    assert empty_window.windowTitle() == "Label-IRST"
    assert empty_window.open(annotated)
    assert all(action.isEnabled() for action in needs)
    assert empty_window.windowTitle().startswith("sky.lirst")
