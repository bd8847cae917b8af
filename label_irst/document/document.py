"""The open project as its user sees it, and the reversible edits on it.

The project file is the truth: every edit goes there first, and what is shown is read back from it.
Nothing here is unsaved.
"""

from contextlib import suppress

from label_irst.document.places import frame_to_show, track_to_show
from label_irst.document.shown import Shown
from label_irst.document.steps import Step, applying, applying_all, redoing, undoing
from p2m_core.errors import P2MError
from p2m_core.pamg import Growth
from p2m_core.project import (
    Edit,
    FrameState,
    Project,
    TargetState,
    get_sequence,
    list_targets,
    sequence_at_step,
)

REMOVE = "remove-sequence"  # the name of that edit: undo needs no sequence on show


class Document(Shown):
    """One project at a time, one sequence of it, one frame of that, and the edits on them.

    The attributes are for reading; the methods change them and signal what changed.
    """

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

        if not self._changed(applying(project, edit, merge, extend), stay):
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

        here = self.info.id if self.info is not None else 0
        return self._told(self._changed(applying_all(project, edits, here)))

    def undo(self) -> None:
        if self.project is not None:
            self._travel(undoing(self.project), self.project.undo_label)

    def redo(self) -> None:
        if self.project is not None:
            self._travel(redoing(self.project), self.project.redo_label)

    def _travel(self, step: Step, label: str | None) -> None:
        if self.refuse_readonly():
            return
        if self.info is None and not (label or "").startswith(REMOVE):
            self.message.emit(self.tr("Show a sequence first, to see what would change."))
            return
        if self._told(self._changed(step)):
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

    def _changed(self, step: Step, stay: bool = False) -> bool:
        """Make a change and show it; take it back where it cannot be shown."""
        edit, project = None, self.project
        try:
            edit = step.make()
            if self.project is not project:  # it was closed meanwhile
                return False
            if edit is not None:
                self._show(edit, stay)
        except P2MError as error:
            if edit is not None:
                with suppress(P2MError):
                    step.back()
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
