"""Decisions on frames: Accept, Empty, Uncertain, Space, and accepting several frames at once."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.document.actions import frame_actions, range_actions
from label_irst.document.edits import frame_edits
from label_irst.document.row import row_of
from label_irst.document.suggestions import THRESHOLD
from label_irst.review import accept
from label_irst.review.entry import Entry
from label_irst.review.everywhere import next_place, show_here
from label_irst.review.queue import LATER, go_to_worst
from label_irst.views.commands import Doings
from label_irst.views.review.asking import ask
from label_irst.views.review.panel import ReviewPanel
from label_irst.views.sequences.controller import SequencesController
from label_irst.views.widgets.placing import close_by_keys
from p2m_core.errors import P2MError
from p2m_core.project import FrameState, next_to_review

MOST_TRIES = 5  # sequences whose images cannot be opened, at one press of a key


class ReviewController(QObject):
    def __init__(
        self, window: QWidget, document: Document, sequences: SequencesController,
        panel: ReviewPanel,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._document = window, document
        self._sequences, self.panel = sequences, panel
        self._ask = partial(ask, window, document)
        self._last = 0  # the target shown last
        self.panel.wanted.connect(self._go_to)

    def commands(self) -> Doings:
        return {
            "next-review": self.next,
            "accept": self._accept_and_go_on,
            "accept-track": partial(accept.accept_track, self._document, self._ask),
            "accept-range": self._accept_range,
            "empty": partial(
                self._mark_and_go_on, frame_edits.VERIFY_EMPTY, FrameState.VERIFIED_EMPTY
            ),
            "uncertain": partial(self._mark_and_go_on, frame_edits.UNCERTAIN, FrameState.UNCERTAIN),
            "reset": self._reset_state,
        }

    @property
    def reviewing(self) -> bool:
        """Whether the review list is in front: Accept then goes on in it, not to the next frame."""
        return self.panel.isVisible()

    def next(self) -> None:
        """Show the worst target left; the worst of the list where that is in front.

        After the last one of a sequence, or of the single images in a row, go on in another one.
        """
        if not self._next():
            here = self._document.shown_state in LATER and not any(self._filter())
            nothing = self.tr("Nothing is left to review.")
            text = self.tr("Only this frame is left to review.") if here else nothing
            self._document.message.emit(text)

    def _filter(self) -> tuple[int, int]:
        """The reason and the track to review; 0 for any."""
        return self.panel.filter() if self.reviewing else (0, 0)

    def _next(self) -> bool:
        """Show what is left to review next; False if nothing is."""
        if self.reviewing and self.panel.everywhere:
            return self._next_everywhere()
        reason, track = self._filter()
        row = row_of(self._document)
        single = (row.images or row.size == 1) and not track
        shown = go_to_worst(self._document, reason, track, self._last, around=not single)
        if shown is None and not reason and not track:
            shown = self._in_another_sequence()
        if shown is None and single:
            shown = go_to_worst(self._document, reason, track, self._last)
        self._last = shown or 0
        return shown is not None

    def _next_everywhere(self) -> bool:
        """Show the next of the list over all sequences, or else a frame that was put off."""
        for _ in range(MOST_TRIES):
            found = self.panel.found()
            place = next_place(found, self._document, self._last)
            if place is None:
                shown = self._in_another_sequence()
                self._last = shown or 0
                return shown is not None
            if self._go_to(found.entry(place)):
                break
        return True  # or the banner says what cannot be opened

    def _go_to(self, entry: Entry) -> bool:
        """Show an entry of any sequence; those that cannot be opened are left out from then on."""
        document = self._document
        here = document.info is not None and document.info.id == entry.sequence
        if not here and not self._sequences.show(entry.sequence):
            self.panel.skipped.add(entry.sequence)
            self.panel.refresh()
            return False
        self._last = entry.id
        show_here(document, entry)
        return True

    def _in_another_sequence(self) -> int | None:
        """Show the next model error, or else the next sequence with a target left to review."""
        document, project = self._document, self._document.project
        if project is None or document.info is None:
            return None
        try:
            other = document.model_errors.elsewhere()
            if other in (None, self._sequences.here):
                here = [image.id for image in document.images.row] or [self._sequences.here]
                other = next_to_review(project, here[-1], THRESHOLD)
                other = None if other in here else other
        except P2MError as error:
            document.message.emit(str(error))
            return 0
        if other is None or other == document.info.id:
            return None
        if not self._sequences.show(other):
            return 0
        text = self.tr("To review next: {name}")
        document.message.emit(text.format(name=document.info.name))
        return go_to_worst(document)

    def _accept_and_go_on(self) -> None:
        if self._document.range_here is not None:
            accept.accept_chosen(self._document, self._ask)
        elif frame_actions.accept(self._document):
            self._go_on()

    def _mark_and_go_on(self, label: str, state: FrameState) -> None:
        if self._document.range_here is not None:
            range_actions.mark(self._document, label, state)
        elif frame_actions.mark(self._document, label, state):
            self._go_on()

    def _go_on(self) -> None:
        """Show the next entry of the review list where that is in front; else the next frame.

        After the last entry, show the next frame that nobody has labelled.
        """
        if not self.reviewing:
            self._sequences.step(+1)
        elif not self._next():
            said = self.tr("Nothing is left to review.") + " " + self._sequences.next_unlabelled(+1)
            self._document.message.emit(said.rstrip())

    def _reset_state(self) -> None:
        if self._document.range_here is not None:
            range_actions.mark(self._document, frame_edits.RESET, FrameState.UNSEEN)
            return
        state = FrameState.EDITED if self._document.targets else FrameState.UNSEEN
        frame_actions.mark(self._document, frame_edits.RESET, state)

    def _accept_range(self) -> None:
        row = row_of(self._document)
        count = row.size
        if not count or not self._document.may_edit():
            return
        dialog = QDialog(self._window)
        dialog.setWindowTitle(self.tr("Accept images") if row.images else self.tr("Accept frames"))
        first, last = QSpinBox(), QSpinBox()
        for box, value in ((first, row.here + 1), (last, count)):
            box.setRange(1, count)
            box.setValue(value)
        form = QFormLayout()
        form.addRow(self.tr("From image") if row.images else self.tr("From frame"), first)
        form.addRow(self.tr("To image") if row.images else self.tr("To frame"), last)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Accept"))
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.addLayout(form)
        layout.addWidget(buttons)
        close_by_keys(dialog)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            low, high = sorted((first.value(), last.value()))
            take = accept.accept_images if row.images else accept.accept_range
            take(self._document, low - 1, high - 1, self._ask)
