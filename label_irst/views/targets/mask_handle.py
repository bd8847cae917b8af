"""The handle beside the selected mask: dragged outwards, the mask grows along its path.

As the mask's area goes with the square of its radius, so do the steps with the handle's distance.
"""

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.tools.toolbox import SEED, SELECT, ToolBox
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.chip import BACK
from label_irst.views.picture.loupe import TEXT
from label_irst.views.picture.wheel import WALKS_FROM, Wheel
from p2m_core.project import Target

APART = 9.0  # view pixels from the mask's corner: pixels beside the mask are clicked too
HEIGHT, GRIP = 22, 9.0
ROOM = 6.0


class MaskHandle(QWidget):
    """Lies over the detail view; hidden while the selected mask has no growth path."""

    def __init__(self, document: Document, toolbox: ToolBox, view: Canvas) -> None:
        super().__init__(view)
        self._document, self._toolbox, self._view = document, toolbox, view
        self._wheel = Wheel(document)
        self._from: tuple[QPointF, float, int] | None = None  # the mask's middle, distance, step
        self.setCursor(Qt.CursorShape.SizeFDiagCursor)
        self.setAccessibleName(self.tr("Size of the mask"))
        self.setToolTip(
            self.tr(
                "Drag outwards: the mask grows along its path.\n"
                "The wheel over the mask does the same; Ctrl+wheel zooms"
            )
        )
        view.view_changed.connect(self.refresh)
        for signal in (
            document.selection_changed, document.frame_changed, document.display_changed,
            toolbox.changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Go to the lower right corner of the mask, where it is in sight."""
        document, view = self._document, self._view.view
        target = document.selected
        if (
            target is None
            or view.scale < WALKS_FROM
            or self._toolbox.name not in (SEED, SELECT)
            or not document.display.masks_shown
            or document.growth is None
        ):
            self.hide()
            return
        text = self.fontMetrics().horizontalAdvance(self._text())
        self.resize(round(2 * GRIP + text + 2.5 * ROOM), HEIGHT)
        place = self._place(target)
        self.setVisible(place is not None)
        if place is not None:
            self.move(place)
        self.update()

    def _place(self, target: Target) -> QPoint | None:
        """Beside the lower right corner of the mask; where that is not free, another corner."""
        x0, y0, x1, y1 = target.box
        box = QRectF(x0 - 0.5, y0 - 0.5, x1 - x0, y1 - y0)
        box = self._view.view.to_view().mapRect(box).adjusted(-APART, -APART, APART, APART)
        left, right = round(box.left()) - self.width(), round(box.right())
        above, below = round(box.top()) - HEIGHT, round(box.bottom())
        panels = [w.geometry() for w in self._view.findChildren(QWidget) if w.isVisible()]
        panels = [p for p in panels if p != self.geometry()]
        for x, y in ((right, below), (right, above), (left, below), (left, above)):
            here = QRect(x, y, self.width(), HEIGHT)
            if self._view.rect().contains(here) and not any(p.intersects(here) for p in panels):
                return here.topLeft()
        return None

    def _text(self) -> str:
        target = self._document.selected
        return self.tr("{count} px").format(count=0 if target is None else target.area)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self._from is not None or self.underMouse()
        line = theme.colours().handle if near else TEXT
        painter.setPen(QPen(line, 1.0))
        painter.setBrush(BACK)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(QPen(line, 1.6))
        middle, reach = QPointF(ROOM + GRIP - 3, HEIGHT / 2), 4.5
        for sign in (1, -1):  # an arrow to either side, outwards and inwards
            tip = middle + QPointF(sign * reach, sign * reach)
            painter.drawLine(middle, tip)
            painter.drawLine(tip, tip - QPointF(sign * reach, 0))
            painter.drawLine(tip, tip - QPointF(0, sign * reach))
        painter.setPen(TEXT)
        room = QRectF(self.rect()).adjusted(2 * GRIP + ROOM / 2, 0, -ROOM, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._text())

    # Dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        document = self._document
        growth, target = document.growth, document.selected
        if event.button() != Qt.MouseButton.LeftButton or growth is None or target is None:
            return
        middle = self._view.view.to_view().map(QPointF(*target.centroid))
        apart = self._apart(event, middle)
        self._from = middle, max(1.0, apart), frame_actions.growth_step(target, growth)
        document.set_preview(None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        middle, apart, step = self._from
        ratio = self._apart(event, middle) / apart
        frame_actions.scrub_to(self._document, round(step * ratio * ratio))

    def _apart(self, event: QMouseEvent, middle: QPointF) -> float:
        """How far the pointer is from a point of the view; the handle itself moves meanwhile."""
        away = self._view.mapFromGlobal(event.globalPosition()) - middle
        return math.hypot(away.x(), away.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the view zooms
        elif notches := self._wheel.notches(event.angleDelta().y()):
            frame_actions.turn(self._document, notches)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._document.set_preview(None)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
