"""Chosen frames: the keys that choose them, what acts on all of them, and the words for it.

The commands are those of one frame. While the frame on show is among the chosen ones, they act on
all of these, and their texts say so.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from label_irst.document import Document, ranges
from label_irst.document.actions import carry, range_actions, track_actions
from label_irst.document.edits import propagation_edits, track_edits
from label_irst.jobs.filling import filled
from label_irst.jobs.track_work import copied
from label_irst.views.commands import Doings, keys_in_force, menus, plain, set_keys
from label_irst.views.targets.track_jobs import TrackJobs
from p2m_core.project import Target

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
            document.targets_changed, document.doubt_changed,
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
        if not self._may_choose():
            return
        ends = list(document.range or (document.frame, document.frame))
        ends[end] = document.frame
        if ends[0] > ends[1]:
            ends = [document.frame, document.frame]
        document.choose_range((ends[0], ends[1]))

    def _may_choose(self) -> bool:
        """Whether a sequence of frames is on show; of single images a message says what to do."""
        document = self._document
        if document.images:
            text = self.tr(
                "Frames are chosen within a sequence; for images use Annotate > Accept frames."
            )
            document.message.emit(text)
        return document.info is not None and not document.images

    def _choose_all(self) -> None:
        """Choose the frames of the active track, from its first to its last; without one, all."""
        document = self._document
        if not self._may_choose():
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
        elif gaps := track_actions.gaps(document):
            self._find(gaps, partial(track_actions.store_filled, document, gaps))

    def _interpolate(self) -> None:
        if self._jobs.may_start():
            found = range_actions.to_interpolate(self._document)
            self._refill(track_edits.INTERPOLATE, found)

    def _refill(self, label: str, found: range_actions.Refill | None) -> None:
        if found is not None:
            done = partial(range_actions.store_refilled, self._document, label, found)
            self._find(found.gaps, done)

    def _find(self, gaps: list[tuple[Target, Target]], done: Callable[[Any], object]) -> None:
        """Look for the target in the gaps, and hand over what was found."""
        document = self._document
        assert document.info is not None
        skip = track_actions.verified_empty(document)
        known = propagation_edits.others(document, {gaps[0][0].track})
        work = partial(filled, document.info.path, gaps, skip, document.params, known)
        self._jobs.start(work, done, self.tr("Filling"))

    def _copy(self) -> None:
        """Copy the selected mask over the chosen frames; else to the next frame."""
        document = self._document
        if document.range_here is None:
            carry.to_next_frame(document)
            return
        found = range_actions.to_copy(document) if self._jobs.may_start() else None
        if found is not None and document.info is not None:
            work = partial(copied, document.info.path, *found)
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
