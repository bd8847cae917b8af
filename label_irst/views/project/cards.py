"""The cards as a model: a view asks only for those that it shows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from label_irst.i18n import frames, targets, tr
from label_irst.views.project.choosing import Seen
from label_irst.views.project.state_bar import counts
from label_irst.views.widgets import standings

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CARD = Qt.ItemDataRole.UserRole  # a `Seen`


class CardModel(QAbstractListModel):
    """The edit role is the note; `keep_note` stores it, and returns whether it could."""

    def __init__(self, keep_note: Callable[[int, str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self.cards: list[Seen] = []
        self._keep_note = keep_note

    def show_cards(self, cards: list[Seen]) -> bool:
        """Show these; False if the same sequences stay where they are."""
        before = [one.card.info.id for one in self.cards]
        if before == [one.card.info.id for one in cards]:
            self.cards = cards
            if cards:
                self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
            return False
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.card.info.name
        if role == Qt.ItemDataRole.EditRole:
            return in_a_line(one.card.note)
        if role == CARD:
            return one
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(one)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tip(one).replace("\n", ", ")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        one = self.cards[index.row()]
        text = in_a_line(str(value))
        if role != Qt.ItemDataRole.EditRole or text == in_a_line(one.card.note):
            return False
        return self._keep_note(one.card.info.id, text)


def in_a_line(note: str) -> str:
    """A note of any number of lines in one."""
    return " ".join(note.split())


def facts(one: Seen) -> str:
    """How many frames and targets, in a line."""
    card = one.card
    parts = [targets(card.targets)]
    if card.info.frame_count > 1:
        parts.insert(0, frames(card.info.frame_count))
    return " · ".join(parts)


def tip(one: Seen) -> str:
    """Everything about a sequence, a line each."""
    card = one.card
    size = f"{card.info.width}×{card.info.height}"
    lines = [card.info.name, f"{facts(one)} · {size}"]
    words = standings.words()
    lines.append(" · ".join(f"{words[one]} {count:,}" for one, count in counts(card).items()))
    lines.append(
        tr("{done} of {frames} done").format(
            done=f"{card.done:,}", frames=frames(card.info.frame_count)
        )
    )
    if card.suggested:
        lines.append(tr("suggestions wait for an answer"))
    if one.doubt > 0:
        lines.append(tr("doubt up to {percent} %").format(percent=round(100 * one.doubt)))
    if card.flagged:
        lines.append(tr("flagged"))
    if card.flags:
        lines.append(tr("flagged frames: {count}").format(count=card.flags))
    if card.note:
        lines.append(card.note)
    if card.visited:
        when = datetime.fromtimestamp(card.visited).strftime("%Y-%m-%d %H:%M")
        lines.append(tr("last visited {when}").format(when=when))
    lines.append(str(card.info.path))
    return "\n".join(lines)
