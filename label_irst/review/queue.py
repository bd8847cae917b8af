"""The review queue: targets that nobody has accepted, the most doubtful first."""

from dataclasses import dataclass

import numpy as np

from label_irst.document import Document
from p2m_core.project import FrameState

LATER = {FrameState.SUGGESTED, FrameState.UNCERTAIN}


@dataclass(frozen=True)
class Entry:
    """A target to look at."""

    id: int
    frame: int
    track: int
    doubt: float
    reason: int


def queue(
    document: Document, reason: int = 0, track: int = 0, most: int | None = None
) -> list[Entry]:
    """The targets left, worst first; only those with one `reason`, or of one `track`, if not 0."""
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
    return [
        Entry(
            int(lane.table.id[i]), int(lane.table.frame[i]), int(lane.table.track[i]),
            float(lane.doubt[i]), int(lane.reason[i]),
        )
        for i in which[order][:most]
    ]  # fmt: skip


def go_to_worst(document: Document, reason: int = 0, track: int = 0, last: int = 0) -> int | None:
    """Show the worst target left; the next one, where that is selected or was the `last` shown.

    After the last one comes the next frame with suggestions, or that was put off as uncertain.
    Returns the number of the target, 0 for a frame without one, None when nothing is left.
    """
    entries = queue(document, reason, track)
    here = document.selected.id if document.selected is not None else 0
    ids = [entry.id for entry in entries]
    place = ids.index(here) if here in ids and here in (last, ids[0]) else -1
    if place == len(entries) - 1:
        frame = None if reason or track else document.next_frame_in(LATER)
        if frame is not None:
            document.go_to(frame)
            return 0
        if not entries:
            return None
    entry = entries[(place + 1) % len(entries)]
    show(document, entry)
    return entry.id


def show(document: Document, entry: Entry) -> None:
    """Go to a target, and select it."""
    if document.frame != entry.frame:
        document.go_to(entry.frame)
    target = next((t for t in document.targets if t.id == entry.id), None)
    document.select(target)
    if target is not None:
        document.focus_requested.emit(*target.centroid)
