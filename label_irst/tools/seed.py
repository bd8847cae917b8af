"""The seed tool: shows under the pointer the mask that a click gives; a click stores it.

With Shift, a click adds its pixel to the selected target; with Ctrl it makes another target; with
Alt it does not snap to a peak beside it.
"""

from label_irst.document import Document
from label_irst.document.actions import corrections, frame_actions
from label_irst.document.edits.frame_edits import cropped
from label_irst.document.preview import Preview
from label_irst.document.snapping import aim_at
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
        if not at.adds and suggestion.hover(document, at):
            self._shown_for = ()
            return
        # The mask changes only when the pointer reaches another pixel.
        key = (
            at.pixel, at.new_target, at.adds, at.exact, at.reach, document.frame, document.params,
            id(document.image), document.selected,
        )  # fmt: skip
        if key == self._shown_for and document.preview is not None:
            return
        self._shown_for = key
        document.set_preview(
            corrections.preview_positive(document, at.x, at.y) if at.adds else self._seeded(at)
        )

    def _seeded(self, at: Pointer) -> Preview | None:
        aim = aim_at(self._document, at.x, at.y, at.reach, at.exact)
        try:
            growth, _ = frame_actions.growth_at(self._document, *aim.meant, at.new_target)
        except P2MError:  # outside the picture, or NaN around it: nothing to preview
            return None
        x0, y0, mask = cropped(growth.path[: growth.step])
        return Preview(x0, y0, mask, aim=aim)

    def press(self, at: Pointer) -> None:
        document = self._document
        document.set_preview(None)
        self._shown_for = ()
        if at.adds:
            corrections.positive_click(document, at.x, at.y)
        elif not suggestion.accept(document, at):
            aim = aim_at(document, at.x, at.y, at.reach, at.exact)
            frame_actions.click(document, *aim.meant, at.new_target)

    def drag(self, at: Pointer) -> None:
        pass

    def release(self, at: Pointer) -> None:
        pass

    def leave(self) -> None:
        self._document.set_preview(None)

    def takes(self, command: str) -> bool:
        return False
