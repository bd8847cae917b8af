"""What an edit may change: one kind of thing each, before and after."""

from dataclasses import dataclass, replace
from itertools import pairwise

from p2m_core.errors import InputError
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
