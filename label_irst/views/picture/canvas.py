"""A view of the current frame: global and detail view are two of these.

Painted by hand rather than with a plotting library's image item: each pixel must be exactly one
square, at any zoom and screen density, within a few milliseconds.
"""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
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
from label_irst.document.looks import track_colour, track_label
from label_irst.tools.pointer import Pointer
from label_irst.tools.toolbox import SELECT, ToolBox
from label_irst.views.picture import overlay, pixels
from label_irst.views.picture.error_layer import paint_errors
from label_irst.views.picture.other_layer import paint_others
from label_irst.views.picture.overlay import OUTLINE_AND_FILL
from label_irst.views.picture.suggestion_layer import paint_suggestions
from label_irst.views.picture.viewport import Viewport
from p2m_core.datasets.labelled import Label
from p2m_core.project import Target

REACH = 10.0  # view pixels: the reach of the select tool
WHEEL_NOTCH = 120
ZOOM_PER_NOTCH = 1.25
DRAG_THRESHOLD = 4.0


class Canvas(QWidget):
    """Shows the document's frame and hands the pointer to the tool."""

    pointer_at = Signal(float, float)  # image coordinates, while the pointer is over the view
    pointer_left = Signal()
    pressed_at = Signal(float, float)  # the tool's press began in this view
    view_changed = Signal()
    scrubbed = Signal(int)  # Shift+wheel, pixels along the growth path

    def __init__(self, document: Document, toolbox: ToolBox, markers: bool) -> None:
        super().__init__()
        self._document = document
        self._toolbox = toolbox
        self._markers = markers  # squares and numbers around targets, for the zoomed-out view
        self._picture = QImage()
        self._reduced = QImage()
        self._own_picture = True
        self._ground_images = QImage(), QImage()
        self._ground_key: tuple[object, ...] = ()
        self._pan_from: QPointF | None = None
        self._press_from: QPointF | None = None
        self._second_from: QPointF | None = None
        self._tool_down = False
        self._fitted = True  # follow the widget's size until the user zooms
        self.view = Viewport()
        self.title = ""
        self.frame_rectangle: QRectF | None = None  # the part that the other view shows
        self._others: Sequence[Label] = ()
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        for signal in (
            document.targets_changed,
            document.selection_changed,
            document.preview_changed,
            document.suggestions.changed,
            document.model_errors.changed,
        ):
            signal.connect(self.update)

    # Content

    def set_picture(self, picture: QImage, own: bool = True) -> None:
        """Show a picture; unless it is the frame's `own`, raw values are not written over it."""
        self._own_picture = own
        resized = picture.size() != self._picture.size()
        self._picture, self._reduced = picture, QImage()
        if resized and self._fitted:
            self.fit()
        self.update()

    def show_others(self, labels: Sequence[Label]) -> None:
        """Show labels of another annotator over the frame."""
        if labels or self._others:
            self._others = labels
            self.update()

    def fit(self) -> None:
        """Show the whole frame, also after the widget is resized."""
        self._fitted = True
        if not self._picture.isNull():
            size = self._picture.size()
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
        if view.scale != self.view.scale:
            self._reduced = QImage()
        self.view = view
        self.view_changed.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view = self.view.resized(self.width(), self.height())
        self._reduced = QImage()
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
            self._paint_message(painter, text, theme.colours().faint_text)
        elif document.image is None:
            self._paint_message(painter, document.frame_error, theme.colours().doubt)
        else:
            ground, values = self._ground()
            painter.drawImage(0, 0, ground)
        if document.display.masks_shown:
            self._paint_targets(painter)
            paint_suggestions(painter, self.view, document.suggestions, REACH)
            errors = document.model_errors.in_frame(document.frame)
            paint_errors(painter, self.view, errors, REACH)
            paint_others(painter, self.view.to_view(), self._others)
        self._paint_preview(painter)
        if not values.isNull():
            painter.drawImage(0, 0, values)
        painter.setFont(self.font())
        if self._markers and document.display.masks_shown:
            self._paint_markers(painter)
        if self.frame_rectangle is not None and document.image is not None:
            overlay.paint_frame(painter, self.view.to_view().mapRect(self.frame_rectangle))
        if self.title:
            self._paint_title(painter)
        painter.end()

    def _ground(self) -> tuple[QImage, QImage]:
        """The picture with its grid, and the raw values that lie over the masks.

        Cached: the overlays between them change far more often.
        """
        ratio = self.devicePixelRatioF()
        key = (
            self._picture.cacheKey(),
            self.view,
            ratio,
            theme.colours().canvas.rgb(),
            self._own_picture,
        )
        if self._ground_key != key:
            self._ground_key = key
            image = self._document.image
            assert image is not None
            ground = self._sheet(QImage.Format.Format_RGB32, theme.colours().canvas)
            painter = QPainter(ground)
            pixels.paint_picture(painter, self.view, self._picture, self._reduced_picture())
            painter.end()
            pixels.paint_grid(ground, self.view, image.shape[1], image.shape[0])
            values = QImage()
            if self.view.scale >= pixels.VALUES_FROM and self._own_picture:
                values = self._sheet(
                    QImage.Format.Format_ARGB32_Premultiplied, QColor(Qt.GlobalColor.transparent)
                )
                painter.begin(values)
                pixels.paint_values(painter, self.view, image, self._picture, self.font())
                painter.end()
            self._ground_images = ground, values
        return self._ground_images

    def _sheet(self, format: QImage.Format, colour: QColor) -> QImage:
        """An empty image as large as the view, in screen pixels."""
        sheet = QImage(self.size() * self.devicePixelRatioF(), format)
        sheet.setDevicePixelRatio(self.devicePixelRatioF())
        sheet.fill(colour)
        return sheet

    def _reduced_picture(self) -> QImage:
        ratio = self.devicePixelRatioF()
        scale = self.view.scale * ratio
        if scale >= 1.0:
            return QImage()
        if self._reduced.isNull():
            self._reduced = pixels.reduced(self._picture, scale)
            self._reduced.setDevicePixelRatio(ratio)
        return self._reduced

    def _paint_targets(self, painter: QPainter) -> None:
        preview, to_view = self._document.preview, self.view.to_view()
        for target in self._document.targets:
            if preview is not None and preview.replaces == target.id:
                continue
            overlay.paint_mask(
                painter, to_view, target.mask, (target.x0, target.y0),
                self._colour(target), strong=target is self._document.selected,
                style=self._document.display.mask_style,
            )  # fmt: skip

    def _colour(self, target: Target) -> QColor:
        return QColor(track_colour(self._document.looks, target.track))

    def _paint_preview(self, painter: QPainter) -> None:
        preview = self._document.preview
        if preview is None or self._document.image is None:
            return
        colour = QColor(overlay.ERASER_COLOUR if preview.erases else overlay.PREVIEW_COLOUR)
        overlay.paint_mask(
            painter, self.view.to_view(), preview.mask, (preview.x0, preview.y0), colour,
            strong=bool(preview.replaces), dashed=not preview.replaces,
            style=self._document.display.mask_style if preview.replaces else OUTLINE_AND_FILL,
        )  # fmt: skip
        if preview.guide:
            overlay.paint_guide(painter, self.view.to_view(), preview.guide, preview.corners)

    def _paint_markers(self, painter: QPainter) -> None:
        to_view = self.view.to_view()
        for target in self._document.targets:
            x, y = target.centroid
            half = max(11.0, (max(target.mask.shape) / 2 + 2) * self.view.scale)
            overlay.paint_marker(
                painter, to_view.map(QPointF(x, y)), half, self._colour(target),
                track_label(self._document.looks, target.track), target is self._document.selected,
            )  # fmt: skip

    def _paint_message(self, painter: QPainter, text: str, colour: QColor) -> None:
        painter.setPen(colour)
        area = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), text)

    def _paint_title(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        chip = QRectF(10, 10, metrics.horizontalAdvance(self.title) + 18, metrics.height() + 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().chip)
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(theme.colours().text)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self.title)

    # The pointer

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at = self.view.to_image(self._middle(event.position()))
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return Pointer(at.x(), at.y(), control, REACH / self.view.scale)

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
        elif self._second_from is not None:
            # A click only: a right drag has no meaning yet.
            if (event.position() - self._second_from).manhattanLength() > DRAG_THRESHOLD:
                self._drop_second()
        elif self._tool_down and self._toolbox.name == SELECT:
            self._start_pan(event.position())
        elif self._tool_down:
            self._toolbox.tool.drag(at)
        else:
            self._toolbox.tool.hover(at)
        self.pointer_at.emit(at.x, at.y)

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
        if event.button() == Qt.MouseButton.RightButton and self._second_from is not None:
            self._drop_second()
            self._toolbox.second(self._pointer(event))

    def _drop_second(self) -> None:
        self._second_from = None
        self._document.set_preview(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        # During a gesture the tool may use the wheel.
        if (self._tool_down or shift) and self._toolbox.tool.takes(
            "grow" if delta > 0 else "shrink"
        ):
            pass
        elif shift:
            self.scrubbed.emit(1 if delta > 0 else -1)
        elif delta:
            self._fitted = False
            factor = ZOOM_PER_NOTCH ** (delta / WHEEL_NOTCH)
            self._set_view(self.view.zoomed(event.position(), factor, self._least_scale()))
        event.accept()

    def _least_scale(self) -> float:
        if self._picture.isNull():
            return 0.01
        size = self._picture.size()
        return min(1.0, self.view.fitted(size.width(), size.height()).scale / 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        selects = self._toolbox.name == SELECT
        self.setCursor(Qt.CursorShape.ArrowCursor if selects else Qt.CursorShape.CrossCursor)

    def leaveEvent(self, event: QEvent) -> None:
        if not self._tool_down:
            self._toolbox.tool.leave()
        self.pointer_left.emit()
