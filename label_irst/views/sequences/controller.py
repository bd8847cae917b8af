"""Steps between frames and between sequences; single images are stepped through like frames.

A step beyond the last frame of a video stays there, so that its end is noticed. From a single
image, it goes to the next sequence.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QWidget

from label_irst.document import Document
from label_irst.document.row import Row, row_of
from label_irst.views.commands import Doings, key_text
from label_irst.views.sequences.box import SequenceBox
from label_irst.views.sequences.removing import ask_and_remove
from p2m_core.project import FrameState, next_unlabelled, sequence_at_step

UNLABELLED = (FrameState.UNSEEN, FrameState.SUGGESTED)


class SequencesController(QObject):
    removing = Signal()  # sequences go: end what works on them

    def __init__(
        self, window: QWidget, document: Document, show: Callable[[int], bool],
        actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        """`show` shows a sequence, and returns False if it cannot be opened."""
        super().__init__(window)
        self._window, self._document, self._show, self._actions = window, document, show, actions
        self._tried = 0  # a sequence that could not be opened: the next step starts from it
        self._from_image = False
        self.box = SequenceBox(document, self.show, self._remove_one, actions["project-page"])
        document.leaving_sequence.connect(self._leave)
        document.image_wanted.connect(self.show)
        document.sequence_changed.connect(self._arrive)

    def commands(self) -> Doings:
        steps = {"next": 1, "previous": -1, "next-10": 10, "previous-10": -10}
        document = self._document
        return {
            **{name: partial(self.step, by) for name, by in steps.items()},
            "first": lambda: row_of(document).go_to(0),
            "last": lambda: row_of(document).go_to(row_of(document).size - 1),
            "go-to": self._ask_frame,
            "next-unlabelled": partial(self._say_unlabelled, 1),
            "previous-unlabelled": partial(self._say_unlabelled, -1),
            "next-sequence": partial(self.step_sequence, 1),
            "previous-sequence": partial(self.step_sequence, -1),
            "go-to-sequence": self.box.showPopup,
        }

    def step(self, by: int) -> None:
        """Show the frame `by` frames on; from a single image, the next sequence."""
        document = self._document
        last = document.states.size - 1
        if last == 0:
            self.step_sequence(by)
            return
        if document.frame == (last if by > 0 else 0):
            self._show_way_on(by)
        document.step(by)

    def _say_unlabelled(self, by: int) -> None:
        if said := self.next_unlabelled(by):
            self._document.message.emit(said)

    def next_unlabelled(self, by: int) -> str:
        """Show the next frame without a label, or the one before (`by` below 0).

        After the last one of this sequence come those of the others; then those on the other side
        of this frame. Returns what to say of it, "" where it is the plain next one.
        """
        document, project = self._document, self._document.project
        row = row_of(document)
        if project is None or not row.size:
            return ""
        left = _unlabelled(row)
        ahead = left[left > row.here] if by > 0 else left[left < row.here]
        if ahead.size:
            row.go_to(int(ahead[0 if by > 0 else -1]))
            return ""
        ids = [image.id for image in document.images.row] or [self.here]
        other = next_unlabelled(project, ids[-1 if by > 0 else 0], by)
        if other is not None and other not in ids and self.show(other):
            row = row_of(document)
            if (left := _unlabelled(row)).size:
                row.go_to(int(left[0 if by > 0 else -1]))
            name = document.info.name if document.info is not None else ""
            return self.tr("The next frame without a label is in {name}.").format(name=name)
        if not left.size:
            return self.tr("Every frame has a label.")
        if left.size == 1 and left[0] == row.here:
            return self.tr("This is the only frame without a label.")
        row.go_to(int(left[0 if by > 0 else -1]))
        return self.tr("From the start again.") if by > 0 else self.tr("From the end again.")

    def step_sequence(self, by: int) -> None:
        """Show the sequence `by` sequences on."""
        project = self._document.project
        if project is None or not self.here:
            return
        goal = sequence_at_step(project, self.here, by)
        if goal is None:
            first = self.tr("This is the first sequence.")
            self._document.message.emit(self.tr("This is the last sequence.") if by > 0 else first)
            return
        self.show(goal)

    def show(self, id: int) -> bool:
        """Show a sequence; if it cannot be opened, the next step starts from it."""
        shown = self._show(id)
        self._tried = 0 if shown else id
        return shown

    def remove(self, ids: list[int], over: QWidget) -> bool:
        """Ask, in front of a widget, and remove sequences from the project."""
        return ask_and_remove(self._document, ids, over, self.removing.emit)

    def _remove_one(self, id: int) -> None:
        self.remove([id], self._window)

    @property
    def here(self) -> int:
        """The number of the open sequence, or of the one that could not be opened; 0 for none."""
        info = self._document.info
        return self._tried or (info.id if info is not None else 0)

    @property
    def image_to_image(self) -> bool:
        """Whether one single image followed another: the zoom then stays, as between frames."""
        return self._from_image and self._document.states.size == 1

    def _ask_frame(self) -> None:
        row = row_of(self._document)
        if row.size == 0:
            return
        title = self.tr("Go to image") if row.images else self.tr("Go to frame")
        text = self.tr("Image, 1 to {count}") if row.images else self.tr("Frame, 1 to {count}")
        place, chosen = QInputDialog.getInt(
            self._window, title, text.format(count=row.size), row.here + 1, 1, row.size
        )
        if chosen:
            row.go_to(place - 1)

    def _show_way_on(self, by: int) -> None:
        project = self._document.project
        if project is None or sequence_at_step(project, self.here, by) is None:
            return
        key = key_text(
            self._actions["next-sequence" if by > 0 else "previous-sequence"].shortcut().toString()
        )
        text = (
            self.tr("This is the last frame. The next sequence: {key}")
            if by > 0
            else self.tr("This is the first frame. The sequence before: {key}")
        )
        self._document.message.emit(text.format(key=key or self.tr("Go menu")))

    def _leave(self) -> None:
        self._from_image = self._document.states.size == 1

    def _arrive(self) -> None:
        self._tried = 0
        if self._document.info is None:
            self._from_image = False


def _unlabelled(row: Row) -> NDArray[np.int64]:
    """The places in the row that nobody has labelled."""
    return np.flatnonzero(np.isin(row.states, UNLABELLED))
