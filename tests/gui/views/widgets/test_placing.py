"""Windows beside the main one: inside the screen, where the user left them."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from label_irst.views.widgets.placing import bring_up


@pytest.fixture
def main(qtbot: QtBot) -> QWidget:
    main = QWidget()
    qtbot.addWidget(main)
    main.setGeometry(100, 100, 600, 500)
    main.show()
    return main


def window_beside(main: QWidget, size: QSize) -> QWidget:
    window = QWidget(main, Qt.WindowType.Window)
    window.resize(size)
    return window


def test_a_large_window_is_fitted_into_the_screen(main: QWidget) -> None:
    window = window_beside(main, QSize(4000, 3000))
    bring_up(window)
    assert window.screen().availableGeometry().contains(window.frameGeometry())


def test_a_window_opens_over_the_middle_of_the_main_one(main: QWidget) -> None:
    window = window_beside(main, QSize(300, 200))
    bring_up(window)
    apart = window.frameGeometry().center() - main.frameGeometry().center()
    assert apart.manhattanLength() < 60


def test_a_moved_window_opens_again_where_it_was(main: QWidget) -> None:
    window = window_beside(main, QSize(300, 200))
    bring_up(window)
    window.move(20, 30)
    window.close()
    bring_up(window)
    assert (window.x(), window.y()) == (20, 30)
