"""The frames that a detector has processed, including those without detections.

Stored in the project's meta as runs of frames, for one detector a sequence: the latest one.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from p2m_core.project.meta import get_meta, set_meta
from p2m_core.project.project import Project
from p2m_core.project.sequences import get_sequence


def get_answered(project: Project, sequence: int, detector: str) -> NDArray[np.bool_]:
    """Return for each frame of a sequence whether `detector` processed it, shape (frames,)."""
    frames = np.zeros(get_sequence(project, sequence).frame_count, bool)
    stored = get_meta(project, _key(sequence), {})
    if isinstance(stored, dict) and stored.get("detector") == detector:
        for run in stored.get("frames", ()):
            if isinstance(run, list) and len(run) == 2 and all(isinstance(i, int) for i in run):
                frames[max(0, run[0]) : max(0, run[1] + 1)] = True
    return frames


def note_answered(project: Project, sequence: int, detector: str, frames: Iterable[int]) -> None:
    """Store that `detector` processed these frames; those of another detector are forgotten.

    Raises
    ------
    P2MError
        If the project cannot be written.
    """
    known = get_answered(project, sequence, detector)
    known[list(frames)] = True
    edges = np.diff(np.concatenate([[False], known, [False]]).astype(np.int8))
    runs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True)
    stored = [[int(first), int(last)] for first, last in runs]
    set_meta(project, _key(sequence), {"detector": detector, "frames": stored})


def _key(sequence: int) -> str:
    return f"answered:{sequence}"
