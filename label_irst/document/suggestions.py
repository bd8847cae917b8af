"""What a detector suggests in the open sequence: the frame's ghosts, and which frames have any.

Suggestions lie in the project, beside the targets, and come and go without being edits. A frame
that has nothing but suggestions counts as suggested on the screen; in the file it is unseen, for
nobody has said anything about it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from p2m_core.detection.masks import guided_growths
from p2m_core.detector import Detection
from p2m_core.errors import P2MError
from p2m_core.pamg import Growth
from p2m_core.project import Edit, FrameState, Prediction, Project, Target

if TYPE_CHECKING:
    from label_irst.document.document import Document

DONE = (FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY)
SETTLED_MS = 500  # after the last move of the threshold
THRESHOLD = 0.5  # until a detector says from which score on its suggestions are worth a look


class Suggestions(QObject):
    changed = Signal()  # the ghosts, the threshold, or which frames have any
    frames_changed = Signal()  # which frames have nothing else

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self.threshold = THRESHOLD
        self.detector = ""  # its title, for people
        self.shown: list[Prediction] = []  # the ghosts of the current frame, the surest first
        self.hovered: Prediction | None = None
        self._pending: list[Prediction] = []
        self._best: NDArray[np.float32] = np.zeros(0, np.float32)  # score in each frame
        self._only: NDArray[np.bool_] = np.zeros(0, bool)  # frames that have nothing else
        self._grown: tuple[object, ...] = ()  # what for
        self._growth: Growth | None = None
        # A write for each step of the slider would wait for the disk as often.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._remember)
        document.leaving_sequence.connect(self._leave)
        document.sequence_changed.connect(self._read_sequence)
        document.frame_changed.connect(self._read_frame)
        document.targets_changed.connect(self._read_frame)

    # Reading

    def _read_sequence(self) -> None:
        project, info = self._document.project, self._document.info
        self._pending, self.shown, self.hovered = [], [], None
        self.threshold, self.detector = THRESHOLD, ""
        self._best = np.zeros(0, np.float32)
        if project is not None and info is not None:
            self._best = np.zeros(info.frame_count, np.float32)
            with self._said():
                self._best = project.prediction_scores(info.id)
            stored = project.get_meta(_key(info.id), {})
            with suppress(KeyError, TypeError, ValueError):  # another program's, or none yet
                threshold, self.detector = float(stored["threshold"]), str(stored["detector"])
                self.threshold = threshold if 0.0 <= threshold <= 1.0 else THRESHOLD
        self._only = np.zeros(self._best.size, bool)
        self._refresh()

    def _read_frame(self) -> None:
        project, info = self._document.project, self._document.info
        self._pending, self.hovered = [], None
        if project is not None and info is not None:
            with self._said():
                self._pending = project.predictions(info.id, self._document.frame)
            self._best[self._document.frame] = max((p.score for p in self._pending), default=0.0)
        self._refresh()

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What cannot be read or written is said; there are targets to work on all the same."""
        try:
            yield
        except P2MError as error:
            self._document.message.emit(str(error))

    def _refresh(self) -> None:
        document = self._document
        states, before = document.states, self._only
        if states.size == self._only.size:  # else a sequence is just being opened or closed
            states[before & (states == FrameState.SUGGESTED)] = FrameState.UNSEEN
            self._only = (states == FrameState.UNSEEN) & (self._best >= self.threshold)
            states[self._only] = FrameState.SUGGESTED
        self.shown = []
        if document.image is not None and not self.is_done:
            self.shown = [
                p
                for p in self._pending
                if p.score >= self.threshold and not any(meets(p, t) for t in document.targets)
            ]
        self.changed.emit()
        if not np.array_equal(before, self._only):
            self.frames_changed.emit()

    @property
    def is_done(self) -> bool:
        """Whether the current frame is reviewed, and suggestions would only be in the way."""
        return self._document.state in DONE

    @property
    def any(self) -> bool:
        """Whether the sequence has suggestions, whatever the threshold."""
        return bool(self._best.any())

    @property
    def frames(self) -> int:
        """How many frames have nothing but suggestions."""
        return int(np.count_nonzero(self._only))

    def at(self, x: float, y: float, reach: float) -> Prediction | None:
        """The ghost whose circle holds the point; the nearest one, of several."""
        if not self._document.display.masks_shown:
            return None
        near = [
            (distance, i)
            for i, p in enumerate(self.shown)
            if (distance := float(np.hypot(p.x - x, p.y - y))) <= circle(p, reach)
        ]
        return self.shown[min(near)[1]] if near else None

    def growth(self, ghost: Prediction) -> Growth | None:
        """The mask that accepting `ghost` would give; None where none can be grown."""
        image, params = self._document.image, self._document.params
        key = (ghost.id, id(image), params)
        if self._grown != key:
            try:
                grown = None if image is None else guided_growths(image, [ghost.detection], params)
            except P2MError:  # NaN around it
                grown = None
            self._grown, self._growth = key, grown[0][1] if grown else None
        return self._growth

    def as_stored(self, edit: Edit) -> Edit:
        """`edit` with the frame states that it starts from as the file has them."""
        info = self._document.info
        if info is None or edit.sequence != info.id:
            return edit
        frames = tuple(
            replace(step, before=FrameState.UNSEEN)
            if step.before is FrameState.SUGGESTED and self._only[step.frame]
            else step
            for step in edit.frames
        )
        return edit if frames == edit.frames else replace(edit, frames=frames)

    # Changing

    def set_threshold(self, score: float) -> None:
        """Show the suggestions that score so much; the others stay stored."""
        self.threshold = score
        self._settled.start()
        self._refresh()

    def begin(self, detector: str, threshold: float) -> None:
        """A detector is about to say something; its scores are its own, and so is the threshold."""
        if detector != self.detector:
            self.detector, self.threshold = detector, threshold
            self._remember()
            self._refresh()

    def _leave(self) -> None:
        if self._settled.isActive():
            self._remember()

    def _remember(self) -> None:
        self._settled.stop()
        project, info = self._document.project, self._document.info
        if project is not None and info is not None and not project.readonly:
            with self._said():
                remember(project, info.id, self.detector, self.threshold)

    def store(self, detector: str, found: Sequence[tuple[int, Sequence[Detection]]]) -> bool:
        """Store what was found in some frames, and show it; False (and a message) if it cannot."""
        document = self._document
        if document.project is None or document.info is None:
            return False
        try:
            best = document.project.store_predictions(document.info.id, detector, found)
        except P2MError as error:
            document.message.emit(str(error))
            return False
        for frame, score in best.items():
            self._best[frame] = score
        if document.frame in best:
            self._read_frame()
        else:
            self._refresh()
        return True

    def frames_to_ask(self) -> list[int]:
        """The frames that nobody is done with, from the current one on and around."""
        left = np.flatnonzero(~np.isin(self._document.states, DONE))
        here = np.searchsorted(left, self._document.frame)
        return [*left[here:].tolist(), *left[:here].tolist()]


def remember(project: Project, sequence: int, detector: str, threshold: float) -> None:
    """Keep from which score on a sequence's suggestions are shown, and whose they are."""
    project.set_meta(_key(sequence), {"threshold": threshold, "detector": detector})


def is_of(project: Project, sequence: int, detector: str) -> bool:
    """Whether a sequence's suggestions come from the detector of this title."""
    stored = project.get_meta(_key(sequence), {})
    return isinstance(stored, dict) and stored.get("detector") == detector


def _key(sequence: int) -> str:
    return f"suggestions:{sequence}"


def circle(ghost: Prediction, reach: float) -> float:
    """The radius of the circle that stands for `ghost`, pixels: at least `reach`."""
    return max(ghost.radius + 1.5, reach)


def meets(ghost: Prediction, target: Target) -> bool:
    """Whether `ghost` is of the thing that `target` covers."""
    rows, columns = np.nonzero(target.mask)
    distance = np.hypot(columns + (target.x0 - ghost.x), rows + (target.y0 - ghost.y))
    return bool(distance.min() <= max(ghost.radius, 1.0))
