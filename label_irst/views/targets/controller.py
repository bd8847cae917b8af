"""The Edit menu, and the commands that change the selected target's mask."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from label_irst.document import Document
from label_irst.document.actions import frame_actions, range_actions
from label_irst.views.commands import Doings, undo_text
from label_irst.views.picture.canvas import Canvas
from label_irst.views.targets.growth_curve import GrowthCurve


class TargetsController(QObject):
    def __init__(
        self, document: Document, views: Sequence[Canvas], curve: GrowthCurve,
        actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        super().__init__(document)
        self._document, self._curve = document, curve
        self._undo, self._redo, self._growth = (actions[n] for n in ("undo", "redo", "growth"))
        self._growth.setChecked(curve.wanted)
        for view in views:
            view.scrubbed.connect(partial(frame_actions.scrub, document))
        document.frame_changed.connect(self._refresh_history)
        document.targets_changed.connect(self._refresh_history)
        self._refresh_history()

    def commands(self) -> Doings:
        document = self._document
        return {
            "redo": document.redo,
            "delete": self._delete,
            "deselect": self._deselect,
            "growth": self._show_growth,
            "shrink": partial(frame_actions.scrub, document, -1),
            "grow": partial(frame_actions.scrub, document, +1),
            "erode": partial(frame_actions.reshape, document, larger=False),
            "dilate": partial(frame_actions.reshape, document, larger=True),
        }

    def _delete(self) -> None:
        document = self._document
        in_range = document.range_here is not None
        (range_actions.delete if in_range else frame_actions.delete_selected)(document)

    def _deselect(self) -> None:
        """Let go of the chosen frames first, then of the selected target."""
        document = self._document
        if document.range is not None:
            document.choose_range(None)
        else:
            document.select(None)

    def _show_growth(self) -> None:
        self._curve.wanted = self._growth.isChecked()
        self._curve.refresh()

    def _refresh_history(self) -> None:
        """Name the next edit in the Undo and Redo entries."""
        project = self._document.project
        undo = project.undo_label if project is not None else None
        redo = project.redo_label if project is not None else None
        for action, word, label in (
            (self._undo, self.tr("&Undo"), undo),
            (self._redo, self.tr("&Redo"), redo),
        ):
            action.setEnabled(label is not None)
            action.setText(word + (f" {undo_text(label)}" if label else ""))
