"""Pictures of targets with three masks: the annotator's, PAMG's before and after calibration."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from label_irst import theme
from label_irst.jobs.calibration import Picture
from label_irst.jobs.crops import Square
from label_irst.settings.mask_style import MaskStyle
from label_irst.views.picture.overlay import paint_mask
from label_irst.views.results.cells import GROUND, NEW, OLD, SWATCH, TRUTH
from label_irst.views.widgets.crop_painting import common_levels, paint_crop

CELL, GAP = 132, 8
COLUMNS = 6
AROUND = 4  # pixels around the masks
LEAST = 16
THEIRS = MaskStyle(outline=False, opacity=0.42)
GROWN = MaskStyle(fill=False)


class CalibrationCells(QWidget):
    """One row of pictures; below each, the IoU before and after."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: Sequence[Picture] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        self.pictures = pictures
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(COLUMNS * (CELL + GAP) - GAP, CELL + 4 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, picture in enumerate(self.pictures):
            cell = QRectF(number * (CELL + GAP), 0, CELL, CELL)
            _paint(painter, cell, picture)
            before, after = picture.scores
            text = f"{before:.2f} → {after:.2f}" if before != after else f"{before:.2f}"
            under = QRectF(cell.left(), CELL + 3, CELL, self.fontMetrics().height() + 1)
            painter.setPen(theme.colours().faint_text)
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = event.pos().x() // (CELL + GAP)
            if number < len(self.pictures):
                picture = self.pictures[number]
                text = self.tr("{sequence}, frame {frame}").format(
                    sequence=picture.sequence, frame=picture.frame + 1
                )
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


def place_of(picture: Picture) -> Square:
    """The square of the crop that shows all three masks."""
    rows, columns = np.nonzero(picture.theirs | picture.before | picture.after)
    size = max(LEAST, int(max(np.ptp(rows), np.ptp(columns))) + 1 + 2 * AROUND)
    x0 = (int(columns.min()) + int(columns.max()) + 1 - size) // 2
    y0 = (int(rows.min()) + int(rows.max()) + 1 - size) // 2
    return Square(picture.frame, x0, y0, size)


def _paint(painter: QPainter, cell: QRectF, picture: Picture) -> None:
    place = place_of(picture)
    crop = picture.image[
        max(0, place.y0) : place.y0 + place.size, max(0, place.x0) : place.x0 + place.size
    ]
    painter.save()
    painter.setClipRect(cell)
    painter.fillRect(cell, theme.colours().canvas)
    paint_crop(painter, cell, place, crop, common_levels([crop]))
    scale = cell.width() / place.size
    view = QTransform.fromTranslate(cell.left(), cell.top()).scale(scale, scale)
    view = QTransform.fromTranslate(0.5 - place.x0, 0.5 - place.y0) * view
    paint_mask(painter, view, picture.theirs, (0, 0), TRUTH, style=THEIRS)
    paint_mask(painter, view, picture.after, (0, 0), NEW, style=GROWN)
    if not np.array_equal(picture.before, picture.after):
        paint_mask(painter, view, picture.before, (0, 0), OLD, style=GROWN, dashed=True)
    painter.restore()


class Legend(QWidget):
    """What the colours over the pictures mean."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_entries(self, changed: bool) -> None:
        """Show before and after; only the grown mask where nothing changes."""
        self._changed = changed
        self.updateGeometry()
        self.update()

    def _entries(self) -> list[tuple[QColor, Qt.PenStyle, str]]:
        yours = (TRUTH, Qt.PenStyle.NoPen, self.tr("yours"))
        if not self._changed:
            return [yours, (NEW, Qt.PenStyle.SolidLine, self.tr("grown"))]
        return [
            yours, (OLD, Qt.PenStyle.DashLine, self.tr("before")),
            (NEW, Qt.PenStyle.SolidLine, self.tr("calibrated")),
        ]  # fmt: skip

    def sizeHint(self) -> QSize:
        letters = self.fontMetrics()
        wide = sum(letters.horizontalAdvance(e[2]) + SWATCH + 6 + 16 for e in self._entries())
        return QSize(wide, max(SWATCH, letters.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for colour, line, text in self._entries():
            swatch = QRectF(x, middle - SWATCH / 2, SWATCH, SWATCH)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(GROUND)
            painter.drawRoundedRect(swatch, 3, 3)
            inner = QRectF(swatch.topLeft() + QPointF(4, 4), swatch.bottomRight() - QPointF(4, 4))
            if line is Qt.PenStyle.NoPen:
                painter.setBrush(colour)
                painter.drawRect(inner)
            else:
                pen = QPen(colour, 1.6, line)
                if line is Qt.PenStyle.DashLine:
                    pen.setDashPattern([1.6, 1.2])
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(inner)
            painter.setPen(theme.colours().faint_text)
            wide = painter.fontMetrics().horizontalAdvance(text)
            label = QRectF(x + SWATCH + 6, 0, wide + 2, self.height())
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text)
            x += SWATCH + 6 + wide + 16
