"""The same part of the frame as a view shows, with the masks of somebody else: only to look at."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.views.comparison.marks import Mark, paint_marks
from label_irst.views.picture import layers, overlay
from label_irst.views.picture.canvas import ZOOM_PER_NOTCH, Canvas
from label_irst.views.picture.ground import Ground
from label_irst.views.picture.other_layer import RIM, THEIRS, WIDTH, lines_of, paint_lines
from label_irst.views.picture.viewport import Viewport
from label_irst.views.picture.wheel import WHEEL_NOTCH
from p2m_core.datasets.labelled import Label, MaskLabel


class Twin(QWidget):
    """Zooms and moves with its view, and moves that."""

    def __init__(self, document: Document, canvas: Canvas) -> None:
        super().__init__()
        self._document, self._canvas = document, canvas
        self._ground = Ground()
        self._drag_from: QPointF | None = None
        self.labels: Sequence[Label] = ()
        self.marks: Sequence[Mark] = ()
        self.title = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 90)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(self.tr("Labels beside mine"))
        canvas.view_changed.connect(self.update)
        document.frame_changed.connect(self.update)
        document.display_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return self._canvas.sizeHint()

    @property
    def view(self) -> Viewport:
        """What the view shows, in this widget's size."""
        view, picture = self._canvas.view.resized(self.width(), self.height()), self._canvas.picture
        whole = self._canvas.place is None and not picture.isNull()
        return view.fitted(picture.width(), picture.height()) if whole else view

    def show_labels(self, labels: Sequence[Label], marks: Sequence[Mark], title: str) -> None:
        self.labels, self.marks, self.title = labels, marks, title
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, document, view = QPainter(self), self._document, self.view
        if document.image is None or self._canvas.picture.isNull():
            painter.fillRect(self.rect(), theme.colours().canvas)
        else:
            if self._ground.picture.cacheKey() != self._canvas.picture.cacheKey():
                self._ground.set_picture(self._canvas.picture, own=False)
            ratio = self.devicePixelRatioF()
            ground, _ = self._ground.images(view, self.size(), ratio, document.image, self.font())
            painter.drawImage(0, 0, ground)
            if document.display.masks_at(document.frame):
                self._paint_labels(painter, view)
        if self.title:
            layers.paint_title(painter, self.title)
        painter.end()

    def _paint_labels(self, painter: QPainter, view: Viewport) -> None:
        to_view, style = view.to_view(), self._document.display.mask_style
        for label in self.labels:
            if isinstance(label, MaskLabel):
                place = label.x0, label.y0
                overlay.paint_mask(
                    painter, to_view, label.mask, place, THEIRS, strong=True, style=style
                )
            else:
                lines = lines_of(label)
                paint_lines(painter, to_view, lines, RIM, WIDTH + 1.6)
                paint_lines(painter, to_view, lines, THEIRS, WIDTH)
        paint_marks(painter, view, self.marks)

    # The pointer moves both

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y()
        if delta:
            factor = ZOOM_PER_NOTCH ** (delta / WHEEL_NOTCH)
            least = self._canvas.least_scale()
            self._canvas.show_view(self.view.zoomed(event.position(), factor, least))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            moved = event.position() - self._drag_from
            self._drag_from = event.position()
            self._canvas.show_view(self.view.moved(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
