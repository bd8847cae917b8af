"""The timeline: states, doubts and tracks of all frames or single images, and the one on show."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from label_irst import theme
from label_irst.document import Document, ranges
from label_irst.document.row import Row, row_of
from label_irst.document.standing import Standing
from label_irst.views.timeline.choosing import choose_from
from label_irst.views.timeline.frame_tip import frame_tip
from label_irst.views.timeline.marks import (
    paint_legend,
    paint_overview,
    paint_range,
    paint_remarks,
    paint_ruler,
)
from label_irst.views.timeline.sheet import (
    DOUBT,
    HEADING,
    HEIGHT,
    OVERVIEW,
    RULER,
    STATES,
    TRACKS,
    sheet,
)
from label_irst.views.timeline.span import Span
from label_irst.views.widgets import standings
from label_irst.views.widgets.keyboard import reached_by_tab

MARGIN = 12
ZOOM_PER_NOTCH = 1.25
WHEEL_NOTCH = 120


class Timeline(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._drag: Callable[[QMouseEvent], None] | None = None
        self._pointer: QPointF | None = None
        self._lanes = QImage()
        self._lanes_key: tuple[object, ...] = ()
        self._version = 0  # of the lanes' content
        self.span = Span.whole(self._row.size)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        reached_by_tab(self)
        self.setAccessibleName(self.tr("Timeline"))
        document.sequence_changed.connect(self._change_row)
        document.frame_changed.connect(self._follow)
        document.range_changed.connect(self.update)
        document.display_changed.connect(self.update)
        for signal in (
            document.targets_changed,
            document.selection_changed,
            document.doubt_changed,
            document.track_runs.changed,
            document.suggestions.frames_changed,
            document.images.changed,
            document.descriptions.changed,
        ):
            signal.connect(self._refresh)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def _refresh(self) -> None:
        self._version += 1
        self.update()

    def fit(self) -> None:
        """Show all frames."""
        self._set_span(Span.whole(self._row.size))
        self._refresh()

    @property
    def _row(self) -> Row:
        return row_of(self._document)

    def _change_row(self) -> None:
        """Show all of another row; from image to image the span stays, as between frames."""
        row = self._row
        if row.images and row.size == self.span.count:
            self._follow()
            self._refresh()
        else:
            self.fit()

    def _set_span(self, span: Span) -> None:
        self.span = span
        self.update()

    def _follow(self) -> None:
        self._set_span(self.span.showing(self._row.here))

    # Places

    def _gutter(self) -> float:
        metrics = QFontMetricsF(self._small_font())
        return MARGIN + max(metrics.horizontalAdvance(name) for name in self._lane_names()) + 8

    def _lane_names(self) -> tuple[str, str, str]:
        third = self.tr("Targets") if self._row.images else self.tr("Tracks")
        return self.tr("States"), self.tr("Doubt"), third

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        return font

    def _part(self, part: tuple[int, int]) -> QRectF:
        left = self._gutter()
        return QRectF(left, part[0], max(1.0, self.width() - left - MARGIN), part[1])

    def _share(self, x: float) -> float:
        part = self._part(STATES)
        return (x - part.left()) / part.width()

    def frame_at(self, x: float) -> int:
        """The frame under a widget coordinate."""
        return self.span.frame_at(self._share(x))

    def place_of(self, frame: int) -> QRectF:
        """The rectangle of a frame's state."""
        part = self._part(STATES)
        x0, x1 = (part.left() + self.span.share(e) * part.width() for e in (frame, frame + 1))
        return QRectF(x0, part.top(), x1 - x0, part.height())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        row = self._row
        heading = QRectF(MARGIN, HEADING[0], self.width() - 2 * MARGIN, HEADING[1])
        present = np.flatnonzero(np.bincount(row.standings)).tolist()
        room = heading.width() - paint_legend(painter, heading, present) - 24
        painter.setFont(self._small_font())
        painter.setPen(theme.colours().faint_text)
        for name, part in zip(self._lane_names(), (STATES, DOUBT, TRACKS), strict=True):
            area = QRectF(MARGIN, part[0], self._gutter() - MARGIN, part[1])
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        if not row.size:
            for part in (STATES, DOUBT):
                painter.fillRect(self._part(part), theme.colours().raised)
            return
        paint_ruler(painter, self._part(RULER), self.span)
        painter.drawImage(self._part(STATES).topLeft(), self._painted_lanes())
        if not row.images:
            said = self._document.descriptions
            paint_remarks(painter, self._part(RULER), self.span, said.flagged, said.noted)
        paint_overview(painter, self._part(OVERVIEW), self.span)
        painter.setFont(self.font())
        painter.setPen(theme.colours().text)
        text = f"{row.here + 1} / {row.size}   {row.name(row.here)}"
        if chosen := ranges.summary(self._document):
            text = f"{row.here + 1} / {row.size}   {chosen}"
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(heading, Qt.AlignmentFlag.AlignLeft, text)
        self._paint_range(painter)
        self._paint_cursor(painter)

    def _paint_range(self, painter: QPainter) -> None:
        document = self._document
        if document.range is None:
            return
        first, last = (self.place_of(frame) for frame in document.range)
        top, bottom = RULER[0], TRACKS[0] + TRACKS[1] + 1
        area = QRectF(first.left(), top, max(2.0, last.right() - first.left()), bottom - top)
        painter.save()
        painter.setClipRect(self._part(RULER).adjusted(-3, 0, 3, HEIGHT))
        paint_range(painter, area, document.range_here is not None)
        painter.restore()

    def _painted_lanes(self) -> QImage:
        """The lanes, cached until something in them changes: the cursor moves far more often."""
        ratio = self.devicePixelRatioF()
        width = max(1, round(self._part(STATES).width() * ratio))
        colours = (theme.colours().panel.rgb(), theme.state_colour(Standing.UNSEEN).rgb())
        by_class = self._document.display.mask_style.by_class
        key = (self._version, self.span, width, ratio, colours, by_class)
        if key != self._lanes_key:
            self._lanes_key = key
            self._lanes = sheet(self._document, self.span, width, ratio)
        return self._lanes

    def _paint_cursor(self, painter: QPainter) -> None:
        place = self.place_of(self._row.here)
        width = max(3.0, place.width())
        left = place.center().x() - width / 2
        top, bottom = STATES[0] - 3, TRACKS[0] + TRACKS[1] + 1
        painter.setClipRect(self._part(RULER).adjusted(-3, 0, 3, HEIGHT))
        painter.setPen(QPen(theme.colours().cursor, 1))
        shade = QColor(theme.colours().cursor)
        shade.setAlpha(70)
        painter.setBrush(shade)
        painter.drawRect(QRectF(left, top, width, bottom - top))
        if self._pointer is not None and self._drag is None:
            shade.setAlpha(120)
            x = self.place_of(self.frame_at(self._pointer.x())).center().x()
            painter.fillRect(QRectF(x, top, 1, bottom - top), shade)

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        zoomed = not self.span.is_whole
        if event.button() == Qt.MouseButton.MiddleButton:
            self._drag = self._pan_from(at.x(), self._part(STATES).width() / self.span.length)
        elif event.button() == Qt.MouseButton.LeftButton and self._choosing(event):
            self._drag = self._choose_from(self.frame_at(at.x()))
        elif event.button() == Qt.MouseButton.LeftButton and zoomed and at.y() >= OVERVIEW[0] - 2:
            self._drag = self._pan_from(at.x(), -self._part(OVERVIEW).width() / self.span.count)
        elif event.button() == Qt.MouseButton.LeftButton and zoomed and at.y() < STATES[0]:
            self._drag = self._pan_from(at.x(), self._part(STATES).width() / self.span.length)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag = self._scrub
            self._row.go_to(self.frame_at(at.x()))

    def _choosing(self, event: QMouseEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return shift and self._row.size > 0 and not self._row.images

    def _choose_from(self, pressed: int) -> Callable[[QMouseEvent], None]:
        drag = choose_from(self._document, pressed)
        self._row.go_to(pressed)

        def choose(event: QMouseEvent) -> None:
            drag(self.frame_at(event.position().x()))
            self._scrub(event)

        return choose

    def _pan_from(self, x: float, pixels: float) -> Callable[[QMouseEvent], None]:
        """Drag the span along; `pixels` view pixels are one frame."""
        span = self.span

        def pan(event: QMouseEvent) -> None:
            self._set_span(span.moved((x - event.position().x()) / pixels))

        return pan

    def _scrub(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().x())
        row = self._row
        if frame != row.here:
            row.go_to(frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._drag is not None:
            self._drag(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all frames; if all are shown already, treat the event as a second click."""
        if self.span.is_whole or self._choosing(event):
            self.mousePressEvent(event)
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            across, along = across or along, 0
        if along:
            factor = ZOOM_PER_NOTCH ** (along / WHEEL_NOTCH)
            self._set_span(self.span.zoomed(self._share(event.position().x()), factor))
        elif across:
            self._set_span(self.span.moved(-across / WHEEL_NOTCH * self.span.length / 10))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = event.pos()
            QToolTip.showText(event.globalPos(), self.tip_at(at), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """The tooltip for the frame under the pointer; above the lanes, for the chosen frames."""
        if self._row.size == 0 or at.y() >= HEIGHT:
            return ""
        if at.y() <= HEADING[1]:
            return ranges.tip(self._document) or standings.legend()
        if at.x() < self._gutter() and STATES[0] <= at.y() < STATES[0] + STATES[1]:
            return standings.legend()
        frame = self.frame_at(at.x())
        standing = Standing(int(self._row.standings[frame]))
        state = f"{standings.words()[standing]} · {standings.meanings()[standing]}"
        return frame_tip(self._document, frame, state)
