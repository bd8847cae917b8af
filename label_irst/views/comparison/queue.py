"""The disagreements, the worst first: a table, and from which difference on they are listed."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from label_irst.views.comparison.decisions import Decisions
from label_irst.views.comparison.texts import decision_texts, reason_texts
from label_irst.views.glossary import explain
from label_irst.views.widgets.numbers import short
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import row_table
from p2m_core.agreement import Agreement, Pair, Reason, disagreements
from p2m_core.geometry import frame_number

FRAME, IOU, APART, DECISION = 2, 3, 4, 5  # columns
SWATCH, ROOM = 16, 14  # pixels beside the text
DECIDED, UNDECIDED = "accepted", "uncertain"  # colours


class Queue(QWidget):
    """`listed` are the reasons and pairs on show."""

    chosen = Signal(object)  # a Pair, or None
    opened = Signal(object)  # a Pair, double-clicked
    filtered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[tuple[Reason, Pair]] = []
        self._agreement: Agreement | None = None
        self._decisions = Decisions()
        self.iou = _spin(0.0, 1.0, 0.05, 0.5, self.tr("Masks that overlap less than this"))
        self.distance = _spin(
            0.0, 100.0, 0.5, 2.0, self.tr("Targets whose centres are farther apart")
        )
        self.distance.setSuffix(" px")
        for spin in (self.iou, self.distance):
            spin.valueChanged.connect(self._filter)
            spin.lineEdit().returnPressed.connect(self._leave)
        self.count = QLabel()
        self.count.setProperty("faint", True)
        self.rows = RowModel(
            [
                self.tr("difference"), self.tr("sequence"), self.tr("frame"), "IoU",
                self.tr("apart px"), self.tr("decision"),
            ],
            self,
        )  # fmt: skip
        self.table = row_table(self.rows, self.tr("Differences"))
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys choose
        self.table.setTabKeyNavigation(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setToolTip(self.tr("A double click shows the place in the main window"))
        self._size_columns()
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.doubleClicked.connect(self._open)
        self._lay_out()

    def _size_columns(self) -> None:
        """As wide as the longest text they can have: no row is read for it."""
        letters, header = self.table.fontMetrics(), self.table.horizontalHeader()
        texts = {
            0: list(reason_texts().values()), FRAME: ["000000"], IOU: ["0.000"], APART: ["0.0000"],
            DECISION: list(decision_texts().values()),
        }  # fmt: skip
        for column, known in texts.items():
            role = Qt.ItemDataRole.DisplayRole
            title = str(self.rows.headerData(column, Qt.Orientation.Horizontal, role))
            wide = max(letters.horizontalAdvance(text) for text in (title, *known))
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, wide + (SWATCH if column == 0 else 0) + ROOM)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(explain(QLabel(self.tr("IoU below"))))
        head.addWidget(self.iou)
        head.addSpacing(8)
        head.addWidget(QLabel(self.tr("or apart more than")))
        head.addWidget(self.distance)
        head.addStretch(1)
        head.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)

    def _leave(self) -> None:
        self.table.setFocus()

    # Content

    def show_agreement(self, agreement: Agreement | None, decisions: Decisions) -> None:
        """List the disagreements and choose the first."""
        self._agreement, self._decisions = agreement, decisions
        self.table.selectionModel().clear()
        self._filter()

    def _filter(self) -> None:
        """List by the thresholds; the chosen pair stays, else the first one is chosen."""
        kept, found = self.pair, []
        if self._agreement is not None:
            found = disagreements(self._agreement, self.iou.value(), self.distance.value())
        self.listed = [(reason, pair) for _, reason, pair in found]
        words = reason_texts()
        self.rows.show_rows([self._row(words[reason], pair) for reason, pair in self.listed])
        self.refresh()
        row = next((i for i, (_, pair) in enumerate(self.listed) if pair is kept), 0)
        self.table.selectionModel().clear()
        if self.listed:
            self.table.selectRow(row)
        else:
            self.chosen.emit(None)
        self.filtered.emit()

    def refresh(self) -> None:
        """Show the decisions as they are now; only the rows that change are made again."""
        rows, changed = list(self.rows.rows), False
        words, decisions = decision_texts(), self._decisions
        for place, (_, pair) in enumerate(self.listed):
            decision = words[decisions.rule(pair)] if decisions.decided(pair) else ""
            if rows[place].cells[DECISION] != decision:
                rows[place], changed = _decided(rows[place], decision), True
        if changed:
            self.rows.show_rows(rows)
        text = self.tr("{open} of {count} to decide")
        self.count.setText(text.format(open=len(self.waiting()), count=len(self.listed)))

    def _row(self, reason: str, pair: Pair) -> Row:
        assert self._agreement is not None
        known = self._agreement.partners[pair.sequence].a
        cells = (
            reason, known.name, str(frame_number(known.start + pair.frame[0])),
            short(pair.iou), short(pair.distance), "",
        )  # fmt: skip
        return Row(cells, UNDECIDED)

    # The chosen pair

    @property
    def pair(self) -> Pair | None:
        row = self.table.currentIndex().row()
        return self.listed[row][1] if 0 <= row < len(self.listed) else None

    def waiting(self) -> list[Pair]:
        """The listed pairs that are not decided."""
        return [pair for _, pair in self.listed if not self._decisions.decided(pair)]

    def go_on(self, wanted: Callable[[Pair], bool] | None = None) -> None:
        """Choose the next pair after this one that is `wanted`, from the top after the last."""
        here, count = self.table.currentIndex().row(), len(self.listed)
        for row in ((here + 1 + step) % count for step in range(count)):
            if wanted is None or wanted(self.listed[row][1]):
                self.table.selectRow(row)
                self.table.scrollTo(self.rows.index(row, 0))
                return

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.pair)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.listed[index.row()][1])

    def middle_of(self, row: int) -> QPoint:
        """A point of a row, in the table's viewport."""
        return self.table.visualRect(self.rows.index(row, 0)).center()


def _decided(row: Row, decision: str) -> Row:
    return Row((*row.cells[:DECISION], decision), DECIDED if decision else UNDECIDED)


def _spin(least: float, most: float, step: float, value: float, tip: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(least, most)
    spin.setSingleStep(step)
    spin.setDecimals(2)
    spin.setValue(value)
    spin.setToolTip(tip)
    return spin
