"""An edit: which targets, frame states, notes and regions change, from what to what.

Both sides are kept whole, so undo needs nothing but the edit, and a project notices an edit
that does not start from what it holds.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project._checks import checked_attributes, checked_category
from p2m_core.project._ignored_rows import IgnoredRegion
from p2m_core.project._note_rows import Remark
from p2m_core.project._prediction_rows import Prediction
from p2m_core.project._track_look_rows import TrackLook
from p2m_core.project._vocabulary_rows import Vocabulary
from p2m_core.project.annotation import FrameState, Target, TargetState


@dataclass(frozen=True)
class TargetChange:
    """One target before and after; None before: it is new, None after: it is removed."""

    before: Target | None
    after: Target | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise InputError("a target change needs a target before or after")
        if self.before is not None and self.after is not None and self.before.id != self.after.id:
            raise InputError(
                f"a target change turns target {self.before.id} into {self.after.id}: "
                "remove the one and add the other"
            )

    @property
    def either(self) -> Target:
        """The target after the change, or the removed one."""
        target = self.after or self.before
        assert target is not None
        return target

    @property
    def id(self) -> int:
        """The target's number in the project."""
        return self.either.id

    def inverse(self) -> "TargetChange":
        """Return the change that takes this one back."""
        return TargetChange(self.after, self.before)


@dataclass(frozen=True)
class FrameChange:
    """One frame's state before and after."""

    frame: int
    before: FrameState
    after: FrameState

    def inverse(self) -> "FrameChange":
        """Return the change that takes this one back."""
        return FrameChange(self.frame, self.after, self.before)


@dataclass(frozen=True)
class TrackChange:
    """One track's name and colour before and after."""

    track: int
    before: TrackLook
    after: TrackLook

    def inverse(self) -> "TrackChange":
        """Return the change that takes this one back."""
        return TrackChange(self.track, self.after, self.before)


@dataclass(frozen=True)
class PredictionChange:
    """A prediction is rejected, or no longer: as it was, and as it is then."""

    prediction: Prediction
    rejected: bool

    @property
    def after(self) -> Prediction:
        """The prediction after the change."""
        return replace(self.prediction, rejected=self.rejected)

    def inverse(self) -> "PredictionChange":
        """Return the change that takes this one back."""
        return PredictionChange(self.after, self.prediction.rejected)


@dataclass(frozen=True)
class NoteChange:
    """The note and flag of one frame before and after; of the whole sequence if `frame` is None."""

    frame: int | None
    before: Remark
    after: Remark

    def inverse(self) -> "NoteChange":
        """Return the change that takes this one back."""
        return NoteChange(self.frame, self.after, self.before)


@dataclass(frozen=True)
class IgnoredChange:
    """One region to ignore before and after; None before: it is new, None after: removed."""

    before: IgnoredRegion | None
    after: IgnoredRegion | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise InputError("a change of an ignored region needs a region before or after")
        if self.before is not None and self.after is not None and self.before.id != self.after.id:
            raise InputError(
                f"a change turns ignored region {self.before.id} into {self.after.id}: "
                "remove the one and add the other"
            )

    @property
    def either(self) -> IgnoredRegion:
        """The region after the change, or the removed one."""
        region = self.after or self.before
        assert region is not None
        return region

    @property
    def id(self) -> int:
        """The region's number in the project."""
        return self.either.id

    def inverse(self) -> "IgnoredChange":
        """Return the change that takes this one back."""
        return IgnoredChange(self.after, self.before)


@dataclass(frozen=True)
class ReviewChange:
    """Many targets, or many frames, go from one review state to another at once.

    Attributes
    ----------
    numbers : tuple of int
        Numbers of targets, or frames; at least one, ascending.
    before, after : TargetState or FrameState
        Two different states of one kind, for all of them.

    Raises
    ------
    InputError
        If the numbers or the states are not like that.
    """

    numbers: tuple[int, ...]
    before: TargetState | FrameState
    after: TargetState | FrameState

    def __post_init__(self) -> None:
        ascending = all(a < b for a, b in pairwise(self.numbers))
        if not self.numbers or not ascending:
            raise InputError("a review needs numbers of targets or frames, ascending, each once")
        if type(self.before) is not type(self.after) or self.before == self.after:
            raise InputError(f"a review from {self.before!r} to {self.after!r} changes nothing")

    @property
    def of_targets(self) -> bool:
        """Whether the numbers are those of targets."""
        return isinstance(self.before, TargetState)

    def inverse(self) -> "ReviewChange":
        """Return the change that takes this one back."""
        return ReviewChange(self.numbers, self.after, self.before)


Words = str | tuple[str, ...]
"""A category, or attributes."""


@dataclass(frozen=True)
class WordsChange:
    """Many targets of one category get another one, or of the same attributes others, at once.

    Attributes
    ----------
    numbers : tuple of int
        Of the targets; at least one, ascending.
    before, after : str or tuple of str
        Two different categories, or two different sets of attributes, for all of them.

    Raises
    ------
    InputError
        If the numbers or the words are not like that.
    """

    numbers: tuple[int, ...]
    before: Words
    after: Words

    def __post_init__(self) -> None:
        if not self.numbers or any(a >= b for a, b in pairwise(self.numbers)):
            raise InputError("a change of words needs numbers of targets, ascending, each once")
        for name in ("before", "after"):
            words = getattr(self, name)
            check = checked_category if isinstance(words, str) else checked_attributes
            object.__setattr__(self, name, check(words))
        if type(self.before) is not type(self.after) or self.before == self.after:
            raise InputError(f"from {self.before!r} to {self.after!r} nothing changes")

    def inverse(self) -> "WordsChange":
        """Return the change that takes this one back."""
        return WordsChange(self.numbers, self.after, self.before)


@dataclass(frozen=True)
class VocabularyChange:
    """The classes and attributes that the project offers before and after."""

    before: Vocabulary
    after: Vocabulary

    def inverse(self) -> "VocabularyChange":
        """Return the change that takes this one back."""
        return VocabularyChange(self.after, self.before)


@dataclass(frozen=True)
class RemovalChange:
    """Sequences are removed from the project, or come back with all they had."""

    sequences: tuple[int, ...]
    removed: bool

    def inverse(self) -> "RemovalChange":
        """Return the change that takes this one back."""
        return RemovalChange(self.sequences, not self.removed)


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
    reviews : tuple of ReviewChange
        Of other targets and frames than those above.
    words : tuple of WordsChange
        Of other targets than those above.
    removal : RemovalChange or None
        Sequences that are removed from the project, `sequence` among them, or come back.

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
