"""What the user does to the current frame: each function makes one edit of the document.

They return whether something was done; if not, `Document.message` has the reason.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from label_irst.document import floods
from label_irst.document.actions.ignored_actions import refuses_seed
from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.document.polarity import params_at
from label_irst.document.regrowth import EXCLUDED, INCLUDED, included, kept_out
from label_irst.i18n import tr
from p2m_core.errors import P2MError
from p2m_core.pamg import Growth, grow
from p2m_core.project import FrameState, Target, TargetState, list_targets, next_track, with_scr

PIXELS_A_NOTCH = 24  # of a mask; from twice as many on, a notch of the wheel moves several
STRIDE = 48.0  # pixels from one frame to the next; a click farther away is another object


def click(document: Document, x: float, y: float, new_target: bool = False) -> bool:
    """Grow a target from this seed.

    A mask that meets an existing target takes its place, so a second click corrects the first;
    `new_target` keeps both.
    """
    if not document.may_edit() or document.image is None:
        return False
    assert document.project is not None
    assert document.info is not None
    try:
        growth, before = growth_at(document, x, y, new_target)
    except P2MError as error:
        document.message.emit(str(error))
        return False
    if refuses_seed(document, *growth.seed):
        return False
    if before is not None:
        track = before.track
    elif new_target:
        track = next_track(document.project, document.info.id)
    else:
        track = track_at(document, x, y)
    target = frame_edits.grown_target(
        growth,
        document.params if new_target else params_at(document, before),
        document.info.id,
        document.frame,
        track,
        before.id if before else 0,
    )
    if before is not None:
        clicks = {INCLUDED: included(before), EXCLUDED: kept_out(before, growth.seed)}
        kept = {name: points for name, points in clicks.items() if points}
        target = replace(target, parameters={**target.parameters, **kept})
    return replace_target(
        document, frame_edits.REGROW if before else frame_edits.GROW, before, target, growth
    )


def growth_at(
    document: Document, x: float, y: float, new_target: bool = False
) -> tuple[Growth, Target | None]:
    """What a click would grow, and the target whose place it would take.

    Pixels that corrective clicks put into that target, or took out of it, stay so.
    """
    assert document.image is not None
    params = document.params if new_target else params_at(document, None)
    growth = grow(document.image, (x, y), params)
    if new_target:
        return growth, None
    before = met_by(document, *frame_edits.cropped(growth.path[: growth.step]))
    if before is not None:
        wanted, unwanted = included(before), kept_out(before, growth.seed)
        own = params_at(document, before)
        if wanted or unwanted or own != params:
            growth = grow(document.image, (x, y), own, wanted, unwanted)
    return growth, before


def replace_target(
    document: Document,
    label: str,
    before: Target | None,
    after: Target | None,
    growth: Growth | None = None,
) -> bool:
    """Put `after` in the place of `before`; small steps of one gesture become one step of undo."""
    if after is not None and document.image is not None:
        after = with_scr(after, document.image)
    edit = frame_edits.change_target(label, before, after, document.targets, document.state)
    return document.apply(edit, merge=label in frame_edits.MERGED, growth=growth)


def met_by(document: Document, x0: int, y0: int, mask: NDArray[np.bool_]) -> Target | None:
    """The target of the frame that shares most pixels with this mask; None if none does."""
    shared = [(frame_edits.shared(t, x0, y0, mask), t.id, t) for t in document.targets]
    most = max(shared, default=None)
    return most[2] if most and most[0] else None


def track_at(document: Document, x: float, y: float, besides: frozenset[int] = frozenset()) -> int:
    """The track that a new target at (x, y) belongs to.

    That is the nearest of the tracks that this frame lacks, in the neighbouring frames; where these
    hold no target, in the next ones before and after that do. Else it is a new one. Tracks in
    `besides`, those of other new targets of this frame, are left out.
    """
    assert document.project is not None
    assert document.info is not None
    taken = besides | {t.track for t in document.targets}
    near = [
        (math.hypot(t.centroid[0] - x, t.centroid[1] - y), t.track)
        for gap, targets in _targets_around(document)
        for t in targets
        if t.track not in taken
        if math.hypot(t.centroid[0] - x, t.centroid[1] - y) <= STRIDE * gap
    ]
    new = max(next_track(document.project, document.info.id), 1 + max(besides, default=0))
    return min(near)[1] if near else new


def _targets_around(document: Document) -> list[tuple[int, list[Target]]]:
    """The targets of the nearest frames with any, before and after, and their distances."""
    assert document.project is not None
    assert document.info is not None
    without = [FrameState.UNSEEN, FrameState.SUGGESTED, FrameState.VERIFIED_EMPTY]
    here, seen = document.frame, np.flatnonzero(~np.isin(document.states, without))
    around = []
    for frames in (seen[seen < here][::-1], seen[seen > here]):
        for frame in frames:
            if targets := list_targets(document.project, document.info.id, int(frame)):
                around.append((abs(int(frame) - here), targets))
                break
    return [a for a in around if a[0] == 1] or around


def growth_step(target: Target, growth: Growth) -> int:
    """Where on its path the target's mask is; a repainted one, by its area."""
    if target.algorithm == "pamg":
        return int(target.parameters.get("step", growth.step))
    return min(target.area, len(growth.path))


