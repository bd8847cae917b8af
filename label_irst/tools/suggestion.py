"""Suggestions under the pointer, for the tools that accept them by a click."""

from label_irst.document import Document
from label_irst.document.actions import suggestion_actions
from label_irst.document.edits.frame_edits import cropped
from label_irst.document.preview import Preview
from label_irst.tools.pointer import Pointer
from p2m_core.project import Prediction


def hover(document: Document, at: Pointer) -> bool:
    """Show the mask that a click here gives; False if nothing is suggested here.

    With Ctrl, a click ignores suggestions.
    """
    suggestions = document.suggestions
    suggestion = None if at.new_target else _under(document, at)
    if suggestion is None and suggestions.hovered is None:
        return False
    suggestions.hovered = suggestion
    growth = None
    if suggestion is not None:
        growth = suggestions.growth(suggestion, document.image, document.params)
    if growth is None:
        document.set_preview(None)
    else:
        x0, y0, mask = cropped(growth.path[: growth.step])
        document.set_preview(Preview(x0, y0, mask))
    return suggestion is not None


def accept(document: Document, at: Pointer) -> bool:
    """Accept the suggestion under the pointer; False if there is none."""
    suggestion = None if at.new_target else _under(document, at)
    if suggestion is not None:
        suggestion_actions.accept(document, [suggestion])
    return suggestion is not None


def reject(document: Document, at: Pointer) -> bool:
    """Reject the suggestion under the pointer; False if there is none."""
    suggestion = _under(document, at)
    if suggestion is not None:
        suggestion_actions.reject(document, suggestion)
    return suggestion is not None


def _under(document: Document, at: Pointer) -> Prediction | None:
    """The suggestion under the pointer; None also while masks are hidden."""
    if not document.display.masks_at(document.frame):
        return None
    return document.suggestions.at(at.x, at.y, at.reach)
