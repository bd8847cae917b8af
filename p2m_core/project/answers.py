"""Which frames a detector has answered: also those in which it found nothing.

Kept in the project's meta, a run of frames after the other, for one detector a sequence: the one
that answered last.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from p2m_core.project.meta import get_meta, set_meta
from p2m_core.project.project import Project
from p2m_core.project.sequences import get_sequence


def get_answered(project: Project, sequence: int, detector: str) -> NDArray[np.bool_]:
    """Return for each frame of a sequence whether `detector` has answered it, shape (frames,)."""
    frames = np.zeros(get_sequence(project, sequence).frame_count, bool)
    stored = get_meta(project, _key(sequence), {})
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
    known = get_answered(project, sequence, detector)
    known[list(frames)] = True
    edges = np.diff(np.concatenate([[False], known, [False]]).astype(np.int8))
    runs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True)
    told = [[int(first), int(last)] for first, last in runs]
    set_meta(project, _key(sequence), {"detector": detector, "frames": told})


def _key(sequence: int) -> str:
    return f"answered:{sequence}"
