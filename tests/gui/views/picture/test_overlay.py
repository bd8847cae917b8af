"""Masks over the picture: the outline runs along the edges of the pixels, all of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication

from label_irst.settings.mask_style import MaskStyle
from label_irst.views.picture.overlay import paint_mask
from label_irst.views.widgets.outline import outline

masks = hnp.arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9)))


@given(masks)
def test_the_outline_is_every_edge_between_mask_and_not_mask(mask: NDArray[np.bool_]) -> None:
    unit_edges = set()
    for line in outline(mask):
        assert (line.x1() == line.x2()) != (line.y1() == line.y2())
        for i in range(round(line.length())):
            if line.y1() == line.y2():
                edge = ("-", round(line.x1() + 0.5) + i, line.y1() + 0.5)
            else:
                edge = ("|", line.x1() + 0.5, round(line.y1() + 0.5) + i)
            assert edge not in unit_edges, "painted twice"
            unit_edges.add(edge)
    padded = np.pad(mask, 1)
    expected = {("-", x, y) for y, x in np.argwhere(padded[1:, 1:-1] != padded[:-1, 1:-1])}
    expected |= {("|", x, y) for y, x in np.argwhere(padded[1:-1, 1:] != padded[1:-1, :-1])}
    assert unit_edges == expected


def test_a_mask_is_painted_over_its_pixels_and_nowhere_else(qapp: QApplication) -> None:
    mask = np.array([[0, 1, 1], [1, 1, 0], [0, 0, 1]], bool)
    scale = 20
    for strong in (False, True):
        image = QImage(12 * scale, 10 * scale, QImage.Format.Format_RGB32)
        image.fill(0xFF404040)
        to_widget = QTransform.fromTranslate(0.5 * scale, 0.5 * scale).scale(scale, scale)
        painter = QPainter(image)
        paint_mask(painter, to_widget, mask, (4, 5), QColor("#ff5a5f"), strong=strong)
        painter.end()
        for row in range(10):
            for column in range(12):
                inside = 0 <= row - 5 < 3 and 0 <= column - 4 < 3 and mask[row - 5, column - 4]
                cell = to_widget.mapRect(QRectF(column - 0.5, row - 0.5, 1, 1))
                middle = image.pixelColor(cell.center().toPoint())
                assert (middle.name() != "#404040") == bool(inside), (row, column)


def painted(style: MaskStyle, strong: bool = False) -> NDArray[np.uint8]:
    """A block of 3 x 3 pixels at (1, 1), painted at scale 20 on grey."""
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(0xFF404040)
    painter = QPainter(image)
    to_view = QTransform.fromTranslate(10, 10).scale(20, 20)
    colour = QColor("#ff0000")
    paint_mask(painter, to_view, np.ones((3, 3), bool), (1, 1), colour, strong=strong, style=style)
    painter.end()
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(100, 100, 4)
    return raw[..., 2::-1].copy()


def test_masks_are_drawn_as_outline_or_fill_or_both(qapp: QApplication) -> None:
    middle, edge, beside = (50, 50), (20, 50), (10, 50)
    grey = [0x40] * 3
    both, lines, area = (
        painted(style) for style in (MaskStyle(), MaskStyle(fill=False), MaskStyle(outline=False))
    )
    for screen in (both, lines, area):
        assert list(screen[beside]) == grey
    assert list(lines[middle]) == grey
    assert list(lines[edge]) == list(both[edge]) == [255, 0, 0]
    assert list(area[middle]) == list(both[middle]) != grey
    assert list(area[22, 50]) == list(area[middle]), "no line at its edge"


def test_the_opacity_is_that_of_the_fill_and_the_selected_target_has_more(
    qapp: QApplication,
) -> None:
    reds = [int(painted(MaskStyle(opacity=o))[50, 50, 0]) for o in (0.1, 0.3, 0.6, 1.0)]
    assert reds == sorted(set(reds))
    assert reds[-1] == 255
    style = MaskStyle(opacity=0.3)
    assert painted(style, strong=True)[50, 50, 0] > painted(style)[50, 50, 0]
