"""What the user does to the chosen frames: one edit each, of the active track or of all tracks.

They return whether something was done; if not, `Document.message` has the reason.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from label_irst.document import ranges
from label_irst.document.actions import track_actions
from label_irst.document.actions.track_actions import context, opened
from label_irst.document.background import result_of
from label_irst.document.document import Document
from label_irst.document.edits import track_edits
from label_irst.document.hand import replaceable
from label_irst.i18n import counted, masks, targets, tr
from label_irst.i18n import frames as counted_frames
from p2m_core.project import (
    Edit,
    FrameState,
    ReviewChange,
    Target,
    TargetState,
    count_targets,
    get_track_frames,
    list_targets_between,
    list_track_targets,
)

Pairs = Sequence[tuple[Target | None, Target]]  # what a frame has, and what comes in its place


def targets_in(document: Document, first: int, last: int) -> list[Target]:
    """The targets of the active track in these frames; of all tracks where none is active."""
    project, sequence = opened(document)
    track = document.active_track
    if track is None:
        return result_of(lambda: list_targets_between(project, sequence, first, last))
    return result_of(lambda: list_track_targets(project, sequence, track, first, last))


def delete(document: Document) -> bool:
    """Remove the targets of the chosen frames; what loses all of its targets, wholly."""
    chosen = document.range
    if chosen is None or not document.may_edit():
        return False
    targets = targets_in(document, *chosen)
    if not targets:
        _say_none(document, *chosen)
        return False
    project, sequence = opened(document)
    now = context(document)

    def removal() -> Edit:
        removed = Counter(t.track for t in targets)
        gone = [t for t in removed if get_track_frames(project, sequence, t).size == removed[t]]
        looks = {track: document.looks[track] for track in gone if track in document.looks}
        return track_edits.remove_many(now, targets, looks)

    done = document.apply(result_of(removal))
    if done:
        _say(document, tr("Deleted: {targets}, {frames}."), len(targets), *chosen)
    return done


def mark(document: Document, label: str, state: FrameState) -> bool:
    """Give the chosen frames a state; those that hold targets cannot become verified empty.

    Without a review state, they are edited or unseen again.
    """
    chosen = document.range
    if chosen is None or not document.may_edit():
        return False
    project, sequence = opened(document)
    first, last = chosen
    frames = np.arange(first, last + 1)
    before, holds = document.states[frames], count_targets(project, sequence)[frames] > 0
    after = np.full(frames.size, state, np.uint8)
    if state is FrameState.UNSEEN:
        after[holds] = FrameState.EDITED
    stays = holds if state is FrameState.VERIFIED_EMPTY else np.zeros_like(holds)
    if stays.all():
        text = tr("Delete the targets of these frames before calling them empty.")
        document.message.emit(text)
        return False
    changing = (before != after) & ~stays
    pairs = np.unique(np.stack([before, after], axis=1)[changing], axis=0)
    changes = [
        ReviewChange(
            tuple(frames[changing & (before == a) & (after == b)].tolist()), FrameState(a),
            FrameState(b),
        )
        for a, b in pairs.tolist()
    ]  # fmt: skip
    edit = Edit(label, sequence, document.frame, reviews=tuple(changes))
    if changes and not document.apply(edit):
        return False
    if state in (FrameState.VERIFIED_EMPTY, FrameState.UNCERTAIN):
        document.model_errors.reviewed(first, last)
    count, kept = int(changing.sum()), int(stays.sum())
    text = counted(count, tr("1 frame marked."), tr("{count} frames marked."))
    if kept:
        one, some = tr("1 holds a target and stays."), tr("{count} hold targets and stay.")
        text += " " + counted(kept, one, some)
    document.message.emit(text)
    return True


# Before and after the jobs of `label_irst.jobs.track_work`


class Refill(NamedTuple):
    """Gaps to fill, and the targets that are in them now: they make way for the new ones."""

    gaps: list[tuple[Target, Target]]
    dropped: list[Target]


def to_refill(document: Document) -> Refill | None:
    """The active track in the chosen frames, without what nobody has decided on."""
    frames = track_actions.active_frames(document)
    if document.range is None or not frames.size:
        return None
    first, last = document.range
    inside = targets_in(document, first, last)
    kept = [t for t in inside if not replaceable(t)]
    ends = [*frames[frames < first][-1:], *frames[frames > last][:1]]
    around = [track_actions.active(document, int(f), int(f))[0] for f in ends]
    found = _between(sorted([*kept, *around], key=lambda t: t.frame), inside)
    if not found.gaps:
        text = tr(
            "Nothing to fill in {frames}: the track has no target on both sides. "
            "Press P on a frame before to follow it."
        )
        if inside and not found.dropped and len(around) == len(ends):
            text = tr("All targets in {frames} are clicked, drawn or accepted: they stay.")
        document.message.emit(text.format(frames=ranges.frames_text(first, last)))
        return None
    return found


def to_interpolate(document: Document) -> Refill | None:
    """The active track between those of its targets that a person decided on.

    That is within the chosen frames; without any, around this one.
    """
    if not track_actions.active_frames(document).size:
        return None
    chosen, here = document.range_here, document.frame
    everything = track_actions.active(document, *(chosen or ()))
    near = [t for t in everything if not replaceable(t)]
    if chosen is None:
        before, after = [t for t in near if t.frame < here], [t for t in near if t.frame > here]
        near = before[-1:] + [t for t in near if t.frame == here] + after[:1]
    found = _between(near, everything)
    if not found.gaps:
        text = tr("Set two targets of the track by hand, with frames between them, and go there.")
        document.message.emit(text)
        return None
    return found


def _between(supports: Sequence[Target], inside: Sequence[Target]) -> Refill:
    gaps = [(a, b) for a, b in pairwise(supports) if b.frame > a.frame + 1]
    free = {frame for a, b in gaps for frame in range(a.frame + 1, b.frame)}
    return Refill(gaps, [t for t in inside if t.frame in free])


def store_refilled(document: Document, label: str, refill: Refill, new: Sequence[Target]) -> bool:
    """Put what was found in the place of what was there, but where the user was meanwhile.

    Gaps whose ends are of another track now, or gone, stay as they are.
    """
    project, sequence = opened(document)
    track = refill.gaps[0][0].track
    first, last = refill.gaps[0][0].frame, refill.gaps[-1][1].frame
    there = result_of(lambda: list_track_targets(project, sequence, track, first, last))
    now = {t.frame: t for t in reversed(there)}
    old = {t.frame: t for t in reversed(refill.dropped)}
    twins = [t for t in refill.dropped if t is not old[t.frame]]  # two of a track in one frame
    empty = track_actions.verified_empty(document)
    ends = [(a.frame, b.frame) for a, b in refill.gaps if {a.frame, b.frame} <= now.keys()]
    inside = {frame for a, b in ends for frame in range(a + 1, b)}
    free = {f for f in inside if now.get(f) == old.get(f)}
    found = {t.frame: t for t in new if t.frame in free and t.frame not in empty}
    gone = [t for f, t in old.items() if f in free and f not in found]
    pairs = [(old.get(f), t) for f, t in sorted(found.items())]
    if not pairs and not gone:
        document.report.emit(tr("The track was changed meanwhile: nothing was filled."))
        return False
    gone += [t for t in twins if t.frame in free]
    edit = track_edits.exchange(label, context(document), pairs, gone)
    if not document.apply(edit, stay=True):
        return False
    grown = sum(t.algorithm == track_actions.GROWN for t in found.values())
    text = tr("Filled {frames}: {grown} grown, {moved} moved from a neighbour.")
    document.report.emit(
        text.format(frames=counted_frames(len(found)), grown=masks(grown), moved=len(found) - grown)
    )
    return True


def to_copy(document: Document) -> tuple[Target, list[int]] | None:
    """The selected target, and the chosen frames that it is to be copied to."""
    chosen, target = document.range, document.selected
    if target is None:
        document.message.emit(tr("Select the target to copy over the chosen frames."))
        return None
    if chosen is None or not document.may_edit():
        return None
    kept = {
        t.frame for t in targets_in(document, *chosen) if t.state is TargetState.ACCEPTED
    } | track_actions.verified_empty(document)
    frames = [f for f in np.arange(chosen[0], chosen[1] + 1).tolist() if f not in kept]
    frames = [f for f in frames if f != target.frame]
    if not frames:
        document.message.emit(tr("The other frames are accepted or verified empty: they stay."))
        return None
    return target, frames


def store_copies(document: Document, copies: Sequence[Target]) -> bool:
    """Store copies of a target, but where something was accepted meanwhile."""
    if not copies:
        document.message.emit(tr("The target leaves the picture."))
        return False
    project, sequence = opened(document)
    frames = [t.frame for t in copies]
    there = list_track_targets(project, sequence, copies[0].track, min(frames), max(frames))
    now = {t.frame: t for t in there}
    pairs = [
        (now.get(t.frame), t)
        for t in copies
        if t.frame not in now or now[t.frame].state is not TargetState.ACCEPTED
    ]
    done = document.apply(
        track_edits.exchange(track_edits.COPY, context(document), pairs), stay=True
    )
    if done:
        text = tr("Copied to {frames}.").format(frames=counted_frames(len(pairs)))
        document.report.emit(text)
    return done


def _say(document: Document, text: str, count: int, first: int, last: int) -> None:
    held = targets(count)
    document.message.emit(text.format(targets=held, frames=ranges.frames_text(first, last)))


def _say_none(document: Document, first: int, last: int) -> None:
    text = tr("{frames}: no target to delete.").format(frames=ranges.frames_text(first, last))
    document.message.emit(f"{text[:1].upper()}{text[1:]}")
