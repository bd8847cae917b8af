"""A detector's suggestions in the open sequence: those of the frame, and which frames have any.

The project stores them beside the targets; they come and go without being edits. A frame with
nothing but suggestions is painted as suggested; in the file, and for every edit, it is unseen,
because it was not reviewed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document.ignored import Ignored
from p2m_core.detection.masks import guided_growths
from p2m_core.detector import Detection
from p2m_core.errors import P2MError
from p2m_core.pamg import Growth, PamgParams
from p2m_core.project import (
    FrameState,
    Prediction,
    Project,
    SequenceInfo,
    Target,
    get_meta,
    get_prediction_scores,
    list_predictions,
    set_meta,
    store_predictions,
)
from p2m_core.suggest import detector_title

States = NDArray[np.uint8]

DONE = (FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY)
SETTLED_MS = 500  # after the last move of the threshold
THRESHOLD = 0.5  # until a detector brings its own


class Suggestions(QObject):
    """Those of one sequence; the document passes the sequence, its frames and their states."""

    changed = Signal()  # the suggestions, the threshold, or which frames have any
    frames_changed = Signal()  # which frames have nothing but suggestions
    message = Signal(str)

    def __init__(self, ignored: Ignored, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ignored = ignored
        ignored.changed.connect(self._refresh)
        self.threshold = THRESHOLD
        self.detector = ""  # its title
        self.shown: list[Prediction] = []  # those of the current frame, the surest first
        self.hovered: Prediction | None = None
        self._project: Project | None = None
        self._info: SequenceInfo | None = None
        self._frame = 0
        self._states: States = np.zeros(0, np.uint8)  # the document's own, which edits change
        self._targets: Sequence[Target] | None = None
        self._pending: list[Prediction] = []
        self._best: NDArray[np.float32] = np.zeros(0, np.float32)  # score in each frame
        self._only: NDArray[np.bool_] = np.zeros(0, bool)  # at the last `changed`
        self._grown: tuple[object, ...] = ()  # the key of `_growth`
        self._growth: Growth | None = None
        # Each step of the slider would else wait for the disk.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._remember)

    # Reading

    def open(self, project: Project, info: SequenceInfo) -> None:
        """Begin with a sequence; `show` follows with its first frame."""
        self._project, self._info = project, info
        self._best = np.zeros(info.frame_count, np.float32)
        with self._reported():
            self._best = get_prediction_scores(project, info.id)
        stored = get_meta(project, _key(info.id), {})
        with suppress(KeyError, TypeError, ValueError):  # another program's, or none yet
            threshold, name = float(stored["threshold"]), str(stored["detector"])
            self.detector = detector_title(name)  # earlier versions stored its name
            self.threshold = threshold if 0.0 <= threshold <= 1.0 else THRESHOLD
        self._only = np.zeros(self._best.size, bool)

    def close(self) -> None:
        """Drop the project; a threshold that was just chosen is stored."""
        if self._settled.isActive():
            self._remember()
        self._project = self._info = self._targets = None
        self._pending, self.hovered = [], None
        self.threshold, self.detector = THRESHOLD, ""
        self._best, self._states = np.zeros(0, np.float32), np.zeros(0, np.uint8)
        self._refresh()

    def show(self, frame: int, states: States, targets: Sequence[Target] | None) -> None:
        """Update to a frame, its targets and the states of all frames.

        `targets` is None where the frame cannot be read: nothing is suggested there.
        """
        self._frame, self._states, self._targets = frame, states, targets
        self._pending, self.hovered = [], None
        if self._project is not None and self._info is not None:
            with self._reported():
                self._pending = list_predictions(self._project, self._info.id, frame)
            self._best[frame] = max((p.score for p in self._pending), default=0.0)
        self._refresh()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Report what cannot be read or written; work on the targets goes on."""
        try:
            yield
        except P2MError as error:
            self.message.emit(str(error))

    def _refresh(self) -> None:
        before, self._only = self._only, suggested_only(self._states, self._best, self.threshold)
        self.shown = []
        if self._targets is not None and not self._is_done:
            self.shown = [
                p
                for p in self._pending
                if p.score >= self.threshold
                and self._ignored.at(self._frame, p.x, p.y) is None
                and not any(meets(p, t) for t in self._targets)
            ]
        self.changed.emit()
        if not np.array_equal(before, self._only):
            self.frames_changed.emit()

    @property
    def _is_done(self) -> bool:
        return bool(self._states.size) and self._states[self._frame] in DONE

    def over(self, states: States) -> States:
        """`states` as they are painted: frames that have nothing but suggestions are suggested."""
        only = suggested_only(states, self._best, self.threshold)
        return np.where(only, np.uint8(FrameState.SUGGESTED), states)

    @property
    def any(self) -> bool:
        """Whether the sequence has suggestions, at any threshold."""
        return bool(self._best.any())

    @property
    def frames(self) -> int:
        """How many frames have nothing but suggestions."""
        return int(np.count_nonzero(self._only))

    def at(self, x: float, y: float, reach: float) -> Prediction | None:
        """The suggestion whose circle holds the point; the nearest one, of several."""
        near = [
            (distance, i)
            for i, p in enumerate(self.shown)
            if (distance := float(np.hypot(p.x - x, p.y - y))) <= circle(p, reach)
        ]
        return self.shown[min(near)[1]] if near else None

    def growth(
        self, suggestion: Prediction, image: NDArray[Any] | None, params: PamgParams
    ) -> Growth | None:
        """The mask that accepting `suggestion` would give; None where none can be grown."""
        key = (suggestion.id, id(image), params)
        if self._grown != key:
            try:
                grown = None
                if image is not None:
                    grown = guided_growths(image, [suggestion.detection], params)
            except P2MError:  # NaN around it
                grown = None
            self._grown, self._growth = key, grown[0][1] if grown else None
        return self._growth

    # Changing

    def set_threshold(self, score: float) -> None:
        """Show the suggestions of at least this score; the others stay stored."""
        self.threshold = score
        self._settled.start()
        self._refresh()

    def begin(self, detector: str, threshold: float) -> None:
        """Take the threshold of a new detector, whose scores are its own."""
        if detector != self.detector:
            self.detector, self.threshold = detector, threshold
            self._remember()
            self._refresh()

    def _remember(self) -> None:
        self._settled.stop()
        project, info = self._project, self._info
        if project is not None and info is not None and not project.readonly:
            with self._reported():
                remember(project, info.id, self.detector, self.threshold)

    def store(self, detector: str, found: Sequence[tuple[int, Sequence[Detection]]]) -> bool:
        """Store what was found in some frames, and show it; False, and a message, if that fails."""
        if self._project is None or self._info is None:
            return False
        try:
            best = store_predictions(self._project, self._info.id, detector, found)
        except P2MError as error:
            self.message.emit(str(error))
            return False
        for frame, score in best.items():
            self._best[frame] = score
        if self._frame in best:
            self.show(self._frame, self._states, self._targets)
        else:
            self._refresh()
        return True


