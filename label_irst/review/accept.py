"""Accept many targets in one step of undo: a track, or a range of frames."""

from collections import Counter
from collections.abc import Iterable

from label_irst.document import Document
from label_irst.document.edits.frame_edits import ACCEPT
from label_irst.i18n import tr
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Target,
    TargetChange,
    TargetState,
    count_targets,
    get_frame_states,
    list_targets,
    list_targets_between,
    list_track_targets,
)


def accept_track(document: Document) -> bool:
    """Accept all targets of the active track."""
    if not document.may_edit() or document.info is None or document.project is None:
        return False
    track = document.active_track
    if track is None:
        document.message.emit(tr("Choose a track first: in the list, or by one of its targets."))
        return False
    targets = list_track_targets(document.project, document.info.id, track)
    return _accept(document, targets)


def accept_chosen(document: Document) -> bool:
    """Accept the targets of the active track in the chosen frames; of all tracks without one."""
    chosen, project, info = document.range, document.project, document.info
    if chosen is None or project is None or info is None or not document.may_edit():
        return False
    if document.active_track is None:
        return accept_range(document, *chosen)
    done = _accept(document, list_track_targets(project, info.id, document.active_track, *chosen))
    if done:
        document.model_errors.reviewed(*chosen)
    return done


def accept_range(document: Document, first: int, last: int) -> bool:
    """Accept all targets in frames `first` to `last`, both included."""
    if not document.may_edit() or document.info is None or document.project is None:
        return False
    targets = list_targets_between(document.project, document.info.id, first, last)
    done = _accept(document, targets)
    if done:
        document.model_errors.reviewed(first, last)
    return done


def accept_images(document: Document, first: int, last: int) -> bool:
    """Accept all targets of the images at places `first` to `last` of the row, both included."""
    project, images = document.project, document.images
    if project is None or not document.may_edit():
        return False
    label = f"{ACCEPT} {project.new_target_id()}"
    edits = []
    for image in images.row[first : last + 1]:
        targets = [t for t in list_targets(project, image.id, 0) if t.state is TargetState.EDITED]
        if targets and images.states[images.place(image.id)] != FrameState.UNCERTAIN:
            before = FrameState(int(get_frame_states(project, image.id)[0]))
            frame = FrameChange(0, before, FrameState.ACCEPTED)
            changes = [
                TargetChange(t, t.relabelled(t.track, TargetState.ACCEPTED)) for t in targets
            ]
            edits.append(Edit(label, image.id, 0, tuple(changes), (frame,)))
    if not edits:
        document.message.emit(tr("There is nothing left to accept."))
        return False
    if not document.apply_all(edits):
        return False
    text = tr("{count} targets accepted.")
    document.message.emit(text.format(count=sum(len(edit.targets) for edit in edits)))
    return True


def _accept(document: Document, targets: Iterable[Target]) -> bool:
    """Accept targets, and frames with all of their targets; uncertain frames stay uncertain."""
    assert document.info is not None
    assert document.project is not None
    states = document.states
    chosen = [
        t
        for t in targets
        if t.state is TargetState.EDITED and states[t.frame] != FrameState.UNCERTAIN
    ]
    if not chosen:
        document.message.emit(tr("There is nothing left to accept."))
        return False
    holding = Counter(t.frame for t in chosen)
    waiting = count_targets(document.project, document.info.id, waiting=True)
    frames = [
        FrameChange(frame, FrameState(int(states[frame])), FrameState.ACCEPTED)
        for frame in sorted(holding)
        if waiting[frame] == holding[frame] and states[frame] != FrameState.ACCEPTED
    ]
    changes = tuple(TargetChange(t, t.relabelled(t.track, TargetState.ACCEPTED)) for t in chosen)
    done = document.apply(Edit(ACCEPT, document.info.id, document.frame, changes, tuple(frames)))
    if done:
        text = tr("{count} targets accepted.")
        document.message.emit(text.format(count=len(chosen)))
    return done
