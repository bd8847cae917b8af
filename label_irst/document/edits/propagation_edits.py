"""Where a propagation starts and ends, and the edits that store what it found."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.document.hand import replaceable
from label_irst.i18n import tr
from p2m_core.pamg import PamgParams
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Target,
    TargetChange,
    TargetState,
    list_track_targets,
)

PROPAGATE = "propagate"


def to_follow(document: Document) -> list[Target]:
    """The selected target; all of the frame where none is selected."""
    if not document.may_edit():
        return []
    found = [document.selected] if document.selected is not None else document.targets
    found = [t for t in found if t.state is not TargetState.SUGGESTED]
    if not found:
        document.message.emit(tr("Click a target first: it is then followed from here."))
    return found


def params_for(document: Document, target: Target) -> PamgParams:
    """The parameters to follow a target with: its own, which may have another support.

    If the project's calibration has changed since: those of the next click.
    """
    own, now = frame_edits.pamg_params(target), document.params
    if own is None:
        return now
    same = replace(own, support_radius=now.support_radius, polarity=now.polarity) == now
    return own if same else replace(now, polarity=own.polarity)


def end_of(document: Document, track: int, direction: int) -> int:
    """The frame before which propagation of `track` stops: the first that a person decided on.

    That is a target of the track that was clicked, drawn, corrected or accepted, or a verified
    empty frame; else the end of the sequence. Targets of earlier propagations are replaced.
    """
    assert document.project is not None
    assert document.info is not None
    count, here = document.states.size, document.frame
    first, last = (here + 1, count - 1) if direction > 0 else (0, here - 1)
    fixed = [
        t.frame
        for t in list_track_targets(document.project, document.info.id, track, first, last)
        if not replaceable(t)
    ]
    frames = np.arange(count)
    ahead = (frames >= first) & (frames <= last)
    empty = np.flatnonzero((document.states == FrameState.VERIFIED_EMPTY) & ahead)
    ends = [*fixed, *empty.tolist()]
    if direction > 0:
        return min(ends, default=count)
    return max(ends, default=-1)


def others(document: Document, tracks: set[int]) -> dict[int, list[tuple[float, float]]]:
    """Where the targets of all other tracks are, by frame: propagation must not take them."""
    document.doubts.settle()
    table = document.doubts.table
    foreign = ~np.isin(table.track, list(tracks))
    places: dict[int, list[tuple[float, float]]] = {}
    for frame, (x, y) in zip(
        table.frame[foreign].tolist(), table.at[foreign].tolist(), strict=True
    ):
        places.setdefault(frame, []).append((x, y))
    return places


def store(document: Document, start: int, found: Sequence[Target], first: bool) -> bool:
    """Store what was found so far; one run is one step of undo.

    `start` is the frame it began in. Frames that the user decided on meanwhile stay as they are.
    """
    project, info = document.project, document.info
    assert project is not None
    assert info is not None
    changes, frames = [], {}
    for target in found:
        state = FrameState(int(document.states[target.frame]))
        known = list_track_targets(project, info.id, target.track, target.frame, target.frame)
        if state is FrameState.VERIFIED_EMPTY or not all(replaceable(t) for t in known):
            continue
        changes += [TargetChange(t, None) for t in known]
        changes.append(TargetChange(None, target))
        if state is not FrameState.EDITED:
            frames[target.frame] = FrameChange(target.frame, state, FrameState.EDITED)
    if not changes:
        return False
    edit = Edit(PROPAGATE, info.id, start, tuple(changes), tuple(frames.values()))
    return document.apply(edit, extend=not first, stay=True)
