"""Accepting many targets at once: a track, or a range of frames; one step of undo."""

from collections.abc import Iterable
from dataclasses import replace

from label_irst.document import Document
from label_irst.document.edits import ACCEPT
from label_irst.i18n import tr
from p2m_core.project import Edit, FrameChange, FrameState, Target, TargetChange, TargetState


def accept_track(document: Document) -> bool:
    """Accept all targets of the active track."""
    if not document.may_edit() or document.info is None or document.project is None:
        return False
    track = document.active_track
    if track is None:
        document.message.emit(tr("Choose a track first: in the list, or by one of its targets."))
        return False
    targets = document.project.track_targets(document.info.id, track)
    return _accept(document, targets)


def accept_range(document: Document, first: int, last: int) -> bool:
    """Accept all targets in frames `first` to `last`, both included."""
    if not document.may_edit() or document.info is None or document.project is None:
        return False
    project, sequence = document.project, document.info.id
    holding = project.target_counts(sequence)[first : last + 1].nonzero()[0] + first
    return _accept(document, [t for f in holding for t in project.targets(sequence, int(f))])


def _accept(document: Document, targets: Iterable[Target]) -> bool:
    """Frames put off as uncertain stay so; a frame is accepted when all of its targets are."""
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
    ids = {t.id for t in chosen}
    frames = []
    for frame in sorted({t.frame for t in chosen}):
        others = document.project.targets(document.info.id, frame)
        waiting = [t for t in others if t.state is not TargetState.ACCEPTED and t.id not in ids]
        before = FrameState(int(states[frame]))
        if not waiting and before is not FrameState.ACCEPTED:
            frames.append(FrameChange(frame, before, FrameState.ACCEPTED))
    changes = tuple(TargetChange(t, replace(t, state=TargetState.ACCEPTED)) for t in chosen)
    done = document.apply(Edit(ACCEPT, document.info.id, document.frame, changes, tuple(frames)))
    if done:
        text = tr("{count} targets accepted.")
        document.message.emit(text.format(count=len(chosen)))
    return done
