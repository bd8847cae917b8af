"""The film strip: a track's target in each frame with its surroundings, in the same grey levels.

Of single images in a row it has one cell each: the largest target, or the whole image without one.
Only the visible crops are read and painted, so that a track may have any length.
"""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
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
from label_irst.display.levels import Levels
from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.document.standing import Standing, standing_of
from label_irst.document.target_looks import target_colour
from label_irst.jobs.crops import Crop, Crops, Square, square_of
from label_irst.views.timeline.choosing import choose_from
from label_irst.views.timeline.film_marks import (
    NUMBER_HEIGHT,
    PITCH,
    paint_chosen,
    paint_gap,
    paint_number,
    paint_state,
)
from label_irst.views.timeline.image_cells import SCALES, SIDE, Cut, ImageCells, scale_for
from label_irst.views.widgets.crop_painting import common_levels, paint_crop, paint_outline
from label_irst.views.widgets.keyboard import reached_by_tab
from p2m_core.project import (
    Target,
    get_track_frames,
    list_track_targets,
)
from p2m_core.sampling import evenly

TOP, LEFT = 6, 12
SAMPLE = 12  # targets that determine scale and grey levels
AT_ONCE = 8  # crops a job reads before the visible ones are determined again
CROPS_KEPT = 1024
TARGETS_KEPT = 512


