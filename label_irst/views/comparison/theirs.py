"""The labels beside mine in the frame on show, read in jobs as sequences and frames are shown."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from label_irst.document import Document
from label_irst.jobs.task import Job
from p2m_core.agreement import frames_beside, labels_beside
from p2m_core.datasets.labelled import LabelledSequence, LabelledTarget
from p2m_core.progress import Progress

KEPT = 200  # frames whose masks are read from images

Targets = list[LabelledTarget]


class Theirs(QObject):
    """`targets` are those of the frame on show; None where theirs say nothing, and `note` why."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self.path: Path | None = None
        self.targets: Targets | None = None
        self.note = ""
        self._known: dict[int, LabelledSequence] = {}
        self._frames: dict[int, int] = {}
        self._read: OrderedDict[tuple[int, int], Targets] = OrderedDict()
        self.job: Job | None = None
        document.sequence_opened.connect(self._open_sequence)
        document.frame_changed.connect(self._show)

    @property
    def name(self) -> str:
        return self.path.stem if self.path is not None else ""

    def choose(self, other: Path) -> None:
        """Read the labels at `other`."""
        project = self._document.project
        self.forget()
        if project is not None:
            self.path = other
            self._say(self.tr("reading…"))
            self._start(partial(labels_beside, project.path, other), self._take_all)

    def forget(self) -> None:
        """Drop them."""
        self.close()
        self.path, self.targets, self.note = None, None, ""
        self._known, self._frames = {}, {}
        self._read.clear()
        self.changed.emit()

    def close(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def _start(self, work: Callable[[Progress], object], take: Callable[[Any], object]) -> None:
        """Do the latest work; what an earlier job still brings is dropped."""
        self.close()
        self.job = job = Job(work, self)
        job.succeeded.connect(partial(self._done, job, take))
        job.failed.connect(partial(self._fail, job))
        job.start(Job.Priority.LowPriority)

    def _done(self, job: Job, take: Callable[[Any], object], found: object) -> None:
        if job is self.job:
            self.job = None
            take(found)

    def _fail(self, job: Job, text: str) -> None:
        if job is self.job:
            self.job = None
            self._say(self.tr("cannot be read"))
            self.failed.emit(text)

    def _say(self, note: str) -> None:
        self.targets, self.note = None, note
        self.changed.emit()

    def _take_all(self, known: dict[int, LabelledSequence]) -> None:
        self._known = known
        self._open_sequence()

    def _open_sequence(self) -> None:
        info = self._document.info
        self._frames = {}
        if info is None or not self._known:
            return
        theirs = self._known.get(info.id)
        if theirs is None:
            self.close()
            self._say(self.tr("no labels of this sequence"))
            return
        self._say(self.tr("reading…"))

        def work(progress: Progress) -> dict[int, int]:
            return frames_beside(info, theirs)

        self._start(work, self._take_frames)

    def _take_frames(self, frames: dict[int, int]) -> None:
        self._frames = frames
        if frames:
            self._show()
        else:
            self._say(self.tr("no frame in common"))

    def _show(self) -> None:
        """Show what they say of the frame: at once, or when its mask image has been read."""
        info, frame = self._document.info, self._document.frame
        theirs = self._known.get(info.id) if info is not None else None
        if info is None or theirs is None or not self._frames:
            return
        if frame not in self._frames:
            self._say(self.tr("not labelled in this frame"))
            return
        there, shape = self._frames[frame], (info.height, info.width)
        if there in theirs.labels:
            self._take_targets((info.id, frame), theirs.targets(there, shape))
        elif (info.id, frame) in self._read:
            self._take_targets((info.id, frame), self._read[info.id, frame])
        else:
            self._say("")

            def work(progress: Progress) -> Targets:
                return theirs.targets(there, shape)

            self._start(work, partial(self._take_read, (info.id, frame)))

    def _take_read(self, place: tuple[int, int], targets: Targets) -> None:
        self._read[place] = targets
        while len(self._read) > KEPT:
            self._read.popitem(last=False)
        self._take_targets(place, targets)

    def _take_targets(self, place: tuple[int, int], targets: Targets) -> None:
        info = self._document.info
        if info is not None and place == (info.id, self._document.frame):
            self.targets, self.note = targets, ""
            self.changed.emit()
