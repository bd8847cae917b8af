"""Requests to the detector, over all sequences, and the storing of its answers."""

from collections import deque
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document import Document
from label_irst.document.suggestions import DONE, frames_to_ask, is_of, remember
from label_irst.i18n import counted
from label_irst.jobs.suggester import Suggester
from p2m_core.detector import Detection
from p2m_core.errors import P2MError
from p2m_core.extras import INSTALL_TORCH, has_torch
from p2m_core.project import (
    Project,
    check_model,
    get_answered,
    get_frame_states,
    get_sequence,
    is_ignored,
    list_ignored,
    list_sequences,
    model_in_use,
    note_answered,
    store_predictions,
)
from p2m_core.suggest import AUTO, RPRNET

BATCH_MS = 250  # answers are stored so often: a transaction takes longer than a small frame
LOOKED_UP = 100  # sequences to look up in one go for frames that are left


class Remaining:
    """The frames, by sequence, that a run has still to ask for."""

    def __init__(self, total: int = 0, waiting: Iterable[int] = ()) -> None:
        self.waiting = deque(waiting)  # sequences not looked up yet
        self.done, self.total = 0, total  # frames
        self._frames: dict[int, dict[int, None]] = {}  # by sequence, in order

    def __bool__(self) -> bool:
        return bool(self._frames or self.waiting)

    def add(self, sequence: int, frames: Iterable[int]) -> None:
        self._frames[sequence] = dict.fromkeys(frames)

    def strike(self, sequence: int, frame: int) -> None:
        """Note that a frame is done."""
        left = self._frames.get(sequence, {})
        if frame in left:
            del left[frame]
            self.done += 1
        if not left:
            self._frames.pop(sequence, None)

    def skip(self, sequence: int) -> bool:
        """Leave a sequence out; return whether any of it was left."""
        left = self._frames.pop(sequence, {})
        self.done += len(left)
        return bool(left)

    def next_list(self) -> tuple[int, list[int]] | None:
        """A sequence and its next frames in one direction; None: look up more."""
        for sequence, left in self._frames.items():
            frames = list(left)
            turn = next((i for i, (a, b) in enumerate(pairwise(frames), 1) if b < a), len(frames))
            return sequence, frames[:turn]
        return None