class FilmStrip(QAbstractScrollArea):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.wanted = False
        self._track: int | None = None
        self._images = ImageCells(document)  # nothing in it: the cells are of a track
        self._frames: NDArray[np.int64] = np.zeros(0, np.int64)
        self._targets: dict[int, list[Target]] = {}  # of each cell; empty: none in this image
        self._sample: list[Target] = []
        self._scale = SCALES[0]
        self._levels: Levels | None = None
        self._choose: Callable[[int], None] | None = None  # while Shift and the mouse choose frames
        self._read_for: int | None = None  # the track whose crops the job reads
        self._crops = Crops(CROPS_KEPT, self)
        self._crops.came.connect(self._take)
        self._crops.free.connect(self._read)
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
        self.horizontalScrollBar().valueChanged.connect(self._look)
        self.hide()

    # Content

    def want(self, wanted: bool) -> None:
        """Show the strip, as soon as a sequence is open; or hide it."""
        self.wanted = wanted
        self.setVisible(wanted and self._document.info is not None)

    def _change_sequence(self) -> None:
        """Begin anew, unless the next one of the same images is on show."""
        self.want(self.wanted)
        if self._images.same:
            self._change_frame()
            return
        self._crops.clear()
        self._track = None
        self.refresh()

    def _change_images(self) -> None:
        """States of images have changed, perhaps by a job: read the visible masks again."""
        if self._images.same:
            self._targets.clear()
            self._look()

    def _change_track(self) -> None:
        if not self._document.images and self._document.active_track != self._track:
            self.refresh()

    def refresh(self) -> None:
        """Read the track anew: its frames, and the visible masks."""
        if not self.isVisible():
            return
        document = self._document
        if self._images.same:
            self._targets.pop(document.images.here, None)
            self._look()
            return
        self._targets.clear()
        self._images.take()
        if self._images:
            self._track, self._frames = None, np.arange(len(document.images.row))
            self._sample, self._levels = [], Levels(0.0, 1.0)  # each has its own
        elif document.project is None or document.info is None or document.active_track is None:
            self._track, self._frames = None, np.zeros(0, np.int64)
        else:
            frames = get_track_frames(document.project, document.info.id, document.active_track)
            self._frames = frames
            if document.active_track != self._track:
                self._track, self._levels = document.active_track, None
        if self._levels is None:
            self._take_sample()
        self._set_range()
        self._change_frame()

    def _take_sample(self) -> None:
        """Take targets spread over the track; the largest determines the scale."""
        frames = self._frames[evenly(self._frames.size, SAMPLE)].tolist()
        self._sample = [t for f in frames for t in self._in_frames(f, f)]
        self._scale = scale_for(self._sample)

    def _in_frames(self, first: int, last: int) -> list[Target]:
        document = self._document
        assert document.project is not None
        assert document.info is not None
        assert self._track is not None
        return list_track_targets(document.project, document.info.id, self._track, first, last)

    def _set_range(self) -> None:
        width = self._frames.size * PITCH + 2 * LEFT - (PITCH - SIDE)
        bar = self.horizontalScrollBar()
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(PITCH)
        bar.setRange(0, max(0, width - self.viewport().width()))

    def _change_frame(self) -> None:
        """Scroll to the current frame, unless it is visible."""
        if not self.isVisible():
            return
        self._change_track()
        index = int(np.searchsorted(self._frames, self._here))
        left = LEFT + index * PITCH
        bar = self.horizontalScrollBar()
        if not bar.value() <= left <= bar.value() + self.viewport().width() - SIDE:
            bar.setValue(left - (self.viewport().width() - SIDE) // 2)
        self._look()

    def _visible(self) -> range:
        """The indices in the track that are visible."""
        left = self.horizontalScrollBar().value() - LEFT
        first = max(0, left // PITCH)
        return range(first, min(self._frames.size, (left + self.viewport().width()) // PITCH + 1))

    def _look(self) -> None:
        """Read the visible masks at once, and their surroundings in a job."""
        shown = self._visible()
        if any(int(self._frames[i]) not in self._targets for i in shown):
            if len(self._targets) > TARGETS_KEPT:
                self._targets.clear()
            first, last = int(self._frames[shown[0]]), int(self._frames[shown[-1]])
            if self._images:
                new = [i for i in range(first, last + 1) if i not in self._targets]
                self._targets |= {place: self._images.read(place) for place in new}
            else:
                self._targets |= {t.frame: [t] for t in self._in_frames(first, last)}
        self._read()
        self.viewport().update()

    # Reading

    @property
    def busy(self) -> bool:
        """Whether a visible crop is still to be read."""
        return self._crops.busy or bool(self._wanted())

    @property
    def held(self) -> int:
        """The number of crops and of targets in memory."""
        return len(self._crops.kept) + len(self._targets)

    @property
    def _here(self) -> int:
        return row_of(self._document).here

    def _crop_of(self, frame: int) -> Cut | None:
        """What a cell shows; None before its targets are read."""
        info, targets = self._document.info, self._targets.get(frame)
        if self._images:
            return self._images.cut(frame, targets) if targets is not None else None
        if targets and info is not None:
            return info.path, square_of(targets[0], SIDE // self._scale)
        return None

    def _wanted(self) -> list[Cut]:
        """The visible crops not read yet, nearest to the current frame first."""
        info = self._document.info
        if self._levels is None and info is not None:
            return [(info.path, square_of(t, SIDE // self._scale)) for t in self._sample]
        frames = [int(self._frames[i]) for i in self._visible()]
        near = sorted(frames, key=lambda frame: abs(frame - self._here))
        crops = [crop for frame in near if (crop := self._crop_of(frame)) is not None]
        return [crop for crop in crops if crop not in self._crops.kept][:AT_ONCE]

    def _read(self) -> None:
        if self._document.info is None or not self.isVisible() or self._crops.busy:
            return
        if wanted := self._wanted():
            self._read_for = self._track
            source = wanted[0][0]
            self._crops.read(source, [square for path, square in wanted if path == source])

    def _take(self, crops: dict[Square, Crop]) -> None:
        if self._levels is None and self._read_for == self._track:
            self._levels = common_levels([c for c in crops.values() if c is not None])
        self.viewport().update()

    # Painting

    def _cell(self, index: int) -> QRectF:
        left = LEFT + index * PITCH - self.horizontalScrollBar().value()
        return QRectF(left, TOP, SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colours().panel)
        if self._frames.size == 0:
            painter.setPen(theme.colours().faint_text)
            text = self.tr("Select a target to see it along its track.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        for index in self._visible():
            self._paint_cell(painter, index)
        painter.end()

    def _paint_cell(self, painter: QPainter, index: int) -> None:
        cell, frame = self._cell(index), int(self._frames[index])
        if self._is_chosen(frame):
            paint_chosen(painter, cell, self._document.range_here is not None)
        painter.fillRect(cell, theme.colours().canvas)
        if (crop := self._crop_of(frame)) is not None:
            painter.save()
            painter.setClipRect(cell)
            self._paint_crop(painter, cell, frame, *crop)
            painter.restore()
            paint_state(painter, cell, self._standing(frame))
        paint_number(painter, cell, frame, frame == self._here)
        if index + 1 < self._frames.size and self._frames[index + 1] > frame + 1:
            paint_gap(painter, cell)

    def _is_chosen(self, frame: int) -> bool:
        chosen = self._document.range
        return chosen is not None and not self._images and chosen[0] <= frame <= chosen[1]

    def _paint_crop(
        self, painter: QPainter, cell: QRectF, frame: int, source: Path, place: Square
    ) -> None:
        levels = self._levels
        if (source, place) in self._crops.kept and levels is not None:
            crop = self._crops.kept[source, place]
            if self._images and crop is not None:
                levels = common_levels([crop])
            paint_crop(painter, cell, place, crop, levels)
        if self._document.display.masks_at(frame):
            for target in self._targets[frame]:
                colour = QColor(target_colour(self._document, target))
                painter.save()
                paint_outline(painter, cell, place, target, colour)
                painter.restore()

    def _standing(self, frame: int) -> Standing:
        if self._images:
            return Standing(int(row_of(self._document).standings[frame]))
        return standing_of(self._targets[frame][0])

    # The pointer

    def place_of(self, frame: int) -> QRectF:
        """The rectangle of a frame's crop in view coordinates, also outside the view."""
        return self._cell(int(np.searchsorted(self._frames, frame)))

    def frame_at(self, x: float) -> int | None:
        """The frame whose crop is at the view coordinate."""
        index = math.floor((x + self.horizontalScrollBar().value() - LEFT) / PITCH)
        return int(self._frames[index]) if 0 <= index < self._frames.size else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().x())
        if event.button() != Qt.MouseButton.LeftButton or frame is None:
            return
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift and not self._images:
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
            if frame is not None and (targets := self._targets.get(frame)):
                text = self.tr("Frame {frame} · {area} px")
                if self._images:
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
        self._targets.clear()  # they may have changed while nobody looked
        self.refresh()
