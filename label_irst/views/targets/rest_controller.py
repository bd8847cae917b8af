"""A corrected mask and the rest of its track: the offer, and the job that redoes the others."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence

from label_irst.document import Document
from label_irst.document.actions import rest_actions
from label_irst.document.actions.track_actions import opened
from label_irst.document.edits import propagation_edits
from label_irst.document.edits.track_edits import REMASK
from label_irst.document.looks import track_name
from label_irst.i18n import masks
from label_irst.jobs.remasking import Pair, remasked
from label_irst.jobs.task import Job
from label_irst.views.commands import Doings
from label_irst.views.targets.track_jobs import TrackJobs
from label_irst.views.widgets.offer import Offer
from p2m_core.project import Edit, Target, get_stretch

PAUSE_MS = 250  # after a correction, which mostly has several steps


@dataclass
class _Run:
    """What was begun with a mask, and how many others changed so far."""

    key: Target
    job: Job
    changed: int = 0
    edited: bool = False  # something else, by the user, since it began
    stopped: bool = False  # nothing more of it is stored
    undone: bool = False


class RestController(QObject):
    """`action` is the command."""

    def __init__(self, document: Document, jobs: TrackJobs, action: QAction) -> None:
        super().__init__(document)
        self._document, self._jobs, self._action = document, jobs, action
        self._corrected: Target | None = None
        self._run: _Run | None = None
        self.offer = Offer("rest-offer")
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._offer_it)
        document.edited.connect(self._edited)
        document.frame_changed.connect(self._withdraw)
        document.selection_changed.connect(self._check)
        document.leaving_sequence.connect(self._leave)

    def commands(self) -> Doings:
        return {"remask": self.start}

    # The offer

    def _edited(self, edit: Edit, by_job: bool) -> None:
        run = self._run
        if run is not None and not by_job:
            run.edited = True
            if edit.label == REMASK:
                run.undone = True
                self._stop(run)
        if by_job:
            return
        self._withdraw()
        self._corrected = rest_actions.corrected(self._document, edit)
        if self._corrected is not None:
            self.pause.start()

    def _withdraw(self) -> None:
        self._corrected = None
        self.pause.stop()
        self.offer.hide()

    def _check(self) -> None:
        """The offer is about the mask that is selected."""
        target, about = self._document.selected, self._corrected
        if about is not None and (target is None or target.id != about.id):
            self._withdraw()

    def _offer_it(self) -> None:
        target = self._corrected
        if target is None or self._run is not None:
            return
        stretch = get_stretch(*opened(self._document), target.track, target.frame)
        if not stretch.undecided:
            return
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = self.tr("Apply to the rest of {track}")
        text = text.format(track=track_name(self._document.looks, target.track))
        self.offer.make(f"{text}   {key}" if key else text, self._action.toolTip(), self.start)

    # The job

    def start(self) -> None:
        """Redo the masks around the selected one, up to the next settled ones."""
        document, target = self._document, self._document.selected
        self._withdraw()
        stretch = rest_actions.rest(document) if self._jobs.may_start() else None
        if stretch is None or target is None or document.info is None:
            return
        project, _ = opened(document)
        params = propagation_edits.params_for(document, target)
        work = partial(remasked, project.path, document.info.path, target, stretch, params)
        job = self._jobs.start_finding(work, self._found, self._done, self.tr("Applying"))
        job.cancelled.connect(self._cancelled)
        job.finished.connect(self._let_go)
        self._run = _Run(target, job)

    def _found(self, pairs: list[Pair]) -> None:
        run = self._run
        if run is not None and not run.stopped:
            first = run.changed == 0
            run.changed += rest_actions.store(self._document, run.key.frame, pairs, first)

    def _done(self, tried: int) -> None:
        run = self._run
        if run is None or run.stopped:
            return
        name = track_name(self._document.looks, run.key.track)
        text = self.tr("{track}: {changed} of {masks} changed.")
        self._document.report.emit(text.format(track=name, changed=run.changed, masks=masks(tried)))

    def _cancelled(self) -> None:
        run = self._run
        if run is not None and not run.undone:
            name = track_name(self._document.looks, run.key.track)
            text = self.tr("{track}: stopped; changed so far: {masks}.")
            self._document.report.emit(text.format(track=name, masks=masks(run.changed)))

    def _let_go(self) -> None:
        self._run = None

    def take_back(self) -> bool:
        """Undo, where that would be of the correction before a job: only stop that."""
        run = self._run
        if run is None or run.stopped or run.changed or run.edited:
            return False
        run.undone = True
        self._stop(run)
        return True

    def _leave(self) -> None:
        self._withdraw()
        if self._run is not None:
            self._stop(self._run)

    def _stop(self, run: _Run) -> None:
        run.stopped = True
        run.job.cancel()
