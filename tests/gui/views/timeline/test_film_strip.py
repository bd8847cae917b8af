"""The film strip: a track's targets side by side in the same grey levels, read when seen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document.actions import frame_actions, track_actions
from label_irst.document.looks import PALETTE
from label_irst.views.timeline.film_content import CROPS_KEPT, TARGETS_KEPT
from label_irst.views.timeline.film_marks import PITCH
from label_irst.views.timeline.film_strip import FilmStrip
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import (
    Edit,
    TargetChange,
    add_sequence,
    create_project,
    list_sequences,
    list_track_targets,
)
from tests.core.project.sample import target
from tests.driving import press
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND
from tests.gui.views.screen import grabbed

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """FIRST is track 1 in frames 0 to 19 but 7 and 8; frame 3 is shown, without masks."""
    document = window.document
    for frame in range(20):
        if frame not in (7, 8):
            document.go_to(frame)
            frame_actions.click(document, *FIRST.middle(frame))
    document.go_to(3)
    document.select_track(1)
    return window


def shown(window: MainWindow, qtbot: QtBot) -> FilmStrip:
    """The strip, when everything on it is read."""
    if not window.film_strip.wanted:
        press(window, Qt.Key.Key_F, SHIFT)
    settled(window.film_strip, qtbot)
    return window.film_strip


def settled(strip: FilmStrip, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not strip.busy)
    QApplication.processEvents()


def cell(strip: FilmStrip, frame: int) -> NDArray[np.uint8]:
    """The painted crop of a frame, shape (SIDE, SIDE, 3)."""
    box = strip.place_of(frame).toRect()
    picture = grabbed(strip.viewport())
    return picture[box.top() : box.bottom() + 1, box.left() : box.right() + 1]


def middle(strip: FilmStrip, frame: int) -> QPoint:
    return strip.place_of(frame).center().toPoint()


def on_screen(strip: FilmStrip) -> set[int]:
    """The frames whose crops are on the screen."""
    found = {strip.frame_at(x) for x in range(0, strip.viewport().width(), PITCH // 4)}
    return {frame for frame in found if frame is not None}


def frames(strip: FilmStrip) -> list[int]:
    """The frames found by scrolling along the whole strip."""
    bar = strip.horizontalScrollBar()
    was, found = bar.value(), on_screen(strip)
    for value in range(0, bar.maximum() + PITCH, PITCH):
        bar.setValue(value)
        found |= on_screen(strip)
    bar.setValue(was)
    return sorted(found)


def assert_same_levels(strip: FilmStrip, crops: dict[int, NDArray[np.float64]]) -> None:
    """Each frame's crop is on the screen in squares of 3x3, all with one black and one white."""
    seen = {frame: cell(strip, frame)[:, :, 0] for frame in crops}
    for grey in seen.values():
        assert np.array_equal(grey[2::3, ::3], grey[1::3, 1::3]), "one square of 3x3 a pixel"
    grey = np.concatenate([one[1::3, 1::3].ravel() for one in seen.values()]).astype(float)
    raw = np.concatenate([crop.ravel() for crop in crops.values()])
    between = (grey > 0) & (grey < 255)
    slope, offset = np.polyfit(raw[between], grey[between], 1)
    assert slope > 0
    assert np.abs(np.clip(slope * raw + offset, 0, 255) - grey).max() <= 1.5


def test_the_key_shows_and_hides_the_strip(filled: MainWindow) -> None:
    strip, action = filled.film_strip, filled.actions_by_name["film-strip"]
    assert not strip.isVisible()
    press(filled, Qt.Key.Key_F, SHIFT)
    assert strip.isVisible()
    assert action.isChecked()
    press(filled, Qt.Key.Key_F, SHIFT)
    assert not strip.isVisible()
    assert not action.isChecked()


def test_a_hidden_strip_reads_nothing(filled: MainWindow) -> None:
    for _ in range(5):
        filled.document.step(1)
    assert filled.film_strip.held == 0
    assert not filled.film_strip.busy


