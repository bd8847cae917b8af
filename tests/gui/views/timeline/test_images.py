"""Single images in a row: cells of one strip, gone over like the frames of a sequence."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.review import accept
from label_irst.views.timeline.timeline import Timeline
from label_irst.views.window.main_window import MainWindow
from p2m_core.detector import Detection
from p2m_core.project import (
    FrameState,
    TargetState,
    add_sequences,
    create_project,
    get_frame_states,
    look_at,
    store_predictions,
)
from tests.driving import click, press
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.gui.views.screen import grabbed

IMAGES = 12
Key = Qt.Key


@pytest.fixture
def strip(empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window with twelve single images of three sizes, and a video after them."""
    sources = []
    for i in range(IMAGES):
        image = scenes.frame(0)[: 96 - 8 * (i % 3), : 128 - 16 * (i % 3)]
        sources.append(scenes.write_stack(tmp_path / f"image-{i:02d}.npy", image[np.newaxis]))
    sources.append(scenes.write_stack(tmp_path / "video.npy", scenes.frames(3)))
    with create_project(tmp_path / "images.lirst") as project:
        add_sequences(project, (look_at(source) for source in sources))
    assert empty_window.open(tmp_path / "images.lirst")
    return empty_window


def shown(window: MainWindow) -> str:
    assert window.document.info is not None
    return window.document.info.name


def colour(timeline: Timeline, place: int) -> tuple[int, ...]:
    """The painted colour at the foot of a cell, beside the cursor's shade."""
    cell = timeline.place_of(place)
    x, y = round(cell.center().x()), int(cell.bottom()) - 1
    return tuple(int(v) for v in grabbed(timeline)[y, x])


def painted(state: FrameState) -> tuple[int, ...]:
    return theme.state_colour(state).getRgb()[:3]


def test_the_timeline_shows_each_image_as_a_cell_in_its_state(strip: MainWindow) -> None:
    timeline = strip.timeline
    assert timeline.span.count == IMAGES
    click(strip.global_view, *FIRST.middle(0))
    press(strip, Key.Key_Return)
    press(strip, Key.Key_E)
    press(strip, Key.Key_U)
    assert shown(strip) == "image-03"
    wanted = [FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY, FrameState.UNCERTAIN]
    assert [colour(timeline, i) for i in range(3)] == [painted(state) for state in wanted]
    assert colour(timeline, 5) == painted(FrameState.UNSEEN)
    press(strip, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(strip) == "image-02"
    press(strip, Key.Key_D)
    assert colour(timeline, 2) == painted(FrameState.UNSEEN)


def test_a_click_on_a_cell_shows_its_image(strip: MainWindow) -> None:
    at = strip.timeline.place_of(7).center().toPoint()
    QTest.mouseClick(strip.timeline, Qt.MouseButton.LeftButton, pos=at)
    assert shown(strip) == "image-07"
    assert strip.timeline.frame_at(at.x()) == 7
    assert "Image 8 · image-07" in strip.timeline.tip_at(at)


def test_keys_go_over_the_images_as_over_frames(
    strip: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(strip, Key.Key_End)
    assert shown(strip) == "image-11"
    press(strip, Key.Key_Home)
    assert shown(strip) == "image-00"
    press(strip, Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert shown(strip) == "image-10"
    asked: Iterator[tuple[int, bool]] = iter([(4, True)])
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: next(asked))
    press(strip, Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert shown(strip) == "image-03"
    assert "image 4 / 12" in strip.global_view.title


def test_the_span_stays_from_image_to_image_and_not_to_a_video(strip: MainWindow) -> None:
    timeline = strip.timeline
    timeline._set_span(timeline.span.zoomed(0.0, 1.3))
    span = timeline.span
    press(strip, Key.Key_D)
    assert timeline.span == span
    press(strip, Key.Key_End)
    press(strip, Key.Key_D)
    assert shown(strip) == "video"
    assert timeline.span.count == 3
    press(strip, Key.Key_PageUp)
    assert timeline.span.count == IMAGES


def test_the_film_strip_shows_the_target_of_each_image(strip: MainWindow, qtbot: QtBot) -> None:
    click(strip.global_view, *FIRST.middle(0))
    press(strip, Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    film = strip.film_strip
    qtbot.waitUntil(lambda: not film.busy)
    QApplication.processEvents()
    for place in (0, 4):
        box = film.place_of(place).toRect()
        cell = grabbed(film.viewport())[box.top() : box.bottom(), box.left() : box.right()]
        middle = cell[30:42, 30:42].max() if place == 0 else cell.max()
        assert middle > 150, "the target in the middle; without one, the whole image"
    assert film.frame_at(film.place_of(4).center().x()) == 4
    QTest.mouseClick(film.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(film, 4))
    assert shown(strip) == "image-04"


def middle_of(film: object, place: int) -> QPoint:
    return film.place_of(place).center().toPoint()  # type: ignore[attr-defined]


def test_the_review_goes_over_all_images_and_ends(strip: MainWindow) -> None:
    for place in (2, 6):
        strip.document.go_to_image(place)
        click(strip.global_view, *FIRST.middle(0))
    press(strip, Key.Key_Home)
    seen = []
    for _ in range(2):
        press(strip, Key.Key_Space)
        seen.append(shown(strip))
        assert strip.document.selected is not None
        press(strip, Key.Key_Return)
    assert seen == ["image-02", "image-06"]
    press(strip, Key.Key_Space)
    assert strip.statusBar().currentMessage() == "Nothing is left to review."


def test_suggestions_of_a_job_reach_the_strip(strip: MainWindow, qtbot: QtBot) -> None:
    project = strip.document.project
    assert project is not None
    store_predictions(project, 5, "d", [(0, [Detection(21.0, 31.0, 2.0, 0.9)])])
    press(strip, Key.Key_D)
    qtbot.waitUntil(lambda: strip.document.images.states[4] == FrameState.SUGGESTED)
    assert colour(strip.timeline, 4) == painted(FrameState.SUGGESTED)
    assert not get_frame_states(project, 5).any(), "on the screen only"


def test_a_range_of_images_is_accepted_in_one_step(strip: MainWindow) -> None:
    def in_state(state: FrameState) -> list[int]:
        return [i for i in range(IMAGES) if strip.document.images.states[i] == state]

    for place in (1, 4, 6, 9):
        strip.document.go_to_image(place)
        click(strip.global_view, *FIRST.middle(0))
    strip.document.go_to_image(6)
    press(strip, Key.Key_U)
    strip.document.go_to_image(4)
    assert accept.accept_images(strip.document, 0, 7)
    assert in_state(FrameState.ACCEPTED) == [1, 4], "not the uncertain one, nor out of the range"
    assert strip.document.images.here == 4
    assert strip.document.targets[0].state is TargetState.ACCEPTED
    press(strip, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert in_state(FrameState.EDITED) == [1, 4, 9]
    press(strip, Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert in_state(FrameState.ACCEPTED) == [1, 4]
