"""The open project, its current frame and selection, and the reversible edits on them.

The project file is the truth: every edit goes there first, and what is shown is read back from it.
Nothing here is unsaved, and nothing here is a widget.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.display.look import Look
from label_irst.document.ahead import ReadAhead
from label_irst.document.background import result_of
from label_irst.document.descriptions import Descriptions
from label_irst.document.display import Display
from label_irst.document.doubt_lane import DoubtLane
from label_irst.document.edits import frame_edits
from label_irst.document.ignored import Ignored
from label_irst.document.images import Images
from label_irst.document.model_errors import ModelErrors
from label_irst.document.opening import opened
from label_irst.document.places import frame_to_show, track_to_show
from label_irst.document.preview import Preview
from label_irst.document.regrowth import grown_again
from label_irst.document.suggestions import Suggestions
from label_irst.document.track_runs import TrackRuns
from label_irst.document.undo import whole
from p2m_core.doubt import NEAR, TargetTable, doubts
from p2m_core.errors import FrameError, P2MError
from p2m_core.geometry import TargetNumbers, measure
from p2m_core.pamg import Growth, PamgParams
from p2m_core.project import (
    Edit,
    FrameState,
    Project,
    SequenceInfo,
    Target,
    TargetState,
    TrackLook,
    get_calibration,
    get_frame_states,
    get_meta,
    get_sequence,
    get_target_table,
    get_track_looks,
    list_targets,
    note_visit,
    sequence_at_step,
    set_meta,
    with_descriptions,
)
from p2m_core.sequence import Sequence

_log = logging.getLogger(__name__)

REMOVE = "remove-sequence"  # the name of that edit: undo needs no sequence on show
MANY_CHANGES = 300  # targets: some 30 ms to store
NOTED_MS = 500  # from showing another sequence to storing that it was the last

_Step = Callable[[Project], Edit | None]


class Document(QObject):
    """One project at a time, one sequence of it, one frame of that.

    The attributes are for reading; the methods change them and signal what changed.
    """

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
        self._open_doubts(self.project, info)
        self.images.open(self.project, info)
        self.track_runs.open(self.project, info.id)
        self.descriptions.open_sequence(info.id)
        self.ignored.open(self.project, info.id)
        self.active_track = None
        stored = get_meta(self.project, f"display:{info.id}")
        self.display.open(len(sequence), sequence.dtype, stored, sequence.easy_frame)
        self.suggestions.open(self.project, info)
        self.model_errors.open(self.project, info.id)
        self._noting.start()
        self.sequence_changed.emit()
        frame = get_meta(self.project, f"last-frame:{info.id}", 0)
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
            self._remember("last-sequence", self.info.id)
            if self.project is not None and not self.project.readonly:
                with suppress(P2MError):
                    note_visit(self.project, self.info.id)

    def remember(self, key: str, value: object) -> None:
        """Store something about the sequence on show; this is not an edit, and is not undone."""
        if self.info is not None:
            self._remember(f"{key}:{self.info.id}", value)

    def recall(self, key: str) -> object:
        """What `remember` stored about the sequence on show, None if nothing."""
        if self.project is None or self.info is None:
            return None
        return get_meta(self.project, f"{key}:{self.info.id}", None)

    def _remember(self, key: str, value: object) -> None:
        if self.project is not None and not self.project.readonly:
            with suppress(P2MError):  # a full disk must not stop the user from going on or leaving
                set_meta(self.project, key, value)

    def _keep_look(self, look: Look) -> None:
        if self.info is not None:
            self._remember(f"display:{self.info.id}", look.to_json())

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

    def _open_doubts(self, project: Project, info: SequenceInfo) -> None:
        def judge(table: TargetTable) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
            return doubts(table, (info.height, info.width))

        read = partial(get_target_table, project, info.id)
        self.doubts.open(info.frame_count, read, judge, NEAR)

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

    def may_edit(self) -> bool:
        """Whether edits are possible now; if not, `message` has the reason."""
        if self.project is None or self.info is None:
            return False
        if self.image is None:
            self.message.emit(self.frame_error)
            return False
        return not self.refuse_readonly()

    def refuse_readonly(self) -> bool:
        """Whether the project is open read-only; then `message` says why."""
        project = self.project
        if project is None or not project.readonly:
            return False
        self.message.emit(project.notice or self.tr("The project is open read-only."))
        return True

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

    # Edits

    def apply(
        self, edit: Edit, merge: bool = False, growth: Growth | None = None, extend: bool = False,
        stay: bool = False,
    ) -> bool:  # fmt: skip
        """Store the edit and show the result; False, and a message, if it cannot be stored.

        `merge` and `extend` are as in `Project.apply`. `growth` is the path behind the edited
        target, if it is at hand. `stay`: what a job found changes neither the frame nor the track
        that the user is at.
        """
        project = self.project
        if project is None:
            return False

        def store() -> Edit:
            return project.apply(with_descriptions(project, edit), merge, extend)

        if not self._changed(_beside(store, len(edit.targets)), stay=stay):
            return False
        if growth is not None and self.selected is not None:
            self._growth = (self.selected, growth)
        self._show_suggestions()
        self.targets_changed.emit()
        self.selection_changed.emit()
        return True

    def apply_all(self, edits: list[Edit]) -> bool:
        """Store edits of several sequences, all or none, and show those of the one on show."""
        project = self.project
        if project is None:
            return False

        def store() -> Edit | None:
            with project.transaction():
                stored = [project.apply(edit) for edit in edits]
            here = self.info.id if self.info is not None else 0
            return next((edit for edit in stored if edit.sequence == here), stored[-1])

        return self._told(self._changed(store, lambda: whole(Project.undo)(project)))

    def undo(self) -> None:
        if self.project is not None:
            label, size = self.project.undo_label, self.project.undo_size
            self._travel(whole(Project.undo), whole(Project.redo), label, size)

    def redo(self) -> None:
        if self.project is not None:
            label, size = self.project.redo_label, self.project.redo_size
            self._travel(whole(Project.redo), whole(Project.undo), label, size)

    def _travel(self, step: _Step, back: _Step, label: str | None, size: int) -> None:
        project = self.project
        if project is None or self.refuse_readonly():
            return
        if self.info is None and not (label or "").startswith(REMOVE):
            self.message.emit(self.tr("Show a sequence first, to see what would change."))
            return
        change = _beside(lambda: step(project), size)
        if self._told(self._changed(change, lambda: back(project))):
            self.message.emit("")  # what it said is no longer so

    def _told(self, changed: bool) -> bool:
        """Signal what may have changed, here and in other images."""
        if changed:
            self._show_suggestions()
            self.images.refresh()
            self.descriptions.read_words()
            self.targets_changed.emit()
            self.selection_changed.emit()
        return changed

    def _changed(
        self, change: Callable[[], Edit | None], back: Callable[[], object] = lambda: None,
        stay: bool = False,
    ) -> bool:  # fmt: skip
        """Make a change and show it; `back` reverts it where it cannot be shown."""
        edit, project = None, self.project
        try:
            edit = change()
            if self.project is not project:  # it was closed meanwhile
                return False
            if edit is not None:
                self._show(edit, stay)
        except P2MError as error:
            if edit is not None:
                with suppress(P2MError):
                    back()
            self.message.emit(str(error))
            return False
        return edit is not None

    def _show(self, edit: Edit, stay: bool) -> None:
        """Go to what `edit` changed, unless the user is to `stay`, and show it."""
        assert self.project is not None
        if not edit.of_frames:
            self._show_whole(edit, self.project)
            return
        assert self.info is not None
        if edit.sequence != self.info.id:
            self.open_sequence(get_sequence(self.project, edit.sequence))
            if self.info is None or edit.sequence != self.info.id:
                return  # another one was requested meanwhile
        for change in edit.frames:
            self.states[change.frame] = change.after
        for review in edit.reviews:
            if isinstance(review.after, FrameState):
                self.states[list(review.numbers)] = review.after
            else:
                self.doubts.review(review.numbers, review.after is TargetState.ACCEPTED)
        self.track_runs.update(edit)
        self.descriptions.update(edit)
        self.ignored.update(edit)
        if changed := {c.either.frame for c in edit.targets}:
            self.doubts.read_again(min(changed), max(changed))
        self.images.put(self.shown_state)
        for look in edit.tracks:
            self.looks[look.track] = look.after
        frame = self.frame if stay else frame_to_show(edit, self.frame)
        if not stay:
            self.active_track = track_to_show(edit, frame, self.active_track)
        if frame != self.frame:
            self.go_to(frame)
        elif not stay or frame in changed:
            self.targets = list_targets(self.project, self.info.id, self.frame)
            self.selected = self.of_active_track()
        self.edited.emit(edit, stay)

    def _show_whole(self, edit: Edit, project: Project) -> None:
        """After a removal, show what is left around the place; or the sequence that came back."""
        if edit.removal is None:
            self.descriptions.update(edit)
            self.edited.emit(edit, False)
            return
        goal: int | None = edit.sequence
        if edit.removal.removed:
            here = self.info.id if self.info is not None else edit.sequence
            goal = sequence_at_step(project, here - 1, 1) or sequence_at_step(project, here, -1)
        self._ask()
        self._leave_sequence()
        self.images.close()
        self.sequence_changed.emit()
        self.frame_changed.emit()
        self.edited.emit(edit, False)
        if goal is not None:
            self.image_wanted.emit(goal)

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


def _beside(change: Callable[[], Edit | None], size: int) -> Callable[[], Edit | None]:
    """`change`, beside the window's thread if it is of many targets: 10,000 take a second."""
    return partial(result_of, change) if size >= MANY_CHANGES else change
