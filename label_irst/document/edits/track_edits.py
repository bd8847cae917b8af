"""Pure functions from what the user does to whole tracks to the one edit that is stored.

The identity of a target does not concern its pixels: after splitting, merging and swapping, what
was accepted stays accepted. Where masks come, go or change, the frame must be reviewed again.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Target,
    TargetChange,
    TargetState,
    TrackChange,
    TrackLook,
)

# As in `label_irst.document.edits.frame_edits`: the window translates them for the Undo entry.
SPLIT, MERGE, SWAP = "split-track", "merge-tracks", "swap-tracks"
REFILL, INTERPOLATE, COPY, DELETE_RANGE = "refill", "interpolate", "copy-over", "delete-range"
FILL, REGROW_TRACK, LOOK = "fill-gap", "regrow-track", "track-look"
REMASK = "remask"
DELETE_TRACK, DELETE_BEFORE, DELETE_AFTER = "delete-track", "delete-before", "delete-after"

PLAIN = TrackLook()


@dataclass(frozen=True, eq=False)
class EditContext:
    """Where the user is, and the frames of the sequence before the edit."""

    sequence: int
    frame: int
    states: NDArray[np.uint8]
    counts: NDArray[np.int64]  # targets in each frame


def split(context: EditContext, targets: Iterable[Target], new: int) -> Edit:
    """`targets`, those of a track from some frame on, become the track `new`."""
    return Edit(SPLIT, context.sequence, context.frame, _relabelled(targets, new))


def clashes(kept: Iterable[Target], joining: Iterable[Target]) -> list[int]:
    """The frames in which both tracks have a target."""
    return sorted({t.frame for t in kept} & {t.frame for t in joining})


def merge(
    context: EditContext,
    kept: Sequence[Target],
    joining: Sequence[Target],
    look: TrackLook = PLAIN,
    keep_joining: bool = False,
) -> Edit:
    """`joining`, a whole track with the look `look`, becomes part of the track of `kept`.

    Where both have a target, that of `kept` stays, with `keep_joining` that of `joining`.
    """
    both = set(clashes(kept, joining))
    losing = kept if keep_joining else joining
    removed = tuple(TargetChange(t, None) for t in losing if t.frame in both)
    staying = [t for t in joining if keep_joining or t.frame not in both]
    changes = _relabelled(staying, kept[0].track) + removed
    looks = _without_look(joining[0].track, look)
    frames = _frames(context, removed)
    return Edit(MERGE, context.sequence, context.frame, changes, frames, looks)


def swap(context: EditContext, first: Sequence[Target], second: Sequence[Target]) -> Edit:
    """Each becomes the other's track; `first` and `second` are theirs from some frame on."""
    changes = _relabelled(first, second[0].track) + _relabelled(second, first[0].track)
    return Edit(SWAP, context.sequence, context.frame, changes)


def remove(
    label: str, context: EditContext, targets: Iterable[Target], look: TrackLook = PLAIN
) -> Edit:
    """Remove `targets`; for a whole track also its name and colour, `look`."""
    changes = tuple(TargetChange(t, None) for t in targets)
    looks = _without_look(changes[0].either.track, look)
    return Edit(label, context.sequence, context.frame, changes, _frames(context, changes), looks)


def remove_many(
    context: EditContext, targets: Iterable[Target], looks: Mapping[int, TrackLook]
) -> Edit:
    """Remove targets of any tracks, and the `looks` of the tracks that have no other ones."""
    changes = tuple(TargetChange(t, None) for t in targets)
    without = tuple(c for track, look in looks.items() for c in _without_look(track, look))
    frames = _frames(context, changes)
    return Edit(DELETE_RANGE, context.sequence, context.frame, changes, frames, without)


