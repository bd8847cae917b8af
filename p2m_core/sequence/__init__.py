"""Sequences of frames in any format: one lazy reader with random access."""

from p2m_core.sequence.fingerprint import fingerprint
from p2m_core.sequence.folder import source_exists
from p2m_core.sequence.place import sequence_name
from p2m_core.sequence.reader import Sequence, open_sequence

__all__ = ["Sequence", "fingerprint", "open_sequence", "sequence_name", "source_exists"]
