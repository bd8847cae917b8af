"""The project's training runs as its file lists them: read, and updated."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document
from p2m_core.errors import P2MError
from p2m_core.project import Project, Run, RunStatus, list_models, list_runs, update_run

KIND = "train"
REREAD_MS = 1000  # of a read-only project, to which another window may write


class RunTable(QObject):
    """Failures to read or write are shown as the document's message."""

    changed = Signal()  # the list of runs, or the status of one

    def __init__(self, parent: QObject, document: Document) -> None:
        super().__init__(parent)
        self._document = document
        self._project: Project | None = None
        self.runs: list[Run] = []
        self._reread = QTimer(self, interval=REREAD_MS)
        self._reread.timeout.connect(self._read_what_another_wrote)

    def _open(self, project: Project | None) -> None:
        """Show the runs of `project` from now on."""
        self._project, self.runs = project, []
        if project is not None and project.readonly:
            self._reread.start()
        else:
            self._reread.stop()
        self._read_what_another_wrote()

    def _refresh(self) -> None:
        try:
            self.runs = list_runs(self._project, KIND) if self._project is not None else []
        except P2MError as error:
            self.runs = []
            self._show_message(str(error))
        self.changed.emit()

    def _read_what_another_wrote(self) -> None:
        before = {run.id: run.status for run in self.runs}
        self._refresh()
        for run in self.runs:
            if run.status is RunStatus.RUNNING and before.get(run.id) is not run.status:
                self._found_running(run)

    def _found_running(self, run: Run) -> None:
        """Called for a run that another window has started."""

    def run(self, id: int) -> Run | None:
        return next((run for run in self.runs if run.id == id), None)

    @property
    def running(self) -> Run | None:
        """The run that works now."""
        return next((run for run in self.runs if run.status is RunStatus.RUNNING), None)

    @property
    def queued(self) -> list[Run]:
        return [run for run in self.runs if run.status is RunStatus.QUEUED]

    @property
    def why_not(self) -> str:
        """The reason why runs cannot be started or changed; empty if they can."""
        if self._project is None:
            return self.tr("Open a project first.")
        if self._project.readonly:
            return self._project.notice or self.tr("The project is open read-only.")
        return ""

    def model_in(self, run: Run) -> str:
        """The name of a model whose file is in the folder of a run; empty if there is none."""
        own = list_models(self._project) if self._project is not None else []
        return next((model.name for model in own if run.folder in model.path.parents), "")

    def _may_remove(self, run: Run) -> bool:
        if not self._may_change():
            return False
        if name := self.model_in(run):
            text = self.tr("The model {name} lies in this run: remove it from the models first.")
            self._document.message.emit(text.format(name=name))
        return not name

    def _may_change(self) -> bool:
        if self.why_not:
            self._document.message.emit(self.why_not)
        return not self.why_not

    # Writing

    def _note(
        self, id: int, status: RunStatus | None = None, record: dict[str, Any] | None = None
    ) -> bool:
        """Store the status and record of a run; False, and a message, if that fails."""
        noted = self._project is not None and self._try(
            partial(update_run, self._project, id, status, record)
        )
        self._refresh()
        return noted

    def _try(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except P2MError as error:
            self._show_message(str(error))
            return False
        return True

    def _show_message(self, text: str) -> None:
        if text:
            self._document.message.emit(text)
