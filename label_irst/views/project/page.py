"""The project at a glance: a card for each sequence, searched, sorted, noted and opened."""

import json
from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.i18n import sequences
from label_irst.jobs.survey import Survey
from label_irst.jobs.thumbnails import Thumbnails, Wanted
from label_irst.views.project.card_painting import PICTURE, CardDelegate
from label_irst.views.project.cards import CardModel
from label_irst.views.project.choosing import chosen, filters, orders, seen
from label_irst.views.project.grid import CardGrid
from p2m_core.errors import P2MError
from p2m_core.project import Card, get_meta, get_places

SIZE = QSize(1180, 660)


class ProjectPage(QWidget):
    """Beside the main window. It is hidden, not forgotten, when a sequence is opened from it."""

    open_wanted = Signal(int)
    remove_wanted = Signal(list)  # numbers of sequences
    flag_wanted = Signal(int, bool)  # a sequence; whether it is to have a flag

    def __init__(
        self, parent: QWidget, document: Document, survey: Survey,
        keep_note: Callable[[int, str], bool],
    ) -> None:  # fmt: skip
        super().__init__(parent, Qt.WindowType.Window)
        self._document, self._survey = document, survey
        self._places: dict[int, list[tuple[float, float]]] = {}
        self._wanted: dict[int, Wanted] = {}
        self._opened = False  # the keys go to the grid as soon as there is one
        self.thumbnails = Thumbnails(self)
        self.model = CardModel(keep_note, self)
        self.grid = CardGrid(self.model)
        self.grid.setItemDelegate(CardDelegate(self._picture, self._here, self.grid))
        self._make_head()
        self.nothing, self.summary = QLabel(), QLabel()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self.nothing, self.summary):
            label.setProperty("faint", True)
        self.open_button = QPushButton(self.tr("Open"))
        self.open_button.setProperty("primary", True)
        self.remove_button = QPushButton(self.tr("Remove…"))
        self.remove_button.setToolTip(self.tr("From the project, with its labels; images stay"))
        self.open_button.clicked.connect(self._open)
        self.remove_button.clicked.connect(self._remove)
        self._lay_out()
        self._connect()
        self.resize(SIZE)

    def _make_head(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find by name or note"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.only, self.by = QComboBox(), QComboBox()
        self._filters, self._orders = filters(), orders()
        for box, choices, name in (
            (self.only, self._filters, self.tr("Which sequences are shown")),
            (self.by, self._orders, self.tr("How they are sorted")),
        ):
            box.addItems([choice.text for choice in choices])
            box.setToolTip(name)
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(self.refresh)
        self.search.textChanged.connect(self.refresh)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.only)
        head.addWidget(self.by)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.grid)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.summary, 1)
        below.addWidget(self.remove_button)
        below.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self._survey.changed.connect(self._take)
        self._survey.failed.connect(self.summary.setText)
        self._document.sequence_opened.connect(self.grid.viewport().update)
        self.thumbnails.came.connect(self.grid.viewport().update)
        self.grid.seen_changed.connect(self._want_pictures)
        self.grid.open_wanted.connect(self.open_wanted)
        self.grid.selectionModel().selectionChanged.connect(self._tell)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)
        remove = QShortcut(QKeySequence("Delete"), self.grid, self._remove)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        down = QShortcut(QKeySequence("Down"), self.search, self.grid.setFocus)
        enter = QShortcut(QKeySequence("Return"), self.search, self._open)
        for key in (down, enter):
            key.setContext(Qt.ShortcutContext.WidgetShortcut)

    # Showing

    def open(self) -> None:
        """Show the project; what was found, sorted and selected is as it was left."""
        project = self._document.project
        if project is not None:
            self.setWindowTitle(self.tr("{project} – sequences").format(project=project.path.name))
        self._opened = True
        self.refresh()

    def forget(self) -> None:
        """Drop everything: of another project."""
        self.close()
        self.thumbnails.forget()
        self._places.clear()
        self._wanted.clear()
        self.search.clear()
        self.only.setCurrentIndex(0)
        self.refresh()

    def _take(self) -> None:
        self._places.clear()
        self._wanted.clear()
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the project."""
        if not self.isVisible():
            return
        cards = seen(self._survey.cards, self._survey.waiting)
        only = self._filters[self.only.currentIndex()]
        by = self._orders[self.by.currentIndex()]
        kept = self.grid.chosen, self.grid.current or self._here()
        found = chosen(cards, self.search.text(), only, by)
        if self.model.show_cards(found):
            self.grid.choose(*kept)
            if not self.grid.currentIndex().isValid() and found:
                self.grid.choose([], found[0].card.info.id)
            self.grid.scrollTo(self.grid.currentIndex())
        if not self._survey.known:
            self.nothing.setText(self.tr("Reading the project…"))
        elif not cards:
            self.nothing.setText(self.tr("The project has no sequence yet."))
        else:
            self.nothing.setText(self.tr("No sequence is like that."))
        self.stack.setCurrentWidget(self.grid if found else self.nothing)
        if found and self._opened:
            self._opened = False
            self.grid.setFocus()
        self._tell()

    def _tell(self) -> None:
        shown, of, ids = len(self.model.cards), len(self._survey.cards), self.grid.chosen
        text = self.tr("{shown} of {sequences}").format(shown=f"{shown:,}", sequences=sequences(of))
        if len(ids) > 1:
            text += " · " + self.tr("{count} selected").format(count=len(ids))
        self.summary.setText(text if self._survey.known else "")
        self.remove_button.setEnabled(bool(ids) and self._may_edit())
        self.open_button.setEnabled(self.grid.currentIndex().isValid())

    def _may_edit(self) -> bool:
        project = self._document.project
        return project is not None and not project.readonly

    def _here(self) -> int:
        return self._document.info.id if self._document.info is not None else 0

    # Pictures

    def _picture(self, card: Card) -> tuple[QImage | None, list[tuple[float, float]]] | None:
        wanted = self._wanted.get(card.info.id)
        if wanted is None or wanted not in self.thumbnails.kept:
            return None
        return self.thumbnails.kept[wanted], self._places.get(card.info.id, [])

    def _want_pictures(self) -> None:
        """Ask for the pictures of the cards in view."""
        project = self._document.project
        if project is None or not self.isVisible():
            return
        dense = self.devicePixelRatioF()
        size = round(PICTURE.width() * dense), round(PICTURE.height() * dense)
        cards = [self.model.cards[row].card for row in self.grid.in_view]
        try:
            for card in cards:
                id = card.info.id
                if id in self._wanted:
                    continue
                look = get_meta(project, f"display:{id}")
                text = json.dumps(look, sort_keys=True) if isinstance(look, dict) else ""
                self._places[id] = get_places(project, id, card.frame) if card.targets else []
                self._wanted[id] = Wanted(card.info.path, card.frame, text, size)
        except P2MError as error:
            self.summary.setText(str(error))
            return
        self.thumbnails.want([self._wanted[card.info.id] for card in cards])
        self.grid.viewport().update()

    # Doing

    def _open(self) -> None:
        if self.grid.current:
            self.open_wanted.emit(self.grid.current)

    def _remove(self) -> None:
        if self.grid.chosen and self._may_edit():
            self.remove_wanted.emit(self.grid.chosen)

    def _show_menu(self, place: QPoint) -> None:
        index = self.grid.indexAt(place)
        if not index.isValid():  # the key for menus: of the card that has the keyboard
            index = self.grid.currentIndex()
            place = self.grid.visualRect(index).center()
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), self._open)
        note = menu.addAction(self.tr("Edit note"), lambda: self.grid.edit(index))
        card = self.model.cards[index.row()].card
        flag = menu.addAction(
            self.tr("Take the flag away") if card.flagged else self.tr("Flag"),
            lambda: self.flag_wanted.emit(card.info.id, not card.flagged),
        )
        menu.addSeparator()
        remove = menu.addAction(self.tr("Remove from the project…"), self._remove)
        for action in (note, flag, remove):
            action.setEnabled(self._may_edit())
        menu.popup(self.grid.viewport().mapToGlobal(place))

    # Opening and closing

    def sizeHint(self) -> QSize:
        return SIZE

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._survey.watch(self, True)
        self._survey.read_now()  # jobs may have changed the file too

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._survey.watch(self, False)
        self.thumbnails.close()
