"""The tracks of the sequence: names, colours, frames and doubts, and their commands."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.document.actions import track_actions
from label_irst.document.looks import track_label, track_name
from label_irst.document.target_looks import colour_of_track
from label_irst.i18n import span
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.row_model import Index, Row, RowModel
from label_irst.views.widgets.tables import heading, row_table
from p2m_core.doubt import DOUBTFUL
from p2m_core.project import TrackInfo, list_tracks

SWATCH = 26  # view pixels: the width of the swatch at the left of a row
MARGIN = 14  # of a cell, beside its text
FEWEST = 999  # columns have room for at least this number
ACCEPTED, DOUBT = 2, 3  # columns
MARK = 16  # view pixels: the mark beside the number of accepted ones


class TrackPanel(QWidget):
    colour_asked = Signal(int, QPoint)  # track, place on the screen

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._infos: list[TrackInfo] = []
        self._rows: dict[int, int] = {}  # of each track
        self._swatch_pressed = False
        self._headings = [
            self.tr("track"), self.tr("frames"), self.tr("accepted"), self.tr("doubt")
        ]  # fmt: skip
        self._model = _TrackModel(self._headings, self)
        self._model.renamed.connect(self._renamed)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(0)
        self._buttons.addWidget(heading(self.tr("Tracks")))
        self._buttons.addStretch(1)
        self.table = row_table(self._model, self.tr("Tracks"))
        self.table.setItemDelegateForColumn(0, _NameDelegate(self))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.viewport().installEventFilter(self)
        self.table.clicked.connect(self._clicked)
        self.table.doubleClicked.connect(self._double_clicked)
        header = self.table.horizontalHeader()
        for column in range(1, len(self._headings)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._fit_columns()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._buttons)
        layout.addWidget(self.table, 1)
        document.targets_changed.connect(self.refresh)
        document.sequence_changed.connect(self._fit_columns)
        document.sequence_changed.connect(self.refresh)
        document.doubt_changed.connect(self._show_doubt)
        document.descriptions.changed.connect(self._show_doubt)
        self._by_class = document.display.mask_style.by_class
        document.display_changed.connect(self._restyle)
        self.table.itemDelegateForColumn(0).closeEditor.connect(self._show_rows)
        document.frame_changed.connect(self._refresh_selection)
        document.selection_changed.connect(self._refresh_selection)

    def set_actions(self, buttons: Sequence[QAction], menu: Sequence[QAction]) -> None:
        """Put `buttons` beside the heading, and `menu` under a right click."""
        for action in buttons:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(16, 16))
            reached_by_tab(button)
            self._buttons.addWidget(button)
        self._menu.addActions(list(menu))

    # Showing

    def _fit_columns(self) -> None:
        """Give numbers the width of the longest one, and names the rest."""
        info, header = self._document.info, self.table.horizontalHeader()
        n = max(info.frame_count if info is not None else 0, FEWEST)
        width = header.fontMetrics().horizontalAdvance
        for column, widest in ((1, f"{n}–{n}"), (2, f"{n}/{n}"), (DOUBT, "100 %")):
            most = max(width(widest), width(self._headings[column]))
            header.resizeSection(column, most + MARGIN + (MARK if column == ACCEPTED else 0))

    def refresh(self) -> None:
        document = self._document
        self._infos = []
        if document.project is not None and document.info is not None:
            self._infos = list_tracks(document.project, document.info.id)
        self._rows = {info.track: row for row, info in enumerate(self._infos)}
        self._show_rows()
        self._refresh_selection()

    def _show_doubt(self) -> None:
        """Refresh the doubts, but not during the editing of a name, which new rows would end."""
        if self.table.state() != QAbstractItemView.State.EditingState:
            self._show_rows()

    def _restyle(self) -> None:
        if self._by_class != self._document.display.mask_style.by_class:
            self._by_class = not self._by_class
            self._show_doubt()

    def _show_rows(self) -> None:
        document, rows = self._document, []
        worst, standings = document.doubts.worst_of_tracks(), document.doubts.standing_of_tracks()
        for info in self._infos:
            doubt = worst.get(info.track, 0.0)
            said = document.descriptions.of_tracks.get(info.track, "")
            cells = (
                f"{track_label(document.looks, info.track)} {said}"
                if said
                else track_name(document.looks, info.track),
                span(info.first, info.last),
                f"{info.n_accepted}/{info.n_frames}",
                f"{100 * doubt:.0f} %" if doubt else "",
            )
            colour = QColor(colour_of_track(document, info.track))
            standing = standings.get(info.track)
            rows.append(Row(cells, colour, DOUBT if doubt >= DOUBTFUL else -1, standing, ACCEPTED))
        self._model.names = [track_name(document.looks, info.track) for info in self._infos]
        self._model.show_rows(rows)

    def _refresh_selection(self) -> None:
        row = self._rows.get(self._document.active_track or 0)
        if row is None:
            self.table.clearSelection()
        else:
            self.table.selectRow(row)

    # The pointer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the place of a press: the view reports only the row."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            self._swatch_pressed = event.position().x() < SWATCH
        return False

    def _track(self, index: QModelIndex) -> int:
        return self._infos[index.row()].track

    def _clicked(self, index: QModelIndex) -> None:
        """Select the track; where this frame lacks it, show its nearest one."""
        document, info = self._document, self._infos[index.row()]
        document.select_track(info.track)
        if self._swatch_pressed:
            self.colour_asked.emit(info.track, self.place_of(info.track))
            return
        if document.selected is None:
            document.go_to(track_actions.nearest_frame(document, info.track))
        self._focus()

    def _double_clicked(self, index: QModelIndex) -> None:
        """Edit the name; from another column, show the track's first frame."""
        if index.column() == 0 and not self._swatch_pressed:
            self.edit_name(self._track(index))
        elif index.column() > 0:
            self._document.go_to(self._infos[index.row()].first)
            self._focus()

    def _focus(self) -> None:
        if self._document.selected is not None:
            self._document.focus_requested.emit(*self._document.selected.centroid)

    def _show_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if index.isValid():
            self._document.select_track(self._track(index))
            self._menu.popup(self.table.viewport().mapToGlobal(at))

    # Names

    def edit_name(self, track: int) -> None:
        """Edit the track's name in its row."""
        if track in self._rows and self._document.may_edit():
            index = self._model.index(self._rows[track], 0)
            self.table.scrollTo(index)
            self.table.edit(index)

    def place_of(self, track: int) -> QPoint:
        """The screen position below the track's row, for a pop-up."""
        row = self._rows.get(track, 0)
        cell = self.table.visualRect(self._model.index(row, 0))
        return self.table.viewport().mapToGlobal(cell.bottomLeft())

    def _renamed(self, row: int, name: str) -> None:
        track_actions.rename(self._document, self._infos[row].track, name)


class _TrackModel(RowModel):
    """Rows whose first cell can be edited."""

    renamed = Signal(int, str)

    def __init__(self, headers: list[str], parent: QObject) -> None:
        super().__init__(headers, parent)
        self.names: list[str] = []  # without what follows them in the first cell

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return self.names[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return self.rows[index.row()].cells[0]  # there may be no room for all of it
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.renamed.emit(index.row(), str(value))
        return True


class _NameDelegate(QStyledItemDelegate):
    """While a name is edited, keys go to its editor, and none is a command."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return False
        return super().eventFilter(editor, event)
