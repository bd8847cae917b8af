"""Propagate: follow the frame's targets in a job beside the window."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.document.edits import propagation_edits
from label_irst.i18n import counted
from label_irst.jobs import following
from label_irst.jobs.following import Run
from label_irst.jobs.propagation import Start, followed
from label_irst.jobs.task import Job
from label_irst.views.commands import Doings
from label_irst.views.widgets.job_bar import JobBar
from p2m_core.progress import Progress
from p2m_core.project import Edit, Target


class PropagationController(QObject):
    """One propagation at a time; found targets are stored as they arrive (`jobs.following`)."""

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self._document = document
        self._run: Run | None = None
        self.progress = JobBar(self.tr("Stop here, and keep what was found"))
        self.job: Job | None = None
        document.edited.connect(self._edited)
        document.leaving_sequence.connect(self._leave)

    def commands(self) -> Doings:
        return {
            "propagate": partial(self.start, +1),
            "propagate-back": partial(self.start, -1),
        }

    def start(self, direction: int) -> bool:
        """Follow the selected target, or all of the frame, up to the next frame already decided."""
        document = self._document
        if self.progress.busy:
            document.message.emit(self.tr("One propagation after the other: wait, or press Stop."))
            return False
        targets = propagation_edits.to_follow(document)
        starts = [self._start_of(target, direction) for target in targets]
        starts = [s for s in starts if abs(s.end - document.frame) > 1]
        project, info, frame = document.project, document.info, document.frame
        if not starts or project is None or info is None:
            if targets:
                text = self.tr("There is nothing to fill: the next frame is decided already.")
                document.message.emit(text)
            return False
        params = propagation_edits.params_for(document, targets[0])
        known = propagation_edits.others(document, {start.track for start in starts})
        ends = {start.track: start.end for start in starts}
        ids = frozenset(start.target.id for start in starts)
        self._run = Run(project, info.id, frame, direction, ids, ends)

        ignored = tuple(document.ignored.regions)

        def work(progress: Progress) -> int:
            return followed(
                info.path, info.id, frame, starts, direction, params, known, ignored,
                job.found.emit, progress,
            )  # fmt: skip

        self.job = job = Job(work, self)
        job.found.connect(self._found)
        job.succeeded.connect(self._ended)
        job.cancelled.connect(self._ended)
        job.failed.connect(document.report)
        job.finished.connect(self._let_go)
        self.progress.watch(job, self.tr("Following"))
        job.start()
        return True

    def _let_go(self) -> None:
        self.job = self._run = None

    def _start_of(self, target: Target, direction: int) -> Start:
        end = propagation_edits.end_of(self._document, target.track, direction)
        return Start(target.track, target.centroid, target, end)

    def _found(self, targets: list[Target]) -> None:
        run = self._run
        if run is None:
            return
        if new := following.wanted(run, targets):
            propagation_edits.store(self._document, run.frame, new, first=not run.made)
        if run.over:
            self._cancel()

    # What the user does meanwhile

    def _edited(self, edit: Edit, by_job: bool) -> None:
        run = self._run
        if run is None or edit.sequence != run.sequence:
            return
        if by_job:
            if edit.label == propagation_edits.PROPAGATE:
                following.note_stored(run, edit)
            return
        was_stopped = run.stopped
        following.note_edit(run, edit)
        if run.stopped and not was_stopped:
            self._cancel()

    def _leave(self) -> None:
        if self._run is not None:
            self._run.stopped = self._run.left = True
            self._cancel()

    def take_back(self) -> bool:
        """Undo, where that would be of the click before a propagation: only stop that."""
        run = self._run
        if run is None or run.stopped or run.made or run.edited:
            return False
        run.stopped = True
        self._cancel()
        return True

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _ended(self) -> None:
        run, job = self._run, self.job
        if run is None or job is None:
            return
        if run.left:
            text = self.tr("Another sequence is shown: propagation has stopped.")
        elif run.count and run.stopped:
            text = counted(
                run.count,
                self.tr("Following has stopped; 1 target of it is left."),
                self.tr("Following has stopped; {count} targets of it are left."),
            )
        elif run.count:
            text = counted(
                run.count,
                self.tr("1 target propagated; review it with Space."),
                self.tr("{count} targets propagated; review the doubtful ones with Space."),
            )
        elif run.made or job.isInterruptionRequested():
            text = self.tr("Following has stopped, and left no target.")
        else:
            text = self.tr("The target is lost in the next frame: click it there.")
        self._document.report.emit(text)
