"""Copy the selected target's mask to the next frame, moved along with the image."""

from dataclasses import replace

import numpy as np

from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.document.regrowth import BOX, EXCLUDED, INCLUDED, bounds, excluded, included
from label_irst.i18n import tr
from p2m_core.errors import FrameError
from p2m_core.matching import displacement
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Target,
    TargetChange,
    TargetState,
    list_targets,
    with_scr,
)

CARRIED = "carried"  # the algorithm of a mask that was moved here from another frame


def to_next_frame(document: Document) -> bool:
    """Copy the selected mask to the next frame, moved along, and show it there."""
    target, image = document.selected, document.image
    if target is None:
        document.message.emit(tr("Select the target to copy to the next frame."))
        return False
    if not document.may_edit() or image is None:
        return False
    assert document.project is not None
    assert document.sequence is not None
    there = document.frame + 1
    if there >= len(document.sequence):
        document.message.emit(tr("This is the last frame."))
        return False
    try:
        following = document.sequence[there]
    except FrameError as error:
        document.message.emit(str(error))
        return False
    others = list_targets(document.project, target.sequence, there)
    before = next((t for t in others if t.track == target.track), None)
    if before is not None and before.state is TargetState.ACCEPTED:
        text = tr("Target {track} is accepted in the next frame; delete it there first.")
        document.message.emit(text.format(track=target.track))
        return False
    shift = displacement(image, following, target.box, _motion(document, target))
    after = moved(target, there, shift, following.shape, before)
    if after is None:
        document.message.emit(tr("The target leaves the picture."))
        return False
    after = with_scr(after, following)
    state = FrameState(int(document.states[there]))
    frames = () if state is FrameState.EDITED else (FrameChange(there, state, FrameState.EDITED),)
    changes = (TargetChange(before, after),)
    return document.apply(Edit(frame_edits.CARRY, target.sequence, there, changes, frames))


def _motion(document: Document, target: Target) -> tuple[float, float]:
    """How far the track moved since the frame before; 0 if it was not there."""
    assert document.project is not None
    if target.frame == 0:
        return 0.0, 0.0
    last = list_targets(document.project, target.sequence, target.frame - 1)
    for other in last:
        if other.track == target.track:
            return (
                target.centroid[0] - other.centroid[0],
                target.centroid[1] - other.centroid[1],
            )
    return 0.0, 0.0


def moved(
    target: Target, frame: int, shift: tuple[int, int], shape: tuple[int, ...],
    before: Target | None = None,
) -> Target | None:  # fmt: skip
    """`target` in another frame, in the place of `before`; None if no pixel is in the picture.

    Its seeds and parameters move along, so that it can be grown again there.
    """
    dx, dy = shift
    pixels = frame_edits.inside({(r + dy, c + dx) for r, c in frame_edits.pixels_of(target)}, shape)
    if not pixels:
        return None
    x0, y0, mask = frame_edits.cropped(np.array(sorted(pixels)))
    parameters = dict(target.parameters) if frame_edits.pamg_params(target) is not None else {}
    for name, points in ((INCLUDED, included(target)), (EXCLUDED, excluded(target))):
        if name in parameters:
            parameters[name] = [(x + dx, y + dy) for x, y in points]
    if (box := bounds(target)) is not None:
        parameters[BOX] = (box[0] + dx, box[1] + dy, *box[2:])
    return replace(
        target, id=before.id if before is not None else 0, frame=frame, x0=x0, y0=y0,
        mask=mask, seeds=tuple((x + dx, y + dy) for x, y in target.seeds),
        origin=Origin.PROPAGATED, state=TargetState.EDITED, algorithm=CARRIED,
        parameters=parameters, note="", flagged=False,  # those are about the other frame
    )  # fmt: skip
