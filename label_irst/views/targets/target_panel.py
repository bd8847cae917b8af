"""The dock: the frame's targets, the numbers of the selected one, and the tracks."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.document import Document
from label_irst.document.looks import track_label
from label_irst.document.standing import standing_of
from label_irst.document.target_looks import mark_of, target_colour
from label_irst.views.describing.panel import DescriptionPanel, action_button
from label_irst.views.glossary import explain
from label_irst.views.targets.track_panel import TrackPanel
from label_irst.views.widgets import standings
from label_irst.views.widgets.numbers import short
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import ROW_HEIGHT, heading, row_table
from p2m_core.geometry import TargetNumbers
from p2m_core.project import Target

CLASS, AREA, SCR, STATE = 1, 2, 3, 5  # columns
MARK = 18  # view pixels: the mark beside a state
LOW_RHO = 1.0  # rho at or below it: Eq. 9 does not promise a mask


class TargetPanel(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.setMinimumWidth(296)
        self._targets = RowModel(
            [self.tr("track"), self.tr("class"), self.tr("area"), "SCR", "ρ", self.tr("state")],
            self,
        )
        self.target_table = row_table(self._targets, self.tr("Targets in frame"))
        self.target_table.setMaximumHeight(ROW_HEIGHT * 8)
        # Fixed widths: measuring the contents takes longer than painting them.
        header = self.target_table.horizontalHeader()
        width = header.fontMetrics().horizontalAdvance
        states = max(standings.words().values(), key=width)
        self._state_width = width(states) + 12 + MARK
        for column, widest in enumerate(("M0.000", "", "0000", "0.000", "0.000", states)):
            if widest:  # the class gets the rest
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                wide = MARK if column == STATE else 0
                header.resizeSection(column, width(widest) + 12 + wide)
        self.target_table.clicked.connect(self._target_clicked)
        self.tracks = TrackPanel(document)
        self.description = DescriptionPanel(document)
        self._numbers = {
            "area": QLabel(), "radius": QLabel(), "scr": QLabel(), "rho": QLabel(),
            "peak": QLabel(), "background": QLabel(),
        }  # fmt: skip
        self._target_heading = heading("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(6)
        self._frame_buttons = QHBoxLayout()
        self._frame_buttons.setSpacing(0)
        self._frame_buttons.addWidget(heading(self.tr("Targets in frame")))
        self._frame_buttons.addStretch(1)
        layout.addLayout(self._frame_buttons)
        layout.addWidget(self.target_table, 3)
        layout.addWidget(self._target_heading)
        layout.addLayout(self._number_grid())
        layout.addWidget(self.description)
        layout.addSpacing(6)
        layout.addWidget(self.tracks, 4)
        self._shown: list[tuple[Target, TargetNumbers | None]] = []
        document.frame_changed.connect(self._refresh_targets)
        document.targets_changed.connect(self._refresh_targets)
        document.selection_changed.connect(self._refresh_selection)
        document.descriptions.changed.connect(self._refresh_targets)
        self._style = document.display.mask_style
        document.display_changed.connect(self._restyle)
        self._refresh_targets()

    def set_frame_actions(self, actions: Sequence[QAction]) -> None:
        """Put buttons of commands on the frame beside the heading."""
        for action in actions:
            self._frame_buttons.addWidget(action_button(action))

    def _restyle(self) -> None:
        if self._document.display.mask_style != self._style:
            self._style = self._document.display.mask_style
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
            for label in (name, value):
                explain(label, word)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, i // 2, 3 * (i % 2))
            grid.addWidget(value, i // 2, 3 * (i % 2) + 1)
        grid.setColumnMinimumWidth(2, 10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        return grid

    def _refresh_targets(self) -> None:
        document = self._document
        self._shown = [(target, document.numbers(target)) for target in document.targets]
        words = standings.words()
        rows = []
        for target, numbers in self._shown:
            scr, rho = (numbers.scr, numbers.rho) if numbers else (math.nan, math.nan)
            label = track_label(document.looks, target.track) + mark_of(target)
            standing = standing_of(target)
            cells = (
                label, target.category, str(target.area), short(scr), short(rho), words[standing],
            )  # fmt: skip
            colour = QColor(target_colour(document, target))
            rows.append(Row(cells, colour, 4 if rho <= LOW_RHO else -1, standing, STATE))
        self._targets.show_rows(rows)
        # There is no room for all; those of the selected target stand below.
        said = bool(document.descriptions.classes)
        self.target_table.setColumnHidden(CLASS, not said)
        for column in (AREA, SCR):
            self.target_table.setColumnHidden(column, said)
        last = QHeaderView.ResizeMode.Fixed if said else QHeaderView.ResizeMode.Stretch
        header = self.target_table.horizontalHeader()
        header.setSectionResizeMode(STATE, last)
        if said:
            header.resizeSection(STATE, self._state_width)  # stretching has changed it
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
        name = track_label(self._document.looks, target.track)
        self._target_heading.setText(self.tr("Target {track}").format(track=name))
        texts = {
            "area": f"{numbers.area} px", "radius": f"{numbers.radius:.2f} px",
            "scr": short(numbers.scr), "rho": short(numbers.rho),
            "peak": short(numbers.peak), "background": short(numbers.background),
        }  # fmt: skip
        for key, text in texts.items():
            self._numbers[key].setText(text)
        low = numbers.rho <= LOW_RHO
        theme.mark(self._numbers["rho"], "doubt", low)

    def _target_clicked(self, index: QModelIndex) -> None:
        target, _ = self._shown[index.row()]
        self._document.select(target)
        self._document.focus_requested.emit(*target.centroid)