def test_each_crop_is_the_target_s_surroundings(filled: MainWindow, qtbot: QtBot) -> None:
    filled.document.display.show_masks(False)
    strip = shown(filled, qtbot)
    crops = {}
    for frame in (0, 1, 2, 5):
        x, y = FIRST.middle(frame)
        crops[frame] = scenes.frame(frame)[y - 12 : y + 12, x - 12 : x + 12].astype(float)
    assert_same_levels(strip, crops)


def test_the_masks_have_their_track_s_colour(filled: MainWindow, qtbot: QtBot) -> None:
    strip = shown(filled, qtbot)

    def red(colour: str) -> int:
        rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        return int((cell(strip, 0) == rgb).all(axis=2).sum())

    assert red(PALETTE[0]) == 4 * 9, "around 3x3 pixels of 3x3"
    track_actions.recolour(filled.document, 1, PALETTE[4])
    assert red(PALETTE[0]) == 0
    assert red(PALETTE[4]) > 0
    filled.document.display.show_masks(False)
    assert red(PALETTE[4]) == 0


def test_a_click_goes_to_the_frame(filled: MainWindow, qtbot: QtBot) -> None:
    strip = shown(filled, qtbot)
    QTest.mouseClick(
        strip.viewport(), Qt.MouseButton.LeftButton, pos=middle(strip, 6) + QPoint(2 * PITCH, 0)
    )
    assert filled.document.frame == 10, "two frames are missing before it"
    assert filled.document.selected is not None
    view = filled.detail_view.view
    assert (view.x, view.y) == filled.document.selected.centroid


def framed(strip: FilmStrip, frame: int) -> bool:
    at = strip.place_of(frame).topLeft().toPoint() - QPoint(2, -20)
    colour = grabbed(strip.viewport())[at.y(), at.x()]
    return tuple(int(c) for c in colour) == theme.colours().cursor.getRgb()[:3]


def test_the_current_frame_is_framed_and_kept_visible(filled: MainWindow, qtbot: QtBot) -> None:
    strip = shown(filled, qtbot)
    assert [framed(strip, i) for i in range(6)] == [False, False, False, True, False, False]
    filled.document.go_to(19)
    settled(strip, qtbot)
    assert framed(strip, 19)
    filled.document.go_to(0)
    assert framed(strip, 0)
    filled.document.go_to(25)
    assert not any(framed(strip, frame) for frame in on_screen(strip))


