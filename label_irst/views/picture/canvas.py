"""A view of the current frame: global and detail view are two of these.

Painted by hand rather than with a plotting library's image item: each pixel must be exactly one
square, at any zoom and screen density, within a few milliseconds.
"""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.tools.pointer import Pointer
from label_irst.tools.toolbox import SELECT, ToolBox
from label_irst.views.picture import layers, overlay
from label_irst.views.picture.ground import Ground
from label_irst.views.picture.layers import REACH
from label_irst.views.picture.ruler_layer import paint_ruler
from label_irst.views.picture.viewport import Viewport
from label_irst.views.picture.wheel import WHEEL_NOTCH, Wheel
from label_irst.views.widgets.keyboard import reached_by_tab
from p2m_core.datasets.labelled import Label

ZOOM_PER_NOTCH = 1.25
DRAG_THRESHOLD = 4.0
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Canvas(QWidget):
    """Shows the document's frame and hands the pointer to the tool."""

    pointer_at = Signal(float, float)  # image coordinates, while the pointer is over the view
    pointer_left = Signal()
    pressed_at = Signal(float, float)  # the tool's press began in this view
    view_changed = Signal()
    scrubbed = Signal(int)  # notches of the wheel along the growth path

    def __init__(self, document: Document, toolbox: ToolBox, markers: bool) -> None:
        super().__init__()
        self._document = document
        self._toolbox = toolbox
        self._markers = markers  # squares and numbers around targets, for the zoomed-out view
        self._ground = Ground()
        self._pan_from: QPointF | None = None
        self._press_from: QPointF | None = None
        self._second_from: QPointF | None = None
        self._tool_down = False
        self._hovered: QPointF | None = None
        self._wheel = Wheel(document)
        document.frame_changed.connect(self._decide_wheel)
        self._fitted = True  # follow the widget's size until the user zooms
        self.view = Viewport()
        self.title = ""
        self.frame_rectangle: QRectF | None = None  # the part that the other view shows
        self._others: dict[str, Sequence[Label]] = {}
        self._cursor: tuple[int, int] | None = None
        self.setMouseTracking(True)
        reached_by_tab(self)
        self.setAccessibleName(self.tr("Global view") if markers else self.tr("Detail view"))
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        for signal in (
            document.targets_changed,
            document.selection_changed,
            document.preview_changed,
            document.suggestions.changed,
            document.ignored.changed,
            document.model_errors.changed,
            toolbox.ruler.changed,
        ):
            signal.connect(self.update)

    # Content

    def set_picture(self, picture: QImage, own: bool = True) -> None:
        """Show a picture; unless it is the frame's `own`, raw values are not written over it."""
        resized = picture.size() != self._ground.picture.size()
        self._ground.set_picture(picture, own)
        if resized and self._fitted:
            self.fit()
        self.update()

    @property
    def picture(self) -> QImage:
        """The frame as it is shown, one element a pixel."""
        return self._ground.picture

    def show_others(self, labels: Sequence[Label], who: str = "compared") -> None:
        """Show labels of another annotator over the frame, in the place of those of `who`."""
        if labels or self._others.get(who):
            self._others[who] = labels
            self.update()

    def show_view(self, view: Viewport) -> None:
        """Show this part of the frame, in the view's own size."""
        self._fitted = False
        self._set_view(view.resized(self.width(), self.height()))

    def show_cursor(self, pixel: tuple[int, int] | None) -> None:
        """Mark the pixel (x, y) that the keyboard's cursor is at."""
        if pixel != self._cursor:
            self._cursor = pixel
            self.update()

    def shows(self, x: float, y: float) -> bool:
        """Whether the picture point is in the visible part."""
        return self.view.visible().contains(QPointF(x, y))

    def fit(self) -> None:
        """Show the whole frame, also after the widget is resized."""
        self._fitted = True
        if not self.picture.isNull():
            size = self.picture.size()
            self._set_view(self.view.fitted(size.width(), size.height()))

    @property
    def place(self) -> list[float] | None:
        """The visible part as x, y and scale; None for the whole frame."""
        return None if self._fitted else [self.view.x, self.view.y, self.view.scale]

    def go_to_place(self, place: object) -> None:
        """Show the part that `place` returned; None for the whole frame."""
        try:
            x, y, scale = (float(number) for number in place)  # type: ignore[attr-defined]
        except (TypeError, ValueError):
            x = y = scale = math.nan
        if not (math.isfinite(x) and math.isfinite(y) and 0 < scale < math.inf):
            self.fit()
            return
        self.zoom_to(scale)
        self.centre_on(x, y)

    def zoom_to(self, scale: float) -> None:
        self._fitted = False
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._set_view(self.view.zoomed(middle, scale / self.view.scale, 0.01))

    def centre_on(self, x: float, y: float) -> None:
        self._fitted = False
        self._set_view(self.view.centred(x, y))

    def _set_view(self, view: Viewport) -> None:
        self.view = view
        self.view_changed.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view = self.view.resized(self.width(), self.height())
        if self._fitted:
            self.fit()
        else:
            self._set_view(self.view)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        document, values = self._document, QImage()
        if document.image is None:
            painter.fillRect(self.rect(), theme.colours().canvas)
        if document.sequence is None:
            text = self.tr("Open a folder, a video or a project")
            layers.paint_message(painter, QRectF(self.rect()), text, theme.colours().faint_text)
        elif document.image is None:
            text, colour = document.frame_error, theme.colours().doubt
            layers.paint_message(painter, QRectF(self.rect()), text, colour)
        else:
            ratio, raw = self.devicePixelRatioF(), document.image
            ground, values = self._ground.images(self.view, self.size(), ratio, raw, self.font())
            painter.drawImage(0, 0, ground)
        if document.display.masks_at(document.frame):
            others = [label for labels in self._others.values() for label in labels]
            layers.paint_masks(painter, self.view, document, others)
        layers.paint_preview(painter, self.view, document)
        if not values.isNull():
            painter.drawImage(0, 0, values)
        painter.setFont(self.font())
        if self._markers and document.display.masks_at(document.frame):
            layers.paint_markers(painter, self.view, document)
        if self.frame_rectangle is not None and document.image is not None:
            overlay.paint_frame(painter, self.view.to_view().mapRect(self.frame_rectangle))
        if (line := self._toolbox.ruler.line) is not None and document.image is not None:
            paint_ruler(painter, self.view, line)
        if self._cursor is not None and document.image is not None:
            overlay.paint_cursor(painter, self.view.to_view(), self._cursor)
        if self.title:
            hint = self.tr("wheel: mask size · Ctrl+wheel: zoom")
            walks = self._wheel.walks and self._hovered is not None
            layers.paint_title(painter, f"{self.title} · {hint}" if walks else self.title)
        painter.end()

    # The pointer

    def pointer(self, at: QPointF, keys: Qt.KeyboardModifier) -> Pointer:
        """A point of the picture and the keys held, as the tools see them."""
        control, shift, alt = (bool(keys & key) for key in (CONTROL, SHIFT, ALT))
        return Pointer(at.x(), at.y(), control, REACH / self.view.scale, shift, alt)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return self.pointer(self.view.to_image(self._middle(event.position())), event.modifiers())

    def _middle(self, position: QPointF) -> QPointF:
        """The middle of the screen pixel under the pointer; mice report its upper left corner."""
        dense = self.devicePixelRatioF()
        x, y = position.x() * dense, position.y() * dense
        # Dividing by the pixel ratio may leave a position just short of its pixel.
        return QPointF((math.floor(x + 1e-6) + 0.5) / dense, (math.floor(y + 1e-6) + 0.5) / dense)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = event.position()
        elif event.button() == Qt.MouseButton.LeftButton and self._document.image is not None:
            self._press_from, self._tool_down = event.position(), True
            at = self._pointer(event)
            self._toolbox.tool.press(at)
            self.pressed_at.emit(at.x, at.y)
        elif event.button() == Qt.MouseButton.RightButton and self._document.image is not None:
            self._second_from = event.position()
            self._toolbox.second_pressed(self._pointer(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._pointer(event)
        if self._pan_from is not None:
            moved = event.position() - self._pan_from
            self._pan_from = event.position()
            self._fitted = False
            self._set_view(self.view.moved(moved.x(), moved.y()))
            at = self._pointer(event)
        elif self._second_from is not None:
            # A click only: a right drag has no meaning yet.
            if (event.position() - self._second_from).manhattanLength() > DRAG_THRESHOLD:
                self._drop_second()
        elif self._tool_down and self._toolbox.name == SELECT:
            self._start_pan(event.position())
        elif self._tool_down:
            self._toolbox.tool.drag(at)
        else:
            self._hovered = event.position()
            self._decide_wheel()
            self._toolbox.tool.hover(at)
        self.pointer_at.emit(at.x, at.y)

    def _decide_wheel(self) -> None:
        if self._markers or self._hovered is None:  # in the global view the wheel zooms
            return
        if self._wheel.decide(self.view, self.view.to_image(self._middle(self._hovered))):
            self.update()

    def hover_with(self, keys: Qt.KeyboardModifier) -> None:
        """Other keys are held, while the pointer has not moved."""
        if self._hovered is not None and not self._tool_down and self._pan_from is None:
            at = self.view.to_image(self._middle(self._hovered))
            self._toolbox.tool.hover(self.pointer(at, keys))

    def _start_pan(self, position: QPointF) -> None:
        """With the select tool in hand, dragging moves the picture."""
        assert self._press_from is not None
        moved = position - self._press_from
        if abs(moved.x()) + abs(moved.y()) > DRAG_THRESHOLD:
            self._tool_down = False
            self._pan_from = position

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton):
            self._pan_from = None
        if event.button() == Qt.MouseButton.LeftButton and self._tool_down:
            self._tool_down = False
            self._toolbox.tool.release(self._pointer(event))
            self._hovered = event.position()
            self._decide_wheel()
        if event.button() == Qt.MouseButton.RightButton and self._second_from is not None:
            self._drop_second()
            self._toolbox.second(self._pointer(event))

    def _drop_second(self) -> None:
        self._second_from = None
        self._document.set_preview(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        shift, control = event.modifiers() & SHIFT, event.modifiers() & CONTROL
        # During a gesture the tool may use the wheel.
        if (self._tool_down or shift) and self._toolbox.tool.takes(
            "grow" if delta > 0 else "shrink"
        ):
            pass
        elif (shift or self._wheel.walks) and not control:
            if notches := self._wheel.notches(delta):
                if not shift:
                    self._wheel.select()
                self.scrubbed.emit(notches)
        elif delta:
            self._fitted = False
            factor = ZOOM_PER_NOTCH ** (delta / WHEEL_NOTCH)
            self._set_view(self.view.zoomed(event.position(), factor, self.least_scale()))
        event.accept()

    def least_scale(self) -> float:
        if self.picture.isNull():
            return 0.01
        size = self.picture.size()
        return min(1.0, self.view.fitted(size.width(), size.height()).scale / 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        selects = self._toolbox.name == SELECT
        self.setCursor(Qt.CursorShape.ArrowCursor if selects else Qt.CursorShape.CrossCursor)

    def leaveEvent(self, event: QEvent) -> None:
        if not self._tool_down:
            self._toolbox.tool.leave()
        self._hovered = None
        self._wheel.leave()
        self.pointer_left.emit()
