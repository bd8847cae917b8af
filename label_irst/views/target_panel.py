"""The dock: the frame's targets, the numbers of the selected one, and the tracks."""

import math

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.document import Document
from label_irst.document.looks import track_colour
from label_irst.views.row_model import Row, RowModel
from p2m_core.geometry import TargetNumbers
from p2m_core.project import Target, TargetState

LOW_RHO = 1.0  # at or below it, Eq. 9 does not promise a mask
ROW_HEIGHT = 26


class TargetPanel(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.setMinimumWidth(288)
        self._targets = RowModel(
            [self.tr("track"), self.tr("area"), "SCR", "ρ", self.tr("state")], self
        )
        self._tracks = RowModel(
            [self.tr("track"), self.tr("frames"), self.tr("first"), self.tr("last")], self
        )
        self.target_table = _table(self._targets)
        self.target_table.setMaximumHeight(ROW_HEIGHT * 8)
        # Fixed widths, for measuring the contents takes longer than painting them.
        header = self.target_table.horizontalHeader()
        for column in range(4):  # the words of the last one get the rest
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, header.fontMetrics().horizontalAdvance("M0.000"))
        self.target_table.clicked.connect(self._target_clicked)
        self.track_table = _table(self._tracks)
        self.track_table.clicked.connect(self._track_clicked)
        self._numbers = {
            "area": QLabel(), "radius": QLabel(), "scr": QLabel(), "rho": QLabel(),
            "peak": QLabel(), "background": QLabel(),
        }  # fmt: skip
        self._target_heading = _heading("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(_heading(self.tr("Targets in frame")))
        layout.addWidget(self.target_table, 3)
        layout.addWidget(self._target_heading)
        layout.addLayout(self._number_grid())
        layout.addSpacing(6)
        layout.addWidget(_heading(self.tr("Tracks")))
        layout.addWidget(self.track_table, 4)
        self._shown: list[tuple[Target, TargetNumbers | None]] = []
        document.frame_changed.connect(self._refresh_targets)
        document.targets_changed.connect(self._refresh_targets)
        document.selection_changed.connect(self._refresh_selection)
        document.targets_changed.connect(self._refresh_tracks)
        document.sequence_changed.connect(self._refresh_tracks)
        self._refresh_targets()

    def _number_grid(self) -> QGridLayout:
        words = {
            "area": self.tr("area"), "radius": self.tr("radius"), "scr": "SCR", "rho": "ρ",
            "peak": self.tr("peak"), "background": self.tr("background"),
        }  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        for i, (key, word) in enumerate(words.items()):
            name = QLabel(word)
            name.setProperty("faint", True)
            value = self._numbers[key]
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, i // 2, 3 * (i % 2))
            grid.addWidget(value, i // 2, 3 * (i % 2) + 1)
        grid.setColumnMinimumWidth(2, 10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        self._numbers["scr"].setToolTip(
            self.tr("|mean target - mean background| / background deviation, in a ring around it")
        )
        self._numbers["rho"].setToolTip(
            self.tr("SCR over the generation boundary of the paper's Eq. 9; below 1 look twice")
        )
        return grid

    def _refresh_targets(self) -> None:
        document = self._document
        self._shown = [(target, document.numbers(target)) for target in document.targets]
        words = {
            TargetState.ACCEPTED: self.tr("accepted"),
            TargetState.EDITED: self.tr("edited"),
            TargetState.SUGGESTED: self.tr("suggested"),
        }
        rows = []
        for target, numbers in self._shown:
            scr, rho = (numbers.scr, numbers.rho) if numbers else (math.nan, math.nan)
            cells = (
                str(target.track), str(target.area), short(scr), short(rho), words[target.state],
            )  # fmt: skip
            colour = QColor(track_colour(document.looks, target.track))
            rows.append(Row(cells, colour, 3 if rho <= LOW_RHO else -1))
        self._targets.show_rows(rows)
        self._refresh_selection()

    def _refresh_selection(self) -> None:
        selected = self._document.selected
        ids = [target.id for target, _ in self._shown]
        if selected is None or selected.id not in ids:
            self.target_table.clearSelection()
            self._show_numbers(None, None)
            return
        row = ids.index(selected.id)
        self.target_table.selectRow(row)
        self._show_numbers(*self._shown[row])

    def _show_numbers(self, target: Target | None, numbers: TargetNumbers | None) -> None:
        if target is None or numbers is None:
            self._target_heading.setText(self.tr("No target selected"))
            for label in self._numbers.values():
                label.setText("–")
                theme.mark(label, "doubt", False)
            return
        self._target_heading.setText(self.tr("Target {track}").format(track=target.track))
        texts = {
            "area": f"{numbers.area} px", "radius": f"{numbers.radius:.2f} px",
            "scr": short(numbers.scr), "rho": short(numbers.rho),
            "peak": short(numbers.peak), "background": short(numbers.background),
        }  # fmt: skip
        for key, text in texts.items():
            self._numbers[key].setText(text)
        low = numbers.rho <= LOW_RHO
        theme.mark(self._numbers["rho"], "doubt", low)

    def _refresh_tracks(self) -> None:
        document = self._document
        rows = []
        if document.project is not None and document.info is not None:
            for track, frames, first, last, _ in document.project.tracks(document.info.id):
                cells = (str(track), str(frames), str(first + 1), str(last + 1))
                rows.append(Row(cells, QColor(track_colour(document.looks, track))))
        self._tracks.show_rows(rows)

    def _target_clicked(self, index: QModelIndex) -> None:
        target, _ = self._shown[index.row()]
        self._document.select(target)
        self._document.focus_requested.emit(*target.centroid)

    def _track_clicked(self, index: QModelIndex) -> None:
        track, _, first, _ = self._tracks.rows[index.row()].cells
        self._document.active_track = int(track)
        self._document.go_to(int(first) - 1)
        if self._document.selected is not None:
            self._document.focus_requested.emit(*self._document.selected.centroid)


def short(value: float) -> str:
    """A number in few characters: four digits are more than any of these is good for."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("heading", True)
    return label


def _table(model: RowModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.setShowGrid(False)
    table.setIconSize(QSize(10, 10))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys belong to the frames
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setMinimumSectionSize(36)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    return table
