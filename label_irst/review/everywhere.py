"""The review queue over all sequences of the project: one list, the most doubtful first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from label_irst.document import Document
from label_irst.document.standing import Standing
from label_irst.review.entry import FLAGGED, Entry
from label_irst.review.flagged import FRAMES
from label_irst.review.queue import DOUBT_OF_MISSED, select
from p2m_core.doubt import Reason
from p2m_core.project import Waiting, list_flagged

DIGITS = 2  # of a doubt, as lists show it: places of equal doubt come sequence by sequence


@dataclass(frozen=True, eq=False)
class Everywhere:
    """Places by falling doubt: columns, for there may be a hundred thousand."""

    sequence: NDArray[np.int64]
    id: NDArray[np.int64]
    frame: NDArray[np.int64]
    track: NDArray[np.int64]
    reason: NDArray[np.int64]
    doubt: NDArray[np.float64]
    by_hand: NDArray[np.bool_]
    at: NDArray[np.float64]  # (N, 2): where a model was wrong, else NaN

    def __len__(self) -> int:
        return len(self.id)

    def entry(self, place: int) -> Entry:
        """The entry at a place of the list."""
        x, y = self.at[place].tolist()
        hand = Standing.BY_HAND if self.by_hand[place] else Standing.AUTOMATIC
        at, standing = (None, hand) if np.isnan(x) else ((x, y), None)
        return Entry(
            int(self.id[place]), int(self.frame[place]), int(self.track[place]),
            float(self.doubt[place]), int(self.reason[place]), at, standing,
            int(self.sequence[place]),
        )  # fmt: skip


def queue_everywhere(
    document: Document, waiting: Mapping[int, Waiting], reason: int = 0,
    without: Collection[int] = (),
) -> Everywhere:  # fmt: skip
    """What is left in all sequences but those in `without`; of one `reason` only, if not 0.

    `waiting` holds the targets that are not accepted, by sequence. Places where a model was wrong
    are among them. With `FLAGGED` as the reason: what is flagged.
    """
    if reason == FLAGGED:
        return _flagged(document, without)
    parts = [(id, one) for id, one in waiting.items() if id not in without]
    errors = [
        (sequence, error)
        for sequence, errors in document.model_errors.everywhere().items()
        for error in errors
        if sequence not in without
    ]
    owner = np.repeat([id for id, _ in parts], [len(one) for _, one in parts]).astype(np.int64)
    columns = {}
    for name, kind in (
        ("id", np.int64), ("frame", np.int64), ("track", np.int64), ("reason", np.int64),
        ("doubt", np.float64), ("by_hand", np.bool_),
    ):  # fmt: skip
        of_targets = [np.asarray(getattr(one, name), kind) for _, one in parts]
        columns[name] = np.concatenate([*of_targets, np.zeros(len(errors), kind)])
    at = np.full((len(columns["id"]), 2), np.nan)
    for place, (_, error) in enumerate(errors, start=len(owner)):
        columns["id"][place], columns["frame"][place] = error.id, error.frame
        columns["reason"][place] = Reason.MISSED if error.missed else Reason.FALSE_ALARM
        columns["doubt"][place] = DOUBT_OF_MISSED if error.missed else error.score
        at[place] = error.x, error.y
    columns["sequence"] = np.concatenate([owner, np.array([s for s, _ in errors], np.int64)])
    which = np.flatnonzero(columns["reason"] == reason) if reason else np.arange(len(at))
    order = which[
        np.lexsort(
            (
                columns["frame"][which], columns["sequence"][which],
                -np.round(columns["doubt"][which], DIGITS),
            )
        )
    ]  # fmt: skip
    return Everywhere(**{name: column[order] for name, column in columns.items()}, at=at[order])


def _flagged(document: Document, without: Collection[int]) -> Everywhere:
    """The flags of all sequences but those in `without`."""
    project = document.project
    flags = [
        one
        for one in (list_flagged(project) if project is not None else [])
        if one.sequence not in without
    ]
    ids = [one.target or FRAMES - place for place, one in enumerate(flags)]
    return Everywhere(
        sequence=np.array([one.sequence for one in flags], np.int64),
        id=np.array(ids, np.int64),
        frame=np.array([one.frame for one in flags], np.int64),
        track=np.array([one.track for one in flags], np.int64),
        reason=np.full(len(flags), FLAGGED, np.int64),
        doubt=np.zeros(len(flags)),
        by_hand=np.ones(len(flags), np.bool_),
        at=np.full((len(flags), 2), np.nan),
    )


def next_place(found: Everywhere, document: Document, last: int) -> int | None:
    """The place in the list after the one on show; the first one where none is; None at the end.

    On show is the worst, or the `last` one that was shown, as in a single sequence.
    """
    here = document.selected.id if document.selected is not None else 0
    if last < 0 and last in found.id:  # where a model was wrong, there may be no target to select
        here = last
    places = np.flatnonzero(found.id == here) if here else np.zeros(0, np.int64)
    if not places.size or (here != last and places[0] > 0):
        return 0 if len(found) else None
    after = int(places[0]) + 1
    return after if after < len(found) else None


def show_here(document: Document, entry: Entry) -> None:
    """Go to an entry of the sequence on show, and select its target."""
    if document.frame != entry.frame:
        document.go_to(entry.frame)
    select(document, entry)
