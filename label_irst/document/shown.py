"""What is on show of the open project: a sequence, one of its frames, and what is selected there.

Nothing here edits, and nothing here is a widget.
"""

import logging
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.display.look import Look
from label_irst.document.ahead import ReadAhead
from label_irst.document.background import result_of
from label_irst.document.descriptions import Descriptions
from label_irst.document.display import Display
from label_irst.document.doubt_lane import DoubtLane, open_doubts
from label_irst.document.edits import frame_edits
from label_irst.document.ignored import Ignored
from label_irst.document.images import Images
from label_irst.document.memory import remember, remember_visit
from label_irst.document.model_errors import ModelErrors
from label_irst.document.opening import opened
from label_irst.document.preview import Preview
from label_irst.document.regrowth import grown_again
from label_irst.document.suggestions import Suggestions
from label_irst.document.track_runs import TrackRuns
from p2m_core.errors import FrameError
from p2m_core.geometry import TargetNumbers, measure
from p2m_core.pamg import Growth, PamgParams
from p2m_core.project import (
    FrameState,
    Project,
    SequenceInfo,
    Target,
    TrackLook,
    get_calibration,
    get_frame_states,
    get_meta,
    get_track_looks,
    list_targets,
)
from p2m_core.sequence import Sequence

_log = logging.getLogger(__name__)

NOTED_MS = 500  # from showing another sequence to storing that it was the last


