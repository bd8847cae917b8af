"""A list of names to edit in place: add, rename, order, remove, and give colours to."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QGridLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from label_irst.document.looks import class_colours
from label_irst.views.describing.panel import swatch
from label_irst.views.widgets.tables import heading
from p2m_core.project import LONGEST_CATEGORY, TargetClass

KEY, NAME, COUNT = range(3)  # columns
NUMBERED = 9  # so many have a key


@dataclass(frozen=True)
class Word:
    """A name, the `old` one that targets have ("" where it is new), and how many have it."""

    name: str
    old: str = ""
    count: int = 0
    colour: str = ""


class WordList(QWidget):
    changed = Signal()

    def __init__(
        self, title: str, new_name: str, words: list[Word], key: str, colours: bool
    ) -> None:
        """`key` is that of word ``{n}``; `new_name` is the name that an added word begins with."""
        super().__init__()
        self._new_name, self._key, self._colours = new_name, key, colours
        self.words = words
        self.removed: list[Word] = []
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([self.tr("key"), self.tr("name"), self.tr("targets")])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAccessibleName(title)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (KEY, COUNT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.itemChanged.connect(self._renamed)
        self.table.itemSelectionChanged.connect(self._refresh_buttons)
        self.add, self.remove = QPushButton(self.tr("Add")), QPushButton(self.tr("Remove"))
        self.up, self.down = QPushButton(self.tr("Up")), QPushButton(self.tr("Down"))
        self.colour = QPushButton(self.tr("Colour…"))
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(+1))
        self.colour.clicked.connect(self._choose_colour)
        buttons = QGridLayout()
        buttons.setSpacing(6)
        for place, button in enumerate((self.add, self.remove, self.colour, self.up, self.down)):
            button.setAutoDefault(False)
            buttons.addWidget(button, place // 3, place % 3)
        self.colour.setVisible(colours)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(heading(title))
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self._show(0)

    def names(self) -> list[str]:
        """The names, each once, in order."""
        return list(dict.fromkeys(word.name for word in self.words))

    def renames(self) -> dict[str, str]:
        """The new name of each old one that targets have and that changed; "" where removed."""
        kept = {w.old: w.name for w in self.words if w.old and w.old != w.name}
        return {**{w.old: "" for w in self.removed if w.old}, **kept}

    # Showing

    def _show(self, row: int) -> None:
        """Show the words, and select one."""
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.words))
        for place, word in enumerate(self.words):
            key = self._key.format(n=place + 1) if place < NUMBERED else ""
            for column, text in ((KEY, key), (NAME, word.name), (COUNT, str(word.count or ""))):
                item = QTableWidgetItem(text)
                if column != NAME:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                elif self._colours:
                    item.setIcon(swatch(self._colour(place)))
                self.table.setItem(place, column, item)
        self.table.blockSignals(False)
        if self.words:
            self.table.setCurrentCell(min(max(row, 0), len(self.words) - 1), NAME)
        self._refresh_buttons()

    def _colour(self, place: int) -> str:
        word = self.words[place]
        return class_colours(TargetClass(w.name, w.colour) for w in self.words)[word.name]

    @property
    def _row(self) -> int:
        return self.table.currentRow()

    def _refresh_buttons(self) -> None:
        row, last = self._row, len(self.words) - 1
        self.remove.setEnabled(row >= 0)
        self.colour.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < last)

    # Changing

    def _add(self) -> None:
        """Add a row and let its name be typed."""
        taken = {word.name for word in self.words}
        name, n = self._new_name, 1
        while name in taken:
            n += 1
            name = f"{self._new_name} {n}"
        self.words = [*self.words, Word(name)]
        self._show(len(self.words) - 1)
        self.table.setFocus()
        self.table.edit(self.table.model().index(len(self.words) - 1, NAME))
        self.changed.emit()

    def _remove(self) -> None:
        row = self._row
        self.removed.append(self.words[row])
        self.words = [word for place, word in enumerate(self.words) if place != row]
        self._show(row)
        self.changed.emit()

    def _move(self, by: int) -> None:
        row = self._row
        words = list(self.words)
        words.insert(row + by, words.pop(row))
        self.words = words
        self._show(row + by)
        self.changed.emit()

    def _choose_colour(self) -> None:
        row = self._row
        now = QColor(self._colour(row))
        chosen = QColorDialog.getColor(now, self, self.tr("Colour of the class"))
        if chosen.isValid():
            self._put(row, replace(self.words[row], colour=chosen.name()))
            self._show(row)

    def _renamed(self, item: QTableWidgetItem) -> None:
        """Take the name that was typed; an empty one, or one with a semicolon, is put back."""
        row = item.row()
        name = " ".join(item.text().split())
        if not name or ";" in name or len(name) > LONGEST_CATEGORY:
            name = self.words[row].name
        self._put(row, replace(self.words[row], name=name))
        if item.text() != name:
            item.setText(name)

    def _put(self, row: int, word: Word) -> None:
        self.words = [word if place == row else own for place, own in enumerate(self.words)]
        self.changed.emit()
