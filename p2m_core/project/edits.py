"""An edit: which targets and frame states change, from what to what.

Both sides are kept whole, so undo needs nothing but the edit, and a project notices an edit
that does not start from what it holds.
"""

from dataclasses import dataclass, replace

from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project._prediction_rows import Prediction
from p2m_core.project._track_look_rows import TrackLook
from p2m_core.project.annotation import FrameState, Target


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

    Raises
    ------
    InputError
        If a target, a frame or a track is changed twice, a target is of another sequence, or a
        prediction of another frame.
    """

    label: str
    sequence: int
    frame: int
    targets: tuple[TargetChange, ...] = ()
    frames: tuple[FrameChange, ...] = ()
    tracks: tuple[TrackChange, ...] = ()
    predictions: tuple[PredictionChange, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(self.targets))
        object.__setattr__(self, "frames", tuple(self.frames))
        object.__setattr__(self, "tracks", tuple(self.tracks))
        object.__setattr__(self, "predictions", tuple(self.predictions))
        ids = [change.id for change in self.targets if change.id]
        if len(set(ids)) < len(ids):
            raise InputError(f"edit {self.label!r} changes a target twice")
        if len({change.frame for change in self.frames}) < len(self.frames):
            raise InputError(f"edit {self.label!r} changes a frame's state twice")
        if len({change.track for change in self.tracks}) < len(self.tracks):
            raise InputError(f"edit {self.label!r} changes a track's look twice")
        for change in self.targets:
            for target in (change.before, change.after):
                if target is not None and target.sequence != self.sequence:
                    raise InputError(
                        f"edit {self.label!r} of sequence {self.sequence} changes target "
                        f"{target.id} of sequence {target.sequence}"
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
        )


def can_fold(first: Edit, second: Edit) -> bool:
    """Return whether both are steps of one gesture: the same label, place and targets."""
    if (first.label, first.sequence, first.frame) != (second.label, second.sequence, second.frame):
        return False
    if first.tracks or second.tracks or first.predictions or second.predictions:
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
