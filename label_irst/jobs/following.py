"""A propagation and its user, who goes on meanwhile: where it stops, and what of it remains.

What it finds is stored where it lies, and changes neither the frame nor the track that the user is
at. What the user decides counts: a mask or "empty" in a frame that it has not reached ends it
there, and a change of the whole track, or undo, ends it at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from label_irst.document.edits import track_edits
from label_irst.document.edits.propagation_edits import PROPAGATE
from p2m_core.project import Edit, FrameState, Project, Target, TargetChange

OF_TRACKS = {
    PROPAGATE, track_edits.DELETE_TRACK, track_edits.DELETE_BEFORE, track_edits.DELETE_AFTER,
}  # fmt: skip


@dataclass
class Run:
    """A propagation: where it began, and for each of its tracks the frame before which it stops."""

    project: Project
    sequence: int
    frame: int
    direction: int
    began_with: frozenset[int]  # the numbers of the targets
    ends: dict[int, int]
    heads: dict[int, int] = field(init=False)  # the last frame stored of each track
    past: set[int] = field(default_factory=set)  # tracks that were followed beyond their end
    made: set[int] = field(default_factory=set)  # the numbers of what it stored
    gone: set[int] = field(default_factory=set)  # of these
    edited: bool = False  # by the user, since it began
    stopped: bool = False  # nothing more of it is stored
    left: bool = False  # so was its sequence

    def __post_init__(self) -> None:
        self.heads = dict.fromkeys(self.ends, self.frame)

    @property
    def count(self) -> int:
        """How many of the targets that it stored are there."""
        return len(self.made - self.gone)

    @property
    def over(self) -> bool:
        """Whether every track has reached its end."""
        return all(
            track in self.past or self.at(end) <= self.at(self.heads[track]) + 1
            for track, end in self.ends.items()
        )

    def at(self, frame: int) -> int:
        """How many frames from the start, in its direction."""
        return (frame - self.frame) * self.direction


def wanted(run: Run, found: Sequence[Target]) -> list[Target]:
    """Those of `found` that are still to be stored."""
    if run.stopped:
        return []
    kept = [t for t in found if run.at(t.frame) < run.at(run.ends[t.track])]
    run.past |= {t.track for t in found if t not in kept}
    return kept


def note_stored(run: Run, edit: Edit) -> None:
    """Take note of what was stored of the run."""
    for target in (c.after for c in edit.targets):
        if target is not None:
            run.made.add(target.id)
            run.heads[target.track] = max(run.heads[target.track], target.frame, key=run.at)


def note_edit(run: Run, edit: Edit) -> None:
    """Take note of an edit of the user, which may stop the run or bring its ends nearer."""
    run.edited = True
    for change in edit.targets:
        if change.id in run.made:
            (run.gone.add if change.after is None else run.gone.discard)(change.id)
    removed = {change.id for change in edit.targets if change.after is None}
    reshaped = _touched(run, [c for c in edit.targets if _is_reshaped(c)])
    if reshaped and (
        edit.label in OF_TRACKS
        or any(c.before and c.after and c.before.track != c.after.track for c in edit.targets)
        or len({frame for _, frame in reshaped}) > 1
        or removed & run.began_with
    ):
        run.stopped = True
    touched = _touched(run, edit.targets)
    empty = [c.frame for c in edit.frames if c.after is FrameState.VERIFIED_EMPTY]
    touched |= {(track, frame) for frame in empty for track in run.ends}
    for track, frame in touched:
        if run.at(run.heads[track]) < run.at(frame) < run.at(run.ends[track]):
            run.ends[track] = frame


def _touched(run: Run, changes: Sequence[TargetChange]) -> set[tuple[int, int]]:
    """Track and frame of what changes of the tracks that are followed."""
    targets = [target for change in changes for target in (change.before, change.after)]
    return {(t.track, t.frame) for t in targets if t is not None and t.track in run.ends}


def _is_reshaped(change: TargetChange) -> bool:
    """Whether a mask comes, goes, changes its pixels, or becomes another track's."""
    before, after = change.before, change.after
    if before is None or after is None or before.track != after.track:
        return True
    return before.box != after.box or not np.array_equal(before.mask, after.mask)
