"""Which frames a detector has answered: also those in which it found nothing.

Kept in the project's meta, a run of frames after the other, for one detector a sequence: the one
that answered last.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from p2m_core.project.project import Project


def answered(project: Project, sequence: int, detector: str) -> NDArray[np.bool_]:
    """Return for each frame of a sequence whether `detector` has answered it, shape (frames,)."""
    frames = np.zeros(project.sequence(sequence).frame_count, bool)
    stored = project.get_meta(_key(sequence), {})
    if isinstance(stored, dict) and stored.get("detector") == detector:
        for run in stored.get("frames", ()):
            if isinstance(run, list) and len(run) == 2 and all(isinstance(i, int) for i in run):
                frames[max(0, run[0]) : max(0, run[1] + 1)] = True
    return frames


def note_answered(project: Project, sequence: int, detector: str, frames: Iterable[int]) -> None:
    """Note that `detector` has answered these frames; what another one answered is forgotten.

    Raises
    ------
    P2MError
        If the project cannot be written.
    """
    known = answered(project, sequence, detector)
    known[list(frames)] = True
    edges = np.diff(np.concatenate([[False], known, [False]]).astype(np.int8))
    runs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True)
    told = [[int(first), int(last)] for first, last in runs]
    project.set_meta(_key(sequence), {"detector": detector, "frames": told})


def _key(sequence: int) -> str:
    return f"answered:{sequence}"
