"""Take over, from another annotation, what a rule or a person decides: edits of a project."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from p2m_core.agreement.compared import Agreement, Pair
from p2m_core.datasets.labelled import LabelledTarget, MaskLabel
from p2m_core.geometry import bounding_box
from p2m_core.progress import Progress, no_progress
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    Target,
    TargetChange,
    TargetState,
    get_frame_states,
    list_targets,
    next_track,
    numbered,
)

LABEL = "merge-annotations"
"""Name of the undo steps; those of one rule have a number in common."""


class Rule(StrEnum):
    """What becomes of a pair."""

    ADD = "add"  # what A misses is added; the rest stays
    THEIRS = "theirs"  # as in B: also what B misses is removed
    UNION = "union"
    INTERSECTION = "intersection"  # what one of them misses is removed
    LARGER = "larger"


@dataclass(frozen=True)
class Merge:
    """Edits, one a sequence; the pairs for which the rule holds then, and how many these change.

    `without_pixels` pairs are left alone because B has no mask, `gone` ones because A's target is
    not in the project as it was compared.
    """

    edits: tuple[Edit, ...]
    decided: tuple[Pair, ...]
    changed: int
    without_pixels: int
    gone: int


def merge(
    project: Project,
    agreement: Agreement,
    pairs: Iterable[Pair],
    rule: Rule,
    ids: Sequence[int],
    progress: Progress = no_progress,
) -> Merge:
    """Return the edits that carry out a rule in the project that A was read from.

    Changed frames are edited, not accepted: a person looks at them again.

    Parameters
    ----------
    project : Project
        Open; nothing is written.
    agreement : Agreement
        Of the project's labels (A) with others (B).
    pairs : iterable of Pair
        Those of `agreement` that the rule is for.
    rule : Rule
    ids : sequence of int
        The number, in the project, of each of `agreement.partners`.
    progress : callable
        Called after each sequence; may raise `Cancelled`.

    Raises
    ------
    P2MError
        If the project cannot be read.
    """
    by_sequence: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_sequence.setdefault(pair.sequence, []).append(pair)
    edits: list[Edit] = []
    decided: list[Pair] = []
    changed = without = gone = 0
    for done, (number, own) in enumerate(sorted(by_sequence.items())):
        tracks = _tracks(agreement, number, next_track(project, ids[number]))
        changes: dict[int, list[TargetChange]] = {}
        for pair in own:
            if pair.b is not None and not isinstance(pair.b.label, MaskLabel):
                without += 1
                continue
            before = None
            if pair.a is not None:
                before = _target_of(project, ids[number], pair.frame[0], pair.a)
                if before is None:
                    gone += 1
                    continue
            wanted = _wanted(pair, rule)
            track = 0
            if before is None and wanted is not None:
                track = tracks.free_in(project, ids[number], pair)
            change = _change(before, wanted, ids[number], pair, track)
            if rule is Rule.THEIRS and before is not None and wanted is not None:
                change = _named_theirs(change, before, pair)
            decided.append(pair)
            if change is not None:
                changes.setdefault(pair.frame[0], []).append(change)
                changed += 1
        if changes:
            edits.append(_edit(project, ids[number], changes))
        progress(done + 1, len(by_sequence))
    return Merge(tuple(edits), tuple(decided), changed, without, gone)


def as_one_step(project: Project, edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits under one numbered name, so that the window undoes them together."""
    label = numbered(LABEL, project.new_target_id())
    return [replace(edit, label=label) for edit in edits]


def _wanted(pair: Pair, rule: Rule) -> MaskLabel | None:
    """Return the pixels that the target shall have; None for no target."""
    ours = pair.a.label if pair.a is not None else None
    theirs = pair.b.label if pair.b is not None else None
    assert ours is None or isinstance(ours, MaskLabel)
    assert theirs is None or isinstance(theirs, MaskLabel)
    if theirs is not None:
        theirs = _joined(theirs, theirs, both=True)  # without empty rows: formats may have them
    if ours is None or theirs is None:
        if rule is Rule.INTERSECTION:
            return None
        return theirs if ours is None or rule is Rule.THEIRS else ours
    if rule is Rule.ADD:
        return ours
    if rule is Rule.THEIRS:
        return theirs
    if rule is Rule.LARGER:
        return ours if ours.area >= theirs.area else theirs
    return _joined(ours, theirs, both=rule is Rule.INTERSECTION) or ours