def suggested_only(
    states: States, best: NDArray[np.float32], threshold: float
) -> NDArray[np.bool_]:
    """Which frames are unseen and have a suggestion of at least the threshold.

    Parameters
    ----------
    states, best : (N,) arrays
        The states of the frames in the file, and the score of the surest suggestion of each.
    """
    if states.size != best.size:  # no sequence is open
        return np.zeros(states.size, bool)
    only: NDArray[np.bool_] = (states == FrameState.UNSEEN) & (best >= threshold)
    return only


def frames_to_ask(states: States, frame: int) -> list[int]:
    """The frames whose review is not done, from `frame` on, with wrap-around."""
    left = np.flatnonzero(~np.isin(states, DONE))
    here = np.searchsorted(left, frame)
    return [*left[here:].tolist(), *left[:here].tolist()]


def remember(project: Project, sequence: int, detector: str, threshold: float) -> None:
    """Store the threshold and the detector of a sequence's suggestions."""
    set_meta(project, _key(sequence), {"threshold": threshold, "detector": detector})


def is_of(project: Project, sequence: int, detector: str) -> bool:
    """Whether a sequence's suggestions come from the detector of this title."""
    stored = get_meta(project, _key(sequence), {})
    return isinstance(stored, dict) and stored.get("detector") == detector


def _key(sequence: int) -> str:
    return f"suggestions:{sequence}"


def circle(suggestion: Prediction, reach: float) -> float:
    """The radius of the circle that stands for `suggestion`, pixels: at least `reach`."""
    return max(suggestion.radius + 1.5, reach)


def meets(suggestion: Prediction, target: Target) -> bool:
    """Whether `suggestion` and `target` are of the same object."""
    rows, columns = np.nonzero(target.mask)
    distance = np.hypot(columns + (target.x0 - suggestion.x), rows + (target.y0 - suggestion.y))
    return bool(distance.min() <= max(suggestion.radius, 1.0))