class Suggesting(QObject):
    """A run goes on when another sequence is shown; a request for a single frame goes first."""

    began = Signal(bool)  # a run: over all sequences, or over one
    progressed = Signal(int, int)  # frames of the run that are done, and all of them
    ended = Signal()  # the run, finished or not
    answered = Signal()  # the request for a single frame
    failed = Signal(str)
    noted = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._project: Project | None = None
        self.suggester = Suggester(self)
        self.suggester.ready.connect(self._begin)
        self.suggester.found.connect(self._take)
        self.suggester.finished.connect(self._go_on)
        self.suggester.refused.connect(self._refuse)
        self.suggester.failed.connect(self._fail)
        self._of_model = ("", "")  # the suffix of the detector's name, and the title of the model
        self._detector, self._title, self._threshold = "", "", 0.0
        self._torch_noted = False
        self._left = Remaining()
        self._all = False  # the run is over all sequences
        self._refused: list[str] = []
        self._single: tuple[int, int] | None = None  # sequence and frame of a single request
        self._answers: dict[int, dict[int, list[Detection]]] = {}
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.setInterval(BATCH_MS)
        self._batch.timeout.connect(self._store)
        document.sequence_changed.connect(self._adopt)

    def ask_frame(self) -> None:
        """Suggest on the current frame; a run goes on after it."""
        document = self._document
        if not document.may_edit() or document.info is None or not self._choose_model():
            return
        if document.state in DONE:
            document.message.emit(self.tr("This frame is reviewed: mark it as not reviewed first."))
            return
        if not self.suggester.running:
            document.message.emit(self.tr("Starting the detector…"))
        self._single = (document.info.id, document.frame)
        self._ask(document.info.id, [document.frame])

    def ask_sequence(self) -> None:
        """Suggest on all frames that are not reviewed, from the current one on."""
        document = self._document
        if document.info is None or not self._may_run():
            return
        frames = frames_to_ask(document.states, document.frame)
        if not frames:
            document.message.emit(self.tr("Every frame of the sequence is reviewed."))
            return
        self._all, self._left = False, Remaining(len(frames))
        self._left.add(document.info.id, frames)
        self.began.emit(False)
        self._go_on()

    def ask_all(self) -> None:
        """Suggest on all frames of all sequences that are not reviewed.

        Frames that the same detector answered in an earlier run are left out.
        """
        if not self._may_run() or self._project is None:
            return
        known = list_sequences(self._project)
        shown = self._document.info.id if self._document.info is not None else 0
        if not known:
            return
        order = sorted((i.id for i in known), key=lambda id: (id != shown, id))
        self._all, self._left = True, Remaining(sum(i.frame_count for i in known), order)
        self.began.emit(True)
        if self._detector:
            self._go_on()
        else:  # its name comes with its first answer; what it answered earlier depends on it
            self._ask(order[0], [])

    def cancel(self) -> None:
        """Stop the run; what was found stays."""
        self.suggester.drop()
        self._end()

    def _may_run(self) -> bool:
        document = self._document
        if document.project is None:
            return False
        if self._left:
            document.message.emit(self.tr("Suggesting already: stop it first, or wait."))
        elif document.project.readonly:
            document.message.emit(document.project.notice)
        else:
            return self._choose_model()
        return False

    def _choose_model(self) -> bool:
        """Take the model in use; False, and a reason in `failed`, if its file has changed."""
        weights, of_model = None, ("", "")
        network = self.suggester.detector in (AUTO, RPRNET)
        if self._project is not None and network and has_torch():
            try:
                model = model_in_use(self._project)
                if model is not None:
                    weights = check_model(model)
                    of_model = (f" {model.fingerprint[:12]}", model.name)
            except P2MError as error:
                self.failed.emit(str(error))
                return False
        if of_model != self._of_model:
            self._store()  # the answers of the previous model
            self._detector = ""
            self.suggester.quit()  # the file may have changed under the same name
        self.suggester.weights, self._of_model = weights, of_model
        return True

    def _ask(self, sequence: int, frames: list[int]) -> None:
        assert self._project is not None
        self.suggester.ask(sequence, get_sequence(self._project, sequence).path, frames)

    # Answers

    def _begin(self, name: str, title: str, threshold: float) -> None:
        added, own = self._of_model
        self._detector, self._title, self._threshold = name + added, own or title, threshold
        if self.suggester.detector == AUTO and not self._torch_noted and not has_torch():
            self._torch_noted = True
            text = self.tr(
                "{detector} suggests. RPR-Net needs torch, which is not installed: {command}"
            )
            self.noted.emit(text.format(detector=title, command=INSTALL_TORCH))

    def _take(self, sequence: int, frame: int, detections: list[Detection]) -> None:
        if self._project is None or sequence == 0:
            return
        self._answers.setdefault(sequence, {})[frame] = detections
        self._left.strike(sequence, frame)
        if (sequence, frame) == self._single:
            self._single = None
            self._store()
            shown = self._document.info
            if shown is not None and (sequence, frame) == (shown.id, self._document.frame):
                self._report_found()
        elif not self._batch.isActive():
            self._batch.start()

    def _report_found(self) -> None:
        shown = len(self._document.suggestions.shown)
        text = self.tr("Suggestions in this frame: {count}").format(count=shown)
        self._document.message.emit(text)
        self.answered.emit()

    def _store(self) -> None:
        answers, self._answers = self._answers, {}
        for sequence, found in answers.items():
            if not self._store_in(sequence, found):
                self.cancel()
                return
        if self._left.total:
            self.progressed.emit(self._left.done, self._left.total)
            if not self._left:
                self.ended.emit()

    def _store_in(self, sequence: int, found: dict[int, list[Detection]]) -> bool:
        document, project = self._document, self._project
        if project is None:
            return False
        try:
            found = _outside_ignored(project, sequence, found)
            if document.info is not None and document.info.id == sequence:
                document.suggestions.begin(self._title, self._threshold)
                if not document.suggestions.store(self._detector, list(found.items())):
                    return False
            else:
                if not is_of(project, sequence, self._title):
                    remember(project, sequence, self._title, self._threshold)
                store_predictions(project, sequence, self._detector, found.items())
            note_answered(project, sequence, self._detector, found)
        except P2MError as error:
            document.message.emit(str(error))
            return False
        return True

    def _go_on(self) -> None:
        """Ask for more of the run."""
        asked = self._left.next_list()
        if asked is None and self._left.waiting:
            self._look_up()
            asked = self._left.next_list()
            if asked is None and self._left.waiting:
                QTimer.singleShot(0, self, self._go_on)
                return
        if asked is None:
            self._finish()
        else:
            self._ask(*asked)

    def _look_up(self) -> None:
        """Look up the next sequences until one has frames to ask for."""
        project, run = self._project, self._left
        assert project is not None
        for _ in range(min(LOOKED_UP, len(run.waiting))):
            id = run.waiting.popleft()
            states = get_frame_states(project, id)
            left = ~np.isin(states, DONE)
            if self._detector:  # else its name is not known yet
                left &= ~get_answered(project, id, self._detector)
            frames = np.flatnonzero(left).tolist()
            run.done += len(states) - len(frames)
            if frames:
                run.add(id, frames)
                return

    # Ends

    def _refuse(self, sequence: int, why: str) -> None:
        """Skip a sequence whose images are gone or have changed."""
        if self._all:
            if self._left.skip(sequence):
                self._refused.append(why)
            self._go_on()
        elif sequence:
            self._fail(why)

    def _finish(self) -> None:
        ran_over_all, done = self._all and self._left.total, self._left.done
        refused = self._refused
        self._end()
        if ran_over_all:
            text = counted(
                done, self.tr("Looked at 1 frame."), self.tr("Looked at all {count} frames.")
            )
            self._document.message.emit(text)
        if refused:
            one, some = (
                self.tr("1 sequence cannot be opened: {why}"),
                self.tr("{count} sequences cannot be opened; the first: {why}"),
            )
            self.failed.emit(counted(len(refused), one, some).format(why=refused[0]))

    def _fail(self, text: str) -> None:
        self._end()
        self.failed.emit(text)

    def _adopt(self) -> None:
        """Another sequence is shown; a run goes on, if it is of the same project."""
        self._single = None
        if self._document.project is not self._project:
            self._answers = {}
            self.suggester.quit()
            self._end()
            self._project = self._document.project
            self._detector = ""

    def _end(self) -> None:
        self._all, self._left = False, Remaining()
        self._single, self._refused = None, []
        self._batch.stop()
        self._store()
        self.ended.emit()


def _outside_ignored(
    project: Project, sequence: int, found: dict[int, list[Detection]]
) -> dict[int, list[Detection]]:
    """The detections that lie in no region that is ignored."""
    regions = list_ignored(project, sequence)
    return {
        frame: [d for d in own if not is_ignored(regions, frame, d.x, d.y)]
        for frame, own in found.items()
    }
