"""The Track menu: ask what an action needs, then run it at once or in a job."""

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)

from label_irst.document import Document
from label_irst.document.actions import track_actions
from label_irst.document.looks import PALETTE, track_colour, track_name
from label_irst.i18n import masks, span
from label_irst.jobs import track_work
from label_irst.views.commands import Doings, set_icon
from label_irst.views.targets.track_jobs import TrackJobs
from label_irst.views.targets.track_panel import TrackPanel
from p2m_core.project import TrackInfo, list_tracks

BUTTONS = (
    "split-track", "merge-tracks", "swap-tracks", "fill-gaps", "regrow-track", "delete-track",
)  # fmt: skip
MENU = (
    "split-track", "merge-tracks", "swap-tracks", "fill-gaps", "interpolate", "regrow-track", "",
    "rename-track", "colour-track", "", "delete-before", "delete-after", "delete-track",
)  # fmt: skip


class TracksController(QObject):
    """Acts on the document's active track; `window` is the parent of dialogs."""

    def __init__(
        self, window: QWidget, document: Document, jobs: TrackJobs, panel: TrackPanel,
        actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._document, self._panel = window, document, panel
        self._jobs = jobs
        self._tried = 0
        self._fill_panel(actions)

    def commands(self) -> Doings:
        document = self._document
        return {
            "split-track": partial(track_actions.split, document),
            "merge-tracks": self._merge,
            "swap-tracks": self._swap,
            "regrow-track": self._regrow,
            "rename-track": self._rename,
            "colour-track": self._choose_colour,
            "delete-before": partial(track_actions.delete_before, document),
            "delete-after": partial(track_actions.delete_after, document),
            "delete-track": partial(track_actions.delete, document),
        }

    def _fill_panel(self, actions: dict[str, QAction]) -> None:
        """Set the buttons and the menu of the list of tracks."""
        for name in BUTTONS:
            set_icon(actions[name])
        separators = {i: QAction(self) for i, name in enumerate(MENU) if not name}
        for separator in separators.values():
            separator.setSeparator(True)
        menu = [separators.get(i) or actions[name] for i, name in enumerate(MENU)]
        self._panel.set_actions([actions[name] for name in BUTTONS], menu)
        self._panel.colour_asked.connect(self._offer_colours)

    def _name(self, track: int) -> str:
        return track_name(self._document.looks, track)

    # Two tracks

    def _others(self) -> list[TrackInfo]:
        project, sequence = track_actions.opened(self._document)
        return [t for t in list_tracks(project, sequence) if t.track != self._document.active_track]

    def _pair_here(self) -> int | None:
        """The other one of the two tracks in this frame: then there is nothing to ask.

        Without an active track, the one with the lower number becomes it.
        """
        document = self._document
        here = sorted({t.track for t in document.targets})
        if len(here) != 2 or document.active_track not in (None, *here):
            return None
        if document.active_track is None:
            document.select_track(here[0])
        return here[1] if document.active_track == here[0] else here[0]

    def _choose(self, title: str, text: str, others: list[TrackInfo]) -> int | None:
        """Ask for one of `others`, the likeliest first."""
        if not others:
            self._document.message.emit(self.tr("There is no other track."))
            return None
        words = [f"{self._name(t.track)}   {span(t.first, t.last)}" for t in others]
        chosen, done = QInputDialog.getItem(self._window, title, text, words, 0, False)
        return others[words.index(chosen)].track if done else None

    def _merge(self) -> None:
        """Where this frame has two tracks, the active one takes in the other, and its targets stay.

        Else ask which one, and whose targets stay where both have one.
        """
        here = self._pair_here()
        if here is not None:
            self._merge_here(here)
            return
        mine, track = track_actions.active_frames(self._document), self._document.active_track
        if not mine.size or track is None:
            return
        first, last = int(mine[0]), int(mine[-1])
        # The nearest in time is most often the same object, found again.
        others = sorted(self._others(), key=lambda t: abs(max(t.first - last, first - t.last)))
        apart = [t for t in others if t.first > last or t.last < first]
        others = apart + [t for t in others if t not in apart]
        name = self._name(track)
        text = self.tr("Which track becomes part of {track}?").format(track=name)
        other = self._choose(self.tr("Merge tracks"), text, others)
        if other is None:
            return
        both = track_actions.clashes(self._document, other)
        keep_other = self._ask_who_stays(track, other, both) if both else False
        if keep_other is not None:
            track_actions.merge(self._document, other, keep_other)

    def _merge_here(self, other: int) -> None:
        document, names = self._document, self._document.looks
        if not track_actions.active_frames(document).size:
            return
        both, name = track_actions.clashes(document, other), track_name(names, other)
        if track_actions.merge(document, other, keep_other=False):
            mine = self._name(document.active_track or 0)
            text = self.tr(
                "{other} is part of {one} now; where both had a target, that of {one} stayed: "
                "in {count} frames."
            )
            document.message.emit(text.format(one=mine, other=name, count=len(both)))

    def _ask_who_stays(self, mine: int, other: int, both: list[int]) -> bool | None:
        """Ask whose targets stay where both have one; True: the other track's, None: cancelled."""
        text = self.tr(
            "{one} and {other} both have a target in {count} frames, first in frame {frame}."
        )
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Merge tracks"))
        box.setText(
            text.format(
                one=self._name(mine), other=self._name(other), count=len(both), frame=both[0] + 1
            )
        )
        box.setInformativeText(self.tr("Which track keeps its targets there?"))
        buttons = [QPushButton(self._name(track)) for track in (mine, other)]
        for button in buttons:
            box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        clicked = box.clickedButton()
        return None if clicked not in buttons else clicked is buttons[1]

    def _swap(self) -> None:
        document = self._document
        pair = self._pair_here()
        if not track_actions.active_frames(document).size:
            return
        if pair is not None:
            if track_actions.swap(document, pair):
                text = self.tr("{one} and {other} have changed places, from this frame on.")
                names = [self._name(track) for track in sorted((pair, document.active_track or 0))]
                text = text.format(one=names[0], other=names[1])
                document.message.emit(text)
            return
        here = {t.track: t.centroid for t in document.targets}
        at = document.selected.centroid if document.selected is not None else None

        def distance(track: int) -> float:
            if at is None or track not in here:
                return np.inf
            return float(np.hypot(here[track][0] - at[0], here[track][1] - at[1]))

        others = [t for t in self._others() if t.last >= document.frame]
        others.sort(key=lambda t: distance(t.track))
        text = self.tr("Which track changes places with {track}, from this frame on?")
        name = self._name(document.active_track or 0)
        other = self._choose(self.tr("Swap tracks"), text.format(track=name), others)
        if other is not None:
            track_actions.swap(document, other)

    # Names and colours

    def _rename(self) -> None:
        if track_actions.active_frames(self._document).size:
            self._panel.edit_name(self._document.active_track or 0)

    def _choose_colour(self) -> None:
        if track_actions.active_frames(self._document).size:
            track = self._document.active_track or 0
            self._offer_colours(track, self._panel.place_of(track))

    def _offer_colours(self, track: int, at: QPoint) -> None:
        words = (
            self.tr("Red"), self.tr("Blue"), self.tr("Yellow"), self.tr("Violet"), self.tr("Lime"),
            self.tr("Pink"), self.tr("Ochre"),
        )  # fmt: skip
        menu = QMenu(self._window)
        menu.setObjectName("track-colours")
        menu.aboutToHide.connect(menu.deleteLater)
        recolour = partial(track_actions.recolour, self._document, track)
        for word, colour in zip(words, PALETTE, strict=True):
            pixmap = QPixmap(12, 12)
            pixmap.fill(QColor(colour))
            menu.addAction(QIcon(pixmap), word, partial(recolour, colour))
        menu.addSeparator()
        menu.addAction(self.tr("Other…"), partial(self._ask_colour, track))
        menu.addAction(self.tr("By number"), partial(recolour, ""))
        menu.popup(at)

    def _ask_colour(self, track: int) -> None:
        now = QColor(track_colour(self._document.looks, track))
        chosen = QColorDialog.getColor(now, self._window, self.tr("Colour of the track"))
        if chosen.isValid():
            track_actions.recolour(self._document, track, chosen.name())

    # Jobs

    def _regrow(self) -> None:
        document = self._document
        everything = track_actions.regrowable(document, True) if self._jobs.may_start() else []
        if not everything or document.info is None:
            return
        grown = [t for t in everything if t.algorithm == track_actions.GROWN]
        drawn_too = self._ask_regrow(len(grown), len(everything) - len(grown))
        targets = everything if drawn_too else grown
        if drawn_too is None or not targets:
            return
        self._tried = len(targets)
        work = partial(track_work.regrown, document.info.path, targets, document.params)
        self._jobs.start(work, self._regrown, self.tr("Growing again"))

    def _ask_regrow(self, grown: int, drawn: int) -> bool | None:
        """Ask whether to regrow masks drawn by hand, too; None: cancelled."""
        params = self._document.params
        text = self.tr(
            "Grow {masks} of {track} again with the parameters set below: "
            "support {radius} px, form {form}?"
        )
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Regrow track"))
        box.setText(
            text.format(
                masks=masks(grown), track=self._name(self._document.active_track or 0),
                radius=f"{params.support_radius:g}", form=params.variant,
            )
        )  # fmt: skip
        also = QCheckBox(self.tr("Also the {count} drawn by hand").format(count=drawn))
        if drawn:
            box.setCheckBox(also)
        start = QPushButton(self.tr("Regrow"))
        box.addButton(start, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return also.isChecked() if box.clickedButton() is start else None

    def _regrown(self, pairs: Any) -> None:
        track_actions.store_regrown(self._document, self._tried, pairs)
