"""Accept frames without a person at the window: by sequence, frame, or doubt."""

from collections.abc import Collection
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from p2m_core.doubt import doubts
from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.progress import Progress, no_progress
from p2m_core.project.annotation import FrameState, TargetState
from p2m_core.project.changes import (
    FrameChange,
    TargetChange,
)
from p2m_core.project.edits import Edit
from p2m_core.project.frames import get_frame_states
from p2m_core.project.meta import get_meta
from p2m_core.project.predictions import get_prediction_scores
from p2m_core.project.project import Project
from p2m_core.project.sequences import SequenceInfo, get_sequence, list_sequences
from p2m_core.project.table import get_target_table
from p2m_core.project.targets import list_targets

LABEL = "accept"
"""Name of the undo step of each sequence, the same as that of a person's."""


@dataclass(frozen=True)
class Accepted:
    """What `accept_frames` did and left, in frames.

    Attributes
    ----------
    sequences : int
        Sequences with a frame that changed.
    targets : int
        Targets that are accepted now and were not before.
    accepted, verified_empty : int
        Frames that got this state.
    before : int
        Frames that were accepted or verified empty already.
    doubtful : int
        Left, since one of their targets is not below the doubt.
    uncertain : int
        Left, since a person called them uncertain.
    suggested : int
        Left, since they hold suggestions and nothing else.
    without : int
        Left, since they have no target, and it was not asked for to call such frames empty.
    """

    sequences: int = 0
    targets: int = 0
    accepted: int = 0
    verified_empty: int = 0
    before: int = 0
    doubtful: int = 0
    uncertain: int = 0
    suggested: int = 0
    without: int = 0

    def __add__(self, other: "Accepted") -> "Accepted":
        return Accepted(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def accept_frames(
    project: Project,
    sequences: Collection[int] | None = None,
    frames: Collection[int] | None = None,
    below_doubt: float | None = None,
    empty: bool = False,
    progress: Progress = no_progress,
) -> Accepted:
    """Accept labelled frames and their targets, in one transaction, one undo step a sequence.

    Suggested targets stay suggestions; frames that a person called uncertain stay so.

    Parameters
    ----------
    project : Project
    sequences : collection of int, optional
        Numbers of the sequences; all by default.
    frames : collection of int, optional
        Frames from 0, of each of the sequences; all by default.
    below_doubt : float, optional
        Take only frames all of whose targets are below this doubt, see `p2m_core.doubt`.
    empty : bool
        Frames without a target become verified empty, unless they hold suggestions.
    progress : callable
        Called with the numbers of sequences done and of all; may raise `Cancelled`.

    Raises
    ------
    InputError
        If a sequence or a frame does not exist, or the doubt is not above 0 and at most 1.
    P2MError
        If the project cannot be written; nothing is changed then.
    """
    if below_doubt is not None and not 0.0 < below_doubt <= 1.0:
        raise InputError(f"a doubt of {below_doubt:g}: give a number above 0, at most 1")
    infos = (
        list_sequences(project)
        if sequences is None
        else [get_sequence(project, id) for id in dict.fromkeys(sequences)]
    )
    for info in infos:
        beyond = max(frames, default=0) if frames is not None else 0
        if beyond >= info.frame_count or (frames and min(frames) < 0):
            raise InputError(
                f"{info.name} has no frame {frame_number(beyond)}: it has {info.frame_count}"
            )
    done = Accepted()
    with project.transaction():
        for number, info in enumerate(infos, start=1):
            done += _accept(project, info, frames, below_doubt, empty)
            progress(number, len(infos))
    return done


def _accept(
    project: Project,
    info: SequenceInfo,
    frames: Collection[int] | None,
    below_doubt: float | None,
    empty: bool,
) -> Accepted:
    states = get_frame_states(project, info.id)
    wanted = np.ones(info.frame_count, bool)
    if frames is not None:
        wanted[:] = False
        wanted[list(frames)] = True
    suggested = get_prediction_scores(project, info.id) >= _threshold(project, info.id)
    for (frame,) in project.read(
        "SELECT DISTINCT frame FROM targets WHERE sequence = ? AND state = 'suggested' "
        "AND frame BETWEEN 0 AND ?",
        info.id,
        info.frame_count - 1,
    ):
        suggested[frame] = True
    labelled, doubt = _labelled(project, info)
    uncertain = wanted & (states == FrameState.UNCERTAIN)
    before = wanted & (
        (labelled & (states == FrameState.ACCEPTED))
        | (~labelled & (states == FrameState.VERIFIED_EMPTY))
    )
    left = wanted & ~uncertain & ~before
    doubtful = left & labelled & (doubt >= (np.inf if below_doubt is None else below_doubt))
    take = left & labelled & ~doubtful
    bare = left & ~labelled
    call_empty = bare & ~suggested if empty else np.zeros_like(bare)
    targets = _apply(project, info, states, take, call_empty)
    return Accepted(
        sequences=int(take.any() or call_empty.any()),
        targets=targets,
        accepted=int(take.sum()),
        verified_empty=int(call_empty.sum()),
        before=int(before.sum()),
        doubtful=int(doubtful.sum()),
        uncertain=int(uncertain.sum()),
        suggested=int((bare & suggested).sum()),
        without=int((bare & ~suggested & ~call_empty).sum()),
    )


def _threshold(project: Project, sequence: int) -> float:
    """Return from which score on a prediction is shown as a suggestion."""
    stored = get_meta(project, f"suggestions:{sequence}", {})
    score = stored.get("threshold") if isinstance(stored, dict) else None
    return max(float(score), 1e-9) if isinstance(score, int | float) else 1e-9


def _labelled(
    project: Project, info: SequenceInfo
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return which frames have a target that is no suggestion, and their greatest doubt."""
    table = get_target_table(project, info.id, 0, info.frame_count - 1)
    labelled = np.zeros(info.frame_count, bool)
    greatest = np.zeros(info.frame_count)
    if len(table):
        labelled[table.frame] = True
        np.maximum.at(greatest, table.frame, doubts(table, (info.height, info.width))[0])
    return labelled, greatest


def _apply(
    project: Project,
    info: SequenceInfo,
    states: NDArray[np.uint8],
    take: NDArray[np.bool_],
    call_empty: NDArray[np.bool_],
) -> int:
    changes = [
        TargetChange(target, target.relabelled(target.track, TargetState.ACCEPTED))
        for frame in np.flatnonzero(take).tolist()
        for target in list_targets(project, info.id, frame)
        if target.state is TargetState.EDITED
    ]
    steps = [
        FrameChange(frame, FrameState(states[frame]), after)
        for which, after in (
            (take, FrameState.ACCEPTED),
            (call_empty, FrameState.VERIFIED_EMPTY),
        )
        for frame in np.flatnonzero(which).tolist()
    ]
    if changes or steps:
        first = min(step.frame for step in steps)
        project.apply(Edit(LABEL, info.id, first, tuple(changes), tuple(steps)))
    return len(changes)
