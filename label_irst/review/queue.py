"""The review queue: targets that nobody has accepted, and places where a model was wrong.

The most doubtful come first.
"""

from dataclasses import dataclass

import numpy as np

from label_irst.document import Document
from label_irst.document.model_errors import ModelError
from p2m_core.doubt import Reason
from p2m_core.project import FrameState, Target

LATER = {FrameState.SUGGESTED, FrameState.UNCERTAIN}
DOUBT_OF_MISSED = 0.6  # the label is more often right than the model


@dataclass(frozen=True)
class Entry:
    """A target to look at, or where `id` is below 0, a place `at` which a model was wrong."""

    id: int
    frame: int
    track: int
    doubt: float
    reason: int
    at: tuple[float, float] | None = None


def queue(
    document: Document, reason: int = 0, track: int = 0, most: int | None = None
) -> list[Entry]:
    """What is left, worst first; only what has one `reason`, or is of one `track`, if not 0."""
    lane = document.doubts
    lane.settle()
    left = ~lane.table.reviewed
    if reason:
        left &= lane.reason == reason
    if track:
        left &= lane.table.track == track
    which = np.flatnonzero(left)
    # Rounded, so that targets of equal doubt come in the order of their frames.
    order = np.lexsort((lane.table.frame[which], -np.round(lane.doubt[which], 3)))
    entries = [
        Entry(
            int(lane.table.id[i]), int(lane.table.frame[i]), int(lane.table.track[i]),
            float(lane.doubt[i]), int(lane.reason[i]),
        )
        for i in which[order][:most]
    ]  # fmt: skip
    errors = [] if track else [_entry(error) for error in document.model_errors.entries]
    if errors := [entry for entry in errors if not reason or entry.reason == reason]:
        entries = sorted([*entries, *errors], key=lambda e: (-round(e.doubt, 3), e.frame))
    return entries[:most]


def _entry(error: ModelError) -> Entry:
    reason = Reason.MISSED if error.missed else Reason.FALSE_ALARM
    doubt = DOUBT_OF_MISSED if error.missed else error.score
    return Entry(error.id, error.frame, 0, doubt, int(reason), (error.x, error.y))


def go_to_worst(
    document: Document, reason: int = 0, track: int = 0, last: int = 0, around: bool = True
) -> int | None:
    """Show the worst of what is left; the next one, where that is shown or was the `last` shown.

    After the last one comes the next frame with suggestions, or that was put off as uncertain;
    then, if `around`, the first one again. Returns the number of the entry, 0 for a frame without
    one, None when nothing is left.
    """
    entries = queue(document, reason, track)
    here = document.selected.id if document.selected is not None else 0
    if any(entry.id == last < 0 and entry.frame == document.frame for entry in entries):
        here = last  # at such a place there may be no target to select
    ids = [entry.id for entry in entries]
    place = ids.index(here) if here in ids and here in (last, ids[0]) else -1
    if place == len(entries) - 1:
        frame = None if reason or track else document.next_frame_in(LATER)
        if frame is not None and frame != document.frame:
            document.go_to(frame)
            return 0
        if not entries or not around:
            return None
    entry = entries[(place + 1) % len(entries)]
    show(document, entry)
    return entry.id


def show(document: Document, entry: Entry) -> None:
    """Go to an entry, and select its target."""
    if document.frame != entry.frame:
        document.go_to(entry.frame)
    if entry.at is not None:
        x, y = entry.at
        document.select(target_over(document.targets, x, y))
        document.focus_requested.emit(x, y)
        return
    target = next((t for t in document.targets if t.id == entry.id), None)
    document.select(target)
    if target is not None:
        document.focus_requested.emit(*target.centroid)


def target_over(targets: list[Target], x: float, y: float) -> Target | None:
    """The target whose box holds the point, or reaches to a pixel from it."""
    for target in targets:
        x0, y0, x1, y1 = target.box
        if x0 - 1 <= x <= x1 and y0 - 1 <= y <= y1:
            return target
    return None
