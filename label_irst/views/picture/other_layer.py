"""Labels of another annotator over the picture: dashed outlines, without a fill."""

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from label_irst.views.widgets.outline import outline
from p2m_core.datasets.labelled import BoxLabel, Label, MaskLabel

THEIRS = QColor("#5cc3ff")
RIM = QColor(0, 0, 0, 150)  # keeps a line legible on white and on black pictures
WIDTH = 1.8
CROSS = 1.5  # half of a point's cross, pixels of the frame


def lines_of(label: Label) -> list[QLineF]:
    """The outline of a label in the frame; a point is a cross."""
    if isinstance(label, MaskLabel):
        return [line.translated(label.x0, label.y0) for line in outline(label.mask)]
    if isinstance(label, BoxLabel):
        box = QRectF(label.x - 0.5, label.y - 0.5, label.width, label.height)
        corners = (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft())
        return [QLineF(a, b) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    x, y = label
    return [QLineF(x - CROSS, y, x + CROSS, y), QLineF(x, y - CROSS, x, y + CROSS)]


def paint_lines(
    painter: QPainter, to_view: QTransform, lines: list[QLineF], colour: QColor, width: float,
    dashed: bool = False,
) -> None:  # fmt: skip
    """Paint lines of the frame with a pen of `width` screen pixels."""
    pen = QPen(colour, width * painter.device().devicePixelRatioF())
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.SquareCap)
    if dashed:
        pen.setDashPattern([3.0, 3.0])
    painter.save()
    painter.setTransform(to_view, True)
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.restore()


def paint_others(painter: QPainter, to_view: QTransform, labels: Iterable[Label]) -> None:
    for label in labels:
        lines = lines_of(label)
        paint_lines(painter, to_view, lines, RIM, WIDTH + 1.6)
        paint_lines(painter, to_view, lines, THEIRS, WIDTH, dashed=True)
