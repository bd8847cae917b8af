"""The dock: the frame's targets, the numbers of the selected one, and the tracks."""

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.document import Document
from label_irst.views.overlay import track_colour
from p2m_core.project import Target, TargetState

LOW_RHO = 1.0  # at or below it, Eq. 9 does not promise a mask


class TargetPanel(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.setMinimumWidth(232)
        self._targets = _table([self.tr("track"), self.tr("area"), "SCR", "ρ", self.tr("state")])
        self._targets.horizontalHeader().setSectionResizeMode(
            4, QHeaderView.ResizeMode.ResizeToContents
        )
        self._targets.cellClicked.connect(self._target_clicked)
        self._tracks = _table(
            [self.tr("track"), self.tr("frames"), self.tr("first"), self.tr("last")]
        )
        self._tracks.cellClicked.connect(self._track_clicked)
        self._numbers = {
            "area": QLabel(), "radius": QLabel(), "scr": QLabel(), "rho": QLabel(),
            "peak": QLabel(), "background": QLabel(),
        }  # fmt: skip
        self._target_heading = _heading("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(_heading(self.tr("Targets in frame")))
        self._targets.setMaximumHeight(26 * 8)
        layout.addWidget(self._targets, 3)
        layout.addWidget(self._target_heading)
        layout.addLayout(self._number_grid())
        layout.addSpacing(6)
        layout.addWidget(_heading(self.tr("Tracks")))
        layout.addWidget(self._tracks, 4)
        self._shown: list[Target] = []
        for signal in (document.frame_changed, document.targets_changed):
            signal.connect(self._refresh_targets)
        document.selection_changed.connect(self._refresh_targets)
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
        self._shown = list(document.targets)
        self._targets.setRowCount(len(self._shown))
        words = {
            TargetState.ACCEPTED: self.tr("accepted"),
            TargetState.EDITED: self.tr("edited"),
            TargetState.SUGGESTED: self.tr("suggested"),
        }
        self._targets.clearSelection()
        for row, target in enumerate(self._shown):
            numbers = document.numbers(target)
            scr = numbers.scr if numbers else math.nan
            rho = numbers.rho if numbers else math.nan
            cells = [
                str(target.track),
                str(target.area),
                short(scr),
                short(rho),
                words[target.state],
            ]
            _fill(self._targets, row, cells, track_colour(target.track))
            if rho <= LOW_RHO and (cell := self._targets.item(row, 3)) is not None:
                cell.setForeground(theme.DOUBT)
            if document.selected is not None and target.id == document.selected.id:
                self._targets.selectRow(row)
        self._refresh_numbers()

    def _refresh_numbers(self) -> None:
        target = self._document.selected
        numbers = self._document.numbers(target) if target is not None else None
        if target is None or numbers is None:
            self._target_heading.setText(self.tr("No target selected"))
            for label in self._numbers.values():
                label.setText("–")
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
        self._numbers["rho"].setStyleSheet(f"color: {theme.DOUBT.name()}" if low else "")

    def _refresh_tracks(self) -> None:
        document = self._document
        if document.project is None or document.info is None:
            self._tracks.setRowCount(0)
            return
        tracks = document.project.tracks(document.info.id)
        self._tracks.setRowCount(len(tracks))
        for row, (track, frames, first, last) in enumerate(tracks):
            cells = [str(track), str(frames), str(first + 1), str(last + 1)]
            _fill(self._tracks, row, cells, track_colour(track))

    def _target_clicked(self, row: int) -> None:
        if row < len(self._shown):
            target = self._shown[row]
            self._document.select(target)
            self._document.focus_requested.emit(*target.centroid)

    def _track_clicked(self, row: int) -> None:
        item = self._tracks.item(row, 2)
        track = self._tracks.item(row, 0)
        if item is not None and track is not None:
            self._document.active_track = int(track.text())
            self._document.go_to(int(item.text()) - 1)
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


def _table(headers: list[str]) -> QTableWidget:
    table = QTableWidget(0, len(headers))
    table.setHorizontalHeaderLabels(headers)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(26)
    table.setShowGrid(False)
    table.setIconSize(QSize(10, 10))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setMinimumSectionSize(36)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    return table


def _fill(table: QTableWidget, row: int, cells: list[str], colour: QColor) -> None:
    for column, text in enumerate(cells):
        item = QTableWidgetItem(text)
        if column == 0:
            swatch = QPixmap(10, 10)
            swatch.fill(colour)
            item.setIcon(QIcon(swatch))
        table.setItem(row, column, item)
