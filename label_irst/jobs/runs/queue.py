"""The project's training runs: queued, started one by one, stopped, resumed and ended.

Each is a child process that outlives the window, see `run_folder`. The project file lists them; the
window that may write to it starts them and notes how they end.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document
from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.end import Cause, Ending, ending
from label_irst.jobs.runs.follower import Follower
from label_irst.jobs.runs.history import RunHistory
from label_irst.jobs.runs.table import KIND, RunTable
from label_irst.jobs.task import Job
from label_irst.jobs.training import begin, clear_away, prepare
from p2m_core.errors import P2MError
from p2m_core.project import Run, RunStatus, add_run, remove_run

AGAIN_MS = 5000  # before another try to note an end
RESUMABLE = (RunStatus.STOPPED, RunStatus.FAILED)


class Runs(RunTable):
    """The runs of the document's project; windows show what they read here."""

    advanced = Signal(int)  # a run's history has grown
    ended = Signal(int)  # a run that was followed is over, in order or not

    def __init__(self, parent: QObject, document: Document) -> None:
        super().__init__(parent, document)
        self.busy: set[int] = set()  # runs that a job prepares, starts or removes
        self._follower = Follower(self)
        self._follower.advanced.connect(self._advanced)
        self._follower.over.connect(self._over)
        document.sequence_changed.connect(self._adopt)

    def _adopt(self) -> None:
        """Take over the runs of a project that was opened: some may run, some may wait."""
        if self._document.project is self._project:
            return
        if (left := self.running) is not None:
            text = self.tr("The training of {project} goes on without the window.")
            self._show_message(text.format(project=left.folder.parent.stem))
        self.leave()
        self._open(self._document.project)
        self._next()

    def leave(self) -> None:
        """Stop following the runs; they go on by themselves."""
        for job in self.findChildren(Job):
            job.wait()  # moments, until a starting run has started
        self._follower.clear()
        self.busy = set()
        self._open(None)

    def _found_running(self, run: Run) -> None:
        self._follower.watch(run)

    def history(self, id: int) -> RunHistory:
        """The history of a run; it is read bit by bit, see `advanced`."""
        run = self.run(id)
        return RunHistory() if run is None else self._follower.history(run)

    def known_history(self, id: int) -> RunHistory | None:
        """As `history`, but None if that was not called for this run yet."""
        return self._follower.known(id)

    # Commands of the user

    def start(self, config: dict[str, Any]) -> Run | None:
        """Train with this config (the values of a `TrainConfig`) on the current labels.

        The run waits for earlier ones. None, and a message, if it cannot be queued.
        """
        if not self._may_change():
            return None
        project = self._project
        assert project is not None
        started = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            folder = run_folder.claim(project.path)
            run = add_run(project, KIND, folder, started, {"config": config})
        except P2MError as error:
            self._document.message.emit(str(error))
            return None
        self._refresh()
        self._prepare(run)
        return run

    def stop(self, id: int) -> None:
        """End a run in order, so that it can be resumed; take a waiting one out of the queue."""
        run = self.run(id)
        if run is None or not self._may_change():
            return
        if run.status is RunStatus.QUEUED and id not in self.busy:
            self._note(id, RunStatus.STOPPED)
        elif run.status is RunStatus.RUNNING and self._note(id, record={"stopping": True}):
            self._try(partial(run_folder.ask_to_stop, run.folder))

    def resume(self, id: int) -> None:
        """Queue a run again that was stopped or has failed."""
        run = self.run(id)
        if run is None or run.status not in RESUMABLE or not self._may_change():
            return
        self._note(id, RunStatus.QUEUED, {"cause": "", "line": "", "stopping": False})
        self._next()

    def cancel(self, id: int) -> None:
        """Kill a run and remove its folder; its line in the list stays."""
        run = self.run(id)
        if run is not None and run.status.open and self._may_remove(run):
            self._clear_away(run, self._cancelled)

    def remove(self, id: int) -> None:
        """Remove a run that is over, and its folder."""
        run = self.run(id)
        if run is not None and not run.status.open and self._may_remove(run):
            self._clear_away(run, self._forgotten)

    # The queue

    def _next(self) -> None:
        """Start the run that has waited longest, if none works."""
        run = next(iter(self.queued), None)
        if self.why_not or self.running is not None or run is None or run.id in self.busy:
            return
        if not (run.folder / run_folder.LABELS).exists():
            self._prepare(run)  # the window was closed before it was prepared
            return
        assert self._project is not None
        if self._note(run.id, RunStatus.RUNNING):  # first: a run must not work unnoted
            config = run.record.get("config", {})
            work = partial(begin, self._project.path, run.folder, config)
            self._work(run, work, self._begun)

    def _prepare(self, run: Run) -> None:
        assert self._project is not None
        self._work(run, partial(prepare, self._project.path, run.folder), self._prepared)

    def _prepared(self, run: Run, error: str) -> None:
        if error:
            self._note_end(run.id, Ending(RunStatus.FAILED, Cause.MESSAGE, error))
        self._next()

    def _begun(self, run: Run, error: str) -> None:
        if error:
            self._note_end(run.id, Ending(RunStatus.FAILED, Cause.MESSAGE, error))
            self._next()
        else:
            self._follower.watch(run)

    def _clear_away(self, run: Run, then: Callable[[Run, str], None]) -> None:
        if run.id not in self.busy:
            assert self._project is not None
            self._follower.leave(run.id)
            self._work(run, partial(clear_away, self._project.path, run.folder), then)

    def _cancelled(self, run: Run, error: str) -> None:
        if not error:
            self._note(run.id, RunStatus.CANCELLED, {"stopping": False})
        elif run.status is RunStatus.RUNNING:
            self._follower.watch(run)
        self._show_message(error)
        self._next()

    def _forgotten(self, run: Run, error: str) -> None:
        if not error and self._project is not None:
            self._try(partial(remove_run, self._project, run.id))
        self._show_message(error)
        self._refresh()

    def _work(self, run: Run, work: Callable[[], object], then: Callable[[Run, str], None]) -> None:
        """Do `work` in a job; `then` gets the run and the error, empty if there was none."""
        job = Job(lambda progress: work(), self)
        self.busy.add(run.id)
        job.succeeded.connect(lambda result: self._worked(run, then, ""))
        job.failed.connect(partial(self._worked, run, then))
        job.start()
        self.changed.emit()

    def _worked(self, run: Run, then: Callable[[Run, str], None], error: str) -> None:
        if run.id in self.busy:  # or the project was closed meanwhile
            self.busy.discard(run.id)
            then(run, error)
            self.changed.emit()

    # Progress and end

    def _advanced(self, id: int) -> None:
        run = self.run(id)
        if run is None:
            return
        if run.status is RunStatus.RUNNING and run.record.get("stopping") and not self.why_not:
            # Again: a child that was just starting has removed the earlier request.
            self._try(partial(run_folder.ask_to_stop, run.folder))
        self.advanced.emit(id)

    def _over(self, id: int) -> None:
        run = self.run(id)
        if run is None or self.why_not:
            return
        if self._note_end(id, ending(run.folder, self.history(id))):
            self._next()
        else:  # mostly a full disk: a message was shown, and it is tried again
            QTimer.singleShot(AGAIN_MS, self, partial(self._watch_again, id))

    def _watch_again(self, id: int) -> None:
        run = self.run(id)
        if run is not None and run.status is RunStatus.RUNNING:
            self._follower.watch(run)

    def _note_end(self, id: int, end: Ending) -> bool:
        history = self.known_history(id) or RunHistory()
        best = history.best
        record = {
            "cause": str(end.cause), "line": end.line, "stopping": False,
            "step": history.step, "total": history.total,
            "epoch": history.epochs[-1].number if history.epochs else 0,
            "pd": best.pd if best is not None else None,
        }  # fmt: skip
        noted = self._note(id, end.status, record)
        if noted:
            self.ended.emit(id)
        return noted
