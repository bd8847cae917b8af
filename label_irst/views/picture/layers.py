"""What lies over the picture of the current frame, in the views and in the loupe."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from label_irst import theme
from label_irst.document import Document
from label_irst.document.target_looks import mark_of, target_colour, target_label
from label_irst.views.picture import overlay
from label_irst.views.picture.click_layer import paint_aim, paint_clicks
from label_irst.views.picture.error_layer import paint_errors
from label_irst.views.picture.ignored_layer import paint_ignored_regions
from label_irst.views.picture.other_layer import paint_others
from label_irst.views.picture.overlay import OUTLINE_AND_FILL
from label_irst.views.picture.suggestion_layer import paint_suggestions
from label_irst.views.picture.viewport import Viewport
from p2m_core.datasets.labelled import Label

REACH = 10.0  # view pixels: the reach of the select tool, and the least radius of a suggestion


def paint_masks(
    painter: QPainter, view: Viewport, document: Document, others: Sequence[Label] = ()
) -> None:
    """Paint all that belongs to the frame; `others` are labels of another annotator."""
    paint_ignored_regions(painter, view, document.ignored.in_frame(document.frame))
    _paint_targets(painter, view, document)
    paint_suggestions(painter, view, document.suggestions, REACH)
    paint_errors(painter, view, document.model_errors.in_frame(document.frame), REACH)
    paint_others(painter, view.to_view(), others)


def _paint_targets(painter: QPainter, view: Viewport, document: Document) -> None:
    preview, to_view = document.preview, view.to_view()
    for target in document.targets:
        if preview is not None and preview.replaces == target.id:
            continue
        overlay.paint_mask(
            painter, to_view, target.mask, (target.x0, target.y0),
            QColor(target_colour(document, target)),
            strong=target is document.selected, style=document.display.mask_style,
        )  # fmt: skip
    if document.selected is not None:
        paint_clicks(painter, view, document.selected)


def paint_preview(painter: QPainter, view: Viewport, document: Document) -> None:
    """Paint what a click or the stroke under way would give."""
    preview = document.preview
    if preview is None or document.image is None:
        return
    colour = QColor(overlay.ERASER_COLOUR if preview.erases else overlay.PREVIEW_COLOUR)
    overlay.paint_mask(
        painter, view.to_view(), preview.mask, (preview.x0, preview.y0), colour,
        strong=bool(preview.replaces), dashed=not preview.replaces,
        style=document.display.mask_style if preview.replaces else OUTLINE_AND_FILL,
    )  # fmt: skip
    if preview.aim is not None:
        paint_aim(painter, view, preview.aim)
    if preview.guide:
        overlay.paint_guide(painter, view.to_view(), preview.guide, preview.corners)


def paint_markers(painter: QPainter, view: Viewport, document: Document) -> None:
    """Paint squares and numbers around the targets."""
    to_view, named = view.to_view(), document.display.mask_style.names
    for target in document.targets:
        x, y = target.centroid
        half = max(11.0, (max(target.mask.shape) / 2 + 2) * view.scale)
        overlay.paint_marker(
            painter, to_view.map(QPointF(x, y)), half,
            QColor(target_colour(document, target)),
            target_label(document, target, named) + mark_of(target), target is document.selected,
        )  # fmt: skip


def paint_message(painter: QPainter, box: QRectF, text: str, colour: QColor) -> None:
    """Paint a message in place of the picture."""
    painter.setPen(colour)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(24, 24, -24, -24), int(flags), text)


def paint_title(painter: QPainter, title: str) -> None:
    """Paint the title of a view into its upper left corner."""
    metrics = painter.fontMetrics()
    chip = QRectF(10, 10, metrics.horizontalAdvance(title) + 18, metrics.height() + 10)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours().chip)
    painter.drawRoundedRect(chip, 4, 4)
    painter.setPen(theme.colours().text)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, title)
