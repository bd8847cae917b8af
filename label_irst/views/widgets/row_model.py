"""Rows of text for a table view; only visible rows cost time."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap

from label_irst import theme
from label_irst.document.standing import Standing
from label_irst.views.glossary import about
from label_irst.views.widgets import standings

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LONG = 8  # letters: a longer text may not have the room it needs


@dataclass(frozen=True)
class Row:
    """Cells of a row, the colour of its swatch, and the column in doubt (-1: none).

    A colour of the theme is given by its name. The mark of a standing is beside the text of column
    `marked`; in the first one it takes the swatch's place.
    """

    cells: tuple[str, ...]
    colour: QColor | str
    doubtful: int = -1
    standing: Standing | None = None
    marked: int = 0


def _swatch(colour: QColor) -> QIcon:
    """A square of one colour, the same in selected rows."""
    pixmap = QPixmap(10, 10)
    pixmap.fill(colour)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class RowModel(QAbstractTableModel):
    def __init__(self, headers: list[str], parent: QObject) -> None:
        super().__init__(parent)
        self._headers = headers
        self.rows: list[Row] = []
        # Here and not in a cache of the module: pixmaps must not outlive the application.
        self._swatches: dict[int, QIcon] = {}
        self._marks: dict[tuple[Standing, int], QIcon] = {}

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows; the view keeps its scroll position and repaints only changed rows."""
        old, before, length = self.rows, len(self.rows), len(rows)
        if length > before:
            self.beginInsertRows(NOWHERE, before, length - 1)
            self.rows = rows
            self.endInsertRows()
        elif length < before:
            self.beginRemoveRows(NOWHERE, length, before - 1)
            self.rows = rows
            self.endRemoveRows()
        self.rows = rows
        changed = [i for i, (a, b) in enumerate(zip(old, rows, strict=False)) if a != b]
        if changed:
            last = self.index(changed[-1], len(self._headers) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)

    def name_column(self, column: int, header: str) -> None:
        if self._headers[column] != header:
            self._headers[column] = header
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        standing = row.standing if index.column() == row.marked else None
        if role == Qt.ItemDataRole.ToolTipRole and standing is not None:
            lines = (row.cells[index.column()], standings.meanings()[standing])
            return "\n".join(filter(None, lines))
        if role == Qt.ItemDataRole.ToolTipRole and len(row.cells[index.column()]) > LONG:
            return row.cells[index.column()]  # it may be elided
        if role == Qt.ItemDataRole.DecorationRole and standing is not None:
            return self._mark(standing)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            colour = theme.named(row.colour) if isinstance(row.colour, str) else row.colour
            rgb = colour.rgb()
            if rgb not in self._swatches:
                self._swatches[rgb] = _swatch(colour)
            return self._swatches[rgb]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == row.doubtful:
            return theme.colours().doubt
        return None

    def _mark(self, standing: Standing) -> QIcon:
        key = standing, theme.state_colour(standing).rgb()
        if key not in self._marks:
            self._marks[key] = standings.icon(standing)
        return self._marks[key]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return about(self._headers[section])
        return None