def scrub(document: Document, by: int) -> bool:
    """Walk the selected mask `by` pixels along its growth path, or its flood `by` levels."""
    growth, target = document.growth, document.selected
    if target is not None and target.algorithm == floods.ALGORITHM:
        return _move_level(document, target, by)
    if growth is None or target is None:
        return False
    return scrub_to(document, growth_step(target, growth) + by)


def turn(document: Document, notches: int) -> bool:
    """Walk along the path by turns of the wheel: a pixel each, in large masks a few per cent."""
    target = document.selected
    stride = 1 if target is None else max(1, target.area // PIXELS_A_NOTCH)
    return scrub(
        document, notches * (1 if target and target.algorithm == floods.ALGORITHM else stride)
    )


def to_rival(document: Document) -> bool:
    """Take the best step of the growth; from there, the best of clearly another size."""
    growth, target = document.growth, document.selected
    if growth is None or target is None:
        document.message.emit(
            tr("Select a mask that was grown: this key takes its next best size.")
        )
        return False
    here = growth_step(target, growth)
    goal = growth.rival if here == growth.step else growth.step
    if goal is None:
        document.message.emit(tr("No other size stands out on this growth path."))
        return False
    return scrub_to(document, goal)


def _move_level(document: Document, target: Target, by: int) -> bool:
    if not document.may_edit() or document.image is None:
        return False
    after = floods.stepped(target, document.image, by)
    return after is not None and replace_target(document, frame_edits.LEVEL, target, after)


def scrub_to(document: Document, step: int) -> bool:
    """Give the selected target the mask after `step` pixels of its growth path."""
    growth, target = document.growth, document.selected
    if growth is None or target is None or not document.may_edit():
        return False
    step = min(max(step, 1), len(growth.path))
    after = frame_edits.at_step(target, growth, step)
    if same_pixels(after, target):
        return False
    return replace_target(document, frame_edits.SCRUB, target, after, growth)


def same_pixels(a: Target, b: Target) -> bool:
    return a.box == b.box and np.array_equal(a.mask, b.mask)


def paint(document: Document, pixels: frame_edits.Pixels, erase: bool) -> bool:
    """Finish a stroke: add its pixels to the selected target, or take them away."""
    if not document.may_edit() or document.info is None:
        return False
    target = document.selected
    if target is None and erase:
        document.message.emit(tr("Select the target to erase from."))
        return False
    row, column = min(pixels)
    track = target.track if target else track_at(document, column, row)
    after = frame_edits.painted(target, pixels, erase, document.info.id, document.frame, track)
    if target is not None and after is not None and same_pixels(after, target):
        return False
    return replace_target(
        document, frame_edits.ERASE if erase else frame_edits.BRUSH, target, after
    )


def reshape(document: Document, larger: bool) -> bool:
    """Grow or shrink the selected mask by one pixel all around."""
    target = document.selected
    if target is None:
        document.message.emit(tr("Select the target whose mask is to grow or shrink."))
        return False
    if not document.may_edit() or document.image is None:
        return False
    pixels = frame_edits.reshaped(target, document.image.shape, larger)
    if not pixels:  # one pixel is a target; none is not
        pixels = {frame_edits.strongest(frame_edits.pixels_of(target), document.image)}
    after = frame_edits.repainted(target, pixels, frame_edits.RESHAPE)
    if same_pixels(after, target):
        if target.area == 1:
            document.message.emit(tr("One pixel is left: it cannot shrink."))
        return False
    return replace_target(document, frame_edits.RESHAPE, target, after)


def delete_selected(document: Document) -> bool:
    if document.selected is None or not document.may_edit():
        return False
    return replace_target(document, frame_edits.DELETE, document.selected, None)


def accept(document: Document) -> bool:
    """Accept the frame, if it has a target that is more than a suggestion."""
    if not document.may_edit() or document.info is None:
        return False
    if all(t.state is TargetState.SUGGESTED for t in document.targets):
        text = tr("Nothing to accept: click a target, or press E if the frame is empty.")
        if document.suggestions.shown:
            text = tr("Accept the suggestions first, or some of them, or call the frame empty.")
        document.message.emit(text)
        return False
    edit = frame_edits.accept_frame(
        document.info.id, document.frame, document.targets, document.state
    )
    done = document.apply(edit) if edit.targets or edit.frames else True
    if done:
        document.model_errors.reviewed(edit.frame)
    return done


def mark(document: Document, label: str, state: FrameState) -> bool:
    """Give the frame a state of its own: verified empty, uncertain, not reviewed."""
    if not document.may_edit() or document.info is None:
        return False
    if state is FrameState.VERIFIED_EMPTY and document.targets:
        text = tr("Delete the targets of this frame before calling it empty.")
        document.message.emit(text)
        return False
    frame, before = document.frame, document.state
    edit = frame_edits.mark_frame(label, document.info.id, frame, before, state)
    done = before is state or document.apply(edit)
    if done and state in (FrameState.VERIFIED_EMPTY, FrameState.UNCERTAIN):
        document.model_errors.reviewed(frame)
    return done
