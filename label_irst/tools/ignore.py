"""The Ignore tool: a drag draws a box to ignore; a click on a region lets it go."""

from label_irst.document import Document
from label_irst.document.actions import ignored_actions
from label_irst.i18n import tr
from label_irst.tools.box import box_of, outlined
from label_irst.tools.pointer import Pointer


class IgnoreTool:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._start: tuple[int, int] | None = None
        self._on: object = None  # the picture on which the box was begun

    def hover(self, at: Pointer) -> None:
        pass

    def press(self, at: Pointer) -> None:
        self._start, self._on = at.pixel, self._document.image
        self.drag(at)

    def drag(self, at: Pointer) -> None:
        if self._on is not self._document.image:
            self.leave()  # a key has changed the frame: the box is not meant for this one
        if self._start is None:
            return
        self._document.set_preview(outlined(box_of(self._start, at.pixel)))

    def release(self, at: Pointer) -> None:
        self.drag(at)
        start, document = self._start, self._document
        self._start = None
        document.set_preview(None)
        if start is None or document.image is None:
            return
        region = document.ignored.at(document.frame, at.x, at.y)
        if start != at.pixel:
            mask = ignored_actions.box_mask(document.image.shape, box_of(start, at.pixel))
            if mask.any():
                ignored_actions.ignore(document, mask)
        elif region is not None:
            ignored_actions.stop_ignoring(document, [region])
        else:
            document.message.emit(tr("Drag a box around what is to be ignored."))

    def leave(self) -> None:
        self._start = None
        self._document.set_preview(None)

    def takes(self, command: str) -> bool:
        if self._start is None or command != "deselect":
            return False
        self.leave()
        return True
