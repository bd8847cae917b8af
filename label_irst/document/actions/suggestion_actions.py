"""What the user does with suggestions: each function makes one edit of the document.

They return whether something was done; if not, `Document.message` has the reason.
"""

from collections.abc import Sequence
from dataclasses import replace

from label_irst.document.actions.frame_actions import track_at
from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.i18n import tr
from p2m_core.detection.masks import guided_growths
from p2m_core.errors import P2MError
from p2m_core.pamg import Growth
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Prediction,
    PredictionChange,
    Target,
    TargetChange,
    with_scr,
)


def accept_all(document: Document) -> bool:
    """Turn every suggestion of the frame into a target."""
    suggestions = document.suggestions.shown
    if not suggestions:
        document.message.emit(tr("There is no suggestion to accept in this frame."))
        return False
    return accept(document, suggestions)


def accept(document: Document, suggestions: Sequence[Prediction]) -> bool:
    """Turn these suggestions into targets, with the masks that grow from them.

    One that grows into an existing mask is of the same object, and is rejected.
    """
    if not document.may_edit() or document.image is None:
        return False
    try:
        detections = [one.detection for one in suggestions]
        grown = guided_growths(document.image, detections, document.params)
    except P2MError as error:
        document.message.emit(str(error))
        return False
    by_detection = {one.detection: one for one in suggestions}
    new: list[Target] = []
    taken = []
    for detection, growth in grown:
        if frame_edits.at_pixel(document.targets, *growth.centroid) is None:
            tracks = frozenset(target.track for target in new)
            new.append(_target(document, by_detection[detection], growth, tracks))
            taken.append(by_detection[detection])
    others = tuple(PredictionChange(one, rejected=True) for one in suggestions if one not in taken)
    if not new:
        done = _apply(document, frame_edits.REJECT, predictions=others)
        if done:
            document.message.emit(tr("Rejected: there is a target here already."))
        return done
    changes = tuple(TargetChange(None, target) for target in new)
    return _apply(document, frame_edits.TAKE, changes, others)


def _target(
    document: Document, suggestion: Prediction, growth: Growth, tracks: frozenset[int]
) -> Target:
    track = track_at(document, *growth.centroid, tracks)
    sequence, frame = suggestion.sequence, suggestion.frame
    target = frame_edits.grown_target(growth, document.params, sequence, frame, track)
    if document.image is not None:
        target = with_scr(target, document.image)
    source = {"detector": suggestion.detector, "score": suggestion.score}
    return replace(target, origin=Origin.SUGGESTED, parameters={**target.parameters, **source})


def reject(document: Document, suggestion: Prediction) -> bool:
    """Note that a suggestion is not a target: no detector brings it back."""
    if not document.may_edit():
        return False
    change = PredictionChange(suggestion, rejected=True)
    return _apply(document, frame_edits.REJECT, predictions=(change,))


def _apply(
    document: Document,
    label: str,
    targets: tuple[TargetChange, ...] = (),
    predictions: tuple[PredictionChange, ...] = (),
) -> bool:
    assert document.info is not None
    document.set_preview(None)  # the pointer may be on one of them
    before = document.state
    frames: tuple[FrameChange, ...] = ()
    if targets and before is not FrameState.EDITED:
        frames = (FrameChange(document.frame, before, FrameState.EDITED),)
    edit = Edit(label, document.info.id, document.frame, targets, frames, predictions=predictions)
    return document.apply(edit)
