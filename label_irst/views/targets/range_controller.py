"""Chosen frames: the keys that choose them, what acts on all of them, and the words for it.

The commands are those of one frame. While the frame on show is among the chosen ones, they act on
all of these, and their texts say so.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from label_irst.document import Document, ranges
from label_irst.document.actions import carry, range_actions, track_actions
from label_irst.document.edits import track_edits
from label_irst.jobs import track_work
from label_irst.views.commands import Doings, keys_in_force, menus, plain, set_keys
from label_irst.views.targets.track_jobs import TrackJobs

ON_TARGETS = ("delete", "accept", "carry", "fill-gaps", "interpolate")
ON_FRAMES = ("empty", "uncertain", "reset")


class RangeController(QObject):
    def __init__(self, document: Document, jobs: TrackJobs, actions: dict[str, QAction]) -> None:
        super().__init__(document)
        self._document, self._jobs, self._actions = document, jobs, actions
        self._commands = {c.name: c for menu in menus() for c in menu.commands if c}
        self._said = ""
        for signal in (
            document.range_changed, document.frame_changed, document.selection_changed,
            document.targets_changed,
        ):  # fmt: skip
            signal.connect(self._say)

    def commands(self) -> Doings:
        return {
            "range-start": partial(self._mark, 0),
            "range-end": partial(self._mark, 1),
            "range-all": self._choose_all,
            "carry": self._copy,
            "fill-gaps": self._fill,
            "interpolate": self._interpolate,
        }

    # Choosing

    def _mark(self, end: int) -> None:
        """Let the chosen frames start or end here; the other end stays, if it is on its side."""
        document = self._document
        if document.info is None or document.images:
            return
        ends = list(document.range or (document.frame, document.frame))
        ends[end] = document.frame
        if ends[0] > ends[1]:
            ends = [document.frame, document.frame]
        document.choose_range((ends[0], ends[1]))

    def _choose_all(self) -> None:
        """Choose the frames of the active track, from its first to its last; without one, all."""
        document = self._document
        if document.info is None or document.images:
            return
        runs = document.track_runs.runs.get(document.active_track or 0)
        if runs is None:
            document.choose_range((0, document.states.size - 1))
            return
        document.choose_range((int(runs[0, 0]), int(runs[-1, 1])))
        if document.range_here is None:
            document.message.emit(ranges.summary(document))

    # Jobs

    def _fill(self) -> None:
        """Fill the chosen frames anew; else the gap at this frame, or all gaps of the track."""
        document = self._document
        if not self._jobs.may_start():
            return
        if document.range_here is not None:
            self._refill(track_edits.REFILL, range_actions.to_refill(document))
            return
        gaps = track_actions.gaps(document)
        if gaps and document.info is not None:
            skip = track_actions.verified_empty(document)
            work = partial(track_work.filled, document.info.path, gaps, skip, document.params)
            done = partial(track_actions.store_filled, document, gaps)
            self._jobs.start(work, done, self.tr("Filling"))

    def _interpolate(self) -> None:
        if self._jobs.may_start():
            found = range_actions.to_interpolate(self._document)
            self._refill(track_edits.INTERPOLATE, found)

    def _refill(self, label: str, found: range_actions.Refill | None) -> None:
        document = self._document
        if found is None or document.info is None:
            return
        skip = track_actions.verified_empty(document)
        work = partial(track_work.filled, document.info.path, found.gaps, skip, document.params)

        def done(new: Any) -> None:
            range_actions.store_refilled(document, label, found, new)

        self._jobs.start(work, done, self.tr("Filling"))

    def _copy(self) -> None:
        """Copy the selected mask over the chosen frames; else to the next frame."""
        document = self._document
        if document.range_here is None:
            carry.to_next_frame(document)
            return
        found = range_actions.to_copy(document) if self._jobs.may_start() else None
        if found is not None and document.info is not None:
            work = partial(track_work.copied, document.info.path, *found)
            done = partial(range_actions.store_copies, document)
            self._jobs.start(work, done, self.tr("Copying"))

    # Words

    def _say(self) -> None:
        """Name in menus and tooltips what the commands act on now."""
        document, chosen = self._document, self._document.range_here
        frames = targets = ""
        if chosen is not None:
            frames = ranges.frames_text(*chosen)
            targets = f"{ranges.targets_text(document, *chosen)}, {frames}"
        if targets == self._said:
            return
        self._said, keys = targets, keys_in_force()
        for names, what in ((ON_TARGETS, targets), (ON_FRAMES, frames)):
            for name in names:
                command = self._commands[name]
                if what:
                    short = plain(command.text)
                    command = replace(command, tip=f"{short}: {what}")
                self._actions[name].setText(
                    f"{command.text}  ({frames})" if frames else command.text
                )
                set_keys(self._actions[name], command, keys[name])
