"""Suggestions under the pointer, for the tools that take them with a click."""

from label_irst.document import Document
from label_irst.document.actions import suggestion_actions
from label_irst.document.edits.frame_edits import cropped
from label_irst.document.preview import Preview
from label_irst.tools.pointer import Pointer


def hover(document: Document, at: Pointer) -> bool:
    """Show the mask that a click on the ghost under the pointer gives; False where there is none.

    With Ctrl, a click is meant for the picture, whatever is suggested there.
    """
    suggestions = document.suggestions
    ghost = None if at.new_target else suggestions.at(at.x, at.y, at.reach)
    if ghost is None and suggestions.hovered is None:
        return False
    suggestions.hovered = ghost
    growth = None if ghost is None else suggestions.growth(ghost)
    if growth is None:
        document.set_preview(None)
    else:
        x0, y0, mask = cropped(growth.path[: growth.step])
        document.set_preview(Preview(x0, y0, mask))
    return ghost is not None


def accept(document: Document, at: Pointer) -> bool:
    """Accept the ghost under the pointer; False where there is none."""
    ghost = None if at.new_target else document.suggestions.at(at.x, at.y, at.reach)
    if ghost is not None:
        suggestion_actions.accept(document, [ghost])
    return ghost is not None


def reject(document: Document, at: Pointer) -> bool:
    """Reject the ghost under the pointer; False where there is none."""
    ghost = document.suggestions.at(at.x, at.y, at.reach)
    if ghost is not None:
        suggestion_actions.reject(document, ghost)
    return ghost is not None