class Shown(QObject):
    """The open project without its edits, which are `Document`."""

    sequence_changed = Signal()  # another sequence, or another project
    leaving_sequence = Signal()  # the last moment to store something about it
    sequence_opened = Signal()  # it is on show, at its frame
    frame_changed = Signal()  # another frame: picture, targets, everything
    targets_changed = Signal()  # the current frame's targets, frame states, undo entries
    selection_changed = Signal()  # the selected target, its mask or its growth
    range_changed = Signal()  # the frames that are chosen together
    preview_changed = Signal()
    display_changed = Signal()  # how the frames are shown; masks hidden or shown
    doubt_changed = Signal()
    params_changed = Signal()  # what the next click grows with
    image_wanted = Signal(int)  # show this sequence: one of `images`, or what a removal left
    focus_requested = Signal(float, float)  # show this point in the detail view
    edited = Signal(object, bool)  # an `Edit` as it was made, undone or redone; whether by a job
    message = Signal(str)  # one line for the status bar about what is on show; "" clears it
    report = Signal(str)  # one line about the sequence: it stays while frames and masks change

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.info: SequenceInfo | None = None
        # Stepping through a hundred images must not wait for a hundred writes to the disk.
        self._noting = QTimer(self, singleShot=True, interval=NOTED_MS)
        self._noting.timeout.connect(self._note_sequence)
        self.sequence: Sequence | None = None
        self._ahead: ReadAhead | None = None
        # Events are handled while a frame or a sequence is read, and one of them may ask for
        # another. The last request is shown, whichever is ready first.
        self._asked = 0
        self.frame = 0
        self.image: NDArray[Any] | None = None
        self.frame_error = ""
        self.targets: list[Target] = []
        self.states: NDArray[np.uint8] = np.zeros(0, np.uint8)  # as the file holds them
        self.doubts = DoubtLane(self)
        self.doubts.changed.connect(self.doubt_changed)
        self.images = Images(self)
        self.images.doubts.changed.connect(self.doubt_changed)
        self.track_runs = TrackRuns(self)
        self.descriptions = Descriptions(self)
        self.ignored = Ignored(self)
        self.selected: Target | None = None
        self.looks: dict[int, TrackLook] = {}
        self.active_track: int | None = None
        self.range: tuple[int, int] | None = None  # the first and last of chosen frames
        self.preview: Preview | None = None
        self.params = PamgParams()
        self.display = Display(self.read, self.display_changed.emit, self._keep_look)
        self._growth: tuple[Target, Growth | None] | None = None
        self.suggestions = Suggestions(self.ignored, self)
        self.suggestions.message.connect(self.message)
        self.model_errors = ModelErrors(self)
        self.model_errors.message.connect(self.message)
        self.model_errors.changed.connect(self.doubt_changed)

    # Opening and closing

    def open_project(self, project: Project) -> None:
        """Take over `project`, and close it later; no sequence is shown yet."""
        self.close()
        self.project = project
        _log.info("opened %s%s", project.path, " read-only" if project.readonly else "")
        self.set_params(get_calibration(project) or PamgParams())
        self.model_errors.open(project, None)
        self.descriptions.open_project(project)
        self.sequence_changed.emit()

    def open_sequence(self, info: SequenceInfo) -> None:
        """Show a sequence of the project, at the frame where it was left.

        A later request, made while its images are opened, is shown instead.

        Raises
        ------
        P2MError
            If its images cannot be opened; what is shown stays as it is.
        """
        assert self.project is not None
        asked = self._ask()
        sequence = result_of(lambda: opened(info))
        if asked == self._asked:
            self._leave_sequence()
        if asked != self._asked:  # a later request came, perhaps while the last one was closed
            sequence.close()
            return
        self.info, self.sequence = info, sequence
        self._ahead = ReadAhead(sequence, self)
        self.states = get_frame_states(self.project, info.id)
        self.looks = get_track_looks(self.project, info.id)
        open_doubts(self.doubts, self.project, info)
        self.images.open(self.project, info)
        self.track_runs.open(self.project, info.id)
        self.descriptions.open_sequence(info.id)
        self.ignored.open(self.project, info.id)
        self.active_track = None
        self.display.open(
            len(sequence), sequence.dtype, self.recall("display"), sequence.easy_frame
        )
        self.suggestions.open(self.project, info)
        self.model_errors.open(self.project, info.id)
        self._noting.start()
        self.sequence_changed.emit()
        frame = self.recall("last-frame")
        self.go_to(frame if isinstance(frame, int) else 0)
        if self.info is not info:  # a later request was shown meanwhile
            return
        if self.targets:  # where the user left off, not the middle of the frame
            self.select(self.targets[0])
            self.focus_requested.emit(*self.targets[0].centroid)
        self.sequence_opened.emit()

    def close(self) -> None:
        """Close the project; there is nothing to save."""
        self._ask()
        if self._noting.isActive():
            self._note_sequence()
        self._leave_sequence()
        if self.project is not None:
            self.project.close()
            _log.info("closed %s", self.project.path)
        self.project = None
        self.images.close()
        self.model_errors.open(None, None)
        self.descriptions.open_project(None)
        self.sequence_changed.emit()
        self.frame_changed.emit()

    def _leave_sequence(self) -> None:
        if self.info is not None:
            if self.states.size > 1:  # else it is always the first; it would cost a write
                self.remember("last-frame", self.frame)
            self.leaving_sequence.emit()
        self.display.close()
        ahead, sequence = self._ahead, self.sequence
        self._ahead = None
        self.info = self.sequence = self.image = self.selected = self.preview = None
        self.active_track = None
        self.choose_range(None)
        self.frame, self.frame_error = 0, ""
        self.targets, self.states, self.looks = [], np.zeros(0, np.uint8), {}
        self.doubts.close()
        self.track_runs.close()
        self.descriptions.close_sequence()
        self.ignored.close()
        self.suggestions.close()
        if ahead is not None:  # last of all: events are handled meanwhile
            result_of(ahead.close)
            ahead.deleteLater()
        if sequence is not None:
            sequence.close()

    def _ask(self) -> int:
        """Number a request for a frame or a sequence; earlier ones are then out of date."""
        self._asked += 1
        return self._asked

    def _note_sequence(self) -> None:
        self._noting.stop()
        if self.info is not None:
            remember_visit(self.project, self.info.id)

    def remember(self, key: str, value: object) -> None:
        """Store something about the sequence on show; this is not an edit, and is not undone."""
        if self.info is not None:
            remember(self.project, f"{key}:{self.info.id}", value)

    def recall(self, key: str) -> object:
        """What `remember` stored about the sequence on show, None if nothing."""
        if self.project is None or self.info is None:
            return None
        return get_meta(self.project, f"{key}:{self.info.id}", None)

    def _keep_look(self, look: Look) -> None:
        self.remember("display", look.to_json())

    # Frames

    def go_to(self, frame: int) -> None:
        """Show frame `frame`, or the first or last one beyond the ends.

        All of it changes at once, when the frame has been read; nothing does if another frame or
        sequence was requested meanwhile.
        """
        ahead = self._ahead
        if self.sequence is None or self.project is None or self.info is None or ahead is None:
            return
        frame = min(max(frame, 0), len(self.sequence) - 1)
        asked = self._ask()
        image, error = None, ""
        try:
            image = ahead.read(frame)
        except FrameError as bad:
            error = str(bad)
        if asked != self._asked:
            return
        self.frame, self.image, self.frame_error = frame, image, error
        ahead.travel(frame)
        self.preview = None
        self.targets = list_targets(self.project, self.info.id, self.frame)
        self.selected = self.of_active_track()
        self._show_suggestions()
        self.frame_changed.emit()

    def _show_suggestions(self) -> None:
        readable = self.targets if self.image is not None else None
        self.suggestions.show(self.frame, self.states, readable)

    def go_to_image(self, place: int) -> None:
        """Show the image at a place of `images`, or the first or last one beyond the ends."""
        row = self.images.row
        if row:
            self.image_wanted.emit(row[min(max(place, 0), len(row) - 1)].id)

    def step(self, by: int) -> None:
        self.go_to(self.frame + by)

    def read(self, frame: int) -> NDArray[Any] | None:
        """Any frame's raw image; None if it cannot be read."""
        if frame == self.frame and self.image is not None:
            return self.image
        try:
            return self._ahead.read(frame) if self._ahead is not None else None
        except FrameError:
            return None

    def of_active_track(self) -> Target | None:
        """The current frame's target of the active track."""
        return next((t for t in self.targets if t.track == self.active_track), None)

    @property
    def state(self) -> FrameState:
        """The review state of the current frame, as the file holds it."""
        return FrameState(int(self.states[self.frame])) if self.states.size else FrameState.UNSEEN

    @property
    def shown_states(self) -> NDArray[np.uint8]:
        """`states` as they are painted: frames that have nothing but suggestions are suggested."""
        return self.suggestions.over(self.states)

    @property
    def shown_state(self) -> FrameState:
        """The review state of the current frame, as it is painted."""
        states = self.shown_states
        return FrameState(int(states[self.frame])) if states.size else FrameState.UNSEEN

    @property
    def doubt(self) -> NDArray[np.float32]:
        """How likely each frame has a wrong target, 0 to 1."""
        return self.doubts.of_frame

    # Selection

    def select_track(self, track: int) -> None:
        """Make `track` the active one, also where this frame has no target of it."""
        self.active_track = track
        self.selected = self.of_active_track()
        self.selection_changed.emit()

    def select(self, target: Target | None) -> None:
        """Select a target of the current frame; its track is the one that clicks continue."""
        self.active_track = target.track if target is not None else None
        self.selected = target
        self.selection_changed.emit()

    def choose_range(self, frames: tuple[int, int] | None) -> None:
        """Choose the frames from one to another, in either order; None: no longer."""
        if frames is not None:
            last = self.states.size - 1
            a, b = (min(max(frame, 0), last) for frame in frames)
            frames = (min(a, b), max(a, b)) if last >= 0 else None
        if frames != self.range:
            self.range = frames
            self.range_changed.emit()

    @property
    def range_here(self) -> tuple[int, int] | None:
        """The chosen frames if the one on show is among them: only then edits are on all of them.

        So no edit changes frames while another one is looked at.
        """
        chosen = self.range
        return chosen if chosen is not None and chosen[0] <= self.frame <= chosen[1] else None

    @property
    def growth(self) -> Growth | None:
        """The growth path behind the selected target, None if it was not grown."""
        target = self.selected
        if target is None or self.image is None:
            return None
        if self._growth is None or self._growth[0] is not target:
            self._growth = (target, grown_again(target, self.image))
        return self._growth[1]

    def numbers(self, target: Target) -> TargetNumbers | None:
        """The measurements of `target` in the current frame."""
        if self.image is None:
            return None
        params = frame_edits.pamg_params(target) or self.params
        return measure(self.image, target.mask, params.support_radius, (target.x0, target.y0))

    # Pointer preview

    def set_preview(self, preview: Preview | None) -> None:
        if preview is not self.preview:
            self.preview = preview
            self.preview_changed.emit()

    def set_params(self, params: PamgParams) -> None:
        """Parameters of the next click."""
        self.params = params
        self.set_preview(None)
        self.params_changed.emit()
