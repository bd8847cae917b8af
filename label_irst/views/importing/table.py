"""The sequences of a preview, each with a box to leave it out."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from label_irst import theme
from label_irst.i18n import tr
from label_irst.views.widgets.row_model import NOWHERE, Index, RowModel
from label_irst.views.widgets.tables import row_table
from p2m_core.importing import Preview, SequencePreview

_CHECK = Qt.ItemDataRole.CheckStateRole
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SequenceRows(RowModel):
    chosen_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        headers = [
            tr("sequence"), tr("size"), tr("frames"), tr("labelled"), tr("targets"), tr("tracks"),
            tr("empty"), tr("no entry"), tr("split"),
        ]  # fmt: skip
        super().__init__(headers, parent)
        self._found: tuple[SequencePreview, ...] = ()
        self._left_out: set[int] = set()
        self.chosen: list[SequencePreview] = []

    def show_preview(self, found: Preview) -> None:
        self.beginResetModel()
        self._found, self._left_out = found.sequences, set()
        self._choose()
        self.endResetModel()

    @property
    def sequences(self) -> tuple[SequencePreview, ...]:
        return self._found

    def _choose(self) -> None:
        """Find `chosen`, those that can be imported and are not left out."""
        self.chosen = [
            one for i, one in enumerate(self._found) if not one.problem and i not in self._left_out
        ]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        free = index.column() == 0 and not self._found[index.row()].problem
        return flags | Qt.ItemFlag.ItemIsUserCheckable if free else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(one)[index.column()]  # made when they are seen: there may be thousands
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colours().doubt if one.problem else None
        if role == _CHECK and index.column() == 0:
            taken = not one.problem and index.row() not in self._left_out
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.problem or f"{one.path}\n{one.format}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= 2:
            return int(_NUMBER if index.column() <= 7 else Qt.AlignmentFlag.AlignCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= 2:
            return int(_NUMBER if section <= 7 else Qt.AlignmentFlag.AlignCenter)
        return super().headerData(section, orientation, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._left_out.discard(index.row())
        else:
            self._left_out.add(index.row())
        self._choose()
        self.dataChanged.emit(index, index)
        self.chosen_changed.emit()
        return True


def sequence_table(rows: SequenceRows) -> QTableView:
    table = row_table(rows, tr("Sequences"))
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setMinimumHeight(84)
    header = table.horizontalHeader()
    for column in range(1, rows.columnCount()):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        words = (
            str(rows.headerData(column, Qt.Orientation.Horizontal)),
            ("0000×0000", "000000")[column > 1],
        )
        width = max(header.fontMetrics().horizontalAdvance(word) for word in words)
        header.resizeSection(column, width + 18)
    return table


def _cells(one: SequencePreview) -> tuple[str, ...]:
    if one.problem:
        return (one.name, tr("unreadable"), *[""] * 7)
    size = "{}×{}".format(*one.size) if one.size else ""
    split = {"train": tr("train"), "test": tr("test")}.get(one.split or "", "")
    numbers = (one.frames, one.labelled, one.targets, one.tracks, one.empty, one.implied_empty)
    return (one.name, size, *(str(n) if n else "–" for n in numbers), split)
