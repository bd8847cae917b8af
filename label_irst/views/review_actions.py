"""Space, and accepting more than one frame."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.review import accept
from label_irst.review.queue import go_to_worst
from label_irst.views.review_panel import ReviewPanel
from p2m_core.errors import P2MError


class ReviewActions(QObject):
    """`dock` puts the review list beside `front`, what the dock showed so far."""

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._last = 0  # the target that was shown last
        self.panel = ReviewPanel(document)

    def dock(self, front: QWidget) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(front, self.tr("Frame"))
        tabs.addTab(self.panel, self.tr("Review"))
        return tabs

    def commands(self) -> dict[str, Callable[[], object]]:
        return {
            "next-review": self.next,
            "accept-track": partial(accept.accept_track, self._document),
            "accept-range": self._accept_range,
        }

    @property
    def reviewing(self) -> bool:
        """Whether the list is in front: then Accept goes on in it, not to the next frame."""
        return self.panel.isVisible()

    def next(self) -> None:
        """Show the worst target left; of those in the list, where that is in front."""
        chosen = self.panel.filter() if self.reviewing else (0, 0)
        shown = go_to_worst(self._document, *chosen, self._last)
        if shown is None and chosen == (0, 0):
            shown = self._in_another_sequence()
        if shown is None:
            self._document.message.emit(self.tr("Nothing is left to review."))
        self._last = shown or 0

    def _in_another_sequence(self) -> int | None:
        """Go on where a model was wrong, if there is nothing else left here."""
        document = self._document
        other = document.model_errors.elsewhere()
        if other is None or document.project is None:
            return None
        try:
            document.open_sequence(document.project.sequence(other))
        except P2MError as error:
            document.message.emit(str(error))
            return 0
        return go_to_worst(document)

    def _accept_range(self) -> None:
        count = self._document.states.size
        if not count or not self._document.may_edit():
            return
        dialog = QDialog(self._window)
        dialog.setWindowTitle(self.tr("Accept frames"))
        first, last = QSpinBox(), QSpinBox()
        for box, value in ((first, self._document.frame + 1), (last, count)):
            box.setRange(1, count)
            box.setValue(value)
        form = QFormLayout()
        form.addRow(self.tr("From frame"), first)
        form.addRow(self.tr("To frame"), last)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Accept"))
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.addLayout(form)
        layout.addWidget(buttons)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            low, high = sorted((first.value(), last.value()))
            accept.accept_range(self._document, low - 1, high - 1)
