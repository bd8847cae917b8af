"""The training runs of the project: the list, and the page of the chosen one."""

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst.jobs.runs.queue import Runs
from label_irst.views.training.run_page import RunPage
from label_irst.views.training.run_texts import run_name, status_colour, status_word
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import row_table
from p2m_core.project import Run


class RunsWindow(QWidget):
    """A window of its own, not modal."""

    def __init__(self, runs: Runs, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Training runs"))
        self._runs = runs
        self._shown: list[Run] = []  # the newest on top
        self._chosen: int | None = None  # None: the running one, or the newest
        self._marking = False
        self.rows = RowModel([self.tr("run"), self.tr("status"), self.tr("epoch"), "Pd"], self)
        self.table = row_table(self.rows, self.tr("Training runs"))
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setFixedWidth(300)
        header = self.table.horizontalHeader()
        for column, widest in ((2, "000/000"), (3, "0.000")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, header.fontMetrics().horizontalAdvance(widest) + 18)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.page = RunPage(runs)
        self._nothing = QLabel()
        self._nothing.setProperty("faint", True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._nothing)
        self.stack.addWidget(self.page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        left = QFrame()
        left.setProperty("side", True)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(10, 10, 6, 10)
        beside.addWidget(self.table)
        layout.addWidget(left)
        layout.addWidget(self.stack, 1)
        self.resize(self.sizeHint())
        runs.changed.connect(self.refresh)
        runs.advanced.connect(self._advanced)

    def sizeHint(self) -> QSize:
        return QSize(1020, 640)

    def look_at(self, id: int | None) -> None:
        """Show a run; for None the running one, or the newest."""
        self._chosen = id
        self.refresh()

    @property
    def chosen(self) -> Run | None:
        """The run on the page."""
        candidates = (self._runs.run(self._chosen or 0), self._runs.running, *self._shown)
        return next((run for run in candidates if run is not None), None)

    def refresh(self) -> None:
        if not self.isVisible():
            return  # refreshed when shown
        self._shown = list(reversed(self._runs.runs))
        self.rows.show_rows([self._row(run) for run in self._shown])
        run = self.chosen
        self.stack.setCurrentWidget(self.page if run is not None else self._nothing)
        self._nothing.setText(
            self._runs.why_not or self.tr("No training run yet: Model > Train… starts one.")
        )
        if run is not None:
            self._marking = True
            self.table.selectRow(self._shown.index(run))
            self._marking = False
        self.page.show_run(run)

    def _row(self, run: Run) -> Row:
        history = self._runs.known_history(run.id)
        epoch, pd = run.record.get("epoch", 0), run.record.get("pd")
        if history is not None and history.epochs:
            epoch = history.epochs[-1].number
            pd = history.best.pd if history.best is not None else None
        epochs = run.record.get("config", {}).get("epochs")
        of = f"{epoch}/{epochs}" if epochs else str(epoch)
        cells = (
            run_name(run), status_word(run), of if epoch else "",
            f"{pd:.3f}" if isinstance(pd, float) else "",
        )  # fmt: skip
        return Row(cells, status_colour(run), 1 if run.record.get("cause") else -1)

    def showEvent(self, event: object) -> None:
        self.refresh()

    def _advanced(self, id: int) -> None:
        if not self.isVisible():
            return
        self.rows.show_rows([self._row(run) for run in self._shown])
        if self.chosen is not None and self.chosen.id == id:
            self.page.show_history()

    def _choose(self, index: QModelIndex) -> None:
        if not self._marking and 0 <= index.row() < len(self._shown):
            self.look_at(self._shown[index.row()].id)
