"""What the labels of the project hold: distributions, sequences, and warnings with their frames."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QStandardPaths, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.jobs.set_statistics import ProjectStatistics, project_statistics, save_report
from label_irst.jobs.task import Job
from label_irst.views.datasets.set_plots import SetPlots
from label_irst.views.datasets.warning_list import WarningList
from label_irst.views.widgets.numbers import short
from label_irst.views.widgets.open_folder import OpenFolder
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import heading, row_table
from label_irst.views.widgets.thin_bar import thin_bar
from p2m_core.datasets.statistics.findings import Place

EVERY, ACCEPTED = 0, 1  # entries of the box


class StatisticsWindow(QWidget):
    """Beside the main window. A result is kept until the labels change."""

    place_wanted = Signal(int, int, float, float)  # sequence of the project, frame, x, y

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Statistics"))
        self._project: Path | None = None
        self._kept: dict[int, ProjectStatistics] = {}  # by the entry of the box
        self._changed = False  # the labels, since the work began
        self.job: Job | None = None
        self.shown: ProjectStatistics | None = None
        self._make_head()
        self.summary, self.nothing, self.status = QLabel(), QLabel(), QLabel()
        self.summary.setWordWrap(True)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setProperty("faint", True)
        self.status.setProperty("faint", True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.plots, self.warnings = SetPlots(), WarningList()
        self.warnings.chosen.connect(self._go_to)
        self.rows = RowModel(
            [
                self.tr("sequence"), self.tr("part"), self.tr("frames"), self.tr("labelled"),
                self.tr("empty"), self.tr("targets"), self.tr("tracks"),
            ],
            self,
        )  # fmt: skip
        self.table = row_table(self.rows, self.tr("Sequences"))
        self._size_columns()
        self.table.doubleClicked.connect(self._go_to_sequence)
        self._lay_out()
        self.resize(1180, 680)

    def _make_head(self) -> None:
        self.scope = QComboBox()
        self.scope.addItems([self.tr("All labelled frames"), self.tr("Accepted frames only")])
        self.scope.currentIndexChanged.connect(self._show_scope)
        self.again, self.cancel = QPushButton(self.tr("Refresh")), QPushButton(self.tr("Cancel"))
        self.again.clicked.connect(self._compute)
        self.cancel.clicked.connect(self._cancel)
        self.bar = thin_bar(120)
        self.save = QPushButton(self.tr("Save report…"))
        self.save.setToolTip(self.tr("A folder of tables (Markdown, CSV, JSON) and charts (SVG)"))
        self.save.clicked.connect(self._ask_folder)
        self.show_folder = OpenFolder()

    def _size_columns(self) -> None:
        header = self.table.horizontalHeader()
        for column in range(1, self.rows.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.scope)
        head.addWidget(self.again)
        head.addWidget(self.cancel)
        head.addWidget(self.bar)
        head.addStretch(1)
        head.addWidget(self.show_folder)
        head.addWidget(self.save)
        sequences = QWidget()
        inner = QVBoxLayout(sequences)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(heading(self.tr("Sequences")))
        inner.addWidget(self.table, 1)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.setHandleWidth(16)
        below.setChildrenCollapsible(False)
        below.addWidget(self.warnings)
        below.addWidget(sequences)
        below.setSizes([620, 560])
        found = QSplitter(Qt.Orientation.Vertical)
        found.setHandleWidth(12)
        found.setChildrenCollapsible(False)
        found.addWidget(self.plots)
        found.addWidget(below)
        found.setSizes([280, 300])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.summary)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.status)

    # Computing

    def open(self, project: Path) -> None:
        """Show the statistics of a project: those kept, or new ones."""
        if project != self._project:
            self.forget()
            self._project = project
        self._show_scope()

    def forget(self) -> None:
        """Drop the results, of another project."""
        self._cancel()
        self.job = None  # what it may have found already is of no use
        self._project, self.shown, self._kept = None, None, {}

    def set_changed(self) -> None:
        """Tell that the labels have changed since."""
        self._kept, self._changed = {}, True
        self._tell_of_changes()

    def _tell_of_changes(self) -> None:
        if self._changed and self.shown is not None:
            self._tell(self.tr("The labels have changed since: Refresh counts them again."))

    def _show_scope(self) -> None:
        kept = self._kept.get(self.scope.currentIndex())
        if kept is None:
            self._compute()
        else:
            self._cancel()
            self._show(kept)

    def _compute(self) -> None:
        if self._project is None:
            return
        self._cancel()
        scope, self._changed = self.scope.currentIndex(), False
        self._wait(self.tr("Measuring the targets; you can go on meanwhile…"))
        self._show_busy(True)
        self.job = job = Job(
            partial(project_statistics, self._project, scope == ACCEPTED), self.parentWidget()
        )
        job.progressed.connect(self._show_progress)
        job.succeeded.connect(partial(self._take, job, scope))
        job.failed.connect(partial(self._fail, job))
        job.cancelled.connect(partial(self._fail, job, self.tr("Cancelled.")))
        job.start(Job.Priority.LowPriority)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.bar, self.cancel):
            widget.setVisible(busy)
        self.again.setVisible(not busy)
        self.save.setEnabled(not busy and self.shown is not None)
        self.bar.setRange(0, 0)

    def _show_progress(self, done: int, total: int) -> None:
        if self.sender() is self.job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _take(self, job: Job, scope: int, found: ProjectStatistics) -> None:
        if job is self.job:
            self.job = None
            if not self._changed:
                self._kept[scope] = found
            self._show(found)
            self._tell_of_changes()

    def _fail(self, job: Job, text: str) -> None:
        if job is self.job:
            self.job = None
            self._wait(text)
            self._show_busy(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        event.accept()

    # Showing

    def _wait(self, text: str) -> None:
        self.shown = None
        self.nothing.setText(text)
        self.summary.clear()
        self._tell("")
        self.stack.setCurrentIndex(0)

    def _tell(self, text: str, failed: bool = False) -> None:
        self.status.setText(text)
        self.status.setVisible(bool(text))
        theme.mark(self.status, "doubt", failed)

    def _show(self, found: ProjectStatistics) -> None:
        self.shown = found
        self._tell("")
        self.summary.setText(self._summary(found))
        self.plots.show_statistics(found.examined.found, found.results)
        self.warnings.show_findings(found.examined)
        self.rows.show_rows([self._row(row) for row in found.results["per_sequence"]])
        self.stack.setCurrentIndex(1)
        self._show_busy(False)

    def _summary(self, found: ProjectStatistics) -> str:
        results = found.results
        counts = self.tr(
            "{targets} targets in {frames} frames ({empty} empty) · sequences: {sequences} · "
            "tracks: {tracks}"
        ).format(
            targets=results["targets"], frames=results["frames"], empty=results["empty_frames"],
            sequences=results["sequences"], tracks=results["tracks"],
        )  # fmt: skip
        medians = [
            (self.tr("area {value} px"), "area"), (self.tr("radius {value} px"), "radius"),
            ("SCR {value}", "scr"), ("rho {value}", "rho"),
            (self.tr("{value} px a frame"), "speed"),
            (self.tr("tracks of {value} frames"), "track_length"),
        ]  # fmt: skip
        known = [
            text.format(value=short(results[name]["50 %"]))
            for text, name in medians
            if results[name]["50 %"] is not None
        ]
        text = self.tr("in the median: {values}").format(values=" · ".join(known))
        lines = [counts, text] if known else [counts]
        for words, name in (
            (self.tr("classes: {values}"), "categories"),
            (self.tr("attributes: {values}"), "attributes"),
        ):
            having = (f"{one or self.tr('none')} {n}" for one, n in results[name].items())
            if results[name]:
                lines.append(words.format(values=" · ".join(having)))
        return "\n".join(lines)

    def _row(self, row: dict[str, object]) -> Row:
        counts = (row[name] for name in ("frames", "labelled", "empty", "targets", "tracks"))
        parts = {"train": (self.tr("train"), "accepted"), "test": (self.tr("test"), "suggested")}
        part, colour = parts.get(str(row["split"]), ("–", "unseen"))
        return Row((str(row["name"]), part, *map(str, counts)), colour)

    def _go_to(self, place: Place) -> None:
        if self.shown is not None:
            id = self.shown.ids[place.sequence]
            self.place_wanted.emit(id, place.frame, place.x, place.y)

    def _go_to_sequence(self, index: QModelIndex) -> None:
        if self.shown is not None:
            frames = self.shown.examined.sequences[index.row()].frames
            self._go_to(Place(index.row(), frames[0]))

    # Saving

    def _ask_folder(self) -> None:
        if self._project is None:
            return
        home = self._project.parent
        if not home.is_dir():
            place = QStandardPaths.StandardLocation.DocumentsLocation
            home = Path(QStandardPaths.writableLocation(place))
        folder, _ = QFileDialog.getSaveFileName(
            self, self.tr("Folder to make"), str(home / f"{self._project.stem}-statistics"),
            options=QFileDialog.Option.ShowDirsOnly,
        )  # fmt: skip
        if folder:
            self.write(Path(folder))

    def write(self, folder: Path) -> None:
        """Write the report of what is shown into a folder."""
        if self.shown is None or self._project is None:
            return
        title = self.windowTitle() + f": {self._project.stem}"
        job = Job(partial(save_report, self.shown, folder, title), self.parentWidget())
        job.succeeded.connect(self._saved)
        job.failed.connect(partial(self._tell, failed=True))
        job.start()

    def _saved(self, folder: Path) -> None:
        self._tell(self.tr("Saved {path}").format(path=folder))
        self.show_folder.show_for(folder)
