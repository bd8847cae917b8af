"""Tracks on a real video, with mouse and keys: a few clicks, gaps filled, an identity put right.

What is between the clicks is judged by the boxes that came with the video.
"""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QToolButton

from label_irst.views.timeline.film_marks import PITCH
from label_irst.views.timeline.film_strip import LEFT
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState, Target, list_track_targets
from tests.driving import click, press
from tests.e2e.test_story import HELICOPTER, brightest
from tests.real_data import boxes

LAST, EVERY = 24, 4
MOUSE = Qt.MouseButton.LeftButton


def track(window: MainWindow, number: int = 1) -> list[Target]:
    document = window.document
    return list_track_targets(document.project, document.info.id, number)


def push(window: MainWindow, name: str) -> None:
    buttons = window.target_panel.tracks.findChildren(QToolButton)
    QTest.mouseClick(next(b for b in buttons if b.defaultAction().objectName() == name), MOUSE)


def answer(window: MainWindow) -> QTimer:
    """Take the first track that a dialog offers."""

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QInputDialog):
            dialog.accept()

    timer = QTimer(window, interval=5)
    timer.timeout.connect(accept)
    timer.start()
    return timer


def test_seven_clicks_make_a_track_of_twenty_five_frames(qtbot, opened, linked) -> None:
    video, truth = linked(f"{HELICOPTER}.mp4"), boxes(f"{HELICOPTER}.gt.txt")
    window = opened(video)
    document, strip = window.document, window.film_strip
    for frame in range(0, LAST + 1, EVERY):
        document.go_to(frame)
        click(window.global_view, *brightest(window, truth[frame]))
    assert [t.frame for t in track(window)] == list(range(0, LAST + 1, EVERY)), "one object"
    clicked = track(window)

    # The strip shows them side by side; a click on one goes there.
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert strip.isVisible()
    press(window, Qt.Key.Key_Home)
    QTest.mouseClick(strip.viewport(), MOUSE, pos=QPoint(LEFT + 2 * PITCH + 20, 40))
    assert document.frame == 2 * EVERY
    assert document.selected == clicked[2]

    # All gaps are filled by a job, each within the labelled box.
    push(window, "fill-gaps")
    qtbot.waitUntil(lambda: len(track(window)) == LAST + 1)
    for target in track(window):
        x, y, width, height = truth[target.frame]
        cx, cy = target.centroid
        assert x - 1 <= cx <= x + width, target.frame
        assert y - 1 <= cy <= y + height, target.frame
        assert document.states[target.frame] == FrameState.EDITED
    grown = [t for t in track(window) if t.parameters.get("interpolated") and t.seeds]
    assert len(grown) >= 0.8 * (LAST + 1 - len(clicked)), "most were found in the picture"
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert track(window) == clicked, "one step back"
    press(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    filled = track(window)
    assert len(filled) == LAST + 1

    # An identity is lost and found again; the name stays with the object.
    document.go_to(10)
    push(window, "split-track")
    assert [t.frame for t in track(window, 2)] == list(range(10, LAST + 1))
    table = window.target_panel.tracks.table
    row = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), MOUSE, pos=row)
    QTest.mouseDClick(table.viewport(), MOUSE, pos=row)
    for letter in "helicopter":
        QTest.keyClick(window.windowHandle(), letter)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    document.select_track(1)
    timer = answer(window)
    push(window, "merge-tracks")
    timer.stop()
    assert track(window) == filled
    assert track(window, 2) == []

    # What was made is there when the window opens again.
    window.close()
    again = opened(video)
    assert track(again) == filled
    index = again.target_panel.tracks.table.model().index(0, 0)
    assert index.data() == "helicopter"
