"""All sequences of the project at a glance, and what waits for a review in each of them.

A job reads both from the file, without any image. What is edited in the open sequence is taken
from the document, so that the queue over all sequences never shows what was just accepted.
"""

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.document.suggestions import THRESHOLD
from label_irst.jobs.task import Job
from p2m_core.progress import Progress
from p2m_core.project import (
    Card,
    Edit,
    Project,
    Waiting,
    count_sequences,
    is_numbered,
    list_cards,
    list_waiting,
    open_project,
    waiting_of,
)

SETTLED_MS = 700  # after the last edit, until the file is read again
FEW = 3  # slices of a lane, some 60 ms, that are read at once

Found = tuple[list[Card], dict[int, Waiting]]


class Survey(QObject):
    """`cards` and `waiting` are for reading; both are empty until somebody watches."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._of: tuple[Project | None, int] = (None, 0)  # and how many sequences it has
        self.cards: list[Card] = []
        self.waiting: dict[int, Waiting] = {}  # by the number of the sequence
        self.known = False  # the file was read
        self.version = 0  # another number where `waiting` is another
        self._watchers: set[object] = set()
        self._stale = True  # all of it
        self._changed: set[int] = set()  # sequences whose part of it is out of date
        self._edited = False  # the open sequence, since it was shown
        self._newer: set[int] = set()  # sequences that were taken while the job ran
        self.job: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._soon.timeout.connect(self._read)
        document.sequence_changed.connect(self._adopt)
        document.leaving_sequence.connect(self._leave)
        document.edited.connect(self._follow)

    def watch(self, who: object, on: bool) -> None:
        """Keep all of it fresh while `who` looks at it."""
        if on and who not in self._watchers:
            self._watchers.add(who)
            if self._stale or self._changed:
                self._read()
        elif not on:
            self._watchers.discard(who)

    def refresh(self) -> None:
        """The file has changed, anywhere: read it again when somebody looks."""
        self._stale = True
        if self._watchers:
            self._soon.start()

    def read_now(self, only: int | None = None) -> None:
        """Read all of it, or the part of one sequence, at once: somebody waits to see it."""
        if only is None:
            self._stale = True
        else:
            self._changed.add(only)
        self._soon.stop()
        self._read()

    def settle(self) -> None:
        """Take what is edited in the open sequence, for a question that must not miss it."""
        info = self._document.info
        if info is None or not self._edited:
            return
        row = row_of(self._document)
        lane = row.doubts
        lane.settle()
        table, doubt, reason = lane.table, lane.doubt, lane.reason
        if row.images:  # their lane is of all the images in the row
            which = np.flatnonzero(table.frame == row.here)
            table, doubt, reason = table.take(which), doubt[which], reason[which]
            table.frame[:] = 0
        self._edited = False
        self._put(info.id, waiting_of(table, doubt, reason))

    def _put(self, id: int, waiting: Waiting) -> None:
        self._newer.add(id)
        self.version += 1
        if len(waiting):
            self.waiting[id] = waiting
        else:
            self.waiting.pop(id, None)

    def _follow(self, edit: Edit, by_job: bool) -> None:
        """Note what an edit leaves out of date; those of many sequences have a numbered name."""
        if edit.removal is not None or is_numbered(edit.label):
            self.refresh()
        else:
            self._change(edit.sequence)
        here = self._document.info
        if edit.of_frames and here is not None and here.id == edit.sequence:
            self._edited = True

    def _change(self, id: int) -> None:
        self._changed.add(id)
        if self._watchers:
            self._soon.start()

    def _leave(self) -> None:
        if self._edited:
            if row_of(self._document).doubts.pending <= FEW:
                self.settle()
            elif self._document.info is not None:
                self._change(self._document.info.id)
        self._edited = False

    def _adopt(self) -> None:
        project = self._document.project
        of = (project, count_sequences(project) if project is not None else 0)
        if project is not self._of[0]:
            self.close()
            self.cards, self.waiting, self.known, self._edited = [], {}, False, False
            self.version += 1
            self.changed.emit()
        if of != self._of:
            self._of = of
            self.refresh()

    # Reading

    def _read(self) -> None:
        project = self._document.project
        if project is None or not self._watchers:
            return
        if self.job is not None:
            self._soon.start()  # after it
            return
        if self.known and not (self._stale or self._changed):
            return
        only = None if self._stale or not self.known else frozenset(self._changed)
        self._stale = False
        self._changed.clear()
        self._newer.clear()
        self.job = job = Job(partial(_survey, project.path, only), self)
        job.succeeded.connect(partial(self._take, job, only))
        job.failed.connect(partial(self._fail, job))
        job.cancelled.connect(partial(self._fail, job, ""))
        job.start(Job.Priority.LowPriority)

    def _take(self, job: Job, only: frozenset[int] | None, found: Found) -> None:
        if job is not self.job:
            return
        self.job = None
        cards, waiting = found
        if only is not None:  # the others are as they were
            fresh = {card.info.id: card for card in cards}
            cards = [fresh.get(card.info.id, card) for card in self.cards]
            waiting = {id: one for id, one in self.waiting.items() if id not in only} | waiting
        self.cards = cards
        self.version += 1
        newer = {id: self.waiting[id] for id in self._newer if id in self.waiting}
        old = {id: one for id, one in waiting.items() if id not in self._newer}
        self.waiting, self.known = {**old, **newer}, True
        self.changed.emit()

    def _fail(self, job: Job, text: str) -> None:
        if job is self.job:
            self.job, self._stale = None, True
            if text:
                self.failed.emit(text)

    def close(self) -> None:
        """Drop what is being read."""
        self._soon.stop()
        self._stale = True
        if self.job is not None:
            self.job.cancel()
            self.job = None


def _survey(path: Path, only: frozenset[int] | None, progress: Progress) -> Found:
    with open_project(path, readonly=True) as project, project.read_transaction():
        return list_cards(project, THRESHOLD, only), list_waiting(project, only, progress)
