"""Two annotators: where the open project and another set of labels differ, to be decided."""

from collections.abc import Hashable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.jobs.comparing import Comparison, compare_with
from label_irst.jobs.task import Job
from label_irst.views.comparison.decisions import KEEP, Decisions, key_of
from label_irst.views.comparison.judging import Judging
from label_irst.views.comparison.queue import Queue
from label_irst.views.comparison.texts import summary
from label_irst.views.widgets.thin_bar import thin_bar
from label_irst.views.widgets.wrapped import Wrapped
from p2m_core.agreement import Pair

FILES = "Label-IRST, JSON, XML, CSV, TXT (*.lirst *.json *.xml *.csv *.txt);;* (*)"


class ComparisonWindow(QWidget):
    """Beside the main window. `shown` is the comparison, `decisions` what became of its pairs."""

    place_wanted = Signal(object)  # a Pair
    overlay_changed = Signal()  # theirs are to be shown in the main picture, or no longer
    compared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Compare labels"))
        self.shown: Comparison | None = None
        self.decisions = Decisions()
        self.job: Job | None = None
        self._project: Path | None = None
        self._other: Path | None = None
        self._kept: set[Hashable] = set()  # keys of pairs of the comparison before
        self._why_not = ""  # no edits are possible
        self._make_head()
        self.summary, self.nothing, self.status = Wrapped(), QLabel(), Wrapped()
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setProperty("faint", True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.queue, self.judging = Queue(), Judging()
        self.queue.chosen.connect(self._choose)
        self.queue.opened.connect(self.place_wanted)
        self.queue.filtered.connect(self.refresh)
        self.judging.view.opened.connect(self._open)
        self.judging.next_wanted.connect(self.go_on)
        self._lay_out()
        for keys in ("Return", "Enter", "Space"):  # elsewhere they press what has the keyboard
            key = QShortcut(QKeySequence(keys), self.queue.table, self.go_on)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._wait("")
        self._show_busy(False)
        self.resize(1180, 660)

    def _make_head(self) -> None:
        self.what = QLabel()
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.folder = QPushButton(self.tr("Choose folder…"))
        self.file = QPushButton(self.tr("Choose file…"))
        self.folder.setToolTip(self.tr("A data set of any format that can be imported"))
        self.file.setToolTip(self.tr("Another project, or labels in one file"))
        self.folder.clicked.connect(self._ask_folder)
        self.file.clicked.connect(self._ask_file)
        self.again, self.cancel = QPushButton(self.tr("Refresh")), QPushButton(self.tr("Cancel"))
        self.again.setToolTip(self.tr("Compare the labels as they are now"))
        self.again.clicked.connect(self._refresh)
        self.cancel.clicked.connect(self._cancel)
        self.bar = thin_bar(120)
        self.overlay = QCheckBox(self.tr("Theirs in the main picture"))
        self.overlay.setToolTip(self.tr("As dashed outlines, while this window is open"))
        self.overlay.setChecked(True)
        self.overlay.toggled.connect(self.overlay_changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.what, 1)
        for widget in (
            self.bar, self.cancel, self.overlay, self.again, self.folder, self.file,
        ):  # fmt: skip
            head.addWidget(widget)
        found = QSplitter(Qt.Orientation.Horizontal)
        found.setHandleWidth(16)
        found.setChildrenCollapsible(False)
        found.addWidget(self.queue)
        found.addWidget(self.judging)
        found.setSizes([600, 560])
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
        order = (
            self.overlay, self.again, self.folder, self.file, self.queue.iou, self.queue.distance,
            self.queue.table, self.judging.keep, self.judging.take, self.judging.union,
            self.judging.common, self.judging.next, self.judging.rules, self.judging.apply,
        )  # fmt: skip
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    # Choosing

    def open(self, project: Path, why_not: str) -> None:
        """Compare labels with those of a project; `why_not` says why it cannot be edited."""
        self._project = project
        self.allow(why_not)

    def allow(self, why_not: str) -> None:
        if why_not != self._why_not:
            self._why_not = why_not
            self.tell("")
        self.refresh()

    def forget(self) -> None:
        """Drop everything: of another project."""
        self._cancel()
        self.job = None
        self._project = self._other = None
        self._show_busy(False)
        self._wait("")

    def compare(self, other: Path) -> None:
        """Compare with the labels at `other`."""
        self._other, self._kept = other, set()
        self.compute()

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.folder.text(), self._near()):
            self.compare(Path(chosen))

    def _ask_file(self) -> None:
        if chosen := QFileDialog.getOpenFileName(self, self.file.text(), self._near(), FILES)[0]:
            self.compare(Path(chosen))

    def _near(self) -> str:
        near = self._other or self._project
        return str(near.parent) if near is not None else ""

    # Computing

    def _refresh(self) -> None:
        """Compare anew; where mine was kept, that still holds."""
        if self.shown is not None:
            self._kept = {key_of(pair, self.shown.ids) for pair in self.decisions.kept()}
        self.compute()

    def compute(self) -> None:
        if self._project is None or self._other is None:
            return
        self._cancel()
        self._wait(self.tr("Comparing the labels; you can go on meanwhile…"))
        self.what.setText(
            self.tr("{mine} (mine) and {theirs} (theirs)").format(
                mine=self._project.name, theirs=self._other.name
            )
        )
        self.what.setToolTip(f"{self._project}\n{self._other}")
        self._show_busy(True)
        work = partial(compare_with, self._project, self._other)
        self.job = job = Job(work, self.parentWidget())
        job.progressed.connect(self._show_progress)
        job.succeeded.connect(partial(self._take, job))
        job.failed.connect(partial(self._fail, job))
        job.cancelled.connect(partial(self._fail, job, self.tr("Cancelled.")))
        job.start(Job.Priority.LowPriority)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.bar, self.cancel):
            widget.setVisible(busy)
        self.again.setVisible(not busy and self._other is not None)
        self.bar.setRange(0, 0)

    def _show_progress(self, done: int, total: int) -> None:
        if self.sender() is self.job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _take(self, job: Job, found: Comparison) -> None:
        if job is not self.job:
            return
        self.job, self.shown = None, found
        self._show_busy(False)
        text = summary(found.results)
        if found.notes:
            text += "\n" + self.tr("Of theirs, left out: {notes}").format(notes=found.notes[0])
            if len(found.notes) > 1:
                text += " " + self.tr("(and {count} more)").format(count=len(found.notes) - 1)
        self.summary.setText(text)
        self.summary.setToolTip("\n".join(found.notes[:20]))
        if self._kept:
            pairs = found.agreement.pairs
            kept = [pair for pair in pairs if key_of(pair, found.ids) in self._kept]
            self.decisions.put(kept, KEEP)
        self.queue.show_agreement(found.agreement, self.decisions)
        self.stack.setCurrentIndex(1)
        self.queue.table.setFocus()
        self.overlay_changed.emit()
        self.compared.emit()

    def _fail(self, job: Job, text: str) -> None:
        if job is self.job:
            self.job = None
            self._wait(text, failed=True)
            self._show_busy(False)

    def _wait(self, text: str, failed: bool = False) -> None:
        """Show a text instead of a comparison."""
        self.shown, self.decisions = None, Decisions()
        self.queue.show_agreement(None, self.decisions)
        self.judging.view.close_images()
        if self._other is None:
            self.what.setText(self.tr("Labels of the same images by somebody else, or by a model"))
            text = text or self.tr(
                "Choose a folder or a file: another project, or a data set of any format that can "
                "be imported.\nSequences are put together by their images, else by their names."
            )
        self.nothing.setText(text)
        theme.mark(self.nothing, "doubt", failed)
        self.summary.clear()
        self.tell("")
        self.stack.setCurrentIndex(0)
        self.overlay_changed.emit()

    # Deciding

    def tell(self, text: str, failed: bool = False) -> None:
        """Show a line; without one, why nothing can be edited."""
        self.status.setText(text or self._why_not or " ")  # its line stays: no button moves
        theme.mark(self.status, "doubt", failed or not text)

    def refresh(self) -> None:
        """Show the decisions and what can be decided."""
        self.queue.refresh()
        may = self.shown is not None and not self._why_not
        waiting = bool(self.queue.waiting())
        self.judging.allow(may and self.queue.pair is not None, may and waiting, waiting)
        if self.shown is not None and not self.queue.listed:
            self.judging.numbers.setText(self.tr("No difference above these limits."))

    def go_on(self) -> None:
        """To the next one that is not decided; stay where all are."""
        self.queue.go_on(lambda pair: not self.decisions.decided(pair))

    def _choose(self, pair: Pair | None) -> None:
        source = Path()
        if pair is not None and self.shown is not None:
            source = self.shown.agreement.partners[pair.sequence].a.path
        self.judging.show_pair(pair, source)

    def _open(self) -> None:
        if self.queue.pair is not None:
            self.place_wanted.emit(self.queue.pair)

    # Opening and closing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._choose(self.queue.pair)
        self.overlay_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.overlay_changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        self.judging.view.close_images()
        event.accept()
