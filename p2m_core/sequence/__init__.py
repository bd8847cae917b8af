"""Sequences of frames in any format: one lazy reader with random access."""

from p2m_core.sequence.contents import Contents, names_of, only_sequence, openable_at, sequences_at
from p2m_core.sequence.fingerprint import fingerprint
from p2m_core.sequence.folder import source_exists
from p2m_core.sequence.hiding import Hidden, Hiding, overlay_of, without_points
from p2m_core.sequence.overlays import find_overlay
from p2m_core.sequence.place import sequence_name
from p2m_core.sequence.reader import Sequence, open_sequence

__all__ = [
    "Contents",
    "Hidden",
    "Hiding",
    "Sequence",
    "find_overlay",
    "fingerprint",
    "names_of",
    "only_sequence",
    "open_sequence",
    "openable_at",
    "overlay_of",
    "sequence_name",
    "sequences_at",
    "source_exists",
    "without_points",
]
