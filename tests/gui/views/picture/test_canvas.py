"""The canvas: the place of each pixel, and that a click hits exactly the pixel shown."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst.display.levels import Levels
from label_irst.display.look import Look
from label_irst.display.picture import picture
from label_irst.document import Document
from label_irst.tools.toolbox import ToolBox
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.pixels import value_text
from label_irst.views.picture.viewport import LARGEST_SCALE, Viewport
from tests.gui.scenes import FRAMES, HEIGHT, WIDTH
from tests.gui.views.screen import colours, grabbed

DENSITY = float(os.environ.get("QT_SCALE_FACTOR", "1"))


def coloured() -> tuple[QImage, dict[tuple[int, ...], tuple[int, int]]]:
    """A picture with a different colour for each element, and the element of each colour."""
    rng = np.random.default_rng(5)
    codes = rng.choice(2**24, HEIGHT * WIDTH, replace=False)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8)
    element = {tuple(int(v) for v in colour): divmod(i, WIDTH) for i, colour in enumerate(colours)}
    image = QImage(colours.tobytes(), WIDTH, HEIGHT, 3 * WIDTH, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32), element


def press(canvas: Canvas, screen: tuple[int, int]) -> None:
    """Click the screen pixel (column, row) of the canvas, as a mouse reports it.

    With Alt, which means exactly this pixel: noise has peaks to snap to as well.
    """
    at = QPointF(screen[0] / DENSITY, screen[1] / DENSITY)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in (
        (QEvent.Type.MouseButtonPress, left),
        (QEvent.Type.MouseButtonRelease, none),
    ):
        event = QMouseEvent(
            kind, at, canvas.mapToGlobal(at), left, held, Qt.KeyboardModifier.AltModifier
        )
        QApplication.sendEvent(canvas, event)


@pytest.fixture
def canvas(document: Document, toolbox: ToolBox, qtbot: QtBot) -> Canvas:
    canvas = Canvas(document, toolbox, markers=False)
    qtbot.addWidget(canvas)
    canvas.resize(601, 437)
    canvas.set_picture(coloured()[0])
    with qtbot.waitExposed(canvas):
        canvas.show()
    assert canvas.devicePixelRatioF() == DENSITY
    return canvas


def test_a_click_hits_the_element_that_the_screen_shows_there(
    canvas: Canvas, document: Document
) -> None:
    shown_picture, element = coloured()
    document.display.show_masks(False)
    canvas.set_picture(shown_picture)
    rng = np.random.default_rng(1)
    tried = 0
    for i, scale in enumerate(np.geomspace(1.0, 60.0, FRAMES)):
        document.go_to(i)
        canvas.zoom_to(scale)
        canvas.centre_on(rng.uniform(5, WIDTH - 5), rng.uniform(5, HEIGHT - 5))
        screen = grabbed(canvas)
        for _ in range(10):
            row, column = (int(rng.integers(n)) for n in screen.shape[:2])
            shown = element.get(tuple(int(v) for v in screen[row, column]))
            if shown is None:
                continue  # grid line, a number, or beside the picture
            press(canvas, (column, row))
            assert document.selected is not None
            assert document.selected.seeds[-1] == (shown[1], shown[0]), (scale, row, column)
            tried += 1
    assert tried > 120


def test_a_click_on_a_dense_screen_hits_the_element_shown() -> None:
    same = "test_a_click_hits_the_element_that_the_screen_shows_there"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"{__file__}::{same}", "-p", "no:cacheprovider"],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_click_on_the_brightest_dot_below_one_to_one_hits_its_element(
    canvas: Canvas, document: Document
) -> None:
    rng = np.random.default_rng(2)
    document.display.show_masks(False)
    for i, scale in enumerate(np.linspace(0.7, 0.99, FRAMES)):
        document.go_to(i)
        grey = np.zeros((HEIGHT, WIDTH), np.uint8)
        x, y = int(rng.integers(WIDTH)), int(rng.integers(HEIGHT))
        grey[y, x] = 255
        canvas.set_picture(picture(grey, Look(Levels(0, 255))))
        canvas.zoom_to(scale)
        canvas.centre_on(rng.uniform(60, 70), rng.uniform(40, 50))
        screen = grabbed(canvas)[..., 0]
        row, column = np.unravel_index(screen.argmax(), screen.shape)
        press(canvas, (int(column), int(row)))
        assert document.selected is not None
        # A screen pixel covers up to two elements a side.
        off = np.abs(np.subtract(document.selected.seeds[-1], (x, y)))
        assert off.max() <= 1, (scale, off)


def test_each_element_is_one_flat_block_of_its_scale(canvas: Canvas) -> None:
    shown_picture, element = coloured()
    canvas.set_picture(shown_picture)
    for scale in (2, 3, 5, 8):
        canvas.zoom_to(scale)
        canvas.centre_on(WIDTH / 2 + 0.37, HEIGHT / 2 + 0.21)
        blocks = colours(grabbed(canvas)[20:-20, 20:-20])
        blocks.pop((12, 14, 17), None)  # the canvas around the picture
        assert set(blocks) <= set(element), "a colour that no element has: it was blended"
        assert max(blocks.values()) == (scale * DENSITY) ** 2


def test_zoom_keeps_the_point_under_the_pointer(canvas: Canvas) -> None:
    canvas.zoom_to(4.0)
    canvas.centre_on(WIDTH / 2, HEIGHT / 2)
    rng = np.random.default_rng(3)
    for _ in range(60):
        at = QPointF(float(rng.integers(150, 450)), float(rng.integers(100, 330)))
        before = canvas.view.to_image(at)
        turn_wheel(canvas, at, int(rng.choice([-120, 120])))
        after = canvas.view.to_image(at)
        assert abs(after.x() - before.x()) < 1e-6
        assert abs(after.y() - before.y()) < 1e-6


@given(
    x=st.floats(-500, 500),
    y=st.floats(-500, 500),
    scale=st.floats(0.05, LARGEST_SCALE),
    at=st.tuples(st.floats(0, 2000), st.floats(0, 2000)),
    factor=st.floats(0.01, 100),
)
def test_any_zoom_stays_in_its_limits_and_keeps_its_point(
    x: float, y: float, scale: float, at: tuple[float, float], factor: float
) -> None:
    view = Viewport(x, y, scale, 1600.0, 900.0)
    point = QPointF(*at)
    zoomed = view.zoomed(point, factor, least=0.05)
    assert 0.05 <= zoomed.scale <= LARGEST_SCALE
    before, after = view.to_image(point), zoomed.to_image(point)
    # As far apart as a hundredth of a screen pixel.
    assert abs(after.x() - before.x()) * zoomed.scale < 0.01
    assert abs(after.y() - before.y()) * zoomed.scale < 0.01
    there = zoomed.to_view().map(zoomed.to_image(point))
    assert abs(there.x() - point.x()) < 0.01


def turn_wheel(
    canvas: Canvas,
    at: QPointF,
    delta: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("scale", [0.4, 0.47, 0.61, 0.83, 0.97])
def test_a_bright_target_of_one_pixel_is_seen_below_one_to_one(
    canvas: Canvas, scale: float
) -> None:
    rng = np.random.default_rng(int(1000 * scale))
    for _ in range(12):
        grey = np.full((900, 1200), 40, np.uint8)
        x, y = int(rng.integers(450, 750)), int(rng.integers(350, 550))
        grey[y, x] = 255
        canvas.set_picture(picture(grey, Look(Levels(0, 255))))
        canvas.zoom_to(scale)
        canvas.centre_on(600 + rng.uniform(-1, 1), 450 + rng.uniform(-1, 1))
        screen = grabbed(canvas)[..., 0].astype(int)
        at = canvas.view.to_view().map(QPointF(x, y)) * DENSITY
        row, column = int(at.y()), int(at.x())
        around = screen[row - 2 : row + 3, column - 2 : column + 3] - 40
        # Its light is averaged with its neighbours', not dropped.
        light = 215 * min(1.0, scale * DENSITY) ** 2
        assert around.max() >= 0.2 * light
        assert around.sum() >= 0.6 * light


def test_grid_and_values_appear_with_the_zoom(canvas: Canvas) -> None:
    flat = np.full((HEIGHT, WIDTH), 90, np.uint8)
    canvas.set_picture(picture(flat, Look(Levels(0, 255))))
    shades = {}
    for scale in (8.0, 12.0, 24.0, 48.0):
        canvas.zoom_to(scale)
        canvas.centre_on(WIDTH / 2, HEIGHT / 2)
        shades[scale] = len(colours(grabbed(canvas)[20:-20, 20:-20]))
    assert shades[8.0] == 1, "nothing but the picture"
    assert 1 < shades[12.0] < 9, "a grid"
    assert 1 < shades[24.0] < 9, "a grid"
    assert shades[48.0] > 20, "a grid, and numbers with their smooth edges"


def test_the_numbers_in_the_pixels_are_raw_values(canvas: Canvas, document: Document) -> None:
    """Two frames with the same picture differ in their numbers."""
    document.display.show_masks(False)
    canvas.zoom_to(48.0)
    canvas.centre_on(60, 10)
    seen = []
    for number in (0, 0, 1):
        document.go_to(number)
        flat = np.full((HEIGHT, WIDTH), 90, np.uint8)
        canvas.set_picture(picture(flat, Look(Levels(0, 255))))
        seen.append(grabbed(canvas))
    np.testing.assert_array_equal(seen[0], seen[1])
    assert not np.array_equal(seen[1], seen[2])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.uint8(7), "7"),
        (np.uint16(65535), "65535"),
        (np.int32(-1234567), "-1234567"),
        (np.float32(0.123456), "0.1235"),
        (np.float64("nan"), "nan"),
    ],
)
def test_a_value_is_written_as_it_is(value: np.generic, text: str) -> None:
    assert value_text(value) == text
