"""The picture stays where it is while bars come and go: a click hits the pixel it was aimed at."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from label_irst.views.window.main_window import MainWindow
from p2m_core.project import Target
from tests.driving import click, place, press
from tests.gui.document.test_suggestions import suggest
from tests.gui.scenes import FIRST, SECOND


def banner(window: MainWindow) -> None:
    window.open(Path("/nowhere/no-such-clip.npy"))
    assert window.banner.isVisible()


def long_banner(window: MainWindow) -> None:
    window.banner.show_text("What is wrong, and what to do about it. " * 20, "Way out", window.show)


def suggestions(window: MainWindow) -> None:
    suggest(window.document, 3)
    assert window.suggestion_bar.isVisible()


def running_job(window: MainWindow) -> None:
    window.propagation.progress.begin("Following 12 targets through 40,000 frames")
    assert window.propagation.progress.isVisible()


def message(window: MainWindow) -> None:
    window.document.message.emit("A message that is rather long. " * 12)


def targets(window: MainWindow) -> None:
    """A target with its numbers and a track, and another one selected; then none."""
    for plane in (FIRST, SECOND):
        click(window.global_view, *plane.middle(0))
        press(window, Qt.Key.Key_Delete)
    press(window, Qt.Key.Key_Escape)


def aim(window: MainWindow, x: float, y: float) -> Callable[[], None]:
    """Take aim at a pixel; the returned function clicks where it was."""
    at: QPoint = window.global_view.mapTo(window, place(window.global_view, x, y))
    return lambda: QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
    )


def covers(target: Target, x: int, y: int) -> bool:
    row, column = y - target.y0, x - target.x0
    inside = 0 <= row < target.mask.shape[0] and 0 <= column < target.mask.shape[1]
    return inside and bool(target.mask[row, column])


def places(window: MainWindow) -> list[QRect]:
    QApplication.processEvents()
    views = (window.global_view, window.detail_view, window.timeline)
    return [QRect(view.mapTo(window, QPoint()), view.size()) for view in views]


def test_a_click_hits_the_pixel_it_was_aimed_at_before_something_came(
    window: MainWindow,
) -> None:
    before, shoot = places(window), aim(window, *SECOND.middle(0))
    for comes in (targets, suggestions, running_job, message, banner, long_banner):
        comes(window)
        assert places(window) == before, comes.__name__
    covered = QRect(window.banner.mapTo(window, QPoint()), window.banner.size())
    assert not any(covered.intersects(picture) for picture in before[:2])
    text = window.banner.findChildren(QLabel)[0]
    assert text.height() >= text.heightForWidth(text.width()), "all of it can be read"
    shoot()
    assert [t for t in window.document.targets if covers(t, *SECOND.middle(0))]


def test_a_banner_of_one_line_leaves_the_frame_s_name_below_it_readable(
    window: MainWindow,
) -> None:
    window.banner.show_text("One line", "Show the result", lambda: None)
    assert window.banner.height() <= window.notice_row.height() + 4
