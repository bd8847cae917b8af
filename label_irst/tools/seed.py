"""The seed tool: shows under the pointer the mask that a click gives; a click stores it."""

from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits.frame_edits import cropped
from label_irst.document.preview import Preview
from label_irst.tools import suggestion
from label_irst.tools.pointer import Pointer
from p2m_core.errors import P2MError


class SeedTool:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._shown_for: tuple[object, ...] = ()

    def hover(self, at: Pointer) -> None:
        document = self._document
        if document.image is None:
            return
        if suggestion.hover(document, at):
            self._shown_for = ()
            return
        # The mask changes only when the pointer reaches another pixel.
        key = (at.pixel, at.new_target, document.frame, document.params, id(document.image))
        if key == self._shown_for and document.preview is not None:
            return
        self._shown_for = key
        try:
            growth, _ = frame_actions.growth_at(document, at.x, at.y, at.new_target)
        except P2MError:  # outside the picture, or NaN around it: nothing to preview
            document.set_preview(None)
            return
        x0, y0, mask = cropped(growth.path[: growth.step])
        document.set_preview(Preview(x0, y0, mask))

    def press(self, at: Pointer) -> None:
        self._document.set_preview(None)
        if suggestion.accept(self._document, at):
            return
        frame_actions.click(self._document, at.x, at.y, at.new_target)

    def drag(self, at: Pointer) -> None:
        pass

    def release(self, at: Pointer) -> None:
        pass

    def leave(self) -> None:
        self._document.set_preview(None)

    def takes(self, command: str) -> bool:
        return False
