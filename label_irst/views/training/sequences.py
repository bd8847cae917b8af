"""The sequences of a training: the reviewed frames of each, and its role."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from label_irst import theme
from label_irst.i18n import tr
from label_irst.jobs.runs.training_set import Offer
from label_irst.views.glossary import about
from label_irst.views.widgets.tables import ROW_HEIGHT
from p2m_core.project import Role

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LEAST_ROWS, MOST_ROWS = 3, 10
NAME, TARGETS, FRAMES, EMPTY, ROLE = range(5)


def role_name(role: Role) -> str:
    words = {"train": tr("Train"), "test": tr("Validate"), "out": tr("Leave out")}
    return words[role]


class SequencesModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []
        self._headers = [
            self.tr("sequence"), self.tr("targets"), self.tr("frames"), self.tr("empty"),
            self.tr("role"),
        ]  # fmt: skip
        self._tips = {
            TARGETS: self.tr("Targets of accepted frames"),
            FRAMES: self.tr("Accepted or verified empty"),
            EMPTY: self.tr("Frames verified to be empty"),
            ROLE: self.tr("Train on it, validate on it, or neither. Applies to all selected rows"),
        }

    def show_offers(self, offers: list[Offer]) -> None:
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def set_role(self, rows: list[int], role: Role) -> None:
        for row in rows:
            self.offers[row] = replace(self.offers[row], role=role)
            self.dataChanged.emit(self.index(row, NAME), self.index(row, ROLE))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer, column = self.offers[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                offer.name, str(offer.targets), str(offer.frames), str(offer.empty),
                f"{role_name(offer.role)}  ▾",
            )[column]  # fmt: skip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and offer.role == "out":
            return theme.colours().faint_text
        if role == Qt.ItemDataRole.ToolTipRole:
            return offer.name if column == NAME else self._tips[column]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips.get(section) or about(self._headers[section])
        return self._headers[section] if role == Qt.ItemDataRole.DisplayRole else None


class SequencesTable(QTableView):
    """A click on a role offers the others; so do Enter and Space, for the selected rows."""

    roles_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = SequencesModel(self)
        self.setModel(self.rows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().horizontalAdvance
        role = max(width(role_name(one)) for one in ("train", "test", "out")) + width("  ▾")
        for column, room in ((TARGETS, width("000000")), (FRAMES, width("000000")),
                             (EMPTY, width("00000")), (ROLE, role)):  # fmt: skip
            words = width(str(self.rows.headerData(column, Qt.Orientation.Horizontal)))
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, max(room, words) + 22)
        self.menu = QMenu(self)
        self.rows.modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Be no higher than the rows: the crops get the rest."""
        rows = min(max(LEAST_ROWS, self.rows.rowCount()), MOST_ROWS)
        height = self.horizontalHeader().sizeHint().height() + ROW_HEIGHT * rows + 4
        self.setMaximumHeight(height)
        self.setMinimumHeight(min(height, ROW_HEIGHT * (LEAST_ROWS + 1)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if not (index.isValid() and index.column() == ROLE and plain):
            super().mousePressEvent(event)
            return
        # On a selected row, the role applies to all selected rows.
        if not self.selectionModel().isRowSelected(index.row()):
            self.selectRow(index.row())
        self._offer_roles(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.selectionModel().hasSelection():
            self._offer_roles(self.rows.index(self.currentIndex().row(), ROLE))
            return
        super().keyPressEvent(event)

    def _offer_roles(self, index: QModelIndex) -> None:
        now = self.rows.offers[index.row()].role
        self.menu.clear()
        for role in ("train", "test", "out"):
            action = self.menu.addAction(role_name(role), partial(self._take, role))
            action.setCheckable(True)
            action.setChecked(role == now)
            if role == now:
                self.menu.setActiveAction(action)
        self.menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def _take(self, role: Role) -> None:
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        self.rows.set_role(rows, role)
        self.roles_chosen.emit()


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