def exchange(
    label: str, context: EditContext, pairs: Iterable[tuple[Target | None, Target]],
    gone: Iterable[Target] = (),
) -> Edit:  # fmt: skip
    """Put the second of each pair in the place of the first, if there is one; remove `gone`."""
    changes = [TargetChange(a, b if a is None else replace(b, id=a.id)) for a, b in pairs]
    changes += [TargetChange(t, None) for t in gone]
    frames = _frames(context, changes)
    return Edit(label, context.sequence, context.frame, tuple(changes), frames)


def add(label: str, context: EditContext, targets: Iterable[Target]) -> Edit:
    """Store new targets."""
    changes = tuple(TargetChange(None, t) for t in targets)
    return Edit(label, context.sequence, context.frame, changes, _frames(context, changes))


def put(label: str, context: EditContext, pairs: Iterable[tuple[Target, Target]]) -> Edit:
    """Put the second of each pair in the place of the first."""
    changes = tuple(TargetChange(a, b) for a, b in pairs)
    return Edit(label, context.sequence, context.frame, changes, _frames(context, changes))


def restyle(context: EditContext, track: int, before: TrackLook, after: TrackLook) -> Edit:
    """Give a track another name or colour."""
    change = TrackChange(track, before, after)
    return Edit(LOOK, context.sequence, context.frame, tracks=(change,))


def _relabelled(targets: Iterable[Target], track: int) -> tuple[TargetChange, ...]:
    return tuple(TargetChange(t, t.relabelled(track, t.state)) for t in targets)


def _without_look(track: int, look: TrackLook) -> tuple[TrackChange, ...]:
    return () if look == PLAIN else (TrackChange(track, look, PLAIN),)


def _frames(context: EditContext, changes: Sequence[TargetChange]) -> tuple[FrameChange, ...]:
    """The states of the frames whose masks change: edited, or unseen where none is left."""
    more: Counter[int] = Counter()
    for change in changes:
        more[change.either.frame] += (change.after is not None) - (change.before is not None)
    steps = []
    for frame, by in sorted(more.items()):
        before = FrameState(int(context.states[frame]))
        after = FrameState.EDITED if context.counts[frame] + by else FrameState.UNSEEN
        if after is not before:
            steps.append(FrameChange(frame, before, after))
    return tuple(steps)


# Gaps


def gaps(frames: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The last frame before and the first after each gap; `frames` ascend."""
    ends = np.flatnonzero(np.diff(frames) > 1)
    return [(int(frames[i]), int(frames[i + 1])) for i in ends]


def interpolated(
    before: Target, after: Target, frame: int, shape: tuple[int, int]
) -> Target | None:
    """The mask of the nearer of the two, moved by whole pixels; None where it is off the picture.

    It does not depend on the image: its confidence is 0.
    """
    part = (frame - before.frame) / (after.frame - before.frame)
    (x0, y0), (x1, y1) = before.centroid, after.centroid
    x, y = x0 + part * (x1 - x0), y0 + part * (y1 - y0)
    near = before if frame - before.frame <= after.frame - frame else after
    dx = math.floor(x - near.centroid[0] + 0.5)
    dy = math.floor(y - near.centroid[1] + 0.5)
    rows, columns = np.nonzero(near.mask)
    rows, columns = rows + near.y0 + dy, columns + near.x0 + dx
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    if not inside.any():
        return None
    rows, columns = rows[inside], columns[inside]
    mask = np.zeros((np.ptp(rows) + 1, np.ptp(columns) + 1), bool)
    mask[rows - rows.min(), columns - columns.min()] = True
    return replace(
        near,
        id=0,
        frame=frame,
        track=before.track,
        x0=int(columns.min()),
        y0=int(rows.min()),
        mask=mask,
        seeds=(),
        origin=Origin.PROPAGATED,
        state=TargetState.EDITED,
        algorithm="interpolated",
        parameters={"interpolated": True, "confidence": 0.0},
        attributes=(),  # these, note and flag are about the other frame
        note="",
        flagged=False,
    )
