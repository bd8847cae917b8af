"""Where two annotations of a frame differ, as marks over the picture."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from label_irst.i18n import tr
from label_irst.views.picture.chip import chip_width, paint_chip
from label_irst.views.picture.corners import COLOUR, paint_corners
from label_irst.views.picture.viewport import Viewport
from p2m_core.agreement import Pair, Reason, compare_frame, worst_of
from p2m_core.datasets.labelled import LabelledTarget, MaskLabel
from p2m_core.datasets.labels import box_of
from p2m_core.project import Target

ROOM = 6.0  # view pixels between what differs and its mark
LEAST = 9.0  # view pixels of half a mark
CORNERS = 0.7  # of each half side
WORDS_FROM = 1.5  # view pixels a pixel: from here on a word does not cover half of the picture


class Mark(NamedTuple):
    """A half-open box of the frame, and what is different in it."""

    box: tuple[float, float, float, float]
    text: str


def labelled(targets: Sequence[Target]) -> list[LabelledTarget]:
    """The targets of the open project as labels."""
    return [LabelledTarget(MaskLabel(t.x0, t.y0, t.mask), t.track, t.category) for t in targets]


def differences(mine: Sequence[LabelledTarget], theirs: Sequence[LabelledTarget]) -> list[Mark]:
    """A mark for each target of one alone, and for each that both see differently."""
    marks = []
    for pair in compare_frame(mine, theirs):
        if (worst := worst_of(pair)) is not None:
            boxes = [box_of(one.label) for one in (pair.a, pair.b) if one is not None]
            low, high = zip(*boxes, strict=True), zip(*boxes, strict=True)
            x0, y0 = (min(values) for values in list(low)[:2])
            x1, y1 = (max(values) for values in list(high)[2:])
            marks.append(Mark((x0, y0, x1, y1), _text(pair, worst[1])))
    return marks


def _text(pair: Pair, reason: Reason) -> str:
    return {
        Reason.MISSED_BY_A: tr("only theirs"),
        Reason.MISSED_BY_B: tr("only mine"),
        Reason.OVERLAP: tr("IoU {value}").format(value=f"{pair.iou:.2f}"),
        Reason.PLACE: tr("{distance} px apart").format(distance=f"{pair.distance:.1f}"),
        Reason.CATEGORY: tr("other class"),
    }[reason]


def paint_marks(painter: QPainter, view: Viewport, marks: Sequence[Mark]) -> None:
    """Paint corners around each difference, so that the pixels stay visible, and its word."""
    painter.save()
    for (x0, y0, x1, y1), text in marks:
        box = view.to_view().mapRect(QRectF(x0 - 0.5, y0 - 0.5, x1 - x0, y1 - y0))
        box, middle = box.adjusted(-ROOM, -ROOM, ROOM, ROOM), box.center()
        width, height = max(box.width() / 2, LEAST), max(box.height() / 2, LEAST)
        paint_corners(painter, middle, width, height, CORNERS)
        if view.scale >= WORDS_FROM:
            half = painter.fontMetrics().height() / 2
            y = min(middle.y() + height + 6 + half, view.height - half - 4)
            left = QPointF(middle.x() - chip_width(painter, text) / 2, y)
            paint_chip(painter, left, text, COLOUR)
    painter.restore()
