"""The histogram under the pointer: its handles move black and white, and nothing else."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst.display.levels import Levels
from label_irst.display.look import Filter
from label_irst.document import Document
from label_irst.views.picture.levels_strip import LevelsStrip
from tests.gui.views.screen import grabbed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def shown(document: Document, qtbot: QtBot) -> LevelsStrip:
    strip = LevelsStrip(document, 80)
    qtbot.addWidget(strip)
    strip.resize(400, 80)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


@pytest.fixture
def strip(application: QApplication, document: Document, qtbot: QtBot) -> LevelsStrip:
    strip = shown(document, qtbot)
    low, high = document.display.sample.range
    quarter = (high - low) / 4
    document.display.set_levels(Levels(low + quarter, high - quarter).with_gamma(2.0))
    return strip


def drag(strip: LevelsStrip, *xs: float) -> None:
    handle, points = strip.windowHandle(), [QPoint(round(x), 30) for x in xs]
    QTest.mousePress(handle, LEFT, NONE, points[0])
    for point in points[1:]:
        QTest.mouseMove(handle, point)
    QTest.mouseRelease(handle, LEFT, NONE, points[-1])


def test_the_left_handle_is_black_and_the_right_one_white(
    strip: LevelsStrip, document: Document
) -> None:
    display = document.display
    before = display.levels
    step = strip.value_at(101.0) - strip.value_at(100.0)
    low = strip.x_of(before.low)
    drag(strip, low, low + 40)
    assert display.levels.low == pytest.approx(before.low + 40 * step, abs=step)
    assert display.levels.high == before.high
    assert display.levels.gamma == pytest.approx(2.0)
    before, high = display.levels, strip.x_of(before.high)
    drag(strip, high, high + 10, high - 30)
    assert display.levels.high == pytest.approx(before.high - 30 * step, abs=step)
    assert display.levels.low == before.low


def test_a_drag_between_the_handles_moves_the_level_and_keeps_the_window(
    strip: LevelsStrip, document: Document
) -> None:
    before = document.display.levels
    drag(strip, 200, 220, 250)
    after = document.display.levels
    assert after.window == pytest.approx(before.window)
    assert after.level == pytest.approx(before.level + strip.value_at(250) - strip.value_at(200))


@pytest.mark.parametrize(("x", "end"), [(20, "low"), (380, "high")])
def test_a_press_outside_brings_the_next_handle_there(
    strip: LevelsStrip, document: Document, x: int, end: str
) -> None:
    drag(strip, x)
    assert getattr(document.display.levels, end) == pytest.approx(strip.value_at(x))


def test_black_never_passes_white(strip: LevelsStrip, document: Document) -> None:
    for start, goal in (("low", 399), ("high", 0)):
        drag(strip, strip.x_of(getattr(document.display.levels, start)), goal)
        assert document.display.levels.window > 0
        assert document.display.look.levels == document.display.levels
    # Where both are at one end, there is a way back.
    drag(strip, strip.x_of(document.display.levels.high), 300)
    assert strip.x_of(document.display.levels.high) == pytest.approx(300, abs=1)


def test_a_double_click_sets_automatic_levels(strip: LevelsStrip, document: Document) -> None:
    document.display.auto_levels()
    auto = document.display.levels
    drag(strip, strip.x_of(auto.high), 150)
    assert document.display.levels != auto
    QTest.mouseDClick(strip.windowHandle(), LEFT, NONE, QPoint(200, 30))
    assert document.display.levels == auto


def test_the_histogram_is_that_of_the_sequence_and_stays_from_frame_to_frame(
    strip: LevelsStrip, document: Document
) -> None:
    assert document.sequence is not None
    counts = document.display.sample.counts
    low, high = document.display.sample.range
    frames = [document.sequence[i] for i in (0, 7, 14, 21, 29)]
    expected = sum(np.histogram(f, counts.size, (low, high))[0] for f in frames)
    np.testing.assert_array_equal(counts, expected)
    before = grabbed(strip)
    document.go_to(13)
    np.testing.assert_array_equal(grabbed(strip), before)
    document.display.change(filter=Filter.DIFFERENCE)
    assert not np.array_equal(grabbed(strip), before)
    assert document.display.sample.range[0] == -document.display.sample.range[1]


def test_the_strip_ignores_the_pointer_without_a_sequence(
    application: QApplication, qtbot: QtBot
) -> None:
    strip = shown(Document(), qtbot)
    drag(strip, 20, 100)
    QTest.mouseDClick(strip.windowHandle(), LEFT, NONE, QPoint(100, 30))
    QTest.mouseMove(strip.windowHandle(), QPoint(50, 10))
    grabbed(strip)
