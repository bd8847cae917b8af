"""The review queue: targets not accepted yet, and places where a model was wrong.

The most doubtful come first. Single images in a row are gone over like frames: `frame` is then the
place of the image in the row.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from label_irst.document import Document
from label_irst.document.model_errors import ModelError
from label_irst.document.row import row_of
from label_irst.document.standing import Standing
from label_irst.review.entry import FLAGGED, Entry
from label_irst.review.flagged import flagged
from p2m_core.doubt import Reason
from p2m_core.project import FrameState, Target

LATER = {FrameState.SUGGESTED, FrameState.UNCERTAIN}
DOUBT_OF_MISSED = 0.6  # labels are more often right than models


def queue(
    document: Document, reason: int = 0, track: int = 0, most: int | None = None
) -> list[Entry]:
    """The entries left, worst first; of one `reason` or one `track` only, if not 0.

    With `FLAGGED` as the reason: what is flagged.
    """
    if reason == FLAGGED:
        return flagged(document, track)[:most]
    lane = row_of(document).doubts
    which = _left(document, reason, track)
    # Rounded, so that targets of equal doubt come in the order of their frames.
    order = np.lexsort((lane.table.frame[which], -np.round(lane.doubt[which], 3)))
    entries = [
        Entry(
            int(lane.table.id[i]), int(lane.table.frame[i]), int(lane.table.track[i]),
            float(lane.doubt[i]), int(lane.reason[i]), None,
            Standing.BY_HAND if lane.table.by_hand[i] else Standing.AUTOMATIC,
        )
        for i in which[order][:most]
    ]  # fmt: skip
    if errors := _errors(document, reason, track):
        entries = sorted([*entries, *errors], key=lambda e: (-round(e.doubt, 3), e.frame))
    return entries[:most]


def count_left(document: Document, reason: int = 0, track: int = 0) -> int:
    """How many entries `queue` has."""
    if reason == FLAGGED:
        return len(flagged(document, track))
    return _left(document, reason, track).size + len(_errors(document, reason, track))


def _left(document: Document, reason: int, track: int) -> NDArray[np.int64]:
    """The places in the table of doubts of the targets left."""
    row = row_of(document)
    lane = row.doubts
    lane.settle()
    left = ~lane.table.reviewed
    if reason:
        left &= lane.reason == reason
    if track and not row.images:
        left &= lane.table.track == track
    return np.flatnonzero(left)


def _errors(document: Document, reason: int, track: int) -> list[Entry]:
    errors = [] if track else [_entry(document, e) for e in document.model_errors.entries]
    return [entry for entry in errors if not reason or entry.reason == reason]


def _entry(document: Document, error: ModelError) -> Entry:
    row = row_of(document)
    reason = Reason.MISSED if error.missed else Reason.FALSE_ALARM
    doubt = DOUBT_OF_MISSED if error.missed else error.score
    frame = row.here if row.images else error.frame
    return Entry(error.id, frame, 0, doubt, int(reason), (error.x, error.y))


def go_to_worst(
    document: Document, reason: int = 0, track: int = 0, last: int = 0, around: bool = True
) -> int | None:
    """Show the worst entry, or the next one if an entry is on show.

    On show is the worst, or the `last` one shown. After the end comes the next frame that has
    suggestions or is uncertain; then, if `around`, the worst entry again. Returns the number of the
    entry, 0 for a frame without one, None when nothing is left.
    """
    entries = queue(document, reason, track)
    shown = _shown(document, entries, last)
    if shown == len(entries) - 1:
        row = row_of(document)
        frame = None if reason or track else next_in(row.states, row.here, LATER)
        if frame is not None and frame != row.here:
            row.go_to(frame)
            return 0
        if not entries or not around:
            return None
    entry = entries[(shown + 1) % len(entries)]
    show(document, entry)
    return entry.id


def next_in(states: NDArray[np.uint8], here: int, wanted: Collection[FrameState]) -> int | None:
    """The next place in one of the `wanted` states, with wrap-around; None if there is none."""
    hits = np.flatnonzero(np.isin(states, list(wanted)))
    if hits.size == 0:
        return None
    after = hits[hits > here]
    return int(after[0] if after.size else hits[0])


def _shown(document: Document, entries: list[Entry], last: int) -> int:
    """The index of the entry on show, -1 if none is."""
    here = document.selected.id if document.selected is not None else 0
    here_at = row_of(document).here
    if any(entry.id == last < 0 and entry.frame == here_at for entry in entries):
        here = last  # where a model was wrong, there may be no target to select
    ids = [entry.id for entry in entries]
    return ids.index(here) if here in ids and here in (last, ids[0]) else -1


def show(document: Document, entry: Entry) -> None:
    """Go to an entry, and select its target."""
    row = row_of(document)
    if row.here != entry.frame:
        row.go_to(entry.frame)
    select(document, entry)


def select(document: Document, entry: Entry) -> None:
    """Select the target of an entry of the frame on show."""
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
    """The target whose box, widened by a pixel, holds the point."""
    for target in targets:
        x0, y0, x1, y1 = target.box
        if x0 - 1 <= x <= x1 and y0 - 1 <= y <= y1:
            return target
    return None
