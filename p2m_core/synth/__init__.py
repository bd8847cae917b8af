"""Seeded synthetic infrared sequences with exact masks.

The same configuration gives the same bytes. `render` defines the exact mask.
"""

from p2m_core.synth.config import BACKGROUNDS, SynthConfig
from p2m_core.synth.dataset import Written, write_sequence, write_sequences
from p2m_core.synth.render import SynthFrame, SynthSequence, SynthTarget, make_sequence, render

__all__ = [
    "BACKGROUNDS",
    "SynthConfig",
    "SynthFrame",
    "SynthSequence",
    "SynthTarget",
    "Written",
    "make_sequence",
    "render",
    "write_sequence",
    "write_sequences",
]