def _joined(a: MaskLabel, b: MaskLabel, both: bool) -> MaskLabel | None:
    """Return the pixels of both, or of one of two masks; None if there are none."""
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = a.box, b.box
    x0, y0, x1, y1 = min(ax0, bx0), min(ay0, by0), max(ax1, bx1), max(ay1, by1)
    painted = np.zeros((2, y1 - y0, x1 - x0), np.bool_)
    for canvas, label in zip(painted, (a, b), strict=True):
        left, top, right, bottom = label.box
        canvas[top - y0 : bottom - y0, left - x0 : right - x0] = label.mask
    mask = painted[0] & painted[1] if both else painted[0] | painted[1]
    if not mask.any():
        return None
    left, top, right, bottom = bounding_box(mask)
    return MaskLabel(x0 + left, y0 + top, mask[top:bottom, left:right])


def _target_of(project: Project, sequence: int, frame: int, own: LabelledTarget) -> Target | None:
    label = own.label
    assert isinstance(label, MaskLabel)
    for target in list_targets(project, sequence, frame):
        if target.box == label.box and np.array_equal(target.mask, label.mask):
            return target
    return None


def _change(
    before: Target | None,
    wanted: MaskLabel | None,
    sequence: int,
    pair: Pair,
    track: int,
) -> TargetChange | None:
    if wanted is None:
        return None if before is None else TargetChange(before, None)
    if before is not None and before.box == wanted.box and np.array_equal(before.mask, wanted.mask):
        return None
    category = before.category if before is not None else ""
    theirs = pair.b
    after = Target(
        id=before.id if before is not None else 0,
        sequence=sequence,
        frame=pair.frame[0],
        track=before.track if before is not None else track,
        x0=wanted.x0,
        y0=wanted.y0,
        mask=wanted.mask,
        origin=Origin.IMPORTED,
        state=TargetState.EDITED,
        category=category or (theirs.category if theirs is not None else ""),
    )
    if before is not None:
        after = after.described(
            attributes=before.attributes, note=before.note, flagged=before.flagged
        )
    elif theirs is not None:
        after = after.described(attributes=theirs.attributes, note=theirs.note)
    return TargetChange(before, after)


def _named_theirs(change: TargetChange | None, before: Target, pair: Pair) -> TargetChange | None:
    """Return the change with B's category too, where B has one."""
    after = before if change is None or change.after is None else change.after
    category = pair.b.category if pair.b is not None else ""
    if category in ("", after.category):
        return change
    return TargetChange(before, replace(after, category=category, state=TargetState.EDITED))


class _NewTracks(dict[int | None, int]):
    """Tracks of A by those of B; one that has no partner gets the next free number."""

    def __init__(self, known: dict[int | None, int], free: int) -> None:
        super().__init__(known)
        self._free = free
        self._given: set[tuple[int, int]] = set()  # frame and track

    def __missing__(self, track: int | None) -> int:
        number = self._free
        self._free += 1
        if track is not None:
            self[track] = number
        return number

    def free_in(self, project: Project, sequence: int, pair: Pair) -> int:
        """Return the track of B's target; a new one where its frame has that track already."""
        frame = pair.frame[0]
        track = self[pair.b.track if pair.b is not None else None]
        used = {target.track for target in list_targets(project, sequence, frame)}
        if track in used or (frame, track) in self._given:
            track = self[None]
        self._given.add((frame, track))
        return track


def _tracks(agreement: Agreement, sequence: int, free: int) -> _NewTracks:
    seen: dict[int, Counter[int]] = {}
    for pair in agreement.pairs:
        if pair.sequence != sequence or pair.a is None or pair.b is None:
            continue
        if pair.a.track is not None and pair.b.track is not None:
            seen.setdefault(pair.b.track, Counter())[pair.a.track] += 1
    known: dict[int | None, int] = {
        track: counter.most_common(1)[0][0] for track, counter in seen.items()
    }
    return _NewTracks(known, free)


def _edit(project: Project, sequence: int, changes: dict[int, list[TargetChange]]) -> Edit:
    states = get_frame_states(project, sequence)
    frames = []
    for frame, own in sorted(changes.items()):
        before = FrameState(states[frame])
        left = len(list_targets(project, sequence, frame))
        left += sum((c.after is not None) - (c.before is not None) for c in own)
        after = FrameState.EDITED if left else FrameState.UNSEEN
        if after is not before:
            frames.append(FrameChange(frame, before, after))
    every = tuple(change for own in changes.values() for change in own)
    return Edit(LABEL, sequence, min(changes), every, tuple(frames))