def test_the_wheel_scrolls_along_the_track(filled: MainWindow, qtbot: QtBot) -> None:
    strip = shown(filled, qtbot)
    at = QPointF(middle(strip, 0))
    wheel = QWheelEvent(
        at, QPointF(strip.viewport().mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(strip.viewport(), wheel)
    assert strip.horizontalScrollBar().value() == 2 * PITCH
    assert filled.document.frame == 3


def test_the_strip_follows_edits_undo_and_the_selection(filled: MainWindow, qtbot: QtBot) -> None:
    document = filled.document
    strip = shown(filled, qtbot)
    before = cell(strip, 3)
    frame_actions.scrub(document, 6)
    assert not np.array_equal(cell(strip, 3), before)
    document.undo()
    settled(strip, qtbot)
    assert np.array_equal(cell(strip, 3), before)
    track_actions.split(document)
    assert frames(strip) == [f for f in range(3, 20) if f not in (7, 8)]
    document.select(None)
    assert frames(strip) == []
    frame_actions.click(document, *SECOND.middle(3))
    assert frames(strip) == [3]
    settled(strip, qtbot)


def test_a_large_target_is_shown_whole(filled: MainWindow, qtbot: QtBot) -> None:
    document = filled.document
    document.select(None)
    stroke = {(40 + r, 60 + c) for r in range(20) for c in range(28)}
    frame_actions.paint(document, stroke, erase=False)
    strip = shown(filled, qtbot)
    rgb = [int(PALETTE[1][i : i + 2], 16) for i in (1, 3, 5)]
    rows, columns = np.nonzero((cell(strip, 3) == rgb).all(axis=2))
    assert np.ptp(rows) in range(39, 42), "20 pixels of 2x2, and the outline"
    assert np.ptp(columns) in range(55, 58)


def test_a_crop_at_the_border_keeps_its_place(filled: MainWindow, qtbot: QtBot) -> None:
    document = filled.document
    document.display.show_masks(False)
    document.select(None)
    frame_actions.paint(document, {(0, 0)}, erase=False)
    strip = shown(filled, qtbot)
    seen = cell(strip, 3)[:, :, 0]
    outside = theme.colours().canvas.red()
    assert (seen[:36] == outside).all()
    assert (seen[:, :36] == outside).all()
    assert (seen[36:, 36:] != outside).any()


def test_an_unreadable_frame_is_marked_and_the_others_are_shown(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = scenes.write_broken_folder(tmp_path / "clip", scenes.frames(6), broken=2)
    assert empty_window.open(folder)
    document = empty_window.document
    new = tuple(TargetChange(None, target(f, x0=30, y0=30)) for f in range(6))
    document.apply(Edit("given", 1, 0, new))
    document.go_to(0)
    document.select_track(1)
    strip = shown(empty_window, qtbot)
    document.display.show_masks(False)
    ground = theme.colours().canvas.getRgb()[:3]
    empty = {f: float((cell(strip, f) == ground).all(axis=2).mean()) for f in range(6)}
    assert empty[2] > 0.8, "but for the word unreadable"
    assert all(empty[f] < 0.5 for f in (0, 1, 3, 4, 5))


def test_a_long_track_costs_only_its_visible_crops(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    count = 3000
    stack = np.zeros((count, 24, 32), np.uint8)
    stack[:, 6, 5] = 200
    project = create_project(tmp_path / "long.lirst")
    add_sequence(project, scenes.write_stack(tmp_path / "long.npy", stack))
    new = tuple(TargetChange(None, target(f)) for f in range(count))
    project.apply(Edit("given", 1, 0, new))
    empty_window.files.show_project(project)
    document = empty_window.document
    document.select_track(1)
    strip = shown(empty_window, qtbot)
    seen = strip.viewport().width() // PITCH + 2
    assert strip.held <= 2 * seen + 12
    for frame in range(0, count, 7):
        document.go_to(frame)
        assert strip.held <= TARGETS_KEPT + seen + CROPS_KEPT
    settled(strip, qtbot)
    assert framed(strip, (count - 1) // 7 * 7)


def test_the_strip_survives_a_change_of_sequence_while_it_reads(
    empty_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    project = create_project(tmp_path / "two.lirst")
    stack = scenes.frames(20)
    for name, images in (("a", stack), ("b", stack[::-1])):
        add_sequence(project, scenes.write_folder(tmp_path / name, images))
    for sequence, plane in ((1, FIRST), (2, SECOND)):
        new = [
            TargetChange(None, replace(target(f, sequence=sequence), x0=x0, y0=y0))
            for f, (x0, y0) in enumerate(map(plane.corner, range(20)))
        ]
        project.apply(Edit("given", sequence, 0, tuple(new)))
    empty_window.files.show_project(project)
    document = empty_window.document
    empty_window.actions_by_name["film-strip"].trigger()
    infos = list_sequences(project)
    for _ in range(4):
        for info in infos:
            document.open_sequence(info)
            document.select_track(1)
            document.step(1)
    document.display.show_masks(False)
    strip = empty_window.film_strip
    settled(strip, qtbot)
    crops = {}
    for frame in (0, 1, 2):
        [one] = list_track_targets(project, 2, 1, frame, frame)
        x, y = (int(np.floor(v + 0.5)) for v in one.centroid)
        image = stack[::-1][frame]
        crops[frame] = image[y - 12 : y + 12, x - 12 : x + 12].astype(float)
    assert_same_levels(strip, crops)


def test_the_strip_explains_what_to_do_without_a_track(window: MainWindow, qtbot: QtBot) -> None:
    strip = shown(window, qtbot)
    assert frames(strip) == []
    assert strip.height() < 130
    grabbed(strip)


def test_the_strip_is_hidden_without_a_sequence(window: MainWindow, clip: Path) -> None:
    window.actions_by_name["film-strip"].trigger()
    assert window.film_strip.isVisible()
    window.document.close()
    assert not window.film_strip.isVisible()
    assert window.open(clip)
    assert window.film_strip.isVisible()
    assert window.actions_by_name["film-strip"].isChecked()
