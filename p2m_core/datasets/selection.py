"""The frames and targets that leave a project: one rule for all exporters and training.

Exported are the frames that a person accepted or verified to be empty; on request also those that
were edited but not accepted. A suggested target is never exported, whatever its frame's state.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from p2m_core.errors import InputError
from p2m_core.geometry import frame_number
from p2m_core.project import (
    FrameState,
    MaskPiece,
    Project,
    SequenceInfo,
    Target,
    TargetState,
    get_frame_states,
    list_sequences,
    list_targets,
    read_masks,
)


@dataclass(frozen=True)
class ExportSummary:
    """Counts of written and left-out frames of an export.

    Attributes
    ----------
    out : Path
        The folder or file written.
    name : str
        The data set's name.
    sequences, frames, empty_frames, targets : int
        How many were written; an empty frame has no target.
    frames_edited : int
        Frames edited but not accepted, left out unless requested.
    targets_suggested : int
        Suggested targets in the exported frames, always left out.
    tracks : int
        Tracks of the written targets.
    test_sequences : int
        Sequences for testing, of `sequences`.
    sequences_out : int
        Sequences with frames to export that their role leaves out.
    lost : tuple of str
        What the format does not hold of this project, in words with counts.
    """

    out: Path
    name: str
    sequences: int
    frames: int
    empty_frames: int
    targets: int
    frames_edited: int
    targets_suggested: int
    tracks: int = 0
    test_sequences: int = 0
    sequences_out: int = 0
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """The frames to export of one sequence, in order."""

    sequence: SequenceInfo
    frames: tuple[int, ...]
    edited_left_out: int


def reviewed(project: Project, unreviewed: bool = False) -> list[Selection]:
    """Return the frames to export of every sequence, also of those that have none; see `select`."""
    wanted = [FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY]
    if unreviewed:
        wanted.append(FrameState.EDITED)
    selections = []
    for info in list_sequences(project):
        states = get_frame_states(project, info.id)
        frames = tuple(int(i) for i in np.flatnonzero(np.isin(states, wanted)))
        left_out = 0 if unreviewed else int(np.count_nonzero(states == FrameState.EDITED))
        selections.append(Selection(info, frames, left_out))
    return selections


def select(project: Project, unreviewed: bool = False) -> list[Selection]:
    """Return the frames to export, for each sequence that has any.

    Parameters
    ----------
    project : Project
    unreviewed : bool
        Also take the frames that were edited but not accepted.

    Raises
    ------
    InputError
        If no frame can be exported.
    """
    selections = reviewed(project, unreviewed)
    if not any(selection.frames for selection in selections):
        edited = sum(selection.edited_left_out for selection in selections)
        raise InputError(
            f"nothing to export from {project.path}: no frame is accepted or verified empty "
            f"({edited} edited but not accepted): accept frames first"
            + (", or export the unreviewed ones too" if edited else "")
        )
    return selections


def reviewed_targets(
    project: Project, info: SequenceInfo, frame: int, state: FrameState
) -> tuple[list[Target], int]:
    """Return the targets to export of a frame, by number, and how many suggested are left out.

    Raises
    ------
    InputError
        If the frame is verified empty and yet has targets.
    """
    targets = list_targets(project, info.id, frame)
    kept = sorted((t for t in targets if t.state is not TargetState.SUGGESTED), key=lambda t: t.id)
    _check_empty(info, frame, state, len(kept))
    return kept, len(targets) - len(kept)


def reviewed_masks(project: Project, selection: Selection) -> dict[int, tuple[MaskPiece, ...]]:
    """Return the masks of what `reviewed_targets` returns, for all frames of a selection.

    Raises
    ------
    InputError
        If a frame is verified empty and yet has targets.
    """
    info = selection.sequence
    states = get_frame_states(project, info.id)
    masks = read_masks(project, info.id)
    found = {frame: tuple(masks.get(frame, ())) for frame in selection.frames}
    for frame, pieces in found.items():
        _check_empty(info, frame, FrameState(states[frame]), len(pieces))
    return found


def _check_empty(info: SequenceInfo, frame: int, state: FrameState, targets: int) -> None:
    if targets and state is FrameState.VERIFIED_EMPTY:
        raise InputError(
            f"frame {frame_number(frame)} of {info.name} is verified empty and yet has {targets} "
            "target(s): remove them, or accept the frame"
        )
