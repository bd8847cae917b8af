"""The list of all sequences with the progress of each, searched by name."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from label_irst.document.standing import URGENCY, Standing
from label_irst.document.suggestions import DONE, THRESHOLD
from label_irst.i18n import sequences
from label_irst.views.commands import plain
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.placing import FRAME
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import ROW_HEIGHT, row_table
from p2m_core.errors import P2MError
from p2m_core.project import (
    FrameState,
    Project,
    SequenceName,
    count_states,
    left_to_review,
    list_untouched,
)

MOST_ROWS = 16
NARROWEST, WIDEST = 360, 720
MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class SequenceList(QFrame):
    """A list that opens below `owner`; keys go to its search line, Up and Down to the list."""

    def __init__(
        self, owner: QWidget, show: Callable[[int], object], remove: Callable[[int], object],
        page: QAction,
    ) -> None:  # fmt: skip
        """`page` shows all sequences with their pictures."""
        super().__init__(owner, Qt.WindowType.Popup)
        self._owner = owner
        self._show, self._remove = show, remove
        self._rows: list[tuple[SequenceName, str, Row]] = []  # the str: the name in lower case
        self._left: set[int] = set()
        self._untouched: set[int] = set()  # with a target to review that is not by hand
        self._found: list[SequenceName] = []
        self.setProperty("floating", True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a sequence"))
        self.search.setAccessibleName(self.tr("Find a sequence"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._filter)
        self.only_left = QCheckBox(self.tr("Only what is left to review"))
        reached_by_tab(self.only_left)
        self.only_left.toggled.connect(self._filter)
        self._model = RowModel(["", ""], self)
        self.table = row_table(self._model, self.tr("Sequences"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setMouseTracking(True)
        header = self.table.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, header.fontMetrics().horizontalAdvance("00000 / 00000") + 20)
        self.table.clicked.connect(self._choose)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.page = QToolButton()
        self.page.setText(plain(page.text()))
        self.page.setToolTip(page.toolTip())
        self.page.setProperty("faint", True)
        reached_by_tab(self.page)
        self.page.clicked.connect(self.hide)
        self.page.clicked.connect(page.trigger)
        self.summary = QLabel()
        self.summary.setProperty("faint", True)
        below = QHBoxLayout()
        below.addWidget(self.summary, 1)
        below.addWidget(self.only_left)
        below.addWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def open(self, project: Project, names: list[SequenceName], shown: int) -> None:
        """List these sequences, and select the one at index `shown`."""
        if self.parentWidget() is self._owner:  # a combo box styles its child as its own list
            self.setParent(self._owner.window(), Qt.WindowType.Popup)
        try:
            counts = count_states(project)
            self._left = set(left_to_review(project, THRESHOLD))
            self._untouched = list_untouched(project)
        except P2MError:  # the names are known without it
            counts, self._left, self._untouched = {}, set(), set()
        self._rows = [
            (name, name.name.casefold(), self._row(name, counts.get(name.id, {}))) for name in names
        ]
        done = sum(_done(counts[s.id]) == s.frame_count for s in names if s.id in counts)
        text = self.tr("{done} of {sequences} done")
        self.summary.setText(text.format(done=done, sequences=sequences(len(names))))
        self.search.clear()
        self._filter()
        if not self.only_left.isChecked() and shown >= 0:
            self._select(shown)
        self._place()
        self.show()
        self.search.setFocus()
        if self._at >= 0:
            self.table.scrollTo(
                self._model.index(self._at, 0), self.table.ScrollHint.PositionAtCenter
            )

    def _row(self, name: SequenceName, counts: dict[FrameState, int]) -> Row:
        """The name with the mark of the most urgent state; of several frames, the count done."""
        present = set(counts)
        if sum(counts.values()) < name.frame_count:
            present.add(FrameState.UNSEEN)
        if name.id in self._left and present <= {*DONE, FrameState.UNSEEN}:
            present.add(FrameState.SUGGESTED)  # suggestions are left to review
        standings = [Standing(state) for state in present]
        if name.id not in self._untouched:
            edited = Standing.AUTOMATIC
            standings = [Standing.BY_HAND if one is edited else one for one in standings]
        standing = max(standings, key=URGENCY.index)
        share = f"{_done(counts)} / {name.frame_count}" if name.frame_count > 1 else ""
        cells = (name.name, share)
        return Row(cells, standing.name.lower(), standing=standing)

    def _place(self) -> None:
        window = self._owner.window()
        longest = max((row[0].name for row in self._rows), key=len, default="")
        wanted = self.fontMetrics().horizontalAdvance(longest) + 180
        least = max(self.minimumSizeHint().width(), NARROWEST, self._owner.width())
        width = max(min(wanted, WIDEST, window.width()), least)
        self.table.setFixedHeight(ROW_HEIGHT * min(max(len(self._rows), 3), MOST_ROWS))
        self.resize(QSize(width, self.sizeHint().height()))
        corner = self._owner.mapToGlobal(QPoint(self._owner.width() - width, self._owner.height()))
        screen = (self._owner.screen() or QApplication.primaryScreen()).availableGeometry()
        right = screen.right() - width - FRAME.width()
        self.move(max(min(corner.x(), right), screen.left()), corner.y())

    def _filter(self) -> None:
        """List the sequences whose names contain every word of the search."""
        words = self.search.text().casefold().split()
        rows = [
            row
            for row in self._rows
            if all(word in row[1] for word in words)
            and (row[0].id in self._left or not self.only_left.isChecked())
        ]
        self._found = [name for name, _, _ in rows]
        self._model.show_rows([row for _, _, row in rows])
        self._select(0)

    @property
    def _at(self) -> int:
        return self.table.currentIndex().row()

    def _select(self, place: int) -> None:
        if self._found:
            place = min(max(place, 0), len(self._found) - 1)
            self.table.setCurrentIndex(self._model.index(place, 0))

    def _choose(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            chosen = self._found[index.row()].id
            self.hide()
            self._show(chosen)

    def _show_menu(self, place: QPoint) -> None:
        row = self.table.indexAt(place).row()
        if row < 0:
            return
        chosen = self._found[row].id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self._leave_for(self._show, chosen))
        menu.addAction(
            self.tr("Remove from the project…"), lambda: self._leave_for(self._remove, chosen)
        )
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _leave_for(self, act: Callable[[int], object], id: int) -> None:
        self.hide()
        act(id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the search line that act on the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.table.currentIndex())
        elif key in MOVES:
            page = self.table.height() // ROW_HEIGHT
            by = page if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) else 1
            self._select(self._at + (by if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -by))
        else:
            return False
        return True


def _done(counts: dict[FrameState, int]) -> int:
    """The number of frames that need no further look."""
    return sum(counts.get(state, 0) for state in DONE)
