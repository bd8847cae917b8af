"""Driving the real window as its user does: keys, and mouse events at picture places.

They are sent through the native window, which finds the widget under the pointer itself. (For a
widget, Qt would place the system's cursor, which offscreen may be over another window.)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from label_irst.views.picture.canvas import Canvas

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def place(view: Canvas, x: float, y: float) -> QPoint:
    """The widget position that shows the picture point."""
    return view.view.to_view().map(QPointF(x, y)).toPoint()


def _in_window(view: Canvas, x: float, y: float) -> QPoint:
    return view.mapTo(view.window(), place(view, x, y))


def hover(view: Canvas, x: float, y: float) -> None:
    """Move the pointer there; twice, for a move to where it already is is dropped."""
    at = _in_window(view, x, y)
    QTest.mouseMove(view.window().windowHandle(), at + QPoint(3, 0))
    QTest.mouseMove(view.window().windowHandle(), at)


def click(view: Canvas, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    QTest.mouseClick(view.window().windowHandle(), LEFT, keys, _in_window(view, x, y))


def press(window: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    QTest.keyClick(window.windowHandle(), key, keys)


def drag(
    view: Canvas,
    points: list[tuple[float, float]],
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = NO_KEYS,
) -> None:
    """Press at the first point, pass the others, release at the last."""
    handle = view.window().windowHandle()
    QTest.mousePress(handle, button, keys, _in_window(view, *points[0]))
    for point in points[1:]:
        QTest.mouseMove(handle, _in_window(view, *point))
    QTest.mouseRelease(handle, button, keys, _in_window(view, *points[-1]))


@contextmanager
def answering(answer: Callable[[QMessageBox], object]) -> Iterator[list[str]]:
    """Answer the questions that the block's events bring up; the list has their texts."""
    asked: list[str] = []

    def meet() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(f"{box.text()} {box.informativeText()}")
            answer(box)

    watch = QTimer()
    watch.timeout.connect(meet)
    watch.start(5)
    yield asked
    watch.stop()


def choose(box: QMessageBox, word: str) -> None:
    """Press the button with this word in its text, by keyboard."""
    (button,) = [b for b in box.findChildren(QPushButton) if word in b.text()]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
