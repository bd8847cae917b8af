"""The right button: a click goes to the first layer that takes it, a drag to none."""

import pytest
from PySide6.QtCore import Qt

from label_irst.tools.pointer import Pointer
from label_irst.views.window.main_window import MainWindow
from tests.driving import drag

RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def asked(window: MainWindow) -> list[tuple[str, tuple[int, int]]]:
    """The calls with their pixels; the first layer takes only pixels left of column 60."""
    asked: list[tuple[str, tuple[int, int]]] = []

    def left_half(at: Pointer) -> bool:
        asked.append(("left", at.pixel))
        return at.x < 60

    def everywhere(at: Pointer) -> bool:
        asked.append(("anywhere", at.pixel))
        return True

    window.toolbox.second_clicks = [left_half, everywhere]
    return asked


def test_a_right_click_goes_to_the_first_layer_that_takes_it(
    window: MainWindow, asked: list[tuple[str, tuple[int, int]]]
) -> None:
    window.detail_view.centre_on(20, 30)
    drag(window.detail_view, [(20, 30)], RIGHT)
    assert asked == [("left", (30, 20))]
    drag(window.global_view, [(90, 50)], RIGHT)
    assert asked[1:] == [("left", (50, 90)), ("anywhere", (50, 90))]
    assert window.document.targets == [], "no tool was pressed"


def test_a_right_drag_is_no_click(
    window: MainWindow, asked: list[tuple[str, tuple[int, int]]]
) -> None:
    drag(window.global_view, [(20, 30), (40, 30), (60, 50)], RIGHT)
    assert asked == []
