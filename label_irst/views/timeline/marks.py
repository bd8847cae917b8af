"""What is written and drawn around the timeline's lanes: legend, frame numbers, visible stretch."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from label_irst import theme
from label_irst.views.timeline.span import Span, ticks
from label_irst.views.widgets import standings

NUMBER_ROOM = 80.0  # view pixels for each number of the ruler
RANGE_BAR = 4  # view pixels
TITLE_ROOM = 320  # view pixels for the frame's number and name
BEYOND = 32  # view pixels that a number may reach beyond the lanes


def paint_legend(painter: QPainter, area: QRectF, present: Collection[int]) -> float:
    """Name the marks of the standings at the right of the area; return the width taken.

    Where not all have room, only those that are `present`.
    """
    words, metrics = standings.words(), painter.fontMetrics()

    def needed() -> float:
        return sum(metrics.horizontalAdvance(word) + 28 for word in words.values()) - 12

    if needed() > area.width() - TITLE_ROOM:
        words = {standing: word for standing, word in words.items() if standing in present}
    width = needed()
    x = area.right() - width
    painter.setPen(theme.colours().faint_text)
    for standing, word in words.items():
        place = QRectF(x, area.top() + 3, standings.SIDE, standings.SIDE)
        standings.paint(painter, place, standing)
        painter.drawText(int(x) + 15, int(area.top()) + metrics.ascent(), word)
        x += metrics.horizontalAdvance(word) + 28
    return width


def paint_ruler(painter: QPainter, area: QRectF, span: Span) -> None:
    cell = area.width() / span.length
    numbered, bare = ticks(span, area.width() / NUMBER_ROOM)
    painter.setPen(theme.colours().faint_text)
    for marks, length in ((numbered, 5.0), (bare, 3.0)):
        for mark in marks:
            x = area.left() + (mark - 0.5 - span.first) * cell
            if not area.left() <= x <= area.right():
                continue
            tick = QRectF(x, area.bottom() - length, 1, length)
            painter.fillRect(tick, theme.colours().faint_text)
            if marks is numbered:
                box = QRectF(x - 40, area.top() - 1, 80, area.height() - 5)
                if box.right() < area.right() + BEYOND:
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(mark))


def paint_remarks(
    painter: QPainter,
    area: QRectF,
    span: Span,
    flagged: NDArray[np.int64],
    noted: NDArray[np.int64],
) -> None:
    """A pennant over each flagged frame, a dot over each with a note; one a pixel at most."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours().text)
    cell = area.width() / span.length
    for frames, mark in ((noted, _dot), (flagged, _pennant)):
        shown = frames[(frames + 1 > span.first) & (frames < span.last)]
        for x in np.unique(np.round((shown + 0.5 - span.first) * cell)).tolist():
            mark(painter, area.left() + x, area.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _dot(painter: QPainter, x: float, bottom: float) -> None:
    painter.drawEllipse(QPointF(x + 3, bottom - 4), 2, 2)


def _pennant(painter: QPainter, x: float, bottom: float) -> None:
    painter.drawRect(QRectF(x - 0.75, bottom - 11, 1.5, 11))
    corners = [QPointF(x, bottom - 11), QPointF(x + 7, bottom - 8), QPointF(x, bottom - 5)]
    painter.drawPolygon(QPolygonF(corners))


def paint_overview(painter: QPainter, area: QRectF, span: Span) -> None:
    """Where the visible stretch lies in the whole row, unless it is all of it."""
    if span.is_whole:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours().raised)
    painter.drawRoundedRect(area, 2, 2)
    painter.setBrush(theme.colours().faint_text)
    left = area.left() + span.first / span.count * area.width()
    width = max(8.0, span.length / span.count * area.width())
    left = min(left, area.right() - width)
    painter.drawRoundedRect(QRectF(left, area.top(), width, area.height()), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_range(painter: QPainter, area: QRectF, in_use: bool) -> None:
    """The chosen frames: a bar with ends across the lanes; hollow where keys do not act on them."""
    colour = QColor(theme.colours().accent)
    shade = QColor(colour)
    shade.setAlpha(60 if in_use else 0)
    painter.fillRect(area, shade)
    if in_use:
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), RANGE_BAR), colour)
    painter.setPen(QPen(colour, 2, Qt.PenStyle.SolidLine if in_use else Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(0, 1, 0, -1))
