"""File > Import: the sources, what would come from them, the choices, and the goal."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.document.opening import project_for
from label_irst.jobs.importing import bring, look
from label_irst.jobs.task import Job
from label_irst.views.importing.choices import Choices
from label_irst.views.importing.sources import SourceList
from label_irst.views.importing.table import SequenceRows, sequence_table
from label_irst.views.importing.texts import categories, totals
from label_irst.views.widgets.path_line import PathLine, typed
from label_irst.views.widgets.tables import heading
from label_irst.views.widgets.thin_bar import thin_bar
from p2m_core.datasets.readers import READERS
from p2m_core.files import is_there
from p2m_core.importing import ImportSummary, Preview
from p2m_core.progress import Progress

SIZE = 900, 640
MOST_NOTES = 500
LINES = 2  # of notes that are seen at a time


class ImportDialog(QDialog):
    """Labels are read in jobs; each change of the sources or of a rule reads them anew."""

    adding = Signal()  # now the import writes to the open project
    ended = Signal(object, object, object)  # project, ImportSummary or None, first SequencePreview

    def __init__(self, open_project: Path | None, parent: QWidget | None = None) -> None:
        """`open_project`: the goal of an import that adds; None if there is none."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import labels"))
        self._open_project = open_project
        self._guessed = ""  # the goal derived from the sources
        self.job: Job | None = None
        self._importing = False
        self._again = False  # read anew, as soon as the job that was cancelled has ended
        self.found: Preview | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self.resize(*SIZE)
        self._show(None)

    def _make_parts(self) -> None:
        self.sources = SourceList()
        self.format = QComboBox()
        self.format.addItem(self.tr("Recognise the format"), "")
        for reader in READERS.values():
            self.format.addItem(reader.name, reader.name)
            self.format.setItemData(
                self.format.count() - 1, reader.layout, Qt.ItemDataRole.ToolTipRole
            )
        self.recognised = QLabel()
        self.recognised.setProperty("faint", True)
        self.rows = SequenceRows(self)
        self.table = sequence_table(self.rows)
        self.totals, self.categories = QLabel(), QLabel()
        self.categories.setProperty("faint", True)
        self.notes_heading = heading("")
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.notes.setFixedHeight(self.notes.fontMetrics().lineSpacing() * LINES + 22)
        self.choices = Choices()
        self.to_new = QRadioButton(self.tr("New project"))
        self.goal = PathLine(_choose_goal)
        self.goal.give_name(self.tr("New project"))
        name = self._open_project.name if self._open_project is not None else ""
        self.to_open = QRadioButton(self.tr("The open project, {name}").format(name=name))
        self.to_open.setVisible(self._open_project is not None)
        self.to_new.setChecked(True)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = thin_bar()
        self.start = QPushButton(self.tr("Import"))
        self.start.setProperty("primary", True)
        self.stop = _button(self.tr("Close"))

    def _lay_out(self) -> None:
        kind = QHBoxLayout()
        kind.addWidget(self.format)
        kind.addWidget(self.recognised, 1)
        goal = QHBoxLayout()
        goal.addWidget(self.to_new)
        goal.addWidget(self.goal, 1)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(self.start)
        below.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(self.sources)
        layout.addLayout(kind)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.totals)
        layout.addWidget(self.categories)
        layout.addWidget(self.notes_heading)
        layout.addWidget(self.notes)
        layout.addWidget(self.choices)
        layout.addLayout(goal)
        layout.addWidget(self.to_open)
        layout.addWidget(self.bar)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.sources.changed.connect(self._change_sources)
        self.format.currentIndexChanged.connect(self.look)
        self.choices.rules_changed.connect(self.look)
        self.rows.chosen_changed.connect(self._show_totals)
        self.to_open.toggled.connect(self._show_goal)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self.reject)

    # The sources

    @property
    def paths(self) -> list[Path]:
        return self.sources.paths

    def add(self, paths: list[Path]) -> None:
        """Add sources, and read them."""
        self.sources.add(paths)

    def _change_sources(self) -> None:
        self._guess_goal()
        self.look()

    def _guess_goal(self) -> None:
        """A project beside the first source, with a name that is not taken."""
        if self.paths and self.goal.text in ("", self._guessed):
            first = goal = project_for(self.paths[0])
            number = 1
            while goal.exists():
                number += 1
                goal = first.with_name(f"{first.stem}-{number}.lirst")
            self._guessed = str(goal)
            self.goal.put(self._guessed)

    # The preview

    def look(self) -> None:
        """Read the sources anew."""
        self._show(None)
        if self.job is not None:
            self._again = True
            self.job.cancel()
        elif self.paths:
            format = str(self.format.currentData())
            self._begin(partial(look, self.paths, format, self.choices.rules), self._looked)
            self._say(self.tr("Reading the labels…"))
        self._refresh()

    def _looked(self, found: Preview) -> None:
        self._show(found)
        self._say("")

    # The import

    @property
    def adds(self) -> bool:
        return self._open_project is not None and self.to_open.isChecked()

    @property
    def project(self) -> Path:
        """The goal."""
        if self.adds and self._open_project is not None:
            return self._open_project
        return typed(self.goal.text)

    def _start(self) -> None:
        fault = self._fault()
        if fault or self.found is None:
            self._say(fault, failed=True)
            return
        only = frozenset(one.name for one in self.rows.chosen)
        options = self.choices.options(only)
        self._importing = True
        if self.adds:
            self.adding.emit()
        self._say(self.tr("Importing…"))
        self._begin(partial(bring, self.found, self.project, self.adds, options), self._brought)

    def _fault(self) -> str:
        """Why the import cannot start; empty if it can."""
        if self.adds:
            return ""
        if not self.goal.text:
            return self.tr("Choose where to save the new project.")
        if self.project.suffix != ".lirst":
            return self.tr("The name of a project ends in .lirst.")
        if is_there(self.project):
            return self.tr("{path} exists already: choose another name.").format(path=self.project)
        return ""

    def _brought(self, done: ImportSummary) -> None:
        self._importing = False
        self.accept()
        self.ended.emit(self.project, done, self.rows.chosen[0])

    # Jobs

    def _begin(
        self, work: Callable[[Progress], object], succeeded: Callable[[Any], object]
    ) -> None:
        self.job = job = Job(work, self)
        job.progressed.connect(self._progressed)
        job.succeeded.connect(partial(self._ended, succeeded))
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)
        self.bar.setRange(0, 0)
        job.start()
        self._refresh()

    def _progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _ended(self, then: Callable[[Any], object], result: object = None) -> None:
        if self.job is not None:
            self.job.wait()  # for a moment: its last signal has been emitted
        self.job = None
        if self._again and not self._importing:
            self._again = False
            self.look()
            return
        then(result)

    def _failed(self, text: str) -> None:
        self._give_back()
        self._ended(lambda _: self._say(text, failed=True))

    def _cancelled(self) -> None:
        text = self.tr("Cancelled; nothing was imported.") if self._importing else ""
        self._give_back()
        self._ended(lambda _: self._say(text))

    def _give_back(self) -> None:
        if self._importing:
            self._importing = False
            self.ended.emit(self.project, None, None)

    def _say(self, text: str, failed: bool = False) -> None:
        self.status.setText(text)
        theme.mark(self.status, "doubt", failed)
        self._refresh()

    # What is shown

    def _show(self, found: Preview | None) -> None:
        """Show another preview, or none."""
        self.found = found
        shown = found or Preview((), (), ())
        self.rows.show_preview(shown)
        formats = dict.fromkeys(name for _, name in shown.sources)
        text = self.tr("recognised: {formats}").format(formats=", ".join(formats))
        self.recognised.setText(text if formats else "")
        named = categories(shown)
        self.categories.setText(self.tr("Categories: {names}").format(names=named))
        self.categories.setVisible(bool(named))
        self._show_notes(shown.notes)
        self._show_goal()
        self._show_totals()

    def _show_totals(self) -> None:
        self.totals.setText(totals(self.found, self.rows.chosen) if self.found is not None else "")
        self._refresh()

    def _show_goal(self) -> None:
        self.choices.show_for(self.found, self.adds)
        self._refresh()

    def _refresh(self) -> None:
        """Show what can be done now."""
        idle = self.job is None
        self.bar.setVisible(not idle)
        self.stop.setText(self.tr("Close") if idle else self.tr("Cancel"))
        for part in (
            self.sources, self.format, self.table, self.choices, self.to_new, self.to_open,
        ):  # fmt: skip
            part.setEnabled(not self._importing)
        self.goal.setEnabled(not self.adds and not self._importing)
        self.start.setEnabled(idle and self.found is not None and bool(self.rows.chosen))

    def _show_notes(self, notes: tuple[str, ...]) -> None:
        lines = list(notes[:MOST_NOTES])
        if more := len(notes[MOST_NOTES:]):
            lines.append(self.tr("and {count} more").format(count=more))
        self.notes.setPlainText("\n".join(lines))
        heading = self.tr("What is left out or was guessed ({count})")
        self.notes_heading.setText(heading.format(count=len(notes)))
        for part in (self.notes_heading, self.notes):
            part.setVisible(bool(notes))

    def reject(self) -> None:
        """Cancel an import while it runs; close otherwise."""
        if self._importing and self.job is not None:
            self.job.cancel()
            return
        if self.job is not None:
            self.job.cancel()
            self.job.wait()
            self.job = None
        super().reject()


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _choose_goal(parent: QWidget, now: str) -> str:
    options = QFileDialog.Option.DontConfirmOverwrite  # nothing is overwritten
    chosen = QFileDialog.getSaveFileName(parent, "", now, "*.lirst", options=options)[0]
    return chosen if not chosen or Path(chosen).suffix else f"{chosen}.lirst"
