"""Driving the real window as its user does: real mouse and key events at picture places."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from label_irst.views.canvas import Canvas

LEFT = Qt.MouseButton.LeftButton


def place(view: Canvas, x: float, y: float) -> QPoint:
    """The widget position that shows the picture point."""
    return view.view.to_view().map(QPointF(x, y)).toPoint()


def hover(view: Canvas, x: float, y: float) -> None:
    """Move the pointer there; offscreen Qt drops a move to where the pointer already is."""
    QTest.mouseMove(view, place(view, x, y) + QPoint(3, 0))
    QTest.mouseMove(view, place(view, x, y))


def click(view: Canvas, x: float, y: float, keys: Qt.KeyboardModifier | None = None) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier if keys is None else keys
    QTest.mouseClick(view, LEFT, modifiers, place(view, x, y))


def drag(view: Canvas, points: list[tuple[float, float]]) -> None:
    """Press at the first point, pass the others, release at the last."""
    QTest.mousePress(view, LEFT, pos=place(view, *points[0]))
    for point in points[1:]:
        QTest.mouseMove(view, place(view, *point))
    QTest.mouseRelease(view, LEFT, pos=place(view, *points[-1]))
