"""How a card is drawn, and where in it the note is edited."""

from collections.abc import Callable

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from label_irst import theme
from label_irst.i18n import tr
from label_irst.views.project.cards import CARD, facts, in_a_line
from label_irst.views.project.choosing import Seen
from label_irst.views.project.state_bar import paint_state_bar
from p2m_core.project import Card

Index = QModelIndex | QPersistentModelIndex
PICTURE = QSize(192, 144)
PAD, GAP = 8, 8  # inside a card, around it
LINE = 19
BAR = 10
CELL = QSize(
    PICTURE.width() + 2 * (PAD + GAP // 2), PICTURE.height() + 2 * PAD + GAP + 3 * LINE + BAR + 12
)
RING, MOST_RINGS = 6.0, 60  # view pixels around a target; rings in a picture

# The picture of a card with the places of its targets; None where it is being read.
Pictures = Callable[[Card], tuple[QImage | None, list[tuple[float, float]]] | None]


class CardDelegate(QStyledItemDelegate):
    def __init__(self, pictures: Pictures, here: Callable[[], int], parent: QWidget) -> None:
        """`here` returns the number of the sequence on show."""
        super().__init__(parent)
        self._pictures, self._here = pictures, here

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Seen = index.data(CARD)
        colours, card = theme.colours(), one.card
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        frame = _frame(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if selected else colours.edge if over else colours.line
        painter.setPen(QPen(edge, 2 if selected else 1))
        painter.setBrush(colours.raised if selected else colours.panel)
        painter.drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus and not selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(frame).adjusted(3, 3, -3, -3), 5, 5)
        picture = QRect(frame.topLeft() + _corner(), PICTURE)
        self._paint_picture(painter, picture, card)
        _paint_chips(painter, picture, one, option.font, card.info.id == self._here())
        self._paint_words(painter, frame, one, option)
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRect, card: Card) -> None:
        colours = theme.colours()
        painter.fillRect(place, colours.canvas)
        known = self._pictures(card)
        if known is None:
            return
        image, targets = known
        if image is None:
            painter.setPen(colours.faint_text)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("images not found"))
            return
        scale = min(place.width() / card.info.width, place.height() / card.info.height)
        size = QSize(
            max(1, round(card.info.width * scale)), max(1, round(card.info.height * scale))
        )
        left = place.left() + (place.width() - size.width()) / 2
        top = place.top() + (place.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 170), 3.2), (QColor("#ffffff"), 1.3)):
            painter.setPen(QPen(colour, width))
            for x, y in targets[:MOST_RINGS]:
                middle = QPointF(left + (x + 0.5) * scale, top + (y + 0.5) * scale)
                painter.drawEllipse(middle, RING, RING)

    def _paint_words(
        self, painter: QPainter, frame: QRect, one: Seen, option: QStyleOptionViewItem
    ) -> None:
        colours, card = theme.colours(), one.card
        line = QRect(
            frame.left() + PAD, frame.top() + PAD + PICTURE.height() + 4, PICTURE.width(), LINE
        )
        strong, small = QFont(option.font), _small(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setPen(colours.text)
        _paint_line(painter, line, card.info.name, strong, Qt.TextElideMode.ElideMiddle)
        line.translate(0, LINE)
        painter.setPen(colours.faint_text)
        share = tr("{percent} %").format(percent=_percent(card))
        room = QFontMetrics(small).horizontalAdvance(share) + 8
        _paint_line(painter, line.adjusted(0, 0, -room, 0), facts(one), small)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)
        bar = QRectF(line.left(), line.bottom() + 2, line.width(), BAR)
        paint_state_bar(painter, bar, card)
        focus = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        if card.note:
            painter.setPen(colours.text)
            _paint_line(painter, note_place(option.rect), in_a_line(card.note), small)
        elif focus:
            painter.setPen(colours.faint_text)
            _paint_line(painter, note_place(option.rect), tr("Add a note (F2)"), small)

    # The note, edited in place

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setPlaceholderText(tr("Note"))
        line.setAccessibleName(tr("Note"))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():  # the cards may be read again meanwhile
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.setModified(False)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        place = note_place(option.rect)
        height = editor.sizeHint().height()
        editor.setGeometry(place.left(), place.bottom() - height + 4, place.width(), height)


def _frame(cell: QRect) -> QRect:
    return cell.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)


def note_place(cell: QRect) -> QRect:
    """Where the note stands in a cell."""
    frame = _frame(cell)
    return QRect(frame.left() + PAD, frame.bottom() - PAD - LINE + 4, PICTURE.width(), LINE)


def _corner() -> QPoint:
    return QPoint(PAD, PAD)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(11, QFontMetrics(font).height() - 5))
    return small


def _percent(card: Card) -> int:
    """100 only where every frame is done."""
    count = card.info.frame_count
    return 100 if card.done >= count else min(99, round(100 * card.done / count))


def _paint_line(
    painter: QPainter, place: QRect, text: str, font: QFont,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:  # fmt: skip
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, elide, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_chips(painter: QPainter, picture: QRect, one: Seen, font: QFont, here: bool) -> None:
    """What stands out, over the picture: words, not colours alone."""
    colours = theme.colours()
    left = [(tr("on show"), colours.text)] if here else []
    if one.card.suggested:
        left.append((tr("◌ suggestions"), colours.text))
    right = []
    if one.card.flagged or one.card.flags:
        right.append((f"⚑ {one.card.flags}" if one.card.flags else "⚑", colours.doubt))
    if round(100 * one.doubt) > 0:
        percent = round(100 * one.doubt)
        right.append((tr("doubt {percent} %").format(percent=percent), colours.doubt))
    small = _small(font)
    painter.setFont(small)
    letters = QFontMetrics(small)
    x = picture.left() + 4
    for text, colour in left:
        x += _paint_chip(painter, x, picture.top() + 4, text, colour, letters) + 4
    x = picture.right() - 3
    for text, colour in reversed(right):
        x -= letters.horizontalAdvance(text) + 12
        _paint_chip(painter, x, picture.top() + 4, text, colour, letters)
        x -= 4


def _paint_chip(
    painter: QPainter, x: int, y: int, text: str, colour: QColor, letters: QFontMetrics
) -> int:
    place = QRect(x, y, letters.horizontalAdvance(text) + 12, letters.height() + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours().chip)
    painter.drawRoundedRect(QRectF(place), 4, 4)
    painter.setPen(colour)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    return place.width()
