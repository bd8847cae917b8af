"""What is drawn around a cell of the film strip: state, number, and the gap after it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from label_irst import theme
from label_irst.document.standing import Standing
from label_irst.views.timeline.image_cells import SIDE
from label_irst.views.widgets import standings

PITCH = SIDE + 8  # view pixels from cell to cell
NUMBER_HEIGHT = 18


def paint_state(painter: QPainter, cell: QRectF, standing: Standing) -> None:
    """A bar in the standing's colour below the cell, and its mark beside the number."""
    bar = QRectF(cell.left(), cell.bottom() + 1, cell.width(), 3)
    painter.fillRect(bar, theme.state_colour(standing))
    place = QRectF(cell.left() + 1, cell.bottom() + 9, standings.SIDE, standings.SIDE)
    standings.paint(painter, place, standing)


def paint_number(painter: QPainter, cell: QRectF, frame: int, here: bool) -> None:
    """Write the frame's number, counted from 1; `here` stands out."""
    if here:
        painter.setPen(QPen(theme.colours().cursor, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(-2, -2, 2, 5))
    painter.setPen(theme.colours().text if here else theme.colours().faint_text)
    number = QRectF(cell.left() - 4, cell.bottom() + 5, SIDE + 8, NUMBER_HEIGHT)
    painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(frame + 1))


def paint_gap(painter: QPainter, cell: QRectF) -> None:
    """Mark that frames without a target follow."""
    painter.setPen(QPen(theme.colours().doubt, 2, Qt.PenStyle.DotLine))
    x = round(cell.right() + (PITCH - SIDE) / 2)
    painter.drawLine(x, round(cell.top()), x, round(cell.bottom()))


def paint_chosen(painter: QPainter, cell: QRectF, in_use: bool) -> None:
    """Behind the cell of a chosen frame: a band; only its edges where keys do not act on it."""
    margin = (PITCH - SIDE) / 2
    band = cell.adjusted(-margin, -4, margin, NUMBER_HEIGHT + 6)
    colour = QColor(theme.colours().accent)
    if in_use:
        shade = QColor(colour)
        shade.setAlpha(90)
        painter.fillRect(band, shade)
    painter.fillRect(QRectF(band.left(), band.top(), band.width(), 2), colour)
    painter.fillRect(QRectF(band.left(), band.bottom() - 2, band.width(), 2), colour)
