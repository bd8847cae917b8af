"""The first minutes: the sample sequence from the start page, and its hints until they are done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from label_irst import sample
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState
from tests.driving import click, press

LEFT = Qt.MouseButton.LeftButton
TARGET = (186, 35)  # a pixel of one in the first frame


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer frames to make and to follow."""
    from dataclasses import replace

    monkeypatch.setattr(sample, "CONFIG", replace(sample.CONFIG, frames=6))


def test_the_sample_is_one_click_away_and_its_hints_go_when_they_are_done(
    empty_window: MainWindow, qtbot: QtBot, short: None
) -> None:
    window, hints = empty_window, empty_window.first_steps
    assert not hints.isVisible()
    QTest.mouseClick(window.session.page.sample, LEFT)
    document = window.document
    assert document.info is not None
    assert document.info.name == sample.NAME
    assert document.targets == []
    assert hints.isVisible()
    click(window.global_view, *TARGET)
    assert len(document.targets) == 1, "the hints do not lie over the targets"
    press(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not window.propagation.progress.busy)
    assert hints.isVisible()
    press(window, Qt.Key.Key_Return)
    assert FrameState.ACCEPTED in document.states
    assert not hints.isVisible()
    document.close()
    QTest.mouseClick(window.session.page.sample, LEFT)
    assert FrameState.ACCEPTED in document.states, "the same project again"
    assert not hints.isVisible()


def test_dismissed_hints_do_not_come_back(
    empty_window: MainWindow, qtbot: QtBot, short: None
) -> None:
    QTest.mouseClick(empty_window.session.page.sample, LEFT)
    QTest.mouseClick(empty_window.first_steps.close_button, LEFT)
    assert not empty_window.first_steps.isVisible()
    again = MainWindow()
    qtbot.addWidget(again)
    empty_window.document.close()
    again.show()
    assert again.open(sample.place())
    assert not again.first_steps.isVisible()
