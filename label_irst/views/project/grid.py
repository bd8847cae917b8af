"""The grid of cards: it asks for the pictures of those in view, and for no others."""

from bisect import bisect_left
from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from label_irst.views.project.card_painting import CELL, note_place
from label_irst.views.project.cards import CardModel

SOON_MS = 30  # from the last scroll to the question for pictures


class CardGrid(QListView):
    open_wanted = Signal(int)  # a sequence
    seen_changed = Signal()  # other cards are in view

    def __init__(self, model: CardModel) -> None:
        super().__init__()
        self._cards = model
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(CELL)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAccessibleName(self.tr("Sequences of the project"))
        self.verticalScrollBar().setSingleStep(CELL.height() // 4)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.seen_changed)
        self.verticalScrollBar().valueChanged.connect(self._soon.start)
        model.modelReset.connect(self._soon.start)
        model.dataChanged.connect(self._soon.start)

    @property
    def in_view(self) -> range:
        """The rows of the cards that can be seen, with those of a row more on either side."""
        count, height = self._cards.rowCount(), self.viewport().height()

        def bottom(row: int) -> int:
            return self.visualRect(self._cards.index(row)).bottom()

        first = bisect_left(range(count), 0, key=bottom)
        last = bisect_left(range(count), height + CELL.height(), key=bottom)
        across = max(1, self.viewport().width() // CELL.width())
        return range(max(0, first - across), min(count, last + across))

    # Which ones are chosen

    @property
    def chosen(self) -> list[int]:
        """The numbers of the selected sequences, in the order they are shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._cards.cards[row].card.info.id for row in rows]

    @property
    def current(self) -> int:
        """The number of the sequence under the keyboard; 0 for none."""
        row = self.currentIndex().row()
        return self._cards.cards[row].card.info.id if row >= 0 else 0

    def choose(self, ids: Collection[int], current: int) -> None:
        """Select these sequences, as far as they are shown."""
        wanted, flags = set(ids), QItemSelectionModel.SelectionFlag
        selection, rows = QItemSelection(), []
        for row, one in enumerate(self._cards.cards):
            if one.card.info.id in wanted:
                rows.append(row)
            if one.card.info.id == current:
                index = self._cards.index(row)
                self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        for first, last in _stretches(rows):
            selection.select(self._cards.index(first), self._cards.index(last))
        self.selectionModel().select(selection, flags.ClearAndSelect)

    # Keys and the mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        editing = self.state() is QAbstractItemView.State.EditingState
        if event.key() in keys and not editing and self.current:
            self.open_wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.open_wanted.emit(self._cards.cards[index.row()].card.info.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a card's note edits it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not (index.isValid() and plain and event.button() is Qt.MouseButton.LeftButton):
            return
        if note_place(self.visualRect(index)).contains(event.position().toPoint()):
            self.edit(index)

    def viewportSizeHint(self) -> QSize:
        return QSize(4 * CELL.width(), 2 * CELL.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()


def _stretches(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers that follow each other."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
