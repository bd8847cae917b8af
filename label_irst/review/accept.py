"""Accept many targets in one step of undo: a track, a range of frames, or of images.

Before frames with a doubtful target are accepted with the others, `ask` is asked what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from label_irst.document import Document
from label_irst.document.doubt_lane import DoubtLane
from label_irst.document.edits.frame_edits import ACCEPT
from label_irst.i18n import counted, tr
from p2m_core.doubt import DOUBTFUL, TargetTable
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    ReviewChange,
    TargetChange,
    TargetState,
    count_targets,
    get_frame_states,
    list_targets,
    numbered,
)

Wanted = Callable[[TargetTable], NDArray[np.bool_]]


@dataclass(frozen=True)
class Doubtful:
    """Frames (of a row of images, places) with a doubtful target among those to accept.

    `others` are the frames without; `doubt` and `reason` are of the worst frame.
    """

    frames: tuple[int, ...]
    others: int
    worst: int
    doubt: float
    reason: int


class Answer(Enum):
    """What to accept where some frames are doubtful."""

    ALL = auto()
    OTHERS = auto()
    NOTHING = auto()


Ask = Callable[[Doubtful], Answer]


def without_asking(found: Doubtful) -> Answer:
    """Accept all: for programs."""
    return Answer.ALL


def accept_track(document: Document, ask: Ask = without_asking) -> bool:
    """Accept all targets of the active track."""
    if not document.may_edit():
        return False
    track = document.active_track
    if track is None:
        document.message.emit(tr("Choose a track first: in the list, or by one of its targets."))
        return False
    return _accept(document, lambda table: np.equal(table.track, track), ask)


def accept_chosen(document: Document, ask: Ask = without_asking) -> bool:
    """Accept the targets of the active track in the chosen frames; of all tracks without one."""
    chosen, track = document.range, document.active_track
    if chosen is None or not document.may_edit():
        return False
    if track is None:
        return accept_range(document, *chosen, ask)

    def wanted(table: TargetTable) -> NDArray[np.bool_]:
        return _between(table, *chosen) & np.equal(table.track, track)

    done = _accept(document, wanted, ask)
    if done:
        document.model_errors.reviewed(*chosen)
    return done


def accept_range(document: Document, first: int, last: int, ask: Ask = without_asking) -> bool:
    """Accept all targets in frames `first` to `last`, both included."""
    if not document.may_edit():
        return False
    done = _accept(document, lambda table: _between(table, first, last), ask)
    if done:
        document.model_errors.reviewed(first, last)
    return done


def _between(table: TargetTable, first: int, last: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (table.frame >= first) & (table.frame <= last)
    return inside


def accept_images(document: Document, first: int, last: int, ask: Ask = without_asking) -> bool:
    """Accept all targets of the images at places `first` to `last` of the row, both included."""
    project, images = document.project, document.images
    if project is None or not document.may_edit():
        return False
    lane = images.doubts
    lane.settle()
    left = _between(lane.table, first, last) & ~lane.table.reviewed
    left &= images.states[lane.table.frame] != FrameState.UNCERTAIN
    left, asked = _asked(lane, left, ask)
    if not left.any():
        if not asked:
            document.message.emit(tr("There is nothing left to accept."))
        return False
    label = numbered(ACCEPT, project.new_target_id())
    edits = []
    for place in np.unique(lane.table.frame[left]).tolist():
        image = images.row[place]
        targets = [t for t in list_targets(project, image.id, 0) if t.state is TargetState.EDITED]
        before = FrameState(int(get_frame_states(project, image.id)[0]))
        frame = FrameChange(0, before, FrameState.ACCEPTED)
        changes = [TargetChange(t, t.relabelled(t.track, TargetState.ACCEPTED)) for t in targets]
        edits.append(Edit(label, image.id, 0, tuple(changes), (frame,)))
    if not document.apply_all(edits):
        return False
    _say(document, sum(len(edit.targets) for edit in edits))
    return True


def _asked(lane: DoubtLane, left: NDArray[np.bool_], ask: Ask) -> tuple[NDArray[np.bool_], bool]:
    """The targets to accept of those `left`, and whether anybody was asked."""
    frame, bad = lane.table.frame, left & (lane.doubt >= DOUBTFUL)
    if not bad.any():
        return left, False
    frames = np.unique(frame[bad])
    worst = int(np.flatnonzero(bad)[np.argmax(lane.doubt[bad])])
    others = np.unique(frame[left]).size - frames.size
    answer = ask(
        Doubtful(
            tuple(frames.tolist()), others, int(frame[worst]), float(lane.doubt[worst]),
            int(lane.reason[worst]),
        )
    )  # fmt: skip
    if answer is Answer.ALL:
        return left, True
    if answer is Answer.OTHERS:
        return left & ~np.isin(frame, frames), True
    return np.zeros_like(left), True


def _accept(document: Document, wanted: Wanted, ask: Ask) -> bool:
    """Accept targets, and frames with all of their targets; uncertain frames stay uncertain."""
    assert document.info is not None
    assert document.project is not None
    lane, states = document.doubts, document.states
    lane.settle()
    table = lane.table
    left = wanted(table) & ~table.reviewed & (states[table.frame] != FrameState.UNCERTAIN)
    left, asked = _asked(lane, left, ask)
    if not left.any():
        if not asked:
            document.message.emit(tr("There is nothing left to accept."))
        return False
    targets, held = table.id[left], np.bincount(table.frame[left], minlength=states.size)
    waiting = count_targets(document.project, document.info.id, waiting=True)
    done = (held > 0) & (held == waiting) & (states != FrameState.ACCEPTED)
    reviews = [_review(targets, TargetState.EDITED, TargetState.ACCEPTED)]
    for state in np.unique(states[done]).tolist():
        frames = np.flatnonzero(done & (states == state))
        reviews.append(_review(frames, FrameState(state), FrameState.ACCEPTED))
    edit = Edit(ACCEPT, document.info.id, document.frame, reviews=tuple(reviews))
    if not document.apply(edit):
        return False
    _say(document, targets.size)
    return True


def _review(
    numbers: NDArray[np.int64], before: TargetState | FrameState, after: TargetState | FrameState
) -> ReviewChange:
    return ReviewChange(tuple(np.sort(numbers).tolist()), before, after)


def _say(document: Document, count: int) -> None:
    document.message.emit(counted(count, tr("1 target accepted."), tr("{count} targets accepted.")))
