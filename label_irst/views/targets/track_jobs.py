"""Long work on a track, beside the window: one at a time, for the sequence on show."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.jobs.task import Job
from label_irst.views.widgets.job_bar import JobBar
from p2m_core.project import Edit, Project


class TrackJobs(QObject):
    """`window` is the parent of the jobs; `progress` shows the one that runs."""

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._started_for: tuple[Project | None, int] = (None, 0)
        self._begun: Job | None = None  # one that stores nothing before its end
        self.progress = JobBar()
        document.edited.connect(self._edited)

    def may_start(self) -> bool:
        """Whether none is running; if not, a message says so."""
        if self.progress.busy:
            self._document.message.emit(self.tr("One track after the other: wait, or press Stop."))
        return not self.progress.busy

    def start(self, work: Callable[..., Any], done: Callable[[Any], object], text: str) -> None:
        """Run ``work(progress)``; hand its result to `done` if its sequence is still on show."""
        self.progress.stop.setToolTip(self.tr("Stop, and leave everything as it was"))
        job = Job(work, self._window)
        job.finished.connect(self._let_go)
        self._begun = job
        self._start(job, done, text)

    def start_finding(
        self, work: Callable[..., Any], found: Callable[[Any], object],
        done: Callable[[Any], object], text: str,
    ) -> Job:  # fmt: skip
        """As `start`, for work that hands over results as it finds them.

        That is ``work(report, progress)``; what it reports goes to `found`.
        """
        self.progress.stop.setToolTip(self.tr("Stop here, and keep what was found"))
        job = Job(lambda progress: work(job.found.emit, progress), self._window)
        job.found.connect(found)
        self._start(job, done, text)
        return job

    def take_back(self) -> bool:
        """Undo, where that would be of an edit before a job: only stop that."""
        if self._begun is None:
            return False
        self._begun.cancel()
        self._document.message.emit(self.tr("Stopped: everything is as it was."))
        return True

    def _edited(self, edit: Edit, by_job: bool) -> None:
        self._begun = None  # undo is of this edit now

    def _let_go(self) -> None:
        self._begun = None

    def _start(self, job: Job, done: Callable[[Any], object], text: str) -> None:
        document = self._document
        assert document.info is not None
        self._started_for = document.project, document.info.id
        job.succeeded.connect(lambda result: self._still_shown() and done(result))
        job.failed.connect(document.report)
        self.progress.watch(job, text)
        job.start()

    def _still_shown(self) -> bool:
        info = self._document.info
        same = info is not None and self._started_for == (self._document.project, info.id)
        if not same:
            text = self.tr("Another sequence is shown: the work on the track was dropped.")
            self._document.report.emit(text)
        return same
