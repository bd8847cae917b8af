"""An edit: which targets, frame states, notes and regions change, from what to what.

Both sides are kept whole, so undo needs nothing but the edit, and a project notices an edit
that does not start from what it holds.
"""

from dataclasses import dataclass

from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project.changes import (
    FrameChange,
    IgnoredChange,
    NoteChange,
    PredictionChange,
    RemovalChange,
    ReviewChange,
    TargetChange,
    TrackChange,
    VocabularyChange,
    WordsChange,
)


@dataclass(frozen=True)
class Edit:
    """One step of the undo history, stored in one transaction.

    Attributes
    ----------
    label : str
        What the user did, as Undo shows it: ``"grow target"``.
    sequence, frame : int
        Where the user was; the changes may reach other frames of the same sequence.
    targets : tuple of TargetChange
        At most one change for each target.
    frames : tuple of FrameChange
        At most one change for each frame.
    tracks : tuple of TrackChange
        At most one change for each track.
    predictions : tuple of PredictionChange
        Of the same frame: which are rejected, or no longer.
    notes : tuple of NoteChange
        At most one change for each frame, and for the sequence.
    ignored : tuple of IgnoredChange
        At most one change for each region.
    vocabulary : VocabularyChange or None
        Of the whole project.
    removal : RemovalChange or None
        Sequences that are removed from the project, `sequence` among them, or come back.
    reviews : tuple of ReviewChange
        Of other targets and frames than those above.
    words : tuple of WordsChange
        Of other targets than those above.

    Raises
    ------
    InputError
        If a target, a frame, a track, a note or a region is changed twice, a target or a region is
        of another sequence, or a prediction of another frame.
    """

    label: str
    sequence: int
    frame: int
    targets: tuple[TargetChange, ...] = ()
    frames: tuple[FrameChange, ...] = ()
    tracks: tuple[TrackChange, ...] = ()
    predictions: tuple[PredictionChange, ...] = ()
    notes: tuple[NoteChange, ...] = ()
    ignored: tuple[IgnoredChange, ...] = ()
    vocabulary: VocabularyChange | None = None
    removal: RemovalChange | None = None
    reviews: tuple[ReviewChange, ...] = ()
    words: tuple[WordsChange, ...] = ()

    def __post_init__(self) -> None:
        for name in (
            "targets",
            "frames",
            "tracks",
            "predictions",
            "notes",
            "ignored",
            "reviews",
            "words",
        ):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for what, changed in (
            ("a target", [change.id for change in self.targets if change.id]),
            ("a frame's state", [change.frame for change in self.frames]),
            ("a track's look", [change.track for change in self.tracks]),
            ("a note", [change.frame for change in self.notes]),
            ("an ignored region", [change.id for change in self.ignored if change.id]),
        ):
            if len(set(changed)) < len(changed):
                raise InputError(f"edit {self.label!r} changes {what} twice")
        for change in self.targets:
            for target in (change.before, change.after):
                if target is not None and target.sequence != self.sequence:
                    raise InputError(
                        f"edit {self.label!r} of sequence {self.sequence} changes target "
                        f"{target.id} of sequence {target.sequence}"
                    )
        for region in (r for c in self.ignored for r in (c.before, c.after) if r is not None):
            if region.sequence != self.sequence:
                raise InputError(
                    f"edit {self.label!r} of sequence {self.sequence} changes ignored region "
                    f"{region.id} of sequence {region.sequence}"
                )
        for p in (change.prediction for change in self.predictions):
            if (p.sequence, p.frame) != (self.sequence, self.frame):
                raise InputError(
                    f"edit {self.label!r} of frame {frame_number(self.frame)} changes a prediction "
                    f"of frame {frame_number(p.frame)}"
                )

    def inverse(self) -> "Edit":
        """Return the edit that takes this one back."""
        return Edit(
            self.label,
            self.sequence,
            self.frame,
            tuple(change.inverse() for change in reversed(self.targets)),
            tuple(change.inverse() for change in reversed(self.frames)),
            tuple(change.inverse() for change in reversed(self.tracks)),
            tuple(change.inverse() for change in reversed(self.predictions)),
            tuple(change.inverse() for change in reversed(self.notes)),
            tuple(change.inverse() for change in reversed(self.ignored)),
            None if self.vocabulary is None else self.vocabulary.inverse(),
            None if self.removal is None else self.removal.inverse(),
            tuple(change.inverse() for change in reversed(self.reviews)),
            tuple(change.inverse() for change in reversed(self.words)),
        )

    @property
    def of_frames(self) -> bool:
        """Whether it changes what can be seen in some frame, not only facts of the sequence."""
        of_the_whole = all(change.frame is None for change in self.notes)
        rest = (
            self.targets,
            self.frames,
            self.tracks,
            self.predictions,
            self.ignored,
            self.reviews,
            self.words,
        )
        return any(rest) or not of_the_whole


def numbered(name: str, number: int) -> str:
    """Return the label of edits, of any number of sequences, that are one step for their user.

    `number` is one that no other such step has, as `Project.new_target_id` gives them.
    """
    return f"{name} {number}"


def is_numbered(label: str) -> bool:
    """Return whether edits of this label are one step together: see `numbered`."""
    return label.rpartition(" ")[2].isdecimal()


def can_fold(first: Edit, second: Edit) -> bool:
    """Return whether both are steps of one gesture: the same label, place and targets."""
    if (first.label, first.sequence, first.frame) != (second.label, second.sequence, second.frame):
        return False
    for edit in (first, second):
        if edit.tracks or edit.predictions or edit.notes or edit.ignored or edit.vocabulary:
            return False
        if edit.reviews or edit.words:
            return False
    start = {change.id: change.before for change in first.targets}
    end = {change.id: change.after for change in second.targets}
    # A target that comes and goes again would leave a change from nothing to nothing.
    return start.keys() == end.keys() and not any(
        start[id] is None and end[id] is None for id in start
    )


def fold(first: Edit, second: Edit) -> Edit:
    """Return the one edit that does what `first` and then `second` do.

    They change the same targets; a frame's state may be changed by either.
    """
    start = {change.id: change.before for change in first.targets}
    frames = {change.frame: change for change in first.frames}
    for change in second.frames:
        before = frames.get(change.frame, change).before
        frames[change.frame] = FrameChange(change.frame, before, change.after)
    return Edit(
        first.label,
        first.sequence,
        first.frame,
        tuple(TargetChange(start[change.id], change.after) for change in second.targets),
        tuple(frames.values()),
    )
