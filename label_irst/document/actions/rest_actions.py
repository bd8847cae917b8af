"""Apply a corrected mask to the rest of its track: what to redo, and storing it as it comes."""

from collections.abc import Sequence

import numpy as np

from label_irst.document.actions.track_actions import opened, unchanged
from label_irst.document.document import Document
from label_irst.document.edits import track_edits
from label_irst.document.edits.track_edits import EditContext
from label_irst.document.looks import track_name
from label_irst.i18n import tr
from p2m_core.project import Edit, Stretch, Target, get_stretch, is_decided


def rest(document: Document) -> Stretch | None:
    """The stretch around the selected mask; None, and a message, where nothing is to be redone."""
    target = document.selected
    if target is None:
        document.message.emit(tr("Select the mask that the rest of its track is to follow."))
        return None
    if not document.may_edit():
        return None
    stretch = get_stretch(*opened(document), target.track, target.frame)
    if stretch.undecided:
        return stretch
    text = tr("{track} has no other mask around this one that is not by hand or accepted.")
    document.message.emit(text.format(track=track_name(document.looks, target.track)))
    return None


def corrected(document: Document, edit: Edit) -> Target | None:
    """The mask on show that `edit` has set by hand, if it is all that it changes."""
    after = [change.after for change in edit.targets]
    target = after[0] if len(after) == 1 else None
    shown = document.selected
    if target is None or shown is None or shown.id != target.id or not is_decided(target):
        return None
    before = edit.targets[0].before
    if before is not None and before.box == target.box and (before.mask == target.mask).all():
        return None  # its state or description changed
    return target


def store(
    document: Document, frame: int, pairs: Sequence[tuple[Target, Target]], first: bool
) -> int:
    """Store what was found so far, and return how many masks that changes.

    It is one step of undo, made in `frame`. Masks that the user changed meanwhile stay.
    """
    new = unchanged(document, pairs)
    if not new:
        return 0
    some = np.ones(document.states.size, np.int64)  # each frame keeps its targets
    context = EditContext(opened(document)[1], frame, document.states, some)
    edit = track_edits.put(track_edits.REMASK, context, new)
    return len(new) if document.apply(edit, extend=not first, stay=True) else 0
