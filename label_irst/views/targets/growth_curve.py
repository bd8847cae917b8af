"""The energy along the growth path of the selected target, with a handle to scrub along it.

Painted by hand: every click and every step of a scrub repaints it, in less than a millisecond.
"""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.regrowth import excluded
from label_irst.views.picture.canvas import Canvas
from p2m_core.pamg import Growth

MARGIN = 12  # distance to the corner of the view
WIDTH, HEIGHT = 320, 128
LEAST_HEIGHT = 84
MOST_POINTS = 150  # of the line; the panel is hardly twice as many pixels wide


class GrowthCurve(QWidget):
    """A small panel over the detail view; hidden while the selected target has no growth path."""

    def __init__(self, document: Document, view: Canvas) -> None:
        super().__init__(view)
        self._document = document
        self._view = view
        self.wanted = True
        self._high = False
        self._held = 0  # the steps shown stay during a drag, or the handle would run away
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        # Opaque: otherwise the view below it would be repainted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip(
            self.tr("Drag the red line, or turn the wheel with Shift, to walk the growth path")
        )
        view.installEventFilter(self)
        document.selection_changed.connect(self.refresh)
        document.frame_changed.connect(self.refresh)
        view.view_changed.connect(self.refresh)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        """Lie in the lower right corner of the view; in the upper one where that hides the mask."""
        width = min(WIDTH, self._view.width() - 2 * MARGIN)
        height = min(HEIGHT, max(LEAST_HEIGHT, self._view.height() // 3))
        left, top = self._view.width() - width - MARGIN, self._view.height() - height - MARGIN
        low = QRect(left, top, width, height)
        high = low.translated(0, MARGIN - top)
        if not self._held:
            self._high = self._hides_mask(low) and not self._hides_mask(high)
        self.setGeometry(high if self._high else low)

    def _hides_mask(self, place: QRect) -> bool:
        target = self._document.selected
        if target is None:
            return False
        x0, y0, x1, y1 = target.box
        box = QRectF(x0 - 0.5, y0 - 0.5, x1 - x0, y1 - y0)
        return self._view.view.to_view().mapRect(box).toAlignedRect().intersects(place)

    def refresh(self) -> None:
        """Show the curve of the selected target, while the view shows its mask."""
        self._place()
        target = self._document.selected
        here = self.wanted and target is not None and self._view.shows(*target.centroid)
        self.setVisible(here and self._document.growth is not None)
        self.update()

    # Geometry

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(12, 30, -12, -22)

    def _shown_steps(self, growth: Growth) -> int:
        """The number of steps to show; the tail of a long path is flat."""
        if self._held:
            return self._held
        return min(len(growth.path), max(60, 4 * max(self._step(growth), growth.step)))

    def _step(self, growth: Growth) -> int:
        target = self._document.selected
        return frame_actions.growth_step(target, growth) if target is not None else growth.step

    def x_of(self, step: float) -> float:
        """The widget coordinate of a step of the shown growth."""
        growth, plot = self._document.growth, self._plot()
        last = self._shown_steps(growth) if growth is not None else 2
        return plot.left() + (step - 1) / max(1, last - 1) * plot.width()

    def step_at(self, x: float) -> int:
        growth, plot = self._document.growth, self._plot()
        last = self._shown_steps(growth) if growth is not None else 2
        return 1 + round(min(max((x - plot.left()) / plot.width(), 0.0), 1.0) * (last - 1))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        growth = self._document.growth
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colours().floating)
        painter.setPen(QPen(theme.colours().line, 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if growth is None:
            return
        step, plot = self._step(growth), self._plot()
        text = self.tr("Growth energy · step {step} of {steps}")
        painter.setPen(theme.colours().faint_text)
        heading = QRectF(plot.left(), 6, plot.width(), 20)
        painter.drawText(
            heading, Qt.AlignmentFlag.AlignLeft, text.format(step=step, steps=len(growth.path))
        )
        if growth.rival is not None:
            self._paint_rival(painter, plot, heading, growth, growth.rival)
        self._paint_axis(painter, plot, self._shown_steps(growth))
        # PAMG's own step, beside the one that the user chose.
        painter.setPen(QPen(theme.colours().faint_text, 1, Qt.PenStyle.DashLine))
        self._paint_upright(painter, plot, growth.step)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colours().accent, 1.8))
        painter.drawPolyline(self._curve(growth, plot))
        painter.setPen(QPen(theme.colours().handle, 2))
        self._paint_upright(painter, plot, step)
        painter.setBrush(theme.colours().handle)
        painter.drawEllipse(QPointF(self.x_of(step), plot.top()), 3.5, 3.5)

    def _paint_rival(
        self, painter: QPainter, plot: QRectF, heading: QRectF, growth: Growth, rival: int
    ) -> None:
        """Mark the next best step; in words where PAMG doubts its own, which the mask has."""
        doubts = self._doubts(growth) and self._step(growth) == growth.step
        colour = theme.colours().doubt if doubts else theme.colours().faint_text
        if doubts:
            painter.setPen(colour)
            doubt = self.tr("or {pixels} px?").format(pixels=rival)
            painter.drawText(heading, Qt.AlignmentFlag.AlignRight, doubt)
        if rival <= self._shown_steps(growth):
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
            self._paint_upright(painter, plot, rival)

    def _doubts(self, growth: Growth) -> bool:
        """Whether to offer the rival step; not if a negative click excludes it."""
        target = self._document.selected
        return growth.doubtful and not (target is not None and excluded(target))

    def _paint_upright(self, painter: QPainter, plot: QRectF, step: int) -> None:
        x = self.x_of(step)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _paint_axis(self, painter: QPainter, plot: QRectF, last: int) -> None:
        painter.setPen(theme.colours().line)
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(theme.colours().faint_text)
        spacing = next(s for s in (10, 20, 50, 100, 200, 500, 1000, 10**9) if last / s <= 7)
        for step in range(spacing, last + 1, spacing):
            label = QRectF(self.x_of(step) - 24, plot.bottom() + 2, 48, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignHCenter, str(step))

    def _curve(self, growth: Growth, plot: QRectF) -> QPolygonF:
        last = self._shown_steps(growth)
        steps = np.flatnonzero(np.isfinite(growth.energy[:last]))
        steps = steps[:: 1 + steps.size // MOST_POINTS]
        if steps.size == 0:
            return QPolygonF()
        values = growth.energy[steps]
        low, high = float(values.min()), float(values.max())
        xs = plot.left() + steps / max(1, last - 1) * plot.width()
        ys = plot.bottom() - 2 - (values - low) / max(high - low, 1e-12) * (plot.height() - 4)
        return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])

    # The handle

    def mousePressEvent(self, event: QMouseEvent) -> None:
        growth = self._document.growth
        if event.button() == Qt.MouseButton.LeftButton and growth is not None:
            self._held = self._shown_steps(growth)
            frame_actions.scrub_to(self._document, self.step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            frame_actions.scrub_to(self._document, self.step_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = 0
        self.update()
