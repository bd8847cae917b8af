"""The film strip: a track's target in each frame with its surroundings, in the same grey levels.

Of single images in a row it has one cell each: the largest target, or the whole image without one.
Only the visible crops are read and painted, so that a track may have any length.
"""

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from label_irst import theme
from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.document.target_looks import target_colour
from label_irst.views.timeline.choosing import choose_from
from label_irst.views.timeline.film_content import FilmContent
from label_irst.views.timeline.film_marks import (
    NUMBER_HEIGHT,
    PITCH,
    paint_chosen,
    paint_gap,
    paint_number,
    paint_state,
)
from label_irst.views.timeline.image_cells import SIDE, Cut
from label_irst.views.widgets.crop_painting import paint_crop, paint_outline
from label_irst.views.widgets.keyboard import reached_by_tab

TOP, LEFT = 6, 12


class FilmStrip(QAbstractScrollArea):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.wanted = False
        self._choose: Callable[[int], None] | None = None  # while Shift and the mouse choose frames
        self._content = FilmContent(document, self._visible, self)
        self._content.changed.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        reached_by_tab(self)
        self.setAccessibleName(self.tr("Film strip"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFixedHeight(TOP + SIDE + NUMBER_HEIGHT + 8 + 10)
        document.sequence_changed.connect(self._change_sequence)
        document.targets_changed.connect(self.refresh)
        document.selection_changed.connect(self._change_track)
        document.frame_changed.connect(self._change_frame)
        for signal in (document.display_changed, document.range_changed):
            signal.connect(self.viewport().update)
        document.images.changed.connect(self._change_images)
        self.horizontalScrollBar().valueChanged.connect(self._content.look)
        self.hide()

    # Content

    def want(self, wanted: bool) -> None:
        """Show the strip, as soon as a sequence is open; or hide it."""
        self.wanted = wanted
        self.setVisible(wanted and self._document.info is not None)

    def _change_sequence(self) -> None:
        """Begin anew, unless the next one of the same images is on show."""
        self.want(self.wanted)
        if self._content.images.same:
            self._change_frame()
            return
        self._content.drop()
        self.refresh()

    def _change_images(self) -> None:
        """States of images have changed, perhaps by a job: read the visible masks again."""
        if self._content.images.same:
            self._content.targets.clear()
            self._content.look()

    def _change_track(self) -> None:
        if self._content.of_another_track:
            self.refresh()

    def refresh(self) -> None:
        """Read the track anew: its frames, and the visible masks."""
        if not self.isVisible():
            return
        if self._content.images.same:
            self._content.targets.pop(self._document.images.here, None)
            self._content.look()
            return
        self._content.take()
        self._set_range()
        self._change_frame()

    def _set_range(self) -> None:
        width = self._content.frames.size * PITCH + 2 * LEFT - (PITCH - SIDE)
        bar = self.horizontalScrollBar()
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(PITCH)
        bar.setRange(0, max(0, width - self.viewport().width()))

    def _change_frame(self) -> None:
        """Scroll to the current frame, unless it is visible."""
        if not self.isVisible():
            return
        self._change_track()
        index = int(np.searchsorted(self._content.frames, self._content.here))
        left = LEFT + index * PITCH
        bar = self.horizontalScrollBar()
        if not bar.value() <= left <= bar.value() + self.viewport().width() - SIDE:
            bar.setValue(left - (self.viewport().width() - SIDE) // 2)
        self._content.look()

    def _visible(self) -> range:
        """The indices of the cells that are visible."""
        if not self.isVisible():
            return range(0)
        left = self.horizontalScrollBar().value() - LEFT
        first = max(0, left // PITCH)
        return range(
            first, min(self._content.frames.size, (left + self.viewport().width()) // PITCH + 1)
        )

    @property
    def busy(self) -> bool:
        """Whether a visible crop is still to be read."""
        return self._content.busy

    @property
    def held(self) -> int:
        """The number of crops and of targets in memory."""
        return self._content.held

    # Painting

    def _cell(self, index: int) -> QRectF:
        left = LEFT + index * PITCH - self.horizontalScrollBar().value()
        return QRectF(left, TOP, SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colours().panel)
        if self._content.frames.size == 0:
            painter.setPen(theme.colours().faint_text)
            text = self.tr("Select a target to see it along its track.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        for index in self._visible():
            self._paint_cell(painter, index)
        painter.end()

    def _paint_cell(self, painter: QPainter, index: int) -> None:
        cell, frame = self._cell(index), int(self._content.frames[index])
        if self._is_chosen(frame):
            paint_chosen(painter, cell, self._document.range_here is not None)
        painter.fillRect(cell, theme.colours().canvas)
        if (cut := self._content.cut_of(frame)) is not None:
            painter.save()
            painter.setClipRect(cell)
            self._paint_crop(painter, cell, frame, cut)
            painter.restore()
            paint_state(painter, cell, self._content.standing(frame))
        paint_number(painter, cell, frame, frame == self._content.here)
        if index + 1 < self._content.frames.size and self._content.frames[index + 1] > frame + 1:
            paint_gap(painter, cell)

    def _is_chosen(self, frame: int) -> bool:
        chosen = self._document.range
        return chosen is not None and not self._content.images and chosen[0] <= frame <= chosen[1]

    def _paint_crop(self, painter: QPainter, cell: QRectF, frame: int, cut: Cut) -> None:
        place = cut[1]
        if (found := self._content.crop_of(cut)) is not None:
            paint_crop(painter, cell, place, *found)
        if self._document.display.masks_at(frame):
            for target in self._content.targets[frame]:
                colour = QColor(target_colour(self._document, target))
                painter.save()
                paint_outline(painter, cell, place, target, colour)
                painter.restore()

    # The pointer

    def place_of(self, frame: int) -> QRectF:
        """The rectangle of a frame's crop in view coordinates, also outside the view."""
        return self._cell(int(np.searchsorted(self._content.frames, frame)))

    def frame_at(self, x: float) -> int | None:
        """The frame whose crop is at the view coordinate."""
        index = math.floor((x + self.horizontalScrollBar().value() - LEFT) / PITCH)
        return int(self._content.frames[index]) if 0 <= index < self._content.frames.size else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().x())
        if event.button() != Qt.MouseButton.LeftButton or frame is None:
            return
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift and not self._content.images:
            self._choose = choose_from(self._document, frame)
        else:
            self._show(frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().x())
        if self._choose is not None and frame is not None:
            self._choose(frame)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the last of the chosen frames: not before, since the strip may then scroll."""
        frame = self.frame_at(event.position().x())
        choosing, self._choose = self._choose is not None, None
        if choosing and self._document.range is not None:
            first, last = self._document.range
            self._show(min(max(last if frame is None else frame, first), last))

    def _show(self, frame: int) -> None:
        row_of(self._document).go_to(frame)
        if self._document.selected is not None:
            self._document.focus_requested.emit(*self._document.selected.centroid)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - round(delta / 120 * 2 * PITCH))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            frame = self.frame_at(event.pos().x())
            if frame is not None and (targets := self._content.targets.get(frame)):
                text = self.tr("Frame {frame} · {area} px")
                if self._content.images:
                    text = self.tr("Image {frame} · {area} px")
                text = text.format(frame=frame + 1, area=targets[0].area)
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_range()
        self._change_frame()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._content.targets.clear()  # they may have changed while nobody looked
        self.refresh()
