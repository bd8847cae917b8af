"""A closer look at a real video: levels, difference, blink, lock; the data stay unchanged.

The drone is 15 pixels large and flies past a tree line.
"""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from label_irst.display.look import Filter
from label_irst.views.picture.levels_strip import LevelsStrip
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from tests.driving import click, hover, press
from tests.real_data import boxes

Key, Keys = Qt.Key, Qt.KeyboardModifier
FIRST = 100


@pytest.fixture
def truth() -> dict[int, tuple[int, ...]]:
    found = boxes("drone_ir/train/IR_DRONE_053.gt.txt")
    return {frame: tuple(map(round, box)) for frame, box in found.items()}


def greys(window: MainWindow) -> NDArray[np.int64]:
    shown = window.document.display.shown(window.document.frame)
    assert shown is not None
    flat = shown.image.convertToFormat(QImage.Format.Format_Grayscale8)
    raw = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return raw[:, : flat.width()].astype(np.int64)


def brightest(window: MainWindow, box: tuple[int, ...]) -> tuple[int, int]:
    x, y, width, height = box
    assert window.document.image is not None
    crop = window.document.image[y : y + height, x : x + width]
    row, column = np.unravel_index(np.argmax(crop), crop.shape)
    return x + int(column), y + int(row)


def test_a_drone_is_found_by_its_motion_and_kept_in_sight(qtbot, opened, linked, truth):
    video = linked("drone_ir/train/IR_DRONE_053.mp4")
    window = opened(video)
    document, display = window.document, window.document.display
    document.go_to(FIRST)
    qtbot.waitUntil(lambda: document.frame == FIRST and document.image is not None)
    raw = document.image.copy()

    # The panel: white is dragged to the middle of the histogram, and the sky gets lighter.
    press(window, Key.Key_O)
    (strip,) = window.display_panel.findChildren(LevelsStrip)
    before = greys(window)
    handle = window.windowHandle()
    start, goal = strip.x_of(display.levels.high), strip.width() * 0.6
    places = [strip.mapTo(window, QPoint(round(x), strip.height() // 2)) for x in (start, goal)]
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseMove(handle, places[1])
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=places[1])
    assert display.levels.high == pytest.approx(strip.value_at(goal), abs=2)
    assert greys(window).mean() > before.mean() + 20
    press(window, Key.Key_C)
    np.testing.assert_array_equal(greys(window), before)

    # What moved since the last frame stands out against the rest.
    press(window, Key.Key_K, Keys.ShiftModifier)
    assert display.look.filter is Filter.DIFFERENCE
    assert "difference" in window.global_view.title
    moved = np.abs(greys(window) - 127) > 60
    x, y, width, height = truth[FIRST]
    inside = np.zeros_like(moved)
    inside[y - 2 : y + height + 2, x - 2 : x + width + 2] = True
    assert moved[inside].mean() > 0.15
    assert moved[~inside].mean() < 0.01

    # It is clicked there; its mask is that of the raw frame.
    at = brightest(window, truth[FIRST])
    hover(window.global_view, *at)
    click(window.global_view, *at)
    (target,) = document.targets
    expected = pamg.grow(raw, at, document.params).mask
    found = np.zeros_like(expected)
    x0, y0, x1, y1 = target.box
    found[y0:y1, x0:x1] = target.mask
    np.testing.assert_array_equal(found, expected)
    press(window, Key.Key_K, Keys.ShiftModifier)
    for frame in range(FIRST + 1, FIRST + 6):
        press(window, Key.Key_D)
        qtbot.waitUntil(lambda frame=frame: document.frame == frame)
        click(window.global_view, *brightest(window, truth[frame]))
    assert len({t.track for t in document.targets}) == 1

    # Blinking shows the neighbours in place; locked, the detail view goes with the drone.
    press(window, Key.Key_K)
    offsets = set()
    while offsets != {-1, 0, 1}:
        offsets.add(window.stage.blink.offset)
        with qtbot.waitSignal(window.stage.blink.turned):
            pass
    press(window, Key.Key_K)
    assert document.frame == FIRST + 5
    press(window, Key.Key_L)
    for frame in range(FIRST + 5, FIRST - 1, -1):
        document.go_to(frame)
        qtbot.waitUntil(lambda frame=frame: document.frame == frame)
        x, y, width, height = truth[frame]
        view = window.detail_view.view
        assert x - 2 <= view.x <= x + width + 2
        assert y - 2 <= view.y <= y + height + 2

    # All of it is there again the next time, and the frames are what they were.
    press(window, Key.Key_C, Keys.ShiftModifier)
    press(window, Key.Key_I)
    maps = [b for b in window.findChildren(QComboBox) if b.findText("Inferno") >= 0]
    maps[0].setCurrentText("Inferno")
    maps[0].activated.emit(maps[0].currentIndex())
    look = display.look
    assert (look.colour_map, look.inverted, look.contrast) == ("inferno", True, 0.5)
    np.testing.assert_array_equal(document.image, raw)
    window.close()
    again = opened(video)
    assert again.document.display.look == look
    assert again.document.frame == FIRST
    assert len(again.document.targets) == 1
