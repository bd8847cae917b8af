"""Propagate: follow the frame's targets in a job beside the window."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.document.edits import propagation_edits
from label_irst.jobs.propagation import Start, followed
from label_irst.jobs.task import Job
from label_irst.views.commands import Doings
from label_irst.views.widgets.job_bar import JobBar
from p2m_core.progress import Progress
from p2m_core.project import Project, Target


class PropagationController(QObject):
    """One propagation at a time; found targets are stored as they arrive."""

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self._document = document
        self._began_in: tuple[Project | None, int, int] = (None, 0, 0)
        self._stored = 0
        self.progress = JobBar(self.tr("Stop here, and keep what was found"))
        self.job: Job | None = None

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
        if not starts or document.info is None:
            if targets:
                text = self.tr("There is nothing to fill: the next frame is decided already.")
                document.message.emit(text)
            return False
        info, frame = document.info, document.frame
        params = propagation_edits.params_for(document, targets[0])
        known = propagation_edits.others(document, {start.track for start in starts})
        self._began_in, self._stored = (document.project, info.id, frame), 0

        def work(progress: Progress) -> int:
            return followed(
                info.path,
                info.id,
                frame,
                starts,
                direction,
                params,
                known,
                job.found.emit,
                progress,
            )

        self.job = job = Job(work, self)
        job.found.connect(self._found)
        job.succeeded.connect(self._ended)
        job.cancelled.connect(self._ended)
        job.failed.connect(document.message)
        job.finished.connect(self._let_go)
        self.progress.watch(job, self.tr("Following"))
        job.start()
        return True

    def _let_go(self) -> None:
        self.job = None

    def _start_of(self, target: Target, direction: int) -> Start:
        end = propagation_edits.end_of(self._document, target.track, direction)
        return Start(target.track, target.centroid, target, end)

    def _found(self, targets: list[Target]) -> None:
        document = self._document
        project, sequence, frame = self._began_in
        shown = document.info is not None and document.info.id == sequence
        if document.project is not project or not shown:
            if self.job is not None:
                self.job.cancel()
            document.message.emit(self.tr("Another sequence is shown: propagation has stopped."))
            return
        if targets and propagation_edits.store(document, frame, targets, first=self._stored == 0):
            self._stored += len(targets)

    def _ended(self) -> None:
        if self._stored:
            text = self.tr("{count} targets propagated; review the doubtful ones with Space.")
        else:
            text = self.tr("The target is lost in the next frame: click it there.")
        self._document.message.emit(text.format(count=self._stored))
