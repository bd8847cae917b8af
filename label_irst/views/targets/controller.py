"""The Edit menu, and the commands that change the selected target's mask."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from label_irst.document import Document, polarity
from label_irst.document.actions import frame_actions, range_actions
from label_irst.document.looks import track_name
from label_irst.views.commands import Doings, undo_text
from label_irst.views.picture.canvas import Canvas
from label_irst.views.targets.growth_curve import GrowthCurve


class TargetsController(QObject):
    def __init__(
        self, document: Document, views: Mapping[str, Canvas], curve: GrowthCurve,
        actions: dict[str, QAction], stops: Sequence[Callable[[], bool]],
    ) -> None:  # fmt: skip
        """`views` are called "global" and "detail".

        `stops` take back what goes on and has stored nothing yet; they return whether it did.
        """
        super().__init__(document)
        self._document, self._curve, self._views, self._stops = document, curve, views, stops
        self._undo, self._redo, self._growth = (actions[n] for n in ("undo", "redo", "growth"))
        self._growth.setChecked(curve.wanted)
        for view in views.values():
            view.scrubbed.connect(partial(self._in_sight, frame_actions.turn))
        document.frame_changed.connect(self._refresh_history)
        document.targets_changed.connect(self._refresh_history)
        self._refresh_history()

    def commands(self) -> Doings:
        document = self._document
        return {
            "undo": self._take_back,
            "redo": document.redo,
            "delete": self._delete,
            "deselect": self._deselect,
            "growth": self._show_growth,
            "shrink": partial(self._in_sight, frame_actions.scrub, -1),
            "grow": partial(self._in_sight, frame_actions.scrub, +1),
            "rival": partial(self._in_sight, frame_actions.to_rival),
            "polarity": partial(polarity.choose_next, document),
            "erode": partial(self._in_sight, frame_actions.reshape, False),
            "dilate": partial(self._in_sight, frame_actions.reshape, True),
        }

    def _take_back(self) -> None:
        if not any(stop() for stop in self._stops):
            self._document.undo()

    def _in_sight(self, do: Callable[..., object], *how: object, anywhere: bool = False) -> None:
        """``do(document, *how)``; but first of all show the target, where the detail view does not.

        `anywhere`: it may also be in the global view.
        """
        target = self._document.selected
        views = self._views.values() if anywhere else [self._views["detail"]]
        if target is None or any(view.shows(*target.centroid) for view in views):
            do(self._document, *how)
            return
        self._views["detail"].centre_on(*target.centroid)
        name = track_name(self._document.looks, target.track)
        text = self.tr("{track} was out of sight, and is unchanged: once more changes it.")
        self._document.message.emit(text.format(track=name))

    def _delete(self) -> None:
        if self._document.range_here is not None:
            range_actions.delete(self._document)
        else:
            self._in_sight(frame_actions.delete_selected, anywhere=True)

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
