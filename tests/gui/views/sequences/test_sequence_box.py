"""Projects of many single images: the list of sequences, and the steps between them."""

import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from label_irst.views.window.main_window import MainWindow
from p2m_core.detector import Detection
from p2m_core.project import (
    FrameState,
    add_sequences,
    count_states,
    create_project,
    look_at,
    open_project,
    store_predictions,
)
from tests.driving import click, press
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.heartbeat import heartbeat
from tests.real_data import real

IMAGES = 300
VIDEO = "a-video-with-a-rather-long-name-that-no-menu-bar-has-room-for"
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def many(empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window with a project of single images, image-000 and so on; after image 1 a video."""
    image = scenes.frame(0)
    sources = [
        scenes.write_stack(tmp_path / f"image-{i:03d}.npy", image[np.newaxis])
        for i in range(IMAGES)
    ]
    sources.insert(2, scenes.write_stack(tmp_path / f"{VIDEO}.npy", scenes.frames(3)))
    with create_project(tmp_path / "many.lirst") as project:
        add_sequences(project, (look_at(source) for source in sources))
    assert empty_window.open(tmp_path / "many.lirst")
    return empty_window


def shown(window: MainWindow) -> str:
    assert window.document.info is not None
    return window.document.info.name


def go_to_the_last(window: MainWindow) -> None:
    window.files.show_sequence(IMAGES + 1)
    assert shown(window) == f"image-{IMAGES - 1:03d}"


def open_list(window: MainWindow) -> None:
    press(window, Key.Key_G, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert window.sequence_box.list.isVisible()


def listed(window: MainWindow) -> list[str]:
    model = window.sequence_box.list.table.model()
    return [model.index(i, 0).data() for i in range(model.rowCount())]


def test_the_next_frame_of_a_single_image_is_the_next_image(many: MainWindow) -> None:
    assert shown(many) == "image-000"
    press(many, Key.Key_D)
    assert shown(many) == "image-001"
    press(many, Key.Key_A)
    press(many, Key.Key_A)
    assert shown(many) == "image-000"
    assert many.statusBar().currentMessage() == "This is the first sequence."
    press(many, Key.Key_D, Modifier.ShiftModifier)
    assert shown(many) == "image-009", "ten on; one of them is the video"
    go_to_the_last(many)
    press(many, Key.Key_Right)
    assert shown(many) == f"image-{IMAGES - 1:03d}"
    assert many.statusBar().currentMessage() == "This is the last sequence."


def test_a_video_stays_at_its_ends_and_shows_how_to_go_on(many: MainWindow) -> None:
    press(many, Key.Key_PageDown)
    press(many, Key.Key_PageDown)
    assert shown(many) == VIDEO
    press(many, Key.Key_A)
    assert "PgUp" in many.statusBar().currentMessage()
    for _ in range(3):
        press(many, Key.Key_D)
    assert (shown(many), many.document.frame) == (VIDEO, 2)
    assert "PgDown" in many.statusBar().currentMessage()
    press(many, Key.Key_PageDown)
    assert shown(many) == "image-002"
    press(many, Key.Key_PageUp)
    assert (shown(many), many.document.frame) == (VIDEO, 2), "where it was left"
    press(many, Key.Key_PageUp)
    assert shown(many) == "image-001"


def test_a_project_of_one_video_shows_no_hint_about_other_sequences(window: MainWindow) -> None:
    press(window, Key.Key_End)
    press(window, Key.Key_D)
    assert window.statusBar().currentMessage() == ""


def test_accept_and_empty_go_on_to_the_next_image_and_undo_comes_back(many: MainWindow) -> None:
    click(many.global_view, *FIRST.middle(0))
    press(many, Key.Key_Return)
    assert shown(many) == "image-001"
    press(many, Key.Key_E)
    assert shown(many) == VIDEO
    project = many.document.project
    assert project is not None
    many.files.show_sequence(4)
    labels = [label.text() for label in many.statusBar().findChildren(QLabel)]
    assert f"2 of {IMAGES + 3} frames done" in labels, "of all images, not of one"
    counts = count_states(project)
    assert counts[1] == {FrameState.ACCEPTED: 1}
    assert counts[2] == {FrameState.VERIFIED_EMPTY: 1}
    press(many, Key.Key_Z, Modifier.ControlModifier)
    assert shown(many) == "image-001"
    press(many, Key.Key_Z, Modifier.ControlModifier)
    assert shown(many) == "image-000"
    assert many.document.state is FrameState.EDITED


def test_the_zoom_stays_from_image_to_image(many: MainWindow) -> None:
    many.detail_view.zoom_to(33.0)
    press(many, Key.Key_D)
    assert shown(many) == "image-001"
    assert many.detail_view.view.scale == pytest.approx(33.0)


def test_a_missing_image_is_reported_and_passed(many: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "image-001.npy").unlink()
    press(many, Key.Key_D)
    assert shown(many) == "image-000"
    assert "image-001" in many.banner.text
    press(many, Key.Key_D)
    assert shown(many) == VIDEO


def test_the_keyboard_searches_and_selects_in_the_list(many: MainWindow) -> None:
    open_list(many)
    box = many.sequence_box.list
    assert len(listed(many)) == IMAGES + 1
    QTest.keyClicks(box.search, "IMA 29")
    assert listed(many) == ["image-029", "image-129", "image-229"] + [
        f"image-{i}" for i in range(290, 300)
    ]
    for key in (Key.Key_Down, Key.Key_PageDown, Key.Key_Up, Key.Key_Return):
        QTest.keyClick(box.search, key)
    assert not box.isVisible()
    assert shown(many) == "image-298"
    open_list(many)
    assert box.search.text() == ""
    assert box.table.currentIndex().data() == "image-298", "the one on show"
    QTest.keyClick(box.search, Key.Key_Escape)
    assert not box.isVisible()
    assert shown(many) == "image-298"


def test_the_list_shows_progress_and_the_rest(many: MainWindow) -> None:
    press(many, Key.Key_E)
    click(many.global_view, *FIRST.middle(0))  # of image 1, and it is not accepted
    press(many, Key.Key_PageDown)
    press(many, Key.Key_E)
    open_list(many)
    box = many.sequence_box.list
    model = box.table.model()
    assert box.summary.text() == f"1 of {IMAGES + 1} sequences done"
    assert [model.index(i, 1).data() for i in range(3)] == ["", "", "1 / 3"]
    QTest.mouseClick(box.only_left, Qt.MouseButton.LeftButton)
    assert listed(many) == ["image-001"]


def test_a_long_name_is_shortened_in_the_bar_and_whole_in_its_tip(many: MainWindow) -> None:
    many.files.show_sequence(3)
    box = many.sequence_box
    assert VIDEO not in box.currentText()
    assert box.currentText().endswith(f"3 / {IMAGES + 1}")
    assert VIDEO in box.toolTip()
    assert box.geometry().right() <= many.menuBar().width()


def test_space_goes_on_to_the_next_sequence_with_targets_to_review(many: MainWindow) -> None:
    project = many.document.project
    assert project is not None
    for id in (5, 9):
        store_predictions(project, id, "d", [(0, [Detection(21.0, 31.0, 2.0, 0.9)])])
    click(many.global_view, *FIRST.middle(0))
    go_to_the_last(many)
    for name in ("image-003", "image-007"):
        press(many, Key.Key_Space)
        assert shown(many) == name, "first the images in this row"
        press(many, Key.Key_E)
    press(many, Key.Key_Space)
    assert shown(many) == "image-000", "then those before the video"
    assert many.document.selected is not None
    assert many.statusBar().currentMessage() == "To review next: image-000"
    press(many, Key.Key_Return)
    press(many, Key.Key_Space)
    assert many.statusBar().currentMessage() == "Nothing is left to review."


def test_accept_in_the_review_list_goes_on_to_the_next_sequence(many: MainWindow) -> None:
    for _ in range(2):
        click(many.global_view, *FIRST.middle(0))
        press(many, Key.Key_D)
    many.files.show_sequence(1)
    panel = many.review.panel
    (tabs,) = (tabs for tabs in many.findChildren(QTabWidget) if tabs.isAncestorOf(panel))
    tabs.setCurrentWidget(panel)
    press(many, Key.Key_Return)
    assert shown(many) == "image-001"


def test_a_step_between_many_images_does_not_block_the_window(
    many: MainWindow, qtbot: QtBot
) -> None:
    press(many, Key.Key_D)
    with heartbeat() as beat:
        many.files.show_sequence(4)
        for _ in range(40):
            press(many, Key.Key_D)
            qtbot.wait(1)
    assert shown(many) == "image-042"
    assert np.median(beat.work) < 50
    assert max(beat.work) < 100


def test_a_project_of_many_images_opens_at_the_last_one_without_blocking(
    many: MainWindow, qtbot: QtBot
) -> None:
    many.files.show_sequence(200)
    assert many.document.project is not None
    path = many.document.project.path
    with heartbeat() as beat:
        assert many.open(path)
        qtbot.waitUntil(lambda: shown(many) == "image-198")
    assert max(beat.work) < 100


def test_many_dropped_images_are_added_quickly(many: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    more = [
        scenes.write_stack(tmp_path / "more" / f"image-{i:03d}.npy", scenes.frames(1))
        for i in range(200)
    ]
    begin = time.thread_time()
    many.files.take(more, add=True)
    assert time.thread_time() - begin < 2
    assert len(many.sequence_box.names) == IMAGES + 201
    assert shown(many) == "image-000-2"


def test_real_images_are_stepped_through_one_after_the_other(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    sources = sorted(real("sirst/images").glob("*.png"))[:30]
    with create_project(tmp_path / "sirst.lirst") as project:
        add_sequences(project, (look_at(source) for source in sources))
    assert empty_window.open(tmp_path / "sirst.lirst")
    for source in sources:
        assert shown(empty_window) == source.stem
        assert empty_window.document.image is not None
        press(empty_window, Key.Key_E)
    with open_project(tmp_path / "sirst.lirst", readonly=True) as stored:
        assert all(c == {FrameState.VERIFIED_EMPTY: 1} for c in count_states(stored).values())
        assert len(count_states(stored)) == len(sources)


@pytest.mark.parametrize("name", ["IR_BIRD_004", "IR_DRONE_134", "a clip with 16 bits"])
def test_a_name_that_the_bar_has_room_for_is_shown_in_full(
    empty_window: MainWindow, tmp_path: Path, name: str
) -> None:
    assert empty_window.open(scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(2)))
    assert empty_window.sequence_box.currentText() == name
