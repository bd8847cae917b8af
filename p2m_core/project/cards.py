"""Each sequence at a glance: its counts, its states, and a frame to picture."""

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from p2m_core.project._note_rows import NOTHING
from p2m_core.project.annotation import FrameState
from p2m_core.project.frames import count_states
from p2m_core.project.hands import BY_HAND
from p2m_core.project.meta import set_meta
from p2m_core.project.notes import count_flagged, get_sequence_notes
from p2m_core.project.overview import left_to_review, list_suggested
from p2m_core.project.project import Project
from p2m_core.project.sequences import SequenceInfo, list_sequences

_VISITED = "visited:"
_AMONG = "(?1 IS NULL OR sequence IN (SELECT value FROM json_each(?1)))"
_HANDS = f"""
    SELECT f.sequence, COUNT(*) FROM frame_states AS f
    WHERE f.state = 'edited' AND {_AMONG} AND EXISTS (
        SELECT 1 FROM targets AS t
        WHERE t.sequence = f.sequence AND t.frame = f.frame AND t.state = 'edited'
    ) AND NOT EXISTS (
        SELECT 1 FROM targets AS t
        WHERE t.sequence = f.sequence AND t.frame = f.frame AND t.state = 'edited' AND NOT {BY_HAND}
    ) GROUP BY f.sequence
"""


@dataclass(frozen=True)
class Card:
    """One sequence at a glance.

    Attributes
    ----------
    info : SequenceInfo
    states : dict of FrameState to int
        Frames in each state, the unseen ones too; states without a frame are left out.
    by_hand : int
        Of the edited frames, those whose targets to review a person all drew or corrected.
    targets : int
        Suggested ones are not counted.
    frame : int
        The first frame with a target, else the first one: what to picture.
    left : bool
        Whether something waits for a review, as `left_to_review` has it.
    suggested : bool
        Whether a detector's suggestions wait in it, as `list_suggested` has it.
    visited : float
        When it was last on show, in seconds since 1970; 0 for never.
    note : str
        What a person wrote about it.
    flagged : bool
        Whether the sequence as a whole is flagged.
    flags : int
        In how many frames the frame or a target is flagged.
    """

    info: SequenceInfo
    states: dict[FrameState, int]
    by_hand: int
    targets: int
    frame: int
    left: bool
    suggested: bool
    visited: float
    note: str
    flagged: bool
    flags: int

    @property
    def done(self) -> int:
        """Frames that need no further look."""
        return self.states.get(FrameState.ACCEPTED, 0) + self.states.get(
            FrameState.VERIFIED_EMPTY, 0
        )


def list_cards(
    project: Project, threshold: float, only: Collection[int] | None = None
) -> list[Card]:
    """Return a card of each sequence, in the order they were added.

    `threshold` is as in `left_to_review`; `only` are the numbers of some sequences, all by default.
    """
    chosen = None if only is None else json.dumps(sorted(only))
    states = count_states(project)
    left = set(left_to_review(project, threshold))
    targets = {
        sequence: (count, first)
        for sequence, count, first in project.read(
            "SELECT sequence, COUNT(*), MIN(frame) FROM targets WHERE state != 'suggested' "
            f"AND {_AMONG} GROUP BY sequence",
            chosen,
        )
    }
    hands = dict(project.read(_HANDS, chosen))
    suggested = set(list_suggested(project, threshold))
    visited, remarks, flags = _visited(project), get_sequence_notes(project), count_flagged(project)
    cards = []
    for info in list_sequences(project):
        if only is not None and info.id not in only:
            continue
        counted = states.get(info.id, {})
        unseen = info.frame_count - sum(counted.values())
        if unseen > 0:
            counted = {FrameState.UNSEEN: unseen, **counted}
        remark = remarks.get(info.id, NOTHING)
        count, first = targets.get(info.id, (0, 0))
        first = min(max(first, 0), info.frame_count - 1)
        cards.append(
            Card(
                info=info, states=counted, by_hand=hands.get(info.id, 0), targets=count,
                frame=first, left=info.id in left, suggested=info.id in suggested,
                visited=visited.get(info.id, 0.0), note=remark.note, flagged=remark.flagged,
                flags=flags.get(info.id, 0),
            )
        )  # fmt: skip
    return cards


class Labels(NamedTuple):
    """How many targets, frames with a state, and remarks some sequences have together."""

    targets: int
    frames: int
    remarks: int


def count_labels(project: Project, sequences: Collection[int]) -> Labels:
    """Return what would go with these sequences."""
    chosen = json.dumps(list(sequences))
    return Labels(
        *(
            project.read(
                f"SELECT COUNT(*) FROM {table} WHERE sequence IN (SELECT value FROM json_each(?))",
                chosen,
            )[0][0]
            for table in ("targets", "frame_states", "notes")
        )
    )


def note_visit(project: Project, sequence: int) -> None:
    """Store that a sequence is on show now; this is not an edit, and is not undone."""
    set_meta(project, f"{_VISITED}{sequence}", round(time.time(), 1))


def _visited(project: Project) -> dict[int, float]:
    """Return when each sequence was last on show."""
    found = {}
    for key, value in project.read(
        "SELECT key, CAST(value AS REAL) FROM meta WHERE key >= ? AND key < ?", _VISITED, "visited;"
    ):
        if (id := key.removeprefix(_VISITED)).isdecimal():
            found[int(id)] = float(value)
    return found


def get_places(project: Project, sequence: int, frame: int) -> list[tuple[float, float]]:
    """Return the centroids ``(x, y)`` of a frame's targets, without suggested ones."""
    rows = project.read(
        "SELECT centroid_x, centroid_y FROM targets WHERE sequence = ? AND frame = ? "
        "AND state != 'suggested'",
        sequence,
        frame,
    )
    return [(float(x), float(y)) for x, y in rows]
