"""The project's training runs: queued, started one after another, followed, stopped and ended.

Each is a child on its own, see `run_folder`: it outlives the window. The project file says which
there are; the window that may write to it is the one that starts them and notes how they end.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document
from label_irst.jobs import run_folder
from label_irst.jobs.run_end import Cause, Ending, ending
from label_irst.jobs.run_history import RunHistory
from label_irst.jobs.training import begin, clear_away, prepare
from label_irst.jobs.worker import Job
from p2m_core.errors import P2MError
from p2m_core.progress import Progress
from p2m_core.project import Project
from p2m_core.project.models import models
from p2m_core.project.runs import (
    Run,
    RunStatus,
    add_run,
    list_runs,
    remove_run,
    update_run,
)

KIND = "train"
LOOK_MS = 400  # between looks at a running child
RESUMABLE = (RunStatus.STOPPED, RunStatus.FAILED)


class Runs(QObject):
    """The runs of the document's project; what is shown of them is read from here."""

    changed = Signal()  # which runs there are, or the status of one
    advanced = Signal(int)  # a run's history has grown
    ended = Signal(int)  # a run that this window has followed is over, in order or not

    def __init__(self, parent: QObject, document: Document) -> None:
        super().__init__(parent)
        self._document = document
        self._project: Project | None = None
        self.runs: list[Run] = []
        self._histories: dict[int, tuple[RunHistory, run_folder.Tail]] = {}
        self._unread: set[int] = set()  # histories that are read now, though their runs are over
        self.busy: set[int] = set()  # runs that a job prepares, starts or removes just now
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._follow)
        document.sequence_changed.connect(self._adopt)

    # Which there are

    def _adopt(self) -> None:
        """Take up the runs of a project that was opened: some may be under way, some wait."""
        if self._document.project is not self._project:
            self.leave()
            self._project = self._document.project
            self._refresh()
            self._next()
            self._look.start(0)

    def leave(self) -> None:
        """Let the runs go on by themselves; this window follows them no more."""
        for job in self.findChildren(Job):
            job.wait()  # moments: what was to start has started
        self._look.stop()
        self._project, self.runs = None, []
        self._histories, self._unread, self.busy = {}, set(), set()
        self.changed.emit()

    def _refresh(self) -> None:
        self._read_list()
        self.changed.emit()

    def _read_list(self) -> None:
        try:
            self.runs = list_runs(self._project, KIND) if self._project is not None else []
        except P2MError as error:
            self.runs = []
            self._document.message.emit(str(error))

    def _read_what_others_wrote(self) -> None:
        before = self.runs
        self._read_list()
        if self.runs != before:
            self.changed.emit()

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
        """Why runs cannot be started or changed; empty if they can."""
        if self._project is None:
            return self.tr("Open a project first.")
        if self._project.readonly:
            return self._project.notice or self.tr("The project is open read-only.")
        return ""

    def history(self, id: int) -> RunHistory:
        """How a run went; of one that is over it is read bit by bit, see `advanced`."""
        run = self.run(id)
        if run is None:
            return RunHistory()
        if id not in self._histories:
            self._histories[id] = (RunHistory(), run_folder.Tail(run.folder))
            self._unread.add(id)
            self._look.start(0)
        return self._histories[id][0]

    def known_history(self, id: int) -> RunHistory | None:
        """As `history`, if it was read already."""
        return self._histories[id][0] if id in self._histories else None

    # What the user asks for

    def start(self, config: dict[str, Any]) -> Run | None:
        """Train with this config (the values of a `TrainConfig`) on what is labelled now.

        The run waits for those before it. None where it cannot be; why is said.
        """
        if self.why_not:
            self._document.message.emit(self.why_not)
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
        """End a run in order: what it has learnt stays, and it can go on. One that waits, waits."""
        run = self.run(id)
        if run is None or not self._may_change():
            return
        if run.status is RunStatus.QUEUED and id not in self.busy:
            self._note(id, RunStatus.STOPPED)
        elif run.status is RunStatus.RUNNING:
            self._try(partial(run_folder.ask_to_stop, run.folder))
            self._note(id, record={"stopping": True})

    def resume(self, id: int) -> None:
        """Put a run that was stopped, or has failed, into the queue again."""
        run = self.run(id)
        if run is None or run.status not in RESUMABLE or not self._may_change():
            return
        self._note(id, RunStatus.QUEUED, {"cause": "", "line": "", "stopping": False})
        self._next()

    def cancel(self, id: int) -> None:
        """End a run at once; nothing of it stays but the line that says so."""
        run = self.run(id)
        if run is not None and run.status.open and self._may_change():
            self._clear_away(run, forget=False)

    def remove(self, id: int) -> None:
        """Remove a run that is over from the list, and its folder."""
        run = self.run(id)
        if run is None or run.status.open or not self._may_change():
            return
        if name := self.model_in(run):
            text = self.tr("The model {name} lies in this run: remove it from the models first.")
            self._document.message.emit(text.format(name=name))
        else:
            self._clear_away(run, forget=True)

    def model_in(self, run: Run) -> str:
        """A model of the project whose file is in the folder of a run; empty if there is none."""
        own = models(self._project) if self._project is not None else []
        return next((model.name for model in own if run.folder in model.path.parents), "")

    def _may_change(self) -> bool:
        if self.why_not:
            self._document.message.emit(self.why_not)
        return not self.why_not

    # The queue

    def _next(self) -> None:
        """Start the run that waits longest, if none works."""
        if self.why_not or self.running is not None:
            return
        run = next(iter(self.queued), None)
        if run is None or run.id in self.busy:
            return
        if not (run.folder / run_folder.LABELS).exists():
            self._prepare(run)  # the window was closed before that was done
            return
        assert self._project is not None
        places = {info.id: info.path for info in self._project.sequences()}
        self._note(run.id, RunStatus.RUNNING)
        work = partial(begin, run.folder, run.record.get("config", {}), places)
        self._work(run.id, work, self._begun)

    def _prepare(self, run: Run) -> None:
        assert self._project is not None
        work = partial(prepare, self._project.path, run.folder)
        self._work(run.id, work, self._prepared)

    def _prepared(self, id: int, error: str) -> None:
        if error:
            self._ended(id, Ending(RunStatus.FAILED, Cause.TOLD, error))
        self._next()

    def _begun(self, id: int, error: str) -> None:
        if error:
            self._ended(id, Ending(RunStatus.FAILED, Cause.TOLD, error))
            self._next()
        self._look.start(0)

    def _clear_away(self, run: Run, forget: bool) -> None:
        if run.id in self.busy:
            return
        assert self._project is not None
        work = partial(clear_away, self._project.path, run.folder)
        self._work(run.id, work, self._forgotten if forget else self._cancelled)

    def _cancelled(self, id: int, error: str) -> None:
        if error:
            self._document.message.emit(error)
        else:
            self._note(id, RunStatus.CANCELLED, {"stopping": False})
        self._next()

    def _forgotten(self, id: int, error: str) -> None:
        if error:
            self._document.message.emit(error)
        elif self._project is not None:
            self._try(partial(remove_run, self._project, id))
            self._histories.pop(id, None)
        self._refresh()

    def _work(self, id: int, work: Callable[[], None], then: Callable[[int, str], None]) -> None:
        """Do `work` beside the window; `then` is told the run, and what went wrong, if anything."""
        job = _RunJob(id, work, then, self)
        self.busy.add(id)
        job.succeeded.connect(self._worked)
        job.start()
        self.changed.emit()

    def _worked(self, job: "_RunJob") -> None:
        job.wait()  # for a moment: it has said its last word
        job.deleteLater()
        if job.id in self.busy:  # or the project was closed meanwhile
            self.busy.discard(job.id)
            job.then(job.id, job.error)
            self.changed.emit()

    # Following

    def _follow(self) -> None:
        """Look what the children have said since; in small pieces, as histories may be long."""
        if self._project is not None and self._project.readonly:
            self._read_what_others_wrote()
        more = False
        for run in self.runs:
            running = run.status is RunStatus.RUNNING and run.id not in self.busy
            if running or run.id in self._unread:
                more |= self._read(run, running)
        if more:
            self._look.start(0)
        elif any(run.status.open for run in self.runs):
            self._look.start(LOOK_MS)

    def _read(self, run: Run, running: bool) -> bool:
        """Read on; return whether there is more to read at once."""
        over = running and not run_folder.lives(run.folder)  # before its last words are read
        if running and not over and run.record.get("stopping") and not self.why_not:
            # Again: a child that was just starting has cleared away what asked the one before.
            self._try(partial(run_folder.ask_to_stop, run.folder))
        self.history(run.id)
        history, tail = self._histories[run.id]
        events, all_read = tail.read()
        for event in events:
            history.take(event)
        if all_read:
            self._unread.discard(run.id)
        if events or all_read:
            self.advanced.emit(run.id)
        if all_read and over and not self.why_not:
            self._ended(run.id, ending(run.folder, history))
            self._next()
        return not all_read

    def _ended(self, id: int, end: Ending) -> None:
        history = self._histories[id][0] if id in self._histories else RunHistory()
        best = history.best
        self._note(
            id, end.status,
            {
                "cause": str(end.cause), "line": end.line, "stopping": False,
                "step": history.step, "total": history.total,
                "epoch": history.epochs[-1].number if history.epochs else 0,
                "pd": best.pd if best is not None else None,
            },
        )  # fmt: skip
        self.ended.emit(id)

    # The project file

    def _note(
        self, id: int, status: RunStatus | None = None, record: dict[str, Any] | None = None
    ) -> None:
        if self._project is not None:
            self._try(partial(update_run, self._project, id, status, record))
        self._refresh()

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except P2MError as error:
            self._document.message.emit(str(error))


class _RunJob(Job):
    """Work on one run. It always succeeds, with itself: `error` says what went wrong."""

    def __init__(
        self, id: int, work: Callable[[], None], then: Callable[[int, str], None], parent: QObject
    ) -> None:
        super().__init__(self._outcome, parent)
        self.id, self.then, self.error = id, then, ""
        self._do = work

    def _outcome(self, progress: Progress) -> "_RunJob":
        try:
            self._do()
        except P2MError as error:
            self.error = str(error)
        except Exception as error:  # a fault of ours: say it, do not take the window down
            self.error = f"{type(error).__name__}: {error}"
        return self
