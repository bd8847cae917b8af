"""A loupe beside the pointer: the mask that a click would give, where the view shows it too small.

It shows what the view shows, with the same colours and layers, at eight times the size.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.tools.toolbox import SELECT, ToolBox
from label_irst.views.picture import layers, pixels
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.chip import chip_width, paint_chip
from label_irst.views.picture.viewport import Viewport
from p2m_core.geometry import pixel_at

SCALE = 8.0  # view pixels a pixel of the frame
ACROSS = 19  # pixels of the frame; odd, so that one is in the middle
NEEDED_BELOW = 5.0  # the view's own scale; from there on it shows a mask well enough
GAP = 26.0  # from the pointer to the nearer corner
EDGE = 1
TEXT = QColor("#e4e7ec")  # on a chip, which is dark in both themes


class Loupe(QWidget):
    """Lies over a view, beside the pointer, and lets all events through.

    Whatever repaints the view repaints it too.
    """

    def __init__(self, document: Document, toolbox: ToolBox, view: Canvas) -> None:
        super().__init__(view)
        self._document, self._toolbox, self._view = document, toolbox, view
        self.wanted = True
        self._spot = QPointF()  # the pointer in the view
        self._pixel: tuple[int, int] | None = None  # row and column under it
        self._side = 1, 1  # of the pointer, where it lies: right and below
        size = round(ACROSS * SCALE) + 2 * EDGE
        self.resize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.pointer_at.connect(self._move)
        view.pointer_left.connect(self.hide)
        view.view_changed.connect(self._view_changed)
        toolbox.changed.connect(self.refresh)
        document.frame_changed.connect(self.refresh)
        document.sequence_changed.connect(self.hide)

    def want(self, wanted: bool) -> None:
        """Show it from now on where it helps, or never."""
        self.wanted = wanted
        self._pixel = None
        self.hide()

    def refresh(self) -> None:
        """Hide it where it does not help any more; the pointer brings it back."""
        if not self.isHidden() and not self._helps():
            self.hide()

    def _view_changed(self) -> None:
        """Another pixel may lie under the pointer, which rests."""
        if not self.isHidden():
            at = self._view.view.to_image(self._spot)
            self._move(at.x(), at.y())

    def _helps(self) -> bool:
        image, pixel = self._document.image, self._pixel
        return (
            self.wanted
            and image is not None
            and pixel is not None
            and 0 <= pixel[0] < image.shape[0]
            and 0 <= pixel[1] < image.shape[1]
            and self._toolbox.name != SELECT
            and self._view.view.scale < NEEDED_BELOW
        )

    def _move(self, x: float, y: float) -> None:
        before, self._pixel = self._pixel, pixel_at(x, y)
        self._spot = self._view.view.to_view().map(QPointF(x, y))
        place = self._place(self._spot) if self._helps() else None
        if place is None:
            self.hide()
            return
        self.move(place)
        if self.isHidden():
            self.show()
        elif self._pixel != before:
            self.update()

    def _place(self, pointer: QPointF) -> QPoint | None:
        """The upper left corner; it keeps to its side of the pointer as long as it fits there."""
        room = self._view.rect()
        fits = [(side, box) for side, box in self._boxes(pointer) if room.contains(box)]
        free = [(side, box) for side, box in fits if not self._is_covered(box)]
        for side, box in free or fits:
            self._side = side
            return box.topLeft()
        return None

    def _boxes(self, pointer: QPointF) -> Iterator[tuple[tuple[int, int], QRect]]:
        """Where it may lie, best first: at a corner from the pointer, or right beside it."""
        right, below = self._side
        size, (x, y) = self.width(), pointer.toTuple()
        for side in ((right, below), (right, -below), (-right, below), (-right, -below)):
            left, top = (
                at + GAP if way > 0 else at - GAP - size
                for at, way in zip((x, y), side, strict=True)
            )
            yield side, QRect(round(left), round(top), size, size)
        for way in (right, -right):
            left = x + GAP if way > 0 else x - GAP - size
            top = min(max(y - size / 2, 0), self._view.height() - size)
            yield (way, below), QRect(round(left), round(top), size, size)

    def _is_covered(self, box: QRect) -> bool:
        """Whether a panel lies over that part of the view."""
        window = self._view.window()
        corners = (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight())
        return any(window.childAt(self._view.mapTo(window, c)) is not self._view for c in corners)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixel is None or self._view.picture.isNull():
            return
        painter, document = QPainter(self), self._document
        row, column = self._pixel
        view = Viewport(float(column), float(row), SCALE, self.width(), self.height())
        painter.fillRect(self.rect(), theme.colours().canvas)
        pixels.paint_picture(painter, view, self._view.picture, QImage())
        if document.display.masks_at(document.frame):
            layers.paint_masks(painter, view, document)
        layers.paint_preview(painter, view, document)
        self._paint_middle(painter, view)
        preview = document.preview
        if preview is not None and (area := int(preview.mask.sum())):
            text = self.tr("{count} px").format(count=area)
            left = self.width() - chip_width(painter, text) - 4
            paint_chip(painter, QPointF(left, self.height() - 14), text, TEXT)
        self._paint_edge(painter)

    def _paint_middle(self, painter: QPainter, view: Viewport) -> None:
        """Mark the pixel that a click would hit: by its corners, which leave it visible."""
        cell = view.to_view().mapRect(QRectF(view.x - 0.5, view.y - 0.5, 1, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, room in ((QColor(0, 0, 0, 170), 1.5), (QColor(255, 255, 255, 230), 0.5)):
            painter.setPen(QPen(colour, 1))
            painter.drawRect(cell.adjusted(-room, -room, room - 1, room - 1))

    def _paint_edge(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.colours().edge, EDGE))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
