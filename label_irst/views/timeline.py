"""The timeline: the review state of every frame at once, and where we are."""

import math

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from label_irst import theme
from label_irst.document import Document
from p2m_core.project import FrameState

BAR_HEIGHT = 24
# Where several frames share a view pixel, the one that most wants to be seen decides.
_URGENCY = [
    FrameState.ACCEPTED,
    FrameState.VERIFIED_EMPTY,
    FrameState.UNSEEN,
    FrameState.EDITED,
    FrameState.SUGGESTED,
    FrameState.UNCERTAIN,
]


class Timeline(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        for signal in (document.frame_changed, document.targets_changed, document.sequence_changed):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, BAR_HEIGHT + 26)

    def _bar(self) -> QRectF:
        return QRectF(12, 24, max(1, self.width() - 24), BAR_HEIGHT)

    def frame_at(self, x: float) -> int:
        """The frame under a widget coordinate."""
        bar, count = self._bar(), max(1, self._document.states.size)
        return min(max(math.floor((x - bar.left()) / bar.width() * count), 0), count - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        document, bar = self._document, self._bar()
        count = document.states.size
        text = QRectF(bar.left(), 3, bar.width(), 18)
        painter.setPen(theme.FAINT_TEXT)
        self._paint_legend(painter, text)
        if count == 0 or document.sequence is None:
            painter.fillRect(bar, theme.STATE_COLOURS[FrameState.UNSEEN])
            return
        painter.setPen(theme.TEXT)
        name = document.sequence.frame_name(document.frame)
        place = f"{document.frame + 1} / {count}"
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft, f"{place}   {name}")
        cell = bar.width() / count
        for x0, x1, state in runs(document.states, int(bar.width())):
            colour = theme.STATE_COLOURS[state]
            painter.fillRect(QRectF(bar.left() + x0, bar.top(), x1 - x0, bar.height()), colour)
        if cell >= 4:
            painter.setPen(theme.PANEL)
            for i in range(1, count):
                x = bar.left() + i * cell
                painter.drawLine(int(x), int(bar.top()), int(x), int(bar.bottom()))
        left = bar.left() + document.frame * cell
        cursor = QRectF(
            left + (cell - max(cell, 3)) / 2, bar.top() - 3, max(cell, 3), BAR_HEIGHT + 6
        )
        glass = QColor(theme.CURSOR)
        glass.setAlpha(70)
        painter.setPen(theme.CURSOR)
        painter.setBrush(glass)
        painter.drawRect(cursor)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        words = [
            (FrameState.ACCEPTED, self.tr("accepted")),
            (FrameState.EDITED, self.tr("edited")),
            (FrameState.VERIFIED_EMPTY, self.tr("verified empty")),
            (FrameState.UNCERTAIN, self.tr("uncertain")),
            (FrameState.UNSEEN, self.tr("unseen")),
        ]
        metrics = painter.fontMetrics()
        x = area.right() - sum(metrics.horizontalAdvance(w) + 28 for _, w in words) + 12
        for state, word in words:
            painter.fillRect(QRectF(x, area.top() + 4, 9, 9), theme.STATE_COLOURS[state])
            painter.drawText(int(x) + 14, int(area.top()) + metrics.ascent(), word)
            x += metrics.horizontalAdvance(word) + 28

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._document.go_to(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton and frame != self._document.frame:
            self._document.go_to(frame)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._document.step(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()


def runs(states: np.ndarray, width: int) -> list[tuple[float, float, FrameState]]:
    """Stretches of one colour as ``(x0, x1, state)``; at most one a view pixel, however long."""
    count = states.size
    if count > width:
        rank = np.zeros(len(FrameState), np.uint8)
        for urgency, state in enumerate(_URGENCY):
            rank[state] = urgency
        edges = np.arange(width) * count // width
        states = np.array(_URGENCY)[np.maximum.reduceat(rank[states], edges)]
        count = width
    changes = np.flatnonzero(np.diff(states)) + 1
    starts = np.concatenate([[0], changes])
    ends = np.concatenate([changes, [count]])
    scale = width / count
    return [
        (float(a * scale), float(b * scale), FrameState(int(states[a])))
        for a, b in zip(starts, ends, strict=True)
    ]
